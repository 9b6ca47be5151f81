//! A report that was signed off: rebuilt alike, never replaced in silence.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const STEM: &str = "示例县2020年政府信息公开工作年度报告";

/// A year's data in `甲县/2020`, its files in `out`.
struct Office(tempfile::TempDir);

impl Office {
    fn built() -> Self {
        let office = Self(tempfile::tempdir().unwrap());
        fs::create_dir_all(office.path("甲县/2020")).unwrap();
        let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base/2020/数据.yaml");
        fs::copy(base, office.path("甲县/2020/数据.yaml")).unwrap();
        office.passes(&["build", "甲县/2020"]);
        office
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn file(ending: &str) -> String {
        format!("out/{STEM}{ending}")
    }

    /// Runs the program; its exit status and what it told.
    fn run(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let run = Command::new(env!("CARGO_BIN_EXE_nianbao")).args(arguments).current_dir(self.0.path()).output().unwrap();
        (run.status.code(), String::from_utf8([run.stdout, run.stderr].concat()).unwrap())
    }

    fn passes(&self, arguments: &[&str]) -> String {
        let (status, told) = self.run(arguments);
        assert_eq!(status, Some(0), "{arguments:?}: {told}");
        told
    }

    fn fails(&self, arguments: &[&str], telling: &str) {
        let (status, told) = self.run(arguments);
        assert!(status.is_some_and(|status| status > 0) && told.contains(telling), "{arguments:?}: {told}");
    }

    fn sign(&self) {
        self.passes(&["sign", &Self::file(".pdf"), "--by", "张三", "--on", "2021-02-19"]);
    }

    fn edit(&self, old: &str, new: &str) {
        let path = self.path("甲县/2020/数据.yaml");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old));
        fs::write(path, text.replace(old, new)).unwrap();
    }

    /// The files of `out`.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let entries = fs::read_dir(self.path("out")).unwrap().map(|entry| entry.unwrap().path());
        entries.map(|path| (path.file_name().unwrap().to_str().unwrap().to_string(), fs::read(path).unwrap())).collect()
    }
}

#[test]
fn a_signed_report_may_be_made_again_alike() {
    let office = Office::built();
    office.sign();
    let signed = office.files();
    office.passes(&["build", "甲县/2020"]);
    assert_eq!(office.files(), signed);
    fs::remove_file(office.path(&Office::file(".docx"))).unwrap();
    office.passes(&["build", "甲县/2020", "--format", "docx"]);
    assert_eq!(office.files(), signed);
    let told = office.passes(&["verify", &Office::file(".pdf")]);
    assert!(told.contains("定稿；已2021-02-19 由张三签发；"), "{told}");
}

#[test]
fn a_signed_report_is_not_replaced_by_another() {
    let office = Office::built();
    office.sign();
    let signed = office.files();
    office.edit("成文日期: 2021-02-19", "成文日期: 2021-02-18");
    office.fails(&["build", "甲县/2020"], "error[signed-off]");
    office.fails(&["build", "甲县/2020", "--format", "png"], "error[signed-off]");
    assert_eq!(office.files(), signed);
}

#[test]
fn a_signed_report_that_is_replaced_by_force_is_kept_under_a_number() {
    let office = Office::built();
    office.sign();
    let first = office.files();
    for (number, (old, new)) in [("02-19", "02-18"), ("02-18", "02-17")].into_iter().enumerate() {
        office.edit(&format!("成文日期: 2021-{old}"), &format!("成文日期: 2021-{new}"));
        office.passes(&["build", "甲县/2020", "--force"]);
        office.sign();
        assert_eq!(office.files().len(), 3 * (number + 2));
    }
    let files = office.files();
    for ending in [".pdf", ".docx"] {
        assert_eq!(files[&format!("{STEM}（签发稿1）{ending}")], first[&format!("{STEM}{ending}")]);
        let told = office.passes(&["verify", &Office::file(&format!("（签发稿1）{ending}"))]);
        assert!(told.contains("没有改动；定稿；已2021-02-19 由张三签发") && !told.contains("旁边没有"), "{told}");
    }
    assert_ne!(files[&format!("{STEM}（签发稿2）.pdf")], first[&format!("{STEM}.pdf")]);
}

#[test]
fn only_whole_finals_are_signed_off() {
    let office = Office::built();
    let pdf = Office::file(".pdf");
    office.fails(&["sign", "没有.pdf"], "error[cannot-read]");
    office.fails(&["sign", &pdf, "--on", "昨天"], "2021-02-19");

    // One format of other data than the other.
    office.edit("成文日期: 2021-02-19", "成文日期: 2021-02-18");
    office.passes(&["build", "甲县/2020", "--format", "pdf"]);
    office.fails(&["sign", &pdf], "更早的数据");
    office.passes(&["build", "甲县/2020"]);

    let bytes = fs::read(office.path(&pdf)).unwrap();
    fs::write(office.path(&pdf), [bytes.as_slice(), b"\n"].concat()).unwrap();
    office.fails(&["sign", &Office::file(".docx")], "被人改过");
    fs::write(office.path(&pdf), &bytes).unwrap();

    office.sign();
    office.sign();
    office.fails(&["sign", &pdf, "--by", "李四"], "已2021-02-19 由张三签发");
    fs::remove_file(office.path(&Office::file(".manifest.json"))).unwrap();
    office.fails(&["sign", &pdf], "旁边没有它的清单");
}

#[test]
fn what_was_entered_wrongly_is_entered_again() {
    let office = Office::built();
    let pdf = Office::file(".pdf");
    office.fails(&["sign", &pdf, "--by", " "], "写上签发人的姓名");
    office.passes(&["sign", &pdf, "--by", "张山"]);
    office.fails(&["sign", &pdf, "--by", "张三"], "加 --again 重新登记");
    office.passes(&["sign", &pdf, "--by", "张三", "--again"]);
    assert!(office.passes(&["verify", &pdf]).contains("已由张三签发"));
}

#[test]
fn a_remark_in_the_data_changes_nothing_that_was_signed_off() {
    let office = Office::built();
    office.sign();
    let signed = office.files();
    office.edit("报告:", "# 备注\n报告:");
    office.passes(&["build", "甲县/2020"]);
    assert_eq!(office.files(), signed);
}

#[test]
fn a_report_in_the_place_of_another_is_told() {
    let office = Office::built();
    let text = fs::read_to_string(office.path("甲县/2020/数据.yaml")).unwrap();
    fs::create_dir_all(office.path("乙县/2020")).unwrap();
    fs::write(office.path("乙县/2020/数据.yaml"), text.replace("示例县", "别的县")).unwrap();
    office.passes(&["build", "乙县/2020"]);
    fs::copy(office.path(&Office::file(".pdf").replace("示例县", "别的县")), office.path(&Office::file(".pdf"))).unwrap();
    office.fails(&["verify", &Office::file(".pdf")], "换成了另一份");
    office.fails(&["sign", &Office::file(".docx")], "换成了另一份");
}

#[test]
fn a_draft_is_known_as_one_in_formats_that_say_nothing_of_themselves() {
    let office = Office::built();
    office.passes(&["build", "甲县/2020", "--draft", "--format", "png"]);
    let page = Office::file("（送审稿）.1.png");
    office.fails(&["verify", &page], "送审稿，不能签发");
    office.fails(&["sign", &page], "是送审稿");
}

#[test]
fn the_report_of_another_organ_with_the_same_title_is_not_replaced() {
    let office = Office::built();
    let text = fs::read_to_string(office.path("甲县/2020/数据.yaml")).unwrap();
    fs::create_dir_all(office.path("乙县/2020")).unwrap();
    let other = text.replace("机关: 示例县", &format!("机关: 别的县\n  标题: {STEM}"));
    assert_ne!(other, text);
    fs::write(office.path("乙县/2020/数据.yaml"), other).unwrap();
    let before = office.files();
    office.fails(&["build", "乙县/2020"], "是“示例县”的报告，标题相同，没有覆盖");
    assert_eq!(office.files(), before);
}

#[test]
fn the_manifest_tells_what_the_files_were_made_from() {
    let office = Office::built();
    let read = |office: &Office| -> serde_json::Value {
        serde_json::from_slice(&office.files()[&format!("{STEM}.manifest.json")]).unwrap()
    };
    let manifest = read(&office);
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(manifest["form"], "2019");
    assert_eq!(manifest["inputs"].as_object().unwrap().keys().collect::<Vec<_>>(), ["数据.yaml"]);
    let fonts = manifest["fonts"].as_object().unwrap();
    assert_eq!(fonts["GW-FangSong.ttf"].as_str().unwrap().len(), 64);

    // Last year's data and templates of one's own go into the report, too.
    fs::create_dir_all(office.path("甲县/2019")).unwrap();
    let base = fs::read_to_string(office.path("甲县/2020/数据.yaml")).unwrap();
    fs::write(office.path("甲县/2019/数据.yaml"), base.replace("年度: 2020", "年度: 2019")).unwrap();
    office.passes(&["templates", "--copy", "templates"]);
    office.passes(&["build", "甲县/2020"]);
    let inputs = read(&office)["inputs"].clone();
    assert!(inputs["../2019/数据.yaml"].is_string() && inputs["templates/2019/form.yaml"].is_string(), "{inputs}");
}
