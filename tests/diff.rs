//! `nianbao diff` as a user meets it: what is told of two years, as text and as JSON, and the exit status.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;

use serde_json::Value;
use support::{Desk, Run, good_data, nianbao};

/// Compares two of the examples.
fn examples(old: &str, new: &str, more: &[&str]) -> Run {
    let [old, new] = [old, new].map(|name| format!("examples/{name}"));
    nianbao(env!("CARGO_MANIFEST_DIR").as_ref(), &[&["diff", &old, &new], more].concat())
}

fn diff(desk: &Desk, arguments: &[&str]) -> Run {
    desk.run(&[&["diff"], arguments].concat())
}

/// A desk with the good data as `旧` and, changed, as `新`.
fn edited(change: impl Fn(&mut String)) -> Desk {
    let desk = Desk::with_data("旧");
    let mut data = good_data();
    change(&mut data);
    desk.write("新/数据.yaml", data);
    desk
}

fn replace(data: &mut String, old: &str, new: &str) {
    let changed = data.replacen(old, new, 1);
    assert!(changed != *data, "{old} is in the data");
    *data = changed;
}

/// The main part of a DOCX.
fn docx_content(path: &std::path::Path) -> String {
    let mut package = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    std::io::read_to_string(package.by_name("word/document.xml").unwrap()).unwrap()
}

#[test]
fn two_years_are_told_as_text() {
    let run = examples("qinghe/2024", "qinghe/2025", &[]);
    assert_eq!((run.err.as_str(), run.status), ("", Some(1)));
    insta::assert_snapshot!("diff_of_two_years", run.out);
}

#[test]
fn two_forms_are_told_as_json() {
    let run = examples("qinghe/2017", "qinghe/2025", &["--format", "json", "-q"]);
    assert_eq!(run.status, Some(1));
    let told: Value = serde_json::from_str(&run.out).unwrap();
    insta::assert_snapshot!("diff_of_two_forms", serde_json::to_string_pretty(&told).unwrap());
}

#[test]
fn nothing_is_told_of_what_is_only_written_otherwise() {
    let desk = edited(|data| {
        replace(data, "报告:", "# 注\n报告:");
        data.push_str("\n\n");
    });
    let run = diff(&desk, &["旧", "新"]);
    assert_eq!((run.out.as_str(), run.status), ("没有不同\n", Some(0)));
    assert_eq!(diff(&desk, &["旧", "新", "-q"]).out, "");
}

#[test]
fn every_kind_of_change_is_told() {
    let desk = edited(|data| {
        replace(data, "新收: [5, 2, 0, 0, 0, 1]", "新收: [6, /, ~, 0, x, 1]");
        replace(data, "  网站: 60", "  甲: 3 = 申请.新收.自然人\n  网站: 60");
        replace(data, "成文日期: 2021-", "成文日期: 2022-");
        replace(data, "全年公开信息", "今年公开信息");
        replace(data, "网站占{{占比 数字.网站 数字.合计}}", "网站占60%");
        data.push_str("\n核对:\n- { 代码: sum-mismatch, 位置: 申请.新收.总计, 理由: 试 }\n");
    });
    let run = diff(&desk, &["旧", "新"]);
    let (told, faults) = (run.out, run.err);
    assert_eq!(run.status, Some(1), "{faults}");
    for line in [
        "  申请.新收.自然人：5 → 6（+1）  一、本年新收政府信息公开申请数量，申请人情况：自然人\n",
        "  申请.新收.商业企业：2 → “/”（-2）",
        "  申请.新收.科研机构：0 → 未填  ",
        "  申请.新收.法律服务机构：0 → “x”（不是数字）",
        "  报告.成文日期：[-2021-",
        "  数字.甲：没有 → 3\n",
        "  数字.甲.等式：{+申请.新收.自然人+}\n",
        "  核对.sum-mismatch.申请.新收.总计：{+试+}\n",
        "（段落，修改）\n    ",
        "[-全-]{+今+}年公开信息",
        "  正文.总体情况.1.正文：网站占[-{{占比 数字.网站 数字.合计}}-]{+60%+}。",
    ] {
        assert!(told.contains(line), "{line} in\n{told}");
    }
    // What cannot be read is told where it stands.
    assert!(faults.contains("新/数据.yaml:") && faults.contains("bad-figure"), "{faults}");
    let colored = diff(&desk, &["旧", "新", "--color", "always"]).out;
    assert!(colored.contains("\u{1b}[31;9m全\u{1b}[0m\u{1b}[32;4m今\u{1b}[0m年"), "{colored}");
}

#[test]
fn paragraphs_come_go_and_move() {
    let desk = edited(|data| {
        replace(data, "  总体情况:\n", "  总体情况:\n    - 这一段是新加的，说明本报告的依据。\n");
    });
    let told = diff(&desk, &["旧", "新"]).out;
    assert!(told.ends_with("\n1 段文字不同\n"), "{told}");
    assert!(told.contains("（段落，增加）\n    {+这一段是新加的，说明本报告的依据。+}"), "{told}");
    let told = diff(&desk, &["新", "旧"]).out;
    assert!(told.contains("（段落，删去）\n    [-这一段是新加的，说明本报告的依据。-]"), "{told}");
    let desk = edited(|data| {
        let moved = "业务培训还不够，考核、评议和责任追究还要加强。";
        replace(data, moved, "没有。");
        replace(data, "没有其他需要报告的事项。", &format!("[没有其他需要报告的事项。, {moved}]"));
    });
    let told = diff(&desk, &["旧", "新"]).out;
    assert!(told.contains("  正文.其他事项.1（段落，移动，原在 正文.存在问题）\n    业务培训"), "{told}");
}

#[test]
fn what_cannot_be_read_is_no_difference() {
    let desk = edited(|data| data.insert_str(0, "：\t- }\n"));
    for folders in [["旧", "新"], ["旧", "没有"]] {
        let run = diff(&desk, &folders);
        assert_eq!((run.status, run.out.as_str()), (Some(2), ""));
        assert!(run.err.ends_with("没有比较\n"));
    }
}

#[test]
fn a_redline_is_written_known_and_replaced_only_if_it_is_ours() {
    let desk = edited(|data| replace(data, "全年公开信息", "今年公开信息"));
    let path = desk.path("比较.docx");
    let write = |more: &[&str]| {
        let run = diff(&desk, &[&["旧", "新", "-o", "比较.docx"], more].concat());
        (run.status, run.out, run.err)
    };
    let told = "比较.docx\n1 段文字不同\n".to_string();
    assert_eq!(write(&[]), (Some(1), told.clone(), String::new()));
    let bytes = fs::read(&path).unwrap();
    assert_eq!(write(&["--author", "王某"]), (Some(1), told.clone(), String::new()));
    assert_ne!(fs::read(&path).unwrap(), bytes);
    write(&[]);
    assert_eq!(fs::read(&path).unwrap(), bytes, "the same reports give the same bytes");

    let verify = || {
        let run = desk.run(&["verify", "比较.docx"]);
        (run.status, run.out)
    };
    let version = env!("CARGO_PKG_VERSION");
    let known = format!("比较稿，标着两份报告的不同，不是报告；nianbao {version} 生成；2019 表式\n");
    assert_eq!(verify(), (Some(1), format!("比较.docx：没有改动；{known}")));
    let mut changed = bytes.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    fs::write(&path, &changed).unwrap();
    assert!(verify().1.starts_with("比较.docx：") && !verify().1.contains("没有改动"));

    let (status, _, told_of) = write(&[]);
    assert_eq!(status, Some(2));
    assert!(told_of.contains("kept-file") && told_of.ends_with("比较.docx：没有写出来\n"), "{told_of}");
    assert_eq!(fs::read(&path).unwrap(), changed);
    assert_eq!(write(&["--force"]).0, Some(1));
    assert_eq!(fs::read(&path).unwrap(), bytes);
    assert_eq!(diff(&desk, &["旧", "新", "-o", "比较.pdf"]).status, Some(2));
}

#[test]
fn two_names_are_not_one_with_a_mark_between() {
    let desk = edited(|data| replace(data, "署名: 示例县人民政府办公室", "署名: [甲府, 乙府]"));
    desk.write("并/数据.yaml", desk.read("新/数据.yaml").replace("[甲府, 乙府]", "甲府、乙府"));
    let told = diff(&desk, &["新", "并"]).out;
    assert!(told.contains("报告.署名"), "{told}");
}

#[test]
fn each_of_two_acceptances_of_one_place_is_compared() {
    let desk = edited(|data| {
        *data += "核对:\n- { 代码: blank-figure, 位置: 申请, 理由: 甲 }\n- { 代码: blank-figure, 位置: 申请, 理由: 乙 }\n";
    });
    desk.write("改/数据.yaml", desk.read("新/数据.yaml").replace("理由: 乙", "理由: 丙"));
    let told = diff(&desk, &["新", "改"]).out;
    assert!(told.contains("核对.blank-figure.申请#2：[-乙-]{+丙+}"), "{told}");
}

#[test]
fn what_would_command_a_terminal_is_only_shown() {
    let desk = edited(|data| replace(data, "单位: 示例县政务公开办公室", "单位: \"\\e]0;x\\a\\e[2J\""));
    let told = diff(&desk, &["旧", "新"]).out;
    assert!(told.contains("]0;x") && !told.contains('\x1b'), "{told}");
}

#[test]
fn a_report_with_errors_is_compared_as_its_draft_shows_it() {
    let desk = edited(|data| {
        replace(data, "新收: [5, 2, 0, 0, 0, 1]", "新收: [6, 2, ~, 0, 0, 1]");
        replace(data, "全年公开信息", "全年{{数字.没有}}公开信息");
    });
    let run = diff(&desk, &["旧", "新", "-o", "比较.docx"]);
    let note = run.err;
    assert_eq!((run.status, run.out.lines().next()), (Some(1), Some("比较.docx")), "{note}");
    let told = ["error[missing-figure]", "error[unknown-name]"].map(|code| note.matches(code).count());
    assert_eq!(told, [1, 1], "each is told once: {note}");
    let content = docx_content(&desk.path("比较.docx"));
    let inserted: String = content.split("<w:ins ").skip(1).map(|piece| piece.split("</w:ins>").next().unwrap()).collect();
    let deleted: String =
        content.split("<w:delText").skip(1).map(|piece| piece.split("</w:delText>").next().unwrap()).collect();
    for new in [">6<", ">□<", "{{数字.没有}}"] {
        assert!(inserted.contains(new), "{new} is inserted: {inserted}");
    }
    assert!(deleted.contains(">5"), "{deleted}");
    assert!(!content.contains("核对清单"), "what a draft says beside the report is no change of it");
}
