//! Published reports as data again: text from a PDF, web pages, Word documents, and what is none of these.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bounds;
mod nothing;
mod round;
mod title;
mod word;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output};

use nianbao::diagnostic::{Diagnostics, Severity};
use nianbao::document::Document;
use nianbao::import::{Imported, import_bytes};
use nianbao::shelf::Shelf;
use nianbao::{Format, Project, build, check};

/// A report in text as it is taken out of a PDF.
const TEXT: &str = include_str!("报告.txt");
/// A page as sites publish it, its merged cells told by spans.
const PAGE: &str = include_str!("报告.html");

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
    // A row that the form does not have is told with its figures.
    assert!(told.contains("第1个表第6行第1格“其他对外管理事项 77”没有放进数据"), "{told}");
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

fn docx(folder: &Path) -> Vec<u8> {
    let checked = check(&project(), folder).unwrap();
    build(&project(), &checked, &[Format::Docx]).unwrap().files.remove(0).1.to_vec()
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    for (name, bytes) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
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
