//! Atoms, measured: sums along the text, so that the width of any stretch of it costs two look-ups.

use std::ops::Range;

use crate::layout::bond::{Bond, bonds};
use crate::layout::shape::Atom;
use crate::layout::space::{Gap, gap, hang_left, hang_right};
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
