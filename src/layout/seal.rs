//! The signature with seals (GB/T 9704 7.3.5.1): 成文日期右空四字，署名以日期为准居中，印章居中下压署名和日期，顶端上距正文一行之内;
//! several offices side by side in their order, each under its own seal, the last with the date.

use std::ops::Range;
use std::sync::Arc;

use crate::document::{Seal, Signature};
use crate::layout::block::Setter;
use crate::layout::break_::break_lines;
use crate::layout::line::Line;
use crate::layout::run::Run;
use crate::layout::signature::width;
use crate::layout::strip::Strip;
use crate::page::{Drawing, Item, Point, Tag};
use crate::unit::{Em, Pt};

/// The least blank between two names side by side.
const APART: Em = Em(1.0);

/// An office: its name, its seal and the element of that.
struct Office<'a> {
    name: Run,
    lines: Vec<Range<usize>>,
    seal: &'a Seal,
    element: usize,
}

/// Where offices stand: how many in a row, the middle of the last of a row, and how far apart the middles are.
struct Columns {
    count: usize,
    last: Pt,
    step: Pt,
}

impl Setter<'_> {
    /// Rows of offices, a strip each, which stay together; the date is in the last.
    pub fn sealed(&mut self, signature: &Signature) -> Vec<Strip> {
        let style = &self.style.signature;
        let with = self.grid_type(&style.face, style.size);
        let measure = self.style.page.measure;
        let mut offices = vec![];
        for (name, seal) in signature.names.iter().zip(&signature.seals) {
            let name = self.one_line(name, with);
            let element = self.structure.block(Tag::Figure { alt: seal.alt.clone() });
            offices.push(Office { lines: break_lines(&name, |_| measure), name, seal, element });
        }
        let date = self.one_line(&signature.date, with);

        let columns = self.columns(&offices, width(&date));
        let rows: Vec<&[Office]> = offices.chunks(columns.count).collect();
        let (pitch, height) =
            (self.style.line_pitch(), offices.iter().map(|office| office.seal.height()).fold(Pt::ZERO, Pt::max));
        let deep = offices.iter().map(|office| office.lines.len()).max().unwrap_or(1);
        // The name is in the middle of the seal and the date under it. Above it there are blank lines just enough for the seal.
        let above = (height / pitch / 2.0 - deep as f64 / 2.0 - 0.001).ceil().max(0.0);
        let middle = pitch * (above + deep as f64 / 2.0);
        let mut strips = vec![];
        for (at, row) in rows.iter().enumerate() {
            let last = at + 1 == rows.len();
            let under = if last { Pt::ZERO } else { style.seal.apart };
            let sealed = ((middle + height / 2.0 + under) / pitch - 0.001).ceil() as usize;
            let named = above as usize + deep + usize::from(last);
            let mut strip = Strip { lines: sealed.max(named), keeps: !last, ..Strip::default() };
            let first = columns.last - columns.step * (row.len() - 1) as f64;
            let middles = || (0..row.len()).map(|column| first + columns.step * column as f64);
            // What is drawn first lies beneath: so no seal hides a name or a date.
            strip.items.extend(row.iter().zip(middles()).map(|(office, x)| self.stamp(office, x, middle)));
            for (office, x) in row.iter().zip(middles()) {
                for (line, range) in office.lines.iter().enumerate() {
                    strip.items.extend(self.centred(&office.name, range.clone(), x, pitch * (above + line as f64)));
                }
            }
            if last {
                let all = 0..date.atoms.len();
                strip.items.extend(self.centred(&date, all, columns.last, pitch * (above + deep as f64)));
            }
            strips.push(strip);
        }
        strips
    }

    /// As many offices side by side as there is room for, left of the one over the date; none with fewer than it need.
    fn columns(&self, offices: &[Office], date: Pt) -> Columns {
        let (style, em, measure) = (&self.style.signature.seal, self.style.character_pitch(), self.style.page.measure);
        let seal = offices.iter().map(|office| office.seal.width).fold(Pt::ZERO, Pt::max);
        let name = offices.iter().map(|office| width(&office.name)).fold(Pt::ZERO, Pt::max).min(measure);
        let half = seal.max(name).max(date).min(measure) / 2.0;
        let last = (measure - style.right.at(em) - date / 2.0).min(measure - half).max(half);
        let step = (seal + style.apart).max(name + APART.at(em));
        let most = 1 + ((last - half) / step).max(0.0) as usize;
        let rows = offices.len().div_ceil(most).max(1);
        Columns { count: offices.len().div_ceil(rows).max(1), last, step }
    }

    /// A seal round a point of the strip.
    fn stamp(&mut self, office: &Office, x: Pt, y: Pt) -> Item {
        let (width, height) = (office.seal.width, office.seal.height());
        let known = self.pictures.iter().position(|known| Arc::ptr_eq(known, &office.seal.picture));
        let picture = known.unwrap_or_else(|| {
            self.pictures.push(Arc::clone(&office.seal.picture));
            self.pictures.len() - 1
        });
        Item {
            at: Point { x: self.style.page.left + x - width / 2.0, y: y - height / 2.0 },
            element: Some(office.element),
            drawing: Drawing::Picture { picture, width, height },
        }
    }

    /// A line with its middle at a place, in a line of the grid that starts at a height of the strip.
    fn centred(&self, run: &Run, range: Range<usize>, x: Pt, y: Pt) -> Vec<Item> {
        let line = Line::set(run, range, self.style.page.measure, false);
        let size = self.style.signature.size;
        line.draw(run, Point { x: self.style.page.left + x - line.width() / 2.0, y: y + self.baseline(size) })
    }
}
