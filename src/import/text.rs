//! Text, such as is taken out of a PDF: its lines, and its tables where bars part their cells; page numbers left out.

use std::sync::Arc;

use super::decode::decode;
use super::markdown;
use super::material::{At, Block, Cell, Grid, Line, Material, Meter, tidy};
use crate::diagnostic::Result;
use crate::source::{Source, Span};

/// Reads a text; `name` is what it is called in findings.
///
/// # Errors
/// `wrong-encoding`; `cannot-import` if it is too long for a report.
pub fn read(name: &str, bytes: &[u8]) -> Result<Material> {
    let mut meter = Meter::default();
    let text = decode(bytes, None)?;
    meter.text(text.len())?;
    let source = Arc::new(Source { name: name.into(), text: text.replace("\r\n", "\n").replace('\r', "\n") });
    let mut material = Material::default();
    let plain: fn(&str) -> String = if markdown::is_markdown(&source.text) { markdown::plain } else { str::to_owned };
    let mut start = 0;
    let pages: Vec<&str> = source.text.split('\u{C}').collect();
    for (at, page) in pages.iter().enumerate() {
        let lines: Vec<&str> = page.split('\n').collect();
        // The line under the last row of a table; a table goes on from page to page.
        let mut under = 0;
        // A number that stands alone on a page's last line is the page's; on the last page of a text without pages it may be a figure.
        let last = (at + 1 < pages.len()).then(|| lines.iter().rposition(|line| !tidy(line).is_empty())).flatten();
        for (row, raw) in lines.iter().enumerate() {
            let lead = raw.len() - raw.trim_start().len();
            let range = start + lead..start + raw.trim_end().len();
            start += raw.len() + 1;
            let place = At::Span(Span { source: Arc::clone(&source), range });
            if let Some(cells) = markdown::row(raw) {
                meter.columns(cells.len())?;
                cells.iter().try_for_each(|_| meter.piece())?;
                take_row(&mut material.blocks, &cells, &place, row == under, plain);
                under = row + 1;
                continue;
            }
            let text = tidy(&plain(raw));
            if text.is_empty() {
                continue;
            }
            meter.piece()?;
            let line = Line { indent: columns(&raw[..lead]), at: place, text };
            let number = line.text.len() <= 3 && line.text.bytes().all(|b| b.is_ascii_digit());
            if is_folio(&line.text) || (last == Some(row) && number) {
                material.folios.push(line);
            } else {
                material.blocks.push(Block::Line(line));
            }
        }
    }
    material.wrapped = is_wrapped(&material);
    Ok(material)
}

/// Takes in a row between bars, under the row before or as the first of a table. The rule under a head begins a table with that head.
fn take_row(blocks: &mut Vec<Block>, cells: &[&str], at: &At, goes_on: bool, plain: fn(&str) -> String) {
    let above =
        if let Some(Block::Grid(grid)) = blocks.last_mut().filter(|_| goes_on) { Some(&mut grid.rows) } else { None };
    if markdown::is_rule(cells) {
        if let Some(rows) = above.filter(|rows| rows.len() > 1) {
            let head = rows.split_off(rows.len() - 1);
            blocks.push(Block::Grid(Grid { rows: head }));
        }
        return;
    }
    let cell = |(column, text): (usize, &&str)| {
        let text = tidy(&plain(text));
        let line = (!text.is_empty()).then(|| Line { text, indent: 0, at: at.clone() });
        Cell { column, columns: 1, rows: 1, lines: line.into_iter().collect(), at: at.clone() }
    };
    let row = cells.iter().enumerate().map(cell).collect();
    match above {
        Some(rows) => rows.push(row),
        None => blocks.push(Block::Grid(Grid { rows: vec![row] })),
    }
}

/// A page number between dashes, as GB/T 9704 7.5 has it.
pub fn is_folio(text: &str) -> bool {
    let dash = |c: char| matches!(c, '-' | '—' | '－' | '–' | '―' | ' ');
    let inner = text.trim_matches(dash);
    inner.len() + 1 < text.len()
        && text.starts_with(dash)
        && text.ends_with(dash)
        && (1..=3).contains(&inner.len())
        && inner.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a text has but the number of a page, whatever stands around it: `— 1 —`, `第1页 共6页`.
pub fn is_page_number(text: &str) -> bool {
    let around = |c: char| {
        matches!(c, '-' | '—' | '－' | '–' | '―' | '·' | '/' | '第' | '页' | '共' | '，' | ',') || c.is_whitespace()
    };
    text.chars().all(|c| c.is_ascii_digit() || around(c))
}

/// How wide a text is, in columns of half a 汉字.
pub fn columns(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Whether lines end because the page was full: long lines that end within a sentence are then the rule.
fn is_wrapped(material: &Material) -> bool {
    let lines = material.blocks.iter().filter_map(|block| if let Block::Line(line) = block { Some(line) } else { None });
    let long: Vec<_> = lines.filter(|line| columns(&line.text) > 36).collect();
    let open = long.iter().filter(|line| !line.text.ends_with(['。', '；', '：', '！', '？', ';'])).count();
    open * 5 > long.len() * 2
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::import::material::Block;

    fn lines(text: &str) -> Vec<String> {
        let line = |block: &Block| if let Block::Line(line) = block { line.text.clone() } else { String::new() };
        read("报告.txt", text.as_bytes()).unwrap().blocks.iter().map(line).collect()
    }

    #[test]
    fn page_numbers_are_no_lines() {
        assert_eq!(lines("甲\r\n— 1 —\r\n\r\n乙\n12\n\u{C}0\n-\n- 3\n5"), ["甲", "乙", "0", "-", "- 3", "5"]);
        assert_eq!(read("报告.txt", "甲\n— 1 —".as_bytes()).unwrap().folios.len(), 1);
    }

    #[test]
    fn a_table_goes_on_from_page_to_page() {
        let material = read("报告.txt", "甲\n|乙|1|\n— 1 —\n\u{C}|丙|2|\n丁\n\u{C}|戊|3|".as_bytes()).unwrap();
        let rows = material.blocks.iter().map(|block| if let Block::Grid(grid) = block { grid.rows.len() } else { 0 });
        assert_eq!(rows.collect::<Vec<_>>(), [0, 2, 0, 1]);
    }
}
