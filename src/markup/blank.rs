//! A table whose figures are still open: the same for every report of a form, so it is written and read only once.

use std::iter;
use std::sync::Arc;

use compact_str::CompactString;

use super::escape;
use crate::document::{Inline, Table};
use crate::gap;
use crate::typography::tidy;

/// A table of a form but for its figures.
#[derive(Debug)]
pub struct Blank {
    /// The mark-up before each figure, and the figure's path.
    figures: Vec<(String, String)>,
    /// The mark-up after the last.
    end: String,
    /// What it reads as; nothing if it cannot be read so that each figure finds its cell.
    table: Option<Table>,
}

impl Blank {
    /// A table in mark-up: what stands before each figure, with the figure's path, and what stands after the last. A figure is all
    /// that its cell says, and its cell alone is `from` anywhere: from the figure's path.
    pub fn new(figures: Vec<(String, String)>, end: String) -> Self {
        let mut blank = Self { figures, end, table: None };
        let table = super::table(&blank.markup(iter::repeat(""))).ok();
        blank.table = table.filter(|table| {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            let from = cells.filter_map(|cell| cell.text.from.as_deref());
            from.eq(blank.figures.iter().map(|(_, path)| path.as_str()))
        });
        blank
    }

    fn markup<'a>(&self, figures: impl Iterator<Item = &'a str>) -> String {
        let mut markup = String::new();
        for ((before, _), figure) in self.figures.iter().zip(figures) {
            markup += before;
            markup += &gap::to_markup(escape(figure).into_owned());
        }
        markup + &self.end
    }
}

/// A table of a form with a report's figures.
#[derive(Clone, Debug)]
pub struct Filled {
    blank: Arc<Blank>,
    /// As they are printed.
    figures: Vec<CompactString>,
}

impl Filled {
    /// Fills in a table; `figure` knows by its path how a figure is printed.
    pub fn new<'a>(blank: &Arc<Blank>, figure: impl Fn(&str) -> &'a str) -> Self {
        let figures = blank.figures.iter().map(|(_, path)| figure(path).into()).collect();
        Self { blank: Arc::clone(blank), figures }
    }

    /// As mark-up.
    pub fn markup(&self) -> String {
        self.blank.markup(self.figures.iter().map(CompactString::as_str))
    }

    /// As it is read from its mark-up, if it can be.
    pub fn table(&self) -> Option<Table> {
        let mut table = self.blank.table.clone()?;
        let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells).filter(|cell| cell.text.from.is_some());
        for (cell, figure) in cells.zip(&self.figures) {
            let gap = gap::is_in(figure).then(|| Inline::Mark(gap::unmarked(figure)));
            cell.text.inlines = tidy(vec![gap.unwrap_or_else(|| Inline::Text(figure.as_str().into()))]);
        }
        Some(table)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Blank, Filled};
    use crate::gap::GAP;
    use crate::markup::table;

    fn blank(second: &str) -> Arc<Blank> {
        let start = "<table><colgroup><col width='1'/><col width='1'/></colgroup><tbody><tr><td from='甲'>".to_string();
        let figures = vec![(start, "甲".into()), (second.into(), "乙".into())];
        Arc::new(Blank::new(figures, "</td></tr></tbody></table>".into()))
    }

    #[test]
    fn a_filled_table_reads_as_its_markup_does() {
        let blank = blank("</td><td from='乙'>");
        for figures in [["1", "+20"], ["", "30828837.28 元"], [GAP, "/"]] {
            let filled = Filled::new(&blank, |path| figures[usize::from(path == "乙")]);
            assert_eq!(filled.table(), table(&filled.markup()).ok(), "{figures:?}");
            assert!(filled.table().is_some());
        }
    }

    #[test]
    fn one_whose_figures_would_stand_elsewhere_is_read_from_its_markup() {
        for second in ["</td><td>", "</td><td from='甲'>", "</td><td>1</td><td from='乙'>", "</td>"] {
            assert_eq!(Filled::new(&blank(second), |_| "1").table(), None, "{second}");
        }
    }
}
