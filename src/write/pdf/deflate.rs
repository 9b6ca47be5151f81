//! Streams deflated (ISO 32000-1, 7.4.4).

use std::cell::RefCell;

use libdeflater::{CompressionLvl, Compressor};
use lopdf::Stream;

use crate::write::pdf::huffman;
use crate::write::pdf::object::SURE;

/// How hard to look for what comes again: the best that can be found makes a file a hundredth smaller and takes twice the time.
const LEVEL: i32 = 1;

thread_local! {
    /// The same bytes give the same bytes on every machine.
    static COMPRESSOR: RefCell<Compressor> = RefCell::new(Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default()));
}

/// Compresses a stream, if it may be and gains by it.
pub fn pack(stream: &mut Stream) {
    if stream.allows_compression && !stream.dict.has(b"Filter") {
        let packed = deflate(&stream.content);
        if packed.len() + b"/Filter/FlateDecode".len() < stream.content.len() {
            stream.dict.set("Filter", "FlateDecode");
            stream.set_content(packed);
        }
    }
}

/// The zlib form of some bytes.
fn deflate(content: &[u8]) -> Vec<u8> {
    COMPRESSOR.with_borrow_mut(|compressor| {
        let mut packed = vec![0; compressor.zlib_compress_bound(content.len())];
        let length = compressor.zlib_compress(content, &mut packed).expect(SURE);
        packed.truncate(length);
        closed(packed)
    })
}

/// The zlib form of outlines, nine tenths of a file, in which hardly anything comes again.
pub fn outlines(content: &[u8]) -> Vec<u8> {
    closed(huffman::pack(content))
}

/// What ends in a carriage return gets a byte more behind it, where no reader looks: that return and the line end before `endstream`
/// would look like one line end, so that programs count the length wrong, and PDF/A validators with them.
fn closed(mut packed: Vec<u8>) -> Vec<u8> {
    if packed.last() == Some(&b'\r') {
        packed.push(0);
    }
    packed
}
