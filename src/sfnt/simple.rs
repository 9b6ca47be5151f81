//! Glyphs cut out of a font by copying (OpenType 1.9, `glyf`): most outlines are their own, and not put together from others.

use super::{NEEDED, assemble, tables};

/// TrueType outlines.
const VERSION: [u8; 4] = [0, 1, 0, 0];
/// Where `head` says whether `loca` has words or halves, and `hhea` how many glyphs have an advance of their own.
const WIDE: usize = 50;
const ADVANCES: usize = 34;

/// The glyphs of some numbers, numbered anew in their order, as an sfnt with what they are drawn with alone. Nothing if one of them is
/// put together from others, or the sfnt has no TrueType outlines.
pub fn copy_glyphs(sfnt: &[u8], glyphs: &[u16]) -> Option<Vec<u8>> {
    let mut tables = tables(sfnt).filter(|_| sfnt.starts_with(&VERSION))?;
    tables.retain(|tag, _| NEEDED.contains(&tag) && tag != b"CFF ");
    let wide = half(tables.get(b"head")?, WIDE)? != 0;
    let (glyf, loca, wide) = outlines(tables.get(b"glyf")?, tables.get(b"loca")?, wide, glyphs)?;
    let advances = usize::from(half(tables.get(b"hhea")?, ADVANCES)?);
    let (hmtx, advances) = metrics(tables.get(b"hmtx")?, advances, glyphs)?;
    for (tag, at, value) in
        [(b"head", WIDE, u16::from(wide)), (b"hhea", ADVANCES, advances as u16), (b"maxp", 4, glyphs.len() as u16)]
    {
        tables.get_mut(tag)?.to_mut().get_mut(at..at + 2)?.copy_from_slice(&value.to_be_bytes());
    }
    tables.extend([(*b"glyf", glyf.into()), (*b"loca", loca.into()), (*b"hmtx", hmtx.into())]);
    assemble(sfnt, tables)
}

/// The outlines one after another, where each starts and the last ends, and whether that is told in words.
fn outlines(glyf: &[u8], loca: &[u8], wide: bool, glyphs: &[u16]) -> Option<(Vec<u8>, Vec<u8>, bool)> {
    let start = |glyph: usize| match wide {
        true => Some(u32::from_be_bytes(loca.get(glyph * 4..glyph * 4 + 4)?.try_into().ok()?) as usize),
        false => Some(usize::from(half(loca, glyph * 2)?) * 2),
    };
    let outline = |glyph: &u16| {
        let glyph = usize::from(*glyph);
        let outline = glyf.get(start(glyph)?..start(glyph + 1)?)?;
        // Less than no contour is said of what is put together.
        outline.first().is_none_or(|byte| *byte < 0x80).then_some(outline)
    };
    let outlines: Vec<&[u8]> = glyphs.iter().map(outline).collect::<Option<_>>()?;
    let size = outlines.iter().map(|outline| outline.len().next_multiple_of(2)).sum();
    let wide = size > usize::from(u16::MAX) * 2;
    let (mut glyf, mut loca) = (Vec::with_capacity(size), vec![]);
    let mut put = |start: usize| match wide {
        true => loca.extend((start as u32).to_be_bytes()),
        false => loca.extend(((start / 2) as u16).to_be_bytes()),
    };
    for outline in outlines {
        put(glyf.len());
        glyf.extend_from_slice(outline);
        if !wide {
            glyf.resize(glyf.len().next_multiple_of(2), 0);
        }
    }
    put(glyf.len());
    Some((glyf, loca, wide))
}

/// The advances and left bearings, and how many of the advances are there: the last one serves all after it.
fn metrics(hmtx: &[u8], advances: usize, glyphs: &[u16]) -> Option<(Vec<u8>, usize)> {
    let last = half(hmtx, advances.checked_sub(1)? * 4)?;
    let metric = |glyph: &u16| match usize::from(*glyph) {
        glyph if glyph < advances => Some((half(hmtx, glyph * 4)?, half(hmtx, glyph * 4 + 2)?)),
        glyph => Some((last, half(hmtx, advances * 4 + (glyph - advances) * 2)?)),
    };
    let metrics: Vec<(u16, u16)> = glyphs.iter().map(metric).collect::<Option<_>>()?;
    let (last, _) = metrics.last()?;
    let advances = metrics.len() + 1 - metrics.iter().rev().take_while(|(advance, _)| advance == last).count();
    let mut hmtx = vec![];
    for (index, (advance, bearing)) in metrics.iter().enumerate() {
        if index < advances {
            hmtx.extend(advance.to_be_bytes());
        }
        hmtx.extend(bearing.to_be_bytes());
    }
    Some((hmtx, advances))
}

fn half(table: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(table.get(at..at + 2)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::copy_glyphs;
    use crate::sfnt::slim;
    use crate::shelf::Shelf;
    use subsetter::GlyphRemapper;

    #[test]
    fn what_is_copied_is_what_the_subsetter_cuts() {
        let fonts = Shelf::fonts(None).carried();
        for (path, font) in fonts.into_iter().filter(|(path, _)| path.extension().is_some_and(|ending| ending == "ttf")) {
            // Few have short places in `loca`, many have long ones; those at the end share an advance.
            let count = ttf_parser::Face::parse(font, 0).unwrap().number_of_glyphs();
            for (from, step) in [(1, count / 20), (1, count / 1000), (count - 30, 1)] {
                let simple = |glyph: &u16| copy_glyphs(font, &[*glyph]).is_some();
                let glyphs: Vec<u16> =
                    [0].into_iter().chain((from..count).step_by(usize::from(step))).filter(simple).collect();
                assert!(glyphs.len() > 10, "{}", path.display());
                let cut = subsetter::subset(font, 0, &GlyphRemapper::new_from_glyphs(&glyphs)).unwrap();
                assert!(copy_glyphs(font, &glyphs) == slim(&cut), "{} by {step}", path.display());
            }
        }
    }

    #[test]
    fn what_is_put_together_or_no_font_is_left_alone() {
        let font = include_bytes!("../../fonts/LiberationSerif-Bold.ttf");
        let glyph = |character| ttf_parser::Face::parse(font, 0).unwrap().glyph_index(character).unwrap().0;
        assert!(copy_glyphs(font, &[0, glyph('a')]).is_some());
        assert_eq!(copy_glyphs(font, &[0, glyph('ä')]), None);
        assert_eq!(copy_glyphs(font, &[0, u16::MAX]), None);
        assert_eq!(copy_glyphs(font, &[]), None);
        assert_eq!(copy_glyphs(b"ttcf", &[0]), None);
    }
}
