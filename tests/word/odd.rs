//! Odd texts in every place: the file can be read and holds them, or the place is told.

use std::sync::Arc;

use nianbao::document::{Align, Annex, Block, Cell, Date, Document, Heading, Info, Inline, Paragraph};
use nianbao::document::{Role, Row, Seal, Signature, Table, Text};
use nianbao::picture::Picture;
use nianbao::unit::Pt;
use nianbao::write::docx;
use nianbao::write::docx::review::{Change, Characters, Comment, Kind, Place, Review, Signed};
use proptest::prelude::*;

use super::{leave, style};

/// What comes from other programs' clipboards, and what XML has a meaning for.
const ODD: [&str; 24] = [
    "\u{301}",
    "\u{5D0}\u{5D1}\u{202E}",
    "😀👨\u{200D}👩\u{200D}👧",
    "]]>",
    "&",
    "&amp;",
    "<b>",
    "\"'",
    "\t",
    "\n",
    "\r\n",
    " ",
    "\u{A0}",
    "\u{3000}",
    "\u{FEFF}",
    "\u{85}",
    "\u{2028}",
    "\u{10FFFF}",
    "\u{E000}",
    "𪚥镕㎡",
    "<!--",
    "<?x?>",
    "《》（）",
    "12.5%",
];
/// What no XML file can hold.
const BROKEN: [&str; 5] = ["\0", "\u{1}", "\u{1B}", "\u{FFFE}", "\u{FFFF}"];
/// How many places there are for a text.
const PLACES: usize = 34;

fn odd() -> impl Strategy<Value = String> {
    let long = (1000..4000_usize).prop_map(|length| "Donaudampfschiff".repeat(length / 16));
    let piece = prop_oneof![
        12 => proptest::sample::select(&ODD[..]).prop_map(String::from),
        4 => Just("汉字".to_string()),
        2 => any::<char>().prop_map(String::from),
        1 => long,
    ];
    let broken = prop_oneof![40 => Just(""), 1 => proptest::sample::select(&BROKEN[..])];
    (proptest::collection::vec(piece, 0..5), broken).prop_map(|(pieces, broken)| pieces.concat() + broken)
}

/// A document and a review with a text in every place there is.
fn filled(texts: &[String]) -> (Document, Review) {
    let mut rest = texts.iter().cloned();
    let mut next = || rest.next().unwrap();
    let mut number = 0;
    let mut text = |inlines: Vec<Inline>| {
        number += 1;
        Text { inlines, from: Some(format!("处.{}", number - 1)) }
    };
    let plain = |text: String| vec![Inline::Text(text)];
    let link = |odd: String, text| Inline::Link { href: format!("https://example.org/?a=1&b=网{odd}"), text };
    let seal = |name, alt| Seal {
        picture: Arc::new(Picture { width: 1, height: 1, pixels: vec![[200, 0, 0, 255]] }),
        name,
        width: Pt::mm(42.0),
        alt,
        from: Some("处.印章".into()),
    };
    let cell = |role, column, text| Cell { role, column, columns: 1, rows: 1, align: Align::Left, indent: 0, text };
    let row = |head, cells| Row { head, cells };
    let blocks = vec![
        Block::Title(text(plain(next()))),
        Block::Heading(Heading { level: 1, text: text(plain(next())) }),
        Block::Paragraph(Paragraph {
            lead: Some(Heading { level: 2, text: text(plain(next())) }),
            text: text(plain(next())),
        }),
        Block::Paragraph(Paragraph { lead: None, text: text(vec![Inline::Text(next()), link(next(), next())]) }),
        Block::Note(vec![text(plain(next())), text(plain(next()))]),
        Block::Table(Table {
            widths: vec![1.0, 9.0],
            whole: false,
            rows: vec![
                row(true, vec![cell(Role::Head, 0, text(plain(next()))), cell(Role::Head, 1, text(plain(next())))]),
                row(
                    false,
                    vec![
                        cell(Role::Label, 0, text(plain(next()))),
                        cell(Role::Figure, 1, text(vec![Inline::Text(next()), Inline::Break, link(next(), next())])),
                    ],
                ),
            ],
            from: None,
        }),
        Block::Annexes(vec![text(plain(next())), text(plain(next()))]),
        Block::Signature(Signature { names: vec![text(plain(next()))], seals: vec![], date: text(plain(next())) }),
        Block::Annex(Annex { label: text(plain(next())), title: text(plain(next())) }),
        Block::Signature(Signature {
            names: vec![text(plain(next())), text(plain(next()))],
            seals: vec![seal(next(), next()), seal(next(), next())],
            date: text(plain(next())),
        }),
    ];
    let info = Info {
        title: next(),
        author: next(),
        date: Date { year: 2021, month: 1, day: 20 },
        language: "zh-CN".into(),
        ..Info::default()
    };
    let by = Signed { author: next(), date: info.date };
    let on = Characters { text: 1, range: 0..texts[1].chars().count() };
    let changes = vec![
        Change { kind: Kind::Deleted, place: Place::Block(2), by: by.clone() },
        Change { kind: Kind::Inserted, place: Place::Block(5), by: by.clone() },
    ];
    let review = Review {
        comments: vec![Comment { number: 1, on, lines: vec![next(), next()], by }],
        changes,
        watermark: Some(next()),
        line_numbers: true,
    };
    (Document { info, blocks }, review)
}

/// Reads every part with a reader that is not ours; the texts of those paragraphs of the body that have some.
fn read(parts: &[(String, Vec<u8>)]) -> Vec<String> {
    let mut paragraphs = vec![];
    for (name, bytes) in parts.iter().filter(|(name, _)| !name.ends_with(".png")) {
        let part = std::str::from_utf8(bytes).unwrap();
        let part = roxmltree::Document::parse(part).unwrap_or_else(|error| panic!("{name}: {error}"));
        if name == "word/document.xml" {
            let texts = |p: roxmltree::Node| -> String {
                let texts = p.descendants().filter(|node| ["t", "delText"].contains(&node.tag_name().name()));
                texts.filter_map(|t| t.text()).collect()
            };
            paragraphs = part.descendants().filter(|node| node.tag_name().name() == "p").map(texts).collect();
        }
    }
    paragraphs.retain(|paragraph: &String| !paragraph.is_empty());
    paragraphs
}

fn part<'a>(parts: &'a [(String, Vec<u8>)], name: &str) -> roxmltree::Document<'a> {
    let (_, bytes) = parts.iter().find(|(part, _)| part == name).unwrap();
    roxmltree::Document::parse(std::str::from_utf8(bytes).unwrap()).unwrap()
}

/// A text as a line of Word shows it: a tab or the end of a line is a blank.
fn line(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ")
}

fn holds(texts: &[String]) {
    let (document, review) = filled(texts);
    let written = docx::parts(&document, &style(), &review);
    let unwritable = |text: &String| {
        text.chars().any(|c| matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}'))
    };
    if texts.iter().any(unwritable) {
        let told = written.unwrap_err();
        let bad = document.texts().filter(|text| {
            text.inlines.iter().any(|inline| match inline {
                Inline::Text(text) | Inline::Mark(text) => unwritable(text),
                Inline::Link { href, text } => unwritable(href) || unwritable(text),
                Inline::Break => false,
            })
        });
        for text in bad {
            assert!(told.0.iter().any(|finding| finding.path == text.from), "{text:?} is not told: {told:?}");
        }
        return assert!(told.0.iter().all(|finding| finding.code.to_string() == "bad-value"));
    }
    let parts = written.unwrap();
    let found = read(&parts).concat();
    let mut expected = String::new();
    for (at, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Annexes(names) => names.iter().enumerate().for_each(|(at, name)| {
                let label = if at == 0 { "附件：" } else { "" };
                expected.push_str(&format!("{label}{}.{}", at + 1, line(&name.plain())));
            }),
            _ => {
                let alone = Document { blocks: vec![document.blocks[at].clone()], info: document.info.clone() };
                alone.texts().for_each(|text| expected.push_str(&line(&text.plain())));
            }
        }
    }
    assert_eq!(found, expected);

    let core = part(&parts, "docProps/core.xml");
    let named = |name: &str| {
        let node = core.descendants().find(|node| node.tag_name().name() == name).unwrap();
        node.text().unwrap_or_default().to_string()
    };
    assert_eq!([named("title"), named("creator")], [&document.info.title, &document.info.author].map(String::from));
    let content = part(&parts, "word/document.xml");
    let drawn = content.descendants().filter(|node| node.tag_name().name() == "docPr");
    let mut drawn =
        drawn.map(|seal| [seal.attribute("name"), seal.attribute("descr")].map(Option::unwrap)).collect::<Vec<_>>();
    let seals = document.blocks.iter().flat_map(|block| match block {
        Block::Signature(signature) => signature.seals.as_slice(),
        _ => &[],
    });
    let mut seals: Vec<_> = seals.map(|seal| [seal.name.as_str(), &seal.alt]).collect();
    // Rows of seals are drawn from the last to the first.
    drawn.sort();
    seals.sort();
    assert_eq!(drawn, seals);
    addresses(&document, &parts);
    let comments = part(&parts, "word/comments.xml");
    let lines: Vec<_> =
        comments.descendants().filter(|node| node.tag_name().name() == "t").map(|t| t.text().unwrap_or_default()).collect();
    assert_eq!(lines, review.comments[0].lines.iter().map(|text| line(text)).collect::<Vec<_>>());
    let mark = part(&parts, "word/header1.xml");
    let mark = mark.descendants().filter_map(|node| node.attribute("string")).next().unwrap().to_string();
    assert_eq!(Some(mark), review.watermark);
}

/// The addresses of the links, in their order, are URIs and say what the document says.
fn addresses(document: &Document, parts: &[(String, Vec<u8>)]) {
    let relationships = part(parts, "word/_rels/document.xml.rels");
    let links = relationships.descendants().filter(|node| node.attribute("TargetMode") == Some("External"));
    let targets = links.map(|link| {
        let target = link.attribute("Target").unwrap();
        assert!(target.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>[]\\^`{|}".contains(&byte)), "{target}");
        decoded(target)
    });
    let inlines = document.texts().flat_map(|text| &text.inlines);
    let hrefs = inlines.filter_map(|inline| if let Inline::Link { href, .. } = inline { Some(decoded(href)) } else { None });
    assert_eq!(targets.collect::<Vec<_>>(), hrefs.collect::<Vec<_>>());
}

/// The bytes that an address stands for: what is percent-encoded in the data already is the same as what is not.
fn decoded(address: &str) -> Vec<u8> {
    let mut bytes = vec![];
    let mut rest = address.as_bytes();
    while let [first, after @ ..] = rest {
        let digits = after.get(..2).filter(|digits| *first == b'%' && digits.iter().all(u8::is_ascii_hexdigit));
        let byte = digits.map(|digits| u8::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap());
        bytes.push(byte.unwrap_or(*first));
        rest = &after[if byte.is_some() { 2 } else { 0 }..];
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn odd_texts_are_kept_or_told(texts in proptest::collection::vec(odd(), PLACES)) {
        holds(&texts);
    }
}

#[test]
fn every_odd_text_alone() {
    let plain = || vec!["文".to_string(); PLACES];
    for odd in ODD.iter().chain(&BROKEN) {
        for at in 0..PLACES {
            let mut texts = plain();
            texts[at] = format!("甲{odd}");
            holds(&texts);
            texts[at] = odd.to_string();
            holds(&texts);
        }
    }
}

/// Leaves reports of odd texts for the validators.
#[test]
fn odd_reports_are_files() {
    for (at, odd) in ODD.chunks(4).enumerate() {
        let (document, review) = filled(&vec![odd.concat(); PLACES]);
        leave(&format!("odd-{at}.docx"), &docx::write_reviewed(&document, &style(), &review).unwrap());
    }
}
