//! What `verify` says of files that were left alone, changed, renamed or made from other data.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::Desk;

const DATA: &str = "甲县/2020/数据.yaml";

/// Verifies some files; the exit status and what was said.
fn verify(desk: &Desk, files: &[&Path], more: &[&str]) -> (Option<i32>, String) {
    let files: Vec<_> = files.iter().map(|file| file.to_str().unwrap()).collect();
    let run = desk.run(&[&["verify"], files.as_slice(), more].concat());
    (run.status, run.told())
}

/// A desk with a year's good data in `甲县/2020`, and its files in `out`.
fn built() -> (Desk, Vec<PathBuf>) {
    let desk = Desk::with_data("甲县/2020");
    desk.passes(&["build", "甲县/2020", "--format=docx,pdf,html"]);
    let files: Vec<_> = desk.files("out").into_keys().filter(|name| !name.ends_with(".json")).collect();
    assert_eq!(files.len(), 3);
    let files = files.iter().map(|name| desk.path(format!("out/{name}"))).collect();
    (desk, files)
}

#[test]
fn files_that_were_left_alone_are_known_with_the_manifest_and_without() {
    let (desk, files) = built();
    for file in &files {
        let (status, told) = verify(&desk, &[file], &[]);
        assert!(status == Some(0) && told.contains("没有改动；定稿；nianbao ") && !told.contains("清单"), "{told}");
        let renamed = desk.path("改名").with_extension(file.extension().unwrap());
        fs::copy(file, &renamed).unwrap();
        let (status, told) = verify(&desk, &[&renamed], &[]);
        assert!(status == Some(0) && told.contains("没有改动；定稿") && told.contains("旁边没有清单"), "{told}");
    }
}

#[test]
fn a_byte_that_changed_anywhere_is_told_without_the_manifest_too() {
    let (desk, files) = built();
    for file in &files {
        let bytes = fs::read(file).unwrap();
        let other = desk.path("份").with_extension(file.extension().unwrap());
        // Steps that meet every part of the file, and its first and last bytes.
        let places = (0..bytes.len()).step_by(bytes.len() / 60).chain([bytes.len() - 1]);
        for at in places {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            fs::write(&other, &changed).unwrap();
            let (status, told) = verify(&desk, &[&other], &[]);
            assert!(status == Some(1) && !told.contains("没有改动"), "byte {at}: {told}");
        }
        fs::write(file, [bytes.as_slice(), b"\n"].concat()).unwrap();
        let (status, told) = verify(&desk, &[file], &[]);
        assert!(status == Some(1) && told.contains("被改过"), "{told}");
    }
}

#[test]
fn a_file_of_somebody_else_is_unknown_and_a_missing_one_cannot_be_read() {
    let desk = Desk::empty();
    desk.write("别人的.pdf", b"%PDF-1.4\n%%EOF\n");
    let (status, told) = verify(&desk, &["别人的.pdf".as_ref()], &[]);
    assert!(status == Some(1) && told.contains("来历不明"), "{told}");
    let (status, told) = verify(&desk, &["没有.pdf".as_ref()], &[]);
    assert!(status == Some(2) && told.contains("不存在"), "{told}");
}

#[test]
fn whether_a_file_was_made_from_the_data_is_told() {
    let (desk, files) = built();
    let verify = || verify(&desk, &[&files[0], &files[1], &files[2]], &["--data", "甲县/2020"]);
    let (status, told) = verify();
    assert!(status == Some(0) && told.matches("正是由这份数据生成").count() == 3, "{told}");
    // Only what the data say counts, not how they are written.
    let text = desk.read(DATA);
    desk.write(DATA, format!("# 注\n{}", text.replace('\n', "\r\n")));
    assert_eq!(verify().0, Some(0));
    desk.write(DATA, text.replacen("2021-", "2022-", 1));
    let (status, told) = verify();
    assert!(status == Some(1) && told.matches("不是由这份数据生成的").count() == 3, "{told}");
}

#[test]
fn formats_that_say_nothing_of_themselves_are_known_by_the_manifest() {
    let desk = Desk::with_data("甲县/2020");
    desk.passes(&["build", "甲县/2020", "--format=csv,json,meta,png,html", "--fragment"]);
    let (notes, made): (Vec<_>, Vec<_>) = desk
        .files("out")
        .into_keys()
        .map(|name| desk.path(format!("out/{name}")))
        .partition(|path| path.to_string_lossy().ends_with(".manifest.json"));
    let made: Vec<&Path> = made.iter().map(PathBuf::as_path).collect();
    let verify = || verify(&desk, &made, &["--data", "甲县/2020"]);
    let (status, told) = verify();
    assert!(status == Some(0), "{told}");
    for piece in ["没有改动；定稿；nianbao ", "；2019 表式；正是由这份数据生成\n"] {
        assert_eq!(told.matches(piece).count(), made.len(), "{told}");
    }
    desk.write(DATA, desk.read(DATA).replacen("2021-", "2022-", 1));
    let (status, told) = verify();
    assert!(status == Some(1) && told.matches("没有改动；定稿").count() == made.len(), "{told}");
    assert_eq!(told.matches("不是由这份数据生成的").count(), made.len(), "{told}");
    // Without the manifest nothing is known of them, but of the page, which says it itself.
    fs::remove_file(&notes[0]).unwrap();
    let (status, told) = verify();
    assert!(status == Some(1), "{told}");
    assert_eq!(told.matches("来历不明").count(), made.len() - 1, "{told}");
    assert_eq!(told.matches("看不出由哪份数据生成").count(), made.len() - 1, "{told}");
}

#[test]
fn a_draft_is_known_from_data_that_lack_the_year() {
    let desk = Desk::with_data("甲县/2020");
    desk.edit(DATA, "  年度: 2020\n", "");
    desk.passes(&["build", "甲县/2020", "--draft", "--format=pdf"]);
    let draft = desk.files("out").into_keys().find(|name| name.ends_with(".pdf")).unwrap();
    let verify = || verify(&desk, &[&desk.path(format!("out/{draft}"))], &["--data", "甲县/2020"]);
    let (status, told) = verify();
    assert!(status == Some(1) && told.contains("送审稿，不能签发；") && told.contains("正是由这份数据生成"), "{told}");
    desk.edit(DATA, "2021-", "2022-");
    assert!(verify().1.contains("不是由这份数据生成的"));
    // Data that say nothing at all cannot be compared with.
    desk.write(DATA, "：\t- }\n");
    let (status, told) = verify();
    assert!(status == Some(1) && told.contains("error[wrong-shape]") && !told.contains("生成"), "{told}");
}
