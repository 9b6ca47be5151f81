//! Which face has which character, file after file, as far as reports have asked: those of a batch ask for the same ones.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use rustc_hash::FxHashMap;

use crate::diagnostic::{Code, Diagnostic, Result};
use crate::layout::characters::{Characters, Key};
use crate::layout::collect::Needs;
use crate::layout::font::is_private;
use crate::layout::library::{Library, Source};
use crate::shelf::Shelf;
use crate::style::{Face, Style};

/// Where a character is found.
#[derive(Clone, Copy)]
pub struct Place {
    /// Index into [`Known::sources`].
    pub source: usize,
    /// Its glyph there.
    pub glyph: u16,
}

/// Where characters of a face of the style are found.
#[derive(Default)]
pub struct Known {
    /// What has some of them, and which.
    pub sources: Vec<(Arc<Source>, Characters)>,
    /// Each of them.
    pub places: FxHashMap<Key, Place>,
}

/// Looks for every character of every role in the files of its face; `take` gets a role, its characters, and where they are found.
/// Returns those that are nowhere.
///
/// # Errors
/// `bad-form` if the style names a face or file there is not, `cannot-read` if that is no font.
pub fn look_up<'n>(
    needs: &'n Needs,
    style: &Style,
    fonts: &Shelf,
    mut take: impl FnMut(&'n str, &Characters, &Known),
) -> Result<BTreeSet<char>> {
    let mut library = Library::new(fonts);
    let mut missing = BTreeSet::new();
    for (role, characters) in needs {
        let face = face(style, role)?;
        let known = fonts.keep(&name(face), Mutex::<Known>::default);
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        let open = known.find(&mut library, face, characters)?;
        missing.extend(open.into_iter().map(|(character, _)| character));
        take(role, characters, &known);
    }
    Ok(missing)
}

/// The names of the files that have some characters, and the characters that none has.
///
/// # Errors
/// As [`look_up`].
pub fn files(needs: &Needs, style: &Style, fonts: &Shelf) -> Result<(BTreeSet<String>, BTreeSet<char>)> {
    let mut files = BTreeSet::new();
    let missing = look_up(needs, style, fonts, |_, characters, known| {
        let used = known.sources.iter().filter(|(_, found)| found.meets(characters));
        files.extend(used.map(|(source, _)| source.file.clone()));
    })?;
    Ok((files, missing))
}

/// Whether every face of a style has every character of some texts that is not ASCII: whatever of them is set wherever, none is missing.
///
/// # Errors
/// As [`look_up`].
pub fn are_everywhere<'t>(texts: impl Iterator<Item = &'t str>, style: &Style, fonts: &Shelf) -> Result<bool> {
    let name: String = style.faces.values().map(|face| name(face) + "\n").collect();
    let known = fonts.keep(&name, RwLock::<Characters>::default);
    let mut open = Characters::default();
    {
        let known = known.read().unwrap_or_else(PoisonError::into_inner);
        let is_open = |key: &Key| !key.0.is_ascii() && !known.has(*key);
        texts.for_each(|text| open.extend(text.chars().map(|c| (c, false)).filter(is_open)));
    }
    let open = open.all();
    if open.is_empty() {
        return Ok(true);
    }
    let needs = style.faces.keys().map(|role| (role.as_str(), open.iter().copied().collect())).collect();
    let missing = look_up(&needs, style, fonts, |_, _, _| ())?;
    let is_found = |(c, _): &Key| !missing.contains(c) && !is_private(*c);
    known.write().unwrap_or_else(PoisonError::into_inner).extend(open.iter().copied().filter(is_found));
    Ok(open.iter().all(is_found))
}

/// What tells the files of a face from those of others.
fn name(face: &Face) -> String {
    let files: Vec<&str> = [&face.latin, &face.file].into_iter().chain(&face.fallback).map(String::as_str).collect();
    files.join("\0")
}

/// The face of a role.
fn face<'a>(style: &'a Style, role: &str) -> Result<&'a Face> {
    let missing = || Diagnostic::error(Code::BadForm, format!("样式的 faces 里没有“{role}”"));
    style.faces.get(role).ok_or_else(|| missing().into())
}

impl Known {
    /// Finds characters file after file; gives those that are nowhere. Latin ones look into the Latin file first; a file that nothing
    /// is left for is not even opened.
    fn find(&mut self, library: &mut Library, face: &Face, characters: &Characters) -> Result<Vec<Key>> {
        let found: Vec<_> = self.sources.iter().map(|(_, found)| found).collect();
        let mut open = characters.outside('\0', &found);
        let others = [&face.file].into_iter().chain(&face.fallback);
        for (file, latin_only) in [(&face.latin, true)].into_iter().chain(others.map(|file| (file, false))) {
            if open.iter().any(|key| key.1 || !latin_only) {
                let at = library.open(file)?;
                self.look(library.source(at), latin_only, &mut open);
            }
        }
        if !open.is_empty() {
            for at in library.own() {
                self.look(library.source(at), false, &mut open);
            }
        }
        Ok(open)
    }

    /// Takes out of the open characters those that a font has.
    fn look(&mut self, source: &Arc<Source>, latin_only: bool, open: &mut Vec<Key>) {
        let Some(font) = source.face() else { return };
        let at = self.sources.iter().position(|(known, _)| known.name() == source.name()).unwrap_or_else(|| {
            self.sources.push((Arc::clone(source), Characters::default()));
            self.sources.len() - 1
        });
        open.retain(|&(character, latin)| {
            let glyph = if latin || !latin_only { font.glyph_index(character) } else { None };
            let glyph = glyph.filter(|glyph| glyph.0 != 0);
            if let Some(glyph) = glyph {
                self.sources[at].1.insert((character, latin));
                self.places.insert((character, latin), Place { source: at, glyph: glyph.0 });
            }
            glyph.is_none()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{are_everywhere, files};
    use crate::form::Form;
    use crate::layout::collect::Needs;
    use crate::shelf::Shelf;

    #[test]
    fn what_an_earlier_report_asked_for_changes_nothing() {
        let style = &Form::newest(&Shelf::templates(None)).unwrap().style;
        let needs =
            |characters: &[(char, bool)]| Needs::from([(style.body.face.as_str(), characters.iter().copied().collect())]);
        let all = needs(&[('甲', false), ('a', true), ('🀄', false)]);
        let latin = needs(&[('a', true), ('🀄', false)]);
        let face = &style.faces[&style.body.face];
        let fonts = Shelf::fonts(None);
        for _ in 0..2 {
            let (names, missing) = files(&all, style, &fonts).unwrap();
            assert!(names.iter().eq([&face.file, &face.latin]) || names.iter().eq([&face.latin, &face.file]), "{names:?}");
            assert!(missing.iter().eq(&['🀄']));
            let (names, missing) = files(&latin, style, &fonts).unwrap();
            assert!(names.iter().eq([&face.latin]) && missing.iter().eq(&['🀄']), "{names:?}");
        }
    }

    #[test]
    fn what_every_face_has_is_known_before_it_is_set() {
        let style = &Form::newest(&Shelf::templates(None)).unwrap().style;
        let fonts = Shelf::fonts(None);
        let has = |texts: &[&str]| are_everywhere(texts.iter().copied(), style, &fonts).unwrap();
        for _ in 0..2 {
            assert!(has(&["甲", "abc\n", "𬇕：“乙”"]));
            assert!(!has(&["甲", "丙🀄"]) && !has(&["\u{E000}"]) && !has(&["\u{FDD0}□\u{FDD1}"]));
            assert!(has(&["丙"]));
        }
    }
}
