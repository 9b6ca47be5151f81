//! The web page read again: it says what the document says, its tables tell which head a figure stands under, and there is nothing
//! in it from outside.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use nianbao::document::{Block, Date, Document, Inline, Role, Seal, Text};
use nianbao::picture::Picture;
use nianbao::report::Report;
use nianbao::shelf::Shelf;
use nianbao::source::Source;
use nianbao::style::Style;
use nianbao::unit::Pt;
use nianbao::write::html;
use nianbao::{Checked, Project, check, compose, import};
use proptest::prelude::*;

const EXAMPLES: [&str; 4] = ["ganzhou/2020", "qinghe/2017", "qinghe/2024", "qinghe/2025"];

fn project() -> Project {
    Project { templates: Shelf::templates(None), fonts: Shelf::fonts(None) }
}

fn example(name: &str) -> (Document, Style) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    let Checked { report, composed, .. } = check(&project(), &folder).unwrap();
    (composed.unwrap().document, report.form.style.clone())
}

fn page(document: &Document, style: &Style) -> String {
    String::from_utf8(html::write(document, style)).unwrap()
}

fn fragment(document: &Document, style: &Style) -> String {
    String::from_utf8(html::fragment(document, style)).unwrap()
}

/// An element that holds text, as a parser finds it.
#[derive(Debug)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
}

fn tokens(page: &str) -> Vec<Token> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(page, emitter).map(|token| token.unwrap()).collect()
}

fn attributes(tag: &StartTag<()>) -> BTreeMap<String, String> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    tag.attributes.iter().map(|(name, value)| (text(name), text(&value.value))).collect()
}

/// The headings, paragraphs and cells of a page in their order; what is hidden is none of their text.
fn elements(page: &str) -> Vec<Element> {
    let (mut found, mut open): (Vec<Element>, bool) = (vec![], false);
    for token in tokens(page) {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                if ["h1", "h2", "h3", "h4", "h5", "p", "td", "th"].contains(&name.as_str()) {
                    assert!(!open, "{name} in {:?}", found.last());
                    found.push(Element { name, attributes: attributes(&tag), text: String::new() });
                    open = true;
                }
            }
            Token::EndTag(tag) if found.last().is_some_and(|element| element.name.as_bytes() == &**tag.name) => open = false,
            Token::String(text) if open => {
                found.last_mut().unwrap().text += std::str::from_utf8(&text.value).unwrap();
            }
            Token::Error(error) => panic!("{error:?}"),
            _ => {}
        }
    }
    found
}

/// What the elements of a document's page must say.
fn said(document: &Document) -> Vec<String> {
    let mut said = vec![];
    for block in &document.blocks {
        match block {
            Block::Title(text) => said.push(text.plain()),
            Block::Heading(heading) => said.push(heading.text.plain()),
            Block::Paragraph(paragraph) => {
                let lead = paragraph.lead.iter().map(|lead| lead.text.plain());
                said.push(lead.chain([paragraph.text.plain()]).collect());
            }
            Block::Table(table) => {
                said.extend(table.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.plain()));
            }
            Block::Annexes(names) => said.extend(names.iter().enumerate().map(|(at, name)| {
                let number = if names.len() > 1 { format!("{}.", at + 1) } else { String::new() };
                format!("{}{number}{}", if at == 0 { "附件：" } else { "" }, name.plain())
            })),
            Block::Annex(annex) => said.extend([annex.label.plain(), annex.title.plain()]),
            Block::Note(texts) => said.push(texts.iter().map(Text::plain).collect::<Vec<_>>().join(" ")),
            Block::Signature(signature) => said.extend(signature.names.iter().chain([&signature.date]).map(Text::plain)),
            Block::PageBreak => {}
        }
    }
    said
}

/// A text as a page can hold it.
fn held(text: &str) -> String {
    let noncharacter = |c: char| ('\u{FDD0}'..='\u{FDEF}').contains(&c) || u32::from(c) & 0xFFFE == 0xFFFE;
    let kept = |c: &char| !noncharacter(*c) && (!c.is_control() || "\t\n\u{C}".contains(*c));
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().map(|c| if kept(&c) { c } else { '\u{FFFD}' }).collect()
}

fn texts(page: &str) -> Vec<String> {
    elements(page).into_iter().map(|element| element.text).collect()
}

#[test]
fn a_page_and_its_fragment_say_what_the_document_says() {
    for name in EXAMPLES {
        let (document, style) = example(name);
        assert_eq!(texts(&page(&document, &style)), said(&document), "{name}");
        assert_eq!(texts(&fragment(&document, &style)), said(&document), "{name}");
    }
}

#[test]
fn nothing_is_of_outside_and_nothing_is_run() {
    for name in EXAMPLES {
        let (document, style) = example(name);
        let inlines = document.texts().flat_map(|text| &text.inlines);
        let linked: Vec<_> = inlines
            .filter_map(|inline| if let Inline::Link { href, .. } = inline { Some(href.clone()) } else { None })
            .collect();
        for page in [page(&document, &style), fragment(&document, &style)] {
            let mut links = vec![];
            for token in tokens(&page) {
                let Token::StartTag(tag) = token else { continue };
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                assert!(!["script", "link", "img", "iframe", "object", "base"].contains(&name.as_str()), "{name}");
                for (attribute, value) in attributes(&tag) {
                    assert!(!attribute.starts_with("on") && attribute != "src", "{attribute}");
                    assert!(!value.contains("url("), "{value}");
                    if attribute == "href" {
                        links.push(value);
                    }
                }
            }
            assert_eq!(links, linked, "{name}");
            assert!(!page.contains("@import") && !page.contains("url("));
        }
    }
}

#[test]
fn a_fragment_brings_no_names_that_a_site_may_have() {
    for name in EXAMPLES {
        let (document, style) = example(name);
        for token in tokens(&fragment(&document, &style)) {
            let Token::StartTag(tag) = token else { continue };
            assert!(!["html", "head", "body", "main", "style", "meta", "title"].map(str::as_bytes).contains(&&**tag.name));
            let names = attributes(&tag);
            assert!(["id", "class", "headers", "name"].iter().all(|name| !names.contains_key(*name)), "{names:?}");
        }
    }
}

/// The texts of the heads that a figure names.
fn heads_of(page: &str, figure: usize) -> Vec<String> {
    let elements = elements(page);
    let by_id: BTreeMap<_, _> =
        elements.iter().filter_map(|element| Some((element.attributes.get("id")?.as_str(), element.text.clone()))).collect();
    let named = elements.iter().filter(|element| element.name == "td").nth(figure).unwrap();
    named.attributes["headers"].split(' ').map(|id| by_id[id].clone()).collect()
}

#[test]
fn a_figure_names_the_heads_over_it_and_the_labels_beside_it() {
    let (document, style) = example("ganzhou/2020");
    let page = page(&document, &style);
    let figures =
        document.blocks.iter().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    let figures: Vec<_> = figures
        .flat_map(|table| table.rows.iter().flat_map(|row| &row.cells))
        .filter(|cell| cell.role == Role::Figure)
        .map(|cell| cell.text.from.clone().unwrap())
        .collect();
    let heads = |path: &str| heads_of(&page, figures.iter().position(|figure| figure == path).unwrap());
    assert_eq!(heads("主动公开.行政许可.增减"), ["第二十条第（五）项", "本年增/减", "行政许可"]);
    assert_eq!(heads("主动公开.政府集中采购.金额"), ["第二十条第（九）项", "采购总金额", "政府集中采购"]);
    let row = ["三、本年度办理结果", "（三）不予公开", "1.属于国家秘密"];
    let columns = ["申请人情况", "法人或其他组织", "商业企业"];
    assert_eq!(heads("申请.办理结果.不予公开.属于国家秘密.商业企业"), [columns, row].concat());
    assert_eq!(heads("复议诉讼.复议后起诉.总计"), ["行政诉讼", "复议后起诉", "总计"]);
}

#[test]
fn every_figure_has_heads_and_every_head_a_scope() {
    for name in EXAMPLES {
        let (document, style) = example(name);
        let page = page(&document, &style);
        let elements = elements(&page);
        let ids: Vec<_> = elements.iter().filter_map(|element| element.attributes.get("id")).collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "names of elements are unique");
        for element in &elements {
            match element.name.as_str() {
                "th" => assert!(element.attributes.contains_key("scope"), "{element:?}"),
                // The table of 2014 has one head and no merged cells.
                "td" if name != "qinghe/2017" => {
                    let heads = element.attributes["headers"].split(' ').collect::<Vec<_>>();
                    assert!(heads.len() >= 2 && heads.iter().all(|head| ids.iter().any(|id| id == head)), "{element:?}");
                }
                _ => assert!(!element.attributes.contains_key("headers"), "{element:?}"),
            }
        }
    }
}

#[test]
fn headings_go_down_a_level_at_a_time() {
    for name in EXAMPLES {
        let (document, style) = example(name);
        let mut before = 0;
        for token in tokens(&page(&document, &style)) {
            let Token::StartTag(tag) = token else { continue };
            let level = match (&**tag.name, attributes(&tag).get("aria-level")) {
                ([b'h', level @ b'1'..=b'6'], _) => usize::from(level - b'0'),
                (_, Some(level)) => level.parse().unwrap(),
                _ => continue,
            };
            assert!(level <= before + 1, "{level} after {before}");
            before = level;
        }
        assert!(before > 1, "there are headings");
    }
}

#[test]
fn a_seal_stays_out() {
    let (document, style) = example("qinghe/2025");
    let mut sealed = document.clone();
    let picture = Arc::new(Picture { width: 1, height: 1, pixels: vec![[200, 0, 0, 255]] });
    let Some(Block::Signature(signature)) = sealed.blocks.iter_mut().find(|block| matches!(block, Block::Signature(_)))
    else {
        panic!("a signature")
    };
    signature.seals = vec![Seal { picture, name: "章.png".into(), width: Pt(119.0), alt: "印章".into(), from: None }];
    assert_eq!(html::write(&sealed, &style), html::write(&document, &style));
}

#[test]
fn what_the_page_says_of_itself_is_read_again() {
    let (document, style) = example("qinghe/2025");
    let claim = html::origin::read(&html::write(&document, &style)).unwrap();
    assert!(claim.whole && claim.origin == document.info.origin, "{claim:?}");
    let page = page(&document, &style);
    let claim = html::origin::read(page.replace("不能", "能").replace("没有", "有").as_bytes()).unwrap();
    assert!(!claim.whole);
    assert_eq!(html::origin::read(b"<!DOCTYPE html><title>x</title>"), None);
    assert_eq!(html::origin::read(&html::fragment(&document, &style)), None);
}

/// What comes from clipboards, and what HTML has a meaning for.
const ODD: [&str; 20] = [
    "<b>",
    "&",
    "&amp;",
    "&lt",
    "]]>",
    "<!--",
    "-->",
    "</p>",
    "</style>",
    "<script>1</script>",
    "\"'",
    "\t",
    "\r\n",
    "\0",
    "\u{1}",
    "\u{85}",
    "\u{FFFE}",
    "\u{FEFF}",
    "😀\u{200D}",
    "𪚥《》",
];

fn odd() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => proptest::sample::select(&ODD[..]).prop_map(String::from), 1 => any::<char>().prop_map(String::from)];
    proptest::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

/// Every text of a document, to be changed.
fn texts_of(document: &mut Document) -> Vec<&mut Text> {
    fn of(block: &mut Block) -> Vec<&mut Text> {
        match block {
            Block::Title(text) => vec![text],
            Block::Heading(heading) => vec![&mut heading.text],
            Block::Paragraph(paragraph) => {
                paragraph.lead.iter_mut().map(|lead| &mut lead.text).chain([&mut paragraph.text]).collect()
            }
            Block::Table(table) => table.rows.iter_mut().flat_map(|row| &mut row.cells).map(|cell| &mut cell.text).collect(),
            Block::Annexes(texts) | Block::Note(texts) => texts.iter_mut().collect(),
            Block::Annex(annex) => vec![&mut annex.label, &mut annex.title],
            Block::Signature(signature) => signature.names.iter_mut().chain([&mut signature.date]).collect(),
            Block::PageBreak => vec![],
        }
    }
    document.blocks.iter_mut().flat_map(of).collect()
}

/// A document without its places in the data, which differ where a text is a list or not, and without its origin.
fn bare(document: &Document) -> Document {
    let mut bare = document.clone();
    bare.info.origin = Default::default();
    texts_of(&mut bare).into_iter().for_each(|text| text.from = None);
    bare
}

/// The document that the data of a page give.
fn again(page: &[u8]) -> Document {
    let templates = Shelf::templates(None);
    let imported = import::import_bytes("报告.html", page, &templates).unwrap();
    let source = |(name, text): &(&str, String)| Arc::new(Source { name: (*name).into(), text: text.clone() });
    let files = imported.files.iter().filter(|(name, _)| name.ends_with(".yaml"));
    let report = Report::read_sources(files.map(source), &templates).unwrap();
    let texts = compose::fill(&report, None);
    compose::compose(&report, None, texts, &templates).unwrap().document(&report.pictures()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn odd_texts_are_said_as_they_are(odd in proptest::collection::vec(odd(), 1..40), which in 0_usize..3) {
        let (mut document, style) = example(["ganzhou/2020", "qinghe/2017", "qinghe/2025"][which]);
        let all = texts_of(&mut document);
        let count = all.len();
        for (at, text) in all.into_iter().enumerate().filter(|(at, _)| at % 3 == 0) {
            text.inlines = vec![Inline::Text(odd[at / 3 % odd.len()].clone())];
        }
        (document.info.title, document.info.author) = (odd[0].clone(), odd[odd.len() - 1].clone());
        document.info.date = Date { year: 2021, month: 2, day: 19 };
        let expected: Vec<_> = said(&document).iter().map(|text| held(text)).collect();
        prop_assert!(count > 100);
        prop_assert_eq!(texts(&page(&document, &style)), expected.clone());
        prop_assert_eq!(texts(&fragment(&document, &style)), expected);
        prop_assert!(html::origin::read(&html::write(&document, &style)).unwrap().whole);
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Reports of every form with any figures, whatever they add up to, and any paragraphs.
    #[test]
    fn a_page_comes_back_as_data(
        figures in proptest::collection::vec(0_u32..2_000_000, 40..80),
        words in proptest::collection::vec("[甲乙丙丁戊己庚辛壬癸]{1,30}，[子丑寅卯辰巳午未]{1,40}。", 1..6),
        which in 0_usize..4,
    ) {
        let (mut document, style) = example(EXAMPLES[which]);
        let mut figure = figures.iter().cycle();
        let mut word = words.iter().cycle();
        for block in &mut document.blocks {
            match block {
                Block::Table(table) => for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
                    let plain = cell.text.plain();
                    if cell.role == Role::Figure && !plain.is_empty() && plain.bytes().all(|b| b.is_ascii_digit()) {
                        cell.text.inlines = vec![Inline::Text(figure.next().unwrap().to_string())];
                    }
                },
                // Those of the layout stand where it has them.
                Block::Paragraph(paragraph)
                    if paragraph.text.from.as_deref().is_some_and(|from| from.starts_with("正文.") && from != "正文.引言") =>
                {
                    paragraph.text.inlines = vec![Inline::Text(word.next().unwrap().clone())];
                }
                _ => {}
            }
        }
        for page in [html::write(&document, &style), html::fragment(&document, &style)] {
            prop_assert_eq!(bare(&again(&page)), bare(&document));
        }
    }
}
