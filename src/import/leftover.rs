//! What stands in a table beside the rows that were placed, and is neither the form's nor a figure of it.

use std::ops::Range;

use super::label::Vocabulary;
use super::material::{At, Block, Cell};
use super::row::{Candidate, Found, figure, split};
use super::table::{Placed, vocabulary};
use crate::form::Table;

/// Marks the blocks of a table as taken, and notes what stands in it that the form does not have.
pub fn clear(blocks: &[Block], range: Range<usize>, table: &Table, used: &[&Candidate], placed: &mut Placed) {
    let (Some(first), Some(last)) = (used.iter().map(|row| row.blocks.0).min(), used.iter().map(|row| row.blocks.1).max())
    else {
        return;
    };
    let words = vocabulary(table);
    let known = |at: usize| matches!(&blocks[at], Block::Line(line) if words.has(&line.text));
    let start = (range.start..first).rev().take_while(|at| known(*at)).last().unwrap_or(first);
    let end = (last + 1..range.end).take_while(|at| known(*at)).last().unwrap_or(last);
    for (at, block) in blocks.iter().enumerate().take(end + 1).skip(start) {
        placed.blocks.insert(at);
        match block {
            Block::Line(line) => {
                let is_row = used.iter().any(|row| (row.blocks.0..=row.blocks.1).contains(&at));
                let (said, figures) = split(line);
                if (!words.has(&said) || !(is_row || figures.is_empty())) && !told(placed, &line.at) {
                    placed.strange.push(Found { text: line.text.clone(), at: line.at.clone() });
                }
            }
            Block::Grid(grid) => {
                for (number, row) in grid.rows.iter().enumerate() {
                    let is_row = used.iter().any(|used| used.blocks.0 == at && used.row == Some(number));
                    // The digits of labels are among the words of the form; figures are none of them.
                    if !is_row && row.iter().any(|cell| is_number(&cell.text())) {
                        let said: Vec<_> = row.iter().map(Cell::text).filter(|text| !text.is_empty()).collect();
                        let place = row.first().map(|cell| cell.at.clone()).unwrap_or_default();
                        if !told(placed, &place) {
                            placed.strange.push(Found { text: said.join(" "), at: place });
                        }
                        continue;
                    }
                    let lost = if is_row { lost(row, &words, placed) } else { vec![] };
                    let strange = |cell: &&Cell| {
                        let text = cell.text();
                        let is_figure =
                            || figure(&text).is_some() || placed.figures.values().any(|found| found.at == cell.at);
                        lost.iter().any(|lost| std::ptr::eq(*lost, *cell))
                            || !(words.has(&text) || text.is_empty() || is_row && is_figure())
                    };
                    let strange: Vec<_> = row.iter().filter(strange).collect();
                    if let Some(first) = strange.first() {
                        let said: Vec<_> = strange.iter().map(|cell| cell.text()).collect();
                        placed.strange.push(Found { text: said.join(" "), at: first.at.clone() });
                    }
                }
            }
        }
    }
}

/// The numbers behind the words of a row that has its place which are none of its figures.
fn lost<'a>(row: &'a [Cell], words: &Vocabulary, placed: &Placed) -> Vec<&'a Cell> {
    let Some(first) = row.first().filter(|first| !placed.uneven.iter().any(|uneven| uneven.at == first.at)) else {
        return vec![];
    };
    // Cells between bars have the place of their line.
    let here = placed.figures.values().filter(|found| found.at == first.at || row.iter().any(|cell| cell.at == found.at));
    let mut taken: Vec<_> = here.map(|found| found.text.clone()).collect();
    let is_word = |text: &str| figure(text).is_none() && words.has(text);
    let from = row.iter().rposition(|cell| is_word(&cell.text())).map_or(0, |at| at + 1);
    let numbers = row[from..].iter().filter(|cell| is_number(&cell.text()));
    let is_lost = |cell: &&Cell| {
        let at = figure(&cell.text()).and_then(|text| taken.iter().position(|taken| *taken == text));
        at.map(|at| taken.swap_remove(at)).is_none()
    };
    numbers.filter(is_lost).collect()
}

/// Whether a row is told of as one that stands twice.
fn told(placed: &Placed, at: &At) -> bool {
    placed.twice.iter().any(|twice| twice.other.at == *at)
}

/// Whether a text is a figure with digits, not a mark that stands for none.
fn is_number(text: &str) -> bool {
    figure(text).is_some_and(|figure| figure.contains(|c: char| c.is_ascii_digit()))
}
