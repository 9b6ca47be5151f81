//! Reports that offices published, checked again: nothing is told of them but the faults that they have. Three of them are made again
//! from data, and every row and column of their tables comes out as published, blanks and all. `<office>/<year>.txt` has the tables as
//! published, a row a line, a bar between cells, an empty line between tables.
//!
//! The county's report is the 沭阳县人民政府2025年政府信息公开工作年度报告, the office's that of 上海市人民政府办公厅 for 2019. The township's, that of
//! 缙云县三溪乡 for 2018, was published without its 统计表: it shows the form of 2014 as far as its text gives figures, and what these are
//! called is taken from the form. Labels of that form that no two published sources confirm are marked in `templates/2014/form.yaml`.
//!
//! Seven reports in a row of one government, 平潭综合实验区 2019 to 2025, show what is told from year to year and from form to form;
//! they have figures and no text file.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use nianbao::diagnostic::{Code, Severity};
use nianbao::shelf::Shelf;
use nianbao::{Checked, Format, Project, build, check};
use roxmltree::Node;

fn project() -> Project {
    Project { templates: Shelf::templates(None), fonts: Shelf::fonts(None) }
}

fn folder(report: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/published").join(report)
}

fn checked(report: &str) -> Checked {
    check(&project(), &folder(report)).unwrap()
}

/// What is told of a report and not accepted in its data: code and place.
fn told(checked: &Checked) -> Vec<(Code, String)> {
    let open = checked.findings.0.iter().filter(|finding| finding.severity != Severity::Hint);
    open.map(|finding| (finding.code, finding.path.clone().unwrap_or_default())).collect()
}

/// The tables as published.
fn published(report: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(folder(report).with_extension("txt")).unwrap();
    text.trim_end().split("\n\n").map(|table| table.lines().map(String::from).collect()).collect()
}

/// The tables of a Word document in the same manner.
fn printed(docx: &[u8]) -> Vec<Vec<String>> {
    let mut package = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let text = std::io::read_to_string(package.by_name("word/document.xml").unwrap()).unwrap();
    let document = roxmltree::Document::parse(&text).unwrap();
    tables(document.root()).map(|table| all(table, "tr").map(row).collect()).collect()
}

fn tables<'a>(root: Node<'a, 'a>) -> impl Iterator<Item = Node<'a, 'a>> {
    all(root, "tbl")
}

/// The elements of a name below a node.
fn all<'a>(node: Node<'a, 'a>, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    node.descendants().filter(move |node| node.tag_name().name() == name)
}

/// The cells of a row without those that go on with the one above.
fn row(row: Node) -> String {
    let restarts = |merge: Node| merge.attributes().any(|attribute| attribute.value() == "restart");
    let cells = all(row, "tc").filter(|cell| all(*cell, "vMerge").all(restarts));
    let cells: Vec<String> = cells.map(|cell| all(cell, "t").filter_map(|text| text.text()).collect()).collect();
    cells.join("|").replace(' ', "")
}

/// Asserts that a report is made with the tables as published, and gives what is told of it.
fn reproduced(report: &str) -> Vec<(Code, String)> {
    let checked = checked(report);
    let told = told(&checked);
    assert!(checked.composed.is_some(), "{:?}", checked.findings);
    let built = build(&project(), &checked, &[Format::Docx, Format::Pdf]).unwrap();
    let (printed, published) = (printed(&built.files[0].1), published(report));
    assert_eq!(printed.len(), published.len(), "{report}");
    for (one, other) in printed.iter().flatten().zip(published.iter().flatten()) {
        assert_eq!(one, other, "{report}");
    }
    assert_eq!(printed, published);
    told
}

#[test]
fn a_county_of_2025() {
    // The text of the report does not speak of 社会评议 and 责任追究.
    assert_eq!(reproduced("shuyang/2025"), [(Code::MissingDuty, "正文".into())]);
    let rows = published("shuyang/2025").concat();
    let figures = rows.iter().flat_map(|row| row.split('|')).filter(|cell| cell.parse::<f64>().is_ok());
    assert_eq!(figures.count(), 6 + 4 + 25 * 7 + 15);
}

#[test]
fn an_office_of_2019_with_blanks_for_nothing_and_for_its_totals() {
    // Of 予以公开和部分公开 the text counts the persons of the first alone, of 无法提供 the first row.
    let at = || "正文.总体情况.1.正文".to_string();
    assert_eq!(reproduced("shanghai/2019"), [(Code::NumberDiffers, at()), (Code::NumberDiffers, at())]);
    let rows = published("shanghai/2019").concat();
    assert_eq!(rows.iter().flat_map(|row| row.split('|')).filter(|cell| cell.is_empty()).count(), 126 + 9);
}

#[test]
fn a_township_of_2018_as_far_as_its_text_tells() {
    // It has no 附表: its text tells 35 figures of 58, which are listed under the labels of the form; the others are blank here.
    let checked = checked("sanxi/2018");
    assert_eq!(told(&checked), []);
    let built = build(&project(), &checked, &[Format::Docx, Format::Pdf]).unwrap();
    let mut rows = printed(&built.files[0].1).concat();
    let blank = |row: &String| row.ends_with('|');
    assert_eq!(rows.iter().filter(|row| blank(row)).count(), 58 - 35);
    rows.retain(|row| !blank(row) && !row.ends_with("——") && row != "统计指标|单位|统计数");
    assert_eq!(rows, published("sanxi/2018").concat());
}

#[test]
fn a_government_over_seven_years_and_two_forms() {
    // What the texts do not speak of is a fault of each but that of 2022; the carry-over always fits.
    let duty = || (Code::MissingDuty, "正文".to_string());
    let sum = |path: &str| (Code::SumMismatch, path.to_string());
    let valid = || sum("主动公开.行政规范性文件.现行有效");
    let expected = [
        (2019, vec![duty()]),
        // The results of a column sum to six more than its total; a 管委会 makes no 规章.
        (
            2020,
            vec![
                duty(),
                (Code::ImpossibleRules, "主动公开.规章.总量".into()),
                sum("申请.办理结果.总计.自然人"),
                sum("申请.办理结果.总计.总计"),
            ],
        ),
        (2021, vec![duty()]),
        (2022, vec![]),
        // 698 documents were in force; with those made and repealed 470, 440 and 546 do not follow.
        (2023, vec![duty(), valid()]),
        (2024, vec![duty(), valid()]),
        (2025, vec![duty(), valid()]),
    ];
    for (year, expected) in expected {
        assert_eq!(told(&checked(&format!("pingtan/{year}"))), expected, "{year}");
    }
}
