//! What kind of character is what: the classes that spacing and line breaking rest on (CLREQ 3.1, 3.2; GB/T 15834).

use crate::document::Inline;

/// Whether a character is set on the full square: 汉字, 假名, full-width marks and symbols.
pub fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF00}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' | '\u{20000}'..='\u{3FFFF}'
        | '“' | '”' | '‘' | '’' | '…' | '—' | '·' | '\u{2460}'..='\u{24FF}' | '※' | '★' | '☆' | '○' | '●' | '◎' | '□' | '■'
        | '△' | '▲' | '→' | '←' | '↑' | '↓' | 'Ⅰ'..='Ⅻ' | '℃' | '‰' | '×' | '÷' | '±' | '°' | '′' | '″')
}

/// Drops the white space that is the typesetter's work: line ends of folded text and the spaces somebody typed between 汉字 and
/// digits. Between Latin words one space stays.
pub fn tidy(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut before: Option<char> = None; // the last character kept
    let mut gap = false;
    let mut tidied: Vec<Inline> = vec![];
    for mut inline in inlines {
        match &mut inline {
            Inline::Break => (before, gap) = (None, false),
            Inline::Text(text) | Inline::Link { text, .. } => {
                let mut kept = String::with_capacity(text.len());
                for c in text.chars() {
                    if c.is_whitespace() {
                        gap = true;
                        continue;
                    }
                    if gap && before.is_some_and(|before| !is_wide(before)) && !is_wide(c) {
                        kept.push(' ');
                    }
                    (before, gap) = (Some(c), false);
                    kept.push(c);
                }
                if kept.is_empty() {
                    continue;
                }
                *text = kept;
            }
        }
        tidied.push(inline);
    }
    tidied
}
