//! A watermark: text across every page, drawn in the headers as Word itself does it (ECMA-376 Part 4, 19.1: VML).

use super::styles::font;
use super::xml::Element;
use crate::style::{Style, WatermarkStyle};

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const VML: &str = "urn:schemas-microsoft-com:vml";
const OFFICE: &str = "urn:schemas-microsoft-com:office:office";

/// The kinds of headers that a document has, whose odd and even pages differ.
pub const HEADERS: [&str; 2] = ["default", "even"];

/// The header of one kind, numbered from 1.
pub fn header(text: &str, number: usize, style: &Style) -> Element {
    let WatermarkStyle { face, ink, length, most, angle } = &style.draft.watermark;
    // A character is as high as wide.
    let count = text.chars().count().max(1) as f64;
    let height = (style.page.measure * *length / count).min(*most);
    // VML turns clockwise.
    let turn = (360.0 - angle).rem_euclid(360.0);
    let place = format!(
        "position:absolute;margin-left:0;margin-top:0;width:{:.0}pt;height:{:.0}pt;rotation:{turn};z-index:-251658752;\
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
    let words = Element::new("v:textpath")
        .with("style", &format!("font-family:\"{}\";font-size:1pt", font(face, style)))
        .with("string", text);
    let shape = Element::new("v:shape")
        .with("id", &format!("PowerPlusWaterMarkObject{number}"))
        .with("o:spid", &format!("_x0000_s{}", 2048 + number))
        .with("type", "#_x0000_t136")
        .with("alt", text)
        .with("style", &place)
        .with("o:allowincell", "f")
        .with("fillcolor", &format!("#{}", ink.hexadecimal()))
        .with("stroked", "f")
        .containing([words]);
    let run = Element::new("w:r").containing([Element::new("w:pict").containing([kind, shape])]);
    Element::new("w:hdr")
        .with("xmlns:w", MAIN)
        .with("xmlns:v", VML)
        .with("xmlns:o", OFFICE)
        .containing([Element::new("w:p").containing([run])])
}

#[cfg(test)]
mod tests {
    use super::header;
    use crate::style::{Colour, WatermarkStyle};
    use crate::unit::Pt;
    use crate::write::docx::sample;

    #[test]
    fn it_looks_as_the_style_says() {
        let mut style = sample::style();
        let ink = Colour([1, 2, 3]);
        style.draft.watermark = WatermarkStyle { face: "黑体".into(), ink, length: 0.5, most: Pt(90.0), angle: 30.0 };
        let part = |text| String::from_utf8(header(text, 1, &style).to_part()).unwrap();
        let short = part("草稿");
        for told in ["width:180pt;height:90pt", "rotation:330;", "#010203", "黑体"] {
            assert!(short.contains(told), "{told}: {short}");
        }
        // Half of 442 points for ten characters.
        assert!(part("一二三四五六七八九十").contains("width:221pt;height:22pt"));
    }
}
