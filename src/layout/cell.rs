//! The text of a cell: its lines, and where they stand in it.

use std::ops::Range;

use crate::document::{Align, Cell, Role};
use crate::layout::balance::{balance, unevenness};
use crate::layout::break_::break_lines;
use crate::layout::font::Fonts;
use crate::layout::line::Line;
use crate::layout::run::Run;
use crate::layout::shape::Type;
use crate::layout::strip::baseline;
use crate::layout::text::lines;
use crate::page::{Item, Point};
use crate::style::TableStyle;
use crate::typography::{Class, class};
use crate::unit::Pt;

/// Distance of baselines in a cell, in parts of the type size.
const LEADING: f64 = 1.2;
/// Blank over and under the text together, in parts of the type size.
const AIR: f64 = 0.4;
/// The smallest blank beside a text that would else need one line more.
const TIGHT: Pt = Pt(0.75);
/// The steps in which type gets smaller.
const STEP: Pt = Pt(0.5);
/// The smallest type a figure is set in to fit its column.
const SMALLEST: Pt = Pt(6.0);

/// A cell's text, set.
pub struct Block {
    size: Pt,
    align: Align,
    /// How much further in than others of its column it starts.
    indent: Pt,
    lines: Vec<(Run, Vec<Line>)>,
}

/// What cells are set with.
pub struct Setter<'a> {
    /// The glyphs.
    pub fonts: &'a Fonts,
    /// Faces and measures.
    pub style: &'a TableStyle,
    /// The type size of the table.
    pub size: Pt,
}

impl Setter<'_> {
    /// Sets a cell's text to a width between its rules; `elements` has the element of each inline.
    pub fn block(&self, cell: &Cell, width: Pt, elements: &[Option<usize>]) -> Block {
        // However deep it is in a list, half of the width is for the text.
        let indent = (self.size * f64::from(cell.indent)).min(width / 2.0);
        let width = width - indent;
        let (size, runs) = self.shaped(cell, width, elements);
        let set = |run: Run| {
            let (ranges, room) = self.divide(&run, cell.align, width);
            let lines = ranges.into_iter().map(|range| Line::set(&run, range, room, false)).collect();
            (run, lines)
        };
        Block { size, align: cell.align, indent, lines: runs.into_iter().map(set).collect() }
    }

    /// A cell's text in the size it is set in. A figure too long for its column gets smaller rather than be parted; what is more 汉字
    /// than anything else, or no size would bring into one line, is text and stays as it is.
    fn shaped(&self, cell: &Cell, width: Pt, elements: &[Option<usize>]) -> (Pt, Vec<Run>) {
        let fits = |runs: &[Run]| runs.iter().all(|run| run.width(0..run.atoms.len()).fits(width - TIGHT * 2.0));
        let runs = self.runs(cell, self.size, elements);
        if cell.role != Role::Figure || fits(&runs) || runs.iter().any(is_prose) {
            return (self.size, runs);
        }
        let smaller = sizes(self.size, SMALLEST)
            .skip(1)
            .map(|size| (size, self.runs(cell, size, elements)))
            .find(|(_, runs)| fits(runs));
        smaller.unwrap_or((self.size, runs))
    }

    /// The lines of a text and the room they are set to: that between the paddings, or nearly all of the cell where this saves
    /// lines or makes a head more even.
    fn divide(&self, run: &Run, align: Align, width: Pt) -> (Vec<Range<usize>>, Pt) {
        let lines = |room: Pt| if align == Align::Center { balance(run, room) } else { break_lines(run, |_| room) };
        let (usual, tight) = (width - self.style.padding * 2.0, width - TIGHT * 2.0);
        let normal = lines(usual);
        if normal.len() < 2 {
            return (normal, usual);
        }
        let full = lines(tight);
        let evener = align == Align::Center && unevenness(run, &full) < unevenness(run, &normal);
        let fewer = full.len() < normal.len() && (full.len() == 1 || align == Align::Center);
        if fewer || (full.len() == normal.len() && evener) { (full, tight) } else { (normal, usual) }
    }

    fn runs(&self, cell: &Cell, size: Pt, elements: &[Option<usize>]) -> Vec<Run> {
        let with = Type::plain(self.style.face(cell.role), size);
        let element = |inline: usize| elements.get(inline).copied().flatten();
        lines(&cell.text).iter().map(|line| Run::new(self.fonts.shape(line, with, element))).collect()
    }
}

impl Block {
    /// The height the text needs, with some air.
    pub fn height(&self) -> Pt {
        self.size * (LEADING * self.count() as f64 + AIR)
    }

    /// How many lines it has.
    pub fn count(&self) -> usize {
        self.lines.iter().map(|(_, lines)| lines.len()).sum()
    }

    /// How far the text stands off the left rule, if it is set from there: less than `padding` if its longest line needs it.
    pub fn margin(&self, width: Pt, padding: Pt) -> Option<Pt> {
        let spare = |line: &Line| (width - self.indent - line.width()) / 2.0;
        let lines = self.lines.iter().flat_map(|(_, lines)| lines);
        matches!(self.align, Align::Left | Align::Justify).then(|| lines.map(spare).fold(padding, Pt::min))
    }

    /// The text in a box, in the middle of its height; an `artifact` belongs to no element.
    pub fn draw(&self, corner: Point, width: Pt, height: Pt, padding: Pt, artifact: bool) -> Vec<Item> {
        let leading = self.size * LEADING;
        let top = corner.y + (height - leading * self.count() as f64) / 2.0;
        let lines = self.lines.iter().flat_map(|(run, lines)| lines.iter().map(move |line| (run, line)));
        let mut items = vec![];
        for (index, (run, line)) in lines.enumerate() {
            let x = corner.x + self.indent + self.start(run, line, width - self.indent, padding);
            let y = top + leading * index as f64 + baseline(leading, self.size);
            items.extend(line.draw(run, Point { x, y }));
        }
        if artifact {
            items.iter_mut().for_each(|item| item.element = None);
        }
        items
    }

    /// Where a line starts in its box.
    fn start(&self, run: &Run, line: &Line, width: Pt, padding: Pt) -> Pt {
        match self.align {
            Align::Left | Align::Justify => padding,
            Align::Right => width - line.width() - padding.min((width - line.width()) / 2.0),
            Align::Center => (width - solid_width(run, line, width - padding * 2.0)) / 2.0,
        }
    }
}

/// Whether a run is more 汉字 than anything else.
fn is_prose(run: &Run) -> bool {
    run.atoms.iter().filter(|atom| atom.class == Class::Han).count() * 2 > run.atoms.len()
}

/// The sizes type may be set in to fit, the largest first.
pub fn sizes(size: Pt, least: Pt) -> impl Iterator<Item = Pt> {
    (0..).map(move |step| size - STEP * f64::from(step)).take_while(move |size| least.fits(*size))
}

/// The width by which a line is centred: where characters stand one under another, the mark after one hangs beside the column.
fn solid_width(run: &Run, line: &Line, room: Pt) -> Pt {
    let hangs = |atom: usize| matches!(class(run.atoms[atom].character), Class::Comma | Class::Stop);
    match line.atoms.len() {
        2 if !line.width().fits(room) && hangs(line.atoms.end - 1) => line.places[1],
        _ => line.width(),
    }
}
