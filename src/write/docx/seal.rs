//! Seals → pictures behind the text of the signature (ECMA-376 Part 1, 20.4.2.3), and the parts that hold them.

use std::sync::Arc;

use super::package::{self, Part};
use super::signature;
use super::styles::DATE;
use super::xml::{Element, Node};
use crate::document::{Block, Document, Seal, Signature};
use crate::picture::Picture;
use crate::style::Style;
use crate::unit::Pt;

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";

/// The pictures of a document: what it refers to them by, and their parts.
#[derive(Default)]
pub struct Pictures {
    /// Their relationships, numbered behind those that are there.
    pub relationships: Vec<Element>,
    /// The files.
    pub parts: Vec<Part>,
    known: Vec<Arc<Picture>>,
    drawn: usize,
}

/// Puts the seals of a document's signatures behind names and dates; `before` relationships are there already.
pub fn stamp(root: &mut Element, document: &Document, style: &Style, before: usize) -> Pictures {
    let mut pictures = Pictures::default();
    let mut signatures = document.blocks.iter().filter_map(|block| match block {
        Block::Signature(signature) => Some(placed(signature, style)),
        _ => None,
    });
    // A walk through the document costs more than the look whether there is a seal at all.
    let sealed = |block: &Block| matches!(block, Block::Signature(signature) if !signature.seals.is_empty());
    if !document.blocks.iter().any(sealed) {
        return pictures;
    }
    root.walk(&mut |element| {
        if element.name == "w:p" && is_date(element) {
            let drawings = signatures.next().unwrap_or_default().into_iter().map(|(seal, at)| {
                let id = pictures.relate(seal, before);
                pictures.drawn += 1;
                Node::Element(Element::new("w:r").containing([drawing(seal, at, &id, pictures.drawn)]))
            });
            // Behind the paragraph's properties, before its text.
            let drawings: Vec<_> = drawings.collect();
            element.children.splice(1..1, drawings);
        }
    });
    pictures
}

fn is_date(paragraph: &Element) -> bool {
    let style = paragraph.child("w:pPr").and_then(|properties| properties.child("w:pStyle")?.get("w:val"));
    style == Some(DATE)
}

/// The seals of a signature and where they stand: over the middle of their names, from the left edge of the type area and from
/// the top of the date. They are anchored there because the names have blank lines above, which programs take for a part of
/// the paragraph or not as they like.
fn placed<'a>(signature: &'a Signature, style: &Style) -> Vec<(&'a Seal, [Pt; 2])> {
    let rows = if signature.seals.is_empty() { vec![] } else { signature::rows(signature, style) };
    let mut lines = 0.0;
    let mut placed = vec![];
    for row in rows.iter().rev() {
        let middle = style.line_pitch() * (-0.5 - lines);
        let seals = signature.seals.iter().skip(row.offices.start).zip(&row.middles);
        placed.extend(seals.map(|(seal, x)| (seal, [*x - seal.width / 2.0, middle - seal.height() / 2.0])));
        lines += f64::from(row.blank) + 1.0;
    }
    placed
}

impl Pictures {
    /// The identifier of a seal's picture; offices may share one.
    fn relate(&mut self, seal: &Seal, before: usize) -> String {
        let known = self.known.iter().position(|known| Arc::ptr_eq(known, &seal.picture));
        let at = known.unwrap_or_else(|| {
            let at = self.known.len();
            let target = format!("media/image{}.png", at + 1);
            self.known.push(Arc::clone(&seal.picture));
            self.parts.push((format!("word/{target}"), seal.picture.png()));
            self.relationships.push(package::document_relationship(before + at + 1, "image", &target));
            at
        });
        format!("rId{}", before + at + 1)
    }
}

/// A picture behind the text, which takes no room from it.
fn drawing(seal: &Seal, [x, y]: [Pt; 2], relationship: &str, number: usize) -> Element {
    let number = number.to_string();
    let [width, height] = [seal.width, seal.height()].map(emu);
    let extent = |name| Element::new(name).with("cx", &width).with("cy", &height);
    let edges = |element: Element, names: [&str; 4]| names.iter().fold(element, |element, name| element.with(name, "0"));
    let position = |name, from, offset: Pt| {
        Element::new(name).with("relativeFrom", from).containing([Element::new("wp:posOffset").saying(&emu(offset))])
    };
    let named = |name| Element::new(name).with("id", &number).with("name", &seal.name).with("descr", &seal.alt);
    let frame = Element::new("a:xfrm").containing([Element::new("a:off").with("x", "0").with("y", "0"), extent("a:ext")]);
    let shape = Element::new("a:prstGeom").with("prst", "rect").containing([Element::new("a:avLst")]);
    let fill = [
        Element::new("a:blip").with("r:embed", relationship),
        Element::new("a:stretch").containing([Element::new("a:fillRect")]),
    ];
    let picture = Element::new("pic:pic").with("xmlns:pic", PICTURE).containing([
        Element::new("pic:nvPicPr").containing([named("pic:cNvPr"), Element::new("pic:cNvPicPr")]),
        Element::new("pic:blipFill").containing(fill),
        Element::new("pic:spPr").containing([frame, shape]),
    ]);
    let graphic = Element::new("a:graphicData").with("uri", PICTURE).containing([picture]);
    let anchor = edges(Element::new("wp:anchor"), ["distT", "distB", "distL", "distR"])
        .with("simplePos", "0")
        .with("relativeHeight", &number)
        .with("behindDoc", "1")
        .with("locked", "0")
        .with("layoutInCell", "1")
        .with("allowOverlap", "1")
        .containing([
            Element::new("wp:simplePos").with("x", "0").with("y", "0"),
            position("wp:positionH", "margin", x),
            position("wp:positionV", "paragraph", y),
            extent("wp:extent"),
            edges(Element::new("wp:effectExtent"), ["l", "t", "r", "b"]),
            Element::new("wp:wrapNone"),
            named("wp:docPr"),
            Element::new("wp:cNvGraphicFramePr"),
            Element::new("a:graphic").with("xmlns:a", DRAWING).containing([graphic]),
        ]);
    Element::new("w:drawing").containing([anchor])
}

/// English Metric Units (20.1.10.16), 12,700 to the point.
fn emu(length: Pt) -> String {
    format!("{:.0}", length.0 * 12_700.0)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::stamp;
    use crate::document::{Block, Document, Inline, Seal, Signature, Text};
    use crate::picture::Picture;
    use crate::unit::Pt;
    use crate::write::docx::sample;
    use crate::write::docx::xml::Element;

    fn text(text: &str) -> Text {
        Text { inlines: vec![Inline::Text(text.into())], from: None }
    }

    /// A report that so many offices sign, the first two with one seal.
    fn signed(offices: usize) -> Document {
        let picture = |shade: usize| Arc::new(Picture { width: 2, height: 1, pixels: vec![[shade as u8, 0, 0, 255]; 2] });
        let first = picture(0);
        let seal = |at: usize| Seal {
            picture: if at < 2 { Arc::clone(&first) } else { picture(at) },
            name: "印章.png".into(),
            width: Pt::mm(42.0),
            alt: "某局 & 印章".into(),
            from: None,
        };
        let names = (0..offices).map(|_| text("某市某局")).collect();
        let signature = Signature { names, seals: (0..offices).map(seal).collect(), date: text("2021年2月9日") };
        Document { blocks: vec![Block::Signature(signature)], ..sample::document("<p>文</p>") }
    }

    #[test]
    fn seals_stand_behind_their_names_and_share_a_picture() {
        let style = sample::style();
        let body = "<w:body><w:p/><w:p><w:pPr><w:pStyle w:val='SignatureDate'/></w:pPr><w:r/></w:p></w:body>";
        let mut root = Element::parse(body.as_bytes()).unwrap();
        let pictures = stamp(&mut root, &signed(5), &style, 7);
        let part = String::from_utf8(root.to_part()).unwrap();
        let names: Vec<_> = pictures.parts.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, (1..=4).map(|at| format!("word/media/image{at}.png")).collect::<Vec<_>>());
        assert_eq!(pictures.relationships[0].get("Id"), Some("rId8"));
        let shown: Vec<_> = part.split("r:embed=\"").skip(1).map(|rest| &rest[..5]).collect();
        assert_eq!(shown.len(), 5);
        assert_eq!(part.matches(r#"behindDoc="1""#).count(), 5);
        assert!(part.contains(r#"descr="某局 &amp; 印章""#) && part.contains("<wp:docPr id=\"5\""), "{part}");
        // The properties of the paragraph stay before the pictures, its text behind them.
        assert!(part.contains("</w:pPr><w:r><w:drawing>") && part.contains("</w:drawing></w:r><w:r/>"), "{part}");
    }

    #[test]
    fn no_two_seals_touch_and_all_are_in_the_type_area() {
        let style = sample::style();
        let document = signed(5);
        let Block::Signature(signature) = &document.blocks[0] else { panic!() };
        let seals = super::placed(signature, &style);
        assert_eq!(seals.len(), 5);
        for (at, (seal, [x, y])) in seals.iter().enumerate() {
            assert!(*x >= Pt::ZERO && (*x + seal.width).fits(style.page.measure), "{x}");
            for (other, [left, top]) in &seals[at + 1..] {
                let apart = *x + seal.width < *left || *left + other.width < *x || *y > *top + other.height();
                assert!(apart, "{x} {y} and {left} {top}");
            }
        }
        // The last office stands over the date, its name a line above it.
        assert!(seals[0].1[1] + seals[0].0.height() > Pt::ZERO);
    }
}
