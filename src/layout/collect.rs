//! Document → which characters are set in which face.

use std::collections::BTreeMap;

use crate::document::{Block, Document, Text};
use crate::layout::characters::Characters;
use crate::layout::text::{each_character, plain};
use crate::review::Review;
use crate::style::Style;

/// The characters of each role's face.
pub type Needs<'a> = BTreeMap<&'a str, Characters>;

/// The characters the layout writes by itself: page numbers, and `附件：1.`.
pub const FOLIO: &str = "— 0123456789";
/// The characters of the numbers of comments.
pub const NUMBER: &str = "0123456789 ";
/// What opens the names of annexes.
pub const ANNEX: &str = "附件：";

/// Collects the characters of a document and its review by the faces that the style sets them in.
pub fn collect<'a>(document: &Document, style: &'a Style, review: &Review) -> Needs<'a> {
    let mut needs = Needs::new();
    add_plain(&mut needs, &style.folio.face, FOLIO);
    if let Some(watermark) = &review.watermark {
        add_plain(&mut needs, &style.draft.watermark.face, watermark);
    }
    if !review.comments.is_empty() {
        add_plain(&mut needs, &style.draft.note.face, NUMBER);
    }
    for block in &document.blocks {
        match block {
            Block::Title(text) => add(&mut needs, &style.title.face, text),
            Block::Heading(heading) => add(&mut needs, &style.heading(heading.level).face, &heading.text),
            Block::Paragraph(paragraph) => {
                if let Some(lead) = &paragraph.lead {
                    add(&mut needs, &style.heading(lead.level).face, &lead.text);
                }
                add(&mut needs, &style.body.face, &paragraph.text);
            }
            Block::Table(table) => {
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    add(&mut needs, style.table.face(cell.role), &cell.text);
                }
            }
            Block::Annexes(names) => {
                add_plain(&mut needs, &style.body.face, ANNEX);
                add_plain(&mut needs, &style.body.face, "0123456789.");
                names.iter().for_each(|name| add(&mut needs, &style.body.face, name));
            }
            Block::Annex(annex) => {
                add(&mut needs, &style.annex.face, &annex.label);
                add(&mut needs, &style.title.face, &annex.title);
            }
            Block::Note(texts) => texts.iter().for_each(|text| add(&mut needs, &style.table.label, text)),
            Block::Signature(signature) => {
                let texts = signature.names.iter().chain([&signature.date]);
                texts.for_each(|text| add(&mut needs, &style.signature.face, text));
            }
            Block::PageBreak => {}
        }
    }
    needs
}

fn add<'a>(needs: &mut Needs<'a>, role: &'a str, text: &Text) {
    let characters = needs.entry(role).or_default();
    each_character(text, |key| characters.insert(key));
}

fn add_plain<'a>(needs: &mut Needs<'a>, role: &'a str, text: &str) {
    needs.entry(role).or_default().extend(plain(text).iter().map(|letter| (letter.character, letter.latin)));
}
