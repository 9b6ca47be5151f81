//! Where seals stand (GB/T 9704 7.3.5.1), and how they are written.

use std::sync::Arc;

use lopdf::{Dictionary, Document, Object};
use nianbao::layout::lay_out;
use nianbao::page::{Drawing, Item, Pages, Tag};
use nianbao::picture::{Picture, Pictures};
use nianbao::shelf::Shelf;
use nianbao::unit::Pt;
use nianbao::write::{pdf, png};

use crate::report::{Line, lines, style};

/// A red ring with a bare middle.
fn ring() -> Picture {
    let pixel = |at: usize| {
        let distance = ((at % 100) as f64 - 49.5).hypot((at / 100) as f64 - 49.5);
        if (44.0..50.0).contains(&distance) { [200, 0, 0, 255] } else { [0; 4] }
    };
    Picture { width: 100, height: 100, pixels: (0..10_000).map(pixel).collect() }
}

/// A text of so many lines, signed with seals.
fn sealed(before: usize, names: &[&str]) -> Pages {
    let names: String = names.iter().map(|name| format!("<p>{name}</p>")).collect::<String>()
        + &names.iter().map(|name| format!("<img src='章' width='42mm' alt='{name}印章'/>")).collect::<String>();
    let text = "府".repeat(28 * before - 2);
    let inside = format!("<p>{text}</p><section class='signature'>{names}<p class='date'>2024年1月9日</p></section>");
    let markup = format!("<article lang='zh-CN' title='题' author='甲' date='2024-01-09'>{inside}</article>");
    let document = nianbao::markup::parse_with(&markup, &Pictures::from([("章".into(), Arc::new(ring()))])).unwrap();
    lay_out(&document, &style(), &Shelf::fonts(None)).unwrap()
}

/// A seal on a page: its edges.
#[derive(Debug)]
struct Stamp {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Stamp {
    fn middle(&self) -> (f64, f64) {
        ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }
}

fn stamps(items: &[Item]) -> Vec<Stamp> {
    let stamp = |item: &Item| match item.drawing {
        Drawing::Picture { width, height, .. } => {
            let (left, top) = (item.at.x.0, item.at.y.0);
            Some(Stamp { left, top, right: left + width.0, bottom: top + height.0 })
        }
        _ => None,
    };
    items.iter().filter_map(stamp).collect()
}

fn middle(line: &Line) -> f64 {
    (line.start + line.end) / 2.0
}

#[test]
fn the_seal_presses_on_name_and_date_which_stand_under_one_another() {
    let style = style();
    let (pitch, em) = (style.line_pitch().0, style.character_pitch().0);
    let right = style.page.left.0 + style.page.measure.0;
    for name in ["某局", "某市某区人民政府办公室"] {
        let pages = sealed(3, &[name]);
        let found = lines(&pages, 0);
        let [.., text, name, date] = found.as_slice() else { panic!("three lines") };
        assert!((right - date.end - 4.0 * em).abs() < 0.01, "{date:?}");
        assert!((middle(name) - middle(date)).abs() < 0.01);
        let [seal] = &stamps(&pages.pages[0].items)[..] else { panic!("one seal") };
        assert!((seal.right - seal.left - Pt::mm(42.0).0).abs() < 0.01);
        assert!((seal.middle().0 - middle(date)).abs() < 0.01);
        let foot = style.page.top.0 + 3.0 * pitch; // of the text
        assert!(text.y < foot && seal.top >= foot && seal.top < foot + pitch, "{seal:?} under {foot}");
        // Name and date stand under the middle of the seal, and it reaches over both.
        assert!(seal.middle().1 < (name.y + date.y) / 2.0 && seal.bottom > date.y, "{seal:?}");
    }
}

#[test]
fn a_long_name_stays_in_the_type_area_with_the_date_under_its_middle() {
    let style = style();
    let right = style.page.left.0 + style.page.measure.0;
    let pages = sealed(3, &["某省某市某区人民政府政务公开领导小组办公室"]);
    let found = lines(&pages, 0);
    let [.., name, date] = found.as_slice() else { panic!() };
    assert!(name.end < right + 0.01 && (middle(name) - middle(date)).abs() < 0.01);
    let pages = sealed(3, &[&"某".repeat(60)]);
    let found = lines(&pages, 0);
    assert_eq!(found.len(), 3 + 3 + 1);
    assert!(found.iter().all(|line| line.start > style.page.left.0 - 0.01 && line.end < right + 0.01));
}

#[test]
fn each_office_is_under_its_own_seal_and_no_two_seals_touch() {
    let page = style().page;
    let (left, right) = (page.left.0 - 0.01, page.left.0 + page.measure.0 + 0.01);
    let names = ["甲局", "乙委员会", "丙市人民政府办公室", "丁局", "戊局", "己局", "庚局"];
    for count in 2..=names.len() {
        let pages = sealed(3, &names[..count]);
        let items: Vec<(usize, &Item)> =
            pages.pages.iter().enumerate().flat_map(|(page, set)| set.items.iter().map(move |item| (page, item))).collect();
        let drawn: Vec<(usize, Stamp)> = (0..pages.pages.len())
            .flat_map(|at| stamps(&pages.pages[at].items).into_iter().map(move |seal| (at, seal)))
            .collect();
        assert_eq!(drawn.len(), count);
        for (at, (page, seal)) in drawn.iter().enumerate() {
            assert!(seal.left > left && seal.right < right, "{count}: {seal:?}");
            let foot = style().page.top.0 + style().page.depth.0;
            assert!(seal.bottom < foot + 0.01, "{count}: {seal:?} over {foot}");
            // The characters of its name are within it, or as far out at both sides.
            let element = pages
                .elements
                .iter()
                .position(|element| matches!(&element.tag, Tag::Figure { alt } if *alt == format!("{}印章", names[at])));
            let name = element.unwrap() - 1;
            let runs = items.iter().filter(|(_, item)| item.element == Some(name));
            let places: Vec<f64> = runs
                .flat_map(|(_, item)| {
                    let Drawing::Glyphs(glyphs) = &item.drawing else { panic!() };
                    [item.at.x.0, item.at.x.0 + glyphs.glyphs.iter().map(|glyph| glyph.advance.0).sum::<f64>()]
                })
                .collect();
            let edges = (places.iter().copied().fold(f64::MAX, f64::min), places.iter().copied().fold(0.0, f64::max));
            assert!(((edges.0 + edges.1) / 2.0 - seal.middle().0).abs() < 0.01, "{count}: {}", names[at]);
            for (other_page, other) in &drawn[..at] {
                let (across, down) = (other.middle().0 - seal.middle().0, other.middle().1 - seal.middle().1);
                assert!(
                    page != other_page || across.hypot(down) > seal.right - seal.left,
                    "{count}: {seal:?} and {other:?}"
                );
            }
        }
        let last = lines(&pages, pages.pages.len() - 1);
        let date = last.last().unwrap();
        assert!((middle(date) - drawn[count - 1].1.middle().0).abs() < 0.01);
    }
}

#[test]
fn a_sealed_signature_is_never_alone_nor_parted() {
    for before in 12..=24 {
        let pages = sealed(before, &["某局"]);
        let last = pages.pages.len() - 1;
        let found = lines(&pages, last);
        assert!(found.len() >= 4, "{before} lines before: {found:?}");
        assert_eq!(stamps(&pages.pages[last].items).len(), 1);
    }
}

#[test]
fn lines_get_closer_to_make_room_for_a_seal() {
    let pages = sealed(18, &["某局"]);
    assert_eq!((pages.pages.len(), pages.told.0.len()), (1, 1));
    let (found, page) = (lines(&pages, 0), style().page);
    let [seal] = &stamps(&pages.pages[0].items)[..] else { panic!() };
    let foot = page.top.0 + style().line_pitch().0 * 17.0; // of 18 lines pressed to 17
    assert!(found[17].y < foot && seal.top >= foot && seal.bottom < page.top.0 + page.depth.0 + 0.01);
}

#[test]
fn nothing_is_hidden_by_a_seal() {
    let pages = sealed(3, &["某局"]);
    let items = &pages.pages[0].items;
    let seal = items.iter().position(|item| matches!(item.drawing, Drawing::Picture { .. })).unwrap();
    let name =
        items.iter().position(|item| matches!(&item.drawing, Drawing::Glyphs(glyphs) if glyphs.glyphs[0].character == '某'));
    assert!(seal < name.unwrap(), "what is drawn first lies beneath");
}

fn objects(document: &Document) -> Vec<&Dictionary> {
    document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok().or_else(|| object.as_stream().ok().map(|stream| &stream.dict)))
        .collect()
}

fn named<'d>(document: &'d Document, key: &[u8], name: &[u8]) -> Vec<&'d Dictionary> {
    let has = |found: &&Dictionary| found.get(key).and_then(Object::as_name).is_ok_and(|found| found == name);
    objects(document).into_iter().filter(has).collect()
}

#[test]
fn the_pdf_has_it_once_with_its_mask_and_says_what_it_is() {
    let pages = sealed(3, &["甲局", "乙局"]);
    let document = Document::load_mem(&pdf::write(&pages)).unwrap();
    let images = named(&document, b"Subtype", b"Image");
    assert_eq!(images.len(), 2, "one picture and its mask, though two seals are the same file");
    let colours = images.iter().find(|image| image.has(b"SMask")).unwrap();
    assert_eq!(colours.get(b"ColorSpace").unwrap().as_name().unwrap(), b"DeviceRGB");
    let figures = named(&document, b"S", b"Figure");
    let boxes: Vec<Vec<f32>> = figures
        .iter()
        .map(|figure| {
            let attributes = figure.get(b"A").unwrap().as_dict().unwrap();
            let sides = attributes.get(b"BBox").unwrap().as_array().unwrap();
            sides.iter().map(|side| side.as_float().unwrap()).collect()
        })
        .collect();
    for (found, seal) in boxes.iter().zip(stamps(&pages.pages[0].items)) {
        let up = |y: f64| pages.size.1.0 - y;
        let expected = [seal.left, up(seal.bottom), seal.right, up(seal.top)];
        assert!(found.iter().zip(expected).all(|(a, b)| (f64::from(*a) - b).abs() < 0.01), "{found:?} and {expected:?}");
    }
    assert!(figures.iter().all(|figure| figure.has(b"Alt") && figure.has(b"K")));
    let page = document.get_dictionary(document.get_pages()[&1]).unwrap();
    assert_eq!(page.get(b"Group").unwrap().as_dict().unwrap().get(b"CS").unwrap().as_name().unwrap(), b"DeviceRGB");
}

#[test]
fn the_dump_shows_where_it_stands() {
    let dump = nianbao::write::pages::write(&sealed(3, &["某局"]));
    assert!(dump.contains("\npicture 0 100 × 100 pixels\n"), "{dump}");
    assert!(dump.contains(" picture 0 119.06 × 119.06 Figure { alt: \"某局印章\" }\n"), "{dump}");
}

#[test]
fn it_is_read_after_its_office() {
    let pages = sealed(3, &["甲局", "乙局"]);
    let figure = |alt: &str| Tag::Figure { alt: alt.into() };
    let tags: Vec<&Tag> = pages.elements.iter().map(|element| &element.tag).collect();
    let (first, second) = (figure("甲局印章"), figure("乙局印章"));
    let p = &Tag::Paragraph;
    assert_eq!(tags, [&Tag::Document, p, p, &first, p, &second, p]);
}

#[test]
fn a_picture_of_the_page_shows_it_red_under_black() {
    let pages = sealed(3, &["某局"]);
    let bytes = png::write(&pages).remove(0);
    let mut read = ::png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
    let mut light = vec![0; read.output_buffer_size().unwrap()];
    let width = read.next_frame(&mut light).unwrap().width as usize;
    let [seal] = &stamps(&pages.pages[0].items)[..] else { panic!() };
    let pixel = |x: f64, y: f64| {
        let at = |length: f64| (length * 110.0 / 72.0) as usize;
        let start = (at(y) * width + at(x)) * 3;
        [light[start], light[start + 1], light[start + 2]]
    };
    let (x, y) = seal.middle();
    assert_eq!(pixel(seal.left + 3.5, y), [200, 0, 0]);
    assert_eq!(pixel(x, seal.top + 20.0), [255, 255, 255]);
    assert_eq!(pixel(seal.left - 5.0, y), [255, 255, 255]);
}
