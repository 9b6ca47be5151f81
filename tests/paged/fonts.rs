//! Which font a character is set from.

use std::sync::Arc;

use nianbao::diagnostic::Code;
use nianbao::layout::{find_glyphs, lay_out};
use nianbao::page::Pages;
use nianbao::review::Review;
use nianbao::shelf::Shelf;
use nianbao::write;

use crate::report::{characters, document, set, style, texts};

/// The name of the font that the run with a character is set in.
fn font_of(pages: &Pages, character: char) -> &str {
    let runs = texts(pages, 0);
    let (_, run) = runs.iter().find(|(_, run)| characters(run).contains(character)).unwrap();
    &pages.fonts[run.font].name
}

#[test]
fn digits_and_apostrophes_are_latin_and_quotation_marks_are_not() {
    let pages = set("<p>共12件，“it’s”</p>").unwrap();
    assert_eq!(font_of(&pages, '1'), "LiberationSerif");
    assert_eq!(font_of(&pages, 't'), "LiberationSerif");
    assert_eq!(font_of(&pages, '“'), "GWFangSong");
    let apostrophe = texts(&pages, 0).into_iter().find(|(_, run)| characters(run).contains('t')).unwrap();
    assert_eq!(characters(apostrophe.1), "it’s");
}

#[test]
fn what_a_face_lacks_comes_from_the_next() {
    let pages = set("<p>第①项，㐂</p>").unwrap();
    assert_eq!(font_of(&pages, '①'), "GWSong");
    assert_eq!(font_of(&pages, '㐂'), "GWSongExt");
}

#[test]
fn a_rare_character_keeps_the_pitch_wherever_it_comes_from() {
    let style = style();
    let columns = "<colgroup><col width='1'/></colgroup>";
    let table = format!("<table>{columns}<tbody><tr><th>政㐂府</th></tr></tbody></table>");
    let pages =
        set(&format!("<h1>政㐂府</h1><h2>政㐂府</h2><h3 class='run-in'>政㐂府。</h3><p>政㐂府①年</p>{table}")).unwrap();
    let mut tried = 0;
    for (_, run) in texts(&pages, 0) {
        for glyph in run.glyphs.iter().filter(|glyph| "政㐂府①年".contains(glyph.character)) {
            let on_grid = run.size == style.body.size;
            let pitch = if on_grid { style.character_pitch() } else { run.size };
            assert!((glyph.advance - pitch).0.abs() < 0.001, "{} {} in {pitch}", glyph.character, glyph.advance);
            tried += 1;
        }
    }
    assert_eq!(tried, 5 * 3 + 2);
}

#[test]
fn a_file_that_several_faces_use_is_one_font() {
    let table = "<table><colgroup><col width='1'/></colgroup><tbody><tr><td>甲</td></tr></tbody></table>";
    let pages = set(&format!("<p>第②项</p>{table}")).unwrap();
    let songs: Vec<_> = pages.fonts.iter().filter(|font| font.name == "GWSong").collect();
    assert_eq!(songs.len(), 1);
    // The body's symbol, the table's character, the dash of the page number.
    assert_eq!(songs[0].glyphs.iter().map(|(c, _)| *c).collect::<String>(), "—②甲");
}

#[test]
fn the_users_own_folder_is_the_last_to_be_asked() {
    let folder = tempfile::tempdir().unwrap();
    let carried = Shelf::fonts(None).read("GW-SongExt.ttf").unwrap();
    std::fs::write(folder.path().join("own.ttf"), carried).unwrap();
    std::fs::write(folder.path().join("broken.ttf"), "no font").unwrap();
    let mut style = style();
    style.faces.get_mut("仿宋").unwrap().fallback.clear();
    let markup = "<article lang='zh-CN' title='题' author='甲' date='2024-01-09'><p>甲㐂</p></article>";
    let document = nianbao::markup::parse(markup).unwrap();
    assert!(lay_out(&document, &style, &Shelf::fonts(None)).is_err());
    let pages = lay_out(&document, &style, &Shelf::fonts(Some(folder.path().into()))).unwrap();
    assert_eq!((font_of(&pages, '甲'), font_of(&pages, '㐂')), ("GWFangSong", "GWSongExt"));
}

#[test]
fn the_small_fonts_have_outlines_for_what_they_set() {
    let pages = set("<p>甲1</p>").unwrap();
    for font in &pages.fonts {
        for (character, glyph) in &font.glyphs {
            assert_eq!(font.outlines().lookup_glyph_index(*character), *glyph);
            let advance = font.outlines().metrics_indexed(*glyph, 1000.0).advance_width;
            assert!((f64::from(advance) - font.advance(*glyph).0 * 1000.0).abs() < 0.01, "{character}");
        }
    }
}

#[test]
fn outlines_of_postscript_are_embedded_as_such() {
    let folder = tempfile::tempdir().unwrap();
    // A font of one character, U+E000, made for this test.
    std::fs::write(folder.path().join("own.otf"), include_bytes!("postscript.otf")).unwrap();
    let document = document("<p>甲\u{E000}</p>").unwrap();
    let pages = lay_out(&document, &style(), &Shelf::fonts(Some(folder.path().into()))).unwrap();
    assert_eq!(font_of(&pages, '\u{E000}'), "NianbaoTest");
    let font = pages.fonts.iter().find(|font| font.name == "NianbaoTest").unwrap();
    assert!(font.outlines().metrics_indexed(font.glyphs[0].1, 100.0).height > 30, "PNG draws it");

    let pdf = lopdf::Document::load_mem(&write::pdf::write(&pages)).unwrap();
    let dictionaries = || pdf.objects.values().filter_map(|object| object.as_dict().ok());
    let file = dictionaries().find_map(|dictionary| dictionary.get(b"FontFile3").ok()).unwrap().as_reference().unwrap();
    let stream = pdf.get_object(file).unwrap().as_stream().unwrap();
    assert_eq!(stream.dict.get(b"Subtype").unwrap().as_name().unwrap(), b"CIDFontType0C");
    let program = stream.decompressed_content().unwrap();
    assert_eq!(program[..2], [1, 0], "a Compact Font of version 1.0, not the file around it");
    assert!(pdf.objects.values().any(|object| format!("{object:?}").contains("/CIDFontType0/")));
}

#[test]
fn a_character_of_ones_own_is_told_though_a_font_has_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("own.otf"), include_bytes!("postscript.otf")).unwrap();
    let fonts = Shelf::fonts(Some(folder.path().into()));
    let find = |text: &str| {
        let document = document(&format!("<p from='甲'>{text}</p>")).unwrap();
        find_glyphs(&document, &Review::default(), &style(), &fonts)
    };
    let told = find("甲\u{E000}乙").unwrap_err().0;
    assert_eq!(told.iter().map(|finding| finding.code).collect::<Vec<_>>(), [Code::PrivateCharacter]);
    assert!(find("甲𠮷乙").is_ok());
}

#[test]
fn a_small_font_is_cut_once_for_reports_of_the_same_characters() {
    let fonts = Shelf::fonts(None);
    let cut = |text: &str| {
        let pages = lay_out(&document(&format!("<h2>一、总体情况</h2><p>{text}</p>")).unwrap(), &style(), &fonts).unwrap();
        ["GWHei", "GWFangSong"].map(|name| Arc::clone(pages.fonts.iter().find(|font| font.name == name).unwrap()))
    };
    let [[heads, text], [same, other]] = [cut("甲乙丙"), cut("甲乙丁")];
    assert!(Arc::ptr_eq(&heads, &same) && !Arc::ptr_eq(&text, &other));
    // The text of a report is no small font; none of its like comes again.
    let long: String = ('\u{4E00}'..).step_by(7).take(900).filter(|c| text_has(&fonts, *c)).collect();
    assert!(long.chars().count() > 200);
    assert!(!Arc::ptr_eq(&cut(&long)[1], &cut(&long)[1]));
}

/// Whether the font of texts has a character.
fn text_has(fonts: &Shelf, c: char) -> bool {
    let file = fonts.read("GW-FangSong.ttf").unwrap();
    ttf_parser::Face::parse(&file, 0).unwrap().glyph_index(c).is_some()
}
