//! Text → characters, each with what the line needs to know of it.

use crate::document::{Inline, Text};
use crate::typography::{Class, class, is_latin};

/// A character of a text with its surroundings resolved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Letter {
    /// The character.
    pub character: char,
    /// Whether it is set in the Latin face.
    pub latin: bool,
    /// Which of the text's inlines it comes from.
    pub inline: usize,
}

impl Letter {
    /// What it is to the line: the apostrophe in a word is one of its letters.
    pub fn class(&self) -> Class {
        if self.latin && self.character == '’' { Class::Letter } else { class(self.character) }
    }
}

/// The characters of a text, split at its line breaks.
pub fn lines(text: &Text) -> Vec<Vec<Letter>> {
    let mut lines: Vec<Vec<(char, usize)>> = vec![vec![]];
    for (inline, piece) in text.inlines.iter().enumerate() {
        match (piece, lines.last_mut()) {
            (Inline::Text(text) | Inline::Link { text, .. } | Inline::Mark(text), Some(line)) => {
                line.extend(text.chars().map(|c| (c, inline)));
            }
            _ => lines.push(vec![]),
        }
    }
    lines.iter().map(|line| letters(line)).collect()
}

/// Tells the characters of a text, and whether each is set in the Latin face: what [`lines`] has of them, without the lines.
pub fn each_character(text: &Text, mut tell: impl FnMut((char, bool))) {
    for line in text.inlines.split(|inline| *inline == Inline::Break) {
        let mut before = None;
        for (at, inline) in line.iter().enumerate() {
            let mut rest = inline.plain().chars();
            while let Some(c) = rest.next() {
                let after = || rest.clone().chain(line[at + 1..].iter().flat_map(|inline| inline.plain().chars())).next();
                tell((c, is_latin(before, c, after)));
                before = Some(c);
            }
        }
    }
}

/// The characters of a plain string.
pub fn plain(text: &str) -> Vec<Letter> {
    letters(&text.chars().map(|c| (c, 0)).collect::<Vec<_>>())
}

fn letters(line: &[(char, usize)]) -> Vec<Letter> {
    let at = |index: usize| line.get(index).map(|(c, _)| *c);
    (0..line.len())
        .map(|index| {
            let (character, inline) = line[index];
            let before = index.checked_sub(1).and_then(at);
            Letter { character, latin: is_latin(before, character, || at(index + 1)), inline }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{each_character, lines, plain};
    use crate::document::{Inline, Text};

    #[test]
    fn an_apostrophe_in_a_word_is_latin() {
        let latin = |text: &str| plain(text).iter().map(|letter| letter.latin).collect::<Vec<_>>();
        assert_eq!(latin("it’s"), [true; 4]);
        assert_eq!(latin("‘甲’"), [false; 3]);
    }

    #[test]
    fn characters_are_those_of_the_lines() {
        let text = |text: &str| Inline::Text(text.into());
        let link = Inline::Link { href: "http://x".into(), text: "’s甲".into() };
        let text = Text {
            inlines: vec![text("甲 it"), link, Inline::Break, text("’乙s’"), Inline::Mark("t".into())],
            from: None,
        };
        let of_lines = lines(&text).into_iter().flatten().map(|letter| (letter.character, letter.latin));
        let mut told = vec![];
        each_character(&text, |key| told.push(key));
        assert_eq!(told, of_lines.collect::<Vec<_>>());
    }
}
