//! Everything in the data that is neither a figure nor text: what the report is, whose, how to reach it, what was accepted.

use std::collections::BTreeMap;

use crate::report::Report;
use crate::yaml::{Node, join};

/// A value that is not the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// Its path, `报告.成文日期`; in a list of accepted findings their code and place, `核对.blank-figure.申请.新收.其他`.
    pub path: String,
    /// What it was, if there was one.
    pub old: Option<String>,
    /// What it is, if there is one.
    pub new: Option<String>,
}

/// The values that are not the same, in the order of the new data, then what only the old ones have.
pub fn compare(old: &Report, new: &Report) -> Vec<Value> {
    let [old, new] = [old, new].map(values);
    let mut before: BTreeMap<&str, &str> = old.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let mut unlike = vec![];
    for (path, text) in &new {
        let was = before.remove(path.as_str());
        if was != Some(text) {
            unlike.push(Value { path: path.clone(), old: was.map(Into::into), new: Some(text.clone()) });
        }
    }
    let gone = old.iter().filter(|(path, _)| before.remove(path.as_str()).is_some());
    unlike.extend(gone.map(|(path, text)| Value { path: path.clone(), old: Some(text.clone()), new: None }));
    unlike
}

/// Path and text of every value, each path once.
fn values(report: &Report) -> Vec<(String, String)> {
    // What a report without these keys has all the same.
    let mut values =
        vec![("报告.标题".to_string(), report.meta.title.join("\n")), ("报告.表式".into(), report.form.name.clone())];
    for (key, node) in report.data() {
        match key.as_str() {
            "正文" => {}
            "数字" => formulas(node, &mut values),
            "核对" => acceptances(node, &mut values),
            key if report.form.slots.child(key).is_some() => {}
            key => flatten(key, node, &mut values),
        }
    }
    // The name of a picture does not say what is on it.
    for (seal, at) in report.seals.iter().zip(0..) {
        values.push((format!("{}.图片", report.meta.seal_path(at)), seal.hash.clone()));
    }
    let mut known = BTreeMap::new();
    values.retain(|(path, text)| known.insert(path.clone(), text.clone()).is_none());
    values
}

fn flatten(path: &str, node: &Node, values: &mut Vec<(String, String)>) {
    match node {
        Node::Null => {}
        Node::Text(text) => values.push((path.into(), text.trim_end().into())),
        Node::List(list) => {
            let texts: Option<Vec<_>> =
                list.iter().map(|node| if let Node::Text(text) = node { Some(text.as_str()) } else { None }).collect();
            match texts {
                // A line each, which no text has within itself where it is printed: 甲、乙 is one office, 甲 and 乙 are two.
                Some(texts) => values.push((path.into(), texts.join("\n"))),
                None => list.iter().enumerate().for_each(|(at, node)| flatten(&join(path, &at.to_string()), node, values)),
            }
        }
        Node::Map(entries) => entries.iter().for_each(|(key, node)| flatten(&join(path, key), node, values)),
    }
}

/// How 数字 are computed or checked; their values are figures.
fn formulas(node: &Node, values: &mut Vec<(String, String)>) {
    let Node::Map(entries) = node else { return flatten("数字", node, values) };
    for (key, node) in entries {
        let path = join("数字", key);
        match node {
            Node::Text(text) => {
                if let Some((_, sum)) = text.split_once('=') {
                    values.push((format!("{path}.等式"), sum.trim().into()));
                }
            }
            node => flatten(&path, node, values),
        }
    }
}

/// 核对 by what was accepted, not by its place in the list.
fn acceptances(node: &Node, values: &mut Vec<(String, String)>) {
    let Node::List(list) = node else { return flatten("核对", node, values) };
    for (at, node) in list.iter().enumerate() {
        let text = |key| if let Some(Node::Text(text)) = node.entry(key) { Some(text.trim()) } else { None };
        match (text("代码"), text("位置"), text("理由")) {
            (Some(code), Some(path), Some(reason)) => {
                let path = format!("核对.{code}.{path}");
                let twice = values.iter().filter(|(known, _)| known.split('#').next() == Some(&path)).count();
                let path = if twice > 0 { format!("{path}#{}", twice + 1) } else { path };
                values.push((path, reason.into()));
            }
            _ => flatten(&join("核对", &at.to_string()), node, values),
        }
    }
}
