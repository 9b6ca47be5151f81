//! The logical structure, built in reading order (ISO 32000-1, 14.7).

use std::ops::Range;

use crate::document::{Cell, Inline, Role, Table, Text};
use crate::page::{Element, Tag};

/// The elements so far.
pub struct Structure {
    /// Every element after its parent.
    pub elements: Vec<Element>,
    /// The element of each text, in the order of [`Document::texts`](crate::document::Document::texts).
    pub texts: Vec<usize>,
}

impl Structure {
    /// The document's element alone.
    pub fn new() -> Self {
        Self { elements: vec![Element { tag: Tag::Document, parent: None, heads: vec![] }], texts: vec![] }
    }

    /// Adds an element; gives its index.
    pub fn add(&mut self, tag: Tag, parent: usize) -> usize {
        self.elements.push(Element { tag, parent: Some(parent), heads: vec![] });
        self.elements.len() - 1
    }

    /// Adds an element of the document itself.
    pub fn block(&mut self, tag: Tag) -> usize {
        self.add(tag, 0)
    }

    /// Adds the elements of a table; gives the element of each cell's inlines, by row and cell.
    pub fn table(&mut self, table: &Table) -> Vec<Vec<Vec<Option<usize>>>> {
        let whole = self.block(Tag::Table);
        let mut part = whole;
        let mut heads = Heads::default();
        let mut rows = vec![];
        for (at, row) in table.rows.iter().enumerate() {
            if let Some(tag) = part_from(table, at) {
                part = self.add(tag, whole);
            }
            if starts_heads(table, at) {
                heads.columns.clear();
            }
            heads.rows.retain(|(rows, _)| rows.end > at);
            let parent = self.add(Tag::Row, part);
            let cells = row.cells.iter().map(|cell| {
                let element = self.cell(cell, parent);
                self.elements[element].heads = heads.pass(cell, at, element);
                self.inlines(&cell.text, element)
            });
            rows.push(cells.collect());
        }
        rows
    }

    /// Adds the element of a cell.
    fn cell(&mut self, cell: &Cell, row: usize) -> usize {
        let (columns, rows) = (cell.columns, cell.rows);
        let tag = match cell.role {
            Role::Figure => Tag::Cell { columns, rows },
            Role::Head | Role::Label => Tag::HeadCell { columns, rows, of_rows: cell.role == Role::Label },
        };
        self.add(tag, row)
    }

    /// The element of each inline of a text: the text's own, or that of a link or a mark in it.
    pub fn inlines(&mut self, text: &Text, parent: usize) -> Vec<Option<usize>> {
        self.texts.push(parent);
        let element = |inline: &Inline| match inline {
            Inline::Link { href, .. } => Some(self.add(Tag::Link { href: href.clone() }, parent)),
            Inline::Mark(_) => Some(self.add(Tag::Mark, parent)),
            Inline::Text(_) | Inline::Break => Some(parent),
        };
        text.inlines.iter().map(element).collect()
    }
}

/// The heads that the cells passed so far have left for those to come: which columns or rows each is over, and its element; of rows those that are not yet passed.
#[derive(Default)]
struct Heads {
    columns: Vec<(Range<usize>, usize)>,
    rows: Vec<(Range<usize>, usize)>,
}

impl Heads {
    /// Passes a cell: notes it if it is a head, gives its heads if it is a figure.
    fn pass(&mut self, cell: &Cell, row: usize, element: usize) -> Vec<usize> {
        let (columns, rows) = (cell.column..cell.column + cell.columns, row..row + cell.rows);
        match cell.role {
            Role::Head => self.columns.push((columns, element)),
            Role::Label => self.rows.push((rows, element)),
            Role::Figure => {
                let over = |heads: &[(Range<usize>, usize)], covered: &Range<usize>| -> Vec<usize> {
                    let meets = |(head, _): &&(Range<usize>, usize)| head.start < covered.end && covered.start < head.end;
                    heads.iter().filter(meets).map(|(_, element)| *element).collect()
                };
                return [over(&self.columns, &columns), over(&self.rows, &rows)].concat();
            }
        }
        vec![]
    }
}

/// The part of a table that starts at a row: only the first may be of heads (ISO 32000-1, 14.8.4.3.4), and not the only one.
fn part_from(table: &Table, row: usize) -> Option<Tag> {
    let first = table.rows.iter().take_while(|row| row.head).count();
    match row {
        0 if (1..table.rows.len()).contains(&first) => Some(Tag::TableHead),
        0 => Some(Tag::TableBody),
        _ if row == first || starts_heads(table, row) => Some(Tag::TableBody),
        _ => None,
    }
}

/// Whether a row is the first of some head rows.
fn starts_heads(table: &Table, row: usize) -> bool {
    table.rows[row].head && (row == 0 || !table.rows[row - 1].head)
}
