//! Font files (sfnt): which tables are kept or added, and how they are put together with right sums (OpenType 1.9, `otff`).

pub mod truetype;

use std::borrow::Cow;
use std::collections::BTreeMap;

/// The tables of an sfnt by their tags.
type Tables<'a> = BTreeMap<[u8; 4], Cow<'a, [u8]>>;

/// What glyphs are drawn with. Characters, names and PostScript data we keep ourselves, and so does a PDF (ISO 32000-1, 9.9).
const NEEDED: [&[u8; 4]; 10] = [b"CFF ", b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep"];

/// The sfnt with what glyphs are drawn with alone, or nothing if it is no sfnt.
pub fn slim(sfnt: &[u8]) -> Option<Vec<u8>> {
    let mut tables = tables(sfnt)?;
    tables.retain(|tag, _| NEEDED.contains(&tag));
    assemble(sfnt, tables)
}

/// The sfnt with a character map of format 12 (OpenType 1.9, `cmap`), or nothing if it is no sfnt.
pub fn with_cmap(sfnt: &[u8], glyphs: &[(char, u16)]) -> Option<Vec<u8>> {
    let mut tables = tables(sfnt)?;
    tables.insert(*b"cmap", cmap(glyphs).into());
    assemble(sfnt, tables)
}

/// The outlines of an sfnt that are PostScript's, as a file of their own; nothing if they are TrueType's.
pub fn compact_font(sfnt: &[u8]) -> Option<Cow<'_, [u8]>> {
    tables(sfnt)?.remove(b"CFF ")
}

fn tables(sfnt: &[u8]) -> Option<Tables<'_>> {
    let count = usize::from(u16::from_be_bytes(sfnt.get(4..6)?.try_into().ok()?));
    let number = |at: usize| Some(u32::from_be_bytes(sfnt.get(at..at + 4)?.try_into().ok()?) as usize);
    (0..count)
        .map(|index| {
            let record = 12 + 16 * index;
            let (offset, length) = (number(record + 8)?, number(record + 12)?);
            let tag = sfnt.get(record..record + 4)?.try_into().ok()?;
            Some((tag, sfnt.get(offset..offset.checked_add(length)?)?.into()))
        })
        .collect()
}

/// A character map for Unicode in full (platform 3, encoding 10), one group for each run of characters with running glyphs.
fn cmap(glyphs: &[(char, u16)]) -> Vec<u8> {
    let mut groups: Vec<[u32; 3]> = vec![]; // first character, last character, first glyph
    for (character, glyph) in glyphs.iter().map(|(c, glyph)| (u32::from(*c), u32::from(*glyph))) {
        match groups.last_mut() {
            Some([first, last, start]) if *last + 1 == character && *start + (character - *first) == glyph => {
                *last = character
            }
            _ => groups.push([character, character, glyph]),
        }
    }
    let count = groups.len() as u32;
    let mut table = vec![];
    [0, 1, 3, 10].iter().for_each(|half: &u16| table.extend(half.to_be_bytes())); // version, one subtable, its encoding
    table.extend(12_u32.to_be_bytes()); // where it starts
    [12, 0].iter().for_each(|half: &u16| table.extend(half.to_be_bytes())); // format, reserved
    [16 + 12 * count, 0, count].iter().chain(groups.iter().flatten()).for_each(|word| table.extend(word.to_be_bytes()));
    table
}

/// Puts tables together to an sfnt of the version of another.
fn assemble(sfnt: &[u8], mut tables: Tables) -> Option<Vec<u8>> {
    // The sum over the file in `head` counts as nought while the sums are taken.
    tables.get_mut(b"head")?.to_mut().get_mut(8..12)?.fill(0);
    let count = tables.len() as u16;
    let power = count.checked_ilog2()? as u16;
    let range = 16 << power;
    let mut offset = 12 + 16 * tables.len();
    let length = offset + tables.values().map(|table| table.len().next_multiple_of(4)).sum::<usize>();
    let mut font = Vec::with_capacity(length);
    font.extend(sfnt.get(..4)?);
    [count, range, power, count * 16 - range].iter().for_each(|half| font.extend(half.to_be_bytes()));
    let mut head = 0;
    for (tag, table) in &tables {
        if tag == b"head" {
            head = offset;
        }
        font.extend(tag);
        [sum(table), offset as u32, table.len() as u32].iter().for_each(|word| font.extend(word.to_be_bytes()));
        offset += table.len().next_multiple_of(4);
    }
    for table in tables.values() {
        font.extend_from_slice(table);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    let adjustment = 0xB1B0_AFBA_u32.wrapping_sub(sum(&font));
    font.get_mut(head + 8..head + 12)?.copy_from_slice(&adjustment.to_be_bytes());
    Some(font)
}

/// The sum of a table as big-endian words, the last one filled up with noughts.
fn sum(table: &[u8]) -> u32 {
    let (words, rest) = table.as_chunks();
    let mut last = [0; 4];
    last[..rest.len()].copy_from_slice(rest);
    words.iter().chain([&last]).fold(0, |sum, word| sum.wrapping_add(u32::from_be_bytes(*word)))
}

#[cfg(test)]
mod tests {
    use super::{slim, sum, tables, with_cmap};

    const FONT: &[u8] = include_bytes!("../fonts/LiberationSerif-Bold.ttf");

    #[test]
    fn a_map_is_added_and_the_sums_are_right() {
        let mapped = with_cmap(FONT, &[('A', 3), ('B', 4), ('甲', 9)]).unwrap();
        let face = ttf_parser::Face::parse(&mapped, 0).unwrap();
        let glyph = |c| face.glyph_index(c).map(|glyph| glyph.0);
        assert_eq!([glyph('A'), glyph('B'), glyph('甲'), glyph('C')], [Some(3), Some(4), Some(9), None]);
        assert_eq!(sum(&mapped), 0xB1B0_AFBA);
    }

    #[test]
    fn what_draws_the_glyphs_stays() {
        let small = slim(FONT).unwrap();
        let tags: Vec<_> = tables(&small).unwrap().keys().map(|tag| String::from_utf8_lossy(tag).into_owned()).collect();
        assert_eq!(tags, ["cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"]);
        assert_eq!(sum(&small), 0xB1B0_AFBA);
        let boxes = |font: &[u8]| {
            let face = ttf_parser::Face::parse(font, 0).unwrap();
            let glyphs = (0..200).map(ttf_parser::GlyphId);
            glyphs.map(|glyph| (face.glyph_bounding_box(glyph), face.glyph_hor_advance(glyph))).collect::<Vec<_>>()
        };
        assert_eq!(boxes(&small), boxes(FONT));
    }

    #[test]
    fn what_is_no_font_is_refused() {
        for sfnt in [b"".as_slice(), &[0xFF; 64], &[0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]] {
            assert!(slim(sfnt).is_none() && with_cmap(sfnt, &[]).is_none());
        }
    }
}
