//! The schema of 正文.

use serde_json::{Map, Value, json};

use super::{described, object, refer, told};
use crate::form::Form;

/// The schema of 正文: the parts of the form.
pub fn schema(form: &Form, definitions: &mut Map<String, Value>) -> Value {
    definitions.insert("headed".into(), headed());
    definitions.insert("passages".into(), passages());
    let part = |description: &str| described(description, "passages");
    let mut properties = Map::from_iter([("引言".to_string(), part(PREFACE))]);
    for known in &form.law.parts {
        let hint = known.hint.iter().map(|hint| format!("。{hint}"));
        properties.insert(known.key.clone(), part(&format!("{}{}", known.heading, hint.collect::<String>())));
    }
    told("文字，一个部分写成一段，或者写成列表，一项一段", object(properties, &[]))
}

/// What belongs into the text before the first part.
pub const PREFACE: &str = "开头的话：依据什么编制，数据的统计期限。可省";

/// One paragraph, or a list of paragraphs and headings.
fn passages() -> Value {
    let passage = json!({ "anyOf": [refer("text"), refer("headed")] });
    json!({ "anyOf": [refer("text"), refer("headed"), { "type": "array", "items": passage }] })
}

fn headed() -> Value {
    json!({
        "title": "标题和文字",
        "type": "object",
        "properties": {
            "标题": described("标题，不写序号，末尾不写句号", "text"),
            "标题样式": { "description": "接排：标题后接着排正文；独行：标题独占一行", "enum": ["接排", "独行", null] },
            "正文": described("标题下的文字：一段，或者列表", "passages"),
        },
        "required": ["标题"],
        "additionalProperties": false,
    })
}
