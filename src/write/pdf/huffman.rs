//! Outlines deflated (RFC 1951): the shorter a byte's code, the more often it is there. Nothing that comes again is looked for, which
//! takes most of the time of other compressors, and in outlines saves them a tenth.

/// The longest code. Decoders take one bit more (3.2.7); four codes of so many and what is left of a byte go into 64 bits.
const LONGEST: u8 = 14;
/// How many codes are put together before they are written.
const TOGETHER: usize = 4;
/// What ends a block, after the bytes (3.2.5).
const END: usize = 256;
/// Room for all that is not bytes of the data: what stands before them takes 141, and bits are written eight bytes at once.
const REST: usize = 200;

/// Bits that stand for something, the first of them lowest (3.1.1).
#[derive(Clone, Copy, Default)]
struct Code {
    bits: u16,
    length: u8,
}

/// The zlib form (RFC 1950, 2.2) of some bytes: one block with codes of its own (3.2.7).
pub fn pack(bytes: &[u8]) -> Vec<u8> {
    let counts = counts(bytes);
    let lengths = short_lengths(counts);
    let total: usize = counts.iter().zip(lengths).map(|(count, length)| *count as usize * usize::from(length)).sum();
    let mut stream = Bits { bytes: vec![0; total / 8 + REST], at: 0, left: 0, count: 0 };
    // Deflated by the quickest of ways, without a dictionary.
    stream.put(&[(0x78, 8), (0x01, 8)].map(code));
    // The last block, with codes of its own: 257 of bytes and the end; two of distances, which there are none of, but not all decoders
    // take less; all 19 of lengths.
    stream.put(&[(1, 1), (2, 2), (0, 5), (1, 5)].map(code));
    stream.put(&[(15, 4)].map(code));
    // The length of a code is written in four bits; the three codes that stand first, for lengths that come again, are not used.
    let of_lengths = [0; 3].into_iter().chain([4; 16]);
    of_lengths.for_each(|length| stream.put(&[code((length, 3))]));
    let digits = codes(&[4; 16]);
    lengths.iter().chain(&[1, 1]).for_each(|length| stream.put(&[digits[usize::from(*length)]]));

    let codes = codes(&lengths);
    let (quads, rest) = bytes.as_chunks::<TOGETHER>();
    quads.iter().for_each(|quad| stream.put(&quad.map(|byte| codes[usize::from(byte)])));
    rest.iter().for_each(|byte| stream.put(&[codes[usize::from(*byte)]]));
    stream.put(&[codes[END]]);
    stream.finish(libdeflater::adler32(bytes))
}

fn code((bits, length): (u16, u8)) -> Code {
    Code { bits, length }
}

/// How often each byte is there, and the end. There is always a byte, since a code alone would be of no length.
fn counts(bytes: &[u8]) -> [u32; END + 1] {
    // In turns in several tables: a count that was just written is not there to be read yet.
    let mut tables = [[0; END + 1]; TOGETHER];
    let (quads, rest) = bytes.as_chunks::<TOGETHER>();
    for quad in quads {
        quad.iter().zip(&mut tables).for_each(|(byte, table)| table[usize::from(*byte)] += 1);
    }
    rest.iter().for_each(|byte| tables[0][usize::from(*byte)] += 1);
    let mut counts: [u32; END + 1] = std::array::from_fn(|at| tables.iter().map(|table| table[at]).sum());
    counts[0] = counts[0].max(1);
    counts[END] = 1;
    counts
}

/// The lengths of the codes, none longer than [`LONGEST`]: where one is, the counts are brought nearer to each other.
fn short_lengths(mut counts: [u32; END + 1]) -> [u8; END + 1] {
    loop {
        let lengths = lengths(&counts);
        if lengths.iter().all(|length| *length <= LONGEST) {
            return lengths;
        }
        counts.iter_mut().for_each(|count| *count = count.div_ceil(2));
    }
}

/// The lengths of the codes after Huffman: the two rarest of all become one, until there is one; what is not there has no code.
fn lengths(counts: &[u32; END + 1]) -> [u8; END + 1] {
    let mut leaves: Vec<usize> = (0..counts.len()).filter(|at| counts[*at] > 0).collect();
    leaves.sort_by_key(|at| counts[*at]);
    let mut weights: Vec<u32> = leaves.iter().map(|at| counts[*at]).collect();
    let mut parents = vec![0; leaves.len() * 2 - 1];
    // What was joined gets heavier and heavier: both what was and what was not are sorted.
    let (mut leaf, mut joined) = (0, leaves.len());
    for parent in leaves.len()..parents.len() {
        let mut rarest = || {
            let is_leaf = leaf < leaves.len() && (joined == parent || weights[leaf] <= weights[joined]);
            let next = if is_leaf { &mut leaf } else { &mut joined };
            *next += 1;
            *next - 1
        };
        let pair = [rarest(), rarest()];
        pair.iter().for_each(|child| parents[*child] = parent);
        weights.push(pair.iter().map(|child| weights[*child]).sum());
    }
    let mut depths = vec![0; parents.len()];
    (0..parents.len() - 1).rev().for_each(|at| depths[at] = depths[parents[at]] + 1);
    let mut lengths = [0; END + 1];
    leaves.iter().zip(depths).for_each(|(at, depth)| lengths[*at] = depth);
    lengths
}

/// The codes that follow from their lengths (3.2.2). They begin with their highest bit, unlike all else (3.1.1).
fn codes<const N: usize>(lengths: &[u8; N]) -> [Code; N] {
    let mut codes = [Code::default(); N];
    let mut next = 0_u16;
    for length in 1..=LONGEST {
        next <<= 1;
        for (code, _) in codes.iter_mut().zip(lengths).filter(|(_, of)| **of == length) {
            *code = Code { bits: next.reverse_bits() >> (16 - length), length };
            next += 1;
        }
    }
    codes
}

/// Bits on their way into bytes.
struct Bits {
    bytes: Vec<u8>,
    /// How many of the bytes are written.
    at: usize,
    /// What does not fill a byte yet, and how many bits that is.
    left: u64,
    count: u8,
}

impl Bits {
    /// Appends up to [`TOGETHER`] codes.
    #[inline(always)]
    fn put(&mut self, codes: &[Code]) {
        for code in codes {
            self.left |= u64::from(code.bits) << self.count;
            self.count += code.length;
        }
        self.bytes[self.at..self.at + 8].copy_from_slice(&self.left.to_le_bytes());
        self.at += usize::from(self.count / 8);
        self.left >>= self.count & !7;
        self.count &= 7;
    }

    /// Fills the last byte and appends the sum of what was deflated.
    fn finish(mut self, sum: u32) -> Vec<u8> {
        self.bytes.truncate(self.at + usize::from(self.count > 0));
        self.bytes.extend(sum.to_be_bytes());
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::{END, LONGEST, counts, lengths, pack, short_lengths};
    use libdeflater::Decompressor;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn unpacked(packed: &[u8], length: usize) -> Vec<u8> {
        let mut bytes = vec![0; length];
        assert_eq!(Decompressor::new().zlib_decompress(packed, &mut bytes), Ok(length));
        bytes
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_out_again(bytes in vec(any::<u8>(), 0..3000), mask in any::<u8>()) {
            let bytes: Vec<u8> = bytes.iter().map(|byte| byte & mask).collect();
            prop_assert_eq!(unpacked(&pack(&bytes), bytes.len()), bytes);
        }
    }

    #[test]
    fn frequent_bytes_get_short_codes_and_none_too_long_a_one() {
        // Each twice as often as the one before: by themselves the codes would be up to 18 bits long.
        let bytes: Vec<u8> = (0..18).flat_map(|byte| vec![byte; 1 << byte]).collect();
        let counts = counts(&bytes);
        assert!(lengths(&counts).iter().any(|length| *length > LONGEST));
        let lengths = short_lengths(counts);
        assert!(lengths.iter().all(|length| *length <= LONGEST));
        assert!(lengths[..18].is_sorted_by(|rare, frequent| rare >= frequent) && lengths[17] == 1, "{lengths:?}");
        assert!(lengths[18..END].iter().all(|length| *length == 0));
        assert_eq!(unpacked(&pack(&bytes), bytes.len()), bytes);
    }

    #[test]
    fn outlines_are_packed_to_what_their_bytes_are_worth() {
        let outlines = &include_bytes!("../../../fonts/LiberationSerif-Bold.ttf")[100_000..300_000];
        let counts = counts(outlines);
        let worth = |count: &u32| f64::from(*count) * (outlines.len() as f64 / f64::from(*count)).log2() / 8.0;
        let entropy: f64 = counts[..END].iter().filter(|count| **count > 0).map(worth).sum();
        let packed = pack(outlines);
        assert!((entropy..entropy * 1.01 + 200.0).contains(&(packed.len() as f64)), "{} of {entropy}", packed.len());
        assert_eq!(unpacked(&packed, outlines.len()), outlines);
    }
}
