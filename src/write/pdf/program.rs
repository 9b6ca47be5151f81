//! Font files as they stand in a PDF: deflated, prepared once for all the reports of a process that use the same glyphs.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use lopdf::{Stream, dictionary};
use sha2::{Digest, Sha256};

use crate::page::Font;
use crate::sfnt::compact_font;
use crate::write::pdf::deflate::Packer;

/// What tells the file of a font from any other.
pub type Identity = [u8; 32];

/// The fonts prepared so far: those of heads and tables are the same in report after report. A report's bytes do not depend on it.
static PREPARED: LazyLock<Mutex<HashMap<Identity, Arc<Stream>>>> = LazyLock::new(Mutex::default);

/// How many fonts are remembered: some megabytes. Then all are forgotten, and those that come again are soon there again.
const REMEMBERED: usize = 100;

/// The identity of a font: a hash of its file.
pub fn identity(font: &Font) -> Identity {
    Sha256::digest(&font.data).into()
}

/// The stream of a font's file.
pub fn program(font: &Font, identity: Identity, packer: &mut Packer) -> Arc<Stream> {
    let prepared = || PREPARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(stream) = prepared().get(&identity) {
        return stream.clone();
    }
    let stream = match compact_font(&font.data) {
        // The one wrapper of PostScript outlines in which all viewers find the glyphs by their numbers (ISO 32000-1, 9.9).
        Some(outlines) => packer.outlines(dictionary! { "Subtype" => "CIDFontType0C" }, &outlines),
        None => packer.outlines(dictionary! { "Length1" => font.data.len() as i64 }, &font.data),
    };
    let stream = Arc::new(stream);
    let mut prepared = prepared();
    if prepared.len() >= REMEMBERED {
        prepared.clear();
    }
    prepared.insert(identity, stream.clone());
    stream
}
