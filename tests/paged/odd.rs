//! Input that nobody expects: it is set, written in both formats, and stays on the paper; or it is told, never a panic.

use nianbao::diagnostic::{Code, Result};
use nianbao::page::Pages;
use nianbao::write::{docx, pdf};

use crate::report::{document, lines, set, style};

/// Sets what stands inside an article, and writes it in both formats.
fn made(inside: &str) -> Result<Pages> {
    let pages = set(inside)?;
    let read = lopdf::Document::load_mem(&pdf::write(&pages)).unwrap();
    assert_eq!(read.get_pages().len(), pages.pages.len());
    docx::write(&document(inside)?, &style())?;
    Ok(pages)
}

/// The text of all lines. Each is on the type area, but for half a bracket: its empty half may hang out, in a title eleven points.
fn text(pages: &Pages) -> String {
    let page = style().page;
    let (left, right) = (page.left.0, page.left.0 + page.measure.0);
    let mut text = String::new();
    for number in 0..pages.pages.len() {
        for line in lines(pages, number) {
            assert!(line.start > left - 11.1 && line.end < right + 0.02, "off the measure: {line:?}");
            assert!(line.y > page.top.0 && line.y < page.top.0 + page.depth.0, "off the page: {line:?}");
            text += &line.text;
        }
    }
    text
}

fn table(cell: &str) -> String {
    format!(
        "<table from='表'><colgroup><col width='1'/><col width='1'/></colgroup><tbody>\
         <tr class='head'><th>项目</th><th>件数</th></tr><tr><th>{cell}</th><td>{cell}</td></tr></tbody></table>"
    )
}

#[test]
fn long_texts_are_broken_wherever_they_stand() {
    let (cell, heading, name) = ("长".repeat(300), "题".repeat(120), "甲".repeat(40));
    assert_eq!(text(&made(&table(&cell)).unwrap()), format!("项目件数{cell}{cell}"));
    for inside in [
        format!("<h1>{heading}</h1>"),
        format!("<h2>{heading}</h2>"),
        format!("<h3 class='run-in'>{heading}。</h3><p>文</p>"),
    ] {
        assert!(text(&made(&inside).unwrap()).starts_with(&heading), "{inside}");
    }
    let signed = format!("<p>文</p><section class='signature'><p>{name}</p><p class='date'>2024年1月9日</p></section>");
    assert_eq!(text(&made(&signed).unwrap()), format!("文{name}2024年1月9日"));
}

#[test]
fn many_sign_and_much_is_annexed() {
    let names: String = (1..=5).map(|number| format!("<p>第{number}个联合发文的机关</p>")).collect();
    let annexes: String = (1..=12).map(|number| format!("<p>第{number}件{}</p>", "附".repeat(60))).collect();
    let signature = format!("<section class='signature'>{names}<p class='date'>2024年1月9日</p></section>");
    for before in 14..=22 {
        let inside = format!("<p>{}</p><section class='annexes'>{annexes}</section>{signature}", "文".repeat(28 * before));
        let pages = made(&inside).unwrap();
        text(&pages);
        let last = lines(&pages, pages.pages.len() - 1);
        assert!(last.len() >= 8 && last[last.len() - 6].text.starts_with("第1个"), "{before} lines before: {last:?}");
    }
}

#[test]
fn a_report_may_be_nothing_but_a_title_and_a_signature() {
    let signature = "<section class='signature'><p>某局</p><p class='date'>2024年1月9日</p></section>";
    assert_eq!(made(&format!("<h1>题</h1>{signature}")).unwrap().pages.len(), 1);
    assert_eq!(made(signature).unwrap().pages.len(), 1);
    docx::write(&document("").unwrap(), &style()).unwrap();
}

#[test]
fn texts_may_be_nothing_but_marks() {
    for marks in ["，。；：！？", "（（（（", "））））", "……——", "”“’‘", "//////", "%%%%", "   ", "·", "〔〕《》"]
    {
        let marks = marks.repeat(30);
        for inside in [format!("<h1>{marks}</h1>"), format!("<h2>{marks}</h2>"), format!("<p>{marks}</p>"), table(&marks)] {
            let pages = made(&inside).unwrap();
            assert!(text(&pages).contains(marks.trim()), "{inside}");
        }
    }
}

#[test]
fn what_no_font_has_is_told() {
    for odd in ["😀", "👨‍👩‍👧", "e\u{301}", "\u{301}", "\u{302}甲", "שלום", "مرحبا", "\u{202E}甲乙", "\u{FE0F}", "\u{E000}"]
    {
        for inside in [format!("<p from='甲'>{odd}</p>"), table(odd)] {
            match made(&inside) {
                Ok(pages) => assert!(text(&pages).contains(odd), "{odd:?}"),
                Err(findings) => {
                    let told = |code| matches!(code, Code::MissingGlyph | Code::PrivateCharacter);
                    assert!(findings.0.iter().all(|finding| told(finding.code)), "{findings:?}")
                }
            }
        }
    }
}

#[test]
fn a_report_may_have_two_hundred_pages() {
    let paragraph = format!("<p>（一）{}，共计12345件。</p>", "政府信息公开".repeat(12));
    assert!(made(&paragraph.repeat(1500)).unwrap().pages.len() > 200);
}
