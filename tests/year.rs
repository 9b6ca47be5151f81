//! A year from the empty folder to the next one: new → fill → draft → diff → final → sign → verify → next year → import.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::Path;

use support::{Desk, STEM};

/// Runs the program and holds its exit status; what it told.
fn run(desk: &Desk, arguments: &[&str], status: i32) -> String {
    let run = desk.run(arguments);
    assert_eq!(run.status, Some(status), "{arguments:?}: {}", run.told());
    run.told()
}

/// Fills in what a new folder has as `key: ~`.
fn fill(desk: &Desk, file: &str, values: &[(&str, &str)]) {
    for (key, value) in values {
        let gap = format!(" {key}: ~");
        assert_eq!(desk.read(file).matches(&gap).count(), 1, "{file} {key}");
        desk.edit(file, &gap, &format!(" {key}: {value}"));
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[test]
fn a_year_from_the_empty_folder_to_the_next() {
    let desk = Desk::empty();
    let year = "示例县/2020";

    // January: the folder, and what is known by now.
    run(&desk, &["new", year, "--year", "2020"], 0);
    run(&desk, &["check", year], 1);
    fill(
        &desk,
        "示例县/2020/报告.yaml",
        &[("机关", "示例县"), ("类别", "县级政府"), ("署名", "示例县人民政府办公室"), ("联系电话", "0000-1234567")],
    );
    fill(
        &desk,
        "示例县/2020/正文.yaml",
        &[
            ("总体情况", "全年收到申请{{申请.新收.总计}}件，工作考核、社会评议、责任追究按规定进行。"),
            ("存在问题", "有的单位公开不够及时，下一步加强督促。"),
            ("其他事项", "没有其他需要报告的事项。"),
        ],
    );

    // A draft for the leader, with all that is still missing; no final.
    run(&desk, &["build", year], 1);
    assert!(!desk.path("out").exists());
    let told = run(&desk, &["build", year, "--draft"], 0);
    assert!(told.contains("error[missing-figure]") && told.contains("核对清单"), "{told}");
    let draft = format!("out/{STEM}（送审稿）.pdf");
    let told = run(&desk, &["verify", &draft], 1);
    assert!(told.contains("没有改动；送审稿，不能签发；"), "{told}");
    fs::create_dir(desk.path("上报")).unwrap();
    fs::copy(desk.path(&draft), desk.path(format!("上报/{STEM}.pdf"))).unwrap();
    let told = run(&desk, &["verify", &format!("上报/{STEM}.pdf")], 1);
    assert!(told.contains("送审稿，不能签发，文件名却没有写明"), "{told}");

    // What the leader changes, and the figures.
    copy(&desk.path(year), &desk.path("送审时/2020"));
    fill(&desk, "示例县/2020/报告.yaml", &[("成文日期", "2021-02-19")]);
    let table = desk.path("示例县/2020/表.yaml");
    let text = fs::read_to_string(&table).unwrap();
    let text = text.replace("新收: ~", "新收: [5, 2, 0, 0, 0, 1]").replace("予以公开: ~", "予以公开: [4, 2, 0, 0, 0, 1]");
    let text = text.replace(" 结转下年度: ~", " 结转下年度: [1, 0, 0, 0, 0, 0]").replace(": ~", ": 0");
    fs::write(table, text).unwrap();
    let text = fs::read_to_string(desk.path("示例县/2020/正文.yaml")).unwrap();
    fs::write(desk.path("示例县/2020/正文.yaml"), text.replace("不够及时", "不够及时全面")).unwrap();
    let told = run(&desk, &["diff", "送审时/2020", year], 1);
    assert!(told.contains("申请.新收.自然人") && told.contains("未填") && told.contains("{+全面+}"), "{told}");
    run(&desk, &["diff", year, year], 0);

    // The final, signed off, and known again.
    let told = run(&desk, &["build", year], 0);
    assert!(!told.contains("warning"), "{told}");
    let (pdf, docx) = (format!("out/{STEM}.pdf"), format!("out/{STEM}.docx"));
    run(&desk, &["sign", &pdf, "--by", "张三", "--on", "2021-02-19"], 0);
    let told = run(&desk, &["verify", &pdf, &docx, "--data", year], 0);
    assert_eq!(told.matches("没有改动；定稿；已于 2021-02-19 由张三签发；").count(), 2, "{told}");
    assert_eq!(told.matches("正是由这份数据生成").count(), 2, "{told}");
    run(&desk, &["verify", &pdf, "--data", "送审时/2020"], 1);

    // Next January: last year's contacts and what was carried over.
    run(&desk, &["new", "示例县/2021", "--year", "2021", "--from", year], 0);
    let next = |file: &str| fs::read_to_string(desk.path("示例县/2021").join(file)).unwrap();
    assert!(next("报告.yaml").contains("联系电话: \"0000-1234567\""));
    assert!(next("表.yaml").contains("上年结转: [1, 0, 0, 0, 0, 0]"), "{}", next("表.yaml"));

    // The published file as data again, for whom the data are lost: the same report.
    run(&desk, &["import", &docx, "-o", "找回/2020"], 0);
    let tree = |folder: &str| {
        let told = run(&desk, &["build", folder, "--to", "document"], 0);
        // Without the places in the data: one writes a text where the other writes a list of one.
        let bare = |line: &str| match (line.find(" ["), line.find(']')) {
            (Some(from), Some(to)) if from < to => format!("{}{}", &line[..from], &line[to + 1..]),
            _ => line.to_string(),
        };
        told.lines().map(bare).collect::<Vec<_>>()
    };
    assert_eq!(tree("找回/2020"), tree(year));
    run(&desk, &["new", "找回/2021", "--year", "2021", "--from", "找回/2020"], 0);
}

#[test]
fn a_past_year_comes_out_byte_for_byte_anywhere() {
    let desk = Desk::empty();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ganzhou/2020");
    let build = |folder: &Path, out: &str, environment: &[(&str, &str)]| {
        let mut run = desk.command(&[]);
        run.args([
            "build".as_ref(),
            folder,
            "-o".as_ref(),
            out.as_ref(),
            "--format".as_ref(),
            "docx,pdf,html,csv,json".as_ref(),
        ]);
        assert!(run.env_clear().envs(environment.iter().copied()).status().unwrap().success());
        let files = fs::read_dir(desk.path(out)).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<_> = files.map(|path| (path.file_name().unwrap().to_owned(), fs::read(path).unwrap())).collect();
        files.sort();
        files
    };
    let here = build(&example, "这里", &[("TZ", "Asia/Shanghai"), ("LANG", "zh_CN.UTF-8")]);
    assert_eq!(here.len(), 6);

    // Another folder, of files written on another day in another order.
    let there = desk.path("档案 室/甘州/2020");
    fs::create_dir_all(&there).unwrap();
    let mut entries: Vec<_> = fs::read_dir(&example).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort_by_key(|path| std::cmp::Reverse(path.clone()));
    let day = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(946_684_800);
    for path in entries.iter().filter(|path| path.is_file()) {
        let copied = there.join(path.file_name().unwrap());
        fs::copy(path, &copied).unwrap();
        fs::File::options().write(true).open(copied).unwrap().set_modified(day).unwrap();
    }
    // Another machine, locale and time zone.
    let elsewhere = [("TZ", "America/New_York"), ("LC_ALL", "tr_TR.UTF-8"), ("HOME", "/nowhere"), ("HOSTNAME", "archive")];
    assert!(build(&there, "那里", &elsewhere) == here, "other bytes elsewhere");
}
