//! Text and tables as they come while a file is read → lines and tables. A table that only arranges a page is taken apart.

use super::material::{At, Beside, Block, Cell, Grid, Line, Material, Meter, tidy};
use super::text::is_folio;
use crate::diagnostic::{Code, Diagnostic, Result};

/// How deep tables may stand in tables: layouts of pages go to five or six.
const DEEPEST: usize = 24;
/// The most columns or rows a cell is taken to cover.
const WIDEST: usize = 200;
/// A cell with more characters than this is no cell of a form: its table arranges a page.
const WORDIEST: usize = 300;

/// Takes in what a reader finds.
#[derive(Default)]
pub struct Builder {
    meter: Meter,
    flow: Flow,
    /// What was being read when something beside the text began, with what that is.
    outer: Vec<(Beside, Flow)>,
    asides: Vec<Line>,
}

/// Text that is read from its beginning to its end.
#[derive(Default)]
struct Flow {
    blocks: Vec<Block>,
    tables: Vec<Open>,
    line: String,
}

/// A table that is being read.
#[derive(Default)]
struct Open {
    rows: Vec<Vec<Draft>>,
    cell: Option<Draft>,
    /// For each column how many of the rows to come a cell above covers.
    covered: Vec<usize>,
    /// The first column of the row that may have a cell.
    first: usize,
}

/// A cell that is being read.
#[derive(Default)]
struct Draft {
    cell: Cell,
    blocks: Vec<Block>,
    merge: Merge,
}

/// How a cell of a Word document is one with its neighbours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Merge {
    /// It stands for itself.
    #[default]
    No,
    /// Cells below may go on with it.
    Begins,
    /// It goes on with the one above.
    Above,
    /// It goes on with the one before.
    Before,
}

impl Builder {
    /// Adds characters to the line.
    pub fn text(&mut self, text: &str) -> Result<()> {
        self.meter.text(text.len())?;
        self.flow.line += text;
        Ok(())
    }

    /// Ends the line.
    pub fn end_line(&mut self) -> Result<()> {
        let raw = std::mem::take(&mut self.flow.line);
        let text = tidy(&raw);
        if text.is_empty() {
            return Ok(());
        }
        self.meter.piece()?;
        let line = Block::Line(Line { text, indent: 0, at: At::Nowhere });
        self.here().push(line);
        Ok(())
    }

    /// What stands between the cells of a table stands before it, as browsers have it.
    fn here(&mut self) -> &mut Vec<Block> {
        let Flow { blocks, tables, .. } = &mut self.flow;
        let cell = tables.iter_mut().rev().find_map(|table| table.cell.as_mut());
        cell.map_or(blocks, |cell| &mut cell.blocks)
    }

    /// Begins what stands beside the text; the line and the tables around it go on after it.
    pub fn open_aside(&mut self, kind: Beside) {
        let around = std::mem::take(&mut self.flow);
        self.outer.push((kind, around));
    }

    /// Ends what stands beside the text.
    pub fn close_aside(&mut self) -> Result<()> {
        self.close_tables()?;
        let Some((kind, around)) = self.outer.pop() else { return Ok(()) };
        let inner = std::mem::replace(&mut self.flow, around);
        let said: Vec<String> = inner.blocks.iter().map(Block::text).collect();
        self.beside(kind, said.join(" "))
    }

    /// Takes in a piece that stands beside the text. A picture may have no words.
    pub fn beside(&mut self, kind: Beside, text: String) -> Result<()> {
        let text = tidy(&text);
        if text.is_empty() && kind != Beside::Picture {
            return Ok(());
        }
        self.meter.piece()?;
        self.asides.push(Line { text, indent: 0, at: At::Beside(kind, 0) });
        Ok(())
    }

    /// Begins a table.
    pub fn open_table(&mut self) -> Result<()> {
        self.end_line()?;
        if self.flow.tables.len() == DEEPEST {
            let finding = Diagnostic::error(Code::CannotImport, format!("表里套着表，套了 {DEEPEST} 层以上"));
            return Err(finding.help("只留报告本身，另存之后再导入").into());
        }
        self.flow.tables.push(Open::default());
        Ok(())
    }

    /// Begins a row.
    pub fn open_row(&mut self) -> Result<()> {
        self.close_cell()?;
        if let Some(table) = self.flow.tables.last_mut() {
            self.meter.piece()?;
            table.covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
            table.first = 0;
            table.rows.push(vec![]);
        }
        Ok(())
    }

    /// The row begins after so many columns.
    pub fn skip(&mut self, columns: usize) {
        if let Some(table) = self.flow.tables.last_mut() {
            table.first = columns.min(WIDEST);
        }
    }

    /// Begins a cell over so many columns and rows, in the first column that no cell from above covers.
    pub fn open_cell(&mut self, columns: usize, rows: usize) -> Result<()> {
        self.close_cell()?;
        if self.flow.tables.last().is_some_and(|table| table.rows.is_empty()) {
            self.open_row()?;
        }
        self.meter.piece()?;
        let Some(table) = self.flow.tables.last_mut() else { return Ok(()) };
        let after = table.rows.last().and_then(|row| row.last()).map_or(table.first, |draft| draft.cell.end());
        let free = |column: &usize| table.covered.get(*column).is_none_or(|rows| *rows == 0);
        let column = (after..).find(free).unwrap_or(after);
        let (columns, rows) = (columns.clamp(1, WIDEST), rows.clamp(1, WIDEST));
        self.meter.columns(column + columns)?;
        table.covered.resize(table.covered.len().max(column + columns), 0);
        table.covered[column..column + columns].fill(rows);
        table.cell = Some(Draft { cell: Cell { column, columns, rows, ..Cell::default() }, ..Draft::default() });
        Ok(())
    }

    /// The cell begun covers so many columns.
    pub fn widen(&mut self, columns: usize) {
        let Some(table) = self.flow.tables.last_mut() else { return };
        let Some(Draft { cell, .. }) = &mut table.cell else { return };
        cell.columns = columns.clamp(1, WIDEST);
        let end = cell.end();
        table.covered.resize(table.covered.len().max(end), 0);
        table.covered[cell.column..end].fill(cell.rows);
    }

    /// The cell begun is one with its neighbours.
    pub fn merge(&mut self, merge: Merge) {
        if let Some(draft) = self.flow.tables.last_mut().and_then(|table| table.cell.as_mut()) {
            draft.merge = merge;
        }
    }

    /// Ends the cell.
    pub fn close_cell(&mut self) -> Result<()> {
        self.end_line()?;
        let Some(table) = self.flow.tables.last_mut() else { return Ok(()) };
        let Some(draft) = table.cell.take() else { return Ok(()) };
        let Some(row) = table.rows.last_mut() else { return Ok(()) };
        match row.last_mut().filter(|_| draft.merge == Merge::Before) {
            Some(before) => {
                before.cell.columns += draft.cell.columns;
                before.blocks.extend(draft.blocks);
            }
            None => row.push(draft),
        }
        Ok(())
    }

    /// Ends the table.
    pub fn close_table(&mut self) -> Result<()> {
        self.close_cell()?;
        let Some(table) = self.flow.tables.pop() else { return Ok(()) };
        if arranges(&table.rows) {
            let content = table.rows.into_iter().flatten().flat_map(|draft| draft.blocks);
            self.here().extend(content);
        } else {
            let grid = Block::Grid(Grid { rows: joined(table.rows) });
            self.here().push(grid);
        }
        Ok(())
    }

    fn close_tables(&mut self) -> Result<()> {
        while !self.flow.tables.is_empty() {
            self.close_table()?;
        }
        self.end_line()
    }

    /// Everything that was taken in, each piece with its place.
    pub fn finish(mut self) -> Result<Material> {
        while !self.outer.is_empty() {
            self.close_aside()?;
        }
        self.close_tables()?;
        let (mut blocks, mut folios) = (vec![], vec![]);
        let (mut paragraphs, mut tables) = (0, 0);
        for mut block in self.flow.blocks {
            match &mut block {
                Block::Line(line) => {
                    paragraphs += 1;
                    line.at = At::Paragraph(paragraphs);
                    if is_folio(&line.text) {
                        folios.push(line.clone());
                        continue;
                    }
                }
                Block::Grid(grid) => {
                    tables += 1;
                    number(grid, tables);
                }
            }
            blocks.push(block);
        }
        let mut counts: Vec<(Beside, usize)> = vec![];
        for aside in &mut self.asides {
            let At::Beside(kind, place) = &mut aside.at else { continue };
            match counts.iter_mut().find(|(known, _)| known == kind) {
                Some((_, count)) => *count += 1,
                None => counts.push((*kind, 1)),
            }
            *place = counts.iter().find(|(known, _)| known == kind).map_or(1, |(_, count)| *count);
        }
        Ok(Material { blocks, asides: self.asides, folios, ..Material::default() })
    }
}

/// Whether a table only arranges a page: it has one column, other tables in it, or whole passages of text in a cell.
fn arranges(rows: &[Vec<Draft>]) -> bool {
    let length = |draft: &Draft| draft.blocks.iter().map(|block| block.text().chars().count()).sum::<usize>();
    rows.iter().all(|row| row.len() <= 1)
        || rows.iter().flatten().any(|draft| draft.blocks.iter().any(|block| matches!(block, Block::Grid(_))))
        || rows.iter().flatten().any(|draft| length(draft) > WORDIEST)
}

/// The cells with what stands in them; those that go on with the ones above are put into these.
fn joined(rows: Vec<Vec<Draft>>) -> Vec<Vec<Cell>> {
    let mut done: Vec<Vec<Cell>> = vec![];
    // For each column the row in which the merged cell over it starts, if there is one.
    let mut starts: Vec<Option<usize>> = vec![];
    for row in rows {
        let at = done.len();
        let mut kept = vec![];
        for Draft { mut cell, blocks, merge } in row {
            let lines = blocks.into_iter().filter_map(|block| if let Block::Line(line) = block { Some(line) } else { None });
            cell.lines = lines.collect();
            let end = cell.end();
            starts.resize(starts.len().max(end), None);
            let start = starts[cell.column].filter(|_| merge == Merge::Above);
            let above = start.and_then(|start| done.get_mut(start));
            match above.and_then(|row| row.iter_mut().find(|above| above.column == cell.column)) {
                Some(above) => {
                    above.rows += 1;
                    above.lines.append(&mut cell.lines);
                }
                None => {
                    let begins = matches!(merge, Merge::Begins | Merge::Above);
                    starts[cell.column..end].fill(begins.then_some(at));
                    kept.push(cell);
                }
            }
        }
        done.push(kept);
    }
    done
}

fn number(grid: &mut Grid, table: usize) {
    for (row, cells) in grid.rows.iter_mut().enumerate() {
        for (cell, found) in cells.iter_mut().enumerate() {
            found.at = At::Cell { table, row: row + 1, cell: cell + 1 };
            found.lines.iter_mut().for_each(|line| line.at = found.at.clone());
        }
    }
}
