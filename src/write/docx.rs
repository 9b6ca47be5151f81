//! Document → DOCX, straight from the tree: Word breaks the lines and pages itself.
//!
//! ```text
//! Document ─body, page, styles─▶ docx-rs ─▶ complete ─canonical─▶ parts ─package─▶ bytes
//!          └─table───────────────────────────┘
//! ```
//!
//! docx-rs writes the content but for the tables; `complete` adds what it has no words for, `canonical` mends what it gets wrong, and the parts
//! that hold no content are written here. The same document gives the same bytes in any process, on any day.

mod address;
mod body;
mod canonical;
mod comments;
mod complete;
pub(super) mod fit;
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
use crate::document::{Document, Text};
use crate::style::Style;
use body::Body;
use docx_rs::DocumentChild;
use package::Part;
use redline::Content;
use review::{Characters, Comment, Review, Signed};
use styles::CellStyle;
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
    let Written { content: Content { mut root, mut relationships, pictures }, styles, footers } =
        written(document, style, review, (body.children, body.tables), review.is_in_text(), &body.cells)?;
    revise::mark(&mut root, document, style, review).map_err(broken)?;
    let mut said = comments::parts(&mut root, style, review, &mut relationships);
    let mut parts = common(document, style, root, relationships, styles);
    parts.extend(footers);
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
    let [before, now] = bodies.map(|body| (body.children, body.tables));
    let Written { content: mut before, .. } = written(old, style, &review, before, true, &cells)?;
    let Written { content: mut now, styles, footers } = written(new, style, &review, now, true, &cells)?;
    let (relationships, pictures) = redline::unite(&mut before, &mut now);
    [&mut before, &mut now].into_iter().for_each(|content| canonical::canonical(&mut content.root));
    let root = redline::merge(before.root, now.root, by);
    let mut parts = common(new, style, root, relationships, styles);
    parts.extend(footers);
    parts.extend(pictures);
    Ok(sealed(parts))
}

/// A document in the words of Word.
struct Written {
    content: Content,
    styles: Element,
    footers: Vec<Part>,
}

fn written(
    document: &Document,
    style: &Style,
    review: &Review,
    (children, tables): (Vec<DocumentChild>, Vec<String>),
    changed: bool,
    cells: &[CellStyle],
) -> Result<Written> {
    // The content, in the words of docx-rs.
    let mut named = styles::styles(style, cells);
    if document.texts().any(Text::is_marked) {
        named = named.add_style(styles::mark(style));
    }
    if review.line_numbers {
        named = named.add_style(styles::line_number(style));
    }
    let mut docx = page::set(docx_rs::Docx::new(), style).styles(named);
    docx.document.children = children;
    let written = docx.build();

    // What it lacks, then what it gets wrong.
    let mut root = parse(&written.document)?;
    let mut styles = parse(&written.styles)?;
    complete::document(&mut root, tables, changed, style).map_err(broken)?;
    complete::styles(&mut styles, style, &document.info.language);
    let mut relationships = canonical::renumber(&mut root, &parse(&written.document_rels)?);
    let mut pictures = seal::stamp(&mut root, document, style, relationships.len());
    relationships.append(&mut pictures.relationships);
    let footer = |(at, footer): (usize, &Vec<u8>)| Ok((format!("word/footer{}.xml", at + 1), finished(parse(footer)?)));
    let footers: Result<_> = written.footers.iter().enumerate().map(footer).collect();
    Ok(Written { content: Content { root, relationships, pictures: pictures.parts }, styles, footers: footers? })
}

/// The parts that every document has.
fn common(document: &Document, style: &Style, root: Element, relationships: Vec<Element>, styles: Element) -> Vec<Part> {
    vec![
        package::package_relationships(),
        ("docProps/core.xml".into(), properties::core(&document.info)),
        ("docProps/app.xml".into(), properties::app()),
        origin::part(&document.info.origin),
        ("word/document.xml".into(), finished(root)),
        package::document_relationships(relationships),
        ("word/styles.xml".into(), finished(styles)),
        ("word/settings.xml".into(), settings::settings(style, &document.info.language)),
        ("word/fontTable.xml".into(), settings::font_table(style)),
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
