//! Which heads a figure stands under and beside, for those who hear a table cell by cell (WCAG 2.2 technique H43).

use crate::document::{Cell, Role, Table};

/// A cell by its row and its place in the row.
pub type Place = (usize, usize);

/// Whether `scope` cannot say it: cells that span, or heads between the rows.
pub fn are_needed(table: &Table) -> bool {
    let heads = table.rows.iter().take_while(|row| row.head).count();
    let more = table.rows.iter().skip(heads).any(|row| row.head);
    let spans = |cell: &Cell| cell.role != Role::Figure && (cell.columns > 1 || cell.rows > 1);
    more || table.rows.iter().flat_map(|row| &row.cells).any(spans)
}

/// Whether a cell heads others: one without text says nothing of them.
pub fn is_head(cell: &Cell) -> bool {
    cell.role != Role::Figure && !cell.text.inlines.is_empty()
}

/// The heads of a figure: those of its columns in the head rows last passed, from above, then the labels of its rows.
pub fn of(table: &Table, at: usize, figure: &Cell) -> Vec<Place> {
    let last = (0..at).rev().find(|row| table.rows[*row].head);
    let first = last.map_or(0, |last| (0..last).rev().take_while(|row| table.rows[*row].head).last().unwrap_or(last));
    let heads = last.map_or(0..0, |last| first..last + 1);
    let over = |cell: &Cell| cell.column < figure.column + figure.columns && figure.column < cell.column + cell.columns;
    let heads = places(table, heads).filter(|(_, cell)| is_head(cell) && over(cell));
    let beside = |row: usize, cell: &Cell| row < at + figure.rows && at < row + cell.rows;
    let labels = places(table, 0..(at + figure.rows).min(table.rows.len()))
        .filter(|((row, _), cell)| cell.role == Role::Label && is_head(cell) && beside(*row, cell));
    heads.chain(labels).map(|(place, _)| place).collect()
}

fn places(table: &Table, rows: std::ops::Range<usize>) -> impl Iterator<Item = (Place, &Cell)> {
    rows.flat_map(|row| table.rows[row].cells.iter().enumerate().map(move |(at, cell)| ((row, at), cell)))
}
