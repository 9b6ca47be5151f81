//! The program as a user meets it: what it prints, what it leaves on disk, its exit status.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use nianbao::diagnostic::Code;
use support::{Desk, STEM, good_data, nianbao};

const DATA: &str = "甲 县/2020/数据.yaml";

/// A desk with a year's good data in `甲 县/2020`.
fn office() -> Desk {
    Desk::with_data("甲 县/2020")
}

fn root() -> &'static Path {
    env!("CARGO_MANIFEST_DIR").as_ref()
}

/// Changes the data of an office.
fn edit(office: &Desk, change: impl Fn(String) -> Vec<u8>) {
    office.write(DATA, change(office.read(DATA)));
}

/// The names of the files of a folder.
fn files(desk: &Desk, folder: &str) -> Vec<String> {
    desk.files(folder).into_keys().collect()
}

#[test]
fn build_writes_both_files_and_says_so_twice() {
    let office = office();
    let mut first = vec![];
    for mark in ["", "（没有变化）"] {
        let run = office.run(&["build", "甲 县/2020"]);
        assert_eq!(run.err, "");
        assert_eq!(run.out, format!("out/{STEM}.docx{mark}\nout/{STEM}.pdf{mark}\n"));
        assert_eq!(run.status, Some(0));
        let bytes = |ending: &str| fs::read(office.path(format!("out/{STEM}.{ending}"))).unwrap();
        let written = vec![bytes("docx"), bytes("pdf"), bytes("manifest.json")];
        assert!(first.is_empty() || first == written, "same bytes in two processes");
        first = written;
    }
    assert_eq!(files(&office, "out").len(), 3);
}

#[test]
fn the_fonts_a_docx_names_are_chosen() {
    let office = office();
    let written = |arguments: &[&str]| {
        assert_eq!(office.run(&[&["build", "甲 县/2020"], arguments].concat()).status, Some(0));
        let file = |ending: &str| fs::read(office.path(format!("out/{STEM}.{ending}"))).unwrap();
        let mut styles = String::new();
        let mut docx = zip::ZipArchive::new(io::Cursor::new(file("docx"))).unwrap();
        docx.by_name("word/styles.xml").unwrap().read_to_string(&mut styles).unwrap();
        (styles, file("pdf"))
    };
    let (usual, pdf) = written(&[]);
    assert!(usual.contains("仿宋_GB2312") && usual.contains("Times New Roman") && !usual.contains("GW "));
    let (carried, full) = written(&["--docx-fonts", "shipped"]);
    assert!(carried.contains("GW FangSong") && carried.contains("Liberation Serif") && !carried.contains("仿宋_GB2312"));
    assert!(pdf != full, "the marks of the PDF are full, as those of the DOCX in LibreOffice");
    assert_eq!(written(&["--docx-fonts", "office"]).0, usual);
    assert_eq!(office.run(&["build", "甲 县/2020", "--docx-fonts", "宋体"]).status, Some(2));
}

#[test]
fn a_fault_is_drawn_under_its_line_and_nothing_is_written() {
    let office = office();
    edit(&office, |text| text.replace("新收: [5, 2, 0, 0, 0, 1]", "新收: [5, 2, 0, 0, 0, 1, 35]").into_bytes());
    let run = office.run(&["build", "甲 县/2020"]);
    assert_eq!(run.status, Some(1));
    assert_eq!(run.out, "");
    let told = run.err;
    assert!(told.contains("甲 县/2020/数据.yaml:32:26"), "{told}");
    assert!(told.contains("^^ 填报 35，应为 8"), "{told}");
    assert!(told.ends_with("甲 县/2020：2 个错误，没有写出报告\n"), "{told}");
    assert!(!office.path("out").exists());
}

#[test]
fn one_broken_unit_does_not_stop_the_other() {
    let office = office();
    let run = office.run(&["build", "没有/2020", "甲 县/2020"]);
    assert_eq!(run.status, Some(2));
    assert!(run.err.contains("读不出 没有/2020：不存在"));
    assert_eq!(run.out, format!("out/{STEM}.docx\nout/{STEM}.pdf\n"));
}

/// Offices `甲`, `乙`, … each with a year's data; every third has an error, every second a warning.
fn district(offices: usize) -> (Desk, Vec<String>) {
    let desk = Desk::empty();
    let years = (0..offices).map(|at| {
        let mut data = good_data().replace("示例县", &format!("示例{at}县"));
        if at % 3 == 1 {
            data = data.replace("新收: [5, 2, 0, 0, 0, 1]", "新收: [5, 2, 0, 0, 0, 1, 35]");
        }
        if at % 2 == 1 {
            data = data.replace("全年公开信息", "今年公开信息");
        }
        desk.write(&format!("单位{at}/2020/数据.yaml"), data);
        format!("单位{at}/2020")
    });
    let years = years.collect();
    (desk, years)
}

#[test]
fn folders_given_together_are_told_and_made_as_each_alone() {
    let (folder, years) = district(12);
    let run = |command: &[&str], years: &[&str]| {
        let run = folder.run(&[command, years].concat());
        (run.out, run.err, run.status)
    };
    let years: Vec<_> = years.iter().map(String::as_str).collect();
    for command in
        [&["check"][..], &["check", "--format", "short"], &["check", "--format", "json"], &["build", "-o", "一起"]]
    {
        let together = run(command, &years);
        let command: Vec<_> = command.iter().map(|word| if *word == "一起" { "分别" } else { word }).collect();
        let alone: Vec<_> = years.iter().map(|year| run(&command, &[year])).collect();
        let said = |part: fn(&(String, String, Option<i32>)) -> &str| alone.iter().map(part).collect::<String>();
        assert_eq!(together.0.replace("一起/", "分别/"), said(|(out, ..)| out));
        let table = together.1.strip_prefix(&said(|(_, err, _)| err)).unwrap();
        assert!(table.starts_with("单位 ") && table.lines().count() == 14, "{table}");
        assert_eq!(together.2, Some(1));
    }
    let made = files(&folder, "一起");
    assert_eq!(made, files(&folder, "分别"));
    assert_eq!(made.len(), 8 * 3);
    for name in made {
        let bytes = |folder_name: &str| fs::read(folder.path(folder_name).join(&name)).unwrap();
        assert_eq!(bytes("一起"), bytes("分别"), "{name}");
    }
}

#[test]
fn two_reports_of_one_name_go_to_folders_of_their_organs() {
    let office = office();
    office.write("乙/2020/数据.yaml", good_data());
    let run = office.run(&["build", "--format", "docx", "甲 县/2020", "乙/2020"]);
    assert_eq!(run.out, format!("out/甲 县/{STEM}.docx\nout/乙/{STEM}.docx\n"));
}

#[test]
fn work_of_other_hands_is_kept_unless_forced() {
    let office = office();
    let path = office.path(format!("out/{STEM}.docx"));
    assert_eq!(office.run(&["build", "甲 县/2020"]).status, Some(0));
    fs::write(&path, "改过的").unwrap();
    let run = office.run(&["build", "甲 县/2020"]);
    assert_eq!(run.status, Some(2));
    assert!(run.err.contains("写出之后被人改过，没有覆盖"));
    assert_eq!(fs::read(&path).unwrap(), "改过的".as_bytes());
    assert_eq!(office.run(&["build", "--force", "甲 县/2020"]).status, Some(0));
    assert!(fs::read(&path).unwrap().starts_with(b"PK"));
}

#[test]
fn where_nothing_can_be_written_nothing_is_left() {
    let office = office();
    fs::write(office.path("挡住"), "").unwrap();
    let run = office.run(&["build", "-o", "挡住/里面", "甲 县/2020"]);
    assert_eq!(run.status, Some(2));
    assert!(run.err.contains("error[cannot-write]: 写不出 挡住/里面"), "{}", run.err);
}

#[test]
fn byte_order_mark_and_windows_line_ends_are_read() {
    let office = office();
    let pages = |office: &Desk| office.run(&["build", "--to", "document", "甲 县/2020"]);
    let plain = pages(&office);
    edit(&office, |text| format!("\u{FEFF}{}", text.replace('\n', "\r\n")).into_bytes());
    let marked = pages(&office);
    assert_eq!(plain.status, Some(0));
    assert_eq!(plain.out, marked.out);
}

#[test]
fn other_encodings_are_named() {
    let office = office();
    // 报告 in GBK.
    edit(&office, |_| b"# \n\xB1\xA8\xB8\xE6: 1\n".to_vec());
    let run = office.run(&["check", "--format", "short", "甲 县/2020"]);
    let told = "甲 县/2020/数据.yaml:2:1: error[wrong-encoding]: 文件不是 UTF-8 编码，看来是 GBK\n";
    assert_eq!(run.out, told);
    assert_eq!(run.status, Some(1));
    edit_bytes(&office, b"\xFF\xFE\xA5\x62");
    let run = office.run(&["check", "--format", "short", "甲 县/2020"]);
    assert!(run.out.ends_with("看来是 UTF-16\n"));
}

fn edit_bytes(office: &Desk, bytes: &[u8]) {
    office.write(DATA, bytes);
}

#[test]
fn a_character_no_font_has_is_told_at_its_place() {
    let office = office();
    edit(&office, |text| text.replace("业务培训还不够", "业务培训还\u{1F600}不够").into_bytes());
    let run = office.run(&["build", "甲 县/2020"]);
    assert_eq!(run.status, Some(1));
    let told = run.err;
    assert!(told.contains("error[missing-glyph]") && told.contains("U+1F600") && told.contains("数据.yaml:20:14"), "{told}");
    assert!(!office.path("out").exists());
}

#[test]
fn rare_and_long_texts_are_set() {
    let office = office();
    let long = "公开".repeat(2500);
    edit(&office, |text| text.replace("示例县人民政府办公室", "𬇕县人民政府").replace("业务培训还不够", &long).into_bytes());
    let run = office.run(&["build", "甲 县/2020"]);
    assert!(run.status == Some(0), "{}", run.err);
}

#[test]
fn strict_makes_a_warning_fail() {
    let office = office();
    edit(&office, |text| text.replace("规章: [0, 0, 0]", "规章: /").into_bytes());
    let check = |arguments: &[&str]| office.run(arguments).status;
    assert_eq!(check(&["check", "甲 县/2020"]), Some(0));
    assert_eq!(check(&["check", "--strict", "甲 县/2020"]), Some(1));
    assert_eq!(check(&["check"]), Some(2));
}

#[test]
fn an_office_changes_the_layout() {
    let office = office();
    let run = office.run(&["templates", "--copy", "我的版式"]);
    assert_eq!(run.status, Some(0));
    let layout = office.path("我的版式/2019/report.hbs");
    let own = fs::read_to_string(&layout).unwrap().replace("对本报告有疑问的，请", "欢迎来电，请");
    fs::write(&layout, own).unwrap();
    let markup = |arguments: &[&str]| office.run(arguments).out;
    assert!(markup(&["build", "--to", "markup", "甲 县/2020"]).contains("对本报告有疑问的，请与示例县政务公开办公室联系"));
    let changed = markup(&["build", "--to", "markup", "--templates", "我的版式", "甲 县/2020"]);
    assert!(changed.contains("欢迎来电，请与示例县政务公开办公室联系"));
    // A folder of that name beside the organs' is found by itself.
    fs::rename(office.path("我的版式"), office.path("templates")).unwrap();
    assert!(markup(&["build", "--to", "markup", "甲 县/2020"]).contains("欢迎来电"));
    // What is written over is the office's work.
    let again = office.run(&["templates", "--copy", "templates"]);
    assert!(again.out.contains("report.hbs 已有，没有动"));
}

#[test]
fn a_title_that_is_too_long_parts_behind_the_office() {
    let title = |organ: &str, title: &str| {
        let office = office();
        edit(&office, |text| text.replace("  机关: 示例县", &format!("  机关: {organ}{title}")).into_bytes());
        let markup = office.run(&["build", "甲 县/2020", "--to", "markup"]).out;
        markup.split("<h1 from=\"报告.标题\">").nth(1).unwrap().split("</h1>").next().unwrap().to_string()
    };
    // A line has room for 20 characters of 二号.
    assert_eq!(title("示例县乡", ""), "示例县乡2020年政府信息公开工作年度报告");
    assert_eq!(title("示例县乡里", ""), "示例县乡里<br/>2020年政府信息公开工作年度报告");
    let own = "示例县乡里2020年度政府信息公开工作年度报告";
    assert_eq!(title("示例县乡里", &format!("\n  标题: {own}")), own);
}

#[test]
fn a_part_has_the_heading_of_the_office() {
    let office = office();
    let own = "年度: 2020\n  部分标题: { 复议诉讼: 被申请行政复议情况 }";
    edit(&office, |text| text.replacen("年度: 2020", own, 1).into_bytes());
    let run = office.run(&["build", "--to", "markup", "甲 县/2020"]);
    let markup = run.out;
    assert!(markup.contains("<h2 from=\"报告.部分标题.复议诉讼\">四、被申请行政复议情况</h2>"), "{markup}");
    assert!(markup.contains("<h2>三、收到和处理政府信息公开申请情况</h2>"), "{markup}");
    // A character that no font has is told in the heading.
    edit(&office, |text| text.replace("被申请行政复议情况", "被申请\u{1F600}情况").into_bytes());
    let run = office.run(&["check", "--format", "short", "甲 县/2020"]);
    assert!(run.out.contains("数据.yaml:4:20: error[missing-glyph]"), "{}", run.out);
}

#[test]
fn a_slip_in_a_layout_is_told() {
    let office = office();
    office.run(&["templates", "--copy", "templates"]);
    let layout = office.path("templates/2019/report.hbs");
    let own = fs::read_to_string(&layout).unwrap();
    for (good, bad, code) in [
        ("<h2", "<h2 color=\"red\"", "bad-markup"),
        ("{{序号}}", "{{序}}", "bad-layout"),
        ("{{/with}}", "", "bad-layout"),
        ("<h2", "\u{FDD2}<h2", "bad-layout"),
    ] {
        fs::write(&layout, own.replacen(good, bad, 1)).unwrap();
        let run = office.run(&["build", "甲 县/2020"]);
        assert!(run.err.contains(&format!("error[{code}]")), "{bad}: {}", run.err);
        assert_eq!(run.status, Some(2), "{bad}");
    }
}

#[test]
fn last_years_report_is_compared_and_a_broken_one_told() {
    let office = office();
    let before = office.path("甲 县/2019");
    fs::create_dir_all(&before).unwrap();
    let this = office.read(DATA);
    let last = this.replace("年度: 2020", "年度: 2019").replace("2021-02-19", "2020-02-19");
    let last = last.replace("行政许可: [20, +2", "行政许可: [18, +2").replace("行政处罚: [6, -1", "行政处罚: [7, -1");
    fs::write(before.join("数据.yaml"), &last).unwrap();
    let check = || office.run(&["check", "--format", "short", "甲 县/2020"]).out;
    assert_eq!(check(), "", "carried over as it was");
    fs::write(before.join("数据.yaml"), last.replace("结转下年度: [1, 0, 0, 0, 0, 0, 1]", "结转下年度: [2, 0, 0, 0, 0, 0]"))
        .unwrap();
    let told = check();
    assert!(
        told.contains("warning[sum-mismatch]: 勾稽不符：“自然人”列，上年结转等于上一年度报告的结转下年度（1 ≠ 2）"),
        "{told}"
    );
    assert!(told.contains("error[sum-mismatch]: 勾稽不符：“总计”列"), "{told}");
    fs::write(before.join("数据.yaml"), "报告：\n").unwrap();
    assert!(check().contains("2019/数据.yaml:1:3: warning[wrong-shape]"), "{}", check());
}

#[test]
fn codes_are_explained() {
    for code in Code::ALL {
        let run = nianbao(root(), &["check", "--explain", code.name()]);
        assert_eq!(run.out, format!("{code}\n{}\n", code.explanation()));
        assert!(run.status == Some(0) && code.explanation().ends_with('。'), "{code}");
    }
    let run = nianbao(root(), &["check", "--explain", "没有"]);
    assert_eq!(run.status, Some(2));
}

#[test]
fn findings_for_programs() {
    let office = office();
    edit(&office, |text| text.replace("新收: [5, 2, 0, 0, 0, 1]", "新收: [5, 2, 0, 0, 0, 1, 35]").into_bytes());
    let run = office.run(&["check", "--format", "json", "甲 县/2020"]);
    let told = run.out;
    let found: serde_json::Value = serde_json::from_str(told.lines().next().unwrap()).unwrap();
    assert_eq!(found["code"], "sum-mismatch");
    assert_eq!(found["path"], "申请.新收.总计");
    assert_eq!(found["places"][0]["line"], 32);
    assert_eq!((&found["places"][0]["column"], &found["places"][0]["end_column"]), (&26.into(), &28.into()));
    assert_eq!(found["balance"]["difference"], "27");
    assert_eq!(found["balance"]["cells"][0], serde_json::json!(["申请.新收.总计", "35"]));
}

#[test]
fn a_number_that_differs_is_mended_as_it_says() {
    for (words, wanted) in [
        ("新收{}件", "{{申请.新收.总计}}"),
        ("不予公开、无法提供和予以公开共{}件", "{{数字.那些}}"),
        ("行政复议和行政诉讼{}件", "{{数字.那些}}"),
        ("新收{}件", "{{申请.新收.自然人}}"),
    ] {
        let office = office();
        let number = if wanted.ends_with("自然人}}") { "4" } else { "99" };
        let change = |text: String| {
            let text = text.replace("收办申请{{数字.收办}}件", &words.replace("{}", number));
            text.replace("  收办: = 申请.新收.总计 + 申请.上年结转.总计\n", "").into_bytes()
        };
        edit(&office, change);
        let told = office.run(&["check", "甲 县/2020"]).told();
        let help = told.split("办法: ").nth(1).unwrap().lines().next().unwrap();
        let formula = help.split("“合计: ").nth(1).map(|rest| rest.split('”').next().unwrap());
        if let Some(formula) = formula {
            assert!(formula.len() < 200, "{help}");
            edit(&office, |text| text.replace("  合计: 100", &format!("  那些: {formula}\n  合计: 100")).into_bytes());
        } else {
            assert!(help.contains(wanted), "{help}");
        }
        edit(&office, |text| text.replace(&words.replace("{}", number), &words.replace("{}", wanted)).into_bytes());
        office.passes(&["check", "--strict", "甲 县/2020"]);
    }
}

#[test]
fn slips_that_once_broke_the_program() {
    // (what is changed, into what, what must be told)
    let slips = [
        ("报告:\n  年度", " 报告:\n  年度", "yaml-syntax"),
        ("[3, 0, 0, 1]", "[70000000000000000000000000000, 0, 0, 1]", "bad-figure"),
        ("35.5 万元", "79228162514264337593543950335 万元", "bad-figure"),
        ("现将示例县", "'{{#*inline \"a\"}}{{> a}}{{/inline}}{{> a}}'#", "bad-template"),
        ("现将示例县", "｛｛数字.合计｝｝", "bad-template"),
        ("现将示例县", "由{{报告.署名}}", "unknown-name"),
        ("现将示例县", "现{{申请.新收}}", "unknown-name"),
        ("  合计:", "  合.计:", "bad-value"),
        ("署名: 示例县人民政府办公室", "署名: [\"\"]", "bad-value"),
        ("机关: 示例县", "机关: \" \"", "missing-key"),
        ("机关: 示例县", "机关: \"示例\\u200B县\"", "bad-value"),
    ];
    for (good, bad, code) in slips {
        let office = office();
        edit(&office, |text| text.replacen(good, bad, 1).into_bytes());
        let run = office.run(&["build", "甲 县/2020"]);
        let told = run.err;
        assert!(told.contains(&format!("error[{code}]")), "{bad}: {told}");
        assert_eq!(run.status, Some(1), "{bad}");
    }
}

#[test]
fn what_loses_something_cannot_be_accepted() {
    let office = office();
    let accept = "核对:\n  - { 代码: unknown-key, 位置: 报告.错, 理由: 照原样 }\n";
    edit(&office, |text| (text.replace("  年度: 2020", "  年度: 2020\n  错: 1") + accept).into_bytes());
    let run = office.run(&["check", "--format", "short", "甲 县/2020"]);
    assert!(run.out.contains("unknown-key 这类问题不能用核对放过"));
    assert_eq!(run.status, Some(1));
}

#[test]
fn reports_that_would_be_one_file_do_not_replace_each_other() {
    let office = office();
    for organ in ["A/局", "B/局"] {
        office.write(&format!("{organ}/2020/数据.yaml"), good_data());
    }
    let run = office.run(&["build", "--format", "docx", "A/局/2020", "B/局/2020"]);
    assert_eq!(run.out, format!("out/局/{STEM}.docx\n"));
    assert!(run.err.contains("与 A/局/2020 的报告同名"));
    assert_eq!(run.status, Some(2));
}

#[test]
fn where_a_report_goes_does_not_depend_on_the_faults_of_another() {
    let office = office();
    office.write("甲局/2020/数据.yaml", good_data());
    office.write("乙局/2020/数据.yaml", good_data());
    office.write("乙局/2020/另.yaml", "主动公开: [1");
    let run = office.run(&["build", "--format", "docx", "甲局/2020", "乙局/2020"]);
    assert_eq!(run.out, format!("out/甲局/{STEM}.docx\n"));
    assert_eq!(run.status, Some(1));
}

#[test]
fn a_long_title_gives_files_that_can_be_written_twice() {
    let office = office();
    let title = "长".repeat(110);
    edit(&office, |text| text.replace("  机关: 示例县", &format!("  机关: 示例县\n  标题: {title}")).into_bytes());
    for _ in 0..2 {
        let run = office.run(&["build", "甲 县/2020"]);
        assert!(run.status == Some(0), "{}", run.err);
    }
}

#[test]
fn a_folder_of_another_year_is_told() {
    let office = office();
    fs::rename(office.path("甲 县/2020"), office.path("甲 县/2021")).unwrap();
    let run = office.run(&["check", "--format", "short", "甲 县/2021"]);
    assert!(run.out.contains("warning[folder-year]: 文件夹是 2021，数据里的年度是 2020"));
}

#[test]
fn what_an_office_may_not_write_into_a_style_or_form() {
    let office = office();
    office.run(&["templates", "--copy", "templates"]);
    let slips = [
        ("style/gbt9704.yaml", "lines: 22", "lines: 0"),
        ("style/gbt9704.yaml", "measure: 156mm", "measure: 0mm"),
        ("style/gbt9704.yaml", "size: 四号", "size: 0pt"),
        ("2019/form.yaml", "公开 <= 总量", "公开 <= 总数量"),
        ("2019/form.yaml", "widths: [219, 150, 101, 89]", "widths: [219, 150, 101]"),
    ];
    for (file, good, bad) in slips {
        let path = office.path("templates").join(file);
        let own = fs::read_to_string(&path).unwrap();
        fs::write(&path, own.replace(good, bad)).unwrap();
        let run = office.run(&["build", "甲 县/2020"]);
        assert!(run.err.contains("error[bad-form]"), "{bad}: {}", run.err);
        assert_eq!(run.status, Some(2), "{bad}");
        fs::write(&path, own).unwrap();
    }
}
