//! How wide a text will be, without a font: what Word has no way to measure for us.

use crate::document::{Inline, Text};
use crate::typography::is_wide;

/// Width of a text in ems: a wide character is one, any other a half (digits of Times New Roman are just that), and a quarter
/// stands between the two kinds (`w:autoSpaceDE`, `w:autoSpaceDN`; CLREQ 3.2.2).
pub fn ems(text: &str) -> f64 {
    let mut before = None;
    text.chars()
        .map(|c| {
            let spaced = before.replace(c).is_some_and(|before| parted(before, c));
            f64::from(u8::from(is_wide(c))) * 0.5 + 0.5 + if spaced { 0.25 } else { 0.0 }
        })
        .sum()
}

/// Whether a space of a quarter em appears between two characters: a letter or digit beside a 汉字, not beside punctuation.
fn parted(left: char, right: char) -> bool {
    let han = |c: char| is_wide(c) && c.is_alphabetic();
    let latin = |c: char| c.is_ascii_alphanumeric();
    (han(left) && latin(right)) || (latin(left) && han(right))
}

/// How many lines a text takes in a column, about: broken at any character, but a closing mark stays where it is.
///
/// `room` is the width of the column in ems.
pub fn lines(text: &Text, room: f64) -> usize {
    let (mut lines, mut used) = (1, 0.0);
    for inline in &text.inlines {
        let (Inline::Text(text) | Inline::Link { text, .. } | Inline::Mark(text)) = inline else {
            (lines, used) = (lines + 1, 0.0);
            continue;
        };
        for c in text.chars() {
            let width = if is_wide(c) { 1.0 } else { 0.5 };
            if used > 0.0 && used + width > room && !closes(c) {
                (lines, used) = (lines + 1, 0.0);
            }
            used += width;
        }
    }
    lines
}

/// Whether a mark must not start a line (GB/T 15834 5.1).
pub fn closes(c: char) -> bool {
    "，。、；：？！）》”’…".contains(c)
}

#[cfg(test)]
mod tests {
    use super::{ems, lines};
    use crate::document::{Inline, Text};

    #[test]
    fn a_date_is_as_wide_as_its_characters_and_the_spaces_between() {
        assert!((ems("甘州区") - 3.0).abs() < 1e-9);
        // Ten places of digits and 汉字 with five spaces between them.
        assert!((ems("2021年2月19日") - (3.5 + 3.0 + 1.25)).abs() < 1e-9);
        assert!((ems("（1）") - 2.5).abs() < 1e-9);
    }

    #[test]
    fn narrow_columns_stack() {
        let text = |inlines: &[Inline]| Text { inlines: inlines.to_vec(), from: None };
        let [label, new, made] = ["三、本年度办理结果", "本年新", "制作数量"].map(|text| Inline::Text(text.into()));
        assert_eq!(lines(&text(&[label]), 1.2), 8);
        assert_eq!(lines(&text(&[new.clone(), Inline::Break, made.clone()]), 10.0), 2);
        assert_eq!(lines(&text(&[new, made]), 10.0), 1);
        assert_eq!(lines(&text(&[]), 3.0), 1);
    }
}
