//! How firmly two neighbours hold together: whether a line may end between them (CLREQ 3.1.4, 3.1.5; GB/T 15834 5.1).

use crate::layout::shape::Atom;
use crate::style::Breaking;
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
        let end = start + word.len();
        if is_narrow(&word[0]) {
            inside(word, &mut bonds[start..end - 1]);
            // A hyphen that is no sign of a number joins what is before it to what follows: a 连接号.
            let joins = word[0].character == '-' && word.get(1).is_none_or(|next| next.class != Class::Digit);
            if let Some(before) = start.checked_sub(1).filter(|_| joins) {
                bonds[before] = Bond::Mark;
            }
            // The slash at the end of an address is none of the text's.
            if let Some(after) = atoms.get(end).filter(|after| ends_address(word) && !never_starts(after.character)) {
                bonds[end - 1] = if after.class == Class::Space { Bond::Mark } else { Bond::Open };
            }
        }
        start = end;
    }
    bonds
}

/// Whether a run of narrow signs is an address that ends with a slash.
fn ends_address(word: &[Atom]) -> bool {
    let text: String = word.iter().map(|atom| atom.character).collect();
    text.ends_with('/') && is_address(&text)
}

/// Whether a run of narrow signs is an address of the web or of e-mail.
fn is_address(text: &str) -> bool {
    text.contains("://") || text.contains('@') || text.starts_with("www.")
}

/// The bond of two neighbours that are not of one Latin word.
fn between(before: &Atom, after: &Atom) -> Bond {
    let (a, b) = (before.character, after.character);
    let dashes = before.class == Class::Dash && a == b;
    let careful = before.breaking == Breaking::Careful;
    let word = careful && matches!(b, '年' | '月' | '日' | '号' | '万' | '亿' | '元');
    let unit = before.class == Class::Digit && (is_unit(b) || word);
    let sign = after.class == Class::Digit && (matches!(a, '±' | '￥') || (careful && a == '〕'));
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
    let address = is_address(&text);
    let number = !text.contains(char::is_alphabetic);
    for (index, bond) in bonds.iter_mut().enumerate() {
        let separator = |at: usize| matches!(word[at].character, '/' | '.' | '-' | '?' | '=' | '&' | '@');
        *bond = if number {
            Bond::Tied
        } else if address && separator(index) && !separator(index + 1) && index + 3 < word.len() {
            Bond::Open
        } else if is_forbidden(&word[index], &word[index + 1]) || beside_apostrophe(&word[index], &word[index + 1]) {
            Bond::Mark
        } else if address {
            Bond::Tied
        } else {
            Bond::Word
        };
    }
}

/// Whether one of two neighbours in a word is its apostrophe, which the eye would take for a quotation mark at an end of the line.
fn beside_apostrophe(before: &Atom, after: &Atom) -> bool {
    [before, after].iter().any(|atom| atom.character == '’')
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
        assert_eq!(ends("1月9日收3.5万元"), "1月|9日|收|3.5万|元");
        assert_eq!(ends("￥20～30元"), "￥20～|30元");
        assert_eq!(ends("函〔2019〕60号文"), "函|〔2019〕60号|文");
        assert_eq!(ends("电0936-8360299转"), "电|0936-8360299|转");
    }

    #[test]
    fn no_prohibited_mark_starts_or_ends_a_line() {
        for mark in "、，。：；！？”’」』）】〕〗》〉］｝–－～·/％‰℃°′″%—…".chars() {
            assert!(!ends(&format!("甲{mark}乙")).contains(&format!("|{mark}")), "a line may start with {mark}");
        }
        for mark in "“‘「『（【〔〖《〈［｛/".chars() {
            assert!(!ends(&format!("甲{mark}乙")).contains(&format!("{mark}|")), "a line may end with {mark}");
        }
    }

    #[test]
    fn a_hyphen_is_a_sign_before_digits_and_a_link_elsewhere() {
        assert_eq!(ends("增减-5件"), "增|减|-5|件");
        assert_eq!(ends("甲-乙"), "甲-|乙");
        assert_eq!(ends("甲-a线"), "甲-a|线");
    }

    #[test]
    fn addresses_end_lines_at_their_points_only() {
        assert_eq!(ends("见http://a.gov.cn/xxgk/"), "见|http://|a.|gov.|cn/|xxgk/");
        assert_eq!(ends("见http://a.cn/可查"), "见|http://|a.|cn/|可|查");
        assert_eq!(ends("见http://a.cn/。可"), "见|http://|a.|cn/。|可");
        assert_eq!(ends("word word"), "word |word");
    }
}
