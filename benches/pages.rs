//! How the time of layout and writers grows with the pages: `cargo bench --bench pages`. Ten times the pages should take ten times as
//! long; a quadratic step shows as a hundred.

use divan::{Bencher, black_box};
use nianbao::document::Document;
use nianbao::page::Pages;
use nianbao::shelf::Shelf;
use nianbao::style::Style;
use nianbao::{layout, markup, write};

fn main() {
    divan::main();
}

/// Pages that a document has, about.
const PAGES: [usize; 3] = [10, 100, 1000];

fn style() -> Style {
    let file = Shelf::templates(None).read("style/gbt9704.yaml").expect("carried");
    serde_yaml::from_slice(&file).expect("a style")
}

/// A document of so many pages, in which there is some of everything: each page has headings of two levels, paragraphs, a link and a
/// table.
fn document(pages: usize) -> Document {
    let clause =
        |number: usize| format!("第{number}次会议研究部署政务公开工作，听取各乡镇、各部门汇报{}件，", number * 7 % 1000);
    let page = |number: usize| {
        let text: String = (0..9).map(|at| clause(number * 9 + at)).collect();
        let rows: String = (0..4).map(|row| format!("<tr><th>第{row}类</th><td>{}</td></tr>", number * row)).collect();
        format!(
            "<h2>{number}、总体情况</h2><h3 class='run-in'>（一）第{number}项。</h3><p>{text}见\
             <a href='http://www.qinghe.example/{number}/'>http://www.qinghe.example/{number}/</a>。</p>\
             <table><colgroup><col width='2'/><col width='1'/></colgroup><thead><tr><th>类别</th><th>件数</th></tr></thead>\
             <tbody>{rows}</tbody></table>"
        )
    };
    let inside: String = (1..=pages).map(page).collect();
    let markup =
        format!("<article lang='zh-CN' title='题目' author='某局' date='2024-01-09'><h1>题目</h1>{inside}</article>");
    markup::parse(&markup).expect("sound mark-up")
}

fn pages(document: &Document) -> Pages {
    layout::lay_out(document, &style(), &Shelf::fonts(None)).expect("it can be set")
}

/// Mark-up of one paragraph, as long as so many pages: what a line break costs must not depend on what follows.
fn paragraph(pages: usize) -> Document {
    let text = "政府信息公开工作年度报告，依法公开2021年12件；".repeat(pages * 22 * 28 / 24);
    markup::parse(&format!("<article lang='zh-CN' title='题' author='某局' date='2024-01-09'><p>{text}</p></article>"))
        .expect("sound mark-up")
}

/// A table of as many rows as fill so many pages.
fn table(pages: usize) -> Document {
    let rows: String = (0..pages * 30).map(|row| format!("<tr><th>第{row}类</th><td>{row}</td></tr>")).collect();
    markup::parse(&format!(
        "<article lang='zh-CN' title='题' author='某局' date='2024-01-09'><table><colgroup><col width='2'/><col width='1'/>\
         </colgroup><thead><tr><th>类别</th><th>件数</th></tr></thead><tbody>{rows}</tbody></table></article>"
    ))
    .expect("sound mark-up")
}

#[divan::bench(args = PAGES, sample_count = 5)]
fn lay_out_report(bencher: Bencher, length: usize) {
    let document = document(length);
    bencher.bench_local(|| pages(black_box(&document)));
}

#[divan::bench(args = PAGES, sample_count = 5)]
fn lay_out_paragraph(bencher: Bencher, length: usize) {
    let document = paragraph(length);
    bencher.bench_local(|| pages(black_box(&document)));
}

#[divan::bench(args = PAGES, sample_count = 5)]
fn lay_out_table(bencher: Bencher, length: usize) {
    let document = table(length);
    bencher.bench_local(|| pages(black_box(&document)));
}

#[divan::bench(args = PAGES, sample_count = 5)]
fn write_pdf(bencher: Bencher, length: usize) {
    let pages = pages(&document(length));
    bencher.bench_local(|| write::pdf::write(black_box(&pages)));
}

#[divan::bench(args = PAGES, sample_count = 5)]
fn write_docx(bencher: Bencher, length: usize) {
    let (document, style) = (document(length), style());
    bencher.bench_local(|| write::docx::write(black_box(&document), &style).map(|bytes| bytes.len()));
}
