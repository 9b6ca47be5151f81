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

/// How many characters of `short` stand in `long` in the same order.
pub fn common(short: &[char], long: &[char]) -> usize {
    let mut row = vec![0; long.len() + 1];
    for a in short {
        let mut before = 0; // of the row above, one column before
        for (at, b) in long.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if a == b { before + 1 } else { above.max(row[at]) };
            before = above;
        }
    }
    row[long.len()]
}

/// How like two bare labels are, from 0 to 1.
pub fn likeness(one: &str, other: &str) -> f64 {
    let (one, other): (Vec<_>, Vec<_>) = (one.chars().collect(), other.chars().collect());
    // What differs so much in length is not the same; and the time is bounded.
    if one.is_empty() || other.is_empty() || one.len() > 200 || other.len() > 200 {
        return 0.0;
    }
    2.0 * common(&one, &other) as f64 / (one.len() + other.len()) as f64
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
    use super::{Vocabulary, bare, likeness};

    #[test]
    fn marks_and_spaces_do_not_count() {
        assert_eq!(bare("（三） 不予公\n开、１．"), "三不予公开1");
        assert!(likeness(&bare("行政规范性文件"), &bare("规范性文件")) > 0.8);
        assert!(likeness(&bare("总体情况"), &bare("存在的主要问题")) < 0.3);
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
