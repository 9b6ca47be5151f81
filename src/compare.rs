//! How two sequences of paragraphs, and two texts, differ: the same for reports and for the files made of them.
//!
//! Paragraphs are aligned first, then the words of two that belong together. Everything here takes a time that is bounded by the
//! length of the texts, never by a clock, so that the same texts always differ in the same way.

mod alike;
pub mod paragraphs;
pub mod token;
pub mod words;

/// Whether something stands in both, or came or went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// In both.
    Kept,
    /// Only in the old one.
    Deleted,
    /// Only in the new one.
    Inserted,
}
