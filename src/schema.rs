//! Form → JSON Schema of a year's data, so that an editor completes the keys, explains them and checks while one types.
//!
//! Draft 7 is what the YAML language server follows most closely. The schema takes what the reader takes, blanks that are still
//! to be filled (`~`) included; sums and everything else that needs more than one figure is left to `check`. The data may stand
//! in several files, so no key at the top is required.

mod cover;
mod prose;
mod tables;

pub use prose::PREFACE;

use serde_json::{Map, Value, json};

use crate::diagnostic::Code;
use crate::form::Form;

/// The JSON Schema of the data under a form, indented, with a line end.
pub fn of(form: &Form) -> String {
    let mut parts = Map::new();
    let mut definitions = Map::from_iter([("text".to_string(), text()), ("number".to_string(), number())]);
    parts.insert("报告".into(), cover::schema(form));
    parts.insert("数字".into(), numbers());
    parts.insert("正文".into(), prose::schema(form, &mut definitions));
    tables::schemas(form, &mut definitions, &mut parts);
    parts.insert("核对".into(), acceptances());
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "description": format!("政府信息公开工作年度报告的数据（{} 表式，{}）", form.name, form.law.basis),
        "type": ["object", "null"],
        "properties": parts,
        "additionalProperties": false,
        "definitions": definitions,
    });
    format!("{schema:#}\n")
}

/// A schema with a description before it.
fn told(description: &str, schema: Value) -> Value {
    let mut told = json!({ "description": description });
    if let (Some(told), Value::Object(schema)) = (told.as_object_mut(), schema) {
        told.extend(schema);
    }
    told
}

/// A definition with a description of its own. Draft 7 looks at nothing beside a `$ref`.
fn described(description: &str, name: &str) -> Value {
    told(description, json!({ "allOf": [refer(name)] }))
}

fn refer(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// A map of which all keys are known, or a blank.
fn object(properties: Map<String, Value>, required: &[&str]) -> Value {
    json!({
        "type": ["object", "null"],
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// YAML makes a number of a text of digits; the reader takes it as typed.
fn text() -> Value {
    json!({ "type": ["string", "number", "null"] })
}

/// An entry of 数字: given, computed, or both.
fn number() -> Value {
    json!({
        "type": ["number", "string"],
        "pattern": r"^\s*([+-]?[0-9]+(\.[0-9]+)?)?\s*(=[^=]+)?$",
        "patternErrorMessage": "写成 14610，或者 = 甲 + 乙，或者 56863 = 甲 + 乙",
    })
}

fn numbers() -> Value {
    json!({
        "description": "正文里用、表里没有的数字：14610，或者 = 甲 + 乙（算出），或者 56863 = 甲 + 乙（核对）",
        "type": ["object", "null"],
        "additionalProperties": refer("number"),
    })
}

fn acceptances() -> Value {
    let codes: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
    let properties = Map::from_iter([
        ("代码".to_string(), json!({ "description": "问题的代码，在方括号里", "enum": codes })),
        ("位置".to_string(), described("问题所指的那一格，例如 申请.新收.总计", "text")),
        ("理由".to_string(), described("为什么认可", "text")),
    ]);
    json!({
        "description": "已经核对、予以认可的问题，每条说明理由",
        "type": ["array", "null"],
        "items": {
            "type": "object",
            "properties": properties,
            "required": ["代码", "位置", "理由"],
            "additionalProperties": false,
        },
    })
}
