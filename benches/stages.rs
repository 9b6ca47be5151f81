//! How long each stage of the pipeline takes for the example: `cargo bench`.

use std::path::{Path, PathBuf};

use divan::{Bencher, black_box};
use nianbao::document::Document;
use nianbao::page::Pages;
use nianbao::shelf::Shelf;
use nianbao::{Checked, Composed, Project, check, compose, layout, markup, write};

fn main() {
    divan::main();
}

fn project() -> Project {
    Project { templates: Shelf::templates(None), fonts: Shelf::fonts(None) }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ganzhou/2020")
}

fn checked() -> Checked {
    check(&project(), &folder()).expect("the example reads")
}

fn composed() -> Composed {
    checked().composed.expect("the example has no errors")
}

fn pages(document: &Document, checked: &Checked) -> Pages {
    layout::lay_out(document, &checked.report.form.style, &project().fonts).expect("the example can be set")
}

/// Reading the files and checking them.
#[divan::bench]
fn read_and_check() -> Checked {
    checked()
}

/// Pouring the data into the layout.
#[divan::bench]
fn compose_markup(bencher: Bencher) {
    let (project, checked) = (project(), checked());
    let Checked { report, last, .. } = &checked;
    bencher.bench(|| {
        let texts = compose::fill(black_box(report), last.as_ref());
        compose::compose(report, last.as_ref(), texts, &project.templates).map(|markup| markup.len())
    });
}

/// Mark-up to tree.
#[divan::bench]
fn parse_markup(bencher: Bencher) {
    let markup = composed().markup;
    bencher.bench(|| markup::parse(black_box(&markup)).map(|document| document.blocks.len()));
}

/// Finding glyphs, cutting the fonts, setting the pages.
#[divan::bench]
fn lay_out(bencher: Bencher) {
    let (document, checked) = (composed().document, checked());
    bencher.bench(|| pages(black_box(&document), &checked));
}

/// Pages to PDF.
#[divan::bench]
fn write_pdf(bencher: Bencher) {
    let (document, checked) = (composed().document, checked());
    let pages = pages(&document, &checked);
    bencher.bench(|| write::pdf::write(black_box(&pages)));
}

/// Tree to DOCX.
#[divan::bench]
fn write_docx(bencher: Bencher) {
    let (document, checked) = (composed().document, checked());
    bencher.bench(|| write::docx::write(black_box(&document), &checked.report.form.style).map(|bytes| bytes.len()));
}
