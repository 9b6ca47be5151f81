//! Word documents of other hands: numbers that are no text, old merges, tracked changes, and what stands beside the text.

use std::io::{Cursor, Read};
use std::path::Path;

use nianbao::import::Imported;

use super::{docx, file, import, warnings, zipped};

/// Our own document of an example, to be changed into what others write.
fn own() -> Vec<(String, String)> {
    let bytes = docx(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/qinghe/2025"));
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let parts = 0..package.len();
    let part = |at| {
        let mut file = package.by_index(at).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        (file.name().to_string(), text)
    };
    parts.map(part).filter(|(name, _)| !name.starts_with("word/footer")).collect()
}

/// Imports our own document after its text was changed and parts were added or replaced.
fn changed(change: impl Fn(String) -> String, parts: &[(&str, &str)]) -> Imported {
    let mut package = own();
    for (name, text) in &mut package {
        if name == "word/document.xml" {
            let before = text.clone();
            *text = change(text.clone());
            assert!(*text != before || !parts.is_empty(), "nothing was changed");
        }
    }
    package.retain(|(name, _)| parts.iter().all(|(other, _)| name != other));
    package.extend(parts.iter().map(|(name, text)| (name.to_string(), text.to_string())));
    let parts: Vec<_> = package.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    import("报告.docx", &zipped(&parts)).unwrap()
}

/// Replaces what is there, whatever the run it stands in.
fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

fn data(imported: &Imported) -> [String; 3] {
    ["报告.yaml", "正文.yaml", "表.yaml"].map(|name| file(imported, name))
}

fn same(imported: &Imported) {
    let expected = changed(|text| text, &[("none", "")]);
    assert_eq!(warnings(&expected), [""; 0]);
    assert_eq!(data(imported), data(&expected));
    assert_eq!(warnings(imported), [""; 0]);
}

const LISTS: &str = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0">
    <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:pStyle w:val="Heading1"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
    <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
    </w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;

/// The text without the typed numbers of its parts.
fn without_numbers(mut text: String) -> String {
    for heading in [
        "一、总体情况",
        "二、主动公开政府",
        "三、收到和处理",
        "四、政府信息公开行政复议",
        "五、存在的主要",
        "六、其他需要报告",
    ] {
        text = replaced(&text, &format!("<w:t>{heading}"), &format!("<w:t>{}", &heading["一、".len()..]));
    }
    text
}

#[test]
fn numbers_come_from_the_list_of_a_paragraph() {
    let list = "<w:pStyle w:val=\"Heading1\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"5\"/></w:numPr>";
    let listed = |text| without_numbers(text).replace("<w:pStyle w:val=\"Heading1\"/>", list);
    same(&changed(listed, &[("word/numbering.xml", LISTS)]));
}

#[test]
fn numbers_come_from_the_style_of_a_paragraph() {
    let styles = r#"<w:styles xmlns:w="w"><w:style w:type="paragraph" w:styleId="Heading1"><w:basedOn w:val="Numbered"/></w:style>
        <w:style w:type="paragraph" w:styleId="Numbered"><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style></w:styles>"#;
    same(&changed(without_numbers, &[("word/numbering.xml", LISTS), ("word/styles.xml", styles)]));
    // A heading whose numbering is switched off has none.
    let off = |text| {
        let text = without_numbers(text);
        replaced(
            &text,
            "<w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>总体情况",
            "<w:pStyle w:val=\"Heading1\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr></w:pPr><w:r><w:t>一、总体情况",
        )
    };
    let lists = LISTS.replacen("<w:start w:val=\"1\"/>", "<w:start w:val=\"2\"/>", 1);
    same(&changed(off, &[("word/numbering.xml", &lists), ("word/styles.xml", styles)]));
}

#[test]
fn numbers_come_from_the_style_that_a_list_names_and_bullets_from_their_font() {
    let list = "<w:pStyle w:val=\"Heading1\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"5\"/></w:numPr>";
    let listed = |text| without_numbers(text).replace("<w:pStyle w:val=\"Heading1\"/>", list);
    let linked = replaced(
        LISTS,
        "<w:abstractNum w:abstractNumId=\"0\">",
        "<w:abstractNum w:abstractNumId=\"0\"><w:styleLink w:val=\"公文\"/>",
    );
    let linked = replaced(
        &linked,
        "<w:num w:numId=\"5\"><w:abstractNumId w:val=\"0\"/></w:num>",
        "<w:abstractNum w:abstractNumId=\"3\"><w:numStyleLink w:val=\"公文\"/></w:abstractNum>\
         <w:abstractNum w:abstractNumId=\"4\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"\u{F06C}\"/>\
         <w:rPr><w:rFonts w:ascii=\"Wingdings\"/></w:rPr></w:lvl></w:abstractNum>\
         <w:num w:numId=\"5\"><w:abstractNumId w:val=\"3\"/></w:num><w:num w:numId=\"6\"><w:abstractNumId w:val=\"4\"/></w:num>",
    );
    same(&changed(listed, &[("word/numbering.xml", &linked)]));
    let bulleted = |text| {
        let run = "</w:pPr><w:r><w:t>2025年，青禾县围绕";
        replaced(&listed(text), run, &format!("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"6\"/></w:numPr>{run}"))
    };
    let imported = changed(bulleted, &[("word/numbering.xml", &linked)]);
    assert!(file(&imported, "正文.yaml").contains("●2025年，青禾县围绕"), "{}", file(&imported, "正文.yaml"));
}

#[test]
fn tracked_changes_are_accepted() {
    let paragraph = "<w:r><w:t>2025年，青禾县围绕";
    same(&changed(
        |text| {
            let text = replaced(
                &text,
                paragraph,
                "<w:ins><w:r><w:t>2025年，</w:t></w:r></w:ins><w:del><w:r><w:delText>删去的</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>移走的</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>青禾</w:t></w:r></w:moveTo><w:r><w:rPr><w:b/><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>县围绕",
            );
            // The mark of a paragraph that was deleted joins it with the next.
            replaced(&text, "农业增产、", "农业</w:t></w:r></w:p><w:p><w:pPr><w:pPrChange><w:pPr><w:numPr><w:numId w:val=\"9\"/></w:numPr></w:pPr></w:pPrChange></w:pPr><w:r><w:t>增产、").replacen(
                "<w:pStyle w:val=\"BodyText\"/></w:pPr><w:ins>",
                "<w:pStyle w:val=\"BodyText\"/><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr><w:ins>",
                1,
            )
        },
        &[],
    ));
}

#[test]
fn fields_controls_and_breaks_are_what_they_show() {
    same(&changed(
        |text| {
            let field = "<w:r><w:t>2025年，</w:t></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> HYPERLINK \"a\" </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:hyperlink><w:r><w:t>青禾县</w:t></w:r></w:hyperlink><w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:t>围绕";
            let text = replaced(&text, "<w:r><w:t>2025年，青禾县围绕", field);
            let text = replaced(
                &text,
                "农业增产、",
                "农业\u{AD}增<w:softHyphen/></w:t></w:r><w:proofErr/><w:smartTag><w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:r><w:tab/><w:t>产、</w:t></w:r></w:sdtContent></w:sdt></w:smartTag><w:r><w:t>",
            );
            replaced(
                &text,
                "<w:t>二、主动公开政府信息情况",
                "<w:br w:type=\"page\"/><w:lastRenderedPageBreak/><w:t>二、主动公开<w:noBreakHyphen/>政府信息情况",
            )
            .replace("<w:t>二、主动公开<w:noBreakHyphen/>", "<w:t>二、主动公开")
        },
        &[],
    ));
}

#[test]
fn a_cell_that_goes_on_with_nothing_stands_for_itself() {
    // vMerge without restart, as some programs write it: the first of them begins.
    same(&changed(|text| text.replace("<w:vMerge w:val=\"restart\"/>", "<w:vMerge/>"), &[]));
}

#[test]
fn what_stands_beside_the_text_is_told_with_its_place() {
    let text_box = "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>框里的字</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>框里的字</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>";
    let imported = changed(
        |text| {
            let text = replaced(
                &text,
                "<w:r><w:t>2025年，青禾县围绕",
                &format!(
                    "{text_box}<w:r><w:t>2025年，青禾县</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见的字</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>围绕"
                ),
            );
            replaced(
                &text,
                "农业增产、",
                "农业增产、</w:t></w:r><w:r><w:drawing><a:blip r:embed=\"rId9\"/></w:drawing></w:r><w:r><w:t>",
            )
        },
        &[
            (
                "word/footnotes.xml",
                "<w:footnotes><w:footnote w:type=\"separator\"><w:p><w:r><w:t>线</w:t></w:r></w:p></w:footnote><w:footnote w:id=\"2\"><w:p><w:r><w:t>注里的字</w:t></w:r></w:p></w:footnote></w:footnotes>",
            ),
            (
                "word/endnotes.xml",
                "<w:endnotes><w:endnote w:id=\"1\"><w:p><w:r><w:t>尾注</w:t></w:r></w:p></w:endnote></w:endnotes>",
            ),
            (
                "word/comments.xml",
                "<w:comments><w:comment w:author=\"某\"><w:p><w:r><w:t>请核对</w:t></w:r></w:p></w:comment></w:comments>",
            ),
            ("word/header1.xml", "<w:hdr><w:p><w:r><w:t>内部资料</w:t></w:r></w:p></w:hdr>"),
            (
                "word/footer1.xml",
                "<w:ftr><w:p><w:r><w:t>第</w:t></w:r><w:fldSimple><w:r><w:t>3</w:t></w:r></w:fldSimple><w:r><w:t>页 共6页</w:t></w:r></w:p></w:ftr>",
            ),
        ],
    );
    assert_eq!(data(&imported), data(&changed(|text| text, &[("none", "")])));
    let told: Vec<_> = imported.findings.0.iter().map(|finding| finding.message.clone()).collect();
    let told = told.join("\n");
    for piece in [
        "文本框1“框里的字”没有放进数据",
        "隐藏文字1“看不见的字”没有放进数据",
        "图片1没有放进数据",
        "脚注1至脚注2“尾注 注里的字”没有放进数据",
        "批注1“请核对”没有放进数据",
        "页眉1“内部资料”没有放进数据",
        "去掉了 1 个页码，第一个在页脚1",
    ] {
        assert!(told.contains(piece), "{piece}\n{told}");
    }
    assert!(!told.contains('线'), "{told}");
}

#[test]
fn symbols_and_nested_tables_are_text() {
    let imported = changed(
        |text| {
            let text = replaced(
                &text,
                "农业增产、",
                "农业</w:t></w:r><w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/></w:r><w:r><w:t>增产、",
            );
            let nested = "<w:tbl><w:tr><w:tc><w:tcPr/><w:p><w:r><w:t>表里的</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>表里的字。</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>";
            replaced(
                &text,
                "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>二、",
                &format!("{nested}<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>二、"),
            )
        },
        &[],
    );
    let text = file(&imported, "正文.yaml");
    assert!(text.contains("农业☑增产、"), "{text}");
    assert!(text.contains("表里的\n") && text.contains("表里的字。\n"), "{text}");
}
