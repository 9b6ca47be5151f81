//! Redlines: with all changes accepted they are the new document, with all rejected the old one, to the last property.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use nianbao::document::{Block, Date, Document};
use nianbao::picture::Picture;
use nianbao::report::Report;
use nianbao::shelf::Shelf;
use nianbao::source::Source;
use nianbao::unit::Pt;
use nianbao::write::docx;
use nianbao::write::docx::review::{Review, Signed};
use nianbao::{compose, markup};
use proptest::prelude::*;

use super::resolve::{Resolve, resolved};
use super::{leave, style};

fn by() -> Signed {
    Signed { author: "王某 & 李某".into(), date: Date { year: 2026, month: 3, day: 12 } }
}

type Parts = HashMap<String, Vec<u8>>;

/// Fails unless the redline of two documents is the one and the other; gives its content.
fn holds(old: &Document, new: &Document) -> String {
    let redline: Parts = docx::redline_parts(old, new, &style(), &by()).unwrap().into_iter().collect();
    for (document, resolve) in [(new, Resolve::Accept), (old, Resolve::Reject)] {
        let plain: Parts = docx::parts(document, &style(), &Review::default()).unwrap().into_iter().collect();
        let (found, expected) = (resolved(&redline, resolve), resolved(&plain, resolve));
        if found != expected {
            let piece =
                |(found, expected): (&str, &str)| (found != expected).then(|| format!("{found}\n  is not\n{expected}"));
            let first = found.lines().zip(expected.lines()).find_map(piece);
            panic!(
                "{} {}",
                if resolve == Resolve::Accept { "accepted" } else { "rejected" },
                first.unwrap_or("the end".into())
            );
        }
    }
    String::from_utf8(redline["word/document.xml"].clone()).unwrap()
}

fn data(folder: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    nianbao::yaml::files(&folder).unwrap().iter().map(|path| fs::read_to_string(path).unwrap() + "\n").collect()
}

fn document(data: &str) -> Document {
    let source = Arc::new(Source { name: "数据.yaml".into(), text: data.into() });
    let report = Report::read_sources([source], &Shelf::templates(None)).unwrap();
    let texts = compose::fill(&report, None);
    let markup = compose::compose(&report, None, texts, &Shelf::templates(None)).unwrap();
    markup.document(&report.pictures()).unwrap()
}

/// The sample of two forms: text of last year's is looked up in no other folder here.
fn example(folder: &str) -> Document {
    let mut data = data(folder);
    for name in ["上年.主动公开.行政规范性文件.现行有效", "上年.复议诉讼.行政复议.总计"] {
        data = data.replace(name, &name.replace("上年.", ""));
    }
    while let Some(at) = data.find("上年.") {
        data.replace_range(at..at + "上年.".len(), "");
    }
    document(&data)
}

#[test]
fn a_report_against_itself_has_no_change() {
    let report = example("examples/qinghe/2025");
    let content = holds(&report, &report);
    assert!(!content.contains("<w:ins ") && !content.contains("<w:del ") && !content.contains("Change "));
}

#[test]
fn two_years_in_both_directions() {
    let [old, new] = ["examples/qinghe/2024", "examples/qinghe/2025"].map(example);
    let content = holds(&old, &new);
    // Tables of the same form are one table, whose cells changed.
    assert_eq!(content.matches("<w:tbl>").count(), 3, "the tables of one form are laid over each other");
    assert!(!content.contains("<w:trPr><w:del") && content.contains(">74</w:delText>") && content.contains(">91</w:t>"));
    holds(&new, &old);
    leave("redline-years.docx", &docx::write_redline(&old, &new, &style(), &by()).unwrap());
}

#[test]
fn two_forms_in_both_directions() {
    let [old, new] = ["examples/qinghe/2017", "examples/qinghe/2025"].map(example);
    let content = holds(&old, &new);
    assert!(content.contains("<w:ins w:id") && content.contains("<w:trPr>"));
    holds(&new, &old);
    leave("redline-forms.docx", &docx::write_redline(&old, &new, &style(), &by()).unwrap());
    let [form2019, form2021] = ["examples/ganzhou/2020", "examples/qinghe/2025"].map(example);
    holds(&form2019, &form2021);
    leave("redline-2019-2021.docx", &docx::write_redline(&form2019, &form2021, &style(), &by()).unwrap());
}

#[test]
fn words_change_as_wholes_and_keep_their_paragraph() {
    let old = data("examples/ganzhou/2020");
    let new = old.replacen("成文日期: 2021-", "成文日期: 2022-", 1).replacen("0797-", "0798-", 1);
    assert_ne!(old, new);
    let content = holds(&document(&old), &document(&new));
    assert!(content.contains("<w:delText"));
    assert!(!content.contains("<w:rPr><w:ins "), "no paragraph came: {}", content.matches("<w:rPr><w:ins ").count());
}

#[test]
fn tables_that_touch_stay_two() {
    let page = |tables: &str| {
        let markup = format!(
            "<article lang='zh-CN' title='题' author='甲局' date='2021-01-20'><h1>题</h1>{tables}<p>尾</p></article>"
        );
        markup::parse(&markup).unwrap()
    };
    let table = |columns: usize, text: &str| {
        let (cols, cells) = ("<col width='1'/>".repeat(columns), format!("<td>{text}</td>").repeat(columns));
        format!("<table><colgroup>{cols}</colgroup><tbody><tr>{cells}</tr></tbody></table>")
    };
    let (one, other) = (page(&table(1, "甲")), page(&table(2, "乙")));
    let content = holds(&one, &other);
    assert!(!content.contains("</w:tbl><w:tbl>"), "Word would make one table of them");
    holds(&page(&[table(1, "甲"), table(2, "乙")].concat()), &one);
    holds(&page(""), &page(&table(2, "乙")));
    holds(&page(&table(2, "乙")), &page(""));
}

#[test]
fn seals_and_links_come_and_go() {
    let page = |href: &str| {
        let inside = format!("<p>见<a href='https://{href}'>网站{href}</a>和<a href='https://b.example'>乙</a>。</p>");
        let foot = "<section class='signature'><p>甲局</p><p class='date'>2021年1月20日</p></section>";
        markup::parse(&format!(
            "<article lang='zh-CN' title='题' author='甲局' date='2021-01-20'><h1>题</h1>{inside}{foot}</article>"
        ))
        .unwrap()
    };
    let sealed = |mut document: Document, shade: u8| {
        let picture = Arc::new(Picture { width: 2, height: 1, pixels: vec![[shade, 0, 0, 255]; 2] });
        for block in &mut document.blocks {
            if let Block::Signature(signature) = block {
                let (name, alt) = ("印章.png".into(), "甲局印章".into());
                signature.seals = vec![nianbao::document::Seal {
                    picture: Arc::clone(&picture),
                    name,
                    width: Pt::mm(42.0),
                    alt,
                    from: None,
                }];
            }
        }
        document
    };
    let plain = page("a.example");
    holds(&plain, &page("c.example"));
    holds(&plain, &sealed(plain.clone(), 9));
    holds(&sealed(plain.clone(), 9), &sealed(page("c.example"), 9));
    let (old, new) = (sealed(plain.clone(), 9), sealed(plain, 200));
    assert_eq!(holds(&old, &new).matches("<w:drawing>").count(), 2);
    leave("redline-seal.docx", &docx::write_redline(&old, &new, &style(), &by()).unwrap());
}

/// A change somebody makes to the data.
#[derive(Clone, Debug)]
enum Edit {
    /// Words put in place of others, at a place in the text.
    Words(usize, String),
    /// A paragraph of the first part goes.
    Delete(usize),
    /// One comes.
    Insert(usize, String),
    /// One goes elsewhere.
    Move(usize, usize),
    /// A figure changes.
    Figure(usize, u32),
    /// The offices that sign.
    Names(usize),
    /// How to reach the office.
    Contact(String),
    /// A row of a number more.
    Date(u8),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let words = "[群众网站12年。，a&<]{1,8}";
    let edit = prop_oneof![
        (0..400usize, words).prop_map(|(at, text)| Edit::Words(at, text)),
        (0..9usize).prop_map(Edit::Delete),
        (0..9usize, "[县乡镇公开信息12。，]{1,30}").prop_map(|(at, text)| Edit::Insert(at, text)),
        (0..9usize, 0..9usize).prop_map(|(from, to)| Edit::Move(from, to)),
        (0..200usize, 0..9999u32).prop_map(|(at, value)| Edit::Figure(at, value)),
        (1..4usize).prop_map(Edit::Names),
        "[0-9]{4}-[0-9]{7}".prop_map(Edit::Contact),
        (1..28u8).prop_map(Edit::Date),
    ];
    prop::collection::vec(edit, 0..7)
}

/// The sample report with changes.
fn edited(edits: &[Edit]) -> Document {
    let mut paragraphs: Vec<String> = (0..6)
        .map(|at| {
            format!(
                "第{at}段：全年主动公开政府信息{}条，其中网站发布{}条，群众“满意”的占九成；文号〔202{at}〕{at}号。",
                at * 37,
                at * 11
            )
        })
        .collect();
    let mut figures: Vec<u32> = (0..200).map(|at| at % 7).collect();
    let (mut names, mut phone, mut day) = (1, "0000-1234567".to_string(), 19);
    for edit in edits {
        let count = paragraphs.len();
        match edit {
            Edit::Words(at, text) => {
                if let Some(paragraph) = paragraphs.get_mut(at % count.max(1)) {
                    let places: Vec<usize> = paragraph.char_indices().map(|(at, _)| at).collect();
                    let start = places.get(at / 7 % places.len().max(1)).copied().unwrap_or(0);
                    let end = places.iter().copied().find(|place| *place > start + 4).unwrap_or(paragraph.len());
                    paragraph.replace_range(start..end, text);
                }
            }
            Edit::Delete(at) if count > 1 => drop(paragraphs.remove(at % count)),
            Edit::Delete(_) => {}
            Edit::Insert(at, text) => paragraphs.insert(at % (count + 1), text.clone()),
            Edit::Move(from, to) => {
                let moved = paragraphs.remove(from % count);
                paragraphs.insert(to % count, moved);
            }
            Edit::Figure(at, value) => figures[*at] = *value,
            Edit::Names(count) => names = *count,
            Edit::Contact(text) => phone.clone_from(text),
            Edit::Date(other) => day = *other,
        }
    }
    let cell = |at: usize| format!("<td>{}</td>", figures[at]);
    let rows: String = (0..20)
        .map(|row| format!("<tr><th class='left'>行{row}</th>{}{}</tr>", cell(row * 2), cell(row * 2 + 1)))
        .filter(|row| !row.contains("<td>13</td>"))
        .collect();
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let text: String = paragraphs.iter().map(|text| format!("<p>{}</p>", escape(text))).collect();
    let names: String = ["甲县人民政府办公室", "乙局", "丙自治州丁自治县大数据发展和政务服务管理中心"][..names]
        .iter()
        .map(|name| format!("<p>{name}</p>"))
        .collect();
    let markup = format!(
        "<article lang='zh-CN' title='题' author='甲局' date='2021-01-20'><h1>甲县<br/>2020年年度报告</h1><h2>一、总体情况</h2>{text}\
        <h2>二、表</h2><table class='whole'><colgroup><col width='3'/><col width='1'/><col width='1'/></colgroup><tbody>{rows}</tbody></table>\
        <p>电话{phone}，见<a href='https://a.example/{phone}'>a.example</a>。</p>\
        <section class='signature'>{names}<p class='date'>2021年1月{day}日</p></section></article>"
    );
    markup::parse(&markup).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_edited_can_be_accepted_and_rejected(before in edits(), after in edits()) {
        holds(&edited(&before), &edited(&after));
    }
}
