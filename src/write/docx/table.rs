//! A table of the document → a table of Word: fixed columns, merged cells, rules.

use docx_rs::{
    BorderType, CellMargins, HeightRule, Paragraph, Table as WordTable, TableAlignmentType, TableBorder,
    TableBorderPosition, TableBorders, TableCell, TableCellMargins, TableLayoutType, TableRow, VAlignType, VMergeType,
    WidthType,
};

use super::fit::{is_narrow, padding};
use super::measure::{columns, eighths, extent, twips};
use super::styles::CellStyle;
use super::text::{self, Look};
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
pub fn repeated_rows(table: &Table) -> usize {
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
    pub fn word_table(&self, kept: bool) -> WordTable {
        let widths = columns(&self.table.widths, self.style.page.measure);
        let last = self.table.rows.len().saturating_sub(1);
        let rows = self.table.rows.iter().enumerate().map(|(at, row)| {
            let keep = if at == last { kept } else { self.table.whole || row.head };
            self.row(at, row, &widths, keep)
        });
        let padding = extent(self.style.table.padding);
        WordTable::new(rows.collect())
            .width(widths.iter().sum(), WidthType::Dxa)
            .set_grid(widths)
            .layout(TableLayoutType::Fixed)
            .align(TableAlignmentType::Center)
            .margins(TableCellMargins::new().margin(0, padding, 0, padding))
            .set_borders(self.borders())
    }

    fn row(&self, at: usize, row: &Row, widths: &[usize], keep: bool) -> TableRow {
        // Word wants a cell in every row that a merged cell covers.
        let above = self.table.rows.iter().take(at).enumerate().flat_map(|(above, row)| {
            let covers = move |cell: &&Cell| above + cell.rows > at;
            row.cells.iter().filter(covers).map(|cell| (cell, Some(VMergeType::Continue)))
        });
        let own = row.cells.iter().map(|cell| (cell, (cell.rows > 1).then_some(VMergeType::Restart)));
        let mut cells: Vec<_> = above.chain(own).collect();
        cells.sort_by_key(|(cell, _)| cell.column);
        let cells = cells.into_iter().map(|(cell, merge)| self.cell(cell, merge, widths, keep)).collect();
        let height = extent(self.style.table.row) as f32;
        TableRow::new(cells).cant_split().row_height(height).height_rule(HeightRule::AtLeast)
    }

    fn cell(&self, cell: &Cell, merge: Option<VMergeType>, widths: &[usize], keep: bool) -> TableCell {
        let width: usize = widths.iter().skip(cell.column).take(cell.columns).sum();
        let points = Pt(width as f64 / 20.0);
        let narrow = is_narrow(points, self.size, self.style);
        let style = self.cell_style(cell);
        let mut paragraph = Paragraph::new().style(&style.id(self.style));
        if merge != Some(VMergeType::Continue) {
            let look = Look { narrow, ..Look::plain(self.style.table.face(cell.role), self.style) };
            paragraph = text::add(paragraph, &cell.text, look);
        }
        if cell.indent > 0 {
            let indent = twips(Em(f64::from(cell.indent)).at(self.size));
            paragraph = paragraph.indent(Some(indent), None, None, None);
        }
        if keep {
            paragraph = paragraph.keep_next(true);
        }
        let mut word =
            TableCell::new().add_paragraph(paragraph).width(width, WidthType::Dxa).vertical_align(VAlignType::Center);
        if cell.columns > 1 {
            word = word.grid_span(cell.columns);
        }
        if let Some(merge) = merge {
            word = word.vertical_merge(merge);
        }
        if narrow {
            let padding = extent(padding(points, self.size, self.style));
            let margins = CellMargins::new().margin_left(padding, WidthType::Dxa).margin_right(padding, WidthType::Dxa);
            word.property = word.property.margins(margins);
        }
        word
    }

    fn cell_style(&self, cell: &Cell) -> CellStyle {
        CellStyle { role: cell.role, align: cell.align, size: self.size }
    }

    fn borders(&self) -> TableBorders {
        use TableBorderPosition::{Bottom, InsideH, InsideV, Left, Right, Top};
        let rule = |position| {
            TableBorder::new(position).border_type(BorderType::Single).size(eighths(self.style.table.rule)).color("000000")
        };
        [Top, Left, Bottom, Right, InsideH, InsideV]
            .map(rule)
            .into_iter()
            .fold(TableBorders::with_empty(), TableBorders::set)
    }
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
