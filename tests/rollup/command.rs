//! The command as a government's office meets it: what it says, what it leaves on disk, its exit status.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use crate::district::{self, District, Rows};

pub const UNITS: &str = "单位/*/2021";
pub const ALONE: &str = "没有单位清单，没有核对齐不齐";

/// What programs are told where there is no list.
pub const UNLISTED: &str = "hint[missing-unit]: 没有单位清单，没有核对齐不齐\n";

/// Rolls up units with some more arguments; that there is no list has a test of its own.
pub fn rollup(district: &District, more: &[&str]) -> (i32, String, String) {
    let (status, out, told) = district.run(&[&["rollup", UNITS], more].concat());
    (status, out.replace(UNLISTED, ""), told)
}

pub fn ok(out: &str) -> (i32, String, String) {
    (0, out.into(), String::new())
}

/// What a run says that has written the tables.
pub fn written(units: usize, against: &str) -> (i32, String, String) {
    ok(&format!("县/2021/表.yaml\n县/2021/nianbao.schema.json\n县/2021：{units} 个单位之和（{against}）\n"))
}

#[test]
fn the_sum_of_65_units_is_what_is_reckoned_elsewhere_and_a_changed_figure_is_traced() {
    let mut district = District::of(65);
    assert_eq!(rollup(&district, &["-o", "县/2021"]), written(65, ALONE));
    let text = district.text("县/2021/表.yaml");
    assert_eq!(district::read(&text), district::expected(&district::sum(district.units.values())));
    assert!(text.starts_with("# yaml-language-server: $schema=nianbao.schema.json\n# 65 个单位之和"), "{text}");

    // What was written is taken as data, in any order of the units.
    let reversed: Vec<_> = district.units.keys().rev().map(|name| format!("单位/{name}/2021")).collect();
    let arguments: Vec<&str> = ["rollup", "-o", "县/2021"].into_iter().chain(reversed.iter().map(String::as_str)).collect();
    assert_eq!(district.run(&arguments), ok(&format!("县/2021：已有的表与 65 个单位之和（{ALONE}）一致，没有改动\n")));
    assert_eq!(district.run(&[&arguments[..2], &["倒/2021"], &arguments[3..]].concat()).0, 0);
    assert_eq!(district.text("倒/2021/表.yaml"), text);

    // One figure of one unit, and tables that are the government's own: somebody wrote in them.
    district.write("县/2021/表.yaml", &format!("{text}# 对过\n"));
    let text = district.text("县/2021/表.yaml");
    let path = "复议诉讼.行政复议";
    let before: u64 = district.units.values().map(|rows| rows[path][3]).sum();
    let rows: &mut Rows = district.units.get_mut("第41局").unwrap();
    let was = rows[path][3];
    rows.get_mut(path).unwrap()[3] += 1000;
    let data = district::data("第41局", rows);
    district.write("单位/第41局/2021/数据.yaml", &data);
    let (status, out, told) = rollup(&district, &["-o", "县/2021", "--format", "short"]);
    let line = 1 + text.lines().position(|line| line.trim_start().starts_with("行政复议:")).unwrap();
    let cell =
        text.lines().nth(line - 1).unwrap().split(',').take(3).map(|cell| cell.chars().count() + 1).sum::<usize>() + 2;
    assert_eq!(
        (status, out, told),
        (
            1,
            format!(
                "县/2021/表.yaml:{line}:{cell}: error[rollup-differs]: “{path}.尚未审结”是 {before}，各单位之和是 {}，相差 -1000\n",
                before + 1000
            ),
            String::new()
        )
    );
    assert_eq!(district.text("县/2021/表.yaml"), text);

    let (status, out, told) = rollup(&district, &["--explain", &format!("{path}.尚未审结")]);
    let lines: Vec<_> = out.lines().collect();
    assert_eq!((status, lines.len(), told.as_str()), (0, 66, ""));
    let line = 1 + data.lines().position(|line| line.trim_start().starts_with("行政复议:")).unwrap();
    let cell =
        data.lines().nth(line - 1).unwrap().split(',').take(3).map(|cell| cell.chars().count() + 1).sum::<usize>() + 2;
    assert_eq!(lines[40], format!("单位/第41局/2021/数据.yaml:{line}:{cell}: 第41局 {}", was + 1000));
    assert_eq!(lines[65], format!("{path}.尚未审结：65 个单位之和 {}", before + 1000));
    for (line, (name, rows)) in lines.iter().zip(&district.units) {
        assert!(line.ends_with(&format!(": {name} {}", rows[path][3])), "{line}");
    }
}

#[test]
fn every_figure_is_explained_by_the_shares_that_make_it_up() {
    let district = District::of(3);
    let sum = district::sum(district.units.values());
    let last = |path: &str| rollup(&district, &["--explain", path]).1.lines().last().unwrap().to_string();
    let total = |rows: &[&str], column: Option<usize>| -> u64 {
        let row = |row: &&str| match column {
            Some(column) => sum[*row][column],
            None => sum[*row].iter().sum(),
        };
        rows.iter().map(row).sum()
    };
    let refused: Vec<_> = district::RESULTS.iter().filter(|row| row.starts_with("不予公开")).collect();
    let refused: Vec<String> = refused.into_iter().map(|row| format!("申请.办理结果.{row}")).collect();
    let refused: Vec<&str> = refused.iter().map(String::as_str).collect();
    for (path, wanted) in [
        ("申请.新收.总计", total(&["申请.新收"], None)),
        ("申请.新收", total(&["申请.新收"], None)),
        ("申请.办理结果.不予公开.自然人", total(&refused, Some(0))),
        ("申请.办理结果.不予公开", total(&refused, None)),
        ("主动公开.行政许可", total(&["主动公开.行政许可"], None)),
    ] {
        assert_eq!(last(path), format!("{path}：3 个单位之和 {wanted}"));
    }
    let (status, out, _) = rollup(&district, &["--explain", "申请.新收.总计", "--format", "json"]);
    let objects: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((status, objects.len()), (0, 4));
    assert_eq!(objects[0]["unit"], "第01局");
    assert_eq!(objects[0]["file"], "单位/第01局/2021/数据.yaml");
    assert_eq!(objects[3]["sum"], total(&["申请.新收"], None).to_string());

    for (path, why) in [
        ("申请.新收.自然仁", "2021 表式没有“申请.新收.自然仁”，是不是“申请.新收.自然人”？\n"),
        ("报告.机关", "2021 表式没有“报告.机关”\n"),
        ("", "--explain 后面写上一格的名称，例如 申请.新收.自然人\n"),
        ("总计", "2021 表式没有“总计”，是不是“申请.总计”？\n"),
        ("申请.新收.", "2021 表式没有“申请.新收.”，是不是“申请.新收.总计”？\n"),
        ("主动公开", "“主动公开”里有几种不同的数，加起来没有意思；写到一格\n"),
        ("申请", "“申请”里有几种不同的数，加起来没有意思；写到一格\n"),
        ("申请.总计", "“申请.总计”里有几种不同的数，加起来没有意思；写到一格\n"),
        ("主动公开.规章", "“主动公开.规章”里有几种不同的数，加起来没有意思；写到一格\n"),
    ] {
        assert_eq!(rollup(&district, &["--explain", path]), (2, String::new(), why.into()), "{path}");
    }
}

#[test]
fn the_sum_of_sums_is_the_sum_of_all() {
    let district = District::of(9);
    assert_eq!(rollup(&district, &["-o", "全/2021"]).0, 0);
    for (town, units) in [("甲", "单位/第0[1-4]局/2021"), ("乙", "单位/第0[5-9]局/2021")] {
        let cover = district.text("单位/第01局/2021/数据.yaml");
        let cover = cover.split("主动公开:").next().unwrap().replace("第01局", town).replace("政府部门", "其他");
        district.write(&format!("镇/{town}/2021/报告.yaml"), &cover);
        assert_eq!(district.run(&["rollup", units, "-o", &format!("镇/{town}/2021")]).0, 0);
    }
    assert_eq!(district.run(&["rollup", "镇/*/2021", "-o", "县/2021"]).0, 0);
    let below_head = |text: String| {
        let tables = text.split_once("年度报告的表").unwrap().1;
        tables.rsplit_once("\n# nianbao rollup").unwrap().0.to_string()
    };
    assert_eq!(below_head(district.text("县/2021/表.yaml")), below_head(district.text("全/2021/表.yaml")));
}

#[test]
fn units_with_errors_are_refused_unless_allowed() {
    let district = District::of(3);
    let path = "单位/第02局/2021/数据.yaml";
    let text = district.text(path);
    let line = text.lines().find(|line| line.contains("行政强制")).unwrap();
    district.edit(path, line, "  行政强制: 约5");
    let suits = text.lines().find(|line| line.contains("行政复议")).unwrap();
    district.edit(path, suits, "  行政复议: [~, 4, 0, 2]");
    let (status, out, told) = rollup(&district, &["-o", "县/2021", "--format", "short"]);
    let number = 1 + text.lines().position(|other| other == line).unwrap();
    assert_eq!((status, told.as_str()), (1, ""));
    assert_eq!(
        out,
        format!(
            "{path}:{number}:9: error[bad-figure]: “约5”不是数字\n\
             {path}:{}:10: error[missing-figure]: “复议诉讼.行政复议.结果维持”没有填\n\
             {path}:3:7: error[faulty-unit]: “第02局”（单位/第02局/2021）有 2 个错误，没有汇总\n",
            1 + text.lines().position(|other| other == suits).unwrap()
        )
    );
    assert!(!district.path("县").exists());
    assert!(rollup(&district, &["-o", "县/2021"]).2.ends_with("\n1 个单位有错误，没有汇总\n"));

    let (status, out, _) = rollup(&district, &["-o", "县/2021", "--partial", "--format", "short"]);
    assert_eq!(status, 0);
    let said = "有 2 个错误，照样加了进去，读不出的数按 0 计\n";
    assert!(out.ends_with(&format!("{path}:3:7: warning[faulty-unit]: “第02局”（单位/第02局/2021）{said}")), "{out}");
    let mut units = district.units.clone();
    units.get_mut("第02局").unwrap().insert("主动公开.行政强制".into(), vec![0]);
    units.get_mut("第02局").unwrap().insert("复议诉讼.行政复议".into(), vec![0, 4, 0, 2]);
    let text = district.text("县/2021/表.yaml");
    assert_eq!(district::read(&text), district::expected(&district::sum(units.values())));
    assert!(text.contains("\n# 不全：有错误的 第02局\n"), "{text}");
    let (_, out, _) = rollup(&district, &["--explain", "主动公开.行政强制"]);
    assert!(out.contains(&format!("{path}:{number}:9: 第02局 “约5”读不出，按 0 计\n")), "{out}");
    let (_, out, _) = rollup(&district, &["--explain", "复议诉讼.行政复议.结果维持"]);
    assert!(out.contains("第02局 没有填，按 0 计\n"), "{out}");
    for more in [&["--force"][..], &["--partial"], &["--form", "2021"], &["--units", "l.yaml"], &["--report", "r.json"]] {
        let (status, out, told) = rollup(&district, &[&["--explain", "主动公开.行政强制"], more].concat());
        assert!(status == 2 && out.is_empty() && told.contains("不能一起用"), "{told}");
    }

    // What cannot be read at all has no place in any sum.
    district.write(path, "报告: [\n");
    let (status, out, _) = rollup(&district, &["-o", "新/2021", "--partial", "--format", "short"]);
    assert_eq!(status, 1);
    assert!(out.ends_with("error[faulty-unit]: 单位/第02局/2021 的数据读不出来，没有汇总\n"), "{out}");
    fs::remove_file(district.path(path)).unwrap();
    let (status, out, _) = rollup(&district, &["-o", "新/2021", "--partial", "--format", "short"]);
    assert_eq!(status, 2);
    assert!(out.starts_with("error[cannot-read]: 文件夹 单位/第02局/2021 里没有 .yaml 文件\n"), "{out}");
    assert!(!district.path("新").exists());
}

#[test]
fn blanks_count_as_nothing_and_are_told() {
    let district = District::of(2);
    let path = "单位/第01局/2021/数据.yaml";
    let text = district.text(path);
    let line = |key: &str| text.lines().find(|line| line.trim_start().starts_with(key)).unwrap().to_string();
    district.edit(path, &line("规章"), "  规章: \"/\"");
    // A blank total follows from its row in the sum, however it was published.
    district.edit(path, &line("复议后起诉"), "  复议后起诉: [2, \"-\", 0, 1, \"\"]");
    let accept = "核对: [{ 代码: sum-mismatch, 位置: 复议诉讼.复议后起诉.总计, 理由: 照原样 }]\n";
    district.write(path, &(district.text(path) + accept));
    let (status, out, _) = rollup(&district, &["-o", "县/2021", "--format", "short"]);
    let number = 1 + text.lines().position(|other| *other == line("规章")).unwrap();
    let told = format!("{path}:{number}:7: warning[blank-figure]: “第01局”有 4 格是空白、“/”或“-”，按 0 计\n");
    assert_eq!((status, out), (0, told));
    let mut units = district.units.clone();
    units.get_mut("第01局").unwrap().insert("复议诉讼.复议后起诉".into(), vec![2, 0, 0, 1]);
    assert_eq!(district::read(&district.text("县/2021/表.yaml")), district::expected(&district::sum(units.values())));
    let (_, out, _) = rollup(&district, &["--explain", "主动公开.规章.制发"]);
    assert!(out.starts_with(&format!("{path}:{number}:7: 第01局 “/”，按 0 计\n")), "{out}");
}

#[test]
fn units_of_another_form_are_told_and_summed_only_when_asked() {
    let district = District::of(3);
    // A department that has filled in the form of the years before.
    let base = include_str!("../base/2020/数据.yaml").replace("年度: 2020", "年度: 2021\n  表式: 2019");
    let base = base.replace("2021-02-19", "2022-01-19").replace("示例县2020", "示例县2021").replace("示例县", "旧局");
    district.write("单位/旧局/2021/数据.yaml", &base.replace("没有其他需要报告的事项。", "没有收取信息处理费。"));
    let (status, out, _) = rollup(&district, &["-o", "县/2021", "--format", "short"]);
    let told = "单位/旧局/2021/数据.yaml:4:7: error[unlike-unit]: “旧局”用 2019 表式，其余的用 2021 表式\n";
    assert_eq!((status, out.as_str()), (1, told));

    let (status, out, _) = rollup(&district, &["-o", "县/2021", "--form", "2021", "--format", "short"]);
    assert_eq!(status, 0, "{out}");
    assert!(
        out.starts_with("单位/旧局/2021/数据.yaml:25:11: warning[not-added]: “旧局”用 2019 表式，有 15 格的数在 2021 表式里没有地方，没有加进去\n"),
        "{out}"
    );
    let mut sum = district::sum(district.units.values());
    let mut add =
        |path: &str, row: &[u64]| sum.get_mut(path).unwrap().iter_mut().zip(row).for_each(|(sum, figure)| *sum += figure);
    add("申请.新收", &[5, 2, 0, 0, 0, 1]);
    add("申请.上年结转", &[1, 0, 0, 0, 0, 0]);
    add("申请.办理结果.予以公开", &[3, 1, 0, 0, 0, 0]);
    add("申请.办理结果.部分公开", &[1, 0, 0, 0, 0, 0]);
    add("申请.办理结果.不予公开.保护第三方合法权益", &[0, 1, 0, 0, 0, 0]);
    add("申请.办理结果.无法提供.本机关不掌握相关政府信息", &[1, 0, 0, 0, 0, 0]);
    add("申请.办理结果.不予处理.重复申请", &[0, 0, 0, 0, 0, 1]);
    add("申请.结转下年度", &[1, 0, 0, 0, 0, 0]);
    add("复议诉讼.行政复议", &[3, 0, 0, 1]);
    add("复议诉讼.复议后起诉", &[2, 0, 0, 0]);
    assert_eq!(district::read(&district.text("县/2021/表.yaml")), district::expected(&sum));

    let (_, out, _) = rollup(&district, &["--explain", "主动公开.行政许可"]);
    assert!(out.ends_with("；表式没有这一格的：旧局\n") && out.contains("：3 个单位之和 "), "{out}");
    let (status, out, _) = rollup(&district, &["-o", "县/2021", "--form", "1999"]);
    assert_eq!((status, out.as_str()), (2, ""));
    let (_, out, _) = rollup(&district, &["-o", "县/2021", "--form", "1999", "--format", "json"]);
    assert!(
        out.contains("--form：没有“1999”这个表式")
            && out.contains("现有表式：2014、2019、2021")
            && !out.contains("报告.表式"),
        "{out}"
    );
}

/// Departments that have filled in forms of other years.
fn of_other_forms(district: &District) {
    let base = include_str!("../base/2020/数据.yaml").replace("年度: 2020", "年度: 2021\n  表式: 2019");
    let old = "报告: { 年度: 2021, 机关: 老局, 类别: 其他, 署名: 老局, 成文日期: 2022-01-05, 表式: 2014 }\n";
    for at in 1..=4 {
        district.write(&format!("单位/旧{at}局/2021/数据.yaml"), &base.replace("示例县", &format!("旧{at}局")));
        district.write(&format!("单位/老{at}局/2021/数据.yaml"), &old.replace("老局", &format!("老{at}局")));
    }
}

#[test]
fn a_unit_of_which_nothing_can_be_added_is_not_counted() {
    let district = District::of(1);
    of_other_forms(&district);
    let more = ["--form", "2021", "--partial", "--format", "short", "-o", "县/2021"];
    let told = "error[unlike-unit]: “老1局”用 2014 表式，与 2021 表式没有一格相同\n";
    for units in ["单位/*/2021", "单位/老*/2021"] {
        let (status, out, _) = district.run(&[&["rollup", units][..], &more].concat());
        assert!(status == 1 && out.contains(told) && !out.contains("error[unlike-unit]: “旧"), "{out}");
        assert!(!district.path("县").exists());
    }
    // Who lacks a part of its figures in the sum is named at the head of it.
    assert_eq!(district.run(&[&["rollup", "单位/第*/2021", "单位/旧*/2021"][..], &more].concat()).0, 0);
    let text = district.text("县/2021/表.yaml");
    assert!(text.contains("有的数没有地方放、没有加进去的 旧1局、旧2局、旧3局、旧4局\n"), "{text}");
}

#[test]
fn what_is_told_of_units_that_differ_does_not_depend_on_chance() {
    let district = District::of(4);
    of_other_forms(&district);
    // Two groups of offices, each with labels of its own, and the government with its own again.
    for (group, label) in [("东", "公报甲"), ("西", "公报乙"), ("templates", "公报")] {
        let folder = if group == "templates" { group.into() } else { format!("{group}/templates") };
        district.run(&["templates", "--copy", &folder]);
        let own = format!("rows: [规章, 行政规范性文件, {{ key: 公报, label: {label} }}]");
        district.edit(&format!("{folder}/2021/form.yaml"), "rows: [规章, 行政规范性文件]", &own);
        for at in if group == "templates" { 0..0 } else { 1..5 } {
            let name = format!("第0{at}局");
            let text = district.text(&format!("单位/{name}/2021/数据.yaml"));
            let text = text.replace(&name, &format!("{group}{at}局")).replace("主动公开:\n", "主动公开:\n  公报: 0\n");
            district.write(&format!("{group}/{at}/2021/数据.yaml"), &text);
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..12 {
        let _ = fs::remove_dir_all(district.path("县"));
        let (status, _, told) = district.run(&["rollup", "西/*/2021", "东/*/2021", "-o", "县/2021"]);
        assert_eq!(status, 0, "{told}");
        let text = district.text("县/2021/表.yaml");
        assert!(!text.contains("公报甲") && !text.contains("公报乙"), "{text}");
        let mixed = rollup(&district, &["-o", "乡/2021", "--format", "short"]);
        let explained = rollup(&district, &["--explain", "申请.新收"]);
        let unknown = rollup(&district, &["--explain", "申请.新"]);
        assert_eq!((mixed.0, explained.0, unknown.0), (1, 0, 2));
        seen.insert((text, mixed.1, explained.1, unknown.2));
    }
    assert_eq!(seen.len(), 1, "{seen:#?}");
}

#[test]
fn a_form_of_the_offices_own_is_summed_under_it_and_under_no_other() {
    let district = District::of(2);
    assert_eq!(district.run(&["templates", "--copy", "单位/templates"]).0, 0);
    let form = "单位/templates/2021/form.yaml";
    let own = "rows: [规章, 行政规范性文件, { key: 公报, label: 公报, adds: false }]";
    district.edit(form, "rows: [规章, 行政规范性文件]", own);
    for (unit, row) in [("第01局", "[1, 2, 3]"), ("第02局", "[3, 4, 5]")] {
        let path = format!("单位/{unit}/2021/数据.yaml");
        district.edit(&path, "主动公开:\n", &format!("主动公开:\n  公报: {row}\n"));
    }
    let (status, out, _) = rollup(&district, &["-o", "县/2021", "--format", "short"]);
    assert_eq!((status, out.as_str()), (1, "error[unlike-unit]: 各单位的 2021 表式与 县/2021 的不是同一份\n"));
    assert!(!district.path("县").exists());

    let (status, out, _) = rollup(&district, &["-o", "县/2021", "--templates", "单位/templates", "--format", "short"]);
    assert_eq!(status, 0);
    assert_eq!(out, "县/2021/表.yaml:11:7: warning[not-added]: 有 3 格，表式写明各单位的不能相加，没有填\n");
    let text = district.text("县/2021/表.yaml");
    assert!(text.contains("\n  公报: ~ ") && text.contains("# 各单位的不能相加，请另填\n"), "{text}");
    let (_, out, _) = rollup(&district, &["--explain", "主动公开.公报.制发"]);
    assert!(out.ends_with("主动公开.公报.制发：2 个单位，不能相加\n"), "{out}");
    // What the government fills in itself is not held against its units.
    district.edit("县/2021/表.yaml", "公报: ~", "公报: [7, 8, 9]");
    let more = ["-o", "县/2021", "--templates", "单位/templates", "--format", "short"];
    assert_eq!(rollup(&district, &more), ok(""));
    // Nor is it lost where the rest is replaced.
    let text = district.text("县/2021/表.yaml");
    let line = text.lines().find(|line| line.contains("行政许可:")).unwrap();
    district.edit("县/2021/表.yaml", line, "  行政许可: 7000000");
    let (status, out, _) = rollup(&district, &[&more[..], &["--force"]].concat());
    assert!(status == 0 && out.contains("表.yaml.原1:13:9: warning[rollup-differs]") && out.lines().count() == 1, "{out}");
    let text = district.text("县/2021/表.yaml");
    assert!(text.contains("  公报: [7, 8, 9]") && text.contains(line), "{text}");
}

#[test]
fn a_sum_that_is_no_figure_is_not_written() {
    let district = District::of(2);
    for unit in ["第01局", "第02局"] {
        let path = format!("单位/{unit}/2021/数据.yaml");
        let line = district.text(&path).lines().find(|line| line.contains("行政许可")).unwrap().to_string();
        district.edit(&path, &line, "  行政许可: 999999999999999");
    }
    let (status, out, _) = rollup(&district, &["-o", "县/2021", "--format", "short"]);
    assert_eq!((status, out.as_str()), (1, "error[not-added]: “主动公开.行政许可”的各单位之和太大，写不成一个数\n"));
    assert!(!district.path("县").exists());
}

#[test]
fn the_year_must_be_one_and_that_of_the_government() {
    let district = District::of(3);
    let path = "单位/第02局/2021/数据.yaml";
    district.write(path, &district.text(path).replace("年度: 2021", "年度: 2022").replace("2022-01", "2023-01"));
    let (status, out, _) = rollup(&district, &["-o", "县/2021", "--format", "short"]);
    assert_eq!(
        (status, out.as_str()),
        (1, "单位/第02局/2021/数据.yaml:2:7: error[unlike-unit]: “第02局”的数据是 2022 年度，其余的是 2021 年度\n")
    );
    fs::remove_dir_all(district.path("单位/第02局")).unwrap();
    let (status, out, _) = rollup(&district, &["-o", "县/2025", "--format", "short"]);
    assert_eq!((status, out.as_str()), (1, "error[unlike-unit]: 各单位的数据是 2021 年度，要写到的 县/2025 是 2025 年度\n"));
    assert!(!district.path("县").exists());
}

#[test]
fn units_are_named_in_every_way_and_each_is_taken_once() {
    let district = District::of(3);
    let sum = |arguments: &[&str]| {
        let _ = fs::remove_dir_all(district.path("县"));
        let run = district.run(&[&["rollup", "-o", "县/2021", "-q"], arguments].concat());
        (run, district::read(&district.text("县/2021/表.yaml")))
    };
    let wanted = district::expected(&district::sum(district.units.values()));
    let silent = (0, String::new(), String::new());
    assert_eq!(sum(&["单位/*/2021"]), (silent.clone(), wanted.clone()));
    district.write("清单.txt", "\u{FEFF}单位/第01局/2021\r\n单位/第02局/2021\r\n单位/第03局/2021\r\n");
    assert_eq!(sum(&["--from-file", "清单.txt"]), (silent.clone(), wanted.clone()));
    assert_eq!(sum(&["单位/*/2021", "--from-file", "清单.txt"]), (silent, wanted.clone()));
    let mut command = district.command(&["rollup", "-", "-o", "入/2021", "-q"]);
    let mut run = command.stdin(Stdio::piped()).spawn().unwrap();
    run.stdin.take().unwrap().write_all(district.text("清单.txt").as_bytes()).unwrap();
    assert!(run.wait().unwrap().success());
    assert_eq!(district::read(&district.text("入/2021/表.yaml")), wanted);

    // Twice in other words, and the government's own folder among the units'.
    let (status, out, told) = rollup(&district, &["单位/第01局/../第01局/2021/", "-o", "单位/县/2021"]);
    assert_eq!(status, 0);
    assert_eq!(
        told,
        "warning[double-unit]: 单位/第01局/../第01局/2021/ 写了不止一次，只加一次\n |\n = 办法: 同一个文件夹写一次就够了\n\n"
    );
    assert!(out.ends_with(&format!("单位/县/2021：3 个单位之和（{ALONE}）\n")), "{out}");
    let (status, out, told) = rollup(&district, &["-o", "单位/县/2021"]);
    assert_eq!((status, told.as_str()), (0, "hint[double-unit]: 单位/县/2021 是汇总写到的文件夹，不算单位\n\n"));
    assert_eq!(out, format!("单位/县/2021：已有的表与 3 个单位之和（{ALONE}）一致，没有改动\n"));
    let (_, out, _) = rollup(&district, &["-o", "单位/县/2021", "--format", "short"]);
    assert_eq!(out, "hint[double-unit]: 单位/县/2021 是汇总写到的文件夹，不算单位\n");
    // A unit that must report is no place for the sum, whatever is allowed.
    district.write("单位/单位.yaml", "单位: [第01局, 第02局, 第03局]\n");
    let before = district.text("单位/第02局/2021/数据.yaml");
    let (status, out, _) = rollup(&district, &["-o", "单位/第02局/2021", "--force", "--partial", "--format", "short"]);
    assert_eq!(status, 2);
    let told = "单位/单位.yaml:1:12: error[double-unit]: 要写到的 单位/第02局/2021 是清单里的单位“第02局”\n";
    assert!(out.ends_with(told), "{out}");
    assert_eq!(district.text("单位/第02局/2021/数据.yaml"), before);
    fs::remove_file(district.path("单位/单位.yaml")).unwrap();

    let (_, out, _) = rollup(&district, &["--explain", "申请.新收", "-o", "单位/县/2021"]);
    assert!(out.contains("申请.新收：3 个单位之和 "), "{out}");

    for (arguments, why) in [
        (&["rollup", "-o", "县/2021"][..], "没有写年度文件夹"),
        (&["rollup", "单位/*/1999", "-o", "县/2021"], "没有与 单位/*/1999 相符的文件夹"),
        (&["rollup", "没有/2021", "-o", "新/2021"], "读不出 没有/2021：不存在"),
        (&["rollup", "单位/县/2021", "-o", "单位/县/2021"], "除了汇总写到的文件夹，没有别的单位"),
        (&["rollup", "单位/*/2021"], "还要写上：--output <政府的年度文件夹>"),
    ] {
        let (status, out, told) = district.run(arguments);
        assert!(status != 0 && out.is_empty() && told.contains(why), "{arguments:?}: {told}");
    }
}

#[test]
fn what_came_of_each_unit_is_written_for_programs() {
    let district = District::of(2);
    let (status, ..) = rollup(&district, &["-o", "县/2021", "--report", "结果.json"]);
    let json: serde_json::Value = serde_json::from_str(&district.text("结果.json")).unwrap();
    assert_eq!((status, json["units"].as_array().unwrap().len()), (0, 2));
    assert_eq!(json["units"][1]["folder"], "单位/第02局/2021");
    district.write("我的.json", "{}");
    assert_eq!(rollup(&district, &["-o", "新/2021", "--report", "我的.json"]).0, 2);
    assert!(!district.path("新").exists());
}
