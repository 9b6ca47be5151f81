//! The type size at which a table fits on its page.

use super::styles::TABLE_LEADING;
use super::width::lines;
use crate::document::{Cell, Inline, Role, Table};
use crate::style::Style;
use crate::typography::{Class, class};
use crate::unit::{Em, Pt};

/// By how much the type shrinks at a time.
const STEP: Pt = Pt(0.5);

/// The type size of a table: that of the style, or for a table with a page of its own the largest at which it needs no more
/// than `room`; where none fits, the least, and Word breaks the table.
pub fn size(table: &Table, room: Pt, style: &Style) -> Pt {
    let size = style.table.size;
    let least = if table.whole { style.table.least.min(size) } else { size };
    steps(size, least).find(|size| height(table, *size, style).fits(room)).unwrap_or(least)
}

/// The sizes type may be set in to fit, the largest first.
pub fn steps(size: Pt, least: Pt) -> impl Iterator<Item = Pt> {
    let steps = ((size - least) / STEP).ceil() as usize;
    (0..=steps).map(move |step| (size - STEP * step as f64).max(least))
}

/// The least height of a row between its rules. Programs differ in whether the rule counts as part of a row's least height; without
/// it, rules are nowhere further apart than in the PDF, and a table fits on its page in either case.
pub fn least_row(style: &Style) -> Pt {
    style.table.row - style.table.rule
}

/// Height of a table whose cells are set in type of a size.
fn height(table: &Table, size: Pt, style: &Style) -> Pt {
    let mut rows = vec![least_row(style); table.rows.len()];
    let mut cells: Vec<(usize, &Cell)> =
        table.rows.iter().enumerate().flat_map(|(at, row)| row.cells.iter().map(move |cell| (at, cell))).collect();
    // Cells of one row first: only then is known what is lacking to those of several.
    cells.sort_by_key(|(_, cell)| cell.rows);
    for (at, cell) in cells {
        let Some(covered) = rows.get_mut(at..at + cell.rows) else { continue };
        let lacking = cell_height(cell, table, size, style) - covered.iter().copied().sum();
        if let Some(last) = covered.last_mut() {
            *last += lacking.max(Pt::ZERO);
        }
    }
    rows.into_iter().map(|row| row + style.table.rule).sum()
}

fn cell_height(cell: &Cell, table: &Table, size: Pt, style: &Style) -> Pt {
    let room = text_width(cell, table, size, style) / size;
    TABLE_LEADING.at(size) * lines(&cell.text, room) as f64
}

/// Width of the lines in a cell.
fn text_width(cell: &Cell, table: &Table, size: Pt, style: &Style) -> Pt {
    let parts: f64 = table.widths.iter().skip(cell.column).take(cell.columns).sum();
    let width = style.page.measure * (parts / table.widths.iter().sum::<f64>());
    width - padding(width, size, style) * 2.0 - Em(f64::from(cell.indent)).at(size)
}

/// Between the rules and the text of a cell. A column for one 汉字 has room for it and a mark of half its width, so that the mark
/// stays in its line, but never for two, whatever the size the table shrank to.
pub fn padding(width: Pt, size: Pt, style: &Style) -> Pt {
    if is_narrow(width, size, style) { ((width - Em(1.6).at(size)) / 2.0).max(Pt::ZERO) } else { style.table.padding }
}

/// Whether a column is for one 汉字: there is no room for two between the usual paddings.
pub fn is_narrow(width: Pt, size: Pt, style: &Style) -> bool {
    (width - style.table.padding * 2.0).fits(Em(2.0).at(size))
}

/// Between the rules and the text of a column head of two lines: as much as makes them even, as they are in the PDF. Word fills the
/// first and would leave 业 of 商业企业 alone in the second.
pub fn even_padding(cell: &Cell, width: Pt, size: Pt, style: &Style) -> Option<Pt> {
    if cell.role != Role::Head {
        return None;
    }
    let text = cell.text.plain();
    let plain = !cell.text.inlines.contains(&Inline::Break) && text.chars().all(|c| class(c) == Class::Han);
    let (length, room) = (text.chars().count() as f64, (width - style.table.padding * 2.0) / size);
    let half = (length / 2.0).ceil();
    let uneven = length > room && half + 1.0 <= room;
    // Room for half of the characters, but not for one more.
    (plain && uneven).then(|| (width - Em(half + 0.4).at(size)) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::{even_padding, padding, size};
    use crate::document::{Inline, Role};
    use crate::unit::Pt;
    use crate::write::docx::sample;

    #[test]
    fn a_table_shrinks_only_as_far_as_it_must() {
        let style = sample::style();
        let table = sample::table("whole", &[&["（一）一行很长很长很长很长很长很长的行名很长很长", "1"] as &[&str]; 4]);
        let whole = size(&table, Pt(1000.0), &style);
        assert_eq!(whole, style.table.size);
        // In type of 10.5 points a label takes two lines (27 points), in 9 points one (the least height of a row, 20 points).
        let tight = size(&table, Pt(4.0 * 25.0), &style);
        assert!(tight < whole && tight >= style.table.least, "{tight}");
        assert_eq!(size(&table, Pt(1.0), &style), style.table.least);
    }

    #[test]
    fn rules_are_part_of_the_rows() {
        let style = sample::style();
        let table = sample::table("whole", &[&["甲", "1"] as &[&str]; 4]);
        assert_eq!(size(&table, style.table.row * 4.0, &style), style.table.size);
    }

    #[test]
    fn a_column_for_one_character_has_no_room_for_two() {
        let style = sample::style();
        for size in [9.0, 9.5, 10.0, 10.5].map(Pt) {
            let room = (Pt(20.0) - padding(Pt(20.0), size, &style) * 2.0) / size;
            assert!((1.5..2.0).contains(&room), "{size}: {room}");
        }
        assert_eq!(padding(Pt(30.0), Pt(9.0), &style), style.table.padding);
    }

    #[test]
    fn a_head_of_two_lines_is_even() {
        let style = sample::style();
        let (size, padding) = (Pt(10.0), style.table.padding * 2.0);
        let mut cell = sample::table("", &[&["商业企业"]]).rows[0].cells[0].clone();
        let room = |cell: &_, ems: f64| {
            even_padding(cell, Pt(ems * 10.0) + padding, size, &style)
                .map(|side| ((ems * 10.0) + padding.0 - side.0 * 2.0) / 10.0)
        };
        assert_eq!(room(&cell, 3.0), None, "only heads");
        cell.role = Role::Head;
        let two = room(&cell, 3.0).unwrap();
        assert!((2.0..3.0).contains(&two), "{two}");
        // It fits on one line; two characters are all there is room for; a third line is needed.
        assert_eq!([4.0, 2.1, 1.5].map(|ems| room(&cell, ems)), [None; 3]);
        cell.text.inlines = vec![Inline::Text("商业（企业".into())];
        assert_eq!(room(&cell, 4.0), None, "marks have rules of their own");
    }

    #[test]
    fn a_table_that_may_break_keeps_its_size() {
        let style = sample::style();
        assert_eq!(size(&sample::table("", &[&["甲", "1"]]), Pt(1.0), &style), style.table.size);
    }
}
