//! The space between two atoms: what it is by itself, how far it gives way and how far it opens (CLREQ 3.1.6, 3.2).
//!
//! A mark's empty half is not taken off its glyph: it is a negative space beside it. So 》（ are two full squares with minus
//! half an em between them, and the glyphs keep their places in the square.

use crate::layout::bond::Bond;
use crate::layout::shape::Atom;
use crate::style::Breaking;
use crate::typography::Class;
use crate::unit::{Em, Pt};

/// A space between two atoms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// Its width where the line needs no change.
    pub natural: Pt,
    /// How much narrower it may get.
    pub shrink: Pt,
    /// When it gives way: spaces of a lower rank go first.
    pub rank: usize,
    /// How it opens.
    pub stretch: Stretch,
}

/// How a space opens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stretch {
    /// Not at all.
    Never,
    /// First, up to a limit: between Latin words.
    Word(Pt),
    /// Second, up to a limit: between 汉字 and Latin letters or digits.
    Mixed(Pt),
    /// Last, and as far as is needed.
    Any,
}

/// How many ranks of giving way there are.
pub const RANKS: usize = 6;
/// The empty half of the mark at the line's end gives way before all else.
pub const LINE_END: usize = 0;
const DOT: usize = 1;
/// Brackets, among them the one that opens the line.
pub const BRACKET: usize = 2;
const COMMA: usize = 3;
const MIXED: usize = 4;
const STOP: usize = 5;

const HALF: Em = Em(0.5);
const QUARTER: Em = Em(0.25);
const EIGHTH: Em = Em(0.125);
/// Between 汉字 and digits in plain lines, as LibreOffice has it.
const FIFTH: Em = Em(0.2);
/// From a quarter to a third of an em: further, 汉字 and digits drift apart while there is room between 汉字 (CLREQ 3.2 allows
/// up to a half).
const TWELFTH: Em = Em(1.0 / 12.0);

/// The space between two neighbours.
pub fn gap(before: &Atom, after: &Atom, bond: Bond) -> Gap {
    let em = before.size.min(after.size);
    let word = before.latin && after.latin; // an address may end a line at its points and still is one word
    let stretch = if word || bond == Bond::Word || bond == Bond::Tied || is_joint(before) || is_joint(after) {
        Stretch::Never
    } else {
        Stretch::Any
    };
    let plain = Gap { natural: Pt::ZERO, shrink: Pt::ZERO, rank: COMMA, stretch };
    if before.class == Class::Space || after.class == Class::Space {
        // The space itself is the atom; it opens at its right side, to half an em with its own quarter.
        let stretch = if before.class == Class::Space { Stretch::Word(QUARTER.at(em)) } else { Stretch::Never };
        return Gap { stretch, ..plain };
    }
    if is_mixed(before, after) && bond != Bond::Word {
        let stretch = if bond == Bond::Tied { Stretch::Never } else { Stretch::Mixed(TWELFTH.at(em)) };
        let (natural, shrink) = match before.breaking {
            Breaking::Careful => (QUARTER.at(em), EIGHTH.at(em)),
            // LibreOffice tracks no character before another script; a 汉字 shows what the tracking is.
            Breaking::Plain => {
                let han = if before.class == Class::Han { before } else { after };
                (FIFTH.at(em) - (han.width - han.size), Pt::ZERO)
            }
        };
        return Gap { natural, shrink, rank: MIXED, stretch };
    }
    let (right, left) = (blank_right(before), blank_left(after));
    let both = right.is_some() && left.is_some();
    let pair = before.class != Class::Dot && after.class != Class::Dot && is_mark(before) && is_mark(after);
    // Of two marks side by side one empty half goes; the first's in “》、”, the second's in “《（”.
    let natural = if pair && (right.is_some() || left.is_some()) { -HALF.at(em) } else { Pt::ZERO };
    let (width, rank) = match (right, left) {
        (Some(one), Some(other)) => (one.0 + other.0, one.1.min(other.1)),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => (Pt::ZERO, COMMA),
    };
    let shrink = if natural < Pt::ZERO && !both { Pt::ZERO } else { (width + natural).max(Pt::ZERO) };
    Gap { natural, shrink, rank, ..plain }
}

/// How much of the line's first atom may hang out at its left: the empty half of an opening bracket.
pub fn hang_left(first: &Atom) -> Pt {
    if first.class == Class::Opening { blank_left(first).map_or(Pt::ZERO, |(width, _)| width) } else { Pt::ZERO }
}

/// How much of the line's last atom may go: the empty half of a mark (GB/T 15834 5.1.10).
pub fn hang_right(last: &Atom) -> Pt {
    if last.class == Class::Dot { Pt::ZERO } else { blank_right(last).map_or(Pt::ZERO, |(width, _)| width) }
}

/// The empty part at the right of an atom, and the rank at which it gives way.
fn blank_right(atom: &Atom) -> Option<(Pt, usize)> {
    let (width, rank) = match atom.class {
        Class::Closing => (HALF, BRACKET),
        Class::Comma => (HALF, COMMA),
        Class::Stop => (HALF, STOP),
        Class::Dot => (QUARTER, DOT),
        _ => return None,
    };
    gives(atom).then(|| (width.at(atom.size), rank))
}

/// The empty part at the left of an atom, and the rank at which it gives way.
fn blank_left(atom: &Atom) -> Option<(Pt, usize)> {
    let (width, rank) = match atom.class {
        Class::Opening => (HALF, BRACKET),
        Class::Dot => (QUARTER, DOT),
        _ => return None,
    };
    gives(atom).then(|| (width.at(atom.size), rank))
}

/// Whether a mark has a half to give up: one that really stands on a full square, and need not keep it.
fn gives(atom: &Atom) -> bool {
    atom.breaking == Breaking::Careful && atom.width.0 > 0.9 * atom.size.0
}

fn is_mark(atom: &Atom) -> bool {
    matches!(atom.class, Class::Opening | Class::Closing | Class::Comma | Class::Stop)
}

fn is_joint(atom: &Atom) -> bool {
    atom.class == Class::Joint
}

/// Whether 汉字 meet Latin letters or digits.
fn is_mixed(before: &Atom, after: &Atom) -> bool {
    let western = |atom: &Atom| matches!(atom.class, Class::Letter | Class::Digit);
    (before.class == Class::Han && western(after)) || (western(before) && after.class == Class::Han)
}

#[cfg(test)]
mod tests {
    use super::{BRACKET, COMMA, DOT, MIXED, STOP, Stretch};
    use crate::layout::run::Run;
    use crate::style::Breaking;
    use crate::unit::Pt;

    /// The spaces of a text in type of 10 points that give way: rank and by how much.
    fn giving(text: &str) -> Vec<(usize, f64)> {
        let run = Run::sample(text);
        run.gaps.iter().filter(|gap| gap.shrink.0 > 0.0).map(|gap| (gap.rank, gap.shrink.0)).collect()
    }

    #[test]
    fn each_mark_gives_way_in_its_turn() {
        let expected = [
            (DOT, 2.5),
            (DOT, 2.5),
            (BRACKET, 5.0),
            (BRACKET, 5.0),
            (COMMA, 5.0),
            (MIXED, 1.25),
            (MIXED, 1.25),
            (STOP, 5.0),
        ];
        assert_eq!(giving("甲·乙（丙）丁，戊1己。庚"), expected);
        assert!([DOT, BRACKET, COMMA, MIXED, STOP].is_sorted());
    }

    #[test]
    fn two_marks_side_by_side_may_come_down_to_one_square() {
        // Half a square is gone by itself, the other half may go.
        assert_eq!(giving("甲》（乙"), [(BRACKET, 5.0)]);
        assert_eq!(giving("甲）。乙"), [(STOP, 5.0)]);
    }

    #[test]
    fn marks_of_plain_lines_keep_their_squares() {
        let run = Run::broken("甲》（乙，共12件。", Breaking::Plain);
        // Eight squares, two digits, the space before and behind them.
        assert!((run.width(0..run.atoms.len()).0 - (90.0 + 2.0 * 2.0)).abs() < 1e-9);
        assert_eq!(run.slack(0..run.atoms.len()), Pt::ZERO);
    }

    #[test]
    fn nothing_opens_inside_what_is_one_nor_beside_a_joint() {
        let opens = |text: &str| Run::sample(text).gaps.iter().map(|gap| gap.stretch != Stretch::Never).collect::<Vec<_>>();
        assert_eq!(opens("甲——乙"), [true, false, true]);
        assert_eq!(opens("甲12乙"), [true, false, true]);
        assert_eq!(opens("甲～乙丙"), [false, false, true]);
        assert_eq!(opens("3%年"), [false, true]);
    }
}
