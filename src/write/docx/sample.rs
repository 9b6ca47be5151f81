//! Small documents for the tests.

use crate::document::{Align, Block, Cell, Document, Inline, Role, Row, Table, Text};
use crate::markup;
use crate::shelf::Shelf;
use crate::style::Style;

/// The style file that the program carries.
pub fn style() -> Style {
    let bytes = Shelf::templates(None).read("style/gbt9704.yaml").unwrap();
    serde_yaml::from_slice(&bytes).unwrap()
}

/// A document of some mark-up.
pub fn document(inside: &str) -> Document {
    let markup = format!("<article lang='zh-CN' title='题' author='甲局' date='2021-02-19'>{inside}</article>");
    markup::parse(&markup).unwrap()
}

/// The document with other characters in its one paragraph.
pub fn with_text(mut document: Document, text: &str) -> Document {
    let [Block::Paragraph(paragraph)] = document.blocks.as_mut_slice() else { panic!("{document:?}") };
    paragraph.text.inlines = vec![Inline::Text(text.into())];
    document
}

/// A table of columns of one width.
pub fn table(class: &str, rows: &[&[&str]]) -> Table {
    let cell = |(column, text): (usize, &&str)| Cell {
        role: Role::Label,
        column,
        columns: 1,
        rows: 1,
        align: Align::Left,
        indent: 0,
        text: Text { inlines: vec![Inline::Text((*text).into())], from: None },
    };
    let row = |cells: &&[&str]| Row { head: false, cells: cells.iter().enumerate().map(cell).collect() };
    Table { widths: vec![1.0; rows[0].len()], whole: class == "whole", rows: rows.iter().map(row).collect(), from: None }
}
