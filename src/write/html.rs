//! Document → a web page, straight from the tree: the browser breaks the lines itself.
//!
//! ```text
//! Document ─┬─body, table─▶ elements in classes + sheet ─▶ page ─origin─▶ bytes
//!           └─body, table─▶ elements with their styles  ─▶ fragment
//! ```
//!
//! The page is valid HTML with nothing outside itself and no script. Of the fragment, to be pasted into the editor of a site, only
//! the elements and their own `style` attributes survive there, so it has no style sheet, and no `id` that the site may have too.
//! Seals stay out of both: a picture of the seal on a page is there for anybody to take; the PDF carries it.

mod body;
mod heads;
mod look;
mod markup;
pub mod origin;
mod sheet;
mod table;

use crate::document::{Block, Document};
use crate::style::Style;
use body::Body;
use look::Looks;
use markup::Markup;

/// The most characters of the description: what search engines show.
const DESCRIPTION: usize = 120;

/// Writes a document as a page of its own.
pub fn write(document: &Document, style: &Style) -> Vec<u8> {
    let looks = Looks::in_classes(style);
    let mut out = Markup::default();
    out.raw("<!DOCTYPE html>\n");
    out.open("html", &[("lang", &document.info.language)]);
    out.line();
    head(&mut out, document, style, &looks);
    out.open("body", &[]);
    out.line();
    Body { document, style, looks: &looks, names: true, out: &mut out }.write("main");
    out.close("body");
    out.line();
    out.close("html");
    out.line();
    let mut bytes = out.finish().into_bytes();
    origin::seal(&mut bytes);
    bytes
}

/// Writes what of a document is pasted into the editor of a site.
pub fn fragment(document: &Document, style: &Style) -> Vec<u8> {
    let looks = Looks::in_elements(style);
    let mut out = Markup::default();
    Body { document, style, looks: &looks, names: false, out: &mut out }.write("div");
    out.finish().into_bytes()
}

fn head(out: &mut Markup, document: &Document, style: &Style, looks: &Looks) {
    let info = &document.info;
    out.open("head", &[]);
    out.line();
    out.empty("meta", &[("charset", "utf-8")]);
    out.line();
    out.open("title", &[]);
    out.text(&info.title);
    out.close("title");
    out.line();
    let date = info.date.to_string();
    let named = [
        ("viewport", "width=device-width, initial-scale=1"),
        ("description", &description(document)),
        ("author", &info.author),
        ("date", &date),
    ];
    for (name, content) in named {
        out.empty("meta", &[("name", name), ("content", content)]);
        out.line();
    }
    origin::entries(out, &info.origin);
    out.open("style", &[]);
    out.line();
    // The text of a style sheet is not parsed as mark-up; `sheet` sees to it that nothing in it ends the element.
    out.raw(&sheet::sheet(style, looks));
    out.close("style");
    out.line();
    out.close("head");
    out.line();
}

/// The beginning of the first paragraph, where it is longer with a sign that it goes on.
fn description(document: &Document) -> String {
    let first = document.blocks.iter().find_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph.text.plain()),
        _ => None,
    });
    let text = first.unwrap_or_else(|| document.info.title.clone());
    match text.char_indices().nth(DESCRIPTION) {
        Some((end, _)) => format!("{}……", &text[..end]),
        None => text,
    }
}
