//! Our subset fonts as printpdf embeds them.

use std::collections::BTreeMap;
use std::sync::Arc;

use lopdf::Document;
use printpdf::{FontId, FontMetrics, FontType, ParsedFont, PdfFontMetricsStub};

use crate::page::Font;
use crate::unit::Em;

/// PDF counts glyph space in thousandths of the em (ISO 32000-1, 9.2.4).
const UNITS: u16 = 1000;

/// The name of a font in the resources; never printpdf's own, which counts up from document to document.
pub fn id(index: usize) -> FontId {
    FontId(format!("F{index}"))
}

/// The advance of a glyph as the file states it, in thousandths of the em.
pub fn width(font: &Font, glyph: u16) -> i16 {
    thousandths(font.advance(glyph))
}

/// The fonts by the numbers of the objects that their files are.
pub type Programs<'a> = BTreeMap<u32, &'a Font>;

/// A font with everything printpdf wants to know, already in thousandths: it would cut off where we round. In place of the file
/// goes a word, for which [`programs`] has it: printpdf copies it half a dozen times.
pub fn embed(index: usize, font: &Font) -> ParsedFont {
    let metrics = &font.metrics;
    let [x_min, y_min, x_max, y_max] = metrics.bounds.map(thousandths);
    let glyphs = 0..metrics.advances.len() as u16;
    ParsedFont {
        original_bytes: placeholder(index, font).into_bytes(),
        font_index: 0,
        font_name: Some(format!("{}+{}", tag(font), font.name)),
        codepoint_to_glyph: font.glyphs.iter().map(|(character, glyph)| (u32::from(*character), *glyph)).collect(),
        glyph_widths: glyphs.map(|glyph| (glyph, width(font, glyph).unsigned_abs())).collect::<BTreeMap<_, _>>(),
        units_per_em: UNITS,
        font_metrics: FontMetrics { ascent: thousandths(metrics.ascent), descent: thousandths(metrics.descent) },
        font_type: FontType::TrueType,
        pdf_font_metrics: PdfFontMetricsStub {
            units_per_em: UNITS,
            x_min,
            y_min,
            x_max,
            y_max,
            caret_slope_rise: 1,
            caret_slope_run: 0,
            us_weight_class: metrics.weight,
        },
    }
}

/// The fonts for the streams that wait for them.
pub fn programs<'a>(document: &Document, fonts: &'a [Arc<Font>]) -> Programs<'a> {
    let waiting: BTreeMap<String, usize> =
        (0..fonts.len()).map(|index| (placeholder(index, &fonts[index]), index)).collect();
    let streams = document.objects.iter().filter_map(|((number, _), object)| Some((*number, object.as_stream().ok()?)));
    let named = streams.filter_map(|(number, stream)| Some((number, std::str::from_utf8(&stream.content).ok()?)));
    named.filter_map(|(number, content)| Some((number, fonts[*waiting.get(content)?].as_ref()))).collect()
}

/// What stands for the file of a font. It begins as the file does if that has PostScript outlines: by that printpdf knows how to
/// describe it.
fn placeholder(index: usize, font: &Font) -> String {
    format!("{}{}", if font.data.starts_with(b"OTTO") { "OTTO" } else { "" }, id(index).0)
}

/// The six letters that mark a subset (ISO 32000-1, 9.6.4), from the font's own bytes.
fn tag(font: &Font) -> String {
    font.identity().iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

fn thousandths(length: Em) -> i16 {
    (length.0 * f64::from(UNITS)).round() as i16
}
