//! The order in which the schema of WordprocessingML wants the children of an element (ECMA-376 Part 1, Annex A.1, transitional): of
//! every element whose children docx-rs writes as they come, or to which this program adds some.

/// Parents and their children in order. What is not named stands behind those that are: the content, or what a later schema knows.
#[rustfmt::skip]
pub const ORDER: &[(&str, &[&str])] = &[
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
        // Of a paragraph's mark, then of any characters.
        "w:ins", "w:del", "w:moveFrom", "w:moveTo",
        "w:rStyle", "w:rFonts", "w:b", "w:bCs", "w:i", "w:iCs", "w:caps", "w:smallCaps", "w:strike", "w:dstrike", "w:outline",
        "w:shadow", "w:emboss", "w:imprint", "w:noProof", "w:snapToGrid", "w:vanish", "w:webHidden", "w:color", "w:spacing",
        "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:effect", "w:bdr", "w:shd", "w:fitText",
        "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath", "w:rPrChange",
    ]),
    ("w:sectPr", &[
        "w:headerReference", "w:footerReference", "w:footnotePr", "w:endnotePr", "w:type", "w:pgSz", "w:pgMar", "w:paperSrc",
        "w:pgBorders", "w:lnNumType", "w:pgNumType", "w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg",
        "w:textDirection", "w:bidi", "w:rtlGutter", "w:docGrid", "w:printerSettings", "w:sectPrChange",
    ]),
    ("w:tblPr", &[
        "w:tblStyle", "w:tblpPr", "w:tblOverlap", "w:bidiVisual", "w:tblStyleRowBandSize", "w:tblStyleColBandSize", "w:tblW",
        "w:jc", "w:tblCellSpacing", "w:tblInd", "w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook",
        "w:tblCaption", "w:tblDescription", "w:tblPrChange",
    ]),
    ("w:trPr", &[
        "w:cnfStyle", "w:divId", "w:gridBefore", "w:gridAfter", "w:wBefore", "w:wAfter", "w:cantSplit", "w:trHeight",
        "w:tblHeader", "w:tblCellSpacing", "w:jc", "w:hidden", "w:ins", "w:del", "w:trPrChange",
    ]),
    ("w:tcPr", &[
        "w:cnfStyle", "w:tcW", "w:gridSpan", "w:hMerge", "w:vMerge", "w:tcBorders", "w:shd", "w:noWrap", "w:tcMar",
        "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark", "w:headers", "w:cellIns", "w:cellDel", "w:cellMerge",
        "w:tcPrChange",
    ]),
    ("w:tblBorders", &["w:top", "w:start", "w:left", "w:bottom", "w:end", "w:right", "w:insideH", "w:insideV"]),
    ("w:tblCellMar", &["w:top", "w:start", "w:left", "w:bottom", "w:end", "w:right"]),
    ("w:tcMar", &["w:top", "w:start", "w:left", "w:bottom", "w:end", "w:right"]),
    ("w:docDefaults", &["w:rPrDefault", "w:pPrDefault"]),
    ("w:style", &[
        "w:name", "w:aliases", "w:basedOn", "w:next", "w:link", "w:autoRedefine", "w:hidden", "w:uiPriority", "w:semiHidden",
        "w:unhideWhenUsed", "w:qFormat", "w:locked", "w:personal", "w:personalCompose", "w:personalReply", "w:rsid", "w:pPr",
        "w:rPr", "w:tblPr", "w:trPr", "w:tcPr", "w:tblStylePr",
    ]),
];

#[cfg(test)]
mod tests {
    use super::ORDER;

    #[test]
    fn every_name_has_one_place() {
        let once = |names: Vec<&str>| names.iter().all(|name| names.iter().filter(|other| *other == name).count() == 1);
        assert!(once(ORDER.iter().map(|(parent, _)| *parent).collect()));
        ORDER.iter().for_each(|(parent, children)| assert!(once(children.to_vec()), "{parent}"));
    }
}
