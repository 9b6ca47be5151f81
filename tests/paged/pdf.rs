//! What holds for every PDF.

use lopdf::{Dictionary, Document, Object};
use nianbao::page::Drawing;
use nianbao::write::{pages, pdf};

use crate::report::set;

const REPORT: &str = "<h1>某市年度报告</h1><h2>一、总体情况</h2><h3 class='run-in'>（一）做法。</h3>\
    <p>全年公开12条，见<a href='http://a.gov.cn/年报/'>网站</a>。</p>\
    <table><colgroup><col width='1'/><col width='1'/></colgroup><tbody><tr class='head'><th colspan='2'>件数</th></tr>\
    <tr><th>收</th><td>5</td></tr></tbody></table>\
    <section class='signature'><p>某局</p><p class='date'>2024年1月9日</p></section>";

fn report() -> Vec<u8> {
    pdf::write(&set(REPORT).unwrap()).to_vec()
}

fn document() -> Document {
    Document::load_mem(&report()).unwrap()
}

#[test]
fn it_says_what_it_is() {
    let document = document();
    assert_eq!(document.version, "1.7");
    let catalog = document.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"zh-CN");
    for key in ["MarkInfo", "StructTreeRoot", "Metadata", "OutputIntents", "Outlines", "ViewerPreferences"] {
        assert!(catalog.has(key.as_bytes()), "{key}");
    }
    let info = document.get_dictionary(document.trailer.get(b"Info").unwrap().as_reference().unwrap()).unwrap();
    let keys: Vec<String> = info.iter().map(|(key, _)| String::from_utf8_lossy(key).into_owned()).collect();
    assert_eq!(keys, ["Title", "Author", "Producer", "CreationDate", "ModDate"]);
    assert_eq!(info.get(b"CreationDate").unwrap().as_str().unwrap(), b"D:20240109000000+08'00'");
}

#[test]
fn every_marked_content_leads_to_its_element_and_back() {
    let document = document();
    let elements: Vec<_> = document.objects.iter().filter(|(_, object)| kind(object) == Some(b"StructElem")).collect();
    let names: Vec<String> = elements.iter().map(|(_, element)| name(element)).collect();
    assert_eq!(
        names,
        ["Document", "H1", "H2", "H3", "P", "Link", "Table", "THead", "TR", "TH", "TBody", "TR", "TH", "TD", "P", "P"]
    );
    let root = document
        .get_dictionary(document.catalog().unwrap().get(b"StructTreeRoot").unwrap().as_reference().unwrap())
        .unwrap();
    let tree = document.get_dictionary(root.get(b"ParentTree").unwrap().as_reference().unwrap()).unwrap();
    let numbers = tree.get(b"Nums").unwrap().as_array().unwrap();
    let marks = document.get_object(numbers[1].as_reference().unwrap()).unwrap().as_array().unwrap();
    for (mcid, element) in marks.iter().enumerate() {
        let element = document.get_dictionary(element.as_reference().unwrap()).unwrap();
        assert_eq!(element.get(b"Pg").unwrap().as_reference().unwrap(), document.page_iter().next().unwrap());
        let kids = element.get(b"K").unwrap().as_array().unwrap();
        assert!(kids.contains(&Object::Integer(mcid as i64)), "MCID {mcid}");
    }
}

#[test]
fn what_an_element_has_on_other_pages_says_on_which() {
    let bytes = pdf::write(&set(&format!("<p>{}</p>", "甲乙丙丁".repeat(400))).unwrap());
    let document = Document::load_mem(&bytes).unwrap();
    let pages: Vec<_> = document.page_iter().collect();
    let paragraph = document.objects.values().find(|object| name(object) == "P").unwrap().as_dict().unwrap();
    let page = |of: &Dictionary| of.get(b"Pg").unwrap().as_reference().unwrap();
    let kids = paragraph.get(b"K").unwrap().as_array().unwrap();
    let (first, others) = kids.split_first().unwrap();
    assert_eq!((first, page(paragraph)), (&Object::Integer(0), pages[0]));
    let others: Vec<_> = others.iter().map(|kid| kid.as_dict().unwrap()).collect();
    assert_eq!(others.iter().map(|kid| page(kid)).collect::<Vec<_>>(), pages[1..]);
    assert!(others.len() > 1 && others.iter().all(|kid| kid.get(b"MCID").unwrap() == &Object::Integer(0)));
}

#[test]
fn the_heads_of_a_figure_are_found_by_their_names() {
    let document = document();
    let cell = document.objects.values().find(|object| name(object) == "TD").unwrap().as_dict().unwrap();
    let heads = cell.get(b"A").unwrap().as_dict().unwrap().get(b"Headers").unwrap().as_array().unwrap();
    let root = document.objects.values().find(|object| kind(object) == Some(b"StructTreeRoot")).unwrap().as_dict().unwrap();
    let names = root.get(b"IDTree").unwrap().as_dict().unwrap().get(b"Names").unwrap().as_array().unwrap();
    assert_eq!(heads.len(), 2, "of the column and of the row");
    assert!(names.chunks(2).map(|entry| entry[0].as_str().unwrap()).is_sorted());
    for head in heads {
        let entry = names.chunks(2).find(|entry| entry[0] == *head).unwrap();
        let element = document.get_object(entry[1].as_reference().unwrap()).unwrap();
        assert_eq!((name(element).as_str(), element.as_dict().unwrap().get(b"ID").unwrap()), ("TH", head));
    }
}

#[test]
fn a_link_has_an_ascii_address() {
    let document = document();
    let link = document.objects.values().find(|object| kind(object) == Some(b"Annot")).unwrap().as_dict().unwrap();
    let action = link.get(b"A").unwrap().as_dict().unwrap();
    assert_eq!(action.get(b"URI").unwrap().as_str().unwrap(), b"http://a.gov.cn/%E5%B9%B4%E6%8A%A5/");
}

#[test]
fn no_stream_ends_where_its_length_could_be_miscounted() {
    // Titles of many kinds, so that some of the streams would.
    for number in 0..60 {
        let bytes = pdf::write(&set(&format!("<h1>第{number}号报告</h1>")).unwrap());
        assert!(!bytes.windows(11).any(|window| window == b"\r\nendstream"), "report {number}");
    }
}

#[test]
fn a_report_is_the_same_alone_and_after_others() {
    let first = report();
    for number in 0..40 {
        pdf::write(&set(&format!("<h1>第{number}号报告</h1><p>{}</p>", "甲乙丙丁".repeat(number))).unwrap());
    }
    assert!(report() == first);
    let together: Vec<_> = (0..8).map(|_| std::thread::spawn(report)).collect();
    assert!(together.into_iter().all(|thread| thread.join().unwrap() == first));
}

#[test]
fn the_dump_shows_what_stands_where() {
    let dump = pages::write(&set("<p>全年12条</p>").unwrap());
    let (head, page) = dump.split_once("\npage 1\n").unwrap();
    assert!(head.starts_with("paper 595.28 × 841.89\nfont 0 GWFangSong 3 glyphs\n"), "{head}");
    assert_eq!(page.lines().next().unwrap(), "110.96 125.46 font 0 size 16 “‹15.79›全‹19.79›年” Paragraph");
}

fn kind(object: &Object) -> Option<&[u8]> {
    object.as_dict().ok()?.get(b"Type").ok()?.as_name().ok()
}

fn name(element: &Object) -> String {
    let name = element.as_dict().and_then(|element| element.get(b"S")).and_then(Object::as_name);
    String::from_utf8_lossy(name.unwrap_or_default()).into_owned()
}

#[test]
fn the_outline_has_two_levels() {
    let file = document();
    let entries = |parent: &Dictionary| -> Vec<Dictionary> {
        let next =
            |key: &[u8], of: &Dictionary| of.get(key).ok()?.as_reference().ok().map(|id| file.get_dictionary(id).unwrap());
        std::iter::successors(next(b"First", parent), |entry| next(b"Next", entry)).cloned().collect()
    };
    let title = |entry: &Dictionary| -> String {
        let bytes = entry.get(b"Title").unwrap().as_str().unwrap();
        let units: Vec<u16> = bytes[2..].chunks(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]])).collect();
        String::from_utf16(&units).unwrap()
    };
    let root = file.catalog().unwrap().get(b"Outlines").unwrap().as_reference().unwrap();
    let first = entries(file.get_dictionary(root).unwrap());
    assert_eq!(first.iter().map(title).collect::<Vec<_>>(), ["一、总体情况"]);
    let second = entries(&first[0]);
    assert_eq!(second.iter().map(title).collect::<Vec<_>>(), ["（一）做法"]);
    assert!(entries(&second[0]).is_empty());
}

#[test]
fn every_glyph_stands_where_the_layout_has_it() {
    let pages = set(&REPORT.replace("全年公开", &"全年（含）公开“事项”2024件，".repeat(20))).unwrap();
    let file = Document::load_mem(&pdf::write(&pages)).unwrap();
    let mut tried = 0;
    for ((_, id), page) in file.get_pages().into_iter().zip(&pages.pages) {
        let mut runs = page.items.iter().filter_map(|item| match &item.drawing {
            Drawing::Glyphs(glyphs) => Some((item.at.x.0, glyphs)),
            _ => None,
        });
        let (mut spacing, mut start) = (0.0, 0.0);
        for operation in file.get_and_decode_page_content(id).unwrap().operations {
            let number = |at: usize| f64::from(operation.operands[at].as_float().unwrap());
            let shown: Vec<Object> = match operation.operator.as_str() {
                "Tc" => {
                    spacing = number(0);
                    continue;
                }
                "Tm" => {
                    start = number(4);
                    continue;
                }
                "Tj" => operation.operands.clone(),
                "TJ" => operation.operands[0].as_array().unwrap().clone(),
                _ => continue,
            };
            let (mut x, (mut wanted, run)) = (start, runs.next().unwrap());
            let mut glyphs = run.glyphs.iter();
            for piece in &shown {
                if let Ok(offset) = piece.as_float() {
                    x -= f64::from(offset) / 1000.0 * run.size.0;
                }
                for code in piece.as_str().unwrap_or_default().chunks(2) {
                    let glyph = glyphs.next().unwrap();
                    assert_eq!(u16::from_be_bytes([code[0], code[1]]), glyph.id);
                    assert!((x - wanted).abs() < 0.02, "{} at {x} and not at {wanted}", glyph.character);
                    x += pages.fonts[run.font].advance(glyph.id).0 * run.size.0 + spacing;
                    wanted += glyph.advance.0;
                    tried += 1;
                }
            }
            assert!(glyphs.next().is_none());
        }
        assert!(runs.next().is_none());
    }
    assert!(tried > 300, "{tried}");
}
