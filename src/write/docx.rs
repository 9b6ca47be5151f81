//! Document → DOCX, straight from the tree: Word breaks the lines and pages itself.
//!
//! ```text
//! Document ─body, page, styles─▶ docx-rs ─complete─canonical─▶ parts ─package─▶ bytes
//! ```
//!
//! docx-rs writes the content; `complete` adds what it has no words for, `canonical` mends what it gets wrong, and the parts
//! that hold no content are written here. The same document gives the same bytes in any process, on any day.

mod body;
mod canonical;
mod comments;
mod complete;
pub(super) mod fit;
mod gb2312;
mod measure;
mod note;
pub mod origin;
mod outline;
mod package;
mod page;
mod properties;
pub mod review;
mod revise;
#[cfg(test)]
mod sample;
mod seal;
mod settings;
mod signature;
mod styles;
mod table;
mod text;
mod watermark;
mod width;
mod xml;

use crate::diagnostic::{Diagnostics, Result};
use crate::document::Document;
use crate::style::Style;
use body::Body;
use package::Part;
use review::Review;
use xml::Element;

/// Writes a document as a DOCX.
///
/// # Errors
/// `bad-value` for every text with a character that no XML file can hold.
pub fn write(document: &Document, style: &Style) -> Result<Vec<u8>> {
    write_reviewed(document, style, &Review::default())
}

/// Writes a document with its review: comments, changes, a watermark.
///
/// # Errors
/// Those of [`write()`]; `cannot-write` for a place that the document does not have.
pub fn write_reviewed(document: &Document, style: &Style, review: &Review) -> Result<Vec<u8>> {
    package::zip(&parts(document, style, review)?).map_err(broken)
}

/// The parts of the package with their names, in their order in the file.
///
/// # Errors
/// Those of [`write_reviewed()`].
pub fn parts(document: &Document, style: &Style, review: &Review) -> Result<Vec<Part>> {
    text::unwritable(document, review).or_fail()?;
    let language = &document.info.language;

    // The content, in the words of docx-rs.
    let body = Body::set(document, style);
    let mut docx = page::set(docx_rs::Docx::new(), style).styles(styles::styles(style, &body.cells));
    docx.document.children = body.children;
    let written = docx.build();

    // What it lacks, then what it gets wrong.
    let mut content = parse(&written.document)?;
    let mut styles = parse(&written.styles)?;
    complete::document(&mut content, document, style);
    complete::styles(&mut styles, style, language);
    let mut relationships = canonical::renumber(&mut content, &parse(&written.document_rels)?);
    let mut pictures = seal::stamp(&mut content, document, style, relationships.len());
    relationships.append(&mut pictures.relationships);
    revise::mark(&mut content, document, style, review).map_err(broken)?;
    let mut said = comments::parts(&mut content, style, review, &mut relationships);

    let mut parts = vec![
        package::package_relationships(),
        ("docProps/core.xml".into(), properties::core(&document.info)),
        ("docProps/app.xml".into(), properties::app()),
        origin::part(&document.info.origin),
        ("word/document.xml".into(), finished(content)),
        package::document_relationships(relationships),
        ("word/styles.xml".into(), finished(styles)),
        ("word/settings.xml".into(), settings::settings(style, language)),
        ("word/fontTable.xml".into(), settings::font_table(style)),
    ];
    for (at, footer) in written.footers.iter().enumerate() {
        parts.push((format!("word/footer{}.xml", at + 1), finished(parse(footer)?)));
    }
    parts.append(&mut pictures.parts);
    parts.append(&mut said);
    let mut parts = package::with_content_types(parts);
    origin::fill(&mut parts);
    Ok(parts)
}

fn finished(mut part: Element) -> Vec<u8> {
    canonical::canonical(&mut part);
    part.to_part()
}

fn parse(part: &[u8]) -> Result<Element> {
    Element::parse(part).map_err(broken)
}

fn broken(error: String) -> Diagnostics {
    super::broken("DOCX", error)
}
