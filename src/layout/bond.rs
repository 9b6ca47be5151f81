//! How firmly two neighbours hold together: whether a line may end between them (CLREQ 3.1.4, 3.1.5; GB/T 15834 5.1).

use crate::layout::shape::Atom;
use crate::typography::{Class, is_unit, never_ends, never_starts};

/// How firmly two neighbours hold together, from not at all to always.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bond {
    /// A line may end here.
    Open,
    /// Inside a Latin word or an address: broken only to save a line from being torn apart.
    Word,
    /// Inside a number, a 破折号, a 文号: broken only if it is longer than a line.
    Tied,
    /// A mark that must not start or end a line.
    Mark,
}

/// The bonds between neighbours: one less than atoms.
pub fn bonds(atoms: &[Atom]) -> Vec<Bond> {
    let mut bonds: Vec<Bond> = atoms.windows(2).map(|pair| between(&pair[0], &pair[1])).collect();
    let mut start = 0;
    for word in atoms.chunk_by(|a, b| is_narrow(a) == is_narrow(b)) {
        if is_narrow(&word[0]) && word.len() > 1 {
            inside(word, &mut bonds[start..start + word.len() - 1]);
        }
        start += word.len();
    }
    bonds
}

/// The bond of two neighbours that are not of one Latin word.
fn between(before: &Atom, after: &Atom) -> Bond {
    let (a, b) = (before.character, after.character);
    let dashes = before.class == Class::Dash && a == b;
    let unit = before.class == Class::Digit && (is_unit(b) || matches!(b, '年' | '号'));
    let sign = after.class == Class::Digit && matches!(a, '±' | '￥' | '〕');
    if dashes || unit || sign {
        Bond::Tied
    } else if after.class == Class::Space || is_forbidden(before, after) {
        Bond::Mark
    } else {
        Bond::Open
    }
}

/// Whether the line would end with a mark that must not, or the next one start so.
fn is_forbidden(before: &Atom, after: &Atom) -> bool {
    let starts = never_starts(after.character) && after.class != Class::Letter;
    starts || (never_ends(before.character) && before.class != Class::Letter)
}

/// The bonds inside a run of narrow signs: a word, a number, an address.
fn inside(word: &[Atom], bonds: &mut [Bond]) {
    let text: String = word.iter().map(|atom| atom.character).collect();
    let address = text.contains("://") || text.contains('@') || text.starts_with("www.");
    let number = !text.contains(char::is_alphabetic);
    for (index, bond) in bonds.iter_mut().enumerate() {
        let separator = |at: usize| matches!(word[at].character, '/' | '.' | '-' | '?' | '=' | '&' | '@');
        *bond = if number {
            Bond::Tied
        } else if address && separator(index) && !separator(index + 1) && index + 3 < word.len() {
            Bond::Open
        } else if is_forbidden(&word[index], &word[index + 1]) {
            Bond::Mark
        } else {
            Bond::Word
        };
    }
}

fn is_narrow(atom: &Atom) -> bool {
    atom.latin && atom.class != Class::Space
}
