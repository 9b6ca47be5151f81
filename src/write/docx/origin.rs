//! Where the file comes from: `docProps/custom.xml` (ECMA-376 Part 1, 22.3), with a digest of the whole package, which
//! includes this part, its own place in it read as zeros.

use std::io::{Cursor, Read};

use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::package::{self, Part};
use super::xml::Element;
use crate::origin::{Claim, Origin};
use crate::source::hexadecimal;

const NAME: &str = "docProps/custom.xml";
const CUSTOM: &str = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties";
const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes";
/// What stands in the digest's place while it is computed.
const ZEROS: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// More than any report's: what is larger is not ours, and must not fill the memory.
const LARGEST: u64 = 200 << 20;

/// The part, its digest still to be filled in.
pub fn part(origin: &Origin) -> Part {
    let entries = origin.entries();
    let properties = entries.iter().chain([&("digest", ZEROS)]).enumerate().map(|(at, (name, value))| {
        Element::new("property")
            .with("fmtid", "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}")
            .with("pid", &(at + 2).to_string()) // 0 and 1 are reserved
            .with("name", &format!("nianbao.{name}"))
            .containing([Element::new("vt:lpwstr").saying(value)])
    });
    let part = Element::new("Properties").with("xmlns", CUSTOM).with("xmlns:vt", TYPES).containing(properties);
    (NAME.into(), part.to_part())
}

/// Fills in the digest.
pub fn fill(parts: &mut [Part]) {
    let digest = digest(parts);
    for (_, bytes) in parts.iter_mut().filter(|(name, _)| name == NAME) {
        replace(bytes, ZEROS, &digest);
    }
}

/// What a package says of itself; nothing if it is none, or none of ours.
pub fn read(bytes: &[u8]) -> Option<Claim> {
    let mut parts = unzip(bytes)?;
    let custom = &parts.iter().find(|(name, _)| name == NAME)?.1;
    let text = std::str::from_utf8(custom).ok()?;
    let tree = roxmltree::Document::parse(text).ok()?;
    let entry = |name: &str| {
        let mut properties = tree.descendants().filter(|node| node.has_tag_name((CUSTOM, "property")));
        let property =
            properties.find(|node| node.attribute("name").and_then(|own| own.strip_prefix("nianbao.")) == Some(name))?;
        Some(property.first_element_child()?.text().unwrap_or_default().to_string())
    };
    let (origin, said) = (Origin::read(entry)?, entry("digest")?);
    // The same version packs the same parts to the same bytes; what another packed may differ in nothing but that.
    let ours = origin.version == env!("CARGO_PKG_VERSION");
    let packed = !ours || package::zip(&parts).is_ok_and(|packed| packed == bytes);
    for (_, bytes) in parts.iter_mut().filter(|(name, _)| name == NAME) {
        replace(bytes, &said, ZEROS);
    }
    let whole = packed && said == digest(&parts);
    Some(Claim { origin, whole })
}

fn unzip(bytes: &[u8]) -> Option<Vec<Part>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = vec![];
    let mut room = LARGEST;
    for at in 0..archive.len() {
        let file = archive.by_index(at).ok()?;
        let name = file.name().to_string();
        let mut content = vec![];
        file.take(room + 1).read_to_end(&mut content).ok()?;
        room = room.checked_sub(content.len() as u64)?;
        parts.push((name, content));
    }
    Some(parts)
}

fn digest(parts: &[Part]) -> String {
    let mut hash = Sha256::new();
    for (name, bytes) in parts {
        // With their lengths, so that nothing can move from one part to the next.
        for piece in [name.as_bytes(), bytes] {
            hash.update((piece.len() as u64).to_be_bytes());
            hash.update(piece);
        }
    }
    hexadecimal(&hash.finalize())
}

/// Puts something of the same length in the last place where something stands.
fn replace(bytes: &mut [u8], old: &str, new: &str) {
    let found = (!old.is_empty()).then(|| bytes.windows(old.len()).rposition(|window| window == old.as_bytes())).flatten();
    if let Some(at) = found.filter(|_| old.len() == new.len()) {
        bytes[at..at + new.len()].copy_from_slice(new.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::{fill, package, part, read};
    use crate::origin::{Origin, State};

    fn origin() -> Origin {
        let version = env!("CARGO_PKG_VERSION").into();
        Origin { version, form: "甲 & 乙".into(), state: State::Draft, data: "00ff".repeat(16), text: String::new() }
    }

    fn file() -> Vec<u8> {
        let mut parts = vec![("word/document.xml".to_string(), b"<a>text</a>".to_vec()), part(&origin())];
        fill(&mut parts);
        package::zip(&parts).unwrap()
    }

    #[test]
    fn a_package_knows_itself() {
        let claim = read(&file()).unwrap();
        assert_eq!((claim.origin, claim.whole), (origin(), true));
        assert_eq!(read(b"PK"), None);
    }

    #[test]
    fn any_byte_that_changes_is_told() {
        let file = file();
        for at in 0..file.len() {
            let mut other = file.clone();
            other[at] ^= 1;
            assert!(read(&other).is_none_or(|claim| !claim.whole), "byte {at}");
        }
    }

    #[test]
    fn a_part_that_changed_is_told_whoever_packed_it() {
        let other = Origin { version: "0.0.1".into(), ..origin() };
        let mut parts = vec![("word/document.xml".to_string(), b"<a>text</a>".to_vec()), part(&other)];
        fill(&mut parts);
        assert!(read(&package::zip(&parts).unwrap()).unwrap().whole);
        parts[0].1[3] ^= 1;
        assert!(!read(&package::zip(&parts).unwrap()).unwrap().whole);
    }
}
