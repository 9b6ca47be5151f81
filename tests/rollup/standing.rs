//! What stands in the government's folder: what is replaced, what is compared and kept, what is left where nothing can be written.

use std::fs;
use std::process::Stdio;
use std::time::Duration;

use crate::command::{ALONE, UNITS, ok, rollup};
use crate::district::{self, District};

#[test]
fn tables_that_stand_are_compared_and_kept_unless_forced() {
    let district = District::of(3);
    rollup(&district, &["-o", "县/2021"]);
    let own = district.text("县/2021/表.yaml").replace("  行政处罚:", "  # 我们的备注\n  行政处罚:");
    district.write("县/2021/表.yaml", &own);
    let path = "单位/第02局/2021/数据.yaml";
    let line = district.text(path).lines().find(|line| line.contains("行政处罚")).unwrap().to_string();
    district.edit(path, &line, "  行政处罚: 7000000");
    let (status, out, told) = rollup(&district, &["-o", "县/2021"]);
    assert_eq!((status, out.as_str()), (1, ""));
    assert!(told.contains("error[rollup-differs]: “主动公开.行政处罚”是 "), "{told}");
    assert!(told.contains("--> 县/2021/表.yaml:15:9\n"), "{told}");
    let end = format!(
        "县/2021：已有的表与 3 个单位之和（{ALONE}）有 1 处不同，没有改动；要换成各单位之和，加 --force，原来的改名留在旁边\n"
    );
    assert!(told.ends_with(&end), "{told}");
    assert_eq!(district.text("县/2021/表.yaml"), own);

    let (status, out, told) = rollup(&district, &["-o", "县/2021", "--force"]);
    assert_eq!(status, 0);
    assert_eq!(out, format!("县/2021/表.yaml\n县/2021/表.yaml.原1\n县/2021：3 个单位之和（{ALONE}）\n"));
    assert!(told.starts_with("warning[rollup-differs]: ") && told.contains("--> 县/2021/表.yaml.原1:15:9\n"), "{told}");
    assert!(!told.contains("--force"), "{told}");
    assert_eq!(district.text("县/2021/表.yaml.原1"), own);
    assert_eq!(rollup(&district, &["-o", "县/2021", "--force"]).0, 0);
    assert_eq!(district.files("县/2021"), ["nianbao.schema.json", "表.yaml", "表.yaml.原1"]);

    // Tables in one file with other data cannot be taken out of it.
    let sum = district.text("县/2021/表.yaml").replace("行政处罚: 7", "行政处罚: 8");
    district.write("合/2021/数据.yaml", &format!("数字: {{ 网站: 60 }}\n{sum}"));
    let (status, _, told) = rollup(&district, &["-o", "合/2021", "--force"]);
    assert_eq!(status, 2);
    assert!(told.contains("error[kept-file]: 合/2021/数据.yaml 里的表换不了：要换的表须单独在一个文件里"), "{told}");
    assert!(told.ends_with("合/2021：没有写文件\n"), "{told}");
    assert_eq!(district.files("合/2021"), ["数据.yaml"]);
}

#[test]
fn a_row_that_stands_and_cannot_be_read_is_no_agreement() {
    let district = District::of(2);
    rollup(&district, &["-o", "县/2021"]);
    let text = district.text("县/2021/表.yaml");
    let line = text.lines().find(|line| line.trim_start().starts_with("上年结转:")).unwrap();
    for (row, why) in [
        ("[1, 2, 3]", "error[wrong-columns]: “申请.上年结转”有 3 个数，应当有 6 个\n"),
        ("[1, 2, 3, 4, 5, 约6]", "error[bad-figure]: “约6”不是数字\n"),
        ("~", "error[rollup-differs]: 有 6 格没有填，各单位之和是有的\n"),
    ] {
        district.write("县/2021/表.yaml", &text.replace(line, &format!("  上年结转: {row}")));
        let (status, out, _) = rollup(&district, &["-o", "县/2021", "--format", "short"]);
        assert!(status == 1 && out.contains(why), "{row}: {out}");
    }
    // A total that is typed is compared, too; one that follows from its row is not told beside it.
    let row = district::sum(district.units.values())["申请.上年结转"].clone();
    for (more, told) in [(0, 0), (1, 1)] {
        let figures: Vec<_> =
            row.iter().copied().chain([row.iter().sum::<u64>() + more]).map(|figure| figure.to_string()).collect();
        district.write("县/2021/表.yaml", &text.replace(line, &format!("  上年结转: [{}]", figures.join(", "))));
        let (status, out, _) = rollup(&district, &["-o", "县/2021", "--format", "short"]);
        assert_eq!(
            (status, out.matches("error[rollup-differs]: “申请.上年结转.总计”是 ").count()),
            (told, told as usize),
            "{out}"
        );
    }
    district.write("县/2021/表.yaml", &text.replace(line, "").replace("复议诉讼:", "复议诉松:"));
    let (status, out, _) = rollup(&district, &["-o", "县/2021", "--format", "short"]);
    assert!(status == 1 && out.contains("error[rollup-differs]: 有 18 格没有填，各单位之和是有的\n"), "{out}");
}

#[test]
fn a_difference_is_accepted_with_its_reason() {
    let district = District::of(2);
    rollup(&district, &["-o", "县/2021"]);
    let text = district.text("县/2021/表.yaml");
    let line = text.lines().find(|line| line.contains("行政许可:")).unwrap();
    district.edit("县/2021/表.yaml", line, "  行政许可: 7000000");
    let cover = district.text("单位/第01局/2021/数据.yaml");
    let cover = cover.split("主动公开:").next().unwrap().replace("第01局", "某县").replace("政府部门", "其他");
    let accept = "核对: [{ 代码: rollup-differs, 位置: 主动公开.行政许可, 理由: 还有本级的 }]\n";
    district.write("县/2021/报告.yaml", &format!("{cover}{accept}"));
    let (status, out, told) = rollup(&district, &["-o", "县/2021"]);
    assert_eq!(status, 0, "{told}");
    assert!(told.starts_with("hint[rollup-differs]: ") && told.contains("（已核对：还有本级的）"), "{told}");
    assert_eq!(out, format!("县/2021：已有的表与 2 个单位之和（{ALONE}）只有已经核对的不同，没有改动\n"));
    // What is accepted here is no matter of a check.
    assert_eq!(district.run(&["check", "县/2021"]), ok("县/2021：没有发现问题\n"));
}

#[test]
fn an_empty_form_is_filled_in_and_one_that_somebody_began_is_not() {
    let district = District::of(3);
    district::copy(&district.path("单位/第01局/2021"), &district.path("县/2020"));
    let path = "县/2020/数据.yaml";
    district.write(path, &district.text(path).replace("2021", "2020").replace("2022", "2021"));
    for from in [&[][..], &["--from", "县/2020"]] {
        assert_eq!(district.run(&[&["new", "县/2021", "--year", "2021"], from].concat()).0, 0);
        let cover = district.text("县/2021/报告.yaml");
        let (status, out, _) = rollup(&district, &["-o", "县/2021"]);
        assert_eq!((status, out), (0, format!("县/2021/表.yaml\n县/2021：3 个单位之和（{ALONE}）\n")));
        assert_eq!(
            district::read(&district.text("县/2021/表.yaml")),
            district::expected(&district::sum(district.units.values()))
        );
        assert_eq!(district.text("县/2021/报告.yaml"), cover);
        assert_eq!(district.files("县/2021"), ["nianbao.schema.json", "报告.yaml", "正文.yaml", "表.yaml"]);
        fs::remove_dir_all(district.path("县/2021")).unwrap();
    }
    district.run(&["new", "县/2021", "--year", "2021"]);
    district.write("县/2021/表.yaml", &district.text("县/2021/表.yaml").replace('\n', "\r\n"));
    assert_eq!(rollup(&district, &["-o", "县/2021"]).0, 0);
    fs::remove_dir_all(district.path("县/2021")).unwrap();
    district.run(&["new", "县/2021", "--year", "2021"]);
    district.edit("县/2021/表.yaml", "规章: ~", "规章: 0");
    let begun = district.text("县/2021/表.yaml");
    let (status, _, told) = rollup(&district, &["-o", "县/2021"]);
    assert_eq!(status, 1);
    assert!(told.contains("error[rollup-differs]: 有 163 格没有填，各单位之和是有的"), "{told}");
    assert_eq!(district.text("县/2021/表.yaml"), begun);
}

#[test]
fn what_nobody_changed_since_it_was_written_is_brought_up_to_date() {
    let district = District::of(3);
    district.write("单位/单位.yaml", "单位: [第01局, 第02局, 第03局]\n");
    let aside = |from: &str, to: &str| fs::rename(district.path(from), district.path(to)).unwrap();
    aside("单位/第03局", "第03局");
    assert_eq!(rollup(&district, &["-o", "县/2021", "--partial"]).0, 0);
    assert!(district.text("县/2021/表.yaml").contains("\n# 不全：没有数据的 第03局\n"));
    aside("第03局", "单位/第03局");
    // Git and editors change the ends of the lines.
    district.write("县/2021/表.yaml", &district.text("县/2021/表.yaml").replace('\n', "\r\n"));
    let (status, out, told) = rollup(&district, &["-o", "县/2021"]);
    assert_eq!((status, told.as_str()), (0, ""));
    assert!(out.starts_with("县/2021/表.yaml\n县/2021：3 个单位之和（") && out.ends_with(" 处变了\n"), "{out}");
    let whole = district.text("县/2021/表.yaml");
    assert!(!whole.contains("不全"));
    assert_eq!(district::read(&whole), district::expected(&district::sum(district.units.values())));
    assert!(rollup(&district, &["-o", "县/2021"]).1.ends_with("一致，没有改动\n"));
    assert_eq!(district.files("县/2021"), ["nianbao.schema.json", "表.yaml"]);

    // One figure, one remark: it is somebody's own.
    let line = whole.lines().find(|line| line.contains("行政许可:")).unwrap();
    for own in [whole.replace(line, "  行政许可: 7000000"), format!("# 我们的\n{whole}")] {
        district.write("县/2021/表.yaml", &own);
        let path = "单位/第02局/2021/数据.yaml";
        let text = district.text(path);
        let fee = text.lines().find(|line| line.contains("行政强制")).unwrap();
        district.write(path, &text.replace(fee, "  行政强制: 8000000"));
        assert_eq!(rollup(&district, &["-o", "县/2021"]).0, 1);
        assert_eq!(district.text("县/2021/表.yaml"), own);
    }
}

#[test]
fn the_year_before_is_told_if_it_cannot_be_held_against_the_sum() {
    let district = District::of(2);
    let last = |text: &str| {
        district.write("县/2020/数据.yaml", text);
        let _ = fs::remove_dir_all(district.path("县/2021"));
        rollup(&district, &["-o", "县/2021", "--format", "short"])
    };
    let unit = district.text("单位/第01局/2021/数据.yaml");
    let (status, out, _) = last(&unit);
    assert_eq!(
        (status, out.as_str()),
        (0, "县/2020/数据.yaml:2:7: warning[folder-year]: 文件夹是 2020，数据里的年度是 2021\n")
    );
    let (status, out, _) = last("报告: [\n");
    assert!(status == 0 && out.starts_with("县/2020/数据.yaml:2:1: warning[yaml-syntax]: "), "{out}");
}

#[test]
fn an_acceptance_of_nothing_is_no_difference() {
    let district = District::of(1);
    let cover = district.text("单位/第01局/2021/数据.yaml").replace("第01局", "某县");
    let accept = "核对: [{ 代码: rollup-differs, 位置: 主动公开.行政许可, 理由: 还有本级的 }]\n";
    district.write("县/2021/数据.yaml", &format!("{cover}{accept}"));
    let (status, out, told) = rollup(&district, &["-o", "县/2021"]);
    assert!(
        status == 0
            && told.contains("[unmatched-acceptance]")
            && out.ends_with("之和（没有单位清单，没有核对齐不齐）一致，没有改动\n"),
        "{out}{told}"
    );
}

#[test]
fn where_nothing_can_be_written_nothing_is_left() {
    let district = District::of(2);
    district.write("县", "一个文件");
    let (status, out, told) = rollup(&district, &["-o", "县/2021"]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(told.contains("error[cannot-write]: 写不出 县/2021：") && told.ends_with("县/2021：没有写文件\n"), "{told}");
    assert_eq!(district.text("县"), "一个文件");
    // Somebody's own file in the place of the tables.
    district.write("乡/2021/表.yaml", "# 还没有\n");
    let (status, _, told) = rollup(&district, &["-o", "乡/2021"]);
    assert_eq!(status, 2);
    assert!(told.contains("error[kept-file]: 乡/2021/表.yaml 已有，没有动"), "{told}");
    assert_eq!(district.files("乡/2021"), ["表.yaml"]);
    // What has no data is kept, too; what has nothing at all is nobody's.
    assert_eq!(rollup(&district, &["-o", "乡/2021", "--force"]).0, 0);
    assert_eq!(district.text("乡/2021/表.yaml.原1"), "# 还没有\n");
    district.write("空/2021/表.yaml", "\u{FEFF}\r\n");
    assert_eq!(rollup(&district, &["-o", "空/2021"]).0, 0);
    assert_eq!(district.files("空/2021"), ["表.yaml"]);
    district.write("乡/2021/表.yaml", "申请: [\n");
    assert_eq!(rollup(&district, &["-o", "乡/2021"]).0, 1);
    assert_eq!(district.text("乡/2021/表.yaml"), "申请: [\n");
}

#[test]
fn a_run_that_is_killed_leaves_the_whole_file_or_none() {
    let district = District::of(8);
    rollup(&district, &["-o", "不受打扰/2021"]);
    let whole = district.text("不受打扰/2021/表.yaml");
    let mut dice = district::Dice::new(7);
    for _ in 0..30 {
        let mut run = district.command(&["rollup", UNITS, "-o", "县/2021"]).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(dice.below(120)));
        run.kill().unwrap();
        run.wait().unwrap();
        if let Ok(text) = fs::read_to_string(district.path("县/2021/表.yaml")) {
            assert_eq!(text, whole);
            fs::remove_dir_all(district.path("县")).unwrap();
        }
    }
    assert_eq!(rollup(&district, &["-o", "县/2021"]).0, 0);
    assert_eq!(district.text("县/2021/表.yaml"), whole);
    assert!(district.files("县/2021").iter().all(|name| !name.starts_with('.')));
}
