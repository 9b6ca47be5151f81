//! Glyphs cut out of a font with TrueType outlines (OpenType 1.9, `glyf`): outlines and advances are copied under new numbers.

use std::borrow::Cow;

use subsetter::GlyphRemapper;

use super::{NEEDED, assemble, tables};

/// What the files begin with.
const VERSION: [u8; 4] = [0, 1, 0, 0];
/// Where `head` says whether `loca` has words or halves, `hhea` how many glyphs have an advance of their own, and `maxp` how many
/// there are.
const WIDE: usize = 50;
const ADVANCES: usize = 34;
const COUNT: usize = 4;

/// The glyphs that are numbered, and those they are put together from, as an sfnt with what they are drawn with alone; nothing if there
/// are no such outlines in it.
pub fn cut(sfnt: &[u8], numbers: &GlyphRemapper) -> Option<Vec<u8>> {
    let mut tables = tables(sfnt).filter(|_| sfnt.starts_with(&VERSION))?;
    tables.retain(|tag, _| NEEDED.contains(&tag) && tag != b"CFF ");
    let (glyf, loca) = (tables.remove(b"glyf")?, tables.remove(b"loca")?);
    let outlines = Outlines { glyf: &glyf, loca: &loca, wide: half(tables.get(b"head")?, WIDE)? != 0 };
    let numbers = with_parts(numbers.clone(), &outlines)?;
    let (glyf, loca, wide) = outlines.cut(&numbers)?;
    let advances = usize::from(half(tables.get(b"hhea")?, ADVANCES)?);
    let (hmtx, advances) = metrics(tables.get(b"hmtx")?, advances, &numbers)?;
    for (tag, at, value) in
        [(b"head", WIDE, u16::from(wide)), (b"hhea", ADVANCES, advances), (b"maxp", COUNT, numbers.num_gids())]
    {
        tables.get_mut(tag)?.to_mut().get_mut(at..at + 2)?.copy_from_slice(&value.to_be_bytes());
    }
    tables.extend([(*b"glyf", glyf.into()), (*b"loca", loca.into()), (*b"hmtx", hmtx.into())]);
    assemble(sfnt, tables)
}

/// The numbers with those of the glyphs that others are put together from.
fn with_parts(mut numbers: GlyphRemapper, outlines: &Outlines) -> Option<GlyphRemapper> {
    let mut open: Vec<u16> = numbers.remapped_gids().collect();
    while let Some(glyph) = open.pop() {
        numbers.remap(glyph);
        let outline = outlines.of(glyph)?;
        for at in parts(outline)?.0 {
            let part = half(outline, at)?;
            if numbers.get(part).is_none() {
                open.push(part);
            }
        }
    }
    Some(numbers)
}

/// The outlines of a font.
struct Outlines<'a> {
    glyf: &'a [u8],
    /// Where each starts and the last ends: in words, or half of it in halves of words.
    loca: &'a [u8],
    wide: bool,
}

impl<'a> Outlines<'a> {
    fn of(&self, glyph: u16) -> Option<&'a [u8]> {
        self.glyf.get(self.start(usize::from(glyph))?..self.start(usize::from(glyph) + 1)?)
    }

    fn start(&self, glyph: usize) -> Option<usize> {
        match self.wide {
            true => Some(u32::from_be_bytes(self.loca.get(glyph * 4..glyph * 4 + 4)?.try_into().ok()?) as usize),
            false => Some(usize::from(half(self.loca, glyph * 2)?) * 2),
        }
    }

    /// Those that are numbered one after another, where they start, and whether that is told in words.
    fn cut(&self, numbers: &GlyphRemapper) -> Option<(Vec<u8>, Vec<u8>, bool)> {
        let outline = |glyph| renumbered(self.of(glyph)?, numbers);
        let outlines: Vec<Cow<[u8]>> = numbers.remapped_gids().map(outline).collect::<Option<_>>()?;
        let size = outlines.iter().map(|outline| outline.len().next_multiple_of(2)).sum();
        let wide = size > usize::from(u16::MAX) * 2;
        let (mut glyf, mut loca) = (Vec::with_capacity(size), vec![]);
        let mut put = |start: usize| match wide {
            true => loca.extend((start as u32).to_be_bytes()),
            false => loca.extend(((start / 2) as u16).to_be_bytes()),
        };
        for outline in outlines {
            put(glyf.len());
            glyf.extend_from_slice(&outline);
            if !wide {
                glyf.resize(glyf.len().next_multiple_of(2), 0);
            }
        }
        put(glyf.len());
        Some((glyf, loca, wide))
    }
}

/// An outline with the new numbers of what it is put together from.
fn renumbered<'a>(outline: &'a [u8], numbers: &GlyphRemapper) -> Option<Cow<'a, [u8]>> {
    let (parts, end) = parts(outline)?;
    let mut outline = Cow::Borrowed(outline.get(..end)?);
    for at in parts {
        let number = numbers.get(half(&outline, at)?)?;
        outline.to_mut()[at..at + 2].copy_from_slice(&number.to_be_bytes());
    }
    Some(outline)
}

/// Where the numbers of the glyphs stand that an outline is put together from, and where it ends: of most there are none.
fn parts(outline: &[u8]) -> Option<(Vec<usize>, usize)> {
    let mut parts = vec![];
    // Less than no contour is said of what is put together.
    if outline.first().is_none_or(|byte| *byte < 0x80) {
        return Some((parts, outline.len()));
    }
    let mut at = 10;
    loop {
        let flags = half(outline, at)?;
        let has = |flag: u16| flags & flag != 0;
        parts.push(at + 2);
        let place = if has(0x1) { 4 } else { 2 };
        let scale = [(0x8, 2), (0x40, 4), (0x80, 8)].iter().find(|(flag, _)| has(*flag)).map_or(0, |(_, size)| *size);
        at += 4 + place + scale;
        if !has(0x20) {
            // Instructions go on to the end.
            return Some((parts, if has(0x100) { outline.len() } else { at }));
        }
    }
}

/// The advances and left bearings, and how many of the advances are there: the last one serves all after it.
fn metrics(hmtx: &[u8], advances: usize, numbers: &GlyphRemapper) -> Option<(Vec<u8>, u16)> {
    let last = half(hmtx, advances.checked_sub(1)? * 4)?;
    let metric = |glyph: u16| match usize::from(glyph) {
        glyph if glyph < advances => Some((half(hmtx, glyph * 4)?, half(hmtx, glyph * 4 + 2)?)),
        glyph => Some((last, half(hmtx, advances * 4 + (glyph - advances) * 2)?)),
    };
    let metrics: Vec<(u16, u16)> = numbers.remapped_gids().map(metric).collect::<Option<_>>()?;
    let (last, _) = metrics.last()?;
    let advances = metrics.len() + 1 - metrics.iter().rev().take_while(|(advance, _)| advance == last).count();
    let mut hmtx = vec![];
    for (index, (advance, bearing)) in metrics.iter().enumerate() {
        if index < advances {
            hmtx.extend(advance.to_be_bytes());
        }
        hmtx.extend(bearing.to_be_bytes());
    }
    Some((hmtx, advances as u16))
}

fn half(table: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(table.get(at..at + 2)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::cut;
    use crate::sfnt::slim;
    use crate::shelf::Shelf;
    use subsetter::GlyphRemapper;

    #[test]
    fn what_is_cut_is_what_the_subsetter_cuts() {
        let fonts = Shelf::fonts(None).carried();
        for (path, font) in fonts.into_iter().filter(|(path, _)| path.extension().is_some_and(|ending| ending == "ttf")) {
            // Few have halves in `loca`, many have words; those at the end share an advance, those at the start are put together.
            let count = ttf_parser::Face::parse(font, 0).unwrap().number_of_glyphs();
            for (from, to, step) in [(1, count, count / 20), (1, count, count / 1000), (count - 30, count, 1), (1, 300, 1)] {
                let glyphs: Vec<u16> = (from..to).rev().step_by(usize::from(step)).collect();
                let numbers = GlyphRemapper::new_from_glyphs(&glyphs);
                let other = slim(&subsetter::subset(font, 0, &numbers).unwrap());
                assert!(cut(font, &numbers).is_some_and(|cut| Some(cut) == other), "{} by {step}", path.display());
            }
        }
    }

    #[test]
    fn what_has_no_such_outlines_is_left_alone() {
        let font = include_bytes!("../../fonts/LiberationSerif-Bold.ttf");
        let numbers = |glyph| GlyphRemapper::new_from_glyphs(&[glyph]);
        assert!(cut(font, &numbers(1)).is_some());
        assert_eq!(cut(font, &numbers(u16::MAX)), None);
        assert_eq!(cut(b"OTTO", &numbers(1)), None);
        for end in (0..font.len()).step_by(1000) {
            assert_eq!(cut(&font[..end], &numbers(1)), None, "{end}");
        }
    }
}
