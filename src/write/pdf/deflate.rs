//! Streams deflated (ISO 32000-1, 7.4.4).

use libdeflater::{CompressionLvl, Compressor};
use lopdf::Stream;

use crate::write::pdf::object::SURE;

/// How hard to compress: one less makes the example's file a hundredth larger and hardly sooner, one more takes a ninth more time and
/// makes it a two-hundredth smaller.
const LEVEL: i32 = 5;

/// Deflates one stream after another.
pub struct Packer(Compressor);

impl Packer {
    /// A packer; the same bytes give the same bytes on every machine.
    pub fn new() -> Self {
        Self(Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default()))
    }

    /// Compresses a stream, if it may be and gains by it.
    pub fn pack(&mut self, stream: &mut Stream) {
        if stream.allows_compression && !stream.dict.has(b"Filter") {
            let packed = self.deflate(&stream.content);
            if packed.len() + b"/Filter/FlateDecode".len() < stream.content.len() {
                stream.dict.set("Filter", "FlateDecode");
                stream.set_content(packed);
            }
        }
    }

    /// The zlib form of some bytes. If it ends in a carriage return there is a byte more behind it, where no reader looks: that
    /// return and the line end before `endstream` would look like one line end, so that programs count the length wrong, and PDF/A
    /// validators with them.
    fn deflate(&mut self, content: &[u8]) -> Vec<u8> {
        let mut packed = vec![0; self.0.zlib_compress_bound(content.len())];
        let length = self.0.zlib_compress(content, &mut packed).expect(SURE);
        packed.truncate(length);
        if packed.last() == Some(&b'\r') {
            packed.push(0);
        }
        packed
    }
}
