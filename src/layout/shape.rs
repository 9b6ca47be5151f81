//! Characters → atoms: glyphs with their widths, the stuff that lines are made of.

use crate::layout::font::Fonts;
use crate::layout::text::Letter;
use crate::style::Breaking;
use crate::typography::Class;
use crate::unit::Pt;

/// A glyph on its way into a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Atom {
    /// The character.
    pub character: char,
    /// What it is to the line.
    pub class: Class,
    /// Whether it is set in the Latin face.
    pub latin: bool,
    /// The font, as in [`crate::page::Pages::fonts`].
    pub font: usize,
    /// The glyph in that font.
    pub glyph: u16,
    /// The type size.
    pub size: Pt,
    /// The glyph's advance with the tracking.
    pub width: Pt,
    /// How its line is broken.
    pub breaking: Breaking,
    /// The element of the structure it belongs to.
    pub element: Option<usize>,
}

/// What text is set in.
#[derive(Clone, Copy, Debug)]
pub struct Type<'a> {
    /// The role of the face.
    pub role: &'a str,
    /// The size.
    pub size: Pt,
    /// Added to the advance of every character: on the grid, pitch less size.
    pub tracking: Pt,
    /// How its lines are broken.
    pub breaking: Breaking,
}

impl<'a> Type<'a> {
    /// Type off the grid, every character as wide as its font has it.
    pub fn plain(role: &'a str, size: Pt) -> Self {
        Self { role, size, tracking: Pt::ZERO, breaking: Breaking::Careful }
    }
}

impl Fonts {
    /// Sets characters in a type; `element` tells which element an inline's characters belong to.
    pub fn shape(&self, letters: &[Letter], with: Type, element: impl Fn(usize) -> Option<usize>) -> Vec<Atom> {
        let cut = self.cuts(with.role);
        letters
            .iter()
            .map(|letter| {
                let Letter { character, latin, inline } = *letter;
                let cut = cut(character, latin).expect("every character of the document was collected");
                let width = cut.advance.at(with.size) + with.tracking;
                let (class, font, glyph, element) = (letter.class(), cut.font, cut.glyph, element(inline));
                Atom { character, class, latin, font, glyph, size: with.size, width, breaking: with.breaking, element }
            })
            .collect()
    }
}
