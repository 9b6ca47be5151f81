//! What is missing is a marked □, and nothing keeps a draft from being made.

use std::fs;
use std::path::{Path, PathBuf};

use nianbao::document::{Block, Document, Inline, Text};
use nianbao::form::{Form, Slot};
use nianbao::shelf::Shelf;
use nianbao::write;
use proptest::prelude::*;
use serde_yaml::{Mapping, Value};

use super::{WRONG, drafted, office, root};

fn text_from<'d>(document: &'d Document, path: &str) -> Vec<&'d Text> {
    document.texts().filter(|text| text.from.as_deref() == Some(path)).collect()
}

#[test]
fn a_draft_with_every_kind_of_fault() {
    let (_folder, year) = office(&WRONG);
    let checked = drafted(&year);
    let document = &checked.composed.as_ref().unwrap().document;
    insta::assert_snapshot!("document_of_a_draft", write::tree::write(document));
    let pages = nianbao::layout::lay_out_reviewed(
        document,
        &checked.report.form.style,
        &checked.composed.as_ref().unwrap().review,
        &super::project().fonts,
    )
    .unwrap();
    // What a draft has and a final has not.
    let shown = write::pages::write(&pages);
    let own = shown.lines().filter(|line| ["watermark", "page", "note", "line"].iter().any(|own| line.starts_with(own)));
    insta::assert_snapshot!("notes_of_a_draft", own.collect::<Vec<_>>().join("\n"));
}

#[test]
fn gaps_are_boxes_in_cells_and_text_and_no_total_hides_one() {
    let (_folder, year) = office(&[
        ("新收: [5, 2, 0, 0, 0, 1]", "新收: [5, 2, ~, 0, 0, 1]"),
        ("收办申请{{数字.收办}}件。", "新收{{申请.新收.总计}}件，占{{占比 申请.新收.总计 数字.网站}}。"),
    ]);
    let document = drafted(&year).composed.unwrap().document;
    let gap = [Inline::Mark("□".into())];
    for path in ["申请.新收.科研机构", "申请.新收.总计"] {
        assert_eq!(text_from(&document, path)[0].inlines, gap, "{path}");
    }
    assert_eq!(text_from(&document, "申请.新收.自然人")[0].plain(), "5");
    assert_eq!(text_from(&document, "正文.总体情况.0")[0].plain(), "全年公开信息100条，新收□件，占□。");
}

#[test]
fn what_cannot_be_filled_in_stands_as_it_was_typed() {
    let (_folder, year) = office(&[("{{数字.收办}}", "{{占比 数字.受办 数字.合计}}或{{申请.新收}}")]);
    let document = drafted(&year).composed.unwrap().document;
    let marked = |text: &str| Inline::Mark(text.into());
    let plain = |text: &str| Inline::Text(text.into());
    let wanted = [
        plain("全年公开信息100条，收办申请"),
        marked("{{占比 数字.受办 数字.合计}}"),
        plain("或"),
        marked("{{申请.新收}}"),
        plain("件。"),
    ];
    assert_eq!(text_from(&document, "正文.总体情况.0")[0].inlines, wanted);
}

/// The office's year before beside it, with a change.
fn year_before(year: &Path, good: &str, bad: &str) {
    let before = year.with_file_name("2019");
    fs::create_dir(&before).unwrap();
    let last = fs::read_to_string(root().join("tests/base/2020/数据.yaml")).unwrap();
    let last = last.replace("年度: 2020", "年度: 2019").replace("2021-02-19", "2020-02-19");
    assert!(last.contains(good), "{good}");
    fs::write(before.join("数据.yaml"), last.replace(good, bad)).unwrap();
}

#[test]
fn a_gap_of_last_year_is_told_in_the_text_and_stops_a_final() {
    let total = "上年.申请.新收.总计";
    let blamed = |finding: &nianbao::diagnostic::Diagnostic| finding.message.contains("上一年度的数据里没有填");
    for typed in [
        format!("{{{{{total}}}}}"),
        format!("{{{{ \t{total} }}}}"),
        format!("{{{{{total}~}}}}"),
        format!("{{{{./{total}}}}}"),
        format!("{{{{this.{total}}}}}"),
        format!("{{{{@root.{total}}}}}"),
        "{{[上年].申请.新收.总计}}".into(),
        "{{上年/申请/新收/总计}}".into(),
        format!("{{{{同比 5\n        {total}}}}}"),
        format!("{{{{同比 (占比 5 {total}) 5}}}}"),
    ] {
        let (_folder, year) = office(&[("收办申请{{数字.收办}}件。", &format!("上年新收{typed}件。"))]);
        year_before(&year, "新收: [5, 2,", "新收: [5, ~,");
        let checked = nianbao::check(&super::project(), &year).unwrap();
        assert!(checked.composed.is_none(), "{typed}");
        assert!(checked.findings.0.iter().any(blamed), "{typed}: {:?}", checked.findings);
    }
    let (_folder, year) = office(&[("收办申请{{数字.收办}}件。", "上年新收{{上年.申请.新收.总计}}件。")]);
    year_before(&year, "新收: [5, 2,", "新收: [5, ~,");
    let drafted = drafted(&year);
    assert!(drafted.findings.0.iter().any(blamed), "{:?}", drafted.findings);
    let document = drafted.composed.unwrap().document;
    assert_eq!(text_from(&document, "正文.总体情况.0")[0].plain(), "全年公开信息100条，上年新收□件。");
}

#[test]
fn a_gap_of_last_year_in_a_layout_stops_a_final() {
    let (folder, year) = office(&[]);
    year_before(&year, "新收: [5, 2,", "新收: [5, ~,");
    let own = folder.path().join("templates");
    fs::create_dir_all(own.join("2019")).unwrap();
    let layout = fs::read_to_string(root().join("templates/2019/report.hbs")).unwrap();
    let asks = |text: &str| {
        let asking = layout.replacen("</h1>", &format!("</h1>\n{text}\n"), 1);
        fs::write(own.join("2019/report.hbs"), asking).unwrap();
        let project = nianbao::Project { templates: Shelf::templates(Some(own.clone())), ..super::project() };
        nianbao::check(&project, &year).unwrap()
    };
    assert!(asks("<p>上年{{上年.申请.新收.自然人}}件</p>").composed.is_some());
    for text in [
        "<p>上年{{上年.申请.新收.总计}}件</p>",
        "<p><a href=\"http://a.cn\">上年{{上年.申请.新收.总计}}件</a></p>",
        "<p><a href=\"http://a.cn/{{上年.申请.新收.总计}}\">上年</a></p>",
    ] {
        let checked = asks(text);
        assert!(checked.composed.is_none(), "{text}");
        let printed = text.replace("{{上年.申请.新收.总计}}", "□");
        assert!(checked.findings.0.iter().any(|finding| finding.message.contains(&printed)), "{:?}", checked.findings);
    }
}

#[test]
fn a_number_called_like_last_year_is_this_years() {
    let (_folder, year) =
        office(&[("  网站: 60\n", "  网站: 60\n  上年: ~\n"), ("收办申请", "上年{{数字.上年}}件，收办申请")]);
    year_before(&year, "新收: [5, 2,", "新收: [5, ~,");
    let findings = drafted(&year).findings.0;
    assert!(findings.iter().any(|finding| finding.path.as_deref() == Some("数字.上年")), "{findings:?}");
    assert!(!findings.iter().any(|finding| finding.message.contains("上一年度的数据里没有填")), "{findings:?}");
}

#[test]
fn a_gap_of_this_year_is_not_blamed_on_the_last() {
    let (_folder, year) = office(&[
        ("收办申请{{数字.收办}}件。", "新收同比{{同比 申请.新收.总计 上年.申请.新收.总计}}。"),
        ("新收: [5, 2,", "新收: [~, 2,"),
    ]);
    year_before(&year, "新收: [5, 2,", "新收: [5, 2,");
    let findings = drafted(&year).findings.0;
    assert!(findings.iter().any(|finding| finding.path.as_deref() == Some("申请.新收.自然人")), "{findings:?}");
    assert!(!findings.iter().any(|finding| finding.message.contains("上一年度的数据里没有填")), "{findings:?}");
}

#[test]
fn a_year_that_is_missing_is_that_of_the_folder_and_a_gap_in_print() {
    let (_folder, year) = office(&[("  年度: 2020\n", "")]);
    let checked = drafted(&year);
    assert_eq!((checked.report.form.name.as_str(), checked.report.meta.year), ("2019", 2020));
    let document = checked.composed.unwrap().document;
    assert_eq!(text_from(&document, "报告.标题")[0].plain(), "示例县□年政府信息公开工作年度报告");
    assert_eq!(document.info.title, "示例县□年政府信息公开工作年度报告");
    assert!(nianbao::check(&super::project(), &year).is_err(), "a final needs the year");
}

#[test]
fn a_seal_is_not_printed_on_a_draft() {
    let (_folder, year) = office(&[("  成文日期", "  印章: 没有.png\n  成文日期")]);
    let checked = drafted(&year);
    assert!(checked.findings.0.iter().any(|finding| finding.message.contains("没有.png")));
    let document = checked.composed.unwrap().document;
    assert!(
        document.blocks.iter().all(|block| !matches!(block, Block::Signature(signature) if !signature.seals.is_empty()))
    );
}

#[test]
fn yaml_that_does_not_parse_stops_a_draft_too() {
    let (_folder, year) = office(&[("年度: 2020", "年度: [2020")]);
    let told = nianbao::draft::draft(&super::project(), &year, &nianbao::draft::Manner::default()).unwrap_err();
    assert_eq!(told.0[0].code.name(), "yaml-syntax");
}

/// The paths of all keys of a tree, but for the totals: those are computed where they are left out.
fn keys(path: &str, value: &Value, found: &mut Vec<String>) {
    for (key, value) in value.as_mapping().into_iter().flatten() {
        let key = key.as_str().unwrap();
        if key != "总计" {
            let path = if path.is_empty() { key.to_string() } else { format!("{path}.{key}") };
            found.push(path.clone());
            keys(&path, value, found);
        }
    }
}

/// Whether a path is of a figure that is computed where it is left out.
fn is_total(form: &Form, path: &str) -> bool {
    let slot = path.split('.').try_fold(&form.slots, |slot, key| slot.child(key));
    slot.is_some_and(Slot::is_total)
}

/// What becomes of a key.
fn spoil(tree: &mut Mapping, path: &str, how: u8) {
    let (head, rest) = path.split_once('.').map_or((path, None), |(head, rest)| (head, Some(rest)));
    match (rest, tree.get_mut(head)) {
        (Some(rest), Some(Value::Mapping(inner))) => spoil(inner, rest, how),
        (Some(_), _) => {}
        (None, Some(value)) => match how {
            0 => drop(tree.remove(head)),
            1 => *value = Value::Null,
            2 => *value = Value::String("某".into()),
            _ => *value = Value::Sequence(vec![Value::Mapping(Mapping::new())]),
        },
        (None, None) => {}
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..Default::default() })]

    /// Files and keys of an example are taken away, emptied or made nonsense of.
    #[test]
    fn a_draft_is_made_whatever_is_missing(
        example in 0_usize..4,
        gone in prop::option::of(0_usize..3),
        wrong in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..4), 1..12),
    ) {
        let source = root().join("examples").join(["ganzhou/2020", "qinghe/2017", "qinghe/2024", "qinghe/2025"][example]);
        let folder = tempfile::tempdir().unwrap();
        let year = folder.path().join(source.file_name().unwrap());
        fs::create_dir(&year).unwrap();
        let mut spoiled = vec![];
        for (at, file) in files(&source).into_iter().filter(|file| file.extension().is_some_and(|ending| ending == "yaml")).enumerate() {
            let mut tree: Mapping = serde_yaml::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
            let mut all = vec![];
            keys("", &Value::Mapping(tree.clone()), &mut all);
            if Some(at) == gone {
                spoiled.extend(all);
                continue;
            }
            for (which, how) in wrong.iter().skip(at).step_by(3) {
                let path = which.get(&all);
                spoil(&mut tree, path, *how);
                spoiled.push(path.clone());
            }
            fs::write(year.join(file.file_name().unwrap()), serde_yaml::to_string(&tree).unwrap()).unwrap();
        }
        prop_assume!(!files(&year).is_empty());

        let checked = drafted(&year);
        let composed = checked.composed.unwrap();
        let form = &checked.report.form;
        // Every figure that was taken away is a box: no 0 and no blank stands in its place.
        for text in composed.document.texts() {
            let from = text.from.as_deref().unwrap_or_default();
            let is_figure = form.slots.child(from.split('.').next().unwrap_or_default()).is_some();
            let lost = |path: &String| from == path && !is_total(form, path) || from.starts_with(&format!("{path}."));
            let lost = spoiled.iter().any(lost);
            if is_figure && lost {
                prop_assert_eq!(text.plain(), "□", "{} of {:?}", from, spoiled);
            }
        }
        super::notes::assert_listed(&checked.findings, &composed);
        let formats = [nianbao::Format::Docx, nianbao::Format::Pdf];
        let checked = nianbao::Checked { composed: Some(composed), ..checked };
        prop_assert!(nianbao::build(&super::project(), &checked, &formats).is_ok());
    }
}
