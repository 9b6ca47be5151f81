//! Pages as plain text, for golden files: one line for each thing drawn, so that a difference shows what moved.

use std::fmt::Write;

use crate::page::{Drawing, Entry, Glyphs, Item, Note, Pages, Shape, Tag};
use crate::unit::Pt;

/// Writes pages as text: fonts, outline, then every item of every page at its place in points.
pub fn write(pages: &Pages) -> String {
    let mut text = String::new();
    let mut line = |content: String| {
        text.push_str(&content);
        text.push('\n');
    };
    line(format!("paper {} × {}", pages.size.0, pages.size.1));
    for (index, font) in pages.fonts.iter().enumerate() {
        line(format!("font {index} {} {} glyphs", font.name, font.glyphs.len()));
    }
    for (index, picture) in pages.pictures.iter().enumerate() {
        line(format!("picture {index} {} × {} pixels", picture.width, picture.height));
    }
    for Entry { level, title, page, y } in &pages.outline {
        line(format!("outline {level} {title} page {} y {y}", page + 1));
    }
    if let Some(Shape { ink, steps }) = &pages.ground {
        line(format!("watermark {} of {} steps", ink.hexadecimal(), steps.len()));
    }
    for (index, page) in pages.pages.iter().enumerate() {
        line(format!("\npage {}", index + 1));
        page.items.iter().for_each(|item| line(show(item, pages)));
        page.numbers.iter().for_each(|item| line(format!("line number {}", show(item, pages))));
        page.notes.iter().for_each(|note| line(show_note(note, pages)));
    }
    text
}

/// A note: its number, what it lies under, what it says.
fn show_note(note: &Note, pages: &Pages) -> String {
    let under: Vec<_> = note.lines.iter().map(|line| format!("{} to {} {}", line.left.x, line.right, line.left.y)).collect();
    match &pages.elements[note.element].tag {
        Tag::Note { number, text, .. } => format!("note {number} under {}: {}", under.join(", "), text.replace('\n', " | ")),
        other => format!("{other:?} under {}", under.join(", ")),
    }
}

/// One item: its place, its element, what it is.
fn show(item: &Item, pages: &Pages) -> String {
    let mut text = format!("{} {}", item.at.x, item.at.y);
    let tag = item.element.and_then(|element| pages.elements.get(element)).map(|element| &element.tag);
    let kind = tag.map_or("artifact".into(), |tag| format!("{tag:?}"));
    let shown = match &item.drawing {
        Drawing::Rule { to, width } => write!(text, " rule to {} {} thick {width}", to.x, to.y),
        Drawing::Picture { picture, width, height } => write!(text, " picture {picture} {width} × {height} {kind}"),
        Drawing::Glyphs(glyphs) => write!(text, " {} {kind}", show_glyphs(glyphs)),
    };
    shown.expect("a String takes everything");
    text
}

/// The characters; where the advance changes, it stands before the first glyph that has it.
fn show_glyphs(glyphs: &Glyphs) -> String {
    let mut text = format!("font {} size {} “", glyphs.font, glyphs.size);
    let mut last = None;
    for glyph in &glyphs.glyphs {
        let advance = Pt((glyph.advance.0 * 100.0).round() / 100.0);
        if last != Some(advance) {
            text.push_str(&format!("‹{advance}›"));
            last = Some(advance);
        }
        text.push(glyph.character);
    }
    text.push('”');
    text
}
