//! The character set of GB/T 2312-1980, which is all that the fonts 仿宋_GB2312 and 楷体_GB2312 have.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// The set as a bitmap of the Basic Multilingual Plane: 8 KB, made at the first question.
static CHARACTERS: LazyLock<Box<[u64; 1024]>> = LazyLock::new(|| {
    let bytes: Vec<u8> = ROWS.iter().flat_map(|(row, cells)| cells.clone().flat_map(|cell| [*row, cell])).collect();
    let mut bitmap = Box::new([0; 1024]);
    for c in encoding_rs::GBK.decode_without_bom_handling(&bytes).0.chars() {
        bitmap[c as usize >> 6 & 1023] |= 1 << (c as u32 & 63);
    }
    bitmap
});

/// The rows and cells that the standard assigns, as bytes of EUC-CN; GBK, which they are read by, assigns more.
static ROWS: LazyLock<Vec<(u8, RangeInclusive<u8>)>> = LazyLock::new(|| {
    let symbols = [
        (0xA1, 0xA1..=0xFE),
        (0xA2, 0xB1..=0xE2),
        (0xA2, 0xE5..=0xEE),
        (0xA2, 0xF1..=0xFC),
        (0xA3, 0xA1..=0xFE),
        (0xA4, 0xA1..=0xF3),
        (0xA5, 0xA1..=0xF6),
        (0xA6, 0xA1..=0xB8),
        (0xA6, 0xC1..=0xD8),
        (0xA7, 0xA1..=0xC1),
        (0xA7, 0xD1..=0xF1),
        (0xA8, 0xA1..=0xBA),
        (0xA8, 0xC5..=0xE9),
        (0xA9, 0xA4..=0xEF),
    ];
    // Level one is short of a row by five cells.
    let han = (0xB0..=0xF7).map(|row| (row, if row == 0xD7 { 0xA1..=0xF9 } else { 0xA1..=0xFE }));
    symbols.into_iter().chain(han).collect()
});

/// Whether a character is of GB/T 2312.
pub fn has(c: char) -> bool {
    CHARACTERS.get(c as usize >> 6).is_some_and(|bits| bits >> (c as u32 & 63) & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::has;

    #[test]
    fn the_set_has_the_size_the_standard_states() {
        assert_eq!(('\0'..=char::MAX).filter(|c| has(*c)).count(), 682 + 6763);
        assert_eq!(('\u{4E00}'..='\u{9FFF}').filter(|c| has(*c)).count(), 6763);
    }

    #[test]
    fn names_with_rare_characters_are_not_of_it() {
        assert!("啊齄。“—…·Ａ①".chars().all(has));
        assert!("〇堃镕喆㎡\u{20BB7}".chars().all(|c| !has(c)));
    }
}
