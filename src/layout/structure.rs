//! The logical structure, built in reading order (ISO 32000-1, 14.7).

use crate::document::{Cell, Inline, Role, Text};
use crate::page::{Element, Tag};

/// The elements so far.
pub struct Structure {
    /// Every element after its parent.
    pub elements: Vec<Element>,
}

impl Structure {
    /// The document's element alone.
    pub fn new() -> Self {
        Self { elements: vec![Element { tag: Tag::Document, parent: None }] }
    }

    /// Adds an element; gives its index.
    pub fn add(&mut self, tag: Tag, parent: usize) -> usize {
        self.elements.push(Element { tag, parent: Some(parent) });
        self.elements.len() - 1
    }

    /// Adds an element of the document itself.
    pub fn block(&mut self, tag: Tag) -> usize {
        self.add(tag, 0)
    }

    /// Adds the element of a cell.
    pub fn cell(&mut self, cell: &Cell, row: usize) -> usize {
        let (columns, rows) = (cell.columns, cell.rows);
        let tag = match cell.role {
            Role::Figure => Tag::Cell { columns, rows },
            Role::Head | Role::Label => Tag::HeadCell { columns, rows, of_rows: cell.role == Role::Label },
        };
        self.add(tag, row)
    }

    /// The element of each inline of a text: the text's own, or that of a link in it.
    pub fn inlines(&mut self, text: &Text, parent: usize) -> Vec<Option<usize>> {
        let element = |inline: &Inline| match inline {
            Inline::Link { href, .. } => Some(self.add(Tag::Link { href: href.clone() }, parent)),
            Inline::Text(_) | Inline::Break => Some(parent),
        };
        text.inlines.iter().map(element).collect()
    }
}
