//! A line over or under a table, in the table's type: its texts are spread over the measure.

use std::ops::Range;

use crate::document::Text;
use crate::layout::block::Setter;
use crate::layout::break_::break_lines;
use crate::layout::cell::sizes;
use crate::layout::line::Line;
use crate::layout::run::Run;
use crate::layout::shape::Type;
use crate::layout::strip::Strip;
use crate::layout::text::lines;
use crate::page::Tag;
use crate::unit::{Em, Pt};

/// The least blank between two texts.
const APART: Em = Em(1.0);

impl Setter<'_> {
    /// The texts, the first at the left edge, the last at the right, in smaller type if they fit on one line then. Near the table:
    /// low in its line `over` it, else high.
    pub fn note(&mut self, texts: &[Text], over: bool) -> Vec<Strip> {
        let (size, runs) = self.noted(texts);
        let measure = self.style.page.measure;
        let mut strips: Vec<Strip> = vec![];
        for range in parted(&runs, measure, APART.at(size)) {
            let [run] = &runs[range.clone()] else {
                strips.push(self.spread(&runs[range], size));
                continue;
            };
            let lines = break_lines(run, |_| measure).into_iter().map(|range| Line::set(run, range, measure, false));
            strips.extend(lines.map(|line| self.strip(&line, run, Pt::ZERO, size)));
        }
        let down = (self.style.line_pitch() - size) / if over { 2.0 } else { -2.0 };
        for strip in &mut strips {
            strip.items.iter_mut().for_each(|item| item.at.y += down);
            (strip.keeps, strip.clings) = (over, !over);
        }
        strips
    }

    /// The texts in the size they are set in.
    fn noted(&mut self, texts: &[Text]) -> (Pt, Vec<Run>) {
        let mut elements = vec![];
        for text in texts {
            let element = self.structure.block(Tag::Paragraph);
            elements.push(self.structure.inlines(text, element));
        }
        let style = &self.style.table;
        let set = |size: Pt| -> Vec<Run> {
            let with = Type::plain(&style.label, size);
            let run = |(text, elements): (&Text, &Vec<Option<usize>>)| {
                let element = |inline: usize| elements.get(inline).copied().flatten();
                Run::new(lines(text).iter().flat_map(|line| self.fonts.shape(line, with, element)).collect())
            };
            texts.iter().zip(&elements).map(run).collect()
        };
        let mut tried = sizes(style.size, style.least).map(|size| (size, set(size)));
        let fitting = tried.find(|(size, runs)| parted(runs, self.style.page.measure, APART.at(*size)).len() == 1);
        fitting.unwrap_or_else(|| (style.size, set(style.size)))
    }

    /// Several texts on a line.
    fn spread(&self, runs: &[Run], size: Pt) -> Strip {
        let blank = self.style.page.measure - runs.iter().map(width).sum();
        let gap = blank / runs.len().saturating_sub(1).max(1) as f64;
        let mut strip = Strip { lines: 1, ..Strip::default() };
        let mut start = Pt::ZERO;
        for run in runs {
            let line = Line::set(run, 0..run.atoms.len(), width(run), false);
            strip.items.extend(self.strip(&line, run, start, size).items);
            start += width(run) + gap;
        }
        strip
    }
}

/// Which texts stand on a line together.
fn parted(runs: &[Run], measure: Pt, apart: Pt) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = vec![];
    let mut used = Pt::ZERO;
    for (at, run) in runs.iter().enumerate() {
        let with = used + apart + width(run);
        match parts.last_mut() {
            Some(part) if with.fits(measure) => (part.end, used) = (at + 1, with),
            _ => {
                parts.push(at..at + 1);
                used = width(run);
            }
        }
    }
    parts
}

fn width(run: &Run) -> Pt {
    run.width(0..run.atoms.len())
}
