//! Which font file each character is set from, and which glyph of the subset fonts it is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use crate::cores;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Result};
use crate::document::Document;
use crate::layout::characters::{Characters, Key};
use crate::layout::collect::Needs;
use crate::layout::cut::Kept;
use crate::layout::library::{Library, Source};
use crate::page::Font;
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
        cut_out(&library, &roles, &shelf.keep("cut", Kept::default))
    }

    /// The glyphs of the characters in a role's face; nothing for one that was not collected.
    pub fn cuts(&self, role: &str) -> impl Fn(char, bool) -> Option<Cut> {
        let cuts = self.roles.get(role);
        move |character, latin| cuts?.get(&(character, latin)).copied()
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
fn cut_out(library: &Library, roles: &Found, kept: &Kept) -> Result<Fonts> {
    let mut used: BTreeMap<(&str, u32, usize), BTreeSet<char>> = BTreeMap::new(); // sorted by the names of the files
    for (&(character, _), &at) in roles.values().flatten() {
        let source = library.source(at);
        used.entry((&source.file, source.index, at)).or_default().insert(character);
    }
    let used: Vec<_> = used.into_iter().collect();
    let font = |index: usize| {
        let ((file, _, at), characters) = &used[index];
        let broken = || Diagnostic::error(Code::CannotRead, format!("字体 {file} 已损坏，取不出字形"));
        kept.font(library.source(*at), characters).ok_or_else(|| broken().into())
    };
    let fonts = cores::all(used.len(), font).into_iter().collect::<Result<Vec<_>>>()?;
    let place: BTreeMap<usize, usize> = used.iter().enumerate().map(|(index, ((_, _, at), _))| (*at, index)).collect();
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

/// Which file has which character of a face, as far as reports have asked: those of a batch ask for the same ones.
#[derive(Default)]
pub struct Known(Vec<(String, Characters)>);

impl Known {
    /// Adds the names of the files that have some characters; gives the characters that none has.
    fn look_up(
        &mut self,
        library: &mut Library,
        face: &Face,
        characters: &Characters,
        files: &mut BTreeSet<String>,
    ) -> Result<BTreeSet<Key>> {
        let known: Vec<_> = self.0.iter().map(|(_, known)| known).collect();
        let (found, missing) = find(library, face, characters.outside('\0', &known).into_iter().collect())?;
        for (key, at) in found {
            let file = &library.source(at).file;
            let place = self.0.iter().position(|(known, _)| known == file).unwrap_or_else(|| {
                self.0.push((file.clone(), Characters::default()));
                self.0.len() - 1
            });
            self.0[place].1.insert(key);
        }
        files.extend(self.0.iter().filter(|(_, known)| known.meets(characters)).map(|(file, _)| file.clone()));
        Ok(missing)
    }
}

/// The names of the files that have some characters, and the characters that none has.
///
/// # Errors
/// As [`find_all`].
pub fn look_up(needs: &Needs, style: &Style, fonts: &Shelf) -> Result<(BTreeSet<String>, BTreeSet<char>)> {
    let mut library = Library::new(fonts);
    let (mut files, mut missing) = (BTreeSet::new(), BTreeSet::new());
    for (role, characters) in needs {
        let face = face(style, role)?;
        let name: Vec<&str> = [&face.latin, &face.file].into_iter().chain(&face.fallback).map(String::as_str).collect();
        let known = fonts.keep(&name.join("\0"), Mutex::<Known>::default);
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        let open = known.look_up(&mut library, face, characters, &mut files)?;
        missing.extend(open.into_iter().map(|(character, _)| character));
    }
    Ok((files, missing))
}

/// Finds every character of every role; gives those that no file has, too.
///
/// # Errors
/// As [`Fonts::load`], but for `missing-glyph`.
pub fn find_all(library: &mut Library, needs: &Needs, style: &Style) -> Result<(Found, BTreeSet<char>)> {
    let mut missing = BTreeSet::new();
    let mut roles = BTreeMap::new();
    for (role, characters) in needs {
        let (found, open) = find(library, face(style, role)?, characters.all().into_iter().collect())?;
        roles.insert((*role).to_string(), found);
        missing.extend(open.into_iter().map(|(character, _)| character));
    }
    Ok((roles, missing))
}

/// Tells all missing and private characters at once, each with the places of the data it stands at.
pub fn report(missing: &BTreeSet<char>, document: &Document) -> Diagnostics {
    let findings = missing.iter().map(|&c| {
        let (code, message, help) = match is_private(c) {
            true => {
                let help = "换成有统一编码的字：人名、地名用的字绝大多数都有";
                (Code::PrivateCharacter, format!("自造的字 U+{:04X} 别的电脑上显示不出来", u32::from(c)), help)
            }
            false => {
                let help = "用 --fonts 指定含有这个字的字体所在的文件夹，或者改用别的字";
                (Code::MissingGlyph, format!("所有字体都没有{}", name(c)), help)
            }
        };
        let places = document.texts().filter(|text| text.plain().contains(c)).filter_map(|text| text.from.as_deref());
        let finding = Diagnostic::error(code, message).help(help);
        places.fold(finding, |finding, from| finding.at_words(from, c, 0))
    });
    Diagnostics(findings.collect())
}

/// The first character that [`is_private`].
pub const FIRST_PRIVATE: char = '\u{E000}';

/// Whether a character is of the private use areas (Unicode, 23.5): it is another one wherever there is another font, and PDF/A wants a
/// text in its place (ISO 19005-2, 6.2.11.7.3), which nobody knows.
pub fn is_private(c: char) -> bool {
    matches!(c, FIRST_PRIVATE..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}

/// A character as it can be told of: what does not show by itself, or would turn the line round, by its number alone.
fn name(c: char) -> String {
    let number = format!("U+{:04X}", u32::from(c));
    if c.escape_debug().len() == 1 { format!("“{c}”（{number}）") } else { format!("字符 {number}") }
}

/// The face of a role.
///
/// # Errors
/// `bad-form`.
fn face<'a>(style: &'a Style, role: &str) -> Result<&'a Face> {
    let missing = || Diagnostic::error(Code::BadForm, format!("样式的 faces 里没有“{role}”"));
    style.faces.get(role).ok_or_else(|| missing().into())
}

#[cfg(test)]
mod tests {
    use super::{look_up, name};
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
            let (files, missing) = look_up(&all, style, &fonts).unwrap();
            assert!(files.iter().eq([&face.file, &face.latin]) || files.iter().eq([&face.latin, &face.file]), "{files:?}");
            assert!(missing.iter().eq(&['🀄']));
            let (files, missing) = look_up(&latin, style, &fonts).unwrap();
            assert!(files.iter().eq([&face.latin]) && missing.iter().eq(&['🀄']), "{files:?}");
        }
    }

    #[test]
    fn a_character_that_does_not_show_is_told_by_its_number() {
        assert_eq!([name('😀'), name('\u{301}'), name('\u{202E}')], ["“😀”（U+1F600）", "字符 U+0301", "字符 U+202E"]);
    }
}
