//! The rules of a table: each drawn once, as long as it goes.

use crate::page::{Drawing, Item, Point};
use crate::unit::Pt;

/// The rules round cells; `owners` says for each place of the grid which cell covers it.
pub fn rules<T: PartialEq>(owners: &[Vec<T>], columns: &[Pt], rows: &[Pt], width: Pt) -> Vec<Item> {
    let (last_row, last_column) = (rows.len() - 1, columns.len() - 1);
    let mut items = vec![];
    for row in 0..=last_row {
        let parts = |column: usize| row == 0 || row == last_row || owners[row - 1][column] != owners[row][column];
        for (start, end) in stretches(last_column, parts) {
            // Half a thickness longer at both ends: so the corners close.
            let from = Point { x: columns[start] - width / 2.0, y: rows[row] };
            items.push(rule(from, Point { x: columns[end] + width / 2.0, y: rows[row] }, width));
        }
    }
    for column in 0..=last_column {
        let parts = |row: usize| column == 0 || column == last_column || owners[row][column - 1] != owners[row][column];
        for (start, end) in stretches(last_row, parts) {
            let from = Point { x: columns[column], y: rows[start] };
            items.push(rule(from, Point { x: columns[column], y: rows[end] }, width));
        }
    }
    items
}

fn rule(at: Point, to: Point, width: Pt) -> Item {
    Item { at, element: None, drawing: Drawing::Rule { to, width } }
}

/// The longest stretches of `0..length` that hold something: start and end of each.
fn stretches(length: usize, holds: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let mut stretches: Vec<(usize, usize)> = vec![];
    for at in (0..length).filter(|at| holds(*at)) {
        match stretches.last_mut() {
            Some((_, end)) if *end == at => *end += 1,
            _ => stretches.push((at, at + 1)),
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::rules;
    use crate::unit::Pt;

    #[test]
    fn shared_borders_are_drawn_once_and_in_one_piece() {
        let lines = [Pt(0.0), Pt(10.0), Pt(20.0)];
        // One cell above, two below: 3 horizontal rules, the outer 2 vertical ones, 1 short one between.
        assert_eq!(rules(&[vec!['a', 'a'], vec!['b', 'c']], &lines, &lines, Pt(0.5)).len(), 6);
        assert_eq!(rules(&[vec!['a', 'a'], vec!['a', 'a']], &lines, &lines, Pt(0.5)).len(), 4);
    }
}
