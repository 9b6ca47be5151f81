//! A new year's folder: what stands in it, what comes from last year, what is never touched.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use nianbao::diagnostic::Code;
use nianbao::form::Form;
use nianbao::report::Report;
use nianbao::shelf::Shelf;
use nianbao::{Project, check, scaffold};
use serde_json::Value;

fn project() -> Project {
    Project { templates: Shelf::templates(None), fonts: Shelf::fonts(None) }
}

fn base() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base/2020")
}

/// The files of a year, by name.
fn files(year: u16, last: Option<&Path>) -> Vec<(&'static str, String)> {
    let templates = Shelf::templates(None);
    let last = last.map(|folder| Report::read(folder, &templates).unwrap());
    scaffold::files(&templates, year, last.as_ref()).unwrap()
}

/// Writes the files of a year into a folder of their own.
fn write(folder: &Path, files: &[(&str, String)]) {
    fs::create_dir_all(folder).unwrap();
    files.iter().for_each(|(name, text)| fs::write(folder.join(name), text).unwrap());
}

fn text(files: &[(&'static str, String)], name: &str) -> String {
    files.iter().find(|(known, _)| *known == name).unwrap().1.clone()
}

/// The line of a key.
fn line<'a>(text: &'a str, key: &str) -> &'a str {
    text.lines().find(|line| line.trim_start().starts_with(&format!("{key}:"))).unwrap().trim()
}

fn codes(folder: &Path) -> BTreeSet<Code> {
    check(&project(), folder).unwrap().findings.0.iter().map(|finding| finding.code).collect()
}

fn nianbao(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_nianbao")).args(arguments).current_dir(folder).output().unwrap()
}

fn told(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn of_every_form_only_what_is_to_be_filled_is_missing() {
    for name in Form::names(&Shelf::templates(None)) {
        let office = tempfile::tempdir().unwrap();
        let folder = office.path().join(&name);
        let files = files(name.parse().unwrap(), None);
        write(&folder, &files);
        let expected = BTreeSet::from([Code::MissingKey, Code::MissingFigure, Code::MissingText]);
        assert_eq!(codes(&folder), expected, "{name}");

        let schema: Value = serde_json::from_str(&text(&files, scaffold::SCHEMA)).unwrap();
        let schema = jsonschema::draft7::new(&schema).unwrap();
        for (name, text) in files.iter().filter(|(name, _)| *name != scaffold::SCHEMA) {
            assert!(text.starts_with("# yaml-language-server: $schema=nianbao.schema.json\n"));
            assert!(schema.is_valid(&serde_yaml::from_str(text).unwrap()), "{name}");
        }

        // Zeros in place of the blanks, and no figure is missing: every row is there.
        fs::write(folder.join("表.yaml"), text(&files, "表.yaml").replace(": ~", ": 0")).unwrap();
        assert!(!codes(&folder).contains(&Code::MissingFigure), "{name}");
    }
}

#[test]
fn last_year_gives_what_lasts_and_what_is_carried_over() {
    let files = files(2021, Some(&base()));
    let cover = text(&files, "报告.yaml");
    for (key, expected) in [
        ("年度", "年度: 2021"),
        ("机关", "机关: 示例县"),
        ("类别", "类别: 县级政府"),
        ("标题", "标题: ~"),
        ("署名", "署名: 示例县人民政府办公室"),
        ("邮政编码", "邮政编码: \"010010\""),
        ("成文日期", "成文日期: ~"),
    ] {
        assert_eq!(line(&cover, key), expected);
    }
    assert!(cover.contains("县级政府的报告在2022年3月31日前公布"), "{cover}");
    let tables = text(&files, "表.yaml");
    assert!(line(&tables, "上年结转").starts_with("上年结转: [1, 0, 0, 0, 0, 0] "), "{tables}");
    assert!(line(&tables, "新收").starts_with("新收: ~ "));
}

#[test]
fn the_form_says_what_is_carried_over() {
    let office = tempfile::tempdir().unwrap();
    let last = office.path().join("2019");
    fs::create_dir(&last).unwrap();
    let data = fs::read_to_string(base().join("数据.yaml")).unwrap();
    let data = data
        .replace("年度: 2020", "年度: 2019\n  标题: [示例县, 2019年度报告]\n  部分标题: { 申请: 申请情况 }")
        .replace("2021-02-19", "2020-02-19");
    fs::write(last.join("数据.yaml"), data).unwrap();
    let files = files(2020, Some(&last));
    let tables = text(&files, "表.yaml");
    // 上年 = 上年.上年 + 上年.增减, of which only the first column can be known.
    assert_eq!(line(&tables, "行政许可"), "行政许可: [22, ~, ~]");
    assert_eq!(line(&tables, "行政事业性收费"), "行政事业性收费: [4, ~]");
    assert_eq!(line(&tables, "政府集中采购"), "政府集中采购: ~");
    assert!(text(&files, "报告.yaml").contains("  部分标题:\n    申请: 申请情况\n"));
    assert!(text(&files, "报告.yaml").contains("标题:\n    - 示例县\n    - \"2020年度报告\"\n"));

    // What needs this year's figures too is a remark.
    let second = office.path().join("2021");
    let tables = text(&self::files(2021, None), "表.yaml").replace("规章: ~", "规章: [2, 1, 420]").replace(": ~", ": 0");
    let cover = "报告: { 年度: 2021, 机关: 甲, 类别: 其他, 署名: 甲, 成文日期: 2022-01-01 }\n";
    write(&second, &[("报告.yaml", cover.into()), ("表.yaml", tables)]);
    let tables = text(&self::files(2022, Some(&second)), "表.yaml");
    assert!(line(&tables, "规章").starts_with("规章: ~ "), "{tables}");
    assert!(line(&tables, "规章").contains("# 上年现行有效 420（"), "{tables}");
    assert!(line(&tables, "上年结转").starts_with("上年结转: 0 "), "{tables}");
}

#[test]
fn figures_come_from_the_year_before_only() {
    let files = files(2023, Some(&base()));
    assert!(line(&text(&files, "表.yaml"), "上年结转").starts_with("上年结转: ~ "));
    assert_eq!(line(&text(&files, "报告.yaml"), "机关"), "机关: 示例县");
}

#[test]
fn what_is_there_is_kept() {
    let office = tempfile::tempdir().unwrap();
    let year = office.path().join("甲 县/2021");
    let new = || nianbao(office.path(), &["new", "甲 县/2021", "--year", "2021"]);
    let run = new();
    assert_eq!(told(&run.stderr), "");
    let names = ["报告.yaml", "正文.yaml", "表.yaml", "nianbao.schema.json"];
    let listed: String = names.iter().map(|name| format!("甲 县/2021/{name}\n")).collect();
    assert_eq!(told(&run.stdout), format!("{listed}填好之后核对：nianbao check 甲 县/2021\n"));
    assert_eq!(run.status.code(), Some(0));

    for kept in ["正文.yaml", "数据.yml", "nianbao.schema.json"] {
        fs::remove_dir_all(&year).unwrap();
        fs::create_dir(&year).unwrap();
        fs::write(year.join(kept), "核对: []").unwrap();
        let run = new();
        assert_eq!(run.status.code(), Some(2));
        assert!(told(&run.stderr).contains(&format!("error[kept-file]: 甲 县/2021/{kept} 已有，没有动")), "{kept}");
        assert_eq!(fs::read(year.join(kept)).unwrap(), "核对: []".as_bytes());
        assert_eq!(fs::read_dir(&year).unwrap().count(), 1, "nothing beside {kept}");
    }
}

#[test]
fn what_cannot_be_made_is_told() {
    let office = tempfile::tempdir().unwrap();
    let stderr = |arguments: &[&str]| {
        let run = nianbao(office.path(), arguments);
        assert_eq!(run.status.code(), Some(2), "{arguments:?}");
        assert_eq!(told(&run.stdout), "");
        told(&run.stderr)
    };
    assert!(stderr(&["new", "甲/2021"]).starts_with("还要写上：--year"));
    assert!(stderr(&["new", "甲/2021", "--year", "21"]).contains("不能是“21”"));
    assert!(stderr(&["new", "甲/2007", "--year", "2007"]).contains("没有适用于2007年度的表式"));
    assert!(stderr(&["new", "甲/2021", "--year", "2021", "--from", "甲/2020"]).contains("读不出 甲/2020：不存在"));
    assert!(stderr(&["schema", "--form", "1999"]).contains("没有“1999”这个表式"));
    assert_eq!(fs::read_dir(office.path()).unwrap().count(), 0);
}

#[test]
fn an_offices_own_form_is_followed() {
    let office = tempfile::tempdir().unwrap();
    assert!(nianbao(office.path(), &["templates", "--copy", "templates"]).status.success());
    let form = office.path().join("templates/2021/form.yaml");
    let own =
        fs::read_to_string(&form).unwrap().replace("rows: [规章, 行政规范性文件]", "rows: [规章, 行政规范性文件, 公报]");
    fs::write(&form, own).unwrap();
    assert!(nianbao(office.path(), &["new", "甲/2021", "--year", "2021"]).status.success());
    assert_eq!(line(&fs::read_to_string(office.path().join("甲/2021/表.yaml")).unwrap(), "公报"), "公报: ~");
    let run = nianbao(&office.path().join("甲/2021"), &["schema"]);
    assert_eq!(told(&run.stdout), fs::read_to_string(office.path().join("甲/2021/nianbao.schema.json")).unwrap());
}

#[test]
fn folder_of_2021_after_2020() {
    for (name, text) in files(2021, Some(&base())).into_iter().filter(|(name, _)| *name != scaffold::SCHEMA) {
        insta::assert_snapshot!(name, text);
    }
}
