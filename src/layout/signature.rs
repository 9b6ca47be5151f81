//! The signature without seal (GB/T 9704 7.3.5.2): 署名右空二字，成文日期首字比署名首字右移二字.

use crate::document::{Signature, Text};
use crate::layout::block::Setter;
use crate::layout::break_::break_lines;
use crate::layout::line::Line;
use crate::layout::run::Run;
use crate::layout::shape::Type;
use crate::layout::strip::Strip;
use crate::page::Tag;
use crate::unit::Pt;

impl Setter<'_> {
    /// The blank above, the names one under another, the date; all of it stays together.
    pub fn signature(&mut self, signature: &Signature) -> Vec<Strip> {
        let style = &self.style.signature;
        let pitch = self.style.character_pitch();
        let with = self.grid_type(&style.face, style.size);
        let names: Vec<Run> = signature.names.iter().map(|name| self.one_line(name, with)).collect();
        let date = self.one_line(&signature.date, with);

        let (name_width, date_width) = (names.iter().map(width).fold(Pt::ZERO, Pt::max), width(&date));
        let (right, shift) = (self.style.page.measure - style.right.at(pitch), style.shift.at(pitch));
        // The longer of the two has the blank at its right; a name longer than the line has none.
        let start = if date_width > name_width { right - date_width - shift } else { right - name_width };
        let start = start.max(Pt::ZERO);

        let mut strips = vec![Strip::blank(usize::from(style.before), true)];
        names.iter().for_each(|name| strips.extend(self.signed(name, start, style.size)));
        strips.extend(self.signed(&date, start + shift, style.size));
        if let Some(last) = strips.last_mut() {
            last.keeps = false;
        }
        strips
    }

    /// A text that is best set in one line.
    pub fn one_line(&mut self, text: &Text, with: Type) -> Run {
        let element = self.structure.block(Tag::Paragraph);
        Run::new(self.atoms(text, with, element).concat())
    }

    /// A name or date from where it starts; one longer than the rest of the measure takes more lines.
    fn signed(&self, run: &Run, start: Pt, size: Pt) -> Vec<Strip> {
        let room = self.style.page.measure - start;
        let lines = break_lines(run, |_| room).into_iter().map(|range| Line::set(run, range, room, false));
        lines.map(|line| Strip { keeps: true, ..self.strip(&line, run, start, size) }).collect()
    }
}

/// The width of all of a run.
pub fn width(run: &Run) -> Pt {
    run.width(0..run.atoms.len())
}
