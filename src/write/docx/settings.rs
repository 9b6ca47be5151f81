//! The parts that say how Word is to treat the document: settings and the table of fonts.

use super::measure::twips;
use super::xml::Element;
use crate::style::{Breaking, Face, Names, Style};
use crate::unit::Em;

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const WORD: &str = "http://schemas.microsoft.com/office/word";

/// `word/settings.xml` (ECMA-376 Part 1, 17.15.1): page numbers that differ on odd and even pages, punctuation compressed where
/// lines are broken carefully, and the ways of Word 2013 and later.
pub fn settings(style: &Style, language: &str) -> Vec<u8> {
    let setting = |(name, value): (&str, &str)| {
        let setting = Element::new("w:compatSetting").with("w:name", name);
        setting.with("w:uri", WORD).with("w:val", value)
    };
    let compatibility = [
        ("compatibilityMode", "15"),
        ("overrideTableStyleFontSizeAndJustification", "1"),
        ("enableOpenTypeFeatures", "1"),
        ("doNotFlipMirrorIndents", "1"),
        ("differentiateMultirowTableHeaders", "1"),
    ];
    let east_asian = [
        "w:spaceForUL",
        "w:balanceSingleByteDoubleByteWidth",
        "w:doNotLeaveBackslashAlone",
        "w:ulTrailSpace",
        "w:doNotExpandShiftReturn",
        "w:useFELayout",
    ];
    let compatibility = east_asian.map(Element::new).into_iter().chain(compatibility.map(setting));
    let tab = twips(Em(2.0).at(style.body.size)).to_string();
    let marks = match style.grid.breaking {
        Breaking::Careful => "compressPunctuation",
        Breaking::Plain => "doNotCompress",
    };
    let settings = [
        Element::new("w:zoom").with("w:percent", "100"),
        Element::val("w:defaultTabStop", &tab),
        Element::new("w:evenAndOddHeaders"),
        Element::val("w:characterSpacingControl", marks),
        Element::new("w:compat").containing(compatibility),
        Element::val("w:themeFontLang", "en-US").with("w:eastAsia", language),
        Element::val("w:decimalSymbol", "."),
        Element::val("w:listSeparator", ","),
    ];
    Element::new("w:settings").with("xmlns:w", MAIN).containing(settings).to_part()
}

/// `word/fontTable.xml` (17.8.3): the fonts, with the names to try where one is not installed.
pub fn font_table(style: &Style) -> Vec<u8> {
    let mut fonts = vec![latin(&style.latin)];
    let mut named = vec![];
    for face in style.faces.values() {
        for font in [Some(chinese(&face.word, &face.alternatives)), fuller(face)].into_iter().flatten() {
            let name = font.get("w:name").map(str::to_string);
            if !named.contains(&name) {
                named.push(name);
                fonts.push(font);
            }
        }
    }
    Element::new("w:fonts").with("xmlns:w", MAIN).containing(fonts).to_part()
}

fn latin(names: &Names) -> Element {
    // 00 is ANSI_CHARSET, 86 is GB2312_CHARSET.
    font(&names.word, &names.alternatives, "00", "roman")
}

fn chinese(name: &str, alternatives: &[String]) -> Element {
    font(name, alternatives, "86", "auto")
}

/// The font for the characters that a font of GB/T 2312 lacks, with the rest of its names.
fn fuller(face: &Face) -> Option<Element> {
    let name = face.word.strip_suffix("_GB2312")?;
    let others: Vec<_> =
        face.alternatives.iter().filter(|other| *other != name && !other.ends_with("_GB2312")).cloned().collect();
    Some(chinese(name, &others))
}

fn font(name: &str, alternatives: &[String], charset: &str, family: &str) -> Element {
    let others = (!alternatives.is_empty()).then(|| Element::val("w:altName", &alternatives.join(",")));
    let properties =
        [Element::val("w:charset", charset), Element::val("w:family", family), Element::val("w:pitch", "variable")];
    Element::new("w:font").with("w:name", name).containing(others.into_iter().chain(properties))
}

#[cfg(test)]
mod tests {
    use super::font_table;
    use crate::write::docx::sample;
    use crate::write::docx::xml::Element;

    #[test]
    fn each_font_stands_once_with_its_other_names() {
        let table = Element::parse(&font_table(&sample::style())).unwrap();
        let mut names: Vec<_> = table.elements().map(|font| font.get("w:name").unwrap()).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        for name in ["方正小标宋简体", "黑体", "楷体_GB2312", "楷体", "仿宋_GB2312", "仿宋", "宋体"] {
            assert!(names.contains(&name), "{name}");
        }
        let fangsong = table.elements().find(|font| font.get("w:name") == Some("仿宋_GB2312")).unwrap();
        let others = fangsong.child("w:altName").unwrap().get("w:val").unwrap();
        assert!(others.starts_with("FangSong_GB2312,仿宋,") && others.ends_with(",GW FangSong"), "{others}");
    }

    #[test]
    fn carried_fonts_are_named_first_and_their_usual_names_next() {
        let mut style = sample::style();
        style.suit_carried_fonts();
        let table = Element::parse(&font_table(&style)).unwrap();
        let names: Vec<_> = table.elements().map(|font| font.get("w:name").unwrap()).collect();
        assert_eq!(names[0], "Liberation Serif");
        assert!(names[1..].iter().all(|name| name.starts_with("GW ")) && names.len() == 6, "{names:?}");
        let fangsong = table.elements().find(|font| font.get("w:name") == Some("GW FangSong")).unwrap();
        assert!(fangsong.child("w:altName").unwrap().get("w:val").unwrap().starts_with("仿宋_GB2312,FangSong_GB2312,仿宋,"));
    }
}
