//! Words of a text in the file that it was typed in. What the file has in another way is only white space (lines are folded and
//! indented) and, in quotes, escapes; so the letters of both are the same.

use std::ops::Range;

use saphyr_parser::ScalarStyle;

use crate::occurrences::Occurrences;

/// The letters of a scalar, white space left out, and where each stands in its source.
#[derive(Debug)]
pub struct Letters {
    text: String,
    /// For each byte of `text`, the bytes of the source that its letter is written with.
    places: Vec<Range<usize>>,
    occurrences: Occurrences,
}

impl Letters {
    /// Reads a scalar as its source has it.
    pub fn new(raw: &str, style: ScalarStyle) -> Self {
        let (mut text, mut places) = (String::new(), vec![]);
        for (c, place) in letters(raw, style) {
            places.extend(std::iter::repeat_n(place, c.len_utf8()));
            text.push(c);
        }
        Self { text, places, occurrences: Occurrences::default() }
    }

    /// The bytes of the source that the `nth` occurrence of some words (from 0) stands in.
    pub fn find(&self, words: &str, nth: usize) -> Option<Range<usize>> {
        let words: String = words.chars().filter(|c| !c.is_whitespace()).collect();
        if words.is_empty() {
            return None;
        }
        let at = *self.occurrences.of(&words, &self.text).get(nth)?;
        Some(self.places[at].start..self.places[at + words.len() - 1].end)
    }
}

/// Where a quoted text that a text begins with ends, just after its quote.
pub fn closing(text: &str, quote: char) -> Option<usize> {
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = letters.next() {
        if c == '\\' && quote == '"' || c == quote && quote == '\'' && letters.peek().is_some_and(|(_, c)| *c == '\'') {
            letters.next();
        } else if c == quote {
            return Some(at + c.len_utf8());
        }
    }
    None
}

/// The letters of a scalar, white space left out, each with the bytes that it is written with.
fn letters(raw: &str, style: ScalarStyle) -> Vec<(char, Range<usize>)> {
    let (mut at, end) = match style {
        ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => (0, raw.len()),
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => (1, raw.len().saturating_sub(1)),
    };
    let mut letters = vec![];
    while let Some(rest) = raw.get(at..end).filter(|rest| !rest.is_empty()) {
        let Some(c) = rest.chars().next() else { break };
        let (letter, length) = match (style, c) {
            (ScalarStyle::SingleQuoted, '\'') => (Some('\''), 2),
            (ScalarStyle::DoubleQuoted, '\\') => escape(&rest[1..]),
            _ => (Some(c), c.len_utf8()),
        };
        letters.extend(letter.filter(|letter| !letter.is_whitespace()).map(|letter| (letter, at..at + length)));
        at += length;
    }
    letters
}

/// What follows a `\` in double quotes (YAML 1.2.2, 5.7): the letter, nothing for white space, and the bytes with the `\`.
fn escape(rest: &str) -> (Option<char>, usize) {
    let code = |digits: usize| {
        let number = rest.get(1..1 + digits).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        (number.and_then(char::from_u32), 2 + digits)
    };
    match rest.chars().next() {
        Some('x') => code(2),
        Some('u') => code(4),
        Some('U') => code(8),
        Some('0') => (Some('\0'), 2),
        Some('a') => (Some('\x07'), 2),
        Some('b') => (Some('\x08'), 2),
        Some('e') => (Some('\x1B'), 2),
        Some('t' | 'n' | 'v' | 'f' | 'r' | 'N' | '_' | 'L' | 'P') => (None, 2),
        Some(c) => (Some(c), 1 + c.len_utf8()),
        None => (None, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::Letters;
    use saphyr_parser::ScalarStyle::{DoubleQuoted, Folded, Literal, Plain, SingleQuoted};

    #[test]
    fn words_are_found_however_they_are_written() {
        for (raw, style, words, nth, found) in [
            ("第一行\n    第二行", Plain, "行第二", 0, "行\n    第二"),
            ("'他''们，他''们'", SingleQuoted, "他'们", 1, "他''们"),
            ("\"\\u4eca年\\\n  去\\u5E74\"", DoubleQuoted, "去年", 0, "去\\u5E74"),
            ("\"\\u4eca年\\\n  去\\u5E74\"", DoubleQuoted, "今年", 0, "\\u4eca年"),
            ("  今年\n    去年", Literal, "今年去", 0, "今年\n    去"),
            ("今\n  年\n\n  今年", Folded, "今年", 1, "今年"),
        ] {
            assert_eq!(Letters::new(raw, style).find(words, nth).map(|range| &raw[range]), Some(found), "{raw}");
        }
        assert_eq!(Letters::new("今年", Plain).find(" ", 0), None);
    }
}
