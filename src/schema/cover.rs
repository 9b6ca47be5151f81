//! The schema of 报告.

use serde_json::{Map, Value, json};

use super::{described, object, told};
use crate::form::{Form, Part};
use crate::report::{KEYS, Key, Shape};

/// The schema of 报告.
pub fn schema(form: &Form) -> Value {
    group("报告是什么：年度、机关、署名、日期、联系方式", KEYS, form)
}

fn group(description: &str, keys: &[Key], form: &Form) -> Value {
    let properties: Map<_, _> = keys.iter().map(|key| (key.name.to_string(), value(key, form))).collect();
    let required: Vec<_> = keys.iter().filter(|key| key.needed).map(|key| key.name).collect();
    told(description, object(properties, &required))
}

fn value(key: &Key, form: &Form) -> Value {
    match key.shape {
        Shape::Text => described(key.hint, "text"),
        Shape::Year | Shape::Form => json!({
            "description": key.hint,
            "type": ["integer", "string", "null"],
            "pattern": "^[0-9]{4}$",
            "patternErrorMessage": "写成四位数字，例如 2020",
            "minimum": 1900,
            "maximum": 9999,
        }),
        Shape::Date => json!({
            "description": key.hint,
            "type": ["string", "null"],
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            "patternErrorMessage": "写成 2021-02-19 这样",
        }),
        Shape::Millimetres => json!({
            "description": key.hint,
            "type": ["string", "null"],
            "pattern": "^[0-9]+(\\.[0-9]+)? ?mm$",
            "patternErrorMessage": "写成 45mm 这样",
        }),
        Shape::Kind => {
            let kinds = form.law.deadlines.keys().map(|kind| json!(kind));
            json!({ "description": key.hint, "enum": kinds.chain([Value::Null]).collect::<Vec<_>>() })
        }
        Shape::Texts => json!({
            "description": key.hint,
            "type": ["string", "number", "array", "null"],
            "items": { "type": ["string", "number"] },
        }),
        Shape::Headings => {
            let heading = |part: &Part| (part.key.clone(), described(&format!("表式的标题：{}", part.heading), "text"));
            told(key.hint, object(form.law.parts.iter().map(heading).collect(), &[]))
        }
        Shape::Group(keys) => group(key.hint, keys, form),
    }
}
