//! The parts as docx-rs wrote them → as ECMA-376 wants them. What is right already stays as it is, so that a docx-rs with fewer
//! faults changes nothing here.

use super::xml::{Element, Node};

/// Order of the children of those elements whose children docx-rs writes as they come (ECMA-376 Part 1, Annex A.1, transitional).
#[rustfmt::skip]
const ORDER: &[(&str, &[&str])] = &[
    ("w:p", &["w:pPr"]),
    ("w:r", &["w:rPr"]),
    ("w:tbl", &["w:tblPr", "w:tblGrid"]),
    ("w:tr", &["w:tblPrEx", "w:trPr"]),
    ("w:tc", &["w:tcPr"]),
    ("w:pPr", &[
        "w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:framePr", "w:widowControl", "w:numPr",
        "w:suppressLineNumbers", "w:pBdr", "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap",
        "w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid",
        "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection",
        "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
    ]),
    ("w:rPr", &[
        "w:rStyle", "w:rFonts", "w:b", "w:bCs", "w:i", "w:iCs", "w:caps", "w:smallCaps", "w:strike", "w:dstrike", "w:outline",
        "w:shadow", "w:emboss", "w:imprint", "w:noProof", "w:snapToGrid", "w:vanish", "w:webHidden", "w:color", "w:spacing",
        "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:effect", "w:bdr", "w:shd", "w:fitText",
        "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath",
    ]),
    ("w:sectPr", &[
        "w:headerReference", "w:footerReference", "w:footnotePr", "w:endnotePr", "w:type", "w:pgSz", "w:pgMar", "w:paperSrc",
        "w:pgBorders", "w:lnNumType", "w:pgNumType", "w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg",
        "w:textDirection", "w:bidi", "w:rtlGutter", "w:docGrid", "w:printerSettings",
    ]),
    ("w:tblPr", &[
        "w:tblStyle", "w:tblpPr", "w:tblOverlap", "w:bidiVisual", "w:tblStyleRowBandSize", "w:tblStyleColBandSize", "w:tblW",
        "w:jc", "w:tblCellSpacing", "w:tblInd", "w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook",
        "w:tblCaption", "w:tblDescription",
    ]),
    ("w:tcPr", &[
        "w:cnfStyle", "w:tcW", "w:gridSpan", "w:hMerge", "w:vMerge", "w:tcBorders", "w:shd", "w:noWrap", "w:tcMar",
        "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark",
    ]),
    ("w:tblBorders", &["w:top", "w:left", "w:start", "w:bottom", "w:right", "w:end", "w:insideH", "w:insideV"]),
    ("w:tblCellMar", &["w:top", "w:left", "w:start", "w:bottom", "w:right", "w:end"]),
    ("w:tcMar", &["w:top", "w:left", "w:start", "w:bottom", "w:right", "w:end"]),
    ("w:docDefaults", &["w:rPrDefault", "w:pPrDefault"]),
    ("w:style", &[
        "w:name", "w:aliases", "w:basedOn", "w:next", "w:link", "w:autoRedefine", "w:hidden", "w:uiPriority", "w:semiHidden",
        "w:unhideWhenUsed", "w:qFormat", "w:locked", "w:personal", "w:personalCompose", "w:personalReply", "w:rsid", "w:pPr",
        "w:rPr", "w:tblPr", "w:trPr", "w:tcPr", "w:tblStylePr",
    ]),
];

/// Properties that say nothing when they are empty.
const DROPPED_WHEN_EMPTY: &[&str] = &["w:rPr", "w:pPr", "w:trPr", "w:tcPr"];

/// Attributes to drop, by element: not of the schema, or drawn from a counter of the process and of no use.
const DROPPED_ATTRIBUTES: &[(&str, &str)] = &[("w:gridCol", "w:type"), ("w:p", "w14:paraId"), ("w:p", "w14:textId")];

/// Puts a part into the form of the standard; the meaning stays.
pub fn canonical(element: &mut Element) {
    element.elements_mut().for_each(canonical);
    element.children.retain(|node| match node {
        Node::Element(child) => !child.children.is_empty() || !DROPPED_WHEN_EMPTY.contains(&child.name.as_str()),
        Node::Text(_) => true,
    });
    let Element { name, attributes, children } = element;
    attributes.retain(|(key, _)| !DROPPED_ATTRIBUTES.contains(&(name, key)));
    if name == "w:t" && !matches!(children.as_slice(), [Node::Text(text)] if text.trim() != text) {
        attributes.retain(|(key, _)| key != "xml:space");
    }
    if children.len() > 1
        && let Some((_, order)) = ORDER.iter().find(|(parent, _)| parent == name)
    {
        let place = |node: &Node| match node {
            Node::Element(child) => order.iter().position(|known| *known == child.name).unwrap_or(order.len()),
            Node::Text(_) => order.len(),
        };
        // A stable sort: what may be repeated keeps its order, what the table does not know goes to the end. Most are in order.
        if !children.is_sorted_by_key(place) {
            children.sort_by_key(place);
        }
    }
}

/// Numbers the relationships that a part refers to in the order of the references, `rId1`, `rId2`, …: docx-rs draws their
/// identifiers from counters of the process and lists them in no order. Gives them with their new identifiers; a target that
/// is referred to twice stands there twice.
pub fn renumber(part: &mut Element, relationships: &Element) -> Vec<Element> {
    let mut renumbered: Vec<Element> = vec![];
    part.walk(&mut |element| {
        let found = element.get("r:id").and_then(|id| relationships.elements().find(|known| known.get("Id") == Some(id)));
        if let Some(known) = found {
            let id = format!("rId{}", renumbered.len() + 1);
            let mut known = known.clone();
            known.set("Id", id.as_str());
            element.set("r:id", id);
            renumbered.push(known);
        }
    });
    renumbered
}

#[cfg(test)]
mod tests {
    use super::{canonical, renumber};
    use crate::write::docx::xml::Element;

    fn mended(part: &str) -> String {
        let mut root = Element::parse(part.as_bytes()).unwrap();
        canonical(&mut root);
        let once = root.clone();
        canonical(&mut root);
        assert_eq!(root, once, "what is canonical stays as it is");
        String::from_utf8(root.to_part()).unwrap().split_once('\n').unwrap().1.into()
    }

    #[test]
    fn children_stand_in_the_order_of_the_schema() {
        assert_eq!(
            mended("<w:pPr><w:jc/><w:rPr><w:sz/><w:rFonts/></w:rPr><w:ind/><w:pStyle/></w:pPr>"),
            "<w:pPr><w:pStyle/><w:ind/><w:jc/><w:rPr><w:rFonts/><w:sz/></w:rPr></w:pPr>"
        );
        assert_eq!(
            mended("<w:sectPr><w:pgSz/><w:footerReference r:id='b'/><w:footerReference r:id='a'/></w:sectPr>"),
            r#"<w:sectPr><w:footerReference r:id="b"/><w:footerReference r:id="a"/><w:pgSz/></w:sectPr>"#
        );
    }

    #[test]
    fn the_text_of_a_paragraph_keeps_its_order() {
        let part = "<w:p><w:r><w:t>乙</w:t></w:r><w:hyperlink/><w:r><w:t>甲</w:t></w:r></w:p>";
        assert_eq!(mended(part), part);
    }

    #[test]
    fn what_says_nothing_is_dropped() {
        assert_eq!(mended("<w:p w14:paraId='1'><w:pPr><w:rPr/></w:pPr><w:r><w:rPr/></w:r></w:p>"), "<w:p><w:r/></w:p>");
        assert_eq!(mended("<w:gridCol w:w='9' w:type='dxa'/>"), r#"<w:gridCol w:w="9"/>"#);
    }

    #[test]
    fn spaces_are_preserved_where_there_are_some_at_an_end() {
        assert_eq!(mended("<w:t xml:space='preserve'>甲 乙</w:t>"), "<w:t>甲 乙</w:t>");
        assert_eq!(mended("<w:t xml:space='preserve'>— </w:t>"), r#"<w:t xml:space="preserve">— </w:t>"#);
    }

    #[test]
    fn relationships_are_numbered_as_they_are_referred_to() {
        let mut part = Element::parse(b"<a><b r:id='x72'/><c r:id='none'/><b r:id='x71'/><b r:id='x72'/></a>").unwrap();
        let listed = b"<r><i Id='x71' Target='1'/><i Id='x70' Target='0'/><i Id='x72' Target='2'/></r>";
        let found = renumber(&mut part, &Element::parse(listed).unwrap());
        let ids: Vec<_> = part.elements().map(|element| element.get("r:id").unwrap()).collect();
        assert_eq!(ids, ["rId1", "none", "rId2", "rId3"]);
        let targets: Vec<_> = found.iter().map(|found| (found.get("Id").unwrap(), found.get("Target").unwrap())).collect();
        assert_eq!(targets, [("rId1", "2"), ("rId2", "1"), ("rId3", "2")]);
    }
}
