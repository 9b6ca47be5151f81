//! Published reports as data again: text from a PDF, web pages, Word documents, and what is none of these.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output};

use nianbao::diagnostic::{Code, Diagnostics, Severity};
use nianbao::document::{Block, Document};
use nianbao::import::{Imported, import_bytes};
use nianbao::origin::Origin;
use nianbao::shelf::Shelf;
use nianbao::{Format, Project, build, check};

/// A report in text as it is taken out of a PDF.
const TEXT: &str = include_str!("import/报告.txt");
/// A page as sites publish it, its merged cells told by spans.
const PAGE: &str = include_str!("import/报告.html");

fn project() -> Project {
    Project { templates: Shelf::templates(None), fonts: Shelf::fonts(None) }
}

fn import(name: &str, bytes: &[u8]) -> Result<Imported, Diagnostics> {
    import_bytes(name, bytes, &Shelf::templates(None))
}

fn file(imported: &Imported, name: &str) -> String {
    imported.files.iter().find(|(known, _)| *known == name).unwrap().1.clone()
}

/// The documents that folders of data make.
fn document(folder: &Path) -> Document {
    let checked = check(&project(), folder).unwrap();
    assert_eq!(checked.findings.count(Severity::Error), 0, "{:?}", checked.findings);
    checked.composed.unwrap().document
}

fn write(folder: &Path, imported: &Imported) {
    fs::create_dir_all(folder).unwrap();
    imported.files.iter().for_each(|(name, text)| fs::write(folder.join(name), text).unwrap());
}

/// The value of a key.
fn value(text: &str, key: &str) -> String {
    let line = text.lines().find(|line| line.trim_start().starts_with(&format!("{key}:")));
    let line = line.unwrap_or_else(|| panic!("no {key} in {text}"));
    line.split_once(':').unwrap().1.split(" #").next().unwrap().trim().into()
}

fn warnings(imported: &Imported) -> Vec<String> {
    let told = imported.findings.0.iter().filter(|finding| finding.severity == Severity::Warning);
    told.map(|finding| finding.message.clone()).collect()
}

#[test]
fn a_text_from_a_pdf_comes_in_whole() {
    let imported = import("报告.txt", TEXT.as_bytes()).unwrap();
    assert_eq!(warnings(&imported), [""; 0]);
    let (cover, text, tables) = (file(&imported, "报告.yaml"), file(&imported, "正文.yaml"), file(&imported, "表.yaml"));
    for (key, expected) in [
        ("年度", "2020"),
        ("机关", "云岭县"),
        ("类别", "县级政府"),
        ("署名", "云岭县人民政府办公室"),
        ("成文日期", "\"2021-03-02\""),
        ("单位", "云岭县政务公开办公室"),
        ("地址", "云岭县中山路8号"),
        ("邮政编码", "\"000000\""),
        ("联系电话", "\"0000-8360000\""),
        ("网址", "http://www.yunling.example/nb/2020/"),
    ] {
        assert_eq!(value(&cover, key), expected, "{key}");
    }
    for (key, expected) in [
        ("规范性文件", "[12, 3, 27]"),
        ("行政许可", "[201, +15, 4310]"),
        ("行政事业性收费", "[21, -4]"),
        ("政府集中采购", "[310, 2050817.35 元]"),
        ("新收", "[6, 2, 0, 0, 1, 0, 9]"),
        ("上年结转", "[1, 0, 0, 0, 0, 0, 1]"),
        ("部分公开", "[2, 1, 0, 0, 0, 0, 3]"),
        ("本机关不掌握相关政府信息", "[1, 0, 0, 0, 1, 0, 2]"),
        ("要求行政机关确认或重新出具已获取信息", "[1, 0, 0, 0, 0, 0, 1]"),
        ("其他处理", "0"),
        ("结转下年度", "[1, 0, 0, 0, 0, 0, 1]"),
        ("行政复议", "[2, 0, 1, 0, 3]"),
        ("未经复议直接起诉", "0"),
        ("复议后起诉", "[1, 0, 0, 1, 2]"),
    ] {
        assert_eq!(value(&tables, key), expected, "{key}");
    }
    assert!(!tables.contains("~\n") && !tables.contains("~ "), "{tables}");
    assert!(text.contains("标题: 拓宽公开渠道\n"), "{text}");
    // Lines are joined, spaces around figures are gone, and the figure that the sentence names is bound.
    assert!(text.contains("全年新收政府信息公开申请{{申请.新收.总计}}件，均在法定期限内答复。"), "{text}");
    assert!(text.contains("各类渠道发布信息5120条，其中门户网站3908条。"), "{text}");

    let office = tempfile::tempdir().unwrap();
    write(&office.path().join("2020"), &imported);
    let printed: String = document(&office.path().join("2020")).texts().map(|text| text.plain()).collect();
    assert!(printed.contains("新收政府信息公开申请9件") && printed.contains("2021年3月2日"));
}

#[test]
fn encodings_make_no_difference() {
    let expected = file(&import("报告.txt", TEXT.as_bytes()).unwrap(), "表.yaml");
    let gbk = encoding_rs::GBK.encode(TEXT).0.into_owned();
    let wide: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [gbk, wide] {
        assert_eq!(file(&import("报告.txt", &bytes).unwrap(), "表.yaml"), expected);
    }
    let page = file(&import("报告.html", PAGE.as_bytes()).unwrap(), "表.yaml");
    let gbk = encoding_rs::GBK.encode(&PAGE.replace("utf-8", "gb2312")).0.into_owned();
    assert_eq!(file(&import("报告.html", &gbk).unwrap(), "表.yaml"), page);
}

#[test]
fn a_page_comes_in_with_its_frame_told() {
    let imported = import("报告.html", PAGE.as_bytes()).unwrap();
    let tables = file(&imported, "表.yaml");
    for (key, expected) in [
        ("行政规范性文件", "[3, 1, 25]"),
        ("行政许可", "1204"),
        ("行政事业性收费", "18.5"),
        ("新收", "[4, 1, 0, 0, 0, 0, 5]"),
        ("逾期不缴费", "[0, 1, 0, 0, 0, 0, 1]"),
        ("重复申请", "[\"/\", \"/\", \"/\", \"/\", \"/\", \"/\", \"/\"]"),
        ("结转下年度", "0"),
        ("复议后起诉", "[0, 0, 1, 0, 1]"),
    ] {
        assert_eq!(value(&tables, key), expected, "{key}");
    }
    let cover = file(&imported, "报告.yaml");
    assert_eq!(value(&cover, "机关"), "云岭县教育局");
    assert_eq!(value(&cover, "类别"), "政府部门");
    assert_eq!(value(&cover, "成文日期"), "\"2025-01-17\"");
    let told = warnings(&imported).join("\n");
    assert!(told.contains("首页") && told.contains("发布时间") && told.contains("版权所有"), "{told}");
    // A row that the form does not have is told at its cells.
    assert!(told.contains("第1个表第6行第1格“其他对外管理事项”没有放进数据"), "{told}");
}

#[test]
fn merged_cells_may_be_empty_cells() {
    let expected = file(&import("报告.html", PAGE.as_bytes()).unwrap(), "表.yaml");
    // The figures over three columns, written as three cells of which two are empty; labels without their rowspan.
    let mut page = PAGE.to_string();
    for figure in ["1204", "310", "12", "18.5"] {
        page = page.replace(&format!("<td colspan=\"3\">{figure}</td>"), &format!("<td>{figure}</td><td></td><td></td>"));
    }
    assert_ne!(page, PAGE);
    assert_eq!(file(&import("报告.html", page.as_bytes()).unwrap(), "表.yaml"), expected);
}

/// A document without its places in the data: these differ where a text is a list or not.
fn bare(document: &Document) -> Document {
    let mut bare = document.clone();
    // The data are written in other words, so that their digest differs.
    bare.info.origin = Origin::default();
    fn text(text: &mut nianbao::document::Text) {
        text.from = None;
    }
    for block in &mut bare.blocks {
        match block {
            Block::Title(title) => text(title),
            Block::Heading(heading) => text(&mut heading.text),
            Block::Paragraph(paragraph) => {
                paragraph.lead.iter_mut().for_each(|lead| text(&mut lead.text));
                text(&mut paragraph.text);
            }
            Block::Table(table) => {
                table.rows.iter_mut().flat_map(|row| &mut row.cells).for_each(|cell| text(&mut cell.text))
            }
            Block::Annexes(texts) | Block::Note(texts) => texts.iter_mut().for_each(text),
            Block::Annex(annex) => [&mut annex.label, &mut annex.title].into_iter().for_each(text),
            Block::Signature(signature) => {
                signature.names.iter_mut().for_each(text);
                text(&mut signature.date);
            }
            Block::PageBreak => {}
        }
    }
    bare
}

fn docx(folder: &Path) -> Vec<u8> {
    built(folder, Format::Docx)
}

fn built(folder: &Path, format: Format) -> Vec<u8> {
    let checked = check(&project(), folder).unwrap();
    build(&project(), &checked, &[format]).unwrap().files.remove(0).1
}

/// Asserts that a folder's DOCX, its web page and the fragment of it give the same document again.
fn comes_back(folder: &Path) {
    for format in [Format::Docx, Format::Html, Format::Fragment] {
        let imported = import("报告", &built(folder, format)).unwrap();
        assert_eq!(warnings(&imported), [""; 0], "{} {format:?}", folder.display());
        let office = tempfile::tempdir().unwrap();
        let again = office.path().join(imported.year.to_string());
        write(&again, &imported);
        assert_eq!(bare(&document(&again)), bare(&document(folder)), "{} {format:?}", folder.display());
    }
}

#[test]
fn our_own_documents_come_back() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["examples/ganzhou/2020", "examples/qinghe/2017", "examples/qinghe/2024", "examples/qinghe/2025"] {
        comes_back(&root.join(folder));
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 8, ..Default::default() })]

    /// Figures of any size, adding up, in the order of the columns.
    #[test]
    fn any_figures_come_back(figures in proptest::collection::vec(0_u64..200_000, 60)) {
        let office = tempfile::tempdir().unwrap();
        let folder = office.path().join("2023");
        fs::create_dir(&folder).unwrap();
        let row = |at: usize| figures[at * 6..at * 6 + 6].iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
        let sums: Vec<_> = (0..6).map(|column| figures[column..18].iter().step_by(6).sum::<u64>()).collect();
        let sums = sums.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
        let zero = |names: &[&str]| names.iter().fold(String::new(), |mut text, name| { writeln!(text, "      {name}: 0").unwrap(); text });
        let data = format!(
            "报告: {{ 年度: 2023, 机关: 某县, 类别: 县级政府, 署名: 某县人民政府办公室, 成文日期: 2024-01-05 }}\n\
             正文: {{ 总体情况: 工作考核、社会评议、责任追究按规定进行。, 存在问题: 没有。, 其他事项: 没有收取信息处理费。 }}\n\
             主动公开: {{ 规章: 0, 行政规范性文件: [{}, {}, {}], 行政许可: {}, 行政处罚: {}, 行政强制: 0, 行政事业性收费: 0.{:06} }}\n\
             申请:\n  新收: [{sums}]\n  上年结转: 0\n  办理结果:\n    予以公开: [{}]\n    部分公开: [{}]\n    不予公开:\n{}    无法提供:\n\
             \x20     本机关不掌握相关政府信息: [{}]\n{}    不予处理:\n{}    其他处理:\n{}  结转下年度: 0\n\
             复议诉讼: {{ 行政复议: [{}, 0, 1, 0], 未经复议直接起诉: 0, 复议后起诉: [0, {}, 0, 0] }}\n",
            figures[20], figures[21], figures[22], figures[23], figures[24], figures[25] % 999_999 + 1, row(0), row(1),
            zero(&["属于国家秘密", "其他法律行政法规禁止公开", "危及三安全一稳定", "保护第三方合法权益", "属于三类内部事务信息",
                "属于四类过程性信息", "属于行政执法案卷", "属于行政查询事项"]),
            row(2), zero(&["没有现成信息需要另行制作", "补正后申请内容仍不明确"]),
            zero(&["信访举报投诉类申请", "重复申请", "要求提供公开出版物", "无正当理由大量反复申请", "要求行政机关确认或重新出具已获取信息"]),
            zero(&["逾期不补正", "逾期不缴费", "其他"]), figures[26], figures[27],
        );
        fs::write(folder.join("数据.yaml"), data).unwrap();
        comes_back(&folder);
    }
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    for (name, bytes) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn what_cannot_be_imported_is_told() {
    let whole = docx(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/qinghe/2025"));
    let bomb = zipped(&[("word/document.xml", &vec![b' '; 40 << 20])]);
    assert!(bomb.len() < 100_000);
    let deep = "<table><tr><td>".repeat(1_000_000);
    let deep_word = format!("<w:document>{}", "<w:tbl><w:tr><w:tc>".repeat(100_000));
    let cells = format!("<table><tr>{}</table>", "<td>".repeat(200_000));
    let words = TEXT.repeat(1000);
    for (bytes, expected) in [
        (&whole[..whole.len() / 2], "压缩包不完整"),
        (&bomb, "解开压缩之后太大"),
        (&zipped(&[("a.txt", b"1")]), "里面没有正文"),
        (&zipped(&[("word/document.xml", b"<w:document><w:p>")]), "不是完整的 XML"),
        (&zipped(&[("word/document.xml", deep_word.as_bytes())]), "套"),
        (deep.as_bytes(), "表里套着表"),
        (cells.as_bytes(), "太多"),
        (words.as_bytes(), "太多"),
        (b"", "没有找到年度报告的表"),
        ("<p>通知<img src=1>".as_bytes(), "表可能是图片"),
        (b"%PDF-1.7", "PDF 不能直接导入"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1", "旧版 Word"),
        (b"\xFF\x80\x80\x81", "认不出文件的编码"),
    ] {
        let findings = import("文件", bytes).unwrap_err();
        assert!(findings.0[0].message.contains(expected), "{findings:?}");
        assert!(matches!(findings.0[0].code, Code::CannotImport | Code::WrongEncoding));
    }
}

fn nianbao(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_nianbao")).args(arguments).current_dir(folder).output().unwrap()
}

#[test]
fn nothing_that_is_there_is_touched() {
    let office = tempfile::tempdir().unwrap();
    fs::write(office.path().join("报告.txt"), TEXT).unwrap();
    let run = || nianbao(office.path(), &["import", "报告.txt", "-o", "云岭县/2020"]);
    let first = run();
    let told = String::from_utf8(first.stdout).unwrap();
    assert_eq!(first.status.code(), Some(0), "{told}{}", String::from_utf8_lossy(&first.stderr));
    assert!(told.contains("云岭县/2020/表.yaml"), "{told}");
    let data = office.path().join("云岭县/2020/表.yaml");
    fs::write(&data, "申请: ~\n").unwrap();
    let second = run();
    assert_eq!(second.status.code(), Some(2));
    assert!(String::from_utf8(second.stderr).unwrap().contains("没有写文件"));
    assert_eq!(fs::read_to_string(&data).unwrap(), "申请: ~\n");
    let missing = nianbao(office.path(), &["import", "没有.txt", "-o", "别处"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(!office.path().join("别处").exists());
}
