//! The difference for people: with colours on a terminal, with marks where there are none.

use std::fmt::{self, Write};

use super::{Difference, Figure, Manner, Passage, Side, Value};
use crate::compare::Kind;
use crate::compare::words::{Piece, pieces};
use crate::report::Report;

/// Of a kept stretch longer than three times this, only so many characters at each end are shown.
const AROUND: usize = 20;

/// The difference of two reports in lines; nothing if there is none.
pub fn text(difference: &Difference, [old, new]: [&Report; 2], color: bool) -> String {
    let mut out = String::new();
    if !difference.is_empty() {
        // Writing into a String cannot fail.
        let _ = Text { out: &mut out, color }.difference(difference, [old, new]);
    }
    out
}

struct Text<'a> {
    out: &'a mut String,
    color: bool,
}

impl Text<'_> {
    fn difference(&mut self, difference: &Difference, [old, new]: [&Report; 2]) -> fmt::Result {
        writeln!(self.out, "旧：{}\n新：{}", old.meta.title_line(), new.meta.title_line())?;
        if !difference.figures.is_empty() {
            self.head("数字")?;
            difference.figures.iter().try_for_each(|figure| self.figure(figure))?;
        }
        if !difference.values.is_empty() {
            self.head("资料")?;
            difference.values.iter().try_for_each(|value| self.value(value))?;
        }
        if !difference.passages.is_empty() {
            self.head("文字")?;
            difference.passages.iter().try_for_each(|passage| self.passage(passage))?;
        }
        Ok(())
    }

    fn head(&mut self, what: &str) -> fmt::Result {
        match self.color {
            true => writeln!(self.out, "\n\x1b[1m{what}\x1b[0m"),
            false => writeln!(self.out, "\n{what}"),
        }
    }

    fn figure(&mut self, figure: &Figure) -> fmt::Result {
        let Figure { path, label, old, new } = figure;
        write!(self.out, "  {path}：{} → {}", side(old), side(new))?;
        if let Some(difference) = figure.difference() {
            let sign = if difference.is_sign_positive() && !difference.is_zero() { "+" } else { "" };
            write!(self.out, "（{sign}{}）", difference.normalize())?;
        }
        let named = label.is_empty() || path.strip_prefix("数字.") == Some(label);
        if named { writeln!(self.out) } else { writeln!(self.out, "  {}", self.faint(label)) }
    }

    fn value(&mut self, value: &Value) -> fmt::Result {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let shown = self.pieces(&pieces(&text(&value.old), &text(&value.new)));
        writeln!(self.out, "  {}：{shown}", value.path)
    }

    fn passage(&mut self, passage: &Passage) -> fmt::Result {
        let Some(place) = passage.new.as_ref().or(passage.old.as_ref()) else { return Ok(()) };
        let manner = match (passage.manner, &passage.old) {
            (Manner::Changed, Some(old)) if old.path != place.path => format!("修改，原是 {}", old.path),
            (Manner::Moved, Some(old)) => format!("移动，原在 {}", old.path),
            (Manner::Changed | Manner::Moved, _) => "修改".into(),
            (Manner::Deleted, _) => "删去".into(),
            (Manner::Inserted, _) => "增加".into(),
        };
        let shown = self.pieces(&passage.pieces);
        writeln!(self.out, "  {}（{}，{manner}）\n    {shown}", place.path, passage.what)
    }

    /// Pieces in a line; the long ones that are kept only by their ends.
    fn pieces(&self, pieces: &[Piece]) -> String {
        let last = pieces.len().saturating_sub(1);
        let shown = pieces.iter().enumerate().map(|(at, piece)| match (piece.kind, self.color) {
            (Kind::Kept, _) => abridged(&visible(&piece.text), at > 0, at < last),
            (Kind::Deleted, true) => format!("\x1b[31;9m{}\x1b[0m", visible(&piece.text)),
            (Kind::Inserted, true) => format!("\x1b[32;4m{}\x1b[0m", visible(&piece.text)),
            (Kind::Deleted, false) => format!("[-{}-]", visible(&piece.text)),
            (Kind::Inserted, false) => format!("{{+{}+}}", visible(&piece.text)),
        });
        shown.collect()
    }

    fn faint(&self, text: &str) -> String {
        if self.color { format!("\x1b[2m{text}\x1b[0m") } else { text.into() }
    }
}

/// A text that does to a terminal nothing but to be seen: it may be of data that `check` would refuse.
fn visible(text: &str) -> String {
    let shown = |c: char| if c == '\n' { ' ' } else { char::REPLACEMENT_CHARACTER };
    text.chars().map(|c| if c.is_control() { shown(c) } else { c }).collect()
}

fn side(side: &Side) -> String {
    match side {
        Side::Number { shown, .. } => shown.clone(),
        Side::Mark("") => "空白".into(),
        Side::Mark(mark) => format!("“{}”", visible(mark)),
        Side::Gap => "未填".into(),
        Side::Unreadable(typed) => format!("“{}”（不是数字）", visible(typed)),
        Side::Absent => "没有".into(),
    }
}

/// A stretch that is in both texts, by the ends that stand beside a change.
fn abridged(text: &str, after_change: bool, before_change: bool) -> String {
    let characters: Vec<char> = text.chars().collect();
    if characters.len() <= 3 * AROUND {
        return text.into();
    }
    let end = |beside: bool, range: &[char]| if beside { range.iter().collect::<String>() } else { String::new() };
    let (first, last) = (&characters[..AROUND], &characters[characters.len() - AROUND..]);
    let (first, last) = if after_change || before_change {
        (end(after_change, first), end(before_change, last))
    } else {
        (end(true, first), String::new())
    };
    format!("{first}⋯{last}")
}
