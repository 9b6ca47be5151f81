//! The document tree: what the report says and in which structure, without a word about where it stands on a page.
//!
//! The mark-up is parsed into it, every writer and the layout start from it. Each text knows `from`, the path in the data it
//! came from (`申请.新收.自然人`, `正文.总体情况.0`), so that a missing glyph, a comment or a redline finds its place.

use std::sync::Arc;

use crate::origin::Origin;
use crate::picture::Picture;
use crate::unit::Pt;

/// A whole report.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// What the file says of itself.
    pub info: Info,
    /// The text, in reading order.
    pub blocks: Vec<Block>,
}

/// What a DOCX or PDF says of itself: its document properties.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Info {
    /// The title in one line.
    pub title: String,
    /// The issuing office: the names in the signature.
    pub author: String,
    /// The date of issue. Never the clock: the same data give the same bytes on any day.
    pub date: Date,
    /// BCP 47 tag of the text's language, `zh-CN`.
    pub language: String,
    /// What made the file of what.
    pub origin: Origin,
}

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// 2021
    pub year: u16,
    /// 1 to 12
    pub month: u8,
    /// 1 to 31
    pub day: u8,
}

/// One piece of the text, top to bottom.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// The title (GB/T 9704 7.3.1); its line breaks are the office's own.
    Title(Text),
    /// A heading on its own line.
    Heading(Heading),
    /// A paragraph of the body.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
    /// 附件说明 (7.3.4): the names of the annexes.
    Annexes(Vec<Text>),
    /// An annex begins, on a new page (7.3.7).
    Annex(Annex),
    /// A line over or under a table, in its type: the texts are spread over the measure.
    Note(Vec<Text>),
    /// The issuing office and the date (7.3.5).
    Signature(Signature),
    /// What follows starts on a new page.
    PageBreak,
}

/// A heading: level 1 is 一、, level 2 （一）, level 3 1., level 4 （1） (GB/T 9704 7.3.3).
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// 1 to 4.
    pub level: u8,
    /// The number as it is printed is part of the text.
    pub text: Text,
}

/// A paragraph, perhaps opened by a heading that runs in: `（一）heading。body`.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    /// The heading the paragraph opens with.
    pub lead: Option<Heading>,
    /// The body.
    pub text: Text,
}

/// A run of text that came from one place in the data.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// The pieces, in reading order.
    pub inlines: Vec<Inline>,
    /// The path in the data, if the text came from there and not from the form or the layout.
    pub from: Option<String>,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Characters.
    Text(String),
    /// Characters that lead to an address.
    Link {
        /// The address, with its scheme: `http:`, `https:`, `mailto:`.
        href: String,
        /// The characters.
        text: String,
    },
    /// Characters to be seen at once: a gap, or what is printed as it was typed because it means nothing.
    Mark(String),
    /// A line break inside the paragraph or cell.
    Break,
}

/// What an annex begins with.
#[derive(Clone, Debug, PartialEq)]
pub struct Annex {
    /// `附件`, or `附件1` where there are several.
    pub label: Text,
    /// Its title.
    pub title: Text,
}

/// A table: rows of cells on a grid of columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Widths of the grid columns in parts of their sum.
    pub widths: Vec<f64>,
    /// Whether the table has a page of its own: with its heading it starts a page and must not break.
    pub whole: bool,
    /// The rows, top to bottom.
    pub rows: Vec<Row>,
    /// The path of the table in the data.
    pub from: Option<String>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// A row of column heads. Where a table breaks, the head rows last passed are repeated.
    pub head: bool,
    /// The cells that start in this row, left to right; places covered by a cell from above are left out.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What the cell is in the table.
    pub role: Role,
    /// The first grid column it covers, from 0.
    pub column: usize,
    /// How many grid columns it covers, at least 1.
    pub columns: usize,
    /// How many rows it covers, at least 1.
    pub rows: usize,
    /// How its lines stand in it.
    pub align: Align,
    /// How deep it is in a list: all its lines start so many ems further in.
    pub indent: u8,
    /// Its text.
    pub text: Text,
}

/// What a cell is in its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The head of columns.
    Head,
    /// The label of rows.
    Label,
    /// A figure.
    Figure,
}

/// How lines stand between their margins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// At the left margin.
    Left,
    /// In the middle.
    Center,
    /// At the right margin.
    Right,
    /// At both margins, the last line at the left.
    Justify,
}

/// Who signs and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature {
    /// The offices in their order, the leading one first.
    pub names: Vec<Text>,
    /// Their seals, one for each name in the same order, or none at all.
    pub seals: Vec<Seal>,
    /// 成文日期, as printed: `2021年2月19日`.
    pub date: Text,
}

/// The seal of an office.
#[derive(Clone, Debug, PartialEq)]
pub struct Seal {
    /// What is printed.
    pub picture: Arc<Picture>,
    /// The name of its file in the data.
    pub name: String,
    /// How wide it is printed.
    pub width: Pt,
    /// What it is, for readers who cannot see it: `某局印章`.
    pub alt: String,
    /// The path in the data.
    pub from: Option<String>,
}

impl Seal {
    /// How high it is printed, at the ratio of the picture.
    pub fn height(&self) -> Pt {
        self.width * (self.picture.height as f64 / self.picture.width.max(1) as f64)
    }
}

impl Text {
    /// Whether some of its characters are to be seen at once.
    pub fn is_marked(&self) -> bool {
        self.inlines.iter().any(|inline| matches!(inline, Inline::Mark(_)))
    }

    /// The characters alone; a line break reads as nothing.
    pub fn plain(&self) -> String {
        self.inlines.iter().map(Inline::plain).collect()
    }
}

impl Inline {
    /// The characters alone; a line break has none.
    pub fn plain(&self) -> &str {
        match self {
            Self::Text(text) | Self::Link { text, .. } | Self::Mark(text) => text,
            Self::Break => "",
        }
    }
}

impl Document {
    /// Every text, to be changed; in the order of [`Document::texts`].
    pub fn texts_mut(&mut self) -> impl Iterator<Item = &mut Text> {
        self.blocks.iter_mut().flat_map(|block| -> Vec<&mut Text> {
            match block {
                Block::Title(text) => vec![text],
                Block::Heading(heading) => vec![&mut heading.text],
                Block::Paragraph(paragraph) => {
                    paragraph.lead.iter_mut().map(|lead| &mut lead.text).chain([&mut paragraph.text]).collect()
                }
                Block::Table(table) => {
                    table.rows.iter_mut().flat_map(|row| &mut row.cells).map(|cell| &mut cell.text).collect()
                }
                Block::Annexes(texts) | Block::Note(texts) => texts.iter_mut().collect(),
                Block::Annex(annex) => vec![&mut annex.label, &mut annex.title],
                Block::Signature(signature) => signature.names.iter_mut().chain([&mut signature.date]).collect(),
                Block::PageBreak => vec![],
            }
        })
    }

    /// Every text with the block or cell it stands in, in reading order.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.blocks.iter().flat_map(|block| -> Vec<&Text> {
            match block {
                Block::Title(text) => vec![text],
                Block::Heading(heading) => vec![&heading.text],
                Block::Paragraph(paragraph) => {
                    paragraph.lead.iter().map(|lead| &lead.text).chain([&paragraph.text]).collect()
                }
                Block::Table(table) => table.rows.iter().flat_map(|row| &row.cells).map(|cell| &cell.text).collect(),
                Block::Annexes(texts) | Block::Note(texts) => texts.iter().collect(),
                Block::Annex(annex) => vec![&annex.label, &annex.title],
                Block::Signature(signature) => signature.names.iter().chain([&signature.date]).collect(),
                Block::PageBreak => vec![],
            }
        })
    }
}

impl Date {
    /// Reads `2021-02-19`; nothing if there is no such day.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let mut number = |digits: usize| {
            parts.next().filter(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))?.parse::<u16>().ok()
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        (1..=days(year, month)).contains(&day).then_some(Self { year, month: month as u8, day: day as u8 })
    }

    /// The day before; years below 0 are taken for 0.
    pub fn before(self) -> Self {
        let Self { year, month, day } = self;
        match (month, day) {
            (_, 2..) => Self { day: day - 1, ..self },
            (2.., _) => Self { month: month - 1, day: days(year, u16::from(month) - 1) as u8, ..self },
            _ => Self { year: year.saturating_sub(1), month: 12, day: 31 },
        }
    }

    /// `2021年2月19日`: Arabic digits, no leading zero (GB/T 9704 7.3.5.4).
    pub fn chinese(self) -> String {
        format!("{}年{}月{}日", self.year, self.month, self.day)
    }
}

/// How many days a month has; none if there is no such month.
fn days(year: u16, month: u16) -> u16 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

impl std::fmt::Display for Date {
    /// `2021-02-19`
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn the_day_before_is_in_the_month_before_where_one_begins() {
        let before = |text: &str| Date::parse(text).map(|date| date.before().to_string()).unwrap_or_default();
        let days = [
            ("2021-02-19", "2021-02-18"),
            ("2021-01-01", "2020-12-31"),
            ("2021-03-01", "2021-02-28"),
            ("2024-03-01", "2024-02-29"),
            ("1900-03-01", "1900-02-28"),
            ("2000-05-01", "2000-04-30"),
            ("0000-01-01", "0000-12-31"),
        ];
        days.iter().for_each(|(day, expected)| assert_eq!(before(day), *expected));
    }
}
