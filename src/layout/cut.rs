//! The glyphs that are used, cut out of a face as a font of their own.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use subsetter::GlyphRemapper;
use ttf_parser::{GlyphId, name_id};

use crate::layout::library::Source;
use crate::page::{Font, Metrics};
use crate::sfnt::{slim, truetype};
use crate::unit::Em;

/// Small fonts cut before, by file, face and characters: those of heads and tables are the same in report after report.
#[derive(Default)]
pub struct Kept(Mutex<HashMap<(String, u32, String), Arc<Font>>>);

impl Kept {
    /// The most characters of a font that is kept: that of a text never comes again.
    const SMALL: usize = 200;
    /// How many fonts are kept: some megabytes. Then all are forgotten, and those that come again are soon there again.
    const MOST: usize = 100;

    /// A font of some characters and their glyphs in a file, sorted; nothing if the file is broken.
    pub fn font(&self, source: &Source, glyphs: &[(char, u16)]) -> Option<Arc<Font>> {
        if glyphs.len() > Self::SMALL {
            return subset(source, glyphs).map(Arc::new);
        }
        let key = (source.file.clone(), source.index, glyphs.iter().map(|(character, _)| character).collect());
        let kept = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(font) = kept().get(&key) {
            return Some(Arc::clone(font));
        }
        let font = Arc::new(subset(source, glyphs)?);
        let mut kept = kept();
        if kept.len() >= Self::MOST {
            kept.clear();
        }
        kept.insert(key, Arc::clone(&font));
        Some(font)
    }
}

/// A font of some characters and their glyphs in a file.
fn subset(source: &Source, glyphs: &[(char, u16)]) -> Option<Font> {
    let face = source.face()?;
    let mut remapper = GlyphRemapper::new();
    let glyphs: Vec<(char, u16)> = glyphs.iter().map(|(character, glyph)| (*character, remapper.remap(*glyph))).collect();
    // The subsetter cuts outlines of PostScript, too, but takes ten times as long for TrueType's.
    let data = match truetype::cut(source.bytes(), &remapper) {
        Some(data) => data,
        None => slim(&subsetter::subset(source.bytes(), source.index, &remapper).ok()?)?,
    };
    let em = |units: i16| Em(f64::from(units) / f64::from(face.units_per_em()));
    let small = ttf_parser::Face::parse(&data, 0).ok()?;
    let advance = |glyph| em_of(small.glyph_hor_advance(GlyphId(glyph)).unwrap_or(0), small.units_per_em());
    let bounds = face.global_bounding_box();
    let metrics = Metrics {
        advances: (0..small.number_of_glyphs()).map(advance).collect(),
        ascent: em(face.ascender()),
        descent: em(face.descender()),
        bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(em),
        weight: face.weight().to_number(),
    };
    Some(Font::new(postscript_name(&face), data, glyphs, metrics))
}

fn em_of(units: u16, per_em: u16) -> Em {
    Em(f64::from(units) / f64::from(per_em))
}

/// The name programs call a font by: letters, digits and hyphens only (ISO 32000-1, 9.8.1 builds `/FontName` on it).
fn postscript_name(face: &ttf_parser::Face) -> String {
    let mut names = face.names().into_iter().filter(|name| name.name_id == name_id::POST_SCRIPT_NAME);
    let name = names.find_map(|name| name.to_string()).unwrap_or_default();
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    if name.is_empty() { "Font".into() } else { name }
}
