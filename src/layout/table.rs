//! A table on its grid: how high its rows are, where it may break, what of it stands on a page.

use std::mem::take;
use std::ops::Range;

use crate::document::{Cell, Row, Table};
use crate::layout::cell::{Block, Setter, sizes};
use crate::layout::font::Fonts;
use crate::layout::rule::rules;
use crate::layout::strip::Strip;
use crate::layout::structure::Structure;
use crate::page::{Item, Point};
use crate::style::Style;
use crate::unit::Pt;

/// Blank over the first and under the last row, in lines of the grid.
const GAP: f64 = 0.4;
/// How much higher rows may get to fill up whole lines of the grid.
const STRETCH: f64 = 0.15;
/// The highest rows of a table that has a page of its own.
const HIGHEST: f64 = 9.5;
/// How far rows may be pressed before the type gets smaller.
const PRESSED: f64 = 0.85;
/// How many lines a smaller size must save to be taken where there is no need.
const WORTH: usize = 3;

/// A table, set.
pub struct Grid<'a> {
    /// What is set.
    pub table: &'a Table,
    fonts: &'a Fonts,
    style: &'a Style,
    /// The element of each cell's inlines, by row and cell.
    elements: Vec<Vec<Vec<Option<usize>>>>,
    /// The grid's vertical lines, from the paper's left edge.
    columns: Vec<Pt>,
    /// The head rows that are repeated over a part starting at each row.
    heads: Vec<Range<usize>>,
    /// The most rows that a cell covers.
    longest: usize,
    heights: Vec<Pt>,
    blocks: Vec<Vec<Block>>,
    margins: Vec<Pt>,
}

impl<'a> Grid<'a> {
    /// Sets a table in the size of the style.
    pub fn new(table: &'a Table, style: &'a Style, fonts: &'a Fonts, structure: &mut Structure) -> Self {
        let elements = structure.table(table);
        let columns = columns(table, style);
        let heads = heads(table);
        let longest = table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.rows).max().unwrap_or(1);
        let (heights, blocks, margins) = (vec![], vec![], vec![]);
        let mut grid = Self { table, fonts, style, elements, columns, heads, longest, heights, blocks, margins };
        grid.set(style.table.size);
        grid.heights = grid.needed(style.table.row);
        grid
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.table.rows.len()
    }

    /// Sets every cell in a size.
    fn set(&mut self, size: Pt) {
        let rows = self.table.rows.iter().zip(&self.elements);
        let set = |(cell, elements): (&Cell, &Vec<_>)| self.block(cell, elements, size);
        self.blocks = rows.map(|(row, elements)| row.cells.iter().zip(elements).map(set).collect()).collect();
        self.margins = self.margins();
    }

    /// Sets a cell in a size.
    fn block(&self, cell: &Cell, elements: &[Option<usize>], size: Pt) -> Block {
        let setter = Setter { fonts: self.fonts, style: &self.style.table, size };
        setter.block(cell, self.width(cell.column, cell.columns), elements)
    }

    /// How far text stands off the left rule in each column: labels one under another start alike, though one is long.
    fn margins(&self) -> Vec<Pt> {
        let padding = self.style.table.padding;
        let mut margins = vec![padding; self.columns.len() - 1];
        for (cell, block) in self.table.rows.iter().zip(&self.blocks).flat_map(|(row, blocks)| row.cells.iter().zip(blocks))
        {
            if let Some(margin) = block.margin(self.width(cell.column, cell.columns), padding) {
                margins[cell.column] = margins[cell.column].min(margin);
            }
        }
        margins
    }

    /// The heights of the rows: at least `row`, more where text needs it; what a cell over several rows needs is shared by them.
    fn needed(&self, row: Pt) -> Vec<Pt> {
        let mut heights = vec![row; self.rows()];
        let mut cells: Vec<(usize, usize, Pt)> = vec![]; // rows covered, first row, height
        for (at, (row, blocks)) in self.table.rows.iter().zip(&self.blocks).enumerate() {
            cells.extend(row.cells.iter().zip(blocks).map(|(cell, block)| (cell.rows, at, block.height())));
        }
        cells.sort_by_key(|(rows, at, _)| (*rows, *at));
        for (rows, at, height) in cells {
            let place = &mut heights[at..at + rows];
            let short = height - place.iter().copied().sum();
            if short > Pt::ZERO {
                place.iter_mut().for_each(|row| *row += short / rows as f64);
            }
        }
        heights
    }

    /// Makes the table fill a height on one page: smaller if it must be or if that saves lines enough, its rows higher if there
    /// is room. Whether it fits.
    pub fn fill(&mut self, room: Pt, pitch: Pt) -> bool {
        let room = room - pitch * GAP;
        let mut best = None;
        let mut fewest = usize::MAX;
        for (step, size) in sizes(self.style.table.size, self.style.table.least).enumerate() {
            fewest = fewest.saturating_sub(WORTH);
            // The first is that in which it stands already.
            if step > 0 {
                self.set(size);
            }
            if self.fits(room) && (best.is_none() || self.count() <= fewest) {
                fewest = self.count();
                let enough = step == 0 && self.least() + WORTH > fewest;
                best = Some((take(&mut self.blocks), take(&mut self.margins), take(&mut self.heights)));
                if enough {
                    break;
                }
            }
        }
        let Some(best) = best else { return false };
        (self.blocks, self.margins, self.heights) = best;
        self.raise(room - self.heights.iter().copied().sum());
        true
    }

    /// Whether the rows fit a height, pressed together if need be.
    fn fits(&mut self, room: Pt) -> bool {
        [1.0, PRESSED].into_iter().any(|pressed| {
            self.heights = self.needed(self.style.table.row * pressed);
            self.heights.iter().copied().sum::<Pt>().fits(room)
        })
    }

    /// How many lines of text there are in the least size: where this saves too few, so do those between. What has one line has no
    /// fewer there, and need not be set.
    fn least(&self) -> usize {
        let rows = self.table.rows.iter().zip(&self.elements).zip(&self.blocks);
        let cells = rows.flat_map(|((row, elements), blocks)| row.cells.iter().zip(elements).zip(blocks));
        let count = |((cell, elements), block): ((&Cell, &Vec<_>), &Block)| match block.count() {
            0 | 1 => block.count(),
            _ => self.block(cell, elements, self.style.table.least).count(),
        };
        cells.map(count).sum()
    }

    /// How many lines of text there are in all.
    fn count(&self) -> usize {
        self.blocks.iter().flatten().map(Block::count).sum()
    }

    /// Makes rows higher by `extra` together, none higher than is seemly.
    fn raise(&mut self, extra: Pt) {
        let each = extra / self.rows() as f64;
        self.heights.iter_mut().for_each(|row| *row = (*row + each).min(Pt::mm(HIGHEST).max(*row)));
    }

    /// The head rows that are repeated over a part starting at a row.
    fn repeated(&self, start: usize) -> Range<usize> {
        if start == 0 { 0..0 } else { self.heads[start].clone() }
    }

    /// The rows of a part in the order they are shown, with the head rows repeated.
    fn shown(&self, part: &Range<usize>) -> Vec<usize> {
        self.repeated(part.start).chain(part.clone()).collect()
    }

    /// The height of a part with the blanks over and under it; over a part that goes on there is none.
    fn height(&self, part: Range<usize>, pitch: Pt) -> Pt {
        let gaps = if part.start == 0 { 2.0 } else { 1.0 };
        self.shown(&part).iter().map(|row| self.heights[*row]).sum::<Pt>() + pitch * (GAP * gaps)
    }

    /// How many lines of the grid a part takes.
    pub fn lines(&self, part: Range<usize>, pitch: Pt) -> usize {
        let height = self.height(part, pitch);
        (((height - Pt(0.01)) / pitch).ceil()).max(1.0) as usize
    }

    /// Where a part that starts at a row ends if it must fit a height: never after a head row. Nothing if nothing fits.
    pub fn fitting(&self, start: usize, room: Pt, pitch: Pt) -> Option<usize> {
        (start + 1..=self.rows())
            .take_while(|end| self.height(start..*end, pitch).fits(room))
            .filter(|end| *end == self.rows() || !self.table.rows[end - 1].head)
            .last()
    }

    /// A part as a strip of so many lines.
    pub fn strip(&self, part: Range<usize>, lines: usize, pitch: Pt) -> Strip {
        let shown = self.shown(&part);
        let spare = pitch * lines as f64 - self.height(part.clone(), pitch);
        let growth = if self.table.whole { Pt::ZERO } else { spare / shown.len() as f64 };
        let grown = |row: &usize| self.heights[*row] + growth.min(self.heights[*row] * STRETCH);
        let mut tops = vec![if part.start == 0 { pitch * GAP } else { Pt::ZERO }];
        for row in &shown {
            tops.push(tops[tops.len() - 1] + grown(row));
        }
        let mut items = vec![];
        let mut owners = vec![vec![(0, 0); self.columns.len() - 1]; shown.len()];
        // No cell reaches down from further above.
        let first = part.start.saturating_sub(self.longest);
        for at in self.repeated(part.start).filter(|head| *head < first).chain(first..part.end) {
            for (index, cell) in self.table.rows[at].cells.iter().enumerate() {
                let covered = |shown: &&usize| (at..at + cell.rows).contains(*shown);
                let count = shown.iter().filter(covered).count();
                let Some(first) = shown.iter().position(|row| covered(&row)).filter(|_| count > 0) else { continue };
                for owner in &mut owners[first..first + count] {
                    owner[cell.column..cell.column + cell.columns].fill((at, index));
                }
                items.extend(self.draw(at, index, tops[first], tops[first + count], !part.contains(&at)));
            }
        }
        items.extend(rules(&owners, &self.columns, &tops, self.style.table.rule));
        Strip { lines, items, ..Strip::default() }
    }

    /// A cell's text between two heights.
    fn draw(&self, row: usize, index: usize, top: Pt, bottom: Pt, artifact: bool) -> Vec<Item> {
        let cell = &self.table.rows[row].cells[index];
        let corner = Point { x: self.columns[cell.column], y: top };
        let width = self.columns[cell.column + cell.columns] - corner.x;
        let margin = self.margins[cell.column] + self.style.table.rule / 2.0;
        self.blocks[row][index].draw(corner, width, bottom - top, margin, artifact)
    }

    /// The width between the rules of some columns.
    fn width(&self, column: usize, columns: usize) -> Pt {
        self.columns[column + columns] - self.columns[column] - self.style.table.rule
    }
}

/// For each row the head rows last passed; none for a head row itself.
fn heads(table: &Table) -> Vec<Range<usize>> {
    let mut last = 0..0;
    let over = |(at, row): (usize, &Row)| {
        if !row.head {
            return last.clone();
        }
        last = if last.end == at { last.start..at + 1 } else { at..at + 1 };
        0..0
    };
    table.rows.iter().enumerate().map(over).collect()
}

/// The grid's vertical lines: the table is as wide as the type area, its outer rules within it.
fn columns(table: &Table, style: &Style) -> Vec<Pt> {
    let rule = style.table.rule;
    let measure = style.page.measure - rule;
    let sum: f64 = table.widths.iter().sum();
    let mut lines = vec![style.page.left + rule / 2.0];
    for width in &table.widths {
        lines.push(lines[lines.len() - 1] + measure * (width / sum));
    }
    lines
}
