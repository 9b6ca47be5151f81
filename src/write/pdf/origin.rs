//! Where the file comes from: entries of its XMP metadata, and a digest of the whole file in a comment (ISO 32000-1, 7.2.3)
//! before `startxref`, its own place read as nothing.

use crate::hashed::Hashed;
use crate::origin::{self, Claim, Origin};

/// The namespace of the entries.
pub const NAMESPACE: &str = "urn:nianbao:origin";
/// What each entry is, for the schema that PDF/A wants (ISO 19005-2, 6.6.2.3.3).
pub const MEANINGS: [(&str, &str); 5] = [
    ("version", "Version of the program that made the file"),
    ("form", "Statutory form of the report"),
    ("state", "Whether the file is final or a draft"),
    ("data", "SHA-256 of the data of the report"),
    ("text", "SHA-256 of the text of the report before it was set"),
];
/// What the comment begins with.
const COMMENT: &[u8] = b"%nianbao sha256 ";

/// Closes a file with the comment and the `rest` that follows it.
pub fn seal(mut file: Vec<u8>, rest: &[u8]) -> Hashed {
    file.extend(COMMENT);
    origin::close(file, &[b"\n", rest].concat())
}

/// What a file says of itself; nothing if it is none of ours.
pub fn read(bytes: &[u8]) -> Option<Claim> {
    let start = find(bytes, b"<?xpacket begin=")?;
    let length = find(&bytes[start..], b"<?xpacket end=")?;
    let packet = std::str::from_utf8(&bytes[start..start + length]).ok()?;
    let body = &packet[packet.find("?>")? + 2..];
    let tree = roxmltree::Document::parse(body.trim()).ok()?;
    let entry = |name: &str| {
        let node = tree.descendants().find(|node| node.has_tag_name((NAMESPACE, name)))?;
        Some(node.text().unwrap_or_default().to_string())
    };
    Some(Claim { origin: Origin::read(entry)?, whole: origin::is_whole(bytes, COMMENT) })
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
