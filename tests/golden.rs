//! Golden files: the example at every stage of the pipeline as text, and the pages of the other forms' examples. After a wanted change: `INSTA_UPDATE=always cargo test`,
//! then read the difference, and look at the pages if they changed.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use nianbao::compose::numeral;
use nianbao::diagnostic::{Diagnostic, Severity};
use nianbao::document::{Document, Text};
use nianbao::form::Form;
use nianbao::report::Report;
use nianbao::shelf::Shelf;
use nianbao::{Composed, Project, check, layout, markup, write};

fn project() -> Project {
    Project { templates: Shelf::templates(None), fonts: Shelf::fonts(None) }
}

/// The example of which every stage is kept.
const EXAMPLE: &str = "ganzhou/2020";

/// An example's mark-up, its tree, and the report.
fn example(folder: &str) -> (String, Document, Report) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(folder);
    let checked = check(&project(), &folder).unwrap();
    let accepted = |finding: &Diagnostic| finding.severity == Severity::Hint && finding.message.contains("已核对");
    assert!(
        checked.findings.0.iter().all(accepted),
        "{} has no findings but accepted ones: {:?}",
        folder.display(),
        checked.findings
    );
    let Composed { markup, document, .. } = checked.composed.unwrap();
    (markup.to_string(), document, checked.report)
}

/// The tree and the pages of an example.
fn shown(folder: &str) -> (String, String) {
    let (_, document, report) = example(folder);
    let pages = layout::lay_out(&document, &report.form.style, &project().fonts).unwrap();
    (write::tree::write(&document), write::pages::write(&pages))
}

#[test]
fn markup_of_the_example() {
    insta::assert_snapshot!(example(EXAMPLE).0);
}

#[test]
fn document_and_pages_of_the_example() {
    let (document, pages) = shown(EXAMPLE);
    insta::assert_snapshot!("document_of_the_example", document);
    insta::assert_snapshot!("pages_of_the_example", pages);
}

#[test]
fn document_and_pages_of_the_form_of_2014() {
    let (document, pages) = shown("qinghe/2017");
    insta::assert_snapshot!("document_of_the_form_of_2014", document);
    insta::assert_snapshot!("pages_of_the_form_of_2014", pages);
}

#[test]
fn document_and_pages_of_the_form_of_2021() {
    let (document, pages) = shown("qinghe/2025");
    insta::assert_snapshot!("document_of_the_form_of_2021", document);
    insta::assert_snapshot!("pages_of_the_form_of_2021", pages);
}

#[test]
fn a_report_reads_as_its_whole_markup_does() {
    for folder in [EXAMPLE, "qinghe/2017", "qinghe/2025"] {
        let (markup, document, report) = example(folder);
        let mut whole = markup::parse_with(&markup, &report.pictures()).unwrap();
        whole.info.origin = document.info.origin.clone();
        assert!(whole == document, "{folder}");
    }
}

#[test]
fn the_year_before_is_as_sound() {
    example("qinghe/2024");
}

#[test]
fn docx_parts_of_the_example() {
    let (_, document, report) = example(EXAMPLE);
    for (name, bytes) in write::docx::parts(&document, &report.form.style, &write::docx::review::Review::default()).unwrap()
    {
        // An element a line, so that a change shows as the lines it is about.
        let text = String::from_utf8(bytes).unwrap().replace("><", ">\n<");
        insta::assert_snapshot!(name.replace(['/', '[', ']'], "_"), text);
    }
}

#[test]
fn pdf_objects_of_the_example() {
    let (_, document, report) = example(EXAMPLE);
    let pages = layout::lay_out(&document, &report.form.style, &project().fonts).unwrap();
    let bytes = write::pdf::write(&pages);
    let pdf = lopdf::Document::load_mem(&bytes).unwrap();
    let mut text = format!("trailer {:?}\n", pdf.trailer);
    for (id, object) in &pdf.objects {
        // Streams are binary: their dictionary, and their length where it is not that of a deflated font.
        let shown = match object {
            lopdf::Object::Stream(stream) => format!("{:?} stream", stream.dict),
            other => format!("{other:?}"),
        };
        text += &format!("{} {shown}\n", id.0);
    }
    insta::assert_snapshot!(text);
}

#[test]
fn web_pages_of_the_examples() {
    for (name, folder) in
        [("the_example", EXAMPLE), ("the_form_of_2014", "qinghe/2017"), ("the_form_of_2021", "qinghe/2025")]
    {
        let (_, document, report) = example(folder);
        let page = String::from_utf8(write::html::write(&document, &report.form.style)).unwrap();
        insta::assert_snapshot!(format!("web_page_of_{name}"), page);
    }
    let (_, document, report) = example("qinghe/2017");
    let fragment = String::from_utf8(write::html::fragment(&document, &report.form.style)).unwrap();
    insta::assert_snapshot!("web_fragment_of_the_form_of_2014", fragment);
}

#[test]
fn pictures_show_ink_where_the_pages_have_it() {
    let (_, document, report) = example(EXAMPLE);
    let pages = layout::lay_out(&document, &report.form.style, &project().fonts).unwrap();
    let pictures = write::png::write(&pages);
    assert_eq!(pictures.len(), pages.pages.len());
    // 210 by 297 mm at 110 pixels an inch.
    let (size, light) = grey(&pictures[0]);
    assert_eq!(size, (909, 1286));
    let ink =
        |rows: std::ops::Range<usize>| light[rows.start * 909..rows.end * 909].iter().filter(|light| **light < 128).count();
    assert_eq!(ink(0..150), 0, "nothing above the type area");
    assert!(ink(160..210) > 1500, "the title: {}", ink(160..210));
}

/// The size and the light of the pixels of a picture without colours.
fn grey(picture: &[u8]) -> ((u32, u32), Vec<u8>) {
    let mut picture = png::Decoder::new(std::io::Cursor::new(picture)).read_info().unwrap();
    let mut light = vec![0; picture.output_buffer_size().unwrap()];
    let size = picture.next_frame(&mut light).unwrap();
    assert_eq!(size.color_type, png::ColorType::Grayscale);
    ((size.width, size.height), light)
}

#[test]
fn the_picture_in_the_readme_is_of_the_pages_as_they_are() {
    let (_, document, report) = example(EXAMPLE);
    let pages = layout::lay_out(&document, &report.form.style, &project().fonts).unwrap();
    let ((size, made), (shown_size, shown)) = (grey(&write::png::sheet(&pages)), grey(include_bytes!("../docs/pages.png")));
    assert_eq!(size, shown_size);
    // Not byte by byte: another processor may round an edge otherwise.
    let differing = made.iter().zip(&shown).filter(|(made, shown)| made.abs_diff(**shown) > 8).count();
    assert!(differing * 10_000 < made.len(), "{differing} of {}: make it anew with --format png", made.len());
}

#[test]
fn same_bytes_in_any_thread() {
    let (_, document, report) = example(EXAMPLE);
    let style = &report.form.style;
    let make = || {
        let pages = layout::lay_out(&document, style, &project().fonts).unwrap();
        (
            write::pdf::write(&pages).to_vec(),
            write::docx::write(&document, style).unwrap(),
            write::html::write(&document, style),
        )
    };
    let first = make();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(make)).collect();
        for thread in threads {
            assert!(thread.join().unwrap() == first, "same bytes");
        }
    });
}

/// What the program says of itself, and the characters of ASCII, are taken for granted where it is asked whether a report can be set.
#[test]
fn every_face_has_what_the_data_do_not_say() {
    let Project { templates, fonts } = project();
    for name in Form::names(&templates) {
        let style = &Form::load(&templates, &name).unwrap().style;
        let files = ["form.yaml", "report.hbs"].map(|file| templates.read(&format!("{name}/{file}")).unwrap());
        let files = files.iter().map(|bytes| std::str::from_utf8(bytes).unwrap().to_string());
        let ordinals = (1..=4).flat_map(|level| (1..=1000).map(move |number| numeral::ordinal(level, number)));
        let documents = ["ganzhou/2020", "qinghe/2017", "qinghe/2024", "qinghe/2025"].map(|folder| example(folder).1);
        let said = documents.iter().flat_map(|document| document.texts().map(Text::plain));
        let said: Vec<_> = files.chain(ordinals).chain(said).collect();
        assert!(layout::has_all(said.iter().map(String::as_str), style, &fonts).unwrap(), "{name}");

        let ascii = markup::escape(&(' '..='~').collect::<String>()).into_owned();
        let texts = ["h1", "h2", "h3", "h4", "h5", "p"].map(|tag| format!("<{tag}>{ascii}</{tag}>")).concat();
        let table = format!("<table><colgroup><col width='1'/></colgroup><tbody><tr><td>{ascii}</td></tr></tbody></table>");
        let document = format!("<article lang='zh-CN' title='题' author='甲' date='2021-02-19'>{texts}{table}</article>");
        let (missing, _) = layout::missing_glyphs(&markup::parse(&document).unwrap(), style, &fonts).unwrap();
        assert!(missing.is_empty(), "{name}: {missing:?}");
    }
}
