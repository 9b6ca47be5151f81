//! The figures of a report as CSV and JSON, and the entry for the catalogue: nothing is lost, nothing becomes 0, every hash is true.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use nianbao::report::Report;
use nianbao::shelf::Shelf;
use nianbao::source::{Source, sha256};
use nianbao::write::{csv as table, json};
use nianbao::{Checked, Format, Project, build, check};
use serde_json::Value;

const EXAMPLES: [&str; 4] = ["ganzhou/2020", "qinghe/2017", "qinghe/2024", "qinghe/2025"];

fn project() -> Project {
    Project { templates: Shelf::templates(None), fonts: Shelf::fonts(None) }
}

fn example(name: &str) -> Checked {
    check(&project(), &Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)).unwrap()
}

/// The rows of a CSV, each by the names of its columns.
fn rows(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").expect("a byte order mark");
    let mut reader = csv::Reader::from_reader(text);
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn of<'a>(rows: &'a [BTreeMap<String, String>], path: &str) -> &'a BTreeMap<String, String> {
    rows.iter().find(|row| row["路径"] == path).unwrap()
}

#[test]
fn files_of_the_examples() {
    for (name, folder) in [("the_example", "ganzhou/2020"), ("the_form_of_2014", "qinghe/2017")] {
        let checked = example(folder);
        let csv = String::from_utf8(table::write(&checked.report).unwrap()).unwrap();
        insta::assert_snapshot!(format!("csv_of_{name}"), csv.replace("\r\n", "␍\n"));
    }
    let checked = example("qinghe/2025");
    let json = json::write(&checked.report, &checked.composed.unwrap().document.info).unwrap();
    insta::assert_snapshot!("json_of_the_form_of_2021", String::from_utf8(json).unwrap());
}

#[test]
fn every_figure_of_the_document_is_in_both_with_its_words() {
    for name in EXAMPLES {
        let Checked { report, composed, .. } = example(name);
        let document = composed.unwrap().document;
        let rows = rows(&table::write(&report).unwrap());
        let json: Value = serde_json::from_slice(&json::write(&report, &document.info).unwrap()).unwrap();
        let entries = json["figures"].as_array().unwrap();
        assert_eq!(entries.len(), rows.len());
        let printed: Vec<_> = document
            .texts()
            .filter_map(|text| Some((text.from.clone()?, text.plain())))
            .filter(|(from, _)| report.form.slots.get(from).is_some_and(|slot| slot.children().is_empty()))
            .collect();
        assert_eq!(printed.len(), rows.len(), "{name}");
        for (path, shown) in printed {
            // The tree has no spaces beside 汉字.
            let (row, tight) = (of(&rows, &path), |text: &str| text.replace(' ', ""));
            assert_eq!(tight(&row["原文"]), tight(&shown), "{path}");
            assert!(!row["行标签"].is_empty() && !row["列标签"].is_empty(), "{row:?}");
            let entry = entries.iter().find(|entry| entry["path"] == path).unwrap();
            assert_eq!(entry["value"].as_str().unwrap_or_default(), row["数值"], "{path}");
            let keys = [row["表"].as_str(), &row["行"], &row["列"]].into_iter().filter(|key| !key.is_empty());
            assert_eq!(keys.collect::<Vec<_>>().join("."), path);
        }
    }
}

#[test]
fn a_figure_keeps_its_unit_its_labels_and_every_digit() {
    let rows = rows(&table::write(&example("ganzhou/2020").report).unwrap());
    let row = of(&rows, "主动公开.政府集中采购.金额");
    assert_eq!((row["数值"].as_str(), row["单位"].as_str(), row["原文"].as_str()), ("30828837.28", "元", "30828837.28 元"));
    let row = of(&rows, "申请.办理结果.不予公开.属于国家秘密.商业企业");
    assert_eq!((row["行"].as_str(), row["列"].as_str()), ("办理结果.不予公开.属于国家秘密", "商业企业"));
    assert_eq!(row["行标签"], "三、本年度办理结果 / （三）不予公开 / 1.属于国家秘密");
    assert_eq!(row["列标签"], "申请人情况：法人或其他组织：商业企业");
    assert_eq!(of(&rows, "申请.新收.总计")["来源"], "算出");
    assert_eq!((of(&rows, "主动公开.行政事业性收费.增减")["数值"].as_str(), rows.len()), ("-5", 22 + 23 * 7 + 15));
}

/// A report of the base with other figures in a line.
fn changed(from: &str, to: &str) -> Report {
    let base = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base/2020/数据.yaml")).unwrap();
    assert!(base.contains(from), "{from}");
    let source = Source { name: "数据.yaml".into(), text: base.replacen(from, to, 1) };
    Report::read_sources([source.into()], &project().templates).unwrap()
}

#[test]
fn blanks_marks_and_gaps_are_not_nought() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base/2020/数据.yaml")).unwrap();
    let line = text.lines().find(|line| line.trim_start().starts_with("规章:")).unwrap();
    let report = changed(line, "  规章: [\"/\", \"\", ~]");
    let csv = rows(&table::write(&report).unwrap());
    let told = |column: &str| {
        let row = of(&csv, &format!("主动公开.规章.{column}"));
        (row["数值"].clone(), row["状态"].clone(), row["原文"].clone())
    };
    let row = |value: &str, state: &str, shown: &str| (value.to_string(), state.to_string(), shown.to_string());
    assert_eq!(told("制作"), row("", "记号", "/"));
    assert_eq!(told("公开"), row("", "记号", ""));
    assert_eq!(told("总量"), row("", "未填", ""));
    let json: Value = serde_json::from_slice(&json::write(&report, &Default::default()).unwrap()).unwrap();
    let entry = |path: &str| json["figures"].as_array().unwrap().iter().find(|entry| entry["path"] == path).unwrap();
    assert!(entry("主动公开.规章.制作")["value"].is_null() && entry("主动公开.规章.总量")["state"] == "gap");
    assert_eq!(entry("主动公开.规章.公开")["state"], "mark");
}

#[test]
fn what_has_a_meaning_in_csv_is_quoted() {
    let report = changed("机关: 示例县", "机关: '甲,\"乙\"\n\n    丙'");
    let bytes = table::write(&report).unwrap();
    assert!(rows(&bytes).iter().all(|row| row["机关"] == "甲,\"乙\"\n丙"));
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("\"甲,\"\"乙\"\"\n丙\",2020,2019,"));
    assert_eq!(text.matches("\r\n").count(), rows(text.as_bytes()).len() + 1);
}

#[test]
fn the_catalogue_has_the_hash_of_every_file_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("2020");
    fs::create_dir(&data).unwrap();
    let base = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base/2020/数据.yaml")).unwrap();
    let given = "  机关: 示例县\n  索引号: 00-1/2021\n  公开方式: 主动公开\n";
    fs::write(data.join("数据.yaml"), base.replacen("  机关: 示例县\n", given, 1)).unwrap();
    let out = folder.path().join("out");
    let nianbao = || {
        let run = Command::new(env!("CARGO_BIN_EXE_nianbao"))
            .args(["build".as_ref(), data.as_os_str(), "-o".as_ref(), out.as_os_str()])
            .args(["--format", "meta,json,csv,html,pdf", "--fragment"])
            .output()
            .unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    };
    nianbao();
    let names = || {
        let mut names: Vec<_> =
            fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    let stem = "示例县2020年政府信息公开工作年度报告";
    let wanted = ["csv", "html", "json", "manifest.json", "pdf", "元数据.json", "片段.html"];
    assert_eq!(names(), wanted.map(|ending| format!("{stem}.{ending}")));
    let read = |name: &str| fs::read(out.join(name)).unwrap();
    let entry: Value = serde_json::from_slice(&read(&format!("{stem}.元数据.json"))).unwrap();
    for (key, value) in
        [("名称", stem), ("索引号", "00-1/2021"), ("公开方式", "主动公开"), ("发布机构", "示例县人民政府办公室")]
    {
        assert_eq!(entry[key], value, "{key}");
    }
    let files = entry["文件"].as_array().unwrap();
    // The fragment is pasted into a page, not published as a file.
    assert_eq!(files.len(), 4);
    for file in files {
        let bytes = read(file["名称"].as_str().unwrap());
        assert_eq!(
            (file["SHA-256"].as_str(), file["字节"].as_u64()),
            (Some(sha256(&bytes).as_str()), Some(bytes.len() as u64))
        );
    }
    // The manifest knows all of them, so that they are replaced, and known again.
    let manifest: Value = serde_json::from_slice(&read(&format!("{stem}.manifest.json"))).unwrap();
    assert_eq!(manifest["outputs"].as_object().unwrap().len(), 6);
    let first: Vec<_> = names().iter().map(|name| read(name)).collect();
    nianbao();
    assert_eq!(names().iter().map(|name| read(name)).collect::<Vec<_>>(), first, "the same bytes");
}

#[test]
fn what_is_not_given_is_null() {
    let checked = example("ganzhou/2020");
    let built = build(&project(), &checked, &[Format::Meta]).unwrap();
    let [(ending, bytes)] = &built.files[..] else { panic!("one file") };
    let entry: Value = serde_json::from_slice(bytes).unwrap();
    assert_eq!(ending, "元数据.json");
    assert!(entry["索引号"].is_null() == checked.report.meta.index.is_none() && entry["文件"] == Value::Array(vec![]));
}
