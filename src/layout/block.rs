//! Blocks of the document → strips: title, headings, paragraphs.

use std::sync::Arc;

use crate::document::{Align, Heading, Paragraph, Text};
use crate::layout::balance::balance;
use crate::layout::break_::{break_justified, break_lines};
use crate::layout::font::Fonts;
use crate::layout::line::Line;
use crate::layout::run::Run;
use crate::layout::shape::{Atom, Type};
use crate::layout::strip::{Strip, baseline};
use crate::layout::structure::Structure;
use crate::layout::text::lines;
use crate::page::{Item, Point, Tag};
use crate::picture::Picture;
use crate::style::{ParagraphStyle, Style};
use crate::unit::Pt;

/// Sets blocks, and notes their elements.
pub struct Setter<'a> {
    /// The values of the page.
    pub style: &'a Style,
    /// The glyphs.
    pub fonts: &'a Fonts,
    /// The elements so far.
    pub structure: Structure,
    /// The pictures so far.
    pub pictures: Vec<Arc<Picture>>,
}

/// The fewest lines of text that stay with a heading before them or a signature after them.
const TOGETHER: usize = 2;

impl Setter<'_> {
    /// The title: lines in the middle, on whole lines of the grid, and the blank lines after it.
    pub fn title(&mut self, text: &Text) -> Vec<Strip> {
        let style = &self.style.title;
        let element = self.structure.block(Tag::Heading(1));
        let with = Type::plain(&style.face, style.size);
        let runs = self.runs(text, with, element);
        let measure = self.style.page.measure;
        let set = |run: &Run| -> Vec<Vec<Item>> {
            let lines = balance(run, measure).into_iter().map(|range| Line::set(run, range, measure, false));
            let x = |line: &Line| self.style.page.left + self.place(style.align, Pt::ZERO, line.width());
            lines.map(|line| line.draw(run, Point { x: x(&line), y: Pt::ZERO })).collect()
        };
        let lines: Vec<Vec<Item>> = runs.iter().flat_map(set).collect();
        let pitch = self.style.line_pitch();
        // The pitch lies between lines: a title of one line takes one line of the grid if its type does.
        let height = style.pitch * lines.len().saturating_sub(1) as f64 + style.size;
        let taken = ((height - Pt(0.01)) / pitch).ceil() as usize;
        let top = (pitch * taken as f64 - height) / 2.0;
        let mut strip = Strip { lines: taken, keeps: true, counted: true, ..Strip::default() };
        for (index, mut line) in lines.into_iter().enumerate() {
            let y = top + style.pitch * index as f64 + baseline(style.size, style.size);
            line.iter_mut().for_each(|item| item.at.y = y);
            strip.items.extend(line);
        }
        vec![strip, Strip::blank(usize::from(style.after), true)]
    }

    /// A heading on lines of its own.
    pub fn heading(&mut self, heading: &Heading) -> Vec<Strip> {
        let style = self.style.heading(heading.level);
        let element = self.structure.block(Tag::Heading(heading.level + 1));
        let runs = self.runs(&heading.text, self.grid_type(&style.face, style.size), element);
        let mut strips = self.flow(&runs, style);
        strips.iter_mut().for_each(|strip| strip.keeps = true);
        enter(&mut strips, heading);
        strips
    }

    /// A paragraph, perhaps with a heading that runs in.
    pub fn paragraph(&mut self, paragraph: &Paragraph) -> Vec<Strip> {
        let mut lead: Vec<Atom> = vec![];
        if let Some(heading) = &paragraph.lead {
            let element = self.structure.block(Tag::Heading(heading.level + 1));
            let style = self.style.heading(heading.level);
            let with = self.grid_type(&style.face, style.size);
            lead = self.atoms(&heading.text, with, element).concat();
        }
        let element = self.structure.block(Tag::Paragraph);
        let body = &self.style.body;
        let mut segments = self.atoms(&paragraph.text, self.grid_type(&body.face, body.size), element);
        if let Some(first) = segments.first_mut() {
            first.splice(0..0, lead);
        }
        let runs: Vec<Run> = segments.into_iter().map(Run::new).collect();
        let mut strips = self.flow(&runs, body);
        if body.widows {
            keep_first(&mut strips);
            let before_last = strips.len().checked_sub(TOGETHER).and_then(|at| strips.get_mut(at));
            before_last.into_iter().for_each(|strip| strip.keeps = true);
        }
        if let Some(heading) = &paragraph.lead {
            enter(&mut strips, heading);
            keep_first(&mut strips);
        }
        strips
    }

    /// The lines of runs in the style of a paragraph.
    fn flow(&self, runs: &[Run], style: &ParagraphStyle) -> Vec<Strip> {
        let measure = self.style.page.measure;
        let indent = style.indent.at(self.style.character_pitch());
        let mut strips = vec![];
        for (segment, run) in runs.iter().enumerate() {
            let start = |line: usize| if segment == 0 && line == 0 { indent } else { Pt::ZERO };
            let room = |line| measure - start(line);
            let justify = style.align == Align::Justify;
            let ranges = if justify { break_justified(run, room) } else { break_lines(run, room) };
            let count = ranges.len();
            for (index, range) in ranges.into_iter().enumerate() {
                let justified = justify && index + 1 < count;
                let line = Line::set(run, range, measure - start(index), justified);
                let at = self.place(style.align, start(index), line.width());
                strips.push(self.strip(&line, run, at, style.size));
            }
        }
        strips
    }

    /// A line on a line of the grid, starting `at` so far into the measure.
    pub fn strip(&self, line: &Line, run: &Run, at: Pt, size: Pt) -> Strip {
        let at = Point { x: self.style.page.left + at, y: self.baseline(size) };
        Strip { lines: 1, items: line.draw(run, at), gives: true, counted: true, ..Strip::default() }
    }

    /// Where the baseline stands in a line of the grid.
    pub fn baseline(&self, size: Pt) -> Pt {
        baseline(self.style.line_pitch(), size)
    }

    /// Where a line of a width starts in the measure; one at the left, after an indent.
    fn place(&self, align: Align, indent: Pt, width: Pt) -> Pt {
        let spare = self.style.page.measure - width;
        match align {
            Align::Left | Align::Justify => indent,
            Align::Center => spare / 2.0,
            Align::Right => spare,
        }
    }

    /// Type on the grid: every character takes the pitch of the body instead of its size.
    pub fn grid_type<'s>(&self, role: &'s str, size: Pt) -> Type<'s> {
        Type {
            role,
            size,
            tracking: self.style.character_pitch() - self.style.body.size,
            breaking: self.style.grid.breaking,
        }
    }

    /// The lines of a text as its forced ends have it, measured.
    pub fn runs(&mut self, text: &Text, with: Type, element: usize) -> Vec<Run> {
        self.atoms(text, with, element).into_iter().map(Run::new).collect()
    }

    /// The atoms of a text, line by line of its forced ends.
    pub fn atoms(&mut self, text: &Text, with: Type, element: usize) -> Vec<Vec<Atom>> {
        let elements = self.structure.inlines(text, element);
        let element = |inline: usize| elements.get(inline).copied().flatten();
        lines(text).iter().map(|line| self.fonts.shape(line, with, element)).collect()
    }
}

/// Makes the first lines after a heading one with it.
pub fn keep_first(strips: &mut [Strip]) {
    let count = strips.len().min(TOGETHER).saturating_sub(1);
    strips[..count].iter_mut().for_each(|strip| strip.keeps = true);
}

/// Makes the last lines before a signature one with it.
pub fn keep_last<'s>(from_the_end: impl Iterator<Item = &'s mut Strip>) {
    from_the_end.take(TOGETHER).for_each(|strip| strip.keeps = true);
}

/// Enters a heading into the outline where its first line stands.
fn enter(strips: &mut [Strip], heading: &Heading) {
    if let Some(first) = strips.first_mut() {
        first.heading = Some((heading.level, heading.text.plain().trim_end_matches('。').to_string()));
    }
}
