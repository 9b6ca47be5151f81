//! What a published report says, whatever file it came in: lines and tables in reading order, each with its place in the file.

use std::fmt;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Result};
use crate::source::Span;

/// A report as it was read.
#[derive(Debug, Default)]
pub struct Material {
    /// Lines and tables, in reading order.
    pub blocks: Vec<Block>,
    /// Whether lines end where the page was full, so that a paragraph is several of them.
    pub wrapped: bool,
    /// What stands beside the text: notes, text boxes, heads of pages, what is hidden.
    pub asides: Vec<Line>,
    /// Page numbers that were left out, as printed.
    pub folios: Vec<Line>,
    /// What a web page calls itself, outside its text.
    pub names: Vec<String>,
}

/// A piece of a report.
#[derive(Debug)]
pub enum Block {
    /// A line of text, or a paragraph where the file has paragraphs.
    Line(Line),
    /// A table.
    Grid(Grid),
}

/// A line.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its text without line ends, white space around it left out.
    pub text: String,
    /// How far it stands in, in columns of half a 汉字.
    pub indent: usize,
    /// Where it stands.
    pub at: At,
}

/// A table on a grid.
#[derive(Debug, Default)]
pub struct Grid {
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell, in the row it starts in.
#[derive(Debug, Default)]
pub struct Cell {
    /// The first grid column it covers, from 0.
    pub column: usize,
    /// How many grid columns it covers.
    pub columns: usize,
    /// How many rows it covers.
    pub rows: usize,
    /// What stands in it.
    pub lines: Vec<Line>,
    /// Where it stands.
    pub at: At,
}

/// A place in the file that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum At {
    /// Nowhere in particular.
    #[default]
    Nowhere,
    /// A line of a text.
    Span(Span),
    /// A paragraph outside the tables, from 1.
    Paragraph(usize),
    /// A cell of a table, all from 1.
    Cell {
        /// Which table.
        table: usize,
        /// Which row of it.
        row: usize,
        /// Which cell of the row.
        cell: usize,
    },
    /// Beside the text: the how-manieth of its kind, from 1.
    Beside(Beside, usize),
}

/// What stands beside the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// A note at the foot of a page or at the end.
    Note,
    /// What a reviewer wrote.
    Comment,
    /// The head of all pages.
    Head,
    /// The foot of all pages.
    Foot,
    /// A box that floats over the page.
    Box,
    /// A picture, a diagram, a file of another program; its text is what describes it.
    Picture,
    /// Text that is not shown.
    Hidden,
    /// What leads to other pages of a site.
    Navigation,
}

impl Beside {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "脚注",
            Self::Comment => "批注",
            Self::Head => "页眉",
            Self::Foot => "页脚",
            Self::Box => "文本框",
            Self::Picture => "图片",
            Self::Hidden => "隐藏文字",
            Self::Navigation => "网页栏目",
        }
    }

    /// Whether readers of the report see words there that are not the site's.
    pub fn is_seen(self) -> bool {
        !matches!(self, Self::Comment | Self::Hidden | Self::Picture)
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Nowhere => Ok(()),
            Self::Span(span) => write!(f, "第{}行", span.line_column().0),
            Self::Paragraph(number) => write!(f, "第{number}段"),
            Self::Cell { table, row, cell } => write!(f, "第{table}个表第{row}行第{cell}格"),
            Self::Beside(kind, number) => write!(f, "{}{number}", kind.name()),
        }
    }
}

impl Block {
    /// Its text in one line.
    pub fn text(&self) -> String {
        match self {
            Self::Line(line) => line.text.clone(),
            Self::Grid(grid) => grid.rows.iter().flatten().map(Cell::text).collect::<Vec<_>>().join(" "),
        }
    }
}

impl Cell {
    /// The column after the last it covers.
    pub fn end(&self) -> usize {
        self.column + self.columns
    }

    /// Its text in one line.
    pub fn text(&self) -> String {
        self.lines.iter().map(|line| line.text.as_str()).collect()
    }
}

impl Material {
    /// How many pictures there are: what is in them cannot be read.
    pub fn pictures(&self) -> usize {
        self.asides.iter().filter(|line| matches!(line.at, At::Beside(Beside::Picture, _))).count()
    }
}

impl Grid {
    /// How many columns the grid has.
    pub fn width(&self) -> usize {
        self.rows.iter().flatten().map(Cell::end).max().unwrap_or(0)
    }
}

/// The most lines and cells that are taken in: a hundred times what a report has.
const PIECES: usize = 50_000;
/// The most bytes of text that are taken in: three hundred thousand 汉字.
const TEXT: usize = 1_000_000;

/// The most columns of a table.
const COLUMNS: usize = 1000;

fn too_much() -> Diagnostics {
    let finding = Diagnostic::error(Code::CannotImport, "文件里的文字或者表格太多，不像一份年度报告");
    finding.help("只留报告本身，另存之后再导入").into()
}

/// Counts what is taken in, so that no file makes the program run out of memory or time.
#[derive(Debug, Default)]
pub struct Meter {
    pieces: usize,
    text: usize,
}

impl Meter {
    /// Counts a line or a cell.
    ///
    /// # Errors
    /// `cannot-import` when there are more than a report can have.
    pub fn piece(&mut self) -> Result<()> {
        self.pieces += 1;
        self.judge()
    }

    /// Counts some bytes of text.
    ///
    /// # Errors
    /// As [`Meter::piece`].
    pub fn text(&mut self, bytes: usize) -> Result<()> {
        self.text += bytes;
        self.judge()
    }

    /// Judges how many columns a table has.
    ///
    /// # Errors
    /// As [`Meter::piece`].
    pub fn columns(&self, columns: usize) -> Result<()> {
        if columns > COLUMNS { Err(too_much()) } else { Ok(()) }
    }

    fn judge(&self) -> Result<()> {
        if self.pieces > PIECES || self.text > TEXT { Err(too_much()) } else { Ok(()) }
    }
}

/// White space and control characters as spaces, those around left out.
pub fn tidy(text: &str) -> String {
    let invisible = |c: char| matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}');
    let spaced = text.chars().filter(|c| !invisible(*c)).map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c });
    let spaced: String = spaced.collect();
    spaced.trim().into()
}
