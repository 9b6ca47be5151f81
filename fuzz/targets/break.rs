//! A paragraph → lines: together they are the paragraph, whatever it is made of.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use nianbao::form::Form;
use nianbao::layout::lay_out;
use nianbao::markup::parse;
use nianbao::page::Drawing;
use nianbao::shelf::Shelf;

static FORM: LazyLock<Form> = LazyLock::new(|| Form::load(&Shelf::templates(None), "2019").expect("carried"));
static FONTS: LazyLock<Shelf> = LazyLock::new(|| Shelf::fonts(None));

/// What lines can break at or must not: a character that is none of these becomes one of them, so that fonts have them all.
const CHARACTERS: &str =
    "政府信息年度条件、，。：；！？“”‘’（）《》〔〕…—·%‰℃￥$×÷+-/\\@#&*=_~.,:;!?'\"()[]<> 0123456789abcxyzABCXYZ２ａ①②Ⅳ\u{a0}\u{3000}\u{200b}";

fn known(c: char) -> char {
    let count = CHARACTERS.chars().count();
    if CHARACTERS.contains(c) { c } else { CHARACTERS.chars().nth(c as usize % count).unwrap_or(c) }
}

fn solid(text: impl Iterator<Item = char>) -> String {
    text.filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
}

fuzz_target!(|bytes: &[u8]| {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.extend(chunk.valid().chars().map(known));
        text.extend(chunk.invalid().iter().map(|byte| known(char::from(*byte))));
    }
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let markup =
        format!("<article lang='zh-CN' title='题目' author='某机关' date='2024-01-09'><p>{escaped}</p></article>");
    let document = parse(&markup).expect("mark-up");
    let pages = lay_out(&document, &FORM.style, &FONTS).expect("fonts have the characters");
    let items = pages.pages.iter().flat_map(|page| &page.items).filter(|item| item.element.is_some());
    let glyphs = items.filter_map(|item| match &item.drawing {
        Drawing::Glyphs(glyphs) => Some(glyphs.glyphs.iter().map(|glyph| glyph.character)),
        Drawing::Rule { .. } => None,
    });
    assert_eq!(solid(glyphs.flatten()), solid(text.chars()));
});
