//! A report that was signed off: rebuilt alike, never replaced in silence.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;

use support::{Desk, STEM, good_data};

const DATA: &str = "甲县/2020/数据.yaml";

/// A desk with a year's data in `甲县/2020` and its files in `out`.
fn office() -> Desk {
    let office = Desk::with_data("甲县/2020");
    office.passes(&["build", "甲县/2020"]);
    office
}

/// A file of the report by the end of its name.
fn file(ending: &str) -> String {
    format!("out/{STEM}{ending}")
}

fn sign(office: &Desk) {
    office.passes(&["sign", &file(".pdf"), "--by", "张三", "--on", "2021-02-19"]);
}

#[test]
fn a_signed_report_may_be_made_again_alike() {
    let office = office();
    sign(&office);
    let signed = office.files("out");
    office.passes(&["build", "甲县/2020"]);
    assert_eq!(office.files("out"), signed);
    fs::remove_file(office.path(file(".docx"))).unwrap();
    office.passes(&["build", "甲县/2020", "--format", "docx"]);
    assert_eq!(office.files("out"), signed);
    let told = office.passes(&["verify", &file(".pdf")]).told();
    assert!(told.contains("定稿；已于 2021-02-19 由张三签发；"), "{told}");
}

#[test]
fn a_signed_report_is_not_replaced_by_another() {
    let office = office();
    sign(&office);
    let signed = office.files("out");
    office.edit(DATA, "成文日期: 2021-02-19", "成文日期: 2021-02-18");
    office.fails(&["build", "甲县/2020"], "error[signed-off]");
    office.fails(&["build", "甲县/2020", "--format", "png"], "error[signed-off]");
    assert_eq!(office.files("out"), signed);
}

#[test]
fn a_signed_report_that_is_replaced_by_force_is_kept_under_a_number() {
    let office = office();
    sign(&office);
    let first = office.files("out");
    for (number, (old, new)) in [("02-19", "02-18"), ("02-18", "02-17")].into_iter().enumerate() {
        office.edit(DATA, &format!("成文日期: 2021-{old}"), &format!("成文日期: 2021-{new}"));
        office.passes(&["build", "甲县/2020", "--force"]);
        sign(&office);
        assert_eq!(office.files("out").len(), 3 * (number + 2));
    }
    let files = office.files("out");
    for ending in [".pdf", ".docx"] {
        assert_eq!(files[&format!("{STEM}（签发稿1）{ending}")], first[&format!("{STEM}{ending}")]);
        let told = office.passes(&["verify", &file(&format!("（签发稿1）{ending}"))]).told();
        assert!(told.contains("没有改动；定稿；已于 2021-02-19 由张三签发") && !told.contains("旁边没有"), "{told}");
    }
    assert_ne!(files[&format!("{STEM}（签发稿2）.pdf")], first[&format!("{STEM}.pdf")]);
}

#[test]
fn only_whole_finals_are_signed_off() {
    let office = office();
    let pdf = file(".pdf");
    office.fails(&["sign", "没有.pdf"], "error[cannot-read]");
    office.fails(&["sign", &pdf, "--on", "昨天"], "2021-02-19");

    // One format of other data than the other.
    office.edit(DATA, "成文日期: 2021-02-19", "成文日期: 2021-02-18");
    office.passes(&["build", "甲县/2020", "--format", "pdf"]);
    office.fails(&["sign", &pdf], "更早的数据");
    office.passes(&["build", "甲县/2020"]);

    let bytes = fs::read(office.path(&pdf)).unwrap();
    fs::write(office.path(&pdf), [bytes.as_slice(), b"\n"].concat()).unwrap();
    office.fails(&["sign", &file(".docx")], "被人改过");
    fs::write(office.path(&pdf), &bytes).unwrap();

    sign(&office);
    sign(&office);
    office.fails(&["sign", &pdf, "--by", "李四"], "已于 2021-02-19 由张三签发");
    fs::remove_file(office.path(file(".manifest.json"))).unwrap();
    office.fails(&["sign", &pdf], "旁边没有它的清单");
}

#[test]
fn what_was_entered_wrongly_is_entered_again() {
    let office = office();
    let pdf = file(".pdf");
    office.fails(&["sign", &pdf, "--by", " "], "写上签发人的姓名");
    office.passes(&["sign", &pdf, "--by", "张山"]);
    office.fails(&["sign", &pdf, "--by", "张三"], "加 --again 重新登记");
    office.passes(&["sign", &pdf, "--by", "张三", "--again"]);
    assert!(office.passes(&["verify", &pdf]).told().contains("已由张三签发"));
}

#[test]
fn a_remark_in_the_data_changes_nothing_that_was_signed_off() {
    let office = office();
    sign(&office);
    let signed = office.files("out");
    office.edit(DATA, "报告:", "# 备注\n报告:");
    office.passes(&["build", "甲县/2020"]);
    assert_eq!(office.files("out"), signed);
}

#[test]
fn a_report_in_the_place_of_another_is_told() {
    let office = office();
    office.write("乙县/2020/数据.yaml", good_data().replace("示例县", "别的县"));
    office.passes(&["build", "乙县/2020"]);
    fs::copy(office.path(file(".pdf").replace("示例县", "别的县")), office.path(file(".pdf"))).unwrap();
    office.fails(&["verify", &file(".pdf")], "换成了另一份");
    office.fails(&["sign", &file(".docx")], "换成了另一份");
}

#[test]
fn a_draft_is_known_as_one_in_formats_that_say_nothing_of_themselves() {
    let office = office();
    office.passes(&["build", "甲县/2020", "--draft", "--format", "png"]);
    let page = file("（送审稿）.1.png");
    office.fails(&["verify", &page], "送审稿，不能签发");
    office.fails(&["sign", &page], "是送审稿");
}

#[test]
fn the_report_of_another_organ_with_the_same_title_is_not_replaced() {
    let office = office();
    office.write("乙县/2020/数据.yaml", good_data());
    office.edit("乙县/2020/数据.yaml", "机关: 示例县", &format!("机关: 别的县\n  标题: {STEM}"));
    let before = office.files("out");
    office.fails(&["build", "乙县/2020"], "是“示例县”的报告，标题相同，没有覆盖");
    assert_eq!(office.files("out"), before);
}

#[test]
fn the_manifest_tells_what_the_files_were_made_from() {
    let office = office();
    let read = |office: &Desk| -> serde_json::Value {
        serde_json::from_slice(&office.files("out")[&format!("{STEM}.manifest.json")]).unwrap()
    };
    let manifest = read(&office);
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(manifest["form"], "2019");
    assert_eq!(manifest["inputs"].as_object().unwrap().keys().collect::<Vec<_>>(), ["数据.yaml"]);
    let fonts = manifest["fonts"].as_object().unwrap();
    assert_eq!(fonts["GW-FangSong.ttf"].as_str().unwrap().len(), 64);

    // Last year's data and templates of one's own go into the report, too.
    office.write("甲县/2019/数据.yaml", good_data().replace("年度: 2020", "年度: 2019"));
    office.passes(&["templates", "--copy", "templates"]);
    office.passes(&["build", "甲县/2020"]);
    let inputs = read(&office)["inputs"].clone();
    assert!(inputs["../2019/数据.yaml"].is_string() && inputs["templates/2019/form.yaml"].is_string(), "{inputs}");
}
