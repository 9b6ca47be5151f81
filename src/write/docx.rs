//! Document → DOCX, straight from the tree: Word breaks the lines and pages itself.
//!
//! ```text
//! Document ─body, page─▶ docx-rs ─▶ complete ─canonical─▶ parts ─package─▶ bytes
//!          └─table──────────────────┘                      │
//! Style ───styles, page─▶ docx-rs ─▶ complete ─canonical─▶ fixed
//! ```
//!
//! docx-rs writes the content but for the tables, and the styles; `complete` adds what it has no words for, `canonical` mends what it gets
//! wrong, and the parts that hold no content are written here. What follows from the style alone is `fixed` for all reports of a process.
//! The same document gives the same bytes in any process, on any day.

mod address;
mod body;
mod canonical;
mod comments;
mod complete;
pub(super) mod fit;
mod fixed;
mod gb2312;
mod measure;
mod note;
mod order;
pub mod origin;
mod outline;
mod package;
mod page;
mod properties;
mod redline;
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
mod writer;
mod xml;

pub use crate::review;

use crate::diagnostic::{Diagnostics, Result};
use crate::document::Document;
use crate::style::Style;
use body::Body;
use package::Part;
use redline::Content;
use review::{Characters, Comment, Review, Signed};
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
    let body = Body::set(document, style);
    let fixed = fixed::parts(document, style, review, &body.cells)?;
    let Content { mut root, mut relationships, pictures } = content(document, style, body, review.is_in_text())?;
    revise::mark(&mut root, document, style, review).map_err(broken)?;
    let mut said = comments::parts(&mut root, style, review, &mut relationships);
    let mut parts = common(document, root, relationships);
    parts.extend(fixed);
    parts.extend(pictures);
    parts.append(&mut said);
    Ok(sealed(parts))
}

/// Writes what became of a document as tracked changes, each with author and day: with all of them accepted it is the new
/// document, with all of them rejected the old one. What the file says of itself is that of the new one.
///
/// # Errors
/// `bad-value` for every text with a character that no XML file can hold.
pub fn write_redline(old: &Document, new: &Document, style: &Style, by: &Signed) -> Result<Vec<u8>> {
    package::zip(&redline_parts(old, new, style, by)?).map_err(broken)
}

/// The parts of [`write_redline()`].
///
/// # Errors
/// Those of [`write_redline()`].
pub fn redline_parts(old: &Document, new: &Document, style: &Style, by: &Signed) -> Result<Vec<Part>> {
    let author = Comment { number: 1, on: Characters { text: 0, range: 0..0 }, lines: vec![], by: by.clone() };
    let review = Review { comments: vec![author], ..Review::default() };
    let mut findings = text::unwritable(old, &Review::default());
    findings.extend(text::unwritable(new, &review));
    findings.or_fail()?;
    let bodies = [Body::set(old, style), Body::set(new, style)];
    let mut cells = bodies[1].cells.clone();
    cells.extend(bodies[0].cells.iter().filter(|cell| !bodies[1].cells.contains(cell)).cloned());
    let fixed = fixed::parts(new, style, &review, &cells)?;
    let [before, now] = bodies;
    let [mut before, mut now] = [content(old, style, before, true)?, content(new, style, now, true)?];
    let (relationships, pictures) = redline::unite(&mut before, &mut now);
    [&mut before, &mut now].into_iter().for_each(|content| canonical::canonical(&mut content.root));
    let root = redline::merge(before.root, now.root, by);
    let mut parts = common(new, root, relationships);
    parts.extend(fixed);
    parts.extend(pictures);
    Ok(sealed(parts))
}

/// The content of a document in the words of Word; `changed` says whether something is to be marked in it.
fn content(document: &Document, style: &Style, body: Body, changed: bool) -> Result<Content> {
    // In the words of docx-rs.
    let mut docx = page::set(docx_rs::Docx::new(), style);
    docx.document.children = body.children;
    let written = docx.build();

    // What it lacks, then what it gets wrong.
    let mut root = parse(&written.document)?;
    complete::document(&mut root, body.tables, changed, style).map_err(broken)?;
    let mut relationships = canonical::renumber(&mut root, &parse(&written.document_rels)?);
    let mut pictures = seal::stamp(&mut root, document, style, relationships.len());
    relationships.append(&mut pictures.relationships);
    Ok(Content { root, relationships, pictures: pictures.parts })
}

/// The parts that hold what every document says, each in its own words.
fn common(document: &Document, root: Element, relationships: Vec<Element>) -> Vec<Part> {
    vec![
        package::package_relationships(),
        ("docProps/core.xml".into(), properties::core(&document.info)),
        ("docProps/app.xml".into(), properties::app()),
        origin::part(&document.info.origin),
        ("word/document.xml".into(), finished(root)),
        package::document_relationships(relationships),
    ]
}

/// The parts with what is said of them all.
fn sealed(parts: Vec<Part>) -> Vec<Part> {
    let mut parts = package::with_content_types(parts);
    origin::fill(&mut parts);
    parts
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
