//! Mark-up → document tree: what is not of the vocabulary is told at a place that exists, and what is has cells that tile.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao::diagnostic::show::{Manner, show};
use nianbao::document::Block;
use nianbao::markup::parse;

fuzz_target!(|markup: &str| {
    match parse(markup) {
        Ok(document) => {
            for block in &document.blocks {
                if let Block::Table(table) = block {
                    let places: usize = table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.columns * cell.rows).sum();
                    assert_eq!(places, table.rows.len() * table.widths.len());
                }
            }
        }
        Err(findings) => {
            assert_eq!(findings.0.len(), 1);
            show(&findings, Manner::Short);
        }
    }
});
