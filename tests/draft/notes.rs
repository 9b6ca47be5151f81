//! Every finding is in the list, and those that have a place in the text stand at it under their number.

use std::collections::BTreeSet;
use std::io::Read;

use lopdf::{Dictionary, Object};
use nianbao::diagnostic::Diagnostics;
use nianbao::document::{Block, Table};
use nianbao::draft::{Manner, draft};
use nianbao::page::Tag;
use nianbao::{Checked, Composed, Format, build, layout};

use super::{WRONG, drafted, office, project};

/// The rows of 核对清单, each as the texts of its cells; none if nothing was found.
fn listed(composed: &Composed) -> Vec<Vec<String>> {
    let blocks = &composed.document.blocks;
    let heading =
        blocks.iter().rposition(|block| matches!(block, Block::Heading(heading) if heading.text.plain() == "核对清单"));
    let heading = heading.expect("a list");
    assert_eq!(blocks[heading - 1], Block::PageBreak);
    let table = blocks[heading..].iter().find_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    let cells = |table: &Table| -> Vec<Vec<String>> {
        table.rows.iter().skip(1).map(|row| row.cells.iter().map(|cell| cell.text.plain()).collect()).collect()
    };
    table.map(cells).unwrap_or_default()
}

/// Every finding has its number in the list, every comment stands at a place that is there under the number of its finding.
pub fn assert_listed(findings: &Diagnostics, composed: &Composed) {
    let rows = listed(composed);
    assert_eq!(rows.len(), findings.0.len());
    for (at, row) in rows.iter().enumerate() {
        assert_eq!(row[0], (at + 1).to_string());
    }
    for code in findings.0.iter().map(|finding| finding.code) {
        let found = findings.0.iter().filter(|finding| finding.code == code).count();
        let told = rows.iter().filter(|row| row[3].contains(&format!("（{code}）"))).count();
        assert_eq!(told, found, "{code}: {rows:?}");
    }
    let texts: Vec<_> = composed.document.texts().map(|text| text.plain().chars().count()).collect();
    for comment in &composed.review.comments {
        let row = &rows[comment.number - 1];
        assert!(!row[2].contains("文中没有标记"), "{row:?}");
        assert!(comment.lines[0].starts_with(&format!("{}. {}", comment.number, row[1])), "{comment:?} {row:?}");
        assert!(
            comment.on.range.start < comment.on.range.end && comment.on.range.end <= texts[comment.on.text],
            "{comment:?}"
        );
    }
    let marked = rows.iter().filter(|row| !row[2].contains("文中没有标记")).count();
    assert_eq!(marked, composed.review.comments.len());
}

fn wrong() -> (tempfile::TempDir, Checked) {
    let (folder, year) = office(&WRONG);
    (folder, drafted(&year))
}

#[test]
fn findings_are_listed_with_the_numbers_of_their_marks() {
    let (_folder, checked) = wrong();
    let composed = checked.composed.as_ref().unwrap();
    assert_listed(&checked.findings, composed);
    assert!(checked.findings.0.len() >= WRONG.len());
    // In the order of the text, so that whoever reads it meets them in order.
    let places: Vec<_> = composed.review.comments.iter().map(|comment| comment.on.text).collect();
    assert!(places.is_sorted(), "{places:?}");
    let style = &checked.report.form.style;
    let pages = layout::lay_out_reviewed(&composed.document, style, &composed.review, &project().fonts).unwrap();
    let number = |element: usize| match pages.elements[element].tag {
        Tag::Note { number, .. } => number,
        _ => panic!("a note is a note"),
    };
    let noted: BTreeSet<_> = pages.pages.iter().flat_map(|page| &page.notes).map(|note| number(note.element)).collect();
    let wanted: BTreeSet<_> = composed.review.comments.iter().map(|comment| comment.number).collect();
    assert_eq!(noted, wanted);
}

#[test]
fn findings_stand_where_they_belong() {
    let (_folder, year) = office(&[
        ("新收: [5, 2, 0, 0, 0, 1]", "新收: [5, 2, 0, 0, 0, 1, 35]"),
        ("收办申请", "去年收办申请"),
        ("  署名: 示例县人民政府办公室\n", ""),
        ("行政许可: [20, +2, 100]", "行政许可: ~"),
        ("行政强制: [1, 0, 0]", "行政强治: [1, 0, 0]"),
    ]);
    let composed = drafted(&year).composed.unwrap();
    let texts: Vec<_> = composed.document.texts().collect();
    let at = |code: &str| {
        let comment = composed.review.comments.iter().find(|comment| comment.lines[0].contains(code)).expect(code);
        let text = texts[comment.on.text];
        let words: String = text.plain().chars().skip(comment.on.range.start).take(comment.on.range.len()).collect();
        (text.from.as_deref().unwrap_or_default(), words)
    };
    assert_eq!(at("sum-mismatch"), ("申请.新收.总计", "35".into()));
    assert_eq!(at("relative-year"), ("正文.总体情况.0", "去年".into()));
    assert_eq!(at("missing-key"), ("报告.署名", "□".into()));
    assert!(at("unknown-key").0.starts_with("主动公开."), "{:?}", at("unknown-key"));
    assert!(at("“主动公开.行政强制”").0.starts_with("主动公开.行政强制."), "{:?}", at("“主动公开.行政强制”"));
    let equation = composed.review.comments.iter().find(|comment| comment.lines[0].contains("sum-mismatch")).unwrap();
    assert!(equation.lines[1].starts_with("等式：总计 35 ≠ 自然人 5 + 商业企业 2"), "{equation:?}");
}

#[test]
fn a_sound_report_has_an_empty_list() {
    let (_folder, year) = office(&[]);
    let composed = drafted(&year).composed.unwrap();
    assert_eq!((listed(&composed).len(), composed.review.comments.len()), (0, 0));
    assert!(composed.document.texts().any(|text| text.plain() == "核对没有发现问题。"));
}

/// The bytes of a format.
fn file(checked: &Checked, format: Format) -> Vec<u8> {
    build(&project(), checked, &[format]).unwrap().files.remove(0).1.to_vec()
}

#[test]
fn a_pdf_has_the_findings_as_annotations_and_the_watermark_on_every_page() {
    let (_folder, checked) = wrong();
    let composed = checked.composed.as_ref().unwrap();
    let pdf = lopdf::Document::load_mem(&file(&checked, Format::Pdf)).unwrap();
    let mut said = BTreeSet::new();
    for (_, id) in pdf.get_pages() {
        let content = pdf.get_and_decode_page_content(id).unwrap();
        let first: Vec<_> = content.operations.iter().take(5).map(|operation| operation.operator.as_str()).collect();
        assert_eq!(first, ["BDC", "q", "cm", "Do", "Q"], "behind all else");
        assert_eq!(content.operations[0].operands[0], Object::Name(b"Artifact".to_vec()));
        let annotations = pdf.get_page_annotations(id).unwrap();
        let is_note = |annotation: &&&Dictionary| annotation.get(b"Subtype").unwrap().as_name().unwrap() == b"Underline";
        for note in annotations.iter().filter(is_note) {
            assert_eq!(note.get(b"F").unwrap().as_i64().unwrap(), 4, "printed");
            assert!(note.has(b"AP") && note.has(b"StructParent") && note.has(b"QuadPoints"));
            said.insert(lopdf::decode_text_string(note.get(b"Contents").unwrap()).unwrap());
        }
    }
    let wanted: BTreeSet<_> = composed.review.comments.iter().map(|comment| comment.lines.join("\n")).collect();
    assert_eq!(said, wanted);
    assert!(String::from_utf8_lossy(&file(&checked, Format::Pdf)).contains("<nianbao:state>draft</nianbao:state>"));
}

#[test]
fn a_docx_has_the_findings_as_comments_and_the_watermark_in_its_headers() {
    let (_folder, checked) = wrong();
    let composed = checked.composed.as_ref().unwrap();
    let mut docx = zip::ZipArchive::new(std::io::Cursor::new(file(&checked, Format::Docx))).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        docx.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let comments = part("word/comments.xml");
    assert_eq!(comments.matches("<w:comment ").count(), composed.review.comments.len());
    assert!(comments.contains(r#"w:author="nianbao""#) && comments.contains(r#"w:date="2021-01-01T00:00:00Z""#));
    let document = part("word/document.xml");
    assert_eq!(document.matches("<w:commentRangeStart ").count(), composed.review.comments.len());
    assert!(document.contains(r#"<w:rStyle w:val="Gap"/>"#) && !document.contains("lnNumType"));
    for header in ["word/header1.xml", "word/header2.xml"] {
        assert!(part(header).contains(r#"string="送审稿""#), "{header}");
    }
    assert!(part("docProps/custom.xml").contains("draft"));
}

#[test]
fn a_docx_numbers_its_lines_as_the_pages_do() {
    let (_folder, year) = office(&[]);
    let manner = Manner { line_numbers: true, ..Manner::default() };
    let checked = draft(&project(), &year, &manner).unwrap();
    let mut docx = zip::ZipArchive::new(std::io::Cursor::new(file(&checked, Format::Docx))).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        docx.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let section = r#"<w:lnNumType w:countBy="5" w:distance="283" w:restart="newPage"/>"#;
    let document = part("word/document.xml");
    assert!(document.contains(section), "{}", document.split("<w:sectPr").last().unwrap_or_default());
    assert!(part("word/styles.xml").contains(r#"w:styleId="LineNumber""#));
}

#[test]
fn what_is_said_beside_the_text_moves_no_line_of_it() {
    let (_folder, year) = office(&[("收办申请", "去年收办申请")]);
    let checked = drafted(&year);
    let composed = checked.composed.as_ref().unwrap();
    let (style, fonts) = (&checked.report.form.style, &project().fonts);
    let with = layout::lay_out_reviewed(&composed.document, style, &composed.review, fonts).unwrap();
    let without = layout::lay_out(&composed.document, style, fonts).unwrap();
    let places = |pages: &nianbao::page::Pages| -> Vec<Vec<_>> {
        pages.pages.iter().map(|page| page.items.iter().map(|item| item.at).collect()).collect()
    };
    assert_eq!(places(&with), places(&without));
    assert!(with.pages.iter().any(|page| !page.notes.is_empty()));
}
