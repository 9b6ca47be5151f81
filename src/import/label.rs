//! How like two labels are, whatever breaks, spaces and marks stand in them.

/// What counts of a label: 汉字, letters and digits.
pub fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).map(plain_digit).collect()
}

/// Full-width digits and letters as their plain ones.
pub fn plain_digit(c: char) -> char {
    match c {
        '！'..='～' if c.is_alphanumeric() => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

/// A bare label that others are held against.
#[derive(Debug, Default)]
pub struct Label {
    /// Its characters.
    pub text: String,
    /// How many there are.
    pub length: usize,
    /// Character → the places it has in the label, one bit each, in the order of the characters.
    places: Vec<(char, u128)>,
}

impl Label {
    /// The most characters of a label that count.
    const LONGEST: usize = u128::BITS as usize;

    /// A label.
    pub fn of(text: String) -> Self {
        let mut places: Vec<(char, u128)> = vec![];
        let mut length = 0;
        for c in text.chars().take(Self::LONGEST) {
            let bit = 1 << length;
            match places.iter_mut().find(|(known, _)| *known == c) {
                Some((_, bits)) => *bits |= bit,
                None => places.push((c, bit)),
            }
            length += 1;
        }
        places.sort_unstable();
        Self { text, length, places }
    }

    /// How many of its characters stand in a text in the same order. All of them are held against a character of the text at once,
    /// as H. Hyyrö does it in “Bit-parallel LCS-length computation revisited”, 2004.
    pub fn common(&self, text: impl Iterator<Item = char>) -> usize {
        let mut open = u128::MAX;
        for c in text {
            let found = self.places.binary_search_by_key(&c, |(known, _)| *known);
            let met = open & found.map_or(0, |at| self.places[at].1);
            open = open.wrapping_add(met) | (open - met);
        }
        let whole = u128::MAX.checked_shr((Self::LONGEST - self.length) as u32).unwrap_or(0);
        (!open & whole).count_ones() as usize
    }
}

/// How like two bare labels are, from 0 to 1.
pub fn likeness(one: &str, other: &str) -> f64 {
    let other_length = other.chars().count();
    let one = Label::of(one.into());
    if one.length == 0 || one.length == Label::LONGEST || other_length == 0 || other_length > 200 {
        return 0.0;
    }
    2.0 * one.common(other.chars()) as f64 / (one.length + other_length) as f64
}

/// The words of a table's form, to tell its heads and labels from what somebody else wrote.
#[derive(Debug, Default)]
pub struct Vocabulary(String);

impl Vocabulary {
    /// The words of some labels.
    pub fn of<'a>(labels: impl Iterator<Item = &'a str>) -> Self {
        Self(labels.map(|label| bare(label) + "\n").collect())
    }

    /// Whether a text is made of the form's words alone: of pieces of its labels, which may be broken anywhere.
    pub fn has(&self, text: &str) -> bool {
        text.split(' ').all(|word| self.has_word(&bare(word)))
    }

    fn has_word(&self, word: &str) -> bool {
        let characters = word.chars().count();
        if characters > 400 {
            return false;
        }
        let (mut rest, mut pieces) = (word, 0);
        while !rest.is_empty() {
            let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8());
            let Some(end) = ends.take_while(|end| self.0.contains(&rest[..*end])).last() else { return false };
            rest = &rest[end..];
            pieces += 1;
        }
        // Nearly any text can be put together of single characters.
        pieces <= 1 || characters >= pieces * 3
    }
}

#[cfg(test)]
mod tests {
    use super::{Label, Vocabulary, bare, likeness};

    #[test]
    fn marks_and_spaces_do_not_count() {
        assert_eq!(bare("（三） 不予公\n开、１．"), "三不予公开1");
        assert!(likeness(&bare("行政规范性文件"), &bare("规范性文件")) > 0.8);
        assert!(likeness(&bare("总体情况"), &bare("存在的主要问题")) < 0.3);
    }

    #[test]
    fn characters_in_the_same_order_are_common() {
        let common = |one: &str, other: &str| Label::of(one.into()).common(other.chars());
        assert_eq!(common("甲乙丙丁", "乙甲丙戊丁"), 3);
        assert_eq!(common("甲甲乙", "甲乙甲"), 2);
        assert_eq!(common("", "甲"), 0);
        assert_eq!(common("甲", ""), 0);
        let long = "公开政府信息申请".repeat(16);
        assert_eq!(common(&long, &long), 128);
        assert_eq!(common(&long, &long[3..]), 127);
    }

    #[test]
    fn a_vocabulary_knows_its_pieces_only() {
        let words = Vocabulary::of(["本年新|制作数量", "对外公开总数量", "自然人"].into_iter());
        for known in ["本年新", "制作数量", "自", "自 然 人", "本年新制作数量对外公开", "对外公开总数量"]
        {
            assert!(words.has(known), "{known}");
        }
        for other in ["制作了数量", "本年度新公开数量", "自外年人", "今年"] {
            assert!(!words.has(other), "{other}");
        }
    }
}
