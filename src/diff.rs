//! What changed between two years' folders: two states of one report, or one year against another.
//!
//! ```text
//! old Report ─┐                  ┌─▶ text, json
//!             ├─compare─▶ Difference
//! new Report ─┘
//! old Document ─┐
//!               ├─write::docx::redline─▶ a DOCX with tracked changes
//! new Document ─┘
//! ```
//!
//! Nothing is left out: figures cell by cell, every other value of the data, the text by words as it is printed. What cannot be read
//! is a finding of its side.

mod data;
mod figures;
mod json;
mod prose;
mod redline;
mod text;

pub use data::Value;
pub use figures::{Figure, Side};
pub use json::json;
pub use prose::{Manner, Passage, Place};
pub use redline::{is_untouched, redline};
pub use text::text;

use crate::Checked;

/// Everything that is not the same in two reports.
#[derive(Debug, Default)]
pub struct Difference {
    /// Figures of the tables and of 数字, in the order of the new form.
    pub figures: Vec<Figure>,
    /// Everything else but the text: 报告, 核对, how 数字 and the text are written where that prints the same.
    pub values: Vec<Value>,
    /// Paragraphs and headings of 正文, in reading order.
    pub passages: Vec<Passage>,
    /// Whether the reports differ in what the layout or the form says, and in nothing else: the data are the same.
    pub layout: bool,
}

impl Difference {
    /// Whether the reports are the same.
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty() && self.values.is_empty() && self.passages.is_empty() && !self.layout
    }

    /// How much differs, in a line.
    pub fn summary(&self) -> String {
        if self.is_empty() {
            return "没有不同".into();
        }
        let counts = [(self.figures.len(), "个数字"), (self.values.len(), "项资料"), (self.passages.len(), "段文字")];
        let counts: Vec<_> =
            counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        if counts.is_empty() {
            "数据相同，版式里的文字不同".into()
        } else {
            format!("{}不同", counts.join("、"))
        }
    }
}

/// Compares two reports.
pub fn compare(old: &Checked, new: &Checked) -> Difference {
    let (passages, rewritten) = prose::compare(old, new);
    let mut values = data::compare(&old.report, &new.report);
    values.extend(rewritten);
    let mut difference = Difference { figures: figures::compare(&old.report, &new.report), values, passages, layout: false };
    if let (true, Some(old), Some(new)) = (difference.is_empty(), &old.composed, &new.composed) {
        difference.layout = old.document.blocks != new.document.blocks;
    }
    difference
}
