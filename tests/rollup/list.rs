//! 单位.yaml: who must report, and what is told of slips in it.

use std::fs;

use crate::command::{UNITS, UNLISTED, ok, rollup, written};
use crate::district::{self, District};

#[test]
fn the_list_tells_who_is_missing_who_is_unknown_and_who_came_twice() {
    let district = District::of(4);
    // As a clerk's editor leaves it; it lies beside the offices' folders.
    district.write(
        "单位/单位.yaml",
        "\u{FEFF}单位:\r\n  - 第01局\r\n  - 第02局   # 牵头\r\n  - 第3局\r\n  - 第04局\r\n  - 第05局\r\n",
    );
    district::copy(&district.path("单位/第04局/2021"), &district.path("单位/又一个/2021"));
    let (status, out, told) = rollup(&district, &["-o", "县/2021", "--format", "short"]);
    assert_eq!((status, told.as_str()), (1, ""));
    assert_eq!(
        out,
        "单位/第04局/2021/数据.yaml:3:7: error[double-unit]: “第04局”有 2 份数据：单位/又一个/2021、单位/第04局/2021\n\
         单位/第03局/2021/数据.yaml:3:7: error[unknown-unit]: 清单 单位/单位.yaml 里没有“第03局”\n\
         单位/单位.yaml:4:5: error[missing-unit]: “第3局”没有数据\n\
         单位/单位.yaml:6:5: error[missing-unit]: “第05局”没有数据\n"
    );
    assert!(!district.path("县").exists());
    assert!(rollup(&district, &["-o", "县/2021"]).2.ends_with("\n4 个单位不齐、不合的错误，没有汇总\n"));

    fs::remove_dir_all(district.path("单位/又一个")).unwrap();
    district.edit("单位/单位.yaml", "第3局", "第03局");
    let (status, out, told) = rollup(&district, &["-o", "县/2021", "--partial"]);
    assert_eq!(status, 0, "{told}");
    assert_eq!((status, out), (0, written(4, "对照 单位/单位.yaml，应有 5 个").1));
    assert!(told.starts_with("warning[missing-unit]: “第05局”没有数据\n --> 单位/单位.yaml:6:5\n"), "{told}");
    assert!(district.text("县/2021/表.yaml").contains("\n# 不全：没有数据的 第05局\n"));

    // Another list, which has them all.
    district.write("甲 乙/我们 的.yaml", "单位: [第01局, 第02局, 第03局, 第04局]\n");
    assert_eq!(
        rollup(&district, &["-o", "全 县/2021", "--units", "甲 乙/我们 的.yaml"]).1.lines().last().unwrap(),
        "全 县/2021：4 个单位之和（对照 甲 乙/我们 的.yaml，应有 4 个）"
    );
}

#[test]
fn slips_in_a_list_are_told_at_their_places() {
    let district = District::of(1);
    for (list, why) in [
        ("单元: [甲]\n", "l.yaml:1:1: error[unknown-key]: 清单里没有“单元”这个键\n"),
        ("", "l.yaml:1:1: error[missing-key]: 清单里没有单位\n"),
        ("单位:\n", "l.yaml:1:1: error[missing-key]: 清单里没有单位\n"),
        ("单位: []\n", "l.yaml:1:5: error[bad-value]: 清单是空的\n"),
        ("单位: 甲局\n", "l.yaml:1:5: error[wrong-shape]: “单位”应当是列表，一个单位一项：- 甲局，写成了文字\n"),
        ("- 甲局\n", "l.yaml:1:1: error[wrong-shape]: 清单的最外层应当是“单位:”，下面一行一个“- 甲局”\n"),
        ("单位: [甲局, 乙局, 甲局]\n", "l.yaml:1:14: error[double-unit]: 清单里“甲局”写了两次\n"),
        ("单位: [甲局, { 机关: 乙局 }]\n", "l.yaml:1:10: error[wrong-shape]: “单位.1”应当是文字，写成了键值\n"),
        ("单位:\n  - 甲局\n  -\n", "l.yaml:3:4: error[bad-value]: 清单里有空的一项\n"),
        ("单位: [甲局, ' ']\n", "l.yaml:1:10: error[bad-value]: 清单里有空的一项\n"),
        ("单位: [甲局\n", "l.yaml:1:5: error[yaml-syntax]: 从这里开始的括号没有在这一行结束\n"),
    ] {
        district.write("l.yaml", list);
        let run = rollup(&district, &["-o", "县/2021", "--units", "l.yaml", "--format", "short"]);
        assert_eq!(run, (2, why.into(), String::new()), "{list}");
    }
    fs::write(district.path("l.yaml"), b"\xB5\xA5\xCE\xBB: [\xBC\xD7]\n").unwrap();
    let run = rollup(&district, &["-o", "县/2021", "--units", "l.yaml", "--format", "short"]);
    assert_eq!(run.1, "l.yaml:1:1: error[wrong-encoding]: 文件不是 UTF-8 编码，看来是 GBK\n");
    let (status, out, told) = rollup(&district, &["-o", "县/2021", "--units", "没有.yaml"]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(told.starts_with("error[cannot-read]: 读不出 没有.yaml：不存在\n"), "{told}");
    // What is called like a list and is none, beside the units.
    fs::create_dir(district.path("单位/单位.yaml")).unwrap();
    let (status, _, told) = rollup(&district, &["-o", "县/2021"]);
    assert!(status == 2 && told.contains("error[cannot-read]: 读不出 单位/单位.yaml"), "{told}");
    assert!(!district.path("县").exists());
}

#[test]
fn programs_too_are_told_that_there_is_no_list() {
    let district = District::of(1);
    let run = || district.run(&["rollup", UNITS, "-o", "县/2021", "--format", "short"]);
    assert_eq!(run(), ok(UNLISTED));
    district.write("单位/单位.yaml", "单位: [第01局]\n");
    assert_eq!(run(), ok(""));
}

#[test]
fn a_unit_that_does_not_say_what_it_is_is_known_by_its_folder() {
    let district = District::of(2);
    district.write("单位/单位.yaml", "单位: [第01局, 第02局]\n");
    district.edit("单位/第02局/2021/数据.yaml", "  机关: 第02局\n", "");
    let (_, out, _) = rollup(&district, &["-o", "县/2021", "--partial", "--format", "short"]);
    let told = |code: &str| out.matches(code).count();
    assert_eq!([told("[faulty-unit]"), told("[unknown-unit]"), told("[missing-unit]")], [1, 0, 0], "{out}");
    fs::rename(district.path("单位/第02局"), district.path("单位/他局")).unwrap();
    let (_, out, _) = rollup(&district, &["-o", "县/2021", "--partial", "--format", "short"]);
    assert!(
        out.contains("[unknown-unit]: 清单 单位/单位.yaml 里没有“单位/他局/2021”") && out.contains("[missing-unit]"),
        "{out}"
    );
}
