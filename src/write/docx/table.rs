//! A table of the document → a table of Word: fixed columns, merged cells.
//!
//! Tables are most of a report. They are written here and not by docx-rs, which copies so much for each property that may be there
//! that tables of its making take half of the time of a report; and as text, of which a tree is made only where it is to be changed.

use super::fit::{even_padding, is_narrow, least_row, padding};
use super::measure::{columns, extent, twips};
use super::styles::{CellStyle, TABLE};
use super::text::{self, Look};
use super::writer::Writer;
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

impl<'a> Setting<'a> {
    /// The styles that the cells need.
    pub fn cell_styles(&self) -> impl Iterator<Item = CellStyle> {
        self.table.rows.iter().flat_map(|row| &row.cells).map(|cell| self.cell_style(cell))
    }

    /// The table as it stands in the part; with `kept` it stays with what follows.
    pub fn written(&self, kept: bool) -> String {
        let widths = columns(&self.table.widths, self.style.page.measure);
        let (last, repeated) = (self.table.rows.len().saturating_sub(1), repeated_rows(self.table));
        let height = extent(least_row(self.style)).to_string();
        let mut writer = Writer::default();
        writer.element("w:tbl", &[], |writer| {
            writer.element("w:tblPr", &[], |writer| {
                writer.val("w:tblStyle", TABLE);
                width(writer, "w:tblW", widths.iter().sum());
                // LibreOffice does not take it from the style.
                writer.val("w:jc", "center");
                writer.empty("w:tblLayout", &[("w:type", "fixed")]);
            });
            writer.element("w:tblGrid", &[], |writer| {
                widths.iter().for_each(|width| writer.empty("w:gridCol", &[("w:w", &width.to_string())]));
            });
            for (at, row) in self.table.rows.iter().enumerate() {
                writer.element("w:tr", &[], |writer| {
                    writer.element("w:trPr", &[], |writer| {
                        writer.empty("w:cantSplit", &[]);
                        writer.empty("w:trHeight", &[("w:val", &height), ("w:hRule", "atLeast")]);
                        if at < repeated {
                            writer.empty("w:tblHeader", &[]);
                        }
                    });
                    let keep = if at == last { kept } else { self.table.whole || row.head };
                    self.cells(at, row).into_iter().for_each(|(cell, merge)| self.cell(writer, cell, merge, &widths, keep));
                });
            }
        });
        writer.into_text()
    }

    /// The cells of a row, with those that merged cells of rows above cover: Word wants them, too.
    fn cells(&self, at: usize, row: &'a Row) -> Vec<(&'a Cell, Merge)> {
        let above = self.table.rows.iter().take(at).enumerate().flat_map(|(above, row)| {
            let covers = move |cell: &&Cell| above + cell.rows > at;
            row.cells.iter().filter(covers).map(|cell| (cell, Merge::Continued))
        });
        let own = row.cells.iter().map(|cell| (cell, if cell.rows > 1 { Merge::Begun } else { Merge::None }));
        let mut cells: Vec<_> = above.chain(own).collect();
        cells.sort_by_key(|(cell, _)| cell.column);
        cells
    }

    fn cell(&self, writer: &mut Writer, cell: &Cell, merge: Merge, widths: &[usize], keep: bool) {
        let columns: usize = widths.iter().skip(cell.column).take(cell.columns).sum();
        let points = Pt(columns as f64 / 20.0);
        let narrow = is_narrow(points, self.size, self.style);
        let padding = narrow.then(|| padding(points, self.size, self.style));
        let padding = padding.or_else(|| even_padding(cell, points, self.size, self.style));
        writer.element("w:tc", &[], |writer| {
            writer.element("w:tcPr", &[], |writer| {
                width(writer, "w:tcW", columns);
                if cell.columns > 1 {
                    writer.val("w:gridSpan", &cell.columns.to_string());
                }
                merge.value().iter().for_each(|value| writer.val("w:vMerge", value));
                if let Some(padding) = padding {
                    writer.element("w:tcMar", &[], |writer| {
                        ["w:left", "w:right"].iter().for_each(|side| width(writer, side, extent(padding)));
                    });
                }
            });
            writer.element("w:p", &[], |writer| {
                writer.element("w:pPr", &[], |writer| {
                    writer.val("w:pStyle", &self.cell_style(cell).id(self.style));
                    if keep {
                        writer.empty("w:keepNext", &[]);
                    }
                    if cell.indent > 0 {
                        let indent = twips(Em(f64::from(cell.indent)).at(self.size));
                        writer.empty("w:ind", &[("w:left", &indent.to_string())]);
                    }
                });
                if merge != Merge::Continued {
                    let look = Look { narrow, ..Look::plain(self.style.table.face(cell.role), self.style) };
                    text::write(writer, &cell.text, look);
                }
            });
        });
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
    fn value(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Begun => Some("restart"),
            Self::Continued => Some("continue"),
        }
    }
}

/// Writes a width in twips.
fn width(writer: &mut Writer, name: &str, twips: usize) {
    writer.empty(name, &[("w:w", &twips.to_string()), ("w:type", "dxa")]);
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
