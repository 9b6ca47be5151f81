//! Where the texts of a note over or under a table start.

use super::fit::steps;
use super::width::ems;
use crate::document::Text;
use crate::style::Style;
use crate::unit::{Em, Pt};

/// Between a note and what is over and under it.
pub const SPACE: Pt = Pt(5.0);
/// The least blank between two texts.
const APART: Em = Em(1.0);

/// Where the texts stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Places {
    /// Their type size.
    pub size: Pt,
    /// Where those between the first, at the left edge, and the last, at the right, start.
    pub starts: Vec<Pt>,
}

/// Spreads texts over the measure, in smaller type if they fit on one line then.
pub fn places(texts: &[Text], style: &Style) -> Places {
    let (measure, table) = (style.page.measure, &style.table);
    let widths = |size: Pt| texts.iter().map(move |text| Em(ems(&text.plain())).at(size));
    let count = texts.len().saturating_sub(1).max(1) as f64;
    let gap = |size: &Pt| (measure - widths(*size).sum()) / count;
    let fitting = steps(table.size, table.least).find(|size| APART.at(*size).fits(gap(size)));
    let size = fitting.unwrap_or(table.size);
    let gap = gap(&size).max(APART.at(size));
    let starts = widths(size).scan(Pt::ZERO, |start, width| {
        *start += width + gap;
        Some(*start)
    });
    Places { size, starts: starts.take(texts.len().saturating_sub(2)).collect() }
}

#[cfg(test)]
mod tests {
    use super::places;
    use crate::document::{Inline, Text};
    use crate::write::docx::sample;

    #[test]
    fn blanks_between_are_alike() {
        let style = sample::style();
        let texts = ["负责人", "审核", "填报人"].map(|text| Text { inlines: vec![Inline::Text(text.into())], from: None });
        let places = places(&texts, &style);
        assert_eq!(places.size, style.table.size);
        let (size, measure) = (places.size, style.page.measure);
        let gap = (measure - size * 8.0) / 2.0;
        assert_eq!(places.starts.len(), 1);
        assert!((places.starts[0] - (size * 3.0 + gap)).0.abs() < 0.01, "{places:?}");
    }

    #[test]
    fn type_gets_smaller_rather_than_take_two_lines() {
        let style = sample::style();
        let text = Text { inlines: vec![Inline::Text("填".repeat(11))], from: None };
        let places = places(&[text.clone(), text.clone(), text.clone(), text], &style);
        assert!(places.size < style.table.size, "{places:?}");
        assert_eq!(places.starts.len(), 2);
    }
}
