//! Which font file each character is set from, and the subset fonts made of what is used.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use subsetter::GlyphRemapper;
use ttf_parser::{GlyphId, name_id};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Result};
use crate::document::Document;
use crate::layout::collect::Needs;
use crate::layout::library::{Library, Source};
use crate::page::{Font, Metrics};
use crate::sfnt::slim;
use crate::shelf::Shelf;
use crate::style::{Face, Style};
use crate::unit::Em;

/// A glyph of one of the fonts of the pages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cut {
    /// Index into [`Fonts::fonts`].
    pub font: usize,
    /// Its number in that font.
    pub glyph: u16,
    /// Its advance.
    pub advance: Em,
}

/// The subset fonts, and what each role's characters are set with.
pub struct Fonts {
    /// The fonts, by the names of their files.
    pub fonts: Vec<Arc<Font>>,
    roles: BTreeMap<String, BTreeMap<Key, Cut>>,
}

/// A character, and whether it is set in the Latin file.
type Key = (char, bool);

/// For each role the file of the library that has each of its characters.
pub type Found = BTreeMap<String, BTreeMap<Key, usize>>;

impl Fonts {
    /// Finds every character in the files of its face and cuts out what is used.
    ///
    /// # Errors
    /// `missing-glyph` for each character no file has; `bad-form` if the style names a face or file there is not.
    pub fn load(needs: &Needs, document: &Document, style: &Style, shelf: &Shelf) -> Result<Self> {
        let mut library = Library::new(shelf);
        let (roles, missing) = find_all(&mut library, needs, style)?;
        report(&missing, document).or_fail()?;
        cut_out(&library, &roles)
    }

    /// The glyph of a character in a role's face; nothing for one that was not collected.
    pub fn cut(&self, role: &str, character: char, latin: bool) -> Option<Cut> {
        self.roles.get(role)?.get(&(character, latin)).copied()
    }
}

/// Where each character of a face is found, file after file, and which are found nowhere. Latin ones look into the Latin file
/// first; a file that nothing is left for is not even opened.
fn find(library: &mut Library, face: &Face, mut open: BTreeSet<Key>) -> Result<(BTreeMap<Key, usize>, BTreeSet<Key>)> {
    let mut found = BTreeMap::new();
    let mut look = |source: &Source, at: usize, latin_only: bool, open: &mut BTreeSet<Key>| {
        let Some(font) = source.face() else { return };
        let has = |c: char| font.glyph_index(c).is_some_and(|glyph| glyph.0 != 0);
        for key in open.extract_if(.., |key| (key.1 || !latin_only) && has(key.0)) {
            found.insert(key, at);
        }
    };
    let files = [(&face.latin, true), (&face.file, false)].into_iter().chain(face.fallback.iter().map(|file| (file, false)));
    for (file, latin_only) in files {
        if open.iter().any(|key| key.1 || !latin_only) {
            let at = library.open(file)?;
            look(library.source(at), at, latin_only, &mut open);
        }
    }
    if !open.is_empty() {
        for at in library.own() {
            look(library.source(at), at, false, &mut open);
        }
    }
    Ok((found, open))
}

/// Cuts the glyphs used out of each file, once however many roles use it.
fn cut_out(library: &Library, roles: &Found) -> Result<Fonts> {
    let mut used: BTreeMap<(&str, u32, usize), BTreeSet<char>> = BTreeMap::new(); // sorted by the names of the files
    for (&(character, _), &at) in roles.values().flatten() {
        let source = library.source(at);
        used.entry((&source.file, source.index, at)).or_default().insert(character);
    }
    let mut fonts = vec![];
    let mut place = BTreeMap::new();
    for ((file, _, at), characters) in &used {
        let font = subset(library.source(*at), characters)
            .ok_or_else(|| Diagnostic::error(Code::CannotRead, format!("字体 {file} 已损坏，取不出字形")))?;
        place.insert(*at, fonts.len());
        fonts.push(Arc::new(font));
    }
    let cut = |(character, _): Key, at: usize| {
        let font = place[&at];
        let glyphs = &fonts[font].glyphs;
        let glyph = glyphs.binary_search_by_key(&character, |(c, _)| *c).map_or(0, |at| glyphs[at].1);
        Cut { font, glyph, advance: fonts[font].advance(glyph) }
    };
    let roles = roles
        .iter()
        .map(|(role, found)| (role.clone(), found.iter().map(|(key, at)| (*key, cut(*key, *at))).collect()))
        .collect();
    Ok(Fonts { fonts, roles })
}

/// A font of some characters of a file.
fn subset(source: &Source, characters: &BTreeSet<char>) -> Option<Font> {
    let face = source.face()?;
    let mut remapper = GlyphRemapper::new();
    let glyphs: Vec<(char, u16)> =
        characters.iter().filter_map(|c| Some((*c, remapper.remap(face.glyph_index(*c)?.0)))).collect();
    let data = slim(&subsetter::subset(source.bytes(), source.index, &remapper).ok()?)?;
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

/// Finds every character of every role; gives those that no file has, too.
///
/// # Errors
/// As [`Fonts::load`], but for `missing-glyph`.
pub fn find_all(library: &mut Library, needs: &Needs, style: &Style) -> Result<(Found, BTreeSet<char>)> {
    let mut missing = BTreeSet::new();
    let mut roles = BTreeMap::new();
    for (role, characters) in needs {
        let face = style.faces.get(*role).ok_or_else(|| no_face(role))?;
        let (found, open) = find(library, face, characters.clone())?;
        roles.insert((*role).to_string(), found);
        missing.extend(open.into_iter().map(|(character, _)| character));
    }
    Ok((roles, missing))
}

/// Tells all missing characters at once, each with the places of the data it stands at.
pub fn report(missing: &BTreeSet<char>, document: &Document) -> Diagnostics {
    let findings = missing.iter().map(|&c| {
        let message = format!("所有字体都没有{}", name(c));
        let help = "用 --fonts 指定含有这个字的字体所在的文件夹，或者改用别的字";
        let places = document.texts().filter(|text| text.plain().contains(c)).filter_map(|text| text.from.as_deref());
        let finding = Diagnostic::error(Code::MissingGlyph, message).help(help);
        places.fold(finding, |finding, from| finding.at_words(from, c, 0))
    });
    Diagnostics(findings.collect())
}

/// A character as it can be told of: what does not show by itself, or would turn the line round, by its number alone.
fn name(c: char) -> String {
    let number = format!("U+{:04X}", u32::from(c));
    if c.escape_debug().len() == 1 { format!("“{c}”（{number}）") } else { format!("字符 {number}") }
}

fn no_face(role: &str) -> Diagnostic {
    Diagnostic::error(Code::BadForm, format!("样式的 faces 里没有“{role}”"))
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_character_that_does_not_show_is_told_by_its_number() {
        assert_eq!([name('😀'), name('\u{301}'), name('\u{202E}')], ["“😀”（U+1F600）", "字符 U+0301", "字符 U+202E"]);
    }
}
