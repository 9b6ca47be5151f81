//! A small report written as DOCX and read back.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use nianbao::document::Document;
use nianbao::shelf::Shelf;
use nianbao::style::Style;
use nianbao::write::docx;
use nianbao::write::docx::review::Review;
use roxmltree::Node;

const MARKUP: &str = r#"<article lang="zh-CN" title="示例局2020年政府信息公开工作年度报告" author="示例局" date="2021-01-20">
<h1>示例局<br/>2020年政府信息公开工作年度报告</h1>
<h2>一、总体情况</h2>
<p from="正文.总体情况.0">全年公开信息12条，见<a href="https://example.org/?a=1&amp;b=2">网站</a>和<a href="https://example.org/c">专栏</a>。</p>
<h3 class="run-in">（一）机制。</h3><p>经办人于喆。</p>
<h2>二、申请情况</h2>
<table class="whole"><colgroup><col width="1"/><col width="5"/><col width="4"/></colgroup>
<thead><tr><th colspan="2">项目</th><th>件数</th></tr></thead>
<tbody><tr><th rowspan="2">三、结果</th><th class="left">公开</th><td>1</td></tr><tr><th class="left">不公开</th><td>2</td></tr></tbody></table>
<section class="annexes"><p>统计表甲</p><p>统计表乙</p></section>
<section class="signature"><p>示例局</p><p class="date">2021年1月20日</p></section>
</article>"#;

fn input() -> (Document, Style) {
    let style = Shelf::templates(None).read("style/gbt9704.yaml").unwrap();
    (nianbao::markup::parse(MARKUP).unwrap(), serde_yaml::from_slice(&style).unwrap())
}

/// A part of the report.
fn part(name: &str) -> String {
    let (document, style) = input();
    part_of(&document, &style, name)
}

fn part_of(document: &Document, style: &Style, name: &str) -> String {
    let parts = docx::parts(document, style, &Review::default()).unwrap();
    String::from_utf8(parts.into_iter().find(|(part, _)| part == name).unwrap().1).unwrap()
}

/// The elements of a name below a node.
fn all<'a>(node: Node<'a, 'a>, name: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    node.descendants().filter(move |node| node.tag_name().name() == name)
}

/// The attribute `w:val` of the first element of a name below a node.
fn val<'a>(node: Node<'a, 'a>, name: &'a str) -> Option<&'a str> {
    all(node, name).next()?.attributes().find(|attribute| attribute.name() == "val").map(|attribute| attribute.value())
}

fn says(node: Node, name: &str) -> bool {
    node.descendants().any(|node| node.tag_name().name() == name)
}

/// Style and text of every paragraph in the body.
fn paragraphs<'a>(document: &'a roxmltree::Document) -> Vec<(&'a str, String, Node<'a, 'a>)> {
    let text = |node: Node| all(node, "t").filter_map(|t| t.text()).collect::<String>();
    all(document.root(), "p").map(|p| (val(p, "pStyle").unwrap(), text(p), p)).collect()
}

#[test]
fn every_paragraph_has_a_style_that_is_defined() {
    let (content, styles) = (part("word/document.xml"), part("word/styles.xml"));
    let content = roxmltree::Document::parse(&content).unwrap();
    let found: Vec<_> = paragraphs(&content).into_iter().map(|(style, text, _)| (style, text)).collect();
    let expected = [
        ("Title", "示例局2020年政府信息公开工作年度报告"),
        ("Heading1", "一、总体情况"),
        ("BodyText", "全年公开信息12条，见网站和专栏。"),
        ("BodyText", "（一）机制。经办人于喆。"),
        ("Heading1", "二、申请情况"),
        ("TableHead", "项目"),
        ("TableHead", "件数"),
        ("TableLabelCenter", "三、结果"),
        ("TableLabel", "公开"),
        ("TableFigure", "1"),
        ("TableLabelCenter", ""),
        ("TableLabel", "不公开"),
        ("TableFigure", "2"),
        ("Annexes", "附件：1.统计表甲"),
        ("Annexes", "2.统计表乙"),
        ("SignatureName", "示例局"),
        ("SignatureDate", "2021年1月20日"),
    ];
    assert_eq!(found, expected.map(|(style, text)| (style, text.to_string())));
    for (style, _) in expected {
        assert!(styles.contains(&format!(r#"w:styleId="{style}""#)), "{style}");
    }
}

#[test]
fn a_run_in_heading_and_its_rare_characters_are_told_by_their_runs() {
    let content = part("word/document.xml");
    let content = roxmltree::Document::parse(&content).unwrap();
    let paragraphs = paragraphs(&content);
    let runs: Vec<_> = all(paragraphs[3].2, "r").collect();
    assert_eq!(val(runs[0], "rStyle"), Some("Heading2Char"));
    let fonts = all(runs[2], "rFonts").next().unwrap();
    assert!(fonts.attributes().any(|attribute| attribute.name() == "eastAsia" && attribute.value() == "仿宋"));
}

#[test]
fn a_whole_table_starts_a_page_with_its_heading_and_is_merged() {
    let content = part("word/document.xml");
    let content = roxmltree::Document::parse(&content).unwrap();
    let breaks: Vec<_> =
        paragraphs(&content).into_iter().filter(|(.., p)| says(*p, "pageBreakBefore")).map(|(_, text, _)| text).collect();
    assert_eq!(breaks, ["二、申请情况"]);
    let rows: Vec<_> = all(content.root(), "tr").collect();
    let heads: Vec<_> = rows.iter().map(|row| says(*row, "tblHeader")).collect();
    assert_eq!(heads, [true, false, false]);
    let kept: Vec<_> = rows.iter().map(|row| says(*row, "keepNext")).collect();
    assert_eq!(kept, [true, true, false], "the last row does not draw the next page along");
    let merges: Vec<_> =
        all(content.root(), "vMerge").filter_map(|merge| merge.attributes().next()).map(|val| val.value()).collect();
    assert_eq!(merges, ["restart", "continue"]);
    assert_eq!(val(rows[0], "gridSpan"), Some("2"));
    let widths: Vec<u32> =
        all(content.root(), "gridCol").map(|column| column.attributes().next().unwrap().value().parse().unwrap()).collect();
    assert_eq!(widths, [884, 4422, 3538]);
}

#[test]
fn an_annex_has_its_page_its_title_in_the_navigation_and_notes_at_tabs() {
    let annex = "<section class='annex'><p>附件</p><h1>统计表</h1></section>\
        <section class='note'><p>填报单位：甲局</p><p>2017年度</p></section>\
        <table><colgroup><col width='1'/></colgroup><tbody><tr><th class='left' indent='2'>甲</th></tr></tbody></table>\
        <section class='note'><p>负责人：</p><p>审核人：</p><p>填报人：</p></section>";
    let markup = MARKUP.replace("</article>", &format!("{annex}</article>"));
    let (document, style) = (nianbao::markup::parse(&markup).unwrap(), input().1);
    let content = part_of(&document, &style, "word/document.xml");
    let content = roxmltree::Document::parse(&content).unwrap();
    let paragraphs = paragraphs(&content);
    let [label, title, over, cell, under] = &paragraphs[paragraphs.len() - 5..] else { panic!() };
    assert_eq!(
        [label.0, title.0, over.0, cell.0, under.0],
        ["Annex", "AnnexTitle", "TableLabel", "TableLabel", "TableLabel"]
    );
    assert!(says(label.2, "pageBreakBefore") && part("word/styles.xml").contains("AnnexTitle"));
    let tabs = |p: Node<'_, '_>| all(p, "tabs").flat_map(|tabs| tabs.children()).filter(Node::is_element).count();
    assert_eq!([tabs(over.2), tabs(under.2)], [1, 2]);
    assert_eq!([over.2, cell.2, under.2].map(|p| says(p, "keepNext")), [true, true, false]);
    let indent = all(cell.2, "ind").next().unwrap();
    assert!(indent.attributes().any(|attribute| attribute.value() == "420"), "{indent:?}");
}

#[test]
fn rows_stay_whole_and_look_as_the_style_of_tables_says() {
    let (content, styles) = (part("word/document.xml"), part("word/styles.xml"));
    let content = roxmltree::Document::parse(&content).unwrap();
    assert!(all(content.root(), "tr").all(|row| says(row, "cantSplit")));
    let table = all(content.root(), "tbl").next().unwrap();
    let style = val(table, "tblStyle").unwrap();
    assert!(!says(table, "tblBorders") && !says(table, "vAlign"));
    let styles = roxmltree::Document::parse(&styles).unwrap();
    let named = |node: &Node| node.attributes().any(|id| id.name() == "styleId" && id.value() == style);
    let style = all(styles.root(), "style").find(named).unwrap();
    assert_eq!(
        (val(style, "name"), val(style, "insideH"), val(style, "vAlign")),
        (Some("表格"), Some("single"), Some("center"))
    );
}

/// What no style can say: which style it is, what stays together, where a page starts, how far in the signature stands, which
/// characters a font lacks or shares.
#[test]
fn nothing_is_formatted_that_a_style_could_say() {
    let content = part("word/document.xml");
    let content = roxmltree::Document::parse(&content).unwrap();
    for (properties, allowed) in [
        ("pPr", ["pStyle", "keepNext", "pageBreakBefore", "ind", "spacing"]),
        ("rPr", ["rStyle", "rFonts", "w", "", ""]),
        ("tblPr", ["tblStyle", "tblW", "jc", "tblLayout", ""]),
        ("trPr", ["cantSplit", "trHeight", "tblHeader", "", ""]),
        ("tcPr", ["tcW", "gridSpan", "vMerge", "tcMar", ""]),
    ] {
        for set in all(content.root(), properties) {
            let names: Vec<_> = set.children().map(|child| child.tag_name().name()).collect();
            assert!(names.iter().all(|name| allowed.contains(name)), "{properties}: {names:?}");
        }
    }
    // Indents and blank lines are the signature's and those of 附件说明.
    for (style, text, paragraph) in paragraphs(&content) {
        let placed = ["ind", "spacing"].iter().any(|name| says(paragraph, name));
        assert!(!placed || ["Annexes", "SignatureName", "SignatureDate"].contains(&style), "{style}: {text}");
    }
}

#[test]
fn numbers_of_headings_are_text_and_pages_differ_by_their_side() {
    let (document, style) = input();
    let parts = docx::parts(&document, &style, &Review::default()).unwrap();
    assert!(parts.iter().all(|(name, _)| !name.contains("numbering")));
    assert!(!part("word/document.xml").contains("numPr") && !part("word/styles.xml").contains("numPr"));
    assert!(part("word/settings.xml").contains("<w:evenAndOddHeaders/>"));
    let folios = ["word/footer1.xml", "word/footer2.xml"].map(part);
    let says = folios.map(|folio| (folio.contains("FooterOdd"), folio.contains(">PAGE<")));
    assert_eq!(says, [(true, true), (false, true)]);
}

#[test]
fn relationships_are_those_the_document_refers_to() {
    let relationships = part("word/_rels/document.xml.rels");
    let relationships = roxmltree::Document::parse(&relationships).unwrap();
    let found: Vec<_> = all(relationships.root(), "Relationship")
        .map(|one| (one.attribute("Id").unwrap(), one.attribute("Target").unwrap()))
        .collect();
    let expected = [
        ("rId1", "https://example.org/?a=1&b=2"),
        ("rId2", "https://example.org/c"),
        ("rId3", "footer1.xml"),
        ("rId4", "footer2.xml"),
        ("rId5", "styles.xml"),
        ("rId6", "settings.xml"),
        ("rId7", "fontTable.xml"),
    ];
    assert_eq!(found, expected);
    assert!(part("word/footer1.xml").contains("FooterOdd") && part("word/footer2.xml").contains("FooterEven"));
}

#[test]
fn the_page_is_that_of_the_standard() {
    let content = part("word/document.xml");
    for expected in [
        r#"<w:pgSz w:w="11906" w:h="16838"/>"#,
        r#"w:top="2098" w:right="1467" w:bottom="1984" w:left="1587""#,
        r#"<w:docGrid w:type="lines" w:linePitch="579"/>"#,
    ] {
        assert!(content.contains(expected), "{expected} in {}", content.rsplit("<w:sectPr").next().unwrap());
    }
}

#[test]
fn threads_write_the_same_bytes() {
    let (document, style) = input();
    let first = docx::write(&document, &style).unwrap();
    std::thread::scope(|scope| {
        let others: Vec<_> = (0..8).map(|_| scope.spawn(|| docx::write(&document, &style).unwrap())).collect();
        for other in others {
            assert!(other.join().unwrap() == first);
        }
    });
}
