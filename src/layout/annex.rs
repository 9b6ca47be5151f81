//! 附件说明: `附件：` and the names, one under another (GB/T 9704 7.3.4). And what an annex begins with (7.3.7).

use crate::document::{Annex, Text};
use crate::layout::block::Setter;
use crate::layout::break_::break_lines;
use crate::layout::collect::ANNEX;
use crate::layout::line::Line;
use crate::layout::run::Run;
use crate::layout::shape::Type;
use crate::layout::strip::Strip;
use crate::layout::text::plain;
use crate::page::{Point, Tag};
use crate::unit::Pt;

impl Setter<'_> {
    /// What an annex begins with: the word 附件 at the left edge, and below the blank lines the title, which is in the outline.
    pub fn annex_head(&mut self, annex: &Annex) -> Vec<Strip> {
        let style = &self.style.annex;
        let with = self.grid_type(&style.face, style.size);
        let element = self.structure.block(Tag::Paragraph);
        let measure = self.style.page.measure;
        let mut strips = vec![];
        for run in self.runs(&annex.label, with, element) {
            let lines = break_lines(&run, |_| measure).into_iter().map(|range| Line::set(&run, range, measure, false));
            strips.extend(lines.map(|line| Strip { keeps: true, ..self.strip(&line, &run, Pt::ZERO, style.size) }));
        }
        strips.push(Strip::blank(usize::from(style.after), true));
        let mut title = self.title(&annex.title);
        if let Some(first) = title.first_mut() {
            first.heading = Some((1, annex.title.plain()));
        }
        strips.extend(title);
        strips
    }

    /// The names of the annexes: numbered if there are several, each going on under its own first character.
    pub fn annexes(&mut self, names: &[Text]) -> Vec<Strip> {
        let with = self.grid_type(&self.style.body.face, self.style.body.size);
        let indent = self.style.annexes.indent.at(self.style.character_pitch());
        let under = indent + self.opening(ANNEX, with, None).1;
        let mut strips = vec![Strip::blank(usize::from(self.style.annexes.before), true)];
        for (index, name) in names.iter().enumerate() {
            let number = if names.len() > 1 { format!("{}.", index + 1) } else { String::new() };
            let (start, opening) = if index == 0 { (indent, format!("{ANNEX}{number}")) } else { (under, number) };
            strips.extend(self.annex(name, &opening, start, with));
        }
        strips
    }

    /// The lines of one name, after what opens it.
    fn annex(&mut self, name: &Text, opening: &str, start: Pt, with: Type) -> Vec<Strip> {
        let element = self.structure.block(Tag::Paragraph);
        let (opening, width) = self.opening(opening, with, Some(element));
        let room = self.style.page.measure - start - width;
        let mut strips = vec![];
        for run in self.runs(name, with, element) {
            let lines = break_lines(&run, |_| room).into_iter().map(|range| Line::set(&run, range, room, false));
            strips.extend(lines.map(|line| self.strip(&line, &run, start + width, with.size)));
        }
        if let Some(first) = strips.first_mut() {
            let line = Line::set(&opening, 0..opening.atoms.len(), width, false);
            let at = Point { x: self.style.page.left + start, y: self.baseline(with.size) };
            first.items.splice(0..0, line.draw(&opening, at));
        }
        strips
    }

    /// What opens a name, and its width.
    fn opening(&self, text: &str, with: Type, element: Option<usize>) -> (Run, Pt) {
        let run = Run::new(self.fonts.shape(&plain(text), with, |_| element));
        let width = run.atoms.iter().map(|atom| atom.width).sum();
        (run, width)
    }
}
