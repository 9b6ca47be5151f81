//! Reports to try the layout on.

use nianbao::diagnostic::Result;
use nianbao::document::Document;
use nianbao::layout::lay_out;
use nianbao::page::{Drawing, Glyphs, Item, Pages};
use nianbao::shelf::Shelf;
use nianbao::style::Style;

/// The style of GB/T 9704.
pub fn style() -> Style {
    let file = Shelf::templates(None).read("style/gbt9704.yaml").expect("carried");
    serde_yaml::from_slice(&file).expect("a style")
}

/// Reads what stands inside an article.
pub fn document(inside: &str) -> Result<Document> {
    let markup = format!("<article lang='zh-CN' title='题目' author='某市某局' date='2024-01-09'>{inside}</article>");
    nianbao::markup::parse(&markup)
}

/// Sets what stands inside an article.
pub fn set(inside: &str) -> Result<Pages> {
    lay_out(&document(inside)?, &style(), &Shelf::fonts(None))
}

/// The glyph runs of a page, without what is no part of the text.
pub fn texts(pages: &Pages, page: usize) -> Vec<(&Item, &Glyphs)> {
    let glyphs = |item: &'_ Item| matches!(item.drawing, Drawing::Glyphs(_)) && item.element.is_some();
    let items = pages.pages[page].items.iter().filter(|item| glyphs(item));
    items.filter_map(|item| if let Drawing::Glyphs(glyphs) = &item.drawing { Some((item, glyphs)) } else { None }).collect()
}

/// The characters of a run.
pub fn characters(glyphs: &Glyphs) -> String {
    glyphs.glyphs.iter().map(|glyph| glyph.character).collect()
}

/// A line of text: its height, start, end and characters.
#[derive(Debug)]
pub struct Line {
    pub y: f64,
    pub start: f64,
    pub end: f64,
    pub text: String,
}

/// The lines of a page, without what is no part of the text.
pub fn lines(pages: &Pages, page: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = vec![];
    for (item, glyphs) in texts(pages, page) {
        let end = item.at.x.0 + glyphs.glyphs.iter().map(|glyph| glyph.advance.0).sum::<f64>();
        match lines.last_mut() {
            Some(line) if (line.y - item.at.y.0).abs() < 0.001 => {
                line.end = end;
                line.text.push_str(&characters(glyphs));
            }
            _ => lines.push(Line { y: item.at.y.0, start: item.at.x.0, end, text: characters(glyphs) }),
        }
    }
    lines
}
