//! Which paragraph of Word holds which texts of the document.

use super::signature;
use crate::document::{Block, Document, Text};
use crate::style::Style;

/// A paragraph of Word that holds texts of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Its block.
    pub block: usize,
    /// Row and cell, both from 0, if it stands in a table.
    pub cell: Option<(usize, usize)>,
    /// Its texts: their number in the document, and how many characters each has.
    pub texts: Vec<(usize, usize)>,
}

/// The paragraphs of a document, in order, as [`Body`](super::body::Body) sets them.
pub fn paragraphs(document: &Document, style: &Style) -> Vec<Paragraph> {
    let mut paragraphs = vec![];
    let mut number = 0;
    for (block, content) in document.blocks.iter().enumerate() {
        let mut add = |cell: Option<(usize, usize)>, texts: &[&Text]| {
            let texts = texts.iter().map(|text| {
                number += 1;
                (number - 1, text.plain().chars().count())
            });
            paragraphs.push(Paragraph { block, cell, texts: texts.collect() });
        };
        match content {
            Block::Title(text) => add(None, &[text]),
            Block::Heading(heading) => add(None, &[&heading.text]),
            Block::Paragraph(paragraph) => {
                let lead = paragraph.lead.iter().map(|lead| &lead.text);
                add(None, &lead.chain([&paragraph.text]).collect::<Vec<_>>());
            }
            Block::Table(table) => {
                for (at, row) in table.rows.iter().enumerate() {
                    row.cells.iter().enumerate().for_each(|(cell, content)| add(Some((at, cell)), &[&content.text]));
                }
            }
            Block::Annexes(names) => names.iter().for_each(|name| add(None, &[name])),
            Block::Annex(annex) => [&annex.label, &annex.title].into_iter().for_each(|text| add(None, &[text])),
            Block::Note(texts) => add(None, &texts.iter().collect::<Vec<_>>()),
            Block::Signature(signed) => {
                let rows = match signed.seals.is_empty() {
                    true => (0..signed.names.len()).map(|at| at..at + 1).collect(),
                    false => signature::rows(signed, style).into_iter().map(|row| row.offices).collect::<Vec<_>>(),
                };
                rows.into_iter().for_each(|row| add(None, &signed.names[row].iter().collect::<Vec<_>>()));
                add(None, &[&signed.date]);
            }
            Block::PageBreak => {}
        }
    }
    paragraphs
}
