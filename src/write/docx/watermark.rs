//! A watermark: text across every page, drawn in the headers as Word itself does it (ECMA-376 Part 4, 19.1: VML).

use super::xml::Element;
use crate::style::Style;
use crate::unit::Pt;

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const VML: &str = "urn:schemas-microsoft-com:vml";
const OFFICE: &str = "urn:schemas-microsoft-com:office:office";

/// The kinds of headers that a document has, whose odd and even pages differ.
pub const HEADERS: [&str; 2] = ["default", "even"];

/// The header of one kind, numbered from 1.
pub fn header(text: &str, number: usize, style: &Style) -> Element {
    // Across the type area from corner to corner, a character as high as wide, but no larger than a hand.
    let count = text.chars().count().max(1) as f64;
    let width = style.page.measure * 0.9;
    let height = (width / count).min(Pt(120.0));
    let place = format!(
        "position:absolute;margin-left:0;margin-top:0;width:{:.0}pt;height:{:.0}pt;rotation:315;z-index:-251658752;\
         mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;\
         mso-position-vertical-relative:margin",
        (height * count).0,
        height.0
    );
    // The type of shape that Word calls plain WordArt text: a line that the text follows.
    let kind = Element::new("v:shapetype")
        .with("id", "_x0000_t136")
        .with("coordsize", "21600,21600")
        .with("o:spt", "136")
        .with("path", "m0,0l21600,0m0,21600l21600,21600e")
        .containing([
            Element::new("v:path").with("textpathok", "t"),
            Element::new("v:textpath").with("on", "t").with("fitshape", "t"),
        ]);
    let words = Element::new("v:textpath").with("style", "font-family:宋体;font-size:1pt").with("string", text);
    let shape = Element::new("v:shape")
        .with("id", &format!("PowerPlusWaterMarkObject{number}"))
        .with("o:spid", &format!("_x0000_s{}", 2048 + number))
        .with("type", "#_x0000_t136")
        .with("alt", text)
        .with("style", &place)
        .with("o:allowincell", "f")
        .with("fillcolor", "silver")
        .with("stroked", "f")
        .containing([Element::new("v:fill").with("opacity", ".5"), words]);
    let run = Element::new("w:r").containing([Element::new("w:pict").containing([kind, shape])]);
    Element::new("w:hdr")
        .with("xmlns:w", MAIN)
        .with("xmlns:v", VML)
        .with("xmlns:o", OFFICE)
        .containing([Element::new("w:p").containing([run])])
}
