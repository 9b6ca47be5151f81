//! Streams deflated (ISO 32000-1, 7.4.4).

use libdeflater::{CompressionLvl, Compressor};
use lopdf::{Dictionary, Stream};

use crate::write::pdf::object::SURE;

/// How hard to look for what comes again in text and objects: one less makes them a tenth larger and hardly sooner, one more takes a
/// quarter more time and makes them a fortieth smaller.
const LEVEL: i32 = 5;
/// The same for outlines, in which hardly anything comes again: 5 takes twice the time and makes them a hundredth smaller.
const OUTLINES: i32 = 1;

/// Deflates one stream after another.
pub struct Packer {
    others: Compressor,
    outlines: Compressor,
}

impl Packer {
    /// A packer; the same bytes give the same bytes on every machine.
    pub fn new() -> Self {
        let [others, outlines] =
            [LEVEL, OUTLINES].map(|level| Compressor::new(CompressionLvl::new(level).unwrap_or_default()));
        Self { others, outlines }
    }

    /// Compresses a stream, if it may be and gains by it.
    pub fn pack(&mut self, stream: &mut Stream) {
        if stream.allows_compression && !stream.dict.has(b"Filter") {
            let packed = deflate(&mut self.others, &stream.content);
            if packed.len() + b"/Filter/FlateDecode".len() < stream.content.len() {
                stream.dict.set("Filter", "FlateDecode");
                stream.set_content(packed);
            }
        }
    }

    /// A stream of a font's outlines.
    pub fn outlines(&mut self, mut dict: Dictionary, outlines: &[u8]) -> Stream {
        dict.set("Filter", "FlateDecode");
        Stream::new(dict, deflate(&mut self.outlines, outlines))
    }
}

/// The zlib form of some bytes. If it ends in a carriage return there is a byte more behind it, where no reader looks: that return
/// and the line end before `endstream` would look like one line end, so that programs count the length wrong, and PDF/A validators
/// with them.
fn deflate(compressor: &mut Compressor, content: &[u8]) -> Vec<u8> {
    let mut packed = vec![0; compressor.zlib_compress_bound(content.len())];
    let length = compressor.zlib_compress(content, &mut packed).expect(SURE);
    packed.truncate(length);
    if packed.last() == Some(&b'\r') {
        packed.push(0);
    }
    packed
}
