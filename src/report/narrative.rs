//! 正文: the text, part by part. The numbers of headings are not in the data; the program puts them.

use crate::diagnostic::Diagnostics;
use crate::form::Form;
use crate::gap::GAP;
use crate::yaml::{self, Fields, Node, Tree, join};

/// The text of a part.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Its key: 引言 or a part of the form.
    pub key: String,
    /// What it says.
    pub passages: Vec<Passage>,
}

/// A piece of text with its path.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// As typed, with its `{{…}}`.
    pub text: String,
    /// The path in the data.
    pub path: String,
}

/// A paragraph, or a heading with what stands under it.
#[derive(Clone, Debug, PartialEq)]
pub enum Passage {
    /// A paragraph.
    Paragraph(Words),
    /// A heading with its text.
    Headed {
        /// The heading, without number.
        heading: Words,
        /// Whether it runs in, if the data say so; otherwise the style decides.
        run_in: Option<bool>,
        /// What stands under it.
        body: Vec<Passage>,
    },
}

/// How many headings can stand above one another below a part: （一）, 1. and （1） (GB/T 9704 7.3.3).
const DEEPEST: usize = 3;

/// Reads the key 正文.
pub fn read(tree: &Tree, form: &Form, findings: &mut Diagnostics) -> Vec<Section> {
    let Some(Node::Map(entries)) = tree.get("正文") else {
        if let Some(node) = tree.get("正文").filter(|node| **node != Node::Null) {
            findings.push(yaml::wrong_shape("正文", node, "键值（引言、总体情况等）"));
        }
        return vec![];
    };
    let keys = || std::iter::once("引言").chain(form.law.parts.iter().map(|part| part.key.as_str()));
    let mut sections = vec![];
    for (key, node) in entries {
        if keys().any(|known| known == key) {
            sections.push(Section { key: key.clone(), passages: passages(&join("正文", key), node, findings) });
        } else {
            findings.push(yaml::unknown_key("正文", key, keys()));
        }
    }
    sections
}

/// One paragraph or a list of paragraphs and headings.
fn passages(path: &str, node: &Node, findings: &mut Diagnostics) -> Vec<Passage> {
    match node {
        Node::Null => vec![],
        Node::List(list) => {
            let each = list.iter().enumerate();
            each.filter_map(|(at, node)| passage(&join(path, &at.to_string()), node, findings)).collect()
        }
        node => passage(path, node, findings).into_iter().collect(),
    }
}

fn passage(path: &str, node: &Node, findings: &mut Diagnostics) -> Option<Passage> {
    match node {
        Node::Map(_) => headed(path, node, findings),
        Node::Null => None,
        node => {
            // A text that cannot be read is a gap; one that is empty is none at all.
            let text = yaml::text(path, node, findings).unwrap_or_else(|| GAP.into());
            (!text.trim().is_empty()).then(|| Passage::Paragraph(Words { text, path: path.into() }))
        }
    }
}

fn headed(path: &str, node: &Node, findings: &mut Diagnostics) -> Option<Passage> {
    let mut fields = Fields::of(path, node, findings);
    let heading = fields.required("标题");
    let style = fields.optional("标题样式");
    let body = fields.node("正文");
    fields.finish();
    let run_in = match style.as_deref() {
        None => None,
        Some("接排") => Some(true),
        Some("独行") => Some(false),
        Some(other) => {
            let path = join(path, "标题样式");
            findings.push(yaml::bad_value(&path, format!("标题样式没有“{other}”"), "写 接排（标题后接着排正文）或 独行"));
            None
        }
    };
    let body = body.map(|node| passages(&join(path, "正文"), node, findings)).unwrap_or_default();
    if path.matches(".正文").count() >= DEEPEST {
        findings.push(yaml::bad_value(path, "标题最多三层".into(), "三层是（一）、1. 和（1）；把这一层并到上一层"));
    }
    let heading = Words { text: heading.unwrap_or_else(|| GAP.into()), path: join(path, "标题") };
    Some(Passage::Headed { heading, run_in, body })
}
