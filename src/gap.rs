//! Gaps: what the data should say and do not. A gap is printed as a marked □, never as nothing and never as 0.
//!
//! Any value of the data may be, or hold, a gap or something else that is to be marked; it is carried to the mark-up between two
//! characters that Unicode keeps for the inner use of programs, and no text of the data can have. A final never gets so far: what
//! leaves a gap is an error.

/// What opens a marked stretch of a text.
pub const OPEN: char = '\u{FDD0}';
/// What closes it.
pub const CLOSE: char = '\u{FDD1}';
/// The value of what has none.
pub const GAP: &str = "\u{FDD0}□\u{FDD1}";
/// A gap as it is printed.
pub const BOX: char = '□';

/// A text, or a gap if it says nothing.
pub fn or_gap(text: &str) -> &str {
    if text.trim().is_empty() { GAP } else { text }
}

/// A text that is to be marked.
pub fn marked(text: &str) -> String {
    format!("{OPEN}{text}{CLOSE}")
}

/// Whether a text has a gap.
pub fn is_in(text: &str) -> bool {
    text.contains(GAP)
}

/// A text without its marks.
pub fn unmarked(text: &str) -> String {
    text.replace([OPEN, CLOSE], "")
}

/// Mark-up with the marks as its own elements; inside of a tag, where none can stand, they are dropped.
pub fn to_markup(markup: String) -> String {
    if !markup.contains(OPEN) {
        return markup;
    }
    let mut tag = false;
    let mut written = String::with_capacity(markup.len());
    for c in markup.chars() {
        match c {
            OPEN if !tag => written += "<mark>",
            CLOSE if !tag => written += "</mark>",
            OPEN | CLOSE => {}
            c => {
                tag = (tag || c == '<') && c != '>';
                written.push(c);
            }
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::{GAP, marked, or_gap, to_markup};

    #[test]
    fn a_mark_is_an_element_of_text_and_nothing_in_an_attribute() {
        let markup = format!("<p title=\"{GAP}县\">公开{}条，{GAP}件</p>", marked("{{甲}}"));
        assert_eq!(to_markup(markup), "<p title=\"□县\">公开<mark>{{甲}}</mark>条，<mark>□</mark>件</p>");
        assert_eq!([or_gap(" "), or_gap("0")], [GAP, "0"]);
    }
}
