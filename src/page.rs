//! Pages: everything a paged writer has to draw, at its place. Lengths are points; x grows right, y grows **down** from the
//! paper's upper left corner (PDF's y-up exists only inside `write/pdf`).

use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

use crate::diagnostic::Diagnostics;
use crate::document::Info;
use crate::picture::Picture;
use crate::sfnt::with_cmap;
use crate::style::Colour;
use crate::unit::{Em, Pt};

/// A report, set.
#[derive(Debug)]
pub struct Pages {
    /// What the file says of itself.
    pub info: Info,
    /// Width and height of the paper.
    pub size: (Pt, Pt),
    /// The subset fonts that the glyphs belong to.
    pub fonts: Vec<Arc<Font>>,
    /// The pictures.
    pub pictures: Vec<Arc<Picture>>,
    /// The logical structure: every element after its parent, in reading order. The first is the document itself.
    pub elements: Vec<Element>,
    /// The headings, for the outline of the file.
    pub outline: Vec<Entry>,
    /// What lies behind all else on every page: a watermark.
    pub ground: Option<Shape>,
    /// What the type of [`Tag::Mark`] stands on.
    pub tint: Colour,
    /// The pages.
    pub pages: Vec<Page>,
    /// What was found in setting them.
    pub told: Diagnostics,
}

/// A page: items in reading order.
#[derive(Debug, Default)]
pub struct Page {
    /// What is drawn.
    pub items: Vec<Item>,
    /// The numbers of lines, in the margin.
    pub numbers: Vec<Item>,
    /// What is said of the text.
    pub notes: Vec<Note>,
}

/// Something said of some characters: a line under them, and a number at the first of them.
#[derive(Debug)]
pub struct Note {
    /// Index of its element of the structure.
    pub element: usize,
    /// The lines, of which there is at least one.
    pub lines: Vec<Underline>,
    /// The number; nothing on further pages.
    pub number: Option<Numeral>,
}

/// A line under characters.
#[derive(Clone, Copy, Debug)]
pub struct Underline {
    /// Left end of the characters on their baseline.
    pub left: Point,
    /// Their right end.
    pub right: Pt,
    /// Their type size.
    pub size: Pt,
}

/// The number of a note.
#[derive(Debug)]
pub struct Numeral {
    /// Its outline.
    pub shape: Shape,
    /// Its left edge.
    pub left: Pt,
    /// Its right edge.
    pub right: Pt,
}

/// An outline, filled; where it turns round a place more often one way than the other is inside.
#[derive(Debug)]
pub struct Shape {
    /// The colour.
    pub ink: Colour,
    /// The outline.
    pub steps: Vec<Step>,
}

/// A step along an outline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// Begins at a point.
    Move(Point),
    /// A straight line to a point.
    Line(Point),
    /// A cubic curve: its two control points and its end.
    Curve(Point, Point, Point),
    /// Back to where it began.
    Close,
}

impl Underline {
    /// How far under the baseline the line lies.
    const DOWN: Em = Em(0.17);

    /// Both ends of the line.
    pub fn ends(&self) -> (Point, Point) {
        let y = self.left.y + Self::DOWN.at(self.size);
        (Point { x: self.left.x, y }, Point { x: self.right, y })
    }
}

impl Glyphs {
    /// How wide the run is.
    pub fn width(&self) -> Pt {
        self.glyphs.iter().map(|glyph| glyph.advance).sum()
    }
}

/// Something drawn at a place.
#[derive(Debug)]
pub struct Item {
    /// Origin: the baseline's left end for glyphs, one end for a rule, the upper left corner for a picture.
    pub at: Point,
    /// Index of the element of the structure it belongs to; nothing for rules, page numbers and other artifacts.
    pub element: Option<usize>,
    /// What it is.
    pub drawing: Drawing,
}

/// A place on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// From the left edge of the paper.
    pub x: Pt,
    /// From the upper edge of the paper.
    pub y: Pt,
}

/// What can be drawn.
#[derive(Debug)]
pub enum Drawing {
    /// A run of glyphs of one font and size on one baseline.
    Glyphs(Glyphs),
    /// A straight black line.
    Rule {
        /// Its other end.
        to: Point,
        /// Its thickness.
        width: Pt,
    },
    /// A picture.
    Picture {
        /// Index into [`Pages::pictures`].
        picture: usize,
        /// How wide it is.
        width: Pt,
        /// How high it is.
        height: Pt,
    },
}

/// A run of glyphs.
#[derive(Debug)]
pub struct Glyphs {
    /// Index into [`Pages::fonts`].
    pub font: usize,
    /// Type size.
    pub size: Pt,
    /// The glyphs, left to right.
    pub glyphs: Vec<Glyph>,
}

/// A glyph of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// Its number in the subset font.
    pub id: u16,
    /// The character it stands for.
    pub character: char,
    /// From its origin to that of the next glyph.
    pub advance: Pt,
}

/// A font with just the glyphs that are used.
pub struct Font {
    /// PostScript name, without subset tag.
    pub name: String,
    /// The sfnt, with what its glyphs are drawn with and nothing else.
    pub data: Vec<u8>,
    /// The characters and their glyphs, sorted by character.
    pub glyphs: Vec<(char, u16)>,
    /// Its measures.
    pub metrics: Metrics,
    /// The opened font: opening it reads every outline, so a back end that draws none never pays for it.
    outlines: OnceLock<fontdue::Font>,
    identity: OnceLock<[u8; 32]>,
    /// Its file in a PDF, which a back end that writes none never pays for.
    program: OnceLock<Program>,
}

/// The file of a font as it stands in a PDF.
pub struct Program {
    /// Whether it is the outlines alone, as those of PostScript are.
    pub is_bare: bool,
    /// The file, deflated.
    pub packed: Vec<u8>,
}

/// The measures of a font, in parts of its em.
#[derive(Clone, Debug, PartialEq)]
pub struct Metrics {
    /// Advance of every glyph, by its number.
    pub advances: Vec<Em>,
    /// Height of the highest glyph parts over the baseline.
    pub ascent: Em,
    /// Depth of the lowest under it, negative.
    pub descent: Em,
    /// Left, lower, right and upper edge of all glyphs together.
    pub bounds: [Em; 4],
    /// 400 is regular, 700 bold (OS/2 usWeightClass).
    pub weight: u16,
}

impl Font {
    /// A font of a small sfnt that `ttf-parser` has read.
    pub fn new(name: String, data: Vec<u8>, glyphs: Vec<(char, u16)>, metrics: Metrics) -> Self {
        Self { name, data, glyphs, metrics, outlines: OnceLock::new(), identity: OnceLock::new(), program: OnceLock::new() }
    }

    /// The advance of a glyph.
    pub fn advance(&self, glyph: u16) -> Em {
        self.metrics.advances.get(usize::from(glyph)).copied().unwrap_or_default()
    }

    /// What tells it from any other: the SHA-256 of its file.
    pub fn identity(&self) -> &[u8; 32] {
        self.identity.get_or_init(|| Sha256::digest(&self.data).into())
    }

    /// Its file in a PDF, made at the first call.
    pub fn program(&self, make: impl FnOnce() -> Program) -> &Program {
        self.program.get_or_init(make)
    }

    /// The outlines, opened at the first call.
    pub fn outlines(&self) -> &fontdue::Font {
        self.outlines.get_or_init(|| {
            let settings = fontdue::FontSettings { load_substitutions: false, ..Default::default() };
            // fontdue opens only the glyphs that a character map reaches.
            let mapped = with_cmap(&self.data, &self.glyphs).unwrap_or_default();
            fontdue::Font::from_bytes(mapped, settings)
                .expect("ttf-parser, which fontdue reads fonts with, has read these bytes already")
        })
    }
}

/// An element of the logical structure (ISO 32000-1, 14.7).
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// What it is.
    pub tag: Tag,
    /// Index of the element it stands in; nothing for the document.
    pub parent: Option<usize>,
    /// For a figure in a table, the elements of its heads: of columns, then of rows, the outer ones first.
    pub heads: Vec<usize>,
}

/// What an element of the structure is.
#[derive(Clone, Debug, PartialEq)]
pub enum Tag {
    /// The whole.
    Document,
    /// A heading; level 1 is the title.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A link inside a text.
    Link {
        /// The address.
        href: String,
    },
    /// Characters of a text to be seen at once: they stand on a tint.
    Mark,
    /// Something said of the text it stands in.
    Note {
        /// Its number.
        number: usize,
        /// What is said.
        text: String,
        /// The colour of its line and number.
        ink: Colour,
        /// Thickness of the line.
        rule: Pt,
    },
    /// A picture.
    Figure {
        /// What it is, for readers who cannot see it.
        alt: String,
    },
    /// A table.
    Table,
    /// The rows of column heads that a table starts with.
    TableHead,
    /// Rows of a table under the same heads, which may be among them.
    TableBody,
    /// A row of a table.
    Row,
    /// The head of columns or rows.
    HeadCell {
        /// Grid columns covered.
        columns: usize,
        /// Rows covered.
        rows: usize,
        /// Whether it heads rows, not columns.
        of_rows: bool,
    },
    /// A cell with a figure.
    Cell {
        /// Grid columns covered.
        columns: usize,
        /// Rows covered.
        rows: usize,
    },
}

/// An entry of the outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// 1 to 4, as the heading's.
    pub level: u8,
    /// The heading in one line.
    pub title: String,
    /// Index of the page it stands on.
    pub page: usize,
    /// Upper edge of its line.
    pub y: Pt,
}

impl std::fmt::Debug for Font {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.debug_struct("Font").field("name", &self.name).field("glyphs", &self.glyphs.len()).finish_non_exhaustive()
    }
}
