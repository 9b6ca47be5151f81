//! `build --draft` as a user meets it, and what `verify` says of its files.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{WRONG, office};

const STEM: &str = "示例县2020年政府信息公开工作年度报告";

/// Runs the program in a folder; its exit status, standard output and standard error.
fn nianbao(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_nianbao")).args(arguments).current_dir(folder).output().unwrap();
    (run.status.code(), String::from_utf8(run.stdout).unwrap(), String::from_utf8(run.stderr).unwrap())
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_draft_with_errors_is_written_and_says_how_many() {
    let (folder, _year) = office(&WRONG);
    let (status, out, told) = nianbao(folder.path(), &["build", "--draft", "甲县/2020"]);
    assert_eq!(status, Some(0), "{told}");
    let stem = "□2020年政府信息公开工作年度报告（送审稿）";
    assert_eq!(out, format!("out/{stem}.docx\nout/{stem}.pdf\n"));
    assert!(told.contains("error[missing-key]"), "{told}");
    assert!(told.ends_with("个警告，已列在送审稿末页的核对清单里\n"), "{told}");
    assert_eq!(names(&folder.path().join("out")).len(), 3);
    let first = names(&folder.path().join("out"))
        .iter()
        .map(|name| fs::read(folder.path().join("out").join(name)).unwrap())
        .collect::<Vec<_>>();
    // From elsewhere, by another path, over the first.
    let year = folder.path().join("甲县/2020");
    let (status, ..) = nianbao(
        &std::env::temp_dir(),
        &["build", "--draft", "-q", year.to_str().unwrap(), "-o", folder.path().join("out").to_str().unwrap()],
    );
    assert_eq!(status, Some(0));
    let again = names(&folder.path().join("out"))
        .iter()
        .map(|name| fs::read(folder.path().join("out").join(name)).unwrap())
        .collect::<Vec<_>>();
    assert!(first == again, "same bytes wherever it is made");
}

#[test]
fn a_draft_and_a_final_stand_side_by_side_and_neither_is_taken_for_the_other() {
    let (folder, _year) = office(&[]);
    for arguments in [&["build", "甲县/2020"][..], &["build", "甲县/2020", "--draft"], &["build", "甲县/2020", "--draft"]]
    {
        assert_eq!(nianbao(folder.path(), arguments).0, Some(0));
    }
    let out = folder.path().join("out");
    let endings =
        ["docx", "manifest.json", "pdf"].map(|ending| [format!("{STEM}.{ending}"), format!("{STEM}（送审稿）.{ending}")]);
    let mut wanted = endings.concat();
    wanted.sort();
    assert_eq!(names(&out), wanted);
    for ending in ["pdf", "docx"] {
        let draft = format!("out/{STEM}（送审稿）.{ending}");
        let (status, told, _) = nianbao(folder.path(), &["verify", &draft, "--data", "甲县/2020"]);
        assert!(
            status == Some(1) && told.contains("没有改动；送审稿，不能签发；") && told.contains("正是由这份数据生成"),
            "{told}"
        );
        let renamed = format!("out/{STEM}.{ending}");
        fs::copy(folder.path().join(&draft), folder.path().join(&renamed)).unwrap();
        let (status, told, _) = nianbao(folder.path(), &["verify", &renamed]);
        assert!(status == Some(1) && told.contains("送审稿，不能签发，文件名却没有写明"), "{told}");
    }
}

#[test]
fn the_watermark_is_chosen_and_only_a_draft_has_one() {
    let (folder, _year) = office(&[]);
    let pages = |arguments: &[&str]| nianbao(folder.path(), &[&["build", "甲县/2020", "--to", "pages"], arguments].concat());
    let watermark = |shown: &str| shown.lines().find(|line| line.starts_with("watermark")).map(str::to_string);
    let (_, usual, _) = pages(&["--draft"]);
    let (_, other, _) = pages(&["--draft", "--watermark", "内部审阅"]);
    assert!(watermark(&usual).is_some() && watermark(&other).is_some() && watermark(&usual) != watermark(&other));
    assert_eq!(watermark(&pages(&[]).1), None);
    for wrong in [
        &["--watermark", "稿"][..],
        &["--line-numbers"],
        &["--draft", "--watermark", " "],
        &["--draft", "--watermark", "a\tb"],
    ] {
        assert_eq!(pages(wrong).0, Some(2), "{wrong:?}");
    }
    let (status, _, told) = pages(&["--draft", "--watermark", "稿😀"]);
    assert!(status == Some(1) && told.contains("error[missing-glyph]"), "{told}");
}

#[test]
fn lines_are_numbered_on_request_anew_on_every_page() {
    let (folder, _year) = office(&[]);
    let (_, shown, _) = nianbao(folder.path(), &["build", "甲县/2020", "--draft", "--line-numbers", "--to", "pages"]);
    let numbers: Vec<_> = shown.lines().filter(|line| line.starts_with("page") || line.starts_with("line number")).collect();
    // The title, 8 lines and the first page's table, which is not counted; a page of one table; 7 lines, and the list.
    let fifths: Vec<_> = numbers.iter().map(|line| line.ends_with("›5” artifact")).collect();
    assert_eq!(fifths, [false, true, false, false, true, false], "{numbers:#?}");
}

#[test]
fn every_stage_can_be_looked_at_and_several_folders_be_made_at_once() {
    let (folder, year) = office(&WRONG);
    for (stage, words) in [("markup", "<mark>□</mark>"), ("document", "⟦□⟧"), ("pages", "note 1 under")] {
        let (status, shown, told) = nianbao(folder.path(), &["build", "--draft", "甲县/2020", "--to", stage]);
        assert!(status == Some(0) && shown.contains(words), "{stage}: {told}");
    }
    let other = folder.path().join("乙县/2020");
    fs::create_dir_all(&other).unwrap();
    fs::copy(year.join("数据.yaml"), other.join("数据.yaml")).unwrap();
    let (status, out, told) =
        nianbao(folder.path(), &["build", "--draft", "甲县/2020", "乙县/2020", "没有/2020", "--format", "png"]);
    assert_eq!(status, Some(2), "{told}");
    assert!(out.contains("out/甲县/") && out.contains("out/乙县/") && out.contains("总览.png"), "{out}");
}

#[test]
fn a_long_title_keeps_its_ending() {
    let title = format!("  机关: 示例县\n  标题: {}", "长".repeat(110));
    let (folder, _year) = office(&[("  机关: 示例县", &title)]);
    assert_eq!(nianbao(folder.path(), &["build", "--draft", "甲县/2020"]).0, Some(0));
    assert!(names(&folder.path().join("out")).iter().all(|name| name.contains("（送审稿）.")));
}
