//! What must hold of any input: each function is the body of the fuzz target of its name, and `tests/corpus.rs` gives it every
//! input that is kept.

#![allow(clippy::expect_used, clippy::panic, reason = "a property that does not hold is told by panicking")]

use std::sync::{Arc, LazyLock};

use nianbao::check::check;
use nianbao::compose::{compose, fill};
use nianbao::diagnostic::show::{Manner, show};
use nianbao::diagnostic::{Diagnostics, Place, Severity};
use nianbao::document::Block;
use nianbao::form::{Form, Formula, Sum};
use nianbao::import::import_bytes;
use nianbao::layout::lay_out;
use nianbao::markup;
use nianbao::page::Drawing;
use nianbao::report::{Report, evaluate};
use nianbao::shelf::Shelf;
use nianbao::source::Source;
use nianbao::yaml::decode;
use rust_decimal::Decimal;

static TEMPLATES: LazyLock<Shelf> = LazyLock::new(|| Shelf::templates(None));
static FONTS: LazyLock<Shelf> = LazyLock::new(|| Shelf::fonts(None));
static FORM: LazyLock<Arc<Form>> = LazyLock::new(|| Form::load(&TEMPLATES, "2019").expect("carried"));

/// A sound report but for one text.
const DATA: &str = include_str!("text.yaml");

/// What lines can break at or must not: a character that is none of these becomes one of them, so that fonts have them all.
const CHARACTERS: &str = "政府信息年度条件、，。：；！？“”‘’（）《》〔〕…—·%‰℃￥$×÷+-/\\@#&*=_~.,:;!?'\"()[]<> 0123456789abcxyzABCXYZ２ａ①②Ⅳ\u{a0}\u{3000}\u{200b}";

/// The bytes of a data file → a report, its findings and how they are shown: any bytes are told, at places that exist.
pub fn yaml(bytes: &[u8]) {
    let read = decode("数据.yaml".into(), bytes).and_then(|source| Report::read_sources([source], &TEMPLATES));
    tell(&match read {
        Ok(report) => check(&report, Some(&report), &fill(&report, Some(&report)).findings),
        Err(findings) => findings,
    });
}

/// A text of 正文 with its `{{…}}`: what cannot be filled in is told at its words, what can goes into the layout. Says whether
/// it is a text at all.
pub fn text(text: &str) -> bool {
    let Ok(scalar) = serde_json::to_string(text) else { return false };
    let source = Arc::new(Source { name: "数据.yaml".into(), text: DATA.replace("TEXT", &scalar) });
    let Ok(report) = Report::read_sources([source], &TEMPLATES) else { return false };

    // Every finding of the filling stands in the text, and is what keeps it from being filled in.
    let texts = fill(&report, None);
    let mut findings = texts.findings.clone();
    report.locate(&mut findings);
    let scalar = report.span("正文.总体情况").expect("the text");
    for label in findings.0.iter().flat_map(|finding| &finding.labels) {
        let Place::Source(span) = &label.at else { panic!("no place: {findings:?}") };
        assert!(scalar.range.start <= span.range.start && span.range.end <= scalar.range.end, "{findings:?}");
    }

    let findings = check(&report, None, &texts.findings);
    tell(&findings);
    if findings.count(Severity::Error) == 0 {
        let poured = compose(&report, None, texts, &TEMPLATES).expect("what check passes can be poured");
        let document = poured.document(&report.pictures()).expect("what is poured is mark-up");
        assert_eq!(markup::parse(&poured.to_string()).as_ref(), Ok(&document));
    }
    true
}

/// An equation: it is refused or means what it prints as, and its value is a number or none.
pub fn equation(text: &str) {
    if let Ok(formula) = Formula::try_from(text.to_string()) {
        assert_eq!(Formula::try_from(formula.to_string()).as_ref(), Ok(&formula));
        assert!(formula.names().all(|name| !name.is_empty() && text.contains(name)));
    }
    if let Ok(sum) = Sum::parse(text) {
        assert_eq!(Sum::parse(&sum.to_string()).as_ref(), Ok(&sum));
        assert!(sum.sole_name().is_none_or(|name| name == text.trim()));
        let _ = evaluate(&sum, value);
    }
}

/// Names of few letters are small, longer ones up to the largest number there is.
fn value(name: &str) -> Option<Decimal> {
    let digits: u128 = name.bytes().fold(0, |digits, byte| digits.wrapping_mul(257).wrapping_add(u128::from(byte)));
    let value = Decimal::from_i128_with_scale((digits % (1 << 95)) as i128, (digits % 29) as u32);
    (!digits.is_multiple_of(7)).then_some(value)
}

/// Mark-up → document tree: what is not of the vocabulary is told at a place that exists, and what is has cells that tile.
pub fn markup(markup: &str) {
    match markup::parse(markup) {
        Ok(document) => {
            for block in &document.blocks {
                if let Block::Table(table) = block {
                    let places: usize =
                        table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.columns * cell.rows).sum();
                    assert_eq!(places, table.rows.len() * table.widths.len());
                }
            }
        }
        Err(findings) => {
            assert_eq!(findings.0.len(), 1);
            tell(&findings);
        }
    }
}

/// A paragraph → lines: together they are the paragraph, whatever it is made of.
pub fn lines(bytes: &[u8]) {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.extend(chunk.valid().chars().map(known));
        text.extend(chunk.invalid().iter().map(|byte| known(char::from(*byte))));
    }
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let markup = format!("<article lang='zh-CN' title='题目' author='某机关' date='2024-01-09'><p>{escaped}</p></article>");
    let document = markup::parse(&markup).expect("mark-up");
    let pages = lay_out(&document, &FORM.style, &FONTS).expect("fonts have the characters");
    let items = pages.pages.iter().flat_map(|page| &page.items).filter(|item| item.element.is_some());
    let glyphs = items.filter_map(|item| match &item.drawing {
        Drawing::Glyphs(glyphs) => Some(glyphs.glyphs.iter().map(|glyph| glyph.character)),
        Drawing::Rule { .. } | Drawing::Picture { .. } => None,
    });
    assert_eq!(solid(glyphs.flatten()), solid(text.chars()));
}

fn known(c: char) -> char {
    let count = CHARACTERS.chars().count();
    if CHARACTERS.contains(c) { c } else { CHARACTERS.chars().nth(c as usize % count).unwrap_or(c) }
}

fn solid(text: impl Iterator<Item = char>) -> String {
    text.filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
}

/// The bytes of a published report, of whatever kind → data: any bytes are told, and what is written is YAML that can be read.
pub fn import(bytes: &[u8]) {
    match import_bytes("报告", bytes, &TEMPLATES) {
        Err(findings) => {
            assert!(!findings.0.is_empty());
            tell(&findings);
        }
        Ok(imported) => {
            tell(&imported.findings);
            let data = imported.files.into_iter().filter(|(name, _)| name.ends_with(".yaml"));
            let sources = data.map(|(name, text)| Arc::new(Source { name: name.into(), text }));
            let report = Report::read_sources(sources, &TEMPLATES).expect("what is written can be read");
            tell(&check(&report, None, &fill(&report, None).findings));
        }
    }
}

/// Shows findings in every manner.
fn tell(findings: &Diagnostics) {
    for manner in [Manner::Short, Manner::Human { color: false }, Manner::Json] {
        show(findings, manner);
    }
}
