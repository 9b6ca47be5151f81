//! A report with comments, changes and a watermark: accepting every change gives the new report, rejecting every one the old.

use nianbao::document::{Date, Document};
use nianbao::write::docx;
use nianbao::write::docx::review::{Change, Characters, Comment, Kind, Place, Review, Signed};
use roxmltree::Node;

use super::{leave, style};

fn document(inside: &str) -> Document {
    let head = "<article lang='zh-CN' title='题' author='甲局' date='2021-01-20'><h1>题</h1>";
    let foot = "<section class='annexes'><p>附表</p><p>附图</p></section>\
        <section class='signature'><p>甲局</p><p class='date'>2021年1月20日</p></section></article>";
    nianbao::markup::parse(&format!("{head}{inside}{foot}")).unwrap()
}

fn table(rows: &[&str]) -> String {
    let rows: String = rows.iter().map(|row| format!("<tr>{row}</tr>")).collect();
    format!("<table><colgroup><col width='1'/><col width='1'/></colgroup><tbody>{rows}</tbody></table>")
}

const ROW: &str = "<th class='left'>甲</th><td>1</td>";
const GONE: &str = "<th class='left'>乙</th><td>2</td>";
const CAME: &str = "<th class='left'>丙</th><td>3</td>";

/// What the two reports hold, and both in one.
fn reports() -> [Document; 3] {
    let old = [
        "<p>旧段。</p>",
        "<h3 class='run-in'>（一）机制。</h3><p>全年公开12条&amp;见<a href='https://example.org'>旧网</a>站。</p>",
    ];
    let new = [
        "<p>新段。</p>",
        "<h3 class='run-in'>（一）机制。</h3><p>全年公开15条&amp;见<a href='https://example.org'>新网</a>站。</p>",
    ];
    let both =
        "<h3 class='run-in'>（一）机制。</h3><p>全年公开1215条&amp;见<a href='https://example.org'>旧网新网</a>站。</p>";
    [
        document(&[old[0], old[1], &table(&[ROW, GONE])].concat()),
        document(&[new[0], new[1], &table(&[ROW, CAME])].concat()),
        document(&[old[0], new[0], both, &table(&[ROW, GONE, CAME])].concat()),
    ]
}

fn by() -> Signed {
    Signed { author: "王某 & 李某".into(), date: Date { year: 2021, month: 1, day: 18 } }
}

fn characters(document: &Document, whole: &str, part: &str) -> Characters {
    let (text, plain) =
        document.texts().map(|text| text.plain()).enumerate().find(|(_, text)| text.contains(whole)).unwrap();
    let start = plain[..plain.find(part).unwrap()].chars().count();
    Characters { text, range: start..start + part.chars().count() }
}

fn review(both: &Document) -> Review {
    let changed = "全年公开1215";
    let changes = [
        (Kind::Deleted, Place::Block(1)),
        (Kind::Inserted, Place::Block(2)),
        (Kind::Deleted, Place::Characters(characters(both, changed, "12"))),
        (Kind::Inserted, Place::Characters(characters(both, changed, "15"))),
        (Kind::Deleted, Place::Characters(characters(both, changed, "旧网"))),
        (Kind::Inserted, Place::Characters(characters(both, changed, "新网"))),
        (Kind::Deleted, Place::Row { block: 4, row: 1 }),
        (Kind::Inserted, Place::Row { block: 4, row: 2 }),
    ];
    let comment = |on, line: &str| Comment { number: 1, on, lines: vec![line.into(), String::new()], by: by() };
    Review {
        changes: changes.map(|(kind, place)| Change { kind, place, by: by() }).into(),
        comments: vec![
            comment(characters(both, changed, "5条&见旧"), "请核对 <数>"),
            comment(characters(both, "附图", "图"), "缺"),
            comment(Characters { text: 0, range: 0..0 }, "题"),
        ],
        watermark: Some("草稿 & 勿外传".into()),
        line_numbers: true,
    }
}

fn part(document: &Document, review: &Review, name: &str) -> String {
    let parts = docx::parts(document, &style(), review).unwrap();
    String::from_utf8(parts.into_iter().find(|(part, _)| part == name).unwrap().1).unwrap()
}

/// The paragraphs that are left when changes of the kind `dropped` are taken away and the others kept.
fn left(content: &str, dropped: &str) -> Vec<String> {
    let content = roxmltree::Document::parse(content).unwrap();
    let is = |node: Node, name: &str| node.tag_name().name() == name;
    let marked = |node: Node, properties: &str| {
        let properties = node.children().find(|child| is(*child, properties));
        properties.is_some_and(|properties| {
            let inner = properties.children().find(|child| is(*child, "rPr")).unwrap_or(properties);
            inner.children().any(|child| is(child, dropped))
        })
    };
    let gone = |node: Node| node.ancestors().any(|above| is(above, dropped) || (is(above, "tr") && marked(above, "trPr")));
    let text = |p: Node| {
        let texts = p.descendants().filter(|t| (is(*t, "t") || is(*t, "delText")) && !gone(*t));
        texts.filter_map(|t| t.text()).collect::<String>()
    };
    let paragraphs = content.descendants().filter(|node| is(*node, "p") && !marked(*node, "pPr") && !gone(*node));
    paragraphs.map(text).collect()
}

#[test]
fn accepting_all_gives_the_new_report_and_rejecting_all_the_old() {
    let [old, new, both] = reports();
    let marked = part(&both, &review(&both), "word/document.xml");
    let plain = |document: &Document| left(&part(document, &Review::default(), "word/document.xml"), "none");
    assert_eq!(left(&marked, "del"), plain(&new));
    assert_eq!(left(&marked, "ins"), plain(&old));
    assert_eq!(left(&marked, "none"), plain(&both));
    assert!(marked.contains("<w:delText") && !marked.contains("<w:del><w:r><w:t"));
}

/// Writes the reviewed report where the validators find it after the tests.
#[test]
fn the_reviewed_report_is_a_file() {
    let [.., both] = reports();
    let mut review = review(&both);
    // With a cell, too, and a whole table.
    let changes = [(Kind::Inserted, Place::Cell { block: 4, row: 0, cell: 1 }), (Kind::Deleted, Place::Block(5))];
    review.changes.extend(changes.map(|(kind, place)| Change { kind, place, by: by() }));
    let bytes = docx::write_reviewed(&both, &style(), &review).unwrap();
    leave("reviewed.docx", &bytes);
}

#[test]
fn every_mark_has_its_author_its_day_and_a_number_of_its_own() {
    let [.., both] = reports();
    let marked = part(&both, &review(&both), "word/document.xml");
    let content = roxmltree::Document::parse(&marked).unwrap();
    let marks: Vec<_> = content.descendants().filter(|node| ["ins", "del"].contains(&node.tag_name().name())).collect();
    let value = |node: &Node, name: &str| {
        node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value().to_string()).unwrap()
    };
    let mut numbers: Vec<_> = marks.iter().map(|mark| value(mark, "id")).collect();
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), marks.len());
    assert!(
        marks.iter().all(|mark| value(mark, "author") == "王某 & 李某" && value(mark, "date") == "2021-01-18T00:00:00Z")
    );
}

#[test]
fn comments_stand_round_their_characters() {
    let [.., both] = reports();
    let review = review(&both);
    let comments = part(&both, &review, "word/comments.xml");
    let marked = part(&both, &review, "word/document.xml");
    let marked = roxmltree::Document::parse(&marked).unwrap();
    let said = |id: &str| {
        let is = |node: &Node, name: &str| {
            node.tag_name().name() == name
                && node.attributes().any(|attribute| attribute.name() == "id" && attribute.value() == id)
        };
        let all: Vec<_> = marked.descendants().collect();
        let at = |name: &str| all.iter().position(|node| is(node, name)).unwrap();
        let (start, end, reference) = (at("commentRangeStart"), at("commentRangeEnd"), at("commentReference"));
        assert!(start < end && end < reference);
        all[start..end]
            .iter()
            .filter(|node| ["t", "delText"].contains(&node.tag_name().name()))
            .filter_map(Node::text)
            .collect::<String>()
    };
    assert_eq!([said("0"), said("1"), said("2")], ["5条&见旧", "图", ""]);
    assert!(comments.contains("请核对 &lt;数&gt;") && comments.contains(r#"w:initials="王""#), "{comments}");
}

#[test]
fn a_cell_goes_with_what_is_in_it_but_keeps_its_paragraph() {
    let [.., both] = reports();
    let place = Place::Cell { block: 4, row: 1, cell: 1 };
    let review = Review { changes: vec![Change { kind: Kind::Deleted, place, by: by() }], ..Review::default() };
    let marked = part(&both, &review, "word/document.xml");
    assert_eq!(marked.matches("<w:cellDel ").count(), 1);
    let cell = marked.split("<w:cellDel ").nth(1).unwrap().split("</w:tc>").next().unwrap();
    assert!(cell.contains("<w:delText") && !cell.contains("<w:rPr><w:del"), "{cell}");
}

#[test]
fn the_watermark_stands_in_the_headers_of_odd_and_even_pages() {
    let [.., both] = reports();
    let review = review(&both);
    let content = part(&both, &review, "word/document.xml");
    assert!(
        content.contains(r#"<w:headerReference w:type="default""#)
            && content.contains(r#"<w:headerReference w:type="even""#)
    );
    for name in ["word/header1.xml", "word/header2.xml"] {
        assert!(part(&both, &review, name).contains(r#"string="草稿 &amp; 勿外传""#));
    }
    let types = part(&both, &review, "[Content_Types].xml");
    assert!(types.contains("/word/header2.xml") && types.contains("wordprocessingml.comments+xml"));
}

#[test]
fn what_is_not_there_and_what_cannot_be_written_is_told() {
    let [old, ..] = reports();
    let told = |place: Place, author: &str| {
        let by = Signed { author: author.into(), ..by() };
        let review = Review { changes: vec![Change { kind: Kind::Deleted, place, by }], ..Review::default() };
        docx::write_reviewed(&old, &style(), &review).unwrap_err().0[0].code.to_string()
    };
    assert_eq!(told(Place::Block(99), "王"), "cannot-write");
    assert_eq!(told(Place::Characters(Characters { text: 1, range: 0..99 }), "王"), "cannot-write");
    assert_eq!(told(Place::Row { block: 1, row: 0 }, "王"), "cannot-write");
    assert_eq!(told(Place::Block(1), "\u{1}"), "bad-value");
}
