//! 报告.部分标题: headings of parts as the office words them. Published reports word some headings more fully than the form
//! (因政府信息公开工作被申请行政复议、提起行政诉讼情况), and a report that is made again must look as it was published.

use std::collections::BTreeMap;

use super::narrative::Words;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::form::Form;
use crate::yaml::{self, Node, Tree, join};

/// Where the headings stand in the data.
const PATH: &str = "报告.部分标题";

/// Reads the headings that take the place of the form's: the key of the part → the heading, without number.
pub fn read(tree: &Tree, form: &Form, findings: &mut Diagnostics) -> BTreeMap<String, Words> {
    let entries = match tree.get("报告").and_then(|node| node.entry("部分标题")) {
        None | Some(Node::Null) => return BTreeMap::new(),
        Some(Node::Map(entries)) => entries,
        Some(node) => {
            findings.push(yaml::wrong_shape(PATH, node, "键值（部分: 标题，一项一行）"));
            return BTreeMap::new();
        }
    };
    let parts = &form.law.parts;
    let mut headings = BTreeMap::new();
    for (key, node) in entries.iter().filter(|(_, node)| *node != Node::Null) {
        let path = join(PATH, key);
        let Some(part) = parts.iter().find(|part| part.key == *key) else {
            findings.push(yaml::unknown_key(PATH, key, parts.iter().map(|part| part.key.as_str())));
            continue;
        };
        let Some(text) = yaml::text(&path, node, findings).map(|text| text.trim().to_string()) else { continue };
        if text.is_empty() {
            findings.push(yaml::bad_value(&path, format!("“{path}”是空的"), "写出标题，或者删去这一行，照表式的标题印"));
            continue;
        }
        if text == part.heading {
            let message = format!("“{path}”与表式的标题相同，不用写");
            let finding = Diagnostic::new(Severity::Hint, Code::SameHeading, message).at_data(&path, "");
            findings.push(finding.help("删去这一行；只有与表式不同的标题才要写"));
        }
        headings.insert(key.clone(), Words { text, path });
    }
    headings
}
