//! What cannot be imported is told: broken, boundless, or no report at all.

use std::path::Path;

use nianbao::diagnostic::Code;

use super::{TEXT, docx, import, zipped};

#[test]
fn what_cannot_be_imported_is_told() {
    let whole = docx(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/qinghe/2025"));
    let bomb = zipped(&[("word/document.xml", &vec![b' '; 40 << 20])]);
    assert!(bomb.len() < 100_000);
    let deep = "<table><tr><td>".repeat(1_000_000);
    let broad = format!("<table><tr>{}</table>", "<td colspan=200>1</td>".repeat(20_000));
    let deep_word = format!("<w:document>{}", "<w:tbl><w:tr><w:tc>".repeat(100_000));
    let cells = format!("<table><tr>{}</table>", "<td>".repeat(200_000));
    let words = TEXT.repeat(1000);
    let huge = vec![b'1'; 17 << 20];
    // A bomb in a part beside the text is one, too.
    let beside = zipped(&[("word/document.xml", b"<w:document/>"), ("word/footnotes.xml", &vec![b' '; 40 << 20])]);
    let wide: Vec<u8> = "公告".repeat(9).encode_utf16().flat_map(u16::to_be_bytes).collect();
    let gbk = encoding_rs::GBK.encode("没有表的公告").0.into_owned();
    let tables = "<p>甲县2024年政府信息公开工作年度报告</p><p>一、总体情况</p><p>全年公开5条。</p>";
    for (bytes, expected) in [
        (&whole[..whole.len() / 2], "压缩包不完整"),
        (&bomb, "解开压缩之后太大"),
        (&zipped(&[("a.txt", b"1")]), "里面没有正文"),
        (&zipped(&[("word/document.xml", b"<w:document><w:p>")]), "不是完整的 XML"),
        (&zipped(&[("word/document.xml", deep_word.as_bytes())]), "套"),
        (deep.as_bytes(), "表里套着表"),
        (cells.as_bytes(), "太多"),
        (broad.as_bytes(), "太多"),
        (words.as_bytes(), "太多"),
        (&huge, "太大"),
        (&beside, "解开压缩之后太大"),
        (&wide, "没有找到年度报告的表"),
        (&gbk, "没有找到年度报告的表"),
        (tables.as_bytes(), "没有找到年度报告的表"),
        (
            &zipped(&[(
                "word/document.xml",
                b"<w:document><w:body><w:p><w:r><w:t>1</w:t></w:r></w:p></w:body></w:document>",
            )]),
            "没有找到年度报告的表",
        ),
        (b"", "没有找到年度报告的表"),
        ("<p>通知<img src=1>".as_bytes(), "表可能是图片"),
        (b"%PDF-1.7", "PDF 不能直接导入"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1", "旧版 Word"),
        (b"\xFF\x80\x80\x81", "认不出文件的编码"),
    ] {
        let findings = import("文件", bytes).map(|imported| imported.year).unwrap_err();
        assert!(findings.0[0].message.contains(expected), "{findings:?}");
        assert!(matches!(findings.0[0].code, Code::CannotImport | Code::WrongEncoding));
    }
}
