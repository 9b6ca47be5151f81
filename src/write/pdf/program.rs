//! Font files as they stand in a PDF: deflated, once for all the reports of a process that share the font.

use lopdf::{Dictionary, dictionary};

use crate::page::{Font, Program};
use crate::sfnt::compact_font;
use crate::write::pdf::deflate;

/// The file of a font, prepared at the first call.
pub fn program(font: &Font) -> &Program {
    font.program(|| {
        // The one wrapper of PostScript outlines in which all viewers find the glyphs by their numbers (ISO 32000-1, 9.9).
        let bare = compact_font(&font.data);
        Program { is_bare: bare.is_some(), packed: deflate::outlines(bare.as_deref().unwrap_or(&font.data)) }
    })
}

/// The dictionary of its stream.
pub fn dictionary(font: &Font) -> Dictionary {
    let mut dict = match program(font).is_bare {
        true => dictionary! { "Subtype" => "CIDFontType0C" },
        false => dictionary! { "Length1" => font.data.len() as i64 },
    };
    dict.set("Filter", "FlateDecode");
    dict.set("Length", program(font).packed.len() as i64);
    dict
}
