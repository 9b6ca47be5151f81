//! A font file without the tables that a PDF has no use for.

/// What a CIDFontType2 is drawn with (ISO 32000-1, 9.9): its characters, names and PostScript data stand in the PDF itself.
const NEEDED: [&[u8; 4]; 9] = [b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep"];

/// Bytes of the head before the table records, and of a record.
const HEAD: usize = 12;
const RECORD: usize = 16;

/// The sfnt with what is needed alone; nothing if it is no sfnt. The tables keep their sums, that over the file in `head` is made anew.
pub fn slim(sfnt: &[u8]) -> Option<Vec<u8>> {
    let count = usize::from(u16::from_be_bytes(sfnt.get(4..6)?.try_into().ok()?));
    let records = sfnt.get(HEAD..HEAD + RECORD * count)?.chunks(RECORD);
    let needed: Vec<&[u8]> = records.filter(|record| NEEDED.iter().any(|tag| record.starts_with(*tag))).collect();
    let power = needed.len().checked_ilog2()?;
    let range = (RECORD << power) as u16;
    let mut font = sfnt[..4].to_vec();
    let halves = [needed.len() as u16, range, power as u16, (needed.len() * RECORD) as u16 - range];
    halves.iter().for_each(|half| font.extend(half.to_be_bytes()));
    let mut tables: Vec<u8> = vec![];
    let mut head = None;
    for record in &needed {
        let number = |at: usize| Some(u32::from_be_bytes(record.get(at..at + 4)?.try_into().ok()?) as usize);
        let (from, length) = (number(8)?, number(12)?);
        let offset = HEAD + RECORD * needed.len() + tables.len();
        if record.starts_with(b"head") {
            head = Some(offset + 8);
        }
        font.extend(&record[..8]);
        font.extend((offset as u32).to_be_bytes());
        font.extend(&record[12..]);
        tables.extend(sfnt.get(from..from.checked_add(length)?)?);
        tables.resize(tables.len().next_multiple_of(4), 0);
    }
    font.extend(tables);
    let adjustment = font.get_mut(head?..head? + 4)?;
    adjustment.fill(0);
    let words = font.as_chunks::<4>().0.iter();
    let sum = words.fold(0_u32, |sum, word| sum.wrapping_add(u32::from_be_bytes(*word)));
    font[head?..head? + 4].copy_from_slice(&0xB1B0_AFBA_u32.wrapping_sub(sum).to_be_bytes());
    Some(font)
}

#[cfg(test)]
mod tests {
    use super::slim;

    #[test]
    fn what_draws_the_glyphs_stays() {
        let font = include_bytes!("../../../fonts/LiberationSerif-Bold.ttf");
        let small = slim(font).unwrap();
        let tables = |font: &[u8]| -> Vec<String> {
            let count = usize::from(font[5]);
            font[12..12 + 16 * count].chunks(16).map(|record| String::from_utf8_lossy(&record[..4]).into_owned()).collect()
        };
        assert_eq!(tables(&small), ["cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"]);
        let sum = small.as_chunks::<4>().0.iter().fold(0_u32, |sum, word| sum.wrapping_add(u32::from_be_bytes(*word)));
        assert_eq!(sum, 0xB1B0_AFBA);
        let boxes = |font: &[u8]| {
            let face = ttf_parser::Face::parse(font, 0).unwrap();
            let glyphs = (0..200).map(ttf_parser::GlyphId);
            glyphs.map(|glyph| (face.glyph_bounding_box(glyph), face.glyph_hor_advance(glyph))).collect::<Vec<_>>()
        };
        assert_eq!(boxes(&small), boxes(font));
    }

    #[test]
    fn what_is_no_font_is_refused() {
        assert!(slim(b"").is_none());
        assert!(slim(&[0xFF; 64]).is_none());
        assert!(slim(&[0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).is_none());
    }
}
