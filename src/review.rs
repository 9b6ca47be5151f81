//! What is said of a document beside its text: comments, changes, a watermark, numbers of lines.

use std::ops::Range;

use crate::document::Date;

/// A review. The document it goes with holds what was deleted beside what was inserted, each where it stood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Review {
    /// Comments, in any order.
    pub comments: Vec<Comment>,
    /// Insertions and deletions that do not overlap.
    pub changes: Vec<Change>,
    /// What is written across every page, `送审稿`.
    pub watermark: Option<String>,
    /// Whether the lines are numbered.
    pub line_numbers: bool,
}

impl Review {
    /// Whether something of it stands in the text, and not only on its pages.
    pub fn is_in_text(&self) -> bool {
        !self.comments.is_empty() || !self.changes.is_empty()
    }
}

/// Who said or did something, and when. The day is the caller's: nothing here looks at a clock.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Signed {
    /// The name.
    pub author: String,
    /// The day.
    pub date: Date,
}

/// A remark on some characters.
#[derive(Clone, Debug, PartialEq)]
pub struct Comment {
    /// The number it has in a list.
    pub number: usize,
    /// What it is about.
    pub on: Characters,
    /// Its lines.
    pub lines: Vec<String>,
    /// Whose it is.
    pub by: Signed,
}

/// A piece of the document that came or went.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Which of the two.
    pub kind: Kind,
    /// The piece.
    pub place: Place,
    /// Who did it.
    pub by: Signed,
}

/// Whether something came or went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It is new.
    Inserted,
    /// It is no more.
    Deleted,
}

/// Characters of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Characters {
    /// The text, counted from 0 in the order of [`Document::texts`](crate::document::Document::texts).
    pub text: usize,
    /// The characters, as [`Text::plain`](crate::document::Text::plain) has them.
    pub range: Range<usize>,
}

/// A piece of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Characters inside a paragraph or cell.
    Characters(Characters),
    /// A whole block with the ends of its paragraphs: headings, paragraphs, a table with all its rows.
    Block(usize),
    /// A row of a table.
    Row {
        /// The table's block.
        block: usize,
        /// From 0.
        row: usize,
    },
    /// A cell of a table.
    Cell {
        /// The table's block.
        block: usize,
        /// From 0.
        row: usize,
        /// Which of the cells that start in the row.
        cell: usize,
    },
}

impl Review {
    /// Every text of the review.
    pub fn texts(&self) -> impl Iterator<Item = &String> {
        let comments = self.comments.iter().flat_map(|comment| comment.lines.iter().chain([&comment.by.author]));
        comments.chain(self.changes.iter().map(|change| &change.by.author)).chain(&self.watermark)
    }
}

impl Place {
    /// Whether this is, or holds, a cell of a table in a block.
    pub fn holds(&self, block: usize, row: usize, cell: usize) -> bool {
        *self == Self::Cell { block, row, cell } || self.holds_row(block, row)
    }

    /// Whether this is, or holds, a row of a table in a block.
    pub fn holds_row(&self, block: usize, row: usize) -> bool {
        *self == Self::Row { block, row } || *self == Self::Block(block)
    }
}
