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

/// What a character is to the line it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// 汉字.
    Han,
    /// A letter of an alphabet.
    Letter,
    /// 0 to 9.
    Digit,
    /// A space between Latin words.
    Space,
    /// An opening bracket or quotation mark: its left half is empty.
    Opening,
    /// A closing bracket or quotation mark: its right half is empty.
    Closing,
    /// ，、；： with an empty right half.
    Comma,
    /// 。！？ with an empty right half.
    Stop,
    /// 间隔号 ·, empty at both sides.
    Dot,
    /// 连接号 and 分隔号: – － ～ /
    Joint,
    /// 破折号 and 省略号, each half of them.
    Dash,
    /// Any other full-width sign.
    Sign,
    /// Any other narrow sign.
    Mark,
}

/// The class of a character (CLREQ 3.1.1 to 3.1.3).
pub fn class(c: char) -> Class {
    match c {
        '0'..='9' => Class::Digit,
        '“' | '‘' | '「' | '『' | '（' | '【' | '〔' | '〖' | '《' | '〈' | '［' | '｛' => Class::Opening,
        '”' | '’' | '」' | '』' | '）' | '】' | '〕' | '〗' | '》' | '〉' | '］' | '｝' => Class::Closing,
        '，' | '、' | '；' | '：' => Class::Comma,
        '。' | '！' | '？' | '．' => Class::Stop,
        '·' => Class::Dot,
        '–' | '－' | '～' | '/' => Class::Joint,
        '—' | '…' => Class::Dash,
        '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '〇' | '々' => Class::Han,
        _ if c.is_whitespace() => Class::Space,
        _ if is_wide(c) => Class::Sign,
        _ if c.is_alphabetic() => Class::Letter,
        _ => Class::Mark,
    }
}

/// Whether a character is set in the Latin face, seen with its neighbours: what is not wide, and the apostrophe in a word.
pub fn is_latin(before: Option<char>, c: char, after: impl FnOnce() -> Option<char>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    !is_wide(c) || (c == '’' && letter(before) && letter(after()))
}

/// Whether a line must not start with a character (避头: CLREQ 3.1.4 with GB/T 15834 5.1).
pub fn never_starts(c: char) -> bool {
    matches!(class(c), Class::Closing | Class::Comma | Class::Stop | Class::Dot | Class::Joint | Class::Dash)
        || is_unit(c)
        || matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | ')' | ']' | '}')
}

/// Whether a line must not end with a character (避尾).
pub fn never_ends(c: char) -> bool {
    class(c) == Class::Opening || matches!(c, '/' | '(' | '[' | '{')
}

/// Whether a sign belongs to the number before it.
pub fn is_unit(c: char) -> bool {
    matches!(c, '%' | '‰' | '％' | '℃' | '°' | '′' | '″')
}

/// Drops the white space that is the typesetter's work: line ends of folded text and the spaces somebody typed between 汉字 and
/// digits. Between Latin words one space stays.
pub fn tidy(mut inlines: Vec<Inline>) -> Vec<Inline> {
    let mut before: Option<char> = None; // the last character kept
    let mut gap = false;
    inlines.retain_mut(|inline| match inline {
        Inline::Break => {
            (before, gap) = (None, false);
            true
        }
        // What is shown as it was typed keeps its spaces.
        Inline::Mark(text) => {
            *text = text.replace(['\n', '\r', '\t'], " ");
            (before, gap) = (text.chars().last(), false);
            true
        }
        // Most texts have nothing to drop.
        Inline::Text(text) | Inline::Link { text, .. }
            if !gap && !text.is_empty() && !text.contains(char::is_whitespace) =>
        {
            before = text.chars().next_back();
            true
        }
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
            *text = kept;
            !text.is_empty()
        }
    });
    inlines
}
