//! Where the page comes from: entries of its metadata, and a digest of the whole file, its own place read as nothing.

use html5gum::{StartTag, Token, Tokenizer};

use super::markup::Markup;
use crate::origin::{self, Claim, Origin};

/// What stands before the digest.
const MARK: &[u8] = b"<meta name=\"nianbao.digest\" content=\"";

/// The entries, the digest still to be put in.
pub fn entries(out: &mut Markup, origin: &Origin) {
    for (name, value) in origin.entries().into_iter().chain([("digest", "")]) {
        out.empty("meta", &[("name", &format!("nianbao.{name}")), ("content", value)]);
        out.line();
    }
}

/// Puts the digest in.
pub fn seal(page: &mut Vec<u8>) {
    origin::seal(page, MARK);
}

/// What a page says of itself; nothing if it is none of ours.
pub fn read(bytes: &[u8]) -> Option<Claim> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut entries = vec![];
    for token in Tokenizer::new(text) {
        // Reading from memory cannot fail; the error type has no value.
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) if *tag.name == b"body" => break,
            Token::StartTag(tag) if *tag.name == b"meta" => entries.extend(entry(&tag)),
            _ => {}
        }
    }
    let entry = |name: &str| entries.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    Some(Claim { origin: Origin::read(entry)?, whole: origin::is_whole(bytes, MARK) })
}

fn entry(tag: &StartTag<()>) -> Option<(String, String)> {
    let attribute = |name: &[u8]| Some(String::from_utf8_lossy(&tag.attributes.get(name)?.value).into_owned());
    Some((attribute(b"name")?.strip_prefix("nianbao.")?.to_string(), attribute(b"content")?))
}
