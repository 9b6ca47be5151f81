//! The fonts of a document, and which of their glyphs each character is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::cores;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Result};
use crate::document::Document;
use crate::layout::characters::Key;
use crate::layout::collect::Needs;
use crate::layout::cut::Kept;
use crate::layout::known::{self, Place};
use crate::layout::library::Source;
use crate::page::Font;
use crate::shelf::Shelf;
use crate::style::Style;
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
    roles: BTreeMap<String, FxHashMap<Key, Cut>>,
}

/// Where the characters of a role are found.
struct Role<'a> {
    name: &'a str,
    sources: Vec<Arc<Source>>,
    places: Vec<(Key, Place)>,
}

impl Fonts {
    /// Finds every character in the files of its face and cuts out what is used.
    ///
    /// # Errors
    /// `missing-glyph` for each character no file has; `bad-form` if the style names a face or file there is not.
    pub fn load(needs: &Needs, document: &Document, style: &Style, shelf: &Shelf) -> Result<Self> {
        let mut roles = vec![];
        let missing = known::look_up(needs, style, shelf, |name, characters, known| {
            let places = characters.all().into_iter().filter_map(|key| Some((key, *known.places.get(&key)?))).collect();
            roles.push(Role { name, sources: known.sources.iter().map(|(source, _)| Arc::clone(source)).collect(), places });
        })?;
        report(&missing, document).or_fail()?;
        cut_out(&roles, &shelf.keep("cut", Kept::default))
    }

    /// The glyphs of the characters in a role's face; nothing for one that was not collected.
    pub fn cuts(&self, role: &str) -> impl Fn(char, bool) -> Option<Cut> {
        let cuts = self.roles.get(role);
        move |character, latin| cuts?.get(&(character, latin)).copied()
    }
}

/// What is used of a font: characters and their glyphs.
struct Used<'a> {
    source: &'a Source,
    glyphs: Vec<(char, u16)>,
}

/// Cuts the glyphs used out of each font, once however many roles use it.
fn cut_out(roles: &[Role], kept: &Kept) -> Result<Fonts> {
    let mut used: BTreeMap<(&str, u32), Used> = BTreeMap::new(); // sorted by the names of the files
    for role in roles {
        for (at, source) in role.sources.iter().enumerate() {
            let places = role.places.iter().filter(|(_, place)| place.source == at);
            let glyphs = places.map(|((character, _), place)| (*character, place.glyph));
            used.entry(source.name()).or_insert(Used { source, glyphs: vec![] }).glyphs.extend(glyphs);
        }
    }
    used.retain(|_, used| !used.glyphs.is_empty());
    for Used { glyphs, .. } in used.values_mut() {
        glyphs.sort_unstable();
        glyphs.dedup();
    }
    let names: Vec<_> = used.keys().copied().collect();
    let used: Vec<_> = used.into_values().collect();
    let font = |index: usize| {
        let Used { source, glyphs } = &used[index];
        let broken = || Diagnostic::error(Code::CannotRead, format!("字体 {} 已损坏，取不出字形", source.file));
        kept.font(source, glyphs).ok_or_else(|| broken().into())
    };
    let fonts = cores::all(used.len(), font).into_iter().collect::<Result<Vec<_>>>()?;
    let cuts = |role: &Role| {
        let of: Vec<usize> = role.sources.iter().map(|source| names.partition_point(|name| *name < source.name())).collect();
        let cut = |(key, place): &(Key, Place)| {
            let font = of[place.source];
            let glyphs = &fonts[font].glyphs;
            let glyph = glyphs.binary_search_by_key(&key.0, |(c, _)| *c).map_or(0, |at| glyphs[at].1);
            (*key, Cut { font, glyph, advance: fonts[font].advance(glyph) })
        };
        (role.name.to_string(), role.places.iter().map(cut).collect())
    };
    let roles = roles.iter().map(cuts).collect();
    Ok(Fonts { fonts, roles })
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

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_character_that_does_not_show_is_told_by_its_number() {
        assert_eq!([name('😀'), name('\u{301}'), name('\u{202E}')], ["“😀”（U+1F600）", "字符 U+0301", "字符 U+202E"]);
    }
}
