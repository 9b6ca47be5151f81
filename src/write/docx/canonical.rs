//! The parts as docx-rs wrote them → as ECMA-376 wants them. What is right already stays as it is, so that a docx-rs with fewer
//! faults changes nothing here.

use super::order::ORDER;
use super::package;
use super::text::LINK;
use super::xml::{Element, Node};

/// Properties that say nothing when they are empty.
const DROPPED_WHEN_EMPTY: &[&str] = &["w:rPr", "w:pPr", "w:trPr", "w:tcPr"];

/// Attributes to drop, by element: not of the schema, or drawn from a counter of the process and of no use.
const DROPPED_ATTRIBUTES: &[(&str, &str)] = &[("w:gridCol", "w:type"), ("w:p", "w14:paraId"), ("w:p", "w14:textId")];

/// What may not stand in the properties of a table where they are a style's: its width.
const OF_NO_STYLE: [&str; 3] = ["w:style", "w:tblPr", "w:tblW"];

/// Puts a part into the form of the standard; the meaning stays.
pub fn canonical(element: &mut Element) {
    element.elements_mut().for_each(canonical);
    element.children.retain(|node| match node {
        Node::Element(child) => !child.children.is_empty() || !DROPPED_WHEN_EMPTY.contains(&child.name.as_str()),
        Node::Text(_) => true,
    });
    let [style, properties, width] = OF_NO_STYLE;
    if element.name == style && element.child(properties).is_some() {
        let of_no_style = |node: &Node| matches!(node, Node::Element(child) if child.name == width);
        element.child_mut(properties).children.retain(|node| !of_no_style(node));
    }
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
        let Some(id) = element.get("r:id") else { return };
        let known = relationships.elements().find(|known| known.get("Id") == Some(id)).cloned();
        let ours = || (element.name == LINK).then(|| package::address(id));
        if let Some(mut relationship) = known.or_else(ours) {
            let id = format!("rId{}", renumbered.len() + 1);
            relationship.set("Id", id.as_str());
            element.set("r:id", id);
            renumbered.push(relationship);
        }
    });
    renumbered
}

#[cfg(test)]
mod tests {
    use super::{canonical, renumber};
    use crate::document::Document;
    use crate::write::docx::order::ORDER;
    use crate::write::docx::review::Review;
    use crate::write::docx::xml::Element;
    use crate::write::docx::{parts, sample};

    /// The faults of docx-rs: what is wrong, how it writes it, and how it should be.
    #[rustfmt::skip]
    const FAULTS: &[(&str, &str, &str)] = &[
        ("properties of a paragraph as they were given",
         r#"<w:p><w:pPr><w:rPr><w:b/></w:rPr><w:pStyle w:val="Spacer"/><w:jc w:val="both"/><w:ind w:left="0"/><w:keepNext/></w:pPr></w:p>"#,
         r#"<w:p><w:pPr><w:pStyle w:val="Spacer"/><w:keepNext/><w:ind w:left="0"/><w:jc w:val="both"/><w:rPr><w:b/></w:rPr></w:pPr></w:p>"#),
        ("sizes before fonts",
         r#"<w:rPr><w:sz w:val="32"/><w:szCs w:val="32"/><w:rFonts w:ascii="A"/><w:spacing w:val="-9"/></w:rPr>"#,
         r#"<w:rPr><w:rFonts w:ascii="A"/><w:spacing w:val="-9"/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr>"#),
        ("looks of a style before its kin, those of characters first",
         r#"<w:style><w:name/><w:rPr><w:b/></w:rPr><w:pPr><w:jc/></w:pPr><w:next/><w:link/><w:qFormat/><w:basedOn/></w:style>"#,
         r#"<w:style><w:name/><w:basedOn/><w:next/><w:link/><w:qFormat/><w:pPr><w:jc/></w:pPr><w:rPr><w:b/></w:rPr></w:style>"#),
        ("footers behind the page, their references kept in order",
         r#"<w:sectPr><w:pgSz/><w:docGrid/><w:footerReference w:type="default"/><w:footerReference w:type="even"/></w:sectPr>"#,
         r#"<w:sectPr><w:footerReference w:type="default"/><w:footerReference w:type="even"/><w:pgSz/><w:docGrid/></w:sectPr>"#),
        ("margins of the cells before the layout of the table",
         r#"<w:tblPr><w:tblW/><w:jc/><w:tblBorders/><w:tblCellMar><w:left/><w:top/></w:tblCellMar><w:tblLayout/></w:tblPr>"#,
         r#"<w:tblPr><w:tblW/><w:jc/><w:tblBorders/><w:tblLayout/><w:tblCellMar><w:top/><w:left/></w:tblCellMar></w:tblPr>"#),
        ("properties of a cell as they were given",
         r#"<w:tcPr><w:tcW/><w:vAlign/><w:tcMar><w:right/><w:left/></w:tcMar><w:vMerge/><w:gridSpan/></w:tcPr>"#,
         r#"<w:tcPr><w:tcW/><w:gridSpan/><w:vMerge/><w:tcMar><w:left/><w:right/></w:tcMar><w:vAlign/></w:tcPr>"#),
        ("a width that a style of tables cannot have",
         r#"<w:style><w:name/><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:jc/></w:tblPr></w:style>"#,
         r#"<w:style><w:name/><w:tblPr><w:jc/></w:tblPr></w:style>"#),
        ("properties that say nothing",
         r#"<w:p><w:pPr><w:rPr/></w:pPr><w:r><w:rPr/><w:t>甲</w:t></w:r></w:p>"#,
         r#"<w:p><w:r><w:t>甲</w:t></w:r></w:p>"#),
        ("a width that has a unit in columns",
         r#"<w:tblGrid><w:gridCol w:w="9" w:type="dxa"/></w:tblGrid>"#,
         r#"<w:tblGrid><w:gridCol w:w="9"/></w:tblGrid>"#),
        ("names of paragraphs from a counter of the process",
         r#"<w:p w14:paraId="0000000a" w14:textId="77777777"><w:r/></w:p>"#,
         r#"<w:p><w:r/></w:p>"#),
        ("spaces preserved where there are none at an end",
         r#"<w:r><w:t xml:space="preserve">甲 乙</w:t><w:t xml:space="preserve">— </w:t><w:t xml:space="preserve"/></w:r>"#,
         r#"<w:r><w:t>甲 乙</w:t><w:t xml:space="preserve">— </w:t><w:t/></w:r>"#),
    ];

    fn mended(part: &str) -> String {
        let mut root = Element::parse(part.as_bytes()).unwrap();
        canonical(&mut root);
        String::from_utf8(root.to_part()).unwrap().split_once('\n').unwrap().1.into()
    }

    #[test]
    fn every_fault_is_mended() {
        FAULTS.iter().for_each(|(fault, written, right)| assert_eq!(mended(written), *right, "{fault}"));
    }

    #[test]
    fn what_a_better_library_writes_stays_as_it_is() {
        FAULTS.iter().for_each(|(fault, _, right)| assert_eq!(mended(right), *right, "{fault}"));
        // Nor does it matter which of the faults it still makes.
        let all = |piece: fn(&(&str, &'static str, &'static str)) -> &'static str| {
            let pieces: String = FAULTS.iter().map(piece).collect();
            format!("<w:body>{pieces}</w:body>")
        };
        let right = all(|(.., right)| right);
        for better in FAULTS {
            let written = all(|(_, written, _)| written).replace(better.1, better.2);
            assert_eq!(mended(&written), right, "without: {}", better.0);
        }
    }

    #[test]
    fn children_come_into_order_from_any_order() {
        for (parent, order) in ORDER {
            let part =
                |names: &mut dyn Iterator<Item = String>| format!("<{parent}>{}</{parent}>", names.collect::<String>());
            // Not empty, since properties that say nothing are dropped; twice, since some may be repeated.
            let child = |name: &&str| [1, 2].map(|at| format!(r#"<{name} at="{at}"><w:x/></{name}>"#)).concat();
            let unknown = ["<w15:b/>".to_string(), "<w15:a/>".into()];
            let right = part(&mut order.iter().map(child).chain(unknown.clone()));
            for turn in 0..order.len() {
                let turned = order.iter().cycle().skip(turn).take(order.len()).map(child);
                assert_eq!(mended(&part(&mut unknown.clone().into_iter().chain(turned))), right, "{parent}");
            }
            let back = order.iter().rev().map(child);
            assert_eq!(mended(&part(&mut back.chain(unknown))), right, "{parent}");
        }
    }

    #[test]
    fn the_text_of_a_paragraph_keeps_its_order() {
        let part = "<w:p><w:r><w:t>乙</w:t></w:r><w:hyperlink/><w:r><w:t>甲</w:t></w:r></w:p>";
        assert_eq!(mended(part), part);
    }

    /// A report with whatever docx-rs writes for this program.
    fn report() -> Document {
        sample::document(
            "<h1>题<br/>2020</h1><h2>一、甲</h2><h3 class='run-in'>（一）乙。</h3><p>见<a href='https://e.org'>网站</a>喆</p>\
             <table class='whole'><colgroup><col width='1'/><col width='9'/></colgroup><thead><tr><th colspan='2'>头</th></tr>\
             </thead><tbody><tr><th rowspan='2'>乙</th><td>1</td></tr><tr><td>2</td></tr></tbody></table>\
             <section class='note'><p>丙</p><p>丁</p></section><section class='annexes'><p>表</p><p>图</p></section>\
             <section class='signature'><p>甲局</p><p class='date'>2021年2月19日</p></section>",
        )
    }

    #[test]
    fn no_part_of_a_report_needs_mending() {
        for (name, bytes) in parts(&report(), &sample::style(), &Review::default()).unwrap() {
            let written = Element::parse(&bytes).unwrap();
            let mut again = written.clone();
            canonical(&mut again);
            assert_eq!(again, written, "{name}");
        }
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

    #[test]
    fn a_link_of_ours_is_numbered_among_those_of_the_library() {
        let listed = Element::parse(b"<r><i Id='x1' Target='1'/></r>").unwrap();
        let link = Element::new("w:hyperlink").with("r:id", "https://e.org/?a=1&b=<");
        let mut part = Element::parse(b"<a><b r:id='x1'/></a>").unwrap().containing([link]);
        let found = renumber(&mut part, &listed);
        assert_eq!(part.elements().nth(1).unwrap().get("r:id"), Some("rId2"));
        let shown = String::from_utf8(found[1].to_part()).unwrap();
        assert!(shown.contains(r#"Id="rId2""#) && shown.contains(r#"TargetMode="External""#), "{shown}");
        assert!(shown.contains(r#"Target="https://e.org/?a=1&amp;b=&lt;""#), "{shown}");
    }
}
