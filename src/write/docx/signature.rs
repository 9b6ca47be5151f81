//! Where office and date stand at the end of a report (GB/T 9704 7.3.5.1, 7.3.5.2).

use std::ops::Range;

use super::width::ems;
use crate::document::{Signature, Text};
use crate::style::Style;
use crate::unit::{Em, Pt};

/// The least blank between two names side by side.
const APART: Em = Em(1.0);

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

/// Offices side by side, each under its own seal.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which of the names.
    pub offices: Range<usize>,
    /// Where the middle of each stands, from the left edge of the type area.
    pub middles: Vec<Pt>,
    /// Blank lines above: the seals reach into them.
    pub blank: u16,
}

/// Places a signature with seals (7.3.5.1): the date leaves `right` blank and the last office stands over its middle, the others
/// left of it, as many in a row as there is room for, no row with fewer than it need.
pub fn rows(signature: &Signature, style: &Style) -> Vec<Row> {
    let (look, character, measure) = (&style.signature.seal, style.character_pitch(), style.page.measure);
    let length = |text: &Text| Em(ems(&text.plain())).at(character);
    let widest = |lengths: &mut dyn Iterator<Item = Pt>| lengths.fold(Pt::ZERO, Pt::max);
    let (date, name) = (length(&signature.date), widest(&mut signature.names.iter().map(length)).min(measure));
    let seal = widest(&mut signature.seals.iter().map(|seal| seal.width));
    let height = widest(&mut signature.seals.iter().map(|seal| seal.height()));

    let half = seal.max(name).max(date).min(measure) / 2.0;
    let last = (measure - look.right.at(character) - date / 2.0).min(measure - half).max(half);
    let step = (seal + look.apart).max(name + APART.at(character));
    let most = 1 + ((last - half) / step).max(0.0) as usize;
    let count = signature.names.len();
    let columns = count.div_ceil(count.div_ceil(most).max(1)).max(1);

    // The middle of a seal is that of the name, so half of it less half a line stands above, and as much below.
    let lines = |length: Pt| (length / style.line_pitch() - 0.001).ceil().max(0.0) as u16;
    let reach = (height - style.line_pitch()) / 2.0;
    let row = |start: usize| {
        let offices = start..count.min(start + columns);
        let first = last - step * (offices.len() - 1) as f64;
        let middles = (0..offices.len()).map(|at| first + step * at as f64).collect();
        let between = if start > 0 { lines(reach + look.apart) } else { 0 };
        Row { offices, middles, blank: between + lines(reach) }
    };
    (0..count).step_by(columns).map(row).collect()
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
