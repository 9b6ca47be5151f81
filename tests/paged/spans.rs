//! Spans tile the grid: tables whose cells are random rectangles.

use std::collections::BTreeSet;

use nianbao::document::Block;
use proptest::prelude::*;

use crate::report::{document, set, texts};

/// A tiling of a grid: the cells as (row, column, rows, columns), in reading order.
#[derive(Clone, Debug)]
struct Tiling {
    rows: usize,
    columns: usize,
    cells: Vec<(usize, usize, usize, usize)>,
}

impl Tiling {
    /// Lets each place that is still free start a cell of the size wished, as far as it is free to the right and down.
    fn new(rows: usize, columns: usize, wishes: &[(usize, usize)]) -> Self {
        let mut taken = BTreeSet::new();
        let mut cells = vec![];
        let mut wishes = wishes.iter().cycle();
        for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
            if taken.contains(&(row, column)) {
                continue;
            }
            let (deep, wide) = wishes.next().copied().unwrap_or((1, 1));
            let wide =
                (1..=wide).take_while(|wide| column + wide <= columns && !taken.contains(&(row, column + wide - 1))).count();
            let deep = deep.min(rows - row);
            taken.extend((row..row + deep).flat_map(|row| (column..column + wide).map(move |column| (row, column))));
            cells.push((row, column, deep, wide));
        }
        Self { rows, columns, cells }
    }

    fn markup(&self) -> String {
        let widths = "<col width='1'/>".repeat(self.columns);
        let row = |row: usize| {
            let cells = self.cells.iter().enumerate().filter(|(_, cell)| cell.0 == row);
            let cell = |(at, (_, _, deep, wide)): (usize, &(usize, usize, usize, usize))| {
                format!("<td rowspan='{deep}' colspan='{wide}'>{}</td>", 100 + at)
            };
            format!("<tr>{}</tr>", cells.map(cell).collect::<String>())
        };
        let rows: String = (0..self.rows).map(row).collect();
        format!("<table><colgroup>{widths}</colgroup><tbody>{rows}</tbody></table>")
    }
}

fn tiling() -> impl Strategy<Value = Tiling> {
    let wishes = prop::collection::vec((1..4_usize, 1..4_usize), 1..20);
    (1..12_usize, 1..9_usize, wishes).prop_map(|(rows, columns, wishes)| Tiling::new(rows, columns, &wishes))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_place_belongs_to_one_cell_and_every_cell_is_set(tiling in tiling()) {
        let tree = document(&tiling.markup()).unwrap();
        let [Block::Table(table)] = tree.blocks.as_slice() else { panic!("one table") };
        let mut covered = vec![0; tiling.rows * tiling.columns];
        for (row, cell) in table.rows.iter().enumerate().flat_map(|(at, row)| row.cells.iter().map(move |cell| (at, cell))) {
            for place in (row..row + cell.rows).flat_map(|row| (cell.column..cell.column + cell.columns).map(move |c| (row, c))) {
                covered[place.0 * tiling.columns + place.1] += 1;
            }
        }
        prop_assert!(covered.iter().all(|times| *times == 1), "{covered:?}");

        let pages = set(&tiling.markup()).unwrap();
        let runs = (0..pages.pages.len()).flat_map(|page| texts(&pages, page));
        let found: Vec<String> = runs.map(|(_, glyphs)| crate::report::characters(glyphs)).collect();
        let expected: Vec<String> = (0..tiling.cells.len()).map(|at| (100 + at).to_string()).collect();
        prop_assert_eq!(found, expected, "each cell once, in reading order");
    }
}
