//! What `verify` says of files that were left alone, changed, renamed or made from other data.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs the program; its exit status and what it printed.
fn nianbao(arguments: &[&Path]) -> (Option<i32>, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_nianbao")).args(arguments).output().unwrap();
    (run.status.code(), String::from_utf8([run.stdout, run.stderr].concat()).unwrap())
}

fn verify(file: &Path) -> (Option<i32>, String) {
    nianbao(&["verify".as_ref(), file])
}

/// A year's good data in `甲县/2020`, and its files in `out`.
fn built() -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("甲县/2020");
    fs::create_dir_all(&data).unwrap();
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base/2020/数据.yaml"), data.join("数据.yaml")).unwrap();
    let out = folder.path().join("out");
    assert_eq!(nianbao(&["build".as_ref(), &data, "-o".as_ref(), &out, "--format=docx,pdf,html".as_ref()]).0, Some(0));
    let mut files: Vec<_> = fs::read_dir(out).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| !path.to_string_lossy().ends_with(".json"));
    files.sort();
    assert_eq!(files.len(), 3);
    (folder, files)
}

#[test]
fn files_that_were_left_alone_are_known_with_the_manifest_and_without() {
    let (folder, files) = built();
    for file in &files {
        let (status, told) = verify(file);
        assert!(status == Some(0) && told.contains("没有改动；定稿；nianbao ") && !told.contains("清单"), "{told}");
        let renamed = folder.path().join("改名").with_extension(file.extension().unwrap());
        fs::copy(file, &renamed).unwrap();
        let (status, told) = verify(&renamed);
        assert!(status == Some(0) && told.contains("没有改动；定稿") && told.contains("旁边没有清单"), "{told}");
    }
}

#[test]
fn a_byte_that_changed_anywhere_is_told_without_the_manifest_too() {
    let (folder, files) = built();
    for file in &files {
        let bytes = fs::read(file).unwrap();
        let other = folder.path().join("份").with_extension(file.extension().unwrap());
        // Steps that meet every part of the file, and its first and last bytes.
        let places = (0..bytes.len()).step_by(bytes.len() / 60).chain([bytes.len() - 1]);
        for at in places {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            fs::write(&other, &changed).unwrap();
            let (status, told) = verify(&other);
            assert!(status == Some(1) && !told.contains("没有改动"), "byte {at}: {told}");
        }
        fs::write(file, [bytes.as_slice(), b"\n"].concat()).unwrap();
        let (status, told) = verify(file);
        assert!(status == Some(1) && told.contains("被改过"), "{told}");
    }
}

#[test]
fn a_file_of_somebody_else_is_unknown_and_a_missing_one_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("别人的.pdf");
    fs::write(&file, b"%PDF-1.4\n%%EOF\n").unwrap();
    let (status, told) = verify(&file);
    assert!(status == Some(1) && told.contains("来历不明"), "{told}");
    let (status, told) = verify(&folder.path().join("没有.pdf"));
    assert!(status == Some(2) && told.contains("不存在"), "{told}");
}

#[test]
fn whether_a_file_was_made_from_the_data_is_told() {
    let (folder, files) = built();
    let data = folder.path().join("甲县/2020");
    let verify = || nianbao(&["verify".as_ref(), &files[0], &files[1], &files[2], "--data".as_ref(), &data]);
    let (status, told) = verify();
    assert!(status == Some(0) && told.matches("正是由这份数据生成").count() == 3, "{told}");
    // Only what the data say counts, not how they are written.
    let file = data.join("数据.yaml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("# 注\n{}", text.replace('\n', "\r\n"))).unwrap();
    assert_eq!(verify().0, Some(0));
    fs::write(&file, text.replacen("2021-", "2022-", 1)).unwrap();
    let (status, told) = verify();
    assert!(status == Some(1) && told.matches("不是由这份数据生成的").count() == 3, "{told}");
}

#[test]
fn formats_that_say_nothing_of_themselves_are_known_by_the_manifest() {
    let (folder, _) = built();
    let (data, out) = (folder.path().join("甲县/2020"), folder.path().join("别处"));
    let formats = "--format=csv,json,meta,png,html".as_ref();
    assert_eq!(nianbao(&["build".as_ref(), &data, "-o".as_ref(), &out, formats, "--fragment".as_ref()]).0, Some(0));
    let files: Vec<_> = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path()).collect();
    let is_note = |path: &&PathBuf| path.to_string_lossy().ends_with(".manifest.json");
    let note = files.iter().find(is_note).unwrap();
    let made: Vec<_> = files.iter().filter(|path| !is_note(path)).collect();
    let verify = || {
        let arguments: Vec<&Path> = ["verify".as_ref()]
            .into_iter()
            .chain(made.iter().map(|path| path.as_path()))
            .chain(["--data".as_ref(), data.as_path()])
            .collect();
        nianbao(&arguments)
    };
    let (status, told) = verify();
    assert!(status == Some(0), "{told}");
    for piece in ["没有改动；定稿；nianbao ", "；2019 表式；正是由这份数据生成\n"] {
        assert_eq!(told.matches(piece).count(), made.len(), "{told}");
    }
    let text = fs::read_to_string(data.join("数据.yaml")).unwrap();
    fs::write(data.join("数据.yaml"), text.replacen("2021-", "2022-", 1)).unwrap();
    let (status, told) = verify();
    assert!(status == Some(1) && told.matches("没有改动；定稿").count() == made.len(), "{told}");
    assert_eq!(told.matches("不是由这份数据生成的").count(), made.len(), "{told}");
    // Without the manifest nothing is known of them, but of the page, which says it itself.
    fs::remove_file(note).unwrap();
    let (status, told) = verify();
    assert!(status == Some(1), "{told}");
    assert_eq!(told.matches("来历不明").count(), made.len() - 1, "{told}");
    assert_eq!(told.matches("看不出由哪份数据生成").count(), made.len() - 1, "{told}");
}

#[test]
fn a_draft_is_known_from_data_that_lack_the_year() {
    let (folder, _) = built();
    let data = folder.path().join("甲县/2020");
    let text = fs::read_to_string(data.join("数据.yaml")).unwrap();
    fs::write(data.join("数据.yaml"), text.replacen("  年度: 2020\n", "", 1)).unwrap();
    let out = folder.path().join("送审");
    assert_eq!(
        nianbao(&["build".as_ref(), &data, "-o".as_ref(), &out, "--draft".as_ref(), "--format=pdf".as_ref()]).0,
        Some(0)
    );
    let draft =
        fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path()).find(|path| path.extension().unwrap() == "pdf");
    let verify = || nianbao(&["verify".as_ref(), draft.as_ref().unwrap(), "--data".as_ref(), &data]);
    let (status, told) = verify();
    assert!(status == Some(1) && told.contains("送审稿，不能签发；") && told.contains("正是由这份数据生成"), "{told}");
    fs::write(data.join("数据.yaml"), text.replacen("  年度: 2020\n", "", 1).replacen("2021-", "2022-", 1)).unwrap();
    assert!(verify().1.contains("不是由这份数据生成的"));
    // Data that say nothing at all cannot be compared with.
    fs::write(data.join("数据.yaml"), "：\t- }\n").unwrap();
    let (status, told) = verify();
    assert!(status == Some(1) && told.contains("error[wrong-shape]") && !told.contains("生成"), "{told}");
}
