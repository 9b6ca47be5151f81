//! A table of the document → a table of Word: fixed columns, merged cells.
//!
//! Tables are most of a report. They are written here and not by docx-rs, which copies so much for each property that may be there
//! that tables of its making take half of the time of a report.

use super::fit::{even_padding, is_narrow, least_row, padding};
use super::measure::{columns, extent, twips};
use super::styles::{CellStyle, TABLE};
use super::text::{self, Look};
use super::xml::Element;
use crate::document::{Cell, Row, Table};
use crate::style::Style;
use crate::unit::{Em, Pt};

/// A table with the type size it is set in.
pub struct Setting<'a> {
    /// The table.
    pub table: &'a Table,
    /// Its type size.
    pub size: Pt,
    /// The style file.
    pub style: &'a Style,
}

/// How many rows a table repeats at the top of each page: its heads, if all of them stand at the top.
fn repeated_rows(table: &Table) -> usize {
    let heads = table.rows.iter().take_while(|row| row.head).count();
    let all = table.rows.iter().filter(|row| row.head).count() == heads;
    if all && heads < table.rows.len() { heads } else { 0 }
}

impl Setting<'_> {
    /// The styles that the cells need.
    pub fn cell_styles(&self) -> impl Iterator<Item = CellStyle> {
        self.table.rows.iter().flat_map(|row| &row.cells).map(|cell| self.cell_style(cell))
    }

    /// The table; with `kept` it stays with what follows.
    pub fn word_table(&self, kept: bool) -> Element {
        let widths = columns(&self.table.widths, self.style.page.measure);
        let (last, repeated) = (self.table.rows.len().saturating_sub(1), repeated_rows(self.table));
        let rows = self.table.rows.iter().enumerate().map(|(at, row)| {
            let keep = if at == last { kept } else { self.table.whole || row.head };
            let head = (at < repeated).then(|| Element::new("w:tblHeader"));
            let height = Element::val("w:trHeight", &extent(least_row(self.style)).to_string()).with("w:hRule", "atLeast");
            let properties = [Element::new("w:cantSplit"), height].into_iter().chain(head);
            let properties = Element::new("w:trPr").containing(properties);
            Element::new("w:tr").containing([properties]).containing(self.cells(at, row, &widths, keep))
        });
        let properties = [
            Element::val("w:tblStyle", TABLE),
            width("w:tblW", widths.iter().sum()),
            // LibreOffice does not take it from the style.
            Element::val("w:jc", "center"),
            Element::new("w:tblLayout").with("w:type", "fixed"),
        ];
        let grid = widths.iter().map(|width| Element::new("w:gridCol").with("w:w", &width.to_string()));
        let frame = [Element::new("w:tblPr").containing(properties), Element::new("w:tblGrid").containing(grid)];
        Element::new("w:tbl").containing(frame).containing(rows)
    }

    /// The cells of a row, with those that merged cells of rows above cover: Word wants them, too.
    fn cells(&self, at: usize, row: &Row, widths: &[usize], keep: bool) -> Vec<Element> {
        let above = self.table.rows.iter().take(at).enumerate().flat_map(|(above, row)| {
            let covers = move |cell: &&Cell| above + cell.rows > at;
            row.cells.iter().filter(covers).map(|cell| (cell, Merge::Continued))
        });
        let own = row.cells.iter().map(|cell| (cell, if cell.rows > 1 { Merge::Begun } else { Merge::None }));
        let mut cells: Vec<_> = above.chain(own).collect();
        cells.sort_by_key(|(cell, _)| cell.column);
        cells.into_iter().map(|(cell, merge)| self.cell(cell, merge, widths, keep)).collect()
    }

    fn cell(&self, cell: &Cell, merge: Merge, widths: &[usize], keep: bool) -> Element {
        let columns: usize = widths.iter().skip(cell.column).take(cell.columns).sum();
        let points = Pt(columns as f64 / 20.0);
        let narrow = is_narrow(points, self.size, self.style);
        let padding = narrow.then(|| padding(points, self.size, self.style));
        let padding = padding.or_else(|| even_padding(cell, points, self.size, self.style));
        let margins = padding.map(|padding| {
            Element::new("w:tcMar").containing(["w:left", "w:right"].map(|side| width(side, extent(padding))))
        });
        let properties = [
            Some(width("w:tcW", columns)),
            (cell.columns > 1).then(|| Element::val("w:gridSpan", &cell.columns.to_string())),
            merge.element(),
            margins,
        ];
        let indent = (cell.indent > 0).then(|| twips(Em(f64::from(cell.indent)).at(self.size)));
        let look = [
            Some(Element::val("w:pStyle", &self.cell_style(cell).id(self.style))),
            keep.then(|| Element::new("w:keepNext")),
            indent.map(|indent| Element::new("w:ind").with("w:left", &indent.to_string())),
        ];
        let mut paragraph = Element::new("w:p").containing([Element::new("w:pPr").containing(look.into_iter().flatten())]);
        if merge != Merge::Continued {
            let look = Look { narrow, ..Look::plain(self.style.table.face(cell.role), self.style) };
            paragraph = paragraph.containing(text::elements(&cell.text, look));
        }
        Element::new("w:tc").containing([Element::new("w:tcPr").containing(properties.into_iter().flatten()), paragraph])
    }

    fn cell_style(&self, cell: &Cell) -> CellStyle {
        CellStyle { role: cell.role, align: cell.align, size: self.size }
    }
}

/// Whether a cell is merged with others of its column (ECMA-376 Part 1, 17.4.84).
#[derive(Clone, Copy, PartialEq)]
enum Merge {
    None,
    /// It covers cells of rows below.
    Begun,
    /// It is covered by one of a row above.
    Continued,
}

impl Merge {
    fn element(self) -> Option<Element> {
        match self {
            Self::None => None,
            Self::Begun => Some(Element::val("w:vMerge", "restart")),
            Self::Continued => Some(Element::val("w:vMerge", "continue")),
        }
    }
}

/// A width in twips.
fn width(name: &str, twips: usize) -> Element {
    Element::new(name).with("w:w", &twips.to_string()).with("w:type", "dxa")
}

#[cfg(test)]
mod tests {
    use super::repeated_rows;
    use crate::write::docx::sample;

    #[test]
    fn heads_are_repeated_only_from_the_top() {
        let mut table = sample::table("", &[&["甲"], &["乙"], &["丙"]]);
        assert_eq!(repeated_rows(&table), 0);
        table.rows[0].head = true;
        assert_eq!(repeated_rows(&table), 1);
        table.rows[2].head = true;
        assert_eq!(repeated_rows(&table), 0);
        table.rows[1].head = true;
        assert_eq!(repeated_rows(&table), 0);
    }
}
