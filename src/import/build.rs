//! Text and tables as they come while a file is read → lines and tables. A table that only arranges a page is taken apart.

use super::material::{At, Block, Cell, Grid, Line, Material, Meter, tidy};
use crate::diagnostic::{Code, Diagnostic, Result};

/// How deep tables may stand in tables: layouts of pages go to five or six.
const DEEPEST: usize = 24;
/// The most columns or rows a cell is taken to cover.
const WIDEST: usize = 200;

/// Takes in what a reader finds.
#[derive(Default)]
pub struct Builder {
    /// What has been taken in.
    pub meter: Meter,
    /// How many pictures there are.
    pub pictures: usize,
    blocks: Vec<Block>,
    tables: Vec<Open>,
    line: String,
}

/// A table that is being read.
#[derive(Default)]
struct Open {
    rows: Vec<Vec<Cell>>,
    cell: Option<Cell>,
    /// What stands in the cell that is being read.
    blocks: Vec<Block>,
    /// What stood in the cells before, in order, for a table that turns out to arrange a page.
    content: Vec<Vec<Block>>,
    /// For each column how many of the rows to come a cell above covers.
    covered: Vec<usize>,
}

impl Builder {
    /// Adds characters to the line.
    pub fn text(&mut self, text: &str) -> Result<()> {
        self.meter.text(text.len())?;
        self.line += text;
        Ok(())
    }

    /// Ends the line.
    pub fn end_line(&mut self) -> Result<()> {
        let raw = std::mem::take(&mut self.line);
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
        let inner = self.tables.iter().rposition(|table| table.cell.is_some());
        match inner {
            Some(at) => &mut self.tables[at].blocks,
            None => &mut self.blocks,
        }
    }

    /// Begins a table.
    pub fn open_table(&mut self) -> Result<()> {
        self.end_line()?;
        if self.tables.len() == DEEPEST {
            let finding = Diagnostic::error(Code::CannotImport, format!("表里套着表，套了 {DEEPEST} 层以上"));
            return Err(finding.help("只留报告本身，另存之后再导入").into());
        }
        self.tables.push(Open::default());
        Ok(())
    }

    /// Begins a row.
    pub fn open_row(&mut self) -> Result<()> {
        self.close_cell()?;
        if let Some(table) = self.tables.last_mut() {
            self.meter.piece()?;
            table.covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
            table.rows.push(vec![]);
        }
        Ok(())
    }

    /// Begins a cell over so many columns and rows, in the first column that no cell from above covers.
    pub fn open_cell(&mut self, columns: usize, rows: usize) -> Result<()> {
        self.close_cell()?;
        if self.tables.last().is_some_and(|table| table.rows.is_empty()) {
            self.open_row()?;
        }
        self.meter.piece()?;
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        let after = table.rows.last().and_then(|row| row.last()).map_or(0, |cell| cell.column + cell.columns);
        let free = |column: &usize| table.covered.get(*column).is_none_or(|rows| *rows == 0);
        let column = (after..).find(free).unwrap_or(after);
        let (columns, rows) = (columns.clamp(1, WIDEST), rows.clamp(1, WIDEST));
        table.covered.resize(table.covered.len().max(column + columns), 0);
        table.covered[column..column + columns].fill(rows);
        table.cell = Some(Cell { column, columns, rows, ..Cell::default() });
        Ok(())
    }

    /// The cell begun covers so many columns.
    pub fn widen(&mut self, columns: usize) {
        let Some(table) = self.tables.last_mut() else { return };
        let Some(cell) = &mut table.cell else { return };
        cell.columns = columns.clamp(1, WIDEST);
        let end = cell.column + cell.columns;
        table.covered.resize(table.covered.len().max(end), 0);
        table.covered[cell.column..end].fill(cell.rows);
    }

    /// The cell begun goes on with the one above it.
    pub fn join_above(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        let Some(cell) = &mut table.cell else { return };
        cell.rows = 0;
    }

    /// Ends the cell.
    pub fn close_cell(&mut self) -> Result<()> {
        self.end_line()?;
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        let Some(cell) = table.cell.take() else { return Ok(()) };
        table.content.push(std::mem::take(&mut table.blocks));
        if let Some(row) = table.rows.last_mut() {
            row.push(cell);
        }
        Ok(())
    }

    /// Ends the table.
    pub fn close_table(&mut self) -> Result<()> {
        self.close_cell()?;
        let Some(mut table) = self.tables.pop() else { return Ok(()) };
        let arranges = table.rows.iter().all(|row| row.len() <= 1)
            || table.content.iter().flatten().any(|block| matches!(block, Block::Grid(_)));
        if arranges {
            let content = table.content.into_iter().flatten();
            self.here().extend(content);
            return Ok(());
        }
        for (cell, content) in table.rows.iter_mut().flatten().zip(table.content) {
            cell.lines = content
                .into_iter()
                .filter_map(|block| if let Block::Line(line) = block { Some(line) } else { None })
                .collect();
        }
        let grid = Block::Grid(Grid { rows: joined(table.rows) });
        self.here().push(grid);
        Ok(())
    }

    /// Everything that was taken in, each piece with its place.
    pub fn finish(mut self) -> Result<Material> {
        while !self.tables.is_empty() {
            self.close_table()?;
        }
        self.end_line()?;
        let (mut paragraphs, mut tables) = (0, 0);
        for block in &mut self.blocks {
            match block {
                Block::Line(line) => {
                    paragraphs += 1;
                    line.at = At::Paragraph(paragraphs);
                }
                Block::Grid(grid) => {
                    tables += 1;
                    number(grid, tables);
                }
            }
        }
        Ok(Material { blocks: self.blocks, pictures: self.pictures, ..Material::default() })
    }
}

/// Puts cells that go on with those above them into these.
fn joined(rows: Vec<Vec<Cell>>) -> Vec<Vec<Cell>> {
    let mut done: Vec<Vec<Cell>> = vec![];
    // For each column the row in which the cell over it starts.
    let mut starts: Vec<usize> = vec![];
    for row in rows {
        let at = done.len();
        let mut kept = vec![];
        for mut cell in row {
            let end = cell.column + cell.columns;
            starts.resize(starts.len().max(end), 0);
            let above = done.get_mut(starts[cell.column]).filter(|_| cell.rows == 0);
            match above.and_then(|row| row.iter_mut().find(|above| above.column == cell.column)) {
                Some(above) => {
                    above.rows += 1;
                    above.lines.append(&mut cell.lines);
                }
                None => {
                    cell.rows = cell.rows.max(1);
                    starts[cell.column..end].fill(at);
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
