//! Where a file comes from: what it carries within itself, so that it is known again with nothing beside it.

use sha2::{Digest, Sha256};

use crate::hashed::Hashed;
use crate::source::hexadecimal;

/// How many hexadecimal digits a digest has.
const DIGITS: usize = 64;

/// The program, the data and the state that made a file.
///
/// ```
/// use nianbao::origin::{Origin, State};
///
/// let origin = Origin { form: "2019".into(), state: State::Draft, ..Origin::default() };
/// let entries = origin.entries();
/// assert_eq!(Origin::read(|name| entries.iter().find(|entry| entry.0 == name).map(|entry| entry.1.into())), Some(origin.clone()));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The version of the program.
    pub version: String,
    /// The form the report was read under.
    pub form: String,
    /// Whether it may be issued.
    pub state: State,
    /// The data: [`crate::report::Report::digest`] of the report.
    pub data: String,
    /// SHA-256 of the mark-up: what became of the data, and of last year's where the text speaks of them.
    pub text: String,
}

/// What a file may be used for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// 定稿: made without an error, to be signed and published.
    #[default]
    Final,
    /// 送审稿: to be looked at.
    Draft,
    /// 比较稿: two reports in one, with what changed between them.
    Comparison,
}

impl State {
    fn name(self) -> &'static str {
        match self {
            Self::Final => "final",
            Self::Draft => "draft",
            Self::Comparison => "comparison",
        }
    }

    /// What it is called.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Final => "定稿",
            Self::Draft => "送审稿",
            Self::Comparison => "比较稿",
        }
    }
}

impl Origin {
    /// The entries as a file has them, by name.
    pub fn entries(&self) -> [(&'static str, &str); 5] {
        [
            ("version", &self.version),
            ("form", &self.form),
            ("state", self.state.name()),
            ("data", &self.data),
            ("text", &self.text),
        ]
    }

    /// Reads the entries that a file has; nothing if one is missing or its state is unknown.
    pub fn read(entry: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let state = entry("state")?;
        let state = [State::Final, State::Draft, State::Comparison].into_iter().find(|known| known.name() == state)?;
        Some(Self { version: entry("version")?, form: entry("form")?, state, data: entry("data")?, text: entry("text")? })
    }
}

/// What a file says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Where it says it comes from.
    pub origin: Origin,
    /// Whether it is still what the program wrote, by the digest that it carries.
    pub whole: bool,
}

/// Puts the digest of a file behind the first mark in it; without a mark it stays as it is.
pub fn seal(file: &mut Vec<u8>, mark: &[u8]) {
    if let Some(at) = behind(file, mark) {
        let digest = digest(&file[..at], &file[at..]);
        file.splice(at..at, digest.into_bytes());
    }
}

/// Appends to a file its digest and what follows it. The SHA-256 of the whole begins as the digest does.
pub fn close(mut file: Vec<u8>, rest: &[u8]) -> Hashed {
    let before = Sha256::new().chain_update(&file);
    let digest = hexadecimal(&before.clone().chain_update(rest).finalize());
    let whole = before.chain_update(&digest).chain_update(rest).finalize();
    file.extend(digest.into_bytes());
    file.extend(rest);
    Hashed::known(file, hexadecimal(&whole))
}

/// Whether a file has its own digest behind the first mark in it.
pub fn is_whole(file: &[u8], mark: &[u8]) -> bool {
    let Some(at) = behind(file, mark) else { return false };
    let Some((said, rest)) = file[at..].split_at_checked(DIGITS) else { return false };
    digest(&file[..at], rest).as_bytes() == said
}

/// Where the first mark in a file ends.
fn behind(file: &[u8], mark: &[u8]) -> Option<usize> {
    Some(file.windows(mark.len()).position(|window| window == mark)? + mark.len())
}

/// The digest of a file in two pieces, between which it will stand.
fn digest(before: &[u8], after: &[u8]) -> String {
    hexadecimal(&Sha256::new().chain_update(before).chain_update(after).finalize())
}

#[cfg(test)]
mod tests {
    use super::{close, is_whole, seal};
    use crate::source::sha256;

    #[test]
    fn what_is_closed_is_whole_and_knows_its_hash() {
        let made = close(b"before mark: ".to_vec(), b"after");
        assert!(is_whole(&made, b"mark: ") && made.ends_with(b"after"));
        assert_eq!(made.sha256(), sha256(&made));
    }

    #[test]
    fn any_byte_that_changes_is_told() {
        let mut file = b"before mark: after".to_vec();
        seal(&mut file, b"mark: ");
        assert!(is_whole(&file, b"mark: "));
        for at in 0..file.len() {
            let mut other = file.clone();
            other[at] ^= 1;
            assert!(!is_whole(&other, b"mark: "), "byte {at}");
        }
        file.push(b'\n');
        assert!(!is_whole(&file, b"mark: "));
        assert!(!is_whole(b"mark: 0", b"mark: ") && !is_whole(b"", b"mark: "));
    }
}
