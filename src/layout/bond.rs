//! How firmly two neighbours hold together: whether a line may end between them (CLREQ 3.1.4, 3.1.5; GB/T 15834 5.1).

use crate::layout::shape::Atom;
use crate::typography::{Class, is_unit, never_ends, never_starts};

/// How firmly two neighbours hold together, from not at all to always.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bond {
    /// A line may end here.
    Open,
    /// Inside a Latin word: broken only to save a line from being torn apart.
    Word,
    /// Inside a number, a 破折号, a 文号, a name of an address: broken only if it is longer than a line.
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
        } else if address {
            Bond::Tied
        } else {
            Bond::Word
        };
    }
}

/// Whether an atom is part of a Latin word, a number or an address.
pub fn is_narrow(atom: &Atom) -> bool {
    atom.latin && atom.class != Class::Space
}

#[cfg(test)]
mod tests {
    use super::Bond;
    use crate::layout::run::Run;

    /// The text with a bar wherever a line may end.
    fn ends(text: &str) -> String {
        let run = Run::sample(text);
        let piece = |(index, atom): (usize, &crate::layout::shape::Atom)| {
            let open = run.bonds.get(index) == Some(&Bond::Open);
            format!("{}{}", atom.character, if open { "|" } else { "" })
        };
        run.atoms.iter().enumerate().map(piece).collect()
    }

    #[test]
    fn marks_stay_with_what_they_belong_to() {
        assert_eq!(ends("甲，《乙》。丙"), "甲，|《乙》。|丙");
        assert_eq!(ends("甲——乙……丙"), "甲——|乙……|丙");
        assert_eq!(ends("增/减·甲"), "增/减·|甲");
    }

    #[test]
    fn numbers_stay_whole() {
        assert_eq!(ends("于2021年共+20件"), "于|2021年|共|+20|件");
        assert_eq!(ends("占3.14%，±7℃"), "占|3.14%，|±7℃");
        assert_eq!(ends("函〔2019〕60号文"), "函|〔2019〕60号|文");
        assert_eq!(ends("电0936-8360299转"), "电|0936-8360299|转");
    }

    #[test]
    fn addresses_end_lines_at_their_points_only() {
        assert_eq!(ends("见http://a.gov.cn/xxgk/"), "见|http://|a.|gov.|cn/|xxgk/");
        assert_eq!(ends("word word"), "word |word");
    }
}
