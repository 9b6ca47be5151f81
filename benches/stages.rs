//! How long each stage of the pipeline takes for the example: `cargo bench`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use divan::{Bencher, black_box};
use nianbao::diagnostic::Diagnostics;
use nianbao::diagnostic::show::{Manner, show};
use nianbao::document::Document;
use nianbao::draft;
use nianbao::page::Pages;
use nianbao::picture::Pictures;
use nianbao::report::Report;
use nianbao::review::Review;
use nianbao::shelf::Shelf;
use nianbao::source::Source;
use nianbao::{Checked, Composed, Project, check, compose, layout, look_through, markup, output, write};

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

/// Checking a year as a process does it that has read no form yet.
#[divan::bench]
fn check_first() -> (Report, Diagnostics) {
    look_through(&project(), &folder()).expect("the example reads")
}

/// Checking a year after others of its form.
#[divan::bench]
fn check_next(bencher: Bencher) {
    let project = project();
    bencher.bench(|| look_through(black_box(&project), &folder()));
}

/// A draft after others of its form: checked, poured, tried on the pages, listed.
#[divan::bench]
fn draft_next(bencher: Bencher) {
    let project = project();
    bencher.bench(|| {
        draft::draft(black_box(&project), &folder(), &draft::Manner::default()).map(|checked| checked.findings.0.len())
    });
}

/// Checking a hundred years of four offices and three forms in a row, on one core.
#[divan::bench]
fn check_hundred(bencher: Bencher) {
    let project = project();
    let offices = ["ganzhou/2020", "qinghe/2017", "qinghe/2024", "qinghe/2025"];
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let folders: Vec<_> = offices.iter().cycle().take(100).map(|office| examples.join(office)).collect();
    let findings = |folder: &PathBuf| look_through(&project, folder).map(|(_, findings)| findings.0.len());
    bencher.bench(|| folders.iter().map(findings).filter_map(Result::ok).sum::<usize>());
}

/// Computing a chain of ten thousand 数字, written from its end.
#[divan::bench]
fn read_chain(bencher: Bencher) {
    const LINKS: usize = 10_000;
    let link = |at| if at == 0 { "  链0: 1\n".into() } else { format!("  链{at}: = 链{} + 1\n", at - 1) };
    let text = "报告: { 年度: 2020 }\n数字:\n".to_string() + &(0..LINKS).rev().map(link).collect::<String>();
    let source = Arc::new(Source { name: "链.yaml".into(), text });
    let templates = project().templates;
    bencher.bench(|| Report::read_sources([Arc::clone(black_box(&source))], &templates).map(|report| report.numbers.len()));
}

/// Telling ten thousand wrong keys, each drawn under its line.
#[divan::bench]
fn tell_wrong_keys(bencher: Bencher) {
    const KEYS: usize = 10_000;
    let text = "报告: { 年度: 2020 }\n".to_string() + &(0..KEYS).map(|at| format!("申清{at}: 0\n")).collect::<String>();
    let source = Arc::new(Source { name: "错.yaml".into(), text });
    let templates = project().templates;
    bencher.bench(|| {
        let mut findings = Report::read_sources([Arc::clone(black_box(&source))], &templates).map(|report| {
            let mut findings = report.faults.clone();
            report.locate(&mut findings);
            findings
        });
        findings
            .as_mut()
            .map(|findings| show(findings, Manner::Human { color: false }).len())
            .map_err(|faults| faults.0.len())
    });
}

/// Pouring the data into the layout.
#[divan::bench]
fn compose_markup(bencher: Bencher) {
    let (project, checked) = (project(), checked());
    let Checked { report, last, .. } = &checked;
    bencher.bench(|| {
        let texts = compose::fill(black_box(report), last.as_ref());
        compose::compose(report, last.as_ref(), texts, &project.templates).map(|markup| markup.to_string().len())
    });
}

/// Mark-up to tree.
#[divan::bench]
fn parse_markup(bencher: Bencher) {
    let markup = composed().markup;
    let pictures = Pictures::new();
    bencher.bench(|| black_box(&markup).document(&pictures).map(|document| document.blocks.len()));
}

/// Reading the data of a year after others of its form, before anything is checked.
#[divan::bench]
fn read(bencher: Bencher) {
    let templates = project().templates;
    bencher.bench(|| Report::read(black_box(&folder()), &templates).map(|report| report.faults.0.len()));
}

/// Finding the file that has each character.
#[divan::bench]
fn find_glyphs(bencher: Bencher) {
    let (document, checked, fonts) = (composed().document, checked(), project().fonts);
    let (style, review) = (&checked.report.form.style, Review::default());
    bencher.bench(|| layout::find_glyphs(black_box(&document), &review, style, &fonts).map(|files| files.len()));
}

/// Finding and cutting the fonts, with next to nothing to set: every character of the example stands once.
#[divan::bench]
fn cut_fonts(bencher: Bencher) {
    let (document, checked) = (composed().document, checked());
    let characters: BTreeSet<char> = document.texts().flat_map(|text| text.plain().chars().collect::<Vec<_>>()).collect();
    let once: String = characters.into_iter().filter(|c| c.is_alphanumeric()).collect();
    let markup = format!("<article lang='zh-CN' title='题' author='某局' date='2024-01-09'><p>{once}</p></article>");
    let document = markup::parse(&markup).expect("sound mark-up");
    bencher.bench(|| pages(black_box(&document), &checked).fonts.len());
}

/// Writing the files of a report and their manifest where there are none yet.
#[divan::bench]
fn write_files(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("a place for files");
    let files = [("docx", 20_000), ("pdf", 250_000)].map(|(ending, size)| (ending.to_string(), vec![b'x'; size].into()));
    let number = AtomicUsize::new(0);
    bencher.bench(|| {
        let stem = number.fetch_add(1, Ordering::Relaxed).to_string();
        output::write(folder.path(), &stem, black_box(&files), output::Manifest::default(), false).map(|paths| paths.len())
    });
}

/// Finding glyphs, cutting the fonts, setting the pages.
#[divan::bench]
fn lay_out(bencher: Bencher) {
    let (document, checked) = (composed().document, checked());
    bencher.bench(|| pages(black_box(&document), &checked));
}

/// Pages to PDF, the fonts prepared already, as for a report whose glyphs others of the process had.
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

/// Tree to a web page.
#[divan::bench]
fn write_html(bencher: Bencher) {
    let (document, checked) = (composed().document, checked());
    bencher.bench(|| write::html::write(black_box(&document), &checked.report.form.style));
}
