//! Where office and date stand at the end of a report (GB/T 9704 7.3.5.2).

use super::width::ems;
use crate::document::Signature;
use crate::style::Style;
use crate::unit::{Em, Pt};

/// Indents of the signature's lines, from the left edge of the type area.
///
/// Word aligns paragraphs only with the margins. So the first characters are put in their places by indents: they stand there
/// in any program and with any font, while the right ends are as exact as the widths of the characters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Indents {
    /// Before each name.
    pub name: Pt,
    /// Before the date.
    pub date: Pt,
}

/// Places a signature: the longest name leaves `right` blank and the date starts `shift` right of it; only a date that is
/// longer than the name leaves `right` blank itself and draws the name to the left.
pub fn indents(signature: &Signature, style: &Style) -> Indents {
    let look = &style.signature;
    let character = style.character_pitch();
    let length = |text: &str| Em(ems(text)).at(character);
    let name = signature.names.iter().map(|name| length(&name.plain())).fold(Pt::ZERO, Pt::max);
    let date = length(&signature.date.plain());
    let (shift, room) = (look.shift.at(character), style.page.measure - look.right.at(character));
    let name = if date > name { room - date - shift } else { room - name };
    let name = name.max(Pt::ZERO);
    Indents { name, date: name + shift }
}

#[cfg(test)]
mod tests {
    use super::indents;
    use crate::document::{Inline, Signature, Text};
    use crate::write::docx::sample;

    /// Indents of names and date in characters, to a hundredth.
    fn placed(names: &[&str], date: &str) -> (f64, f64) {
        let text = |text: &str| Text { inlines: vec![Inline::Text(text.into())], from: None };
        let signature = Signature { names: names.iter().map(|name| text(name)).collect(), seals: vec![], date: text(date) };
        let style = sample::style();
        let found = indents(&signature, &style);
        let characters = |length: crate::unit::Pt| (length / style.character_pitch() * 100.0).round() / 100.0;
        (characters(found.name), characters(found.date))
    }

    #[test]
    fn a_long_name_leaves_two_characters_blank() {
        assert_eq!(placed(&["甲区人民政府办公室"], "2021年2月9日"), (17.0, 19.0));
    }

    #[test]
    fn a_longer_date_leaves_two_characters_blank_itself() {
        // The date is 8.25 wide: 4.5 of digits, 3 of 汉字, 5 spaces of a quarter.
        assert_eq!(placed(&["某局"], "2021年12月19日"), (28.0 - 2.0 - 8.25 - 2.0, 28.0 - 2.0 - 8.25));
    }

    #[test]
    fn several_names_start_at_one_place() {
        assert_eq!(placed(&["甲局", "乙区人民政府办公室"], "2021年2月9日"), (17.0, 19.0));
    }

    #[test]
    fn a_name_longer_than_the_line_starts_at_its_beginning() {
        assert_eq!(placed(&["甲".repeat(30).as_str()], "2021年2月9日"), (0.0, 2.0));
    }
}
