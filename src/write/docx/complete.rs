//! Adds to the parts what docx-rs has no words for.

use super::measure::half_points;
use super::styles::{DATE, SIGNATURE};
use super::text::LINK;
use super::xml::{Element, Node};
use crate::style::Style;

/// Indents that Word can also keep in hundredths of a character, so that they follow a change of the type size (ECMA-376
/// Part 1, 17.3.1.12).
const INDENTS: [(&str, &str); 4] = [
    ("w:left", "w:leftChars"),
    ("w:right", "w:rightChars"),
    ("w:firstLine", "w:firstLineChars"),
    ("w:hanging", "w:hangingChars"),
];

/// How lines are broken and spaced in every paragraph: with the rules for marks at their ends and the spaces between 汉字 and
/// Latin, and by the grid alone. No line moves to another page to keep a neighbour company, since pages are to fill the type area
/// (撑满版心, GB/T 9704 5.2.3), unless the style file asks for it. Marks may hang in the margin, as they may in any document of Word that does not forbid it:
/// LibreOffice reads the property the other way round, and what it hangs at a justified line it does not always print.
const PARAGRAPHS: [(&str, &str); 4] =
    [("w:kinsoku", "1"), ("w:overflowPunct", "1"), ("w:autoSpaceDE", "1"), ("w:autoSpaceDN", "1")];

/// Completes the styles: defaults of paragraphs, the default style, the language, indents in characters.
pub fn styles(root: &mut Element, style: &Style, language: &str) {
    let defaults = root.child_mut("w:docDefaults");
    let paragraphs = defaults.child_mut("w:pPrDefault").child_mut("w:pPr");
    PARAGRAPHS.iter().for_each(|(name, value)| paragraphs.child_mut(name).set("w:val", *value));
    paragraphs.child_mut("w:widowControl").set("w:val", u8::from(style.body.widows).to_string());
    *defaults.child_mut("w:rPrDefault").child_mut("w:rPr").child_mut("w:lang") =
        Element::val("w:lang", "en-US").with("w:eastAsia", language).with("w:bidi", "ar-SA");
    for style in root.elements_mut().filter(|element| element.name == "w:style") {
        if style.get("w:styleId") == Some("Normal") {
            style.set("w:default", "1");
        }
        // Word's own styles have English names, ours Chinese ones.
        if style.child("w:name").and_then(|name| name.get("w:val")).is_some_and(|name| !name.is_ascii()) {
            style.set("w:customStyle", "1");
        }
        indents_in_characters(style);
    }
}

fn indents_in_characters(style: &mut Element) {
    let number = |element: &Element, name| element.get(name).and_then(|value| value.parse::<i32>().ok());
    let size = style.child("w:rPr").and_then(|properties| properties.child("w:sz")).and_then(|size| number(size, "w:val"));
    if let Some(size) = size.filter(|size| *size > 0) {
        in_characters(style, size);
    }
}

/// Gives every indent below an element in characters too; `size` is the type's in half-points.
fn in_characters(element: &mut Element, size: i32) {
    element.walk(&mut |element| {
        for (length, characters) in INDENTS {
            let twips = element.get(length).and_then(|value| value.parse::<i32>().ok());
            if let Some(twips) = twips.filter(|twips| *twips != 0 && element.name == "w:ind") {
                element.set(characters, (twips * 100 / (size * 10)).to_string());
            }
        }
    });
}

/// Completes the document: its tables are put in their places, as text unless they are to be changed, and the signature is indented
/// in characters.
///
/// # Errors
/// If a table is not well-formed.
pub fn document(root: &mut Element, tables: Vec<String>, changed: bool, style: &Style) -> Result<(), String> {
    let mut tables = tables.into_iter();
    for node in &mut root.child_mut("w:body").children {
        let Node::Element(element) = node else { continue };
        if element.name == "w:p" && is_signature(element) {
            in_characters(element, half_points(style.signature.size) as i32);
        }
        if element.name == "w:tbl" {
            let table = tables.next().unwrap_or_default();
            // A link gets its number in the tree.
            let changed = changed || table.contains(LINK);
            *node = if changed { Node::Element(Element::parse(table.as_bytes())?) } else { Node::Text(table) };
        }
    }
    Ok(())
}

fn is_signature(paragraph: &Element) -> bool {
    let style = paragraph.child("w:pPr").and_then(|properties| properties.child("w:pStyle")?.get("w:val"));
    style.is_some_and(|style| [SIGNATURE, DATE].contains(&style))
}

#[cfg(test)]
mod tests {
    use super::{indents_in_characters, styles};
    use crate::write::docx::sample;
    use crate::write::docx::xml::Element;

    #[test]
    fn indents_are_kept_in_characters_of_the_style() {
        let part =
            b"<w:style><w:pPr><w:ind w:left='0' w:firstLine='640'/></w:pPr><w:rPr><w:sz w:val='32'/></w:rPr></w:style>";
        let mut style = Element::parse(part).unwrap();
        indents_in_characters(&mut style);
        let indent = style.child("w:pPr").unwrap().child("w:ind").unwrap();
        assert_eq!((indent.get("w:firstLineChars"), indent.get("w:leftChars")), (Some("200"), None));
    }

    #[test]
    fn there_is_one_default_style_and_a_language() {
        let mut root =
            Element::parse(b"<w:styles><w:style w:styleId='Normal'/><w:style w:styleId='Title'/></w:styles>").unwrap();
        styles(&mut root, &sample::style(), "zh-CN");
        let defaults: Vec<_> = root.elements().filter(|style| style.get("w:default").is_some()).collect();
        assert_eq!(defaults.len(), 1);
        let part = String::from_utf8(root.to_part()).unwrap();
        assert!(part.contains(r#"w:eastAsia="zh-CN""#) && part.contains(r#"<w:overflowPunct w:val="1"/>"#), "{part}");
    }
}
