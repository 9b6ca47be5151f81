//! The JSON Schema that editors are given, held against data by an independent validator: it takes what is good, `~` for what is
//! still to be filled included, and refuses what the reader refuses.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use jsonschema::Validator;
use nianbao::form::Form;
use nianbao::schema;
use nianbao::shelf::Shelf;
use serde_json::Value;

fn schema_of(form: &str) -> Value {
    let form = Form::load(&Shelf::templates(None), form).unwrap();
    serde_json::from_str(&schema::of(&form)).unwrap()
}

fn validator(form: &str) -> Validator {
    jsonschema::draft7::new(&schema_of(form)).unwrap()
}

/// What an editor sees in a text.
fn value(yaml: &str) -> Value {
    serde_yaml::from_str(yaml).unwrap()
}

fn errors(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn every_form_gives_a_schema() {
    for form in Form::names(&Shelf::templates(None)) {
        assert!(jsonschema::draft7::meta::is_valid(&schema_of(&form)), "{form}");
        assert_eq!(schema_of(&form), schema_of(&form));
    }
}

#[test]
fn good_data_is_taken_file_by_file() {
    let validator = validator("2019");
    let folder = "examples/ganzhou/2020";
    for path in ["报告", "正文", "表"].map(|name| format!("{folder}/{name}.yaml")) {
        assert_eq!(errors(&validator, &value(&read(&path))), Vec::<String>::new(), "{path}");
    }
    assert_eq!(errors(&validator, &value(&read("tests/base/2020/数据.yaml"))), Vec::<String>::new());
}

#[test]
fn other_ways_to_write_the_same_are_taken() {
    let (base, validator) = (read("tests/base/2020/数据.yaml"), validator("2019"));
    for (out, into) in [
        ("规章: [0, 0, 0]", "规章: 0"),
        ("规章: [0, 0, 0]", "规章: \"/\""),
        ("规章: [0, 0, 0]", "规章: [\"-\", \"\", ~]"),
        ("规章: [0, 0, 0]", "规章: { 制作: 0, 公开: 0, 总量: 0 }"),
        ("行政事业性收费: [4, 0]", "行政事业性收费: [4, \"+3\"]"),
        ("政府集中采购: [2, 35.5 万元]", "政府集中采购: [0, 0]"),
        ("新收: [5, 2, 0, 0, 0, 1]", "新收: [5, 2, 0, 0, 0, 1, 8]"),
        ("年度: 2020", "年度: \"2020\"\n  表式: 2019"),
        ("署名: 示例县人民政府办公室", "署名: [甲局, 乙局]"),
        ("存在问题: 业务", "存在问题: { 标题: 甲, 标题样式: 独行, 正文: [乙, { 标题: 丙 }] }\n  引言: 业务"),
        ("机关: 示例县", "机关: ~"),
        ("机关: 示例县", "机关: 示例县\n  部分标题: { 复议诉讼: 被申请行政复议情况, 申请: ~ }"),
    ] {
        assert!(base.contains(out), "{out}");
        let changed =
            base.replacen("  引言: 现将示例县2020年政府信息公开工作情况报告如下。\n", "", 1).replacen(out, into, 1);
        assert_eq!(errors(&validator, &value(&changed)), Vec::<String>::new(), "{into}");
    }
}

#[test]
fn planted_faults_are_refused() {
    let (base, validator) = (read("tests/base/2020/数据.yaml"), validator("2019"));
    for (out, into) in [
        ("规章: [0, 0, 0]", "规章: [0, 0]"),
        ("规章: [0, 0, 0]", "规章: [0, 0, 0, 0]"),
        ("规章: [0, 0, 0]", "规章: 5"),
        ("规章: [0, 0, 0]", "规章: [0, 0, -1]"),
        ("规章: [0, 0, 0]", "规章: [0, 0, 1.5]"),
        ("规章: [0, 0, 0]", "规章: [0, 0, 12件]"),
        ("规章: [0, 0, 0]", "规章: { 制作: 0, 公开: 0 }"),
        ("规章: [0, 0, 0]", "规章: { 制作: 0, 公开: 0, 总数: 0 }"),
        ("规章: [0, 0, 0]", "规定: [0, 0, 0]"),
        ("政府集中采购: [2, 35.5 万元]", "政府集中采购: [2, 35.5]"),
        ("政府集中采购: [2, 35.5 万元]", "政府集中采购: [2, 300000]"),
        ("新收: [5, 2, 0, 0, 0, 1]", "新收: [5, 2, 0, 0, 0, 1, 8, 8]"),
        ("  结转下年度: [1, 0, 0, 0, 0, 0, 1]\n", ""),
        ("机关: 示例县", "机构: 示例县"),
        ("机关: 示例县", "机关: 示例县\n  部分标题: { 诉讼: 被申请行政复议情况 }"),
        ("类别: 县级政府", "类别: 县政府"),
        ("年度: 2020", "年度: 20"),
        ("成文日期: 2021-02-19", "成文日期: 2021年2月19日"),
        ("传真", "手机"),
        ("邮政编码", "邮编"),
        ("- 标题: 主动公开", "- 题目: 主动公开"),
        ("网站: 60", "网站: 六十"),
        ("存在问题: 业务", "存在的问题: 业务"),
        ("复议诉讼:", "诉讼:"),
    ] {
        let changed = base.replacen("{ 单位:", "{ 传真: 1, 单位:", 1);
        assert!(validator.is_valid(&value(&changed)));
        assert!(changed.contains(out), "{out}");
        assert!(!validator.is_valid(&value(&changed.replacen(out, into, 1))), "{into}");
    }
}

#[test]
fn schema_of_the_form_of_2021() {
    let form = Form::load(&Shelf::templates(None), "2021").unwrap();
    insta::assert_snapshot!(schema::of(&form));
}
