//! The package (ECMA-376 Part 2): relationships, content types, and the zip file, which is the same for the same parts.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::xml::Element;

/// A part: its name without leading slash, and its bytes.
pub type Part = (String, Vec<u8>);

const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
const CORE: &str = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";

/// `_rels/.rels`: what the package holds.
pub fn package_relationships() -> Part {
    let relationships = [
        relationship("rId1", &format!("{OFFICE}officeDocument"), "word/document.xml"),
        relationship("rId2", CORE, "docProps/core.xml"),
        relationship("rId3", &format!("{OFFICE}extended-properties"), "docProps/app.xml"),
        relationship("rId4", &format!("{OFFICE}custom-properties"), "docProps/custom.xml"),
    ];
    ("_rels/.rels".into(), relationship_part(relationships))
}

/// `word/_rels/document.xml.rels`: what the document refers to, then the parts it has without saying so.
pub fn document_relationships(referred: Vec<Element>) -> Part {
    let implied = ["styles", "settings", "fontTable"]
        .into_iter()
        .enumerate()
        .map(|(at, name)| document_relationship(referred.len() + at + 1, name, &format!("{name}.xml")));
    let implied: Vec<_> = implied.collect();
    ("word/_rels/document.xml.rels".into(), relationship_part(referred.into_iter().chain(implied)))
}

/// A relationship of the document, `rId` and a number, to a part of a kind.
pub fn document_relationship(number: usize, kind: &str, target: &str) -> Element {
    relationship(&format!("rId{number}"), &format!("{OFFICE}{kind}"), target)
}

/// A relationship to an address, which is escaped already.
pub fn address(escaped: &str) -> Element {
    let mut relationship = relationship("", &format!("{OFFICE}hyperlink"), "").with("TargetMode", "External");
    relationship.set("Target", escaped);
    relationship
}

fn relationship(id: &str, kind: &str, target: &str) -> Element {
    Element::new("Relationship").with("Id", id).with("Type", kind).with("Target", target)
}

fn relationship_part(relationships: impl IntoIterator<Item = Element>) -> Vec<u8> {
    Element::new("Relationships").with("xmlns", RELATIONSHIPS).containing(relationships).to_part()
}

/// Puts `[Content_Types].xml` before the parts (Part 2, 10.1.2.2): readers want it first.
pub fn with_content_types(mut parts: Vec<Part>) -> Vec<Part> {
    let default = |extension, kind| Element::new("Default").with("Extension", extension).with("ContentType", kind);
    let pictures = parts.iter().any(|(name, _)| name.ends_with(".png"));
    let defaults = [
        Some(default("rels", "application/vnd.openxmlformats-package.relationships+xml")),
        Some(default("xml", "application/xml")),
        pictures.then(|| default("png", "image/png")),
    ];
    let overrides = parts.iter().filter_map(|(name, _)| {
        let part = Element::new("Override").with("PartName", &format!("/{name}"));
        Some(part.with("ContentType", &content_type(name)?))
    });
    let types = Element::new("Types")
        .with("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types")
        .containing(defaults.into_iter().flatten().chain(overrides))
        .to_part();
    parts.insert(0, ("[Content_Types].xml".into(), types));
    parts
}

fn content_type(name: &str) -> Option<String> {
    let (folder, file) = name.split_once('/')?;
    let kind = file.strip_suffix(".xml")?.trim_end_matches(|c: char| c.is_ascii_digit());
    let office = "application/vnd.openxmlformats-officedocument";
    Some(match (folder, kind) {
        ("word", "document") => format!("{office}.wordprocessingml.document.main+xml"),
        ("word", kind) => format!("{office}.wordprocessingml.{kind}+xml"),
        ("docProps", "core") => "application/vnd.openxmlformats-package.core-properties+xml".into(),
        ("docProps", "app") => format!("{office}.extended-properties+xml"),
        ("docProps", "custom") => format!("{office}.custom-properties+xml"),
        _ => return None,
    })
}

/// Parts shorter than this are not worth deflating: they gain less than the deflater costs to set up.
const WORTH_DEFLATING: usize = 2048;

/// How hard to look for what comes again: half the time of the usual 6, and the file gets a sixteenth larger.
const LEVEL: i64 = 2;

/// Zips the parts: deflated, in their order, all of the same date.
///
/// # Errors
/// In the words of the zip library; there is no cause but a part of more than 4 GB.
pub fn zip(parts: &[Part]) -> Result<Vec<u8>, String> {
    let options = SimpleFileOptions::default().last_modified_time(DateTime::DEFAULT).unix_permissions(0o644);
    let deflated = options.compression_method(CompressionMethod::Deflated).compression_level(Some(LEVEL));
    let stored = options.compression_method(CompressionMethod::Stored);
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    for (name, bytes) in parts {
        let options = if bytes.len() < WORTH_DEFLATING { stored } else { deflated };
        zip.start_file(name.as_str(), options).map_err(|error| error.to_string())?;
        zip.write_all(bytes).map_err(|error| error.to_string())?;
    }
    zip.finish().map(Cursor::into_inner).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::{content_type, with_content_types, zip};

    #[test]
    fn content_types_come_first_and_name_the_parts() {
        let parts = with_content_types(vec![("word/footer2.xml".into(), vec![]), ("_rels/.rels".into(), vec![])]);
        assert_eq!(parts[0].0, "[Content_Types].xml");
        let types = String::from_utf8(parts[0].1.clone()).unwrap();
        assert!(
            types.contains(r#"PartName="/word/footer2.xml""#) && types.contains("wordprocessingml.footer+xml"),
            "{types}"
        );
        assert_eq!(content_type("_rels/.rels"), None);
        assert_eq!(content_type("word/_rels/document.xml.rels"), None);
    }

    #[test]
    fn the_same_parts_make_the_same_file() {
        let parts = vec![("a.xml".to_string(), b"<a/>".to_vec())];
        assert_eq!(zip(&parts).unwrap(), zip(&parts).unwrap());
    }
}
