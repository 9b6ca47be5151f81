//! Many folders at once: which they are, what is skipped, and that nothing halves a file.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::io::Write;
use std::time::Duration;

use support::{Desk, good_data};

/// A desk with units that have a year's good data, each with its own name, in `单位/<number>/2020`.
fn district(units: usize) -> Desk {
    let district = Desk::empty();
    for unit in 1..=units {
        district.write(&data(unit), good_data().replace("示例县", &format!("第{unit}县")));
    }
    district
}

fn data(unit: usize) -> String {
    format!("单位/{unit}/2020/数据.yaml")
}

fn told(units: impl IntoIterator<Item = usize>) -> String {
    units.into_iter().map(|unit| format!("单位/{unit}/2020：没有发现问题\n")).collect()
}

#[test]
fn folders_are_named_by_pattern_list_and_standard_input() {
    let district = district(3);
    assert_eq!(district.passes(&["check", "单位/*/2020"]).out, told(1..=3));
    fs::write(district.path("清单.txt"), "\u{FEFF}# 三个单位\r\n单位/2/2020\r\n\r\n 单位/1/2020\r\n").unwrap();
    assert_eq!(district.passes(&["check", "--from-file", "清单.txt"]).out, told([2, 1]));
    assert_eq!(district.passes(&["check", "单位/1/2020", "--from-file", "清单.txt"]).out, told([1, 2]));

    let mut run = district.command(&["check", "-"]).spawn().unwrap();
    run.stdin.take().unwrap().write_all("单位/3/2020\n".as_bytes()).unwrap();
    assert_eq!(String::from_utf8(run.wait_with_output().unwrap().stdout).unwrap(), told([3]));

    for (arguments, why) in [
        (&["check", "单位/*/1999"][..], "没有与 单位/*/1999 相符的文件夹"),
        (&["check", "--from-file", "没有.txt"], "读不出 没有.txt"),
        (&["check"], "没有写年度文件夹"),
        (&["build"], "没有写年度文件夹"),
        (&["check", "--shard", "0/2", "单位/1/2020"], "写成 2/10 这样"),
        (&["check", "--shard", "3/2", "单位/1/2020"], "写成 2/10 这样"),
    ] {
        let run = district.run(arguments);
        assert!(run.status == Some(2) && run.err.contains(why), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn shares_together_are_the_whole() {
    let district = district(5);
    district.passes(&["build", "单位/*/2020", "-o", "整个"]);
    for share in ["1/3", "2/3", "3/3"] {
        district.passes(&["build", "单位/*/2020", "-o", "分开", "--shard", share]);
    }
    assert_eq!(district.files("分开"), district.files("整个"));
    assert_eq!(district.passes(&["check", "单位/*/2020", "--shard", "2/3"]).out, told([2, 5]));
}

#[test]
fn what_has_not_changed_is_not_made_again() {
    let district = district(3);
    let build = |more: &[&str]| {
        let arguments = [&["build", "单位/*/2020", "--report", "结果.json"], more].concat();
        district.passes(&arguments);
        let json: serde_json::Value = serde_json::from_slice(&fs::read(district.path("结果.json")).unwrap()).unwrap();
        let units = json["units"].as_array().unwrap().clone();
        assert_eq!(
            units.iter().map(|unit| unit["folder"].as_str().unwrap()).collect::<Vec<_>>(),
            ["单位/1/2020", "单位/2/2020", "单位/3/2020"]
        );
        assert!(units.iter().all(|unit| {
            unit["files"].as_array().unwrap().iter().all(|file| district.path(file.as_str().unwrap()).is_file())
        }));
        units.iter().map(|unit| unit["unchanged"].as_bool().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(build(&[]), [false, false, false]);
    let first = district.files("out");
    assert_eq!(build(&[]), [true, true, true]);
    assert_eq!(build(&["--rebuild"]), [false, false, false]);
    assert_eq!(district.files("out"), first);

    // Another figure of the data, a file that is gone, one that is not whole, another option.
    district.edit(&data(1), "成文日期: 2021-02-19", "成文日期: 2021-02-18");
    fs::remove_file(district.path("out/第2县2020年政府信息公开工作年度报告.pdf")).unwrap();
    assert_eq!(build(&[]), [false, false, true]);
    fs::write(district.path("out/第3县2020年政府信息公开工作年度报告.pdf"), "").unwrap();
    assert_eq!(build(&["--force"]), [true, true, false]);
    assert_eq!(build(&["--docx-fonts", "shipped"]), [false, false, false]);
    assert_eq!(build(&["--format", "docx"]), [false, false, false]);

    // The same data under another name of the folder, and last year's data beside it.
    district.write("单位/2/2019/数据.yaml", district.read(&data(2)).replace("2020", "2019"));
    assert_eq!(build(&["--format", "docx"]), [true, false, true]);
}

#[test]
fn one_unit_with_errors_does_not_stop_the_others() {
    let district = district(3);
    district.edit(&data(2), "年度: 2020", "年度: 二〇二〇");
    let run = district.run(&["build", "单位/*/2020", "--report", "结果.json"]);
    assert_eq!(run.status, Some(1));
    let note = run.err;
    assert!(note.contains("单位/2/2020：1 个错误，没有写出报告"), "{note}");
    let table: Vec<&str> =
        note.lines().rev().take(5).map(|line| line.split_once("秒").map_or(line, |line| line.0)).collect();
    assert!(table[0].starts_with("共 3 个，有错误的 1 个，未变的 0 个  "), "{note}");
    assert_eq!(district.files("out").len(), 6);
    let json: serde_json::Value = serde_json::from_slice(&fs::read(district.path("结果.json")).unwrap()).unwrap();
    assert_eq!(json["units"][1]["errors"], 1);
    assert_eq!(json["units"][1]["files"].as_array().unwrap().len(), 0);
}

#[test]
fn a_batch_that_is_killed_leaves_whole_files_and_is_finished_by_the_next() {
    let district = district(6);
    district.passes(&["build", "单位/*/2020", "-o", "不受打扰"]);
    let whole = district.files("不受打扰");
    // A sequence of moments without a pattern, the same in every run of the test.
    let mut seed = 20_210_219_u64;
    for _ in 0..50 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut run = district.command(&["build", "单位/*/2020"]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis((seed >> 33) % 400));
        run.kill().unwrap();
        run.wait().unwrap();
        let left = district.files("out");
        let reports = || left.iter().filter(|(name, _)| !name.starts_with('.') && !name.ends_with(".json"));
        for (name, bytes) in reports() {
            assert_eq!(Some(bytes), whole.get(name), "{name}");
        }
        if reports().count() == 12 {
            fs::remove_dir_all(district.path("out")).unwrap();
        }
    }
    district.passes(&["build", "单位/*/2020"]);
    assert_eq!(district.files("out"), whole);
}

#[test]
fn two_runs_at_once_into_one_folder_do_not_disturb_each_other() {
    let district = district(4);
    district.passes(&["build", "单位/*/2020", "-o", "不受打扰"]);
    let runs: Vec<_> = (0..3).map(|_| district.command(&["build", "单位/*/2020"]).spawn().unwrap()).collect();
    for run in runs {
        let run = run.wait_with_output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }
    assert_eq!(district.files("out"), district.files("不受打扰"));
}

#[cfg(unix)]
#[test]
fn a_batch_that_is_stopped_finishes_what_it_began_and_says_what_is_left() {
    let district = district(40);
    let mut run = district.command(&["build", "单位/*/2020"]).spawn().unwrap();
    // Not after a time: how much of the work is done by then is the machine's matter.
    while fs::read_dir(district.path("out")).map_or(true, |mut files| files.next().is_none()) {
        assert!(run.try_wait().unwrap().is_none(), "it ended before there was a file");
        std::thread::sleep(Duration::from_millis(1));
    }
    assert!(std::process::Command::new("kill").args(["-INT", &run.id().to_string()]).status().unwrap().success());
    let run = run.wait_with_output().unwrap();
    let note = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(2), "{note}");
    assert!(note.contains("已停下：做完 "), "{note}");
    assert!(district.files("out").keys().all(|name| !name.starts_with('.')));
}
