//! The parts that follow from the style and hold no text of the report: styles, settings, fonts, footers. The units of a county share
//! them, so that they are made once for each ground that they stand on.

use std::sync::{Mutex, PoisonError};

use super::package::Part;
use super::review::Review;
use super::styles::{self, CellStyle};
use super::{complete, finished, page, parse, settings};
use crate::diagnostic::Result;
use crate::document::{Document, Text};
use crate::style::Style;

/// What the parts follow from, and nothing else: where it is the same, so are their bytes.
#[derive(Clone, PartialEq)]
struct Ground {
    cells: Vec<CellStyle>,
    marked: bool,
    numbered: bool,
    language: String,
    style: Style,
}

/// How many grounds are kept: the tables of a county's reports ask for some ten sets of styles.
const MOST: usize = 64;

static KEPT: Mutex<Vec<(Ground, Vec<Part>)>> = Mutex::new(vec![]);

/// The parts for a document whose tables need the styles of `cells`, in their order in the package.
///
/// # Errors
/// If docx-rs writes something that is not well-formed.
pub fn parts(document: &Document, style: &Style, review: &Review, cells: &[CellStyle]) -> Result<Vec<Part>> {
    let ground = Ground {
        cells: cells.to_vec(),
        marked: document.texts().any(Text::is_marked),
        numbered: review.line_numbers,
        language: document.info.language.clone(),
        style: style.clone(),
    };
    let known =
        |kept: &[(Ground, Vec<Part>)]| kept.iter().find(|(known, _)| *known == ground).map(|(_, parts)| parts.clone());
    if let Some(parts) = known(&KEPT.lock().unwrap_or_else(PoisonError::into_inner)) {
        return Ok(parts);
    }
    let parts = made(&ground)?;
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if known(&kept).is_none() {
        if kept.len() == MOST {
            kept.remove(0);
        }
        kept.push((ground, parts.clone()));
    }
    Ok(parts)
}

fn made(ground: &Ground) -> Result<Vec<Part>> {
    let Ground { cells, marked, numbered, language, style } = ground;
    let mut named = styles::styles(style, cells);
    if *marked {
        named = named.add_style(styles::mark(style));
    }
    if *numbered {
        named = named.add_style(styles::line_number(style));
    }
    let written = page::set(docx_rs::Docx::new(), style).styles(named).build();
    let mut styles = parse(&written.styles)?;
    complete::styles(&mut styles, style, language);
    let mut parts = vec![
        ("word/styles.xml".into(), finished(styles)),
        ("word/settings.xml".into(), settings::settings(style, language)),
        ("word/fontTable.xml".into(), settings::font_table(style)),
    ];
    for (at, footer) in written.footers.iter().enumerate() {
        parts.push((format!("word/footer{}.xml", at + 1), finished(parse(footer)?)));
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::parts;
    use crate::document::{Align, Block, Document, Inline, Role};
    use crate::unit::Pt;
    use crate::write::docx::review::Review;
    use crate::write::docx::sample;
    use crate::write::docx::styles::CellStyle;

    #[test]
    fn whatever_was_made_before_a_document_has_the_parts_of_its_own_ground() {
        let (document, style, review) = (sample::document("<p>文</p>"), sample::style(), Review::default());
        let first = parts(&document, &style, &review, &[]).unwrap();
        let mut foreign = document.clone();
        foreign.info.language = "zh-TW".into();
        let mut marked: Document = document.clone();
        if let Block::Paragraph(paragraph) = &mut marked.blocks[0] {
            paragraph.text.inlines = vec![Inline::Mark("□".into())];
        }
        let mut other = style.clone();
        other.latin.word = "Arial".into();
        let numbered = Review { line_numbers: true, ..Review::default() };
        let cell = CellStyle { role: Role::Figure, align: Align::Right, size: Pt(7.0) };
        let others = [
            parts(&foreign, &style, &review, &[]).unwrap(),
            parts(&marked, &style, &review, &[]).unwrap(),
            parts(&document, &other, &review, &[]).unwrap(),
            parts(&document, &style, &numbered, &[]).unwrap(),
            parts(&document, &style, &review, &[cell]).unwrap(),
        ];
        for (at, different) in others.iter().enumerate() {
            assert!(*different != first && !others[..at].contains(different), "{at}");
        }
        assert_eq!(parts(&document, &style, &review, &[]).unwrap(), first);
        assert_eq!(parts(&document, &other, &review, &[]).unwrap(), others[2]);
    }
}
