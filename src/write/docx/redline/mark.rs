//! The marks of tracked changes, each with a number of its own.

use super::super::review::{Kind, Signed};
use super::super::revise;
use super::super::xml::Element;

/// Makes marks.
pub struct Marker<'a> {
    by: &'a Signed,
    numbers: usize,
}

impl<'a> Marker<'a> {
    /// Marks of an author and a day.
    pub fn new(by: &'a Signed) -> Self {
        Self { by, numbers: 0 }
    }

    /// `w:ins` or `w:del`.
    pub fn change(&mut self, kind: Kind) -> Element {
        self.named(name(kind))
    }

    /// A mark of a name.
    pub fn named(&mut self, name: &str) -> Element {
        self.numbers += 1;
        revise::signed(Element::new(name).with("w:id", &self.numbers.to_string()), self.by)
    }
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Inserted => "w:ins",
        Kind::Deleted => "w:del",
    }
}
