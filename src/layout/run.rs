//! Atoms, measured: sums along the text, so that the width of any stretch of it costs two look-ups.

use std::ops::Range;

use crate::layout::bond::{Bond, bonds};
use crate::layout::shape::Atom;
use crate::layout::space::{Gap, gap, hang_left, hang_right};
#[cfg(test)]
use crate::style::Breaking;
use crate::typography::Class;
use crate::unit::Pt;

/// Text without forced line ends, measured.
pub struct Run {
    /// The atoms.
    pub atoms: Vec<Atom>,
    /// The spaces between them: one less.
    pub gaps: Vec<Gap>,
    /// How they hold together: one less.
    pub bonds: Vec<Bond>,
    /// Where each atom starts if all stand in one line.
    starts: Vec<Pt>,
    /// How far the spaces before each atom may shrink, summed.
    shrinks: Vec<Pt>,
}

impl Run {
    /// Measures atoms.
    pub fn new(atoms: Vec<Atom>) -> Self {
        let bonds = bonds(&atoms);
        let gaps: Vec<Gap> = atoms.windows(2).zip(&bonds).map(|(pair, bond)| gap(&pair[0], &pair[1], *bond)).collect();
        let (mut start, mut shrink) = (Pt::ZERO, Pt::ZERO);
        let (mut starts, mut shrinks) = (Vec::with_capacity(atoms.len()), Vec::with_capacity(atoms.len()));
        for (index, atom) in atoms.iter().enumerate() {
            starts.push(start);
            shrinks.push(shrink);
            if let Some(gap) = gaps.get(index) {
                start += atom.width + gap.natural;
                shrink += gap.shrink;
            }
        }
        Self { atoms, gaps, bonds, starts, shrinks }
    }

    /// The part of a range that shows: without the spaces at its end.
    pub fn visible(&self, range: Range<usize>) -> Range<usize> {
        let trailing = self.atoms[range.clone()].iter().rev().take_while(|atom| atom.class == Class::Space).count();
        range.start..range.end - trailing
    }

    /// The width of a range, as a line that needs no change.
    pub fn width(&self, range: Range<usize>) -> Pt {
        let range = self.visible(range);
        match range.len() {
            0 => Pt::ZERO,
            _ => self.starts[range.end - 1] - self.starts[range.start] + self.atoms[range.end - 1].width,
        }
    }

    /// How much narrower a range can be made.
    pub fn slack(&self, range: Range<usize>) -> Pt {
        let range = self.visible(range);
        match range.len() {
            0 => Pt::ZERO,
            _ => {
                let inner = self.shrinks[range.end - 1] - self.shrinks[range.start];
                inner + hang_left(&self.atoms[range.start]) + hang_right(&self.atoms[range.end - 1])
            }
        }
    }

    /// Whether a range fits into a width, pressed together if need be.
    pub fn squeezes(&self, range: Range<usize>, room: Pt) -> bool {
        (self.width(range.clone()) - self.slack(range)).fits(room)
    }

    /// The bond after an atom; the last one's is open.
    pub fn bond_after(&self, atom: usize) -> Bond {
        self.bonds.get(atom).copied().unwrap_or(Bond::Open)
    }
}

#[cfg(test)]
impl Run {
    /// A run in type of 10 points: wide characters a full square, others half of it.
    pub fn sample(text: &str) -> Self {
        Self::broken(text, Breaking::Careful)
    }

    /// The same, by how its lines are broken.
    pub fn broken(text: &str, breaking: Breaking) -> Self {
        let atom = |letter: crate::layout::text::Letter| Atom {
            character: letter.character,
            class: letter.class(),
            latin: letter.latin,
            font: usize::from(letter.latin),
            glyph: 1,
            size: Pt(10.0),
            width: if letter.latin { Pt(5.0) } else { Pt(10.0) },
            breaking,
            element: None,
        };
        Self::new(crate::layout::text::plain(text).into_iter().map(atom).collect())
    }

    /// The lines as text.
    pub fn show(&self, lines: &[Range<usize>]) -> Vec<String> {
        lines.iter().map(|line| self.atoms[line.clone()].iter().map(|atom| atom.character).collect()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Run;
    use crate::unit::Pt;

    fn width(text: &str) -> Pt {
        let run = Run::sample(text);
        run.width(0..run.atoms.len())
    }

    #[test]
    fn neighbouring_marks_share_half_a_square() {
        assert_eq!(width("》（"), Pt(15.0));
        assert_eq!(width("。”"), Pt(15.0));
        assert_eq!(width("（《"), Pt(15.0));
        assert_eq!(width("——"), Pt(20.0));
        assert_eq!(width("甲·乙"), Pt(30.0));
    }

    #[test]
    fn a_quarter_stands_between_han_and_latin_but_not_beside_marks() {
        assert_eq!(width("共12件"), Pt(35.0));
        assert_eq!(width("（12）"), Pt(30.0));
        assert_eq!(width("，12。"), Pt(30.0));
    }

    #[test]
    fn spaces_at_the_end_have_no_width() {
        assert_eq!(width("ab "), width("ab"));
    }

    #[test]
    fn a_line_gives_way_at_both_ends() {
        let run = Run::sample("（甲）");
        assert_eq!(run.slack(0..3), Pt(10.0));
        assert_eq!(Run::sample("甲乙").slack(0..2), Pt(0.0));
    }
}
