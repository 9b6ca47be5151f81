//! 数字: figures that only the text uses, given, computed (`= 甲 + 乙`) or given and checked (`5 = 甲 + 乙`).

use rust_decimal::Decimal;

use super::figure::Figure;
use super::figures::{Figures, evaluate};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::form::{Kind, Slot, Sum};
use crate::yaml::{self, Node, Tree, join, nearest};

/// An entry of 数字.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Its path, `数字.名称`.
    pub path: String,
    /// The number given, as typed.
    pub given: Option<(Decimal, String)>,
    /// The sum it must equal or is computed from.
    pub sum: Option<Sum>,
}

impl Number {
    /// Its name, without 数字.
    pub fn name(&self) -> &str {
        name(&self.path)
    }
}

fn name(path: &str) -> &str {
    path.strip_prefix("数字.").unwrap_or(path)
}

/// Reads the key 数字.
pub fn read(tree: &Tree, findings: &mut Diagnostics) -> Vec<Number> {
    match tree.get("数字") {
        None | Some(Node::Null) => vec![],
        Some(Node::Map(entries)) => {
            entries.iter().filter_map(|(key, node)| entry(join("数字", key), node, findings)).collect()
        }
        Some(node) => {
            findings.push(yaml::wrong_shape("数字", node, "键值（名称: 数）"));
            vec![]
        }
    }
}

fn entry(path: String, node: &Node, findings: &mut Diagnostics) -> Option<Number> {
    let Some(text) = yaml::text(&path, node, findings) else {
        return Some(Number { path, given: None, sum: None });
    };
    let (given, sum) = match text.split_once('=') {
        Some((given, sum)) => (given.trim(), Some(sum)),
        None => (text.trim(), None),
    };
    let name = name(&path);
    if name.contains(|c: char| c.is_whitespace() || ".+-*=<>{}()（）".contains(c)) {
        let finding = Diagnostic::error(Code::BadValue, format!("“{name}”不能作名称")).at_key(&path);
        findings.push(finding.help("名称里不能有点、空格、括号和运算符"));
    }
    let number = Figure::parse(given, Kind::Amount).ok().and_then(|figure| match figure {
        Figure::Number { value, .. } => Some(value),
        Figure::Mark(_) | Figure::Gap => None,
    });
    if number.is_none() && (!given.is_empty() || sum.is_none()) {
        let finding = Diagnostic::error(Code::BadFigure, format!("“{given}”不是数字")).at_data(&path, "");
        findings.push(finding.help("写成 14610，或者 = 甲 + 乙，或者 56863 = 甲 + 乙；单位写在正文里"));
    }
    let sum = sum.map(Sum::parse).transpose().unwrap_or_else(|message| {
        let finding = Diagnostic::error(Code::BadEquation, format!("等式写得不对：{message}")).at_data(&path, "");
        findings.push(finding.help("写成 = 甲 + 乙 - 丙 * 2 这样；名称是“数字”里的，或者表的路径，例如 申请.新收.总计"));
        None
    });
    Some(Number { given: number.map(|value| (value, given.into())), sum, path })
}

/// Adds the numbers to the figures: the given ones, then the computed ones in the order in which they become known.
pub fn insert(numbers: &[Number], figures: &mut Figures, slots: &Slot, findings: &mut Diagnostics) {
    for number in numbers {
        if let Some((value, shown)) = &number.given {
            let figure = Figure::Number { value: *value, shown: shown.clone() };
            figures.insert(number.path.clone(), figure, Some(number.path.clone()));
        }
    }
    let mut waiting: Vec<_> = numbers.iter().filter(|number| number.given.is_none()).collect();
    loop {
        let before = waiting.len();
        waiting.retain(|number| {
            let value = number.sum.as_ref().and_then(|sum| value(sum, figures, slots));
            if let Some(value) = value {
                figures.insert(number.path.clone(), Figure::computed(value), Some(number.path.clone()));
            }
            value.is_none()
        });
        if waiting.len() == before {
            break;
        }
    }
    numbers.iter().for_each(|number| unknown_names(number, numbers, figures, slots, findings));
}

/// The value of a sum of 数字: a name is another entry, or a path.
pub fn value(sum: &Sum, figures: &Figures, slots: &Slot) -> Option<Decimal> {
    evaluate(sum, |name| figures.value(slots, &join("数字", name)).or_else(|| figures.value(slots, name)))
}

/// Tells names that mean nothing, and sums that wait for each other.
fn unknown_names(number: &Number, numbers: &[Number], figures: &Figures, slots: &Slot, findings: &mut Diagnostics) {
    let entry = |name: &str| numbers.iter().find(|number| number.path == name || number.path == join("数字", name));
    for name in number.sum.iter().flat_map(Sum::names) {
        let known = entry(name);
        if let Some(other) = known {
            if figures.get(&other.path).is_none() && other.path == number.path {
                let finding = Diagnostic::error(Code::BadEquation, format!("“{name}”要用它自己来算"));
                findings.push(finding.at_words(&number.path, name, 0));
            }
        } else if figures.value(slots, name).is_none() && slots.figures(name).is_none() {
            let finding =
                Diagnostic::error(Code::UnknownName, format!("数据里没有“{name}”")).at_words(&number.path, name, 0);
            let names = numbers.iter().map(|number| number.name());
            let paths = figures.paths().into_iter();
            findings.push(match nearest(name, names.chain(paths)) {
                Some(near) => finding.help(format!("是不是“{near}”？")),
                None => finding.help("名称是“数字”里的，或者表的路径，例如 申请.新收.总计"),
            });
        }
    }
    // A ring of sums leaves its members without value, though every name is known.
    let ring =
        figures.get(&number.path).is_none()
            && number.sum.iter().flat_map(Sum::names).any(|name| {
                entry(name).is_some_and(|other| other.path != number.path && figures.get(&other.path).is_none())
            });
    if ring && findings.0.iter().all(|finding| finding.path.as_ref() != Some(&number.path)) {
        findings.push(
            Diagnostic::error(Code::BadEquation, format!("“{}”算不出来：等式互相引用", number.path))
                .at_data(&number.path, ""),
        );
    }
}
