//! 数字: figures that only the text uses, given, computed (`= 甲 + 乙`) or given and checked (`5 = 甲 + 乙`).

use std::collections::{HashMap, VecDeque};

use rust_decimal::Decimal;

use super::figure::Figure;
use super::figures::{Figures, Written, evaluate};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::form::{Kind, Slot, Sum};
use crate::yaml::{self, Node, Tree, join, suggestion};

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
    let figure = Figure::parse(given, Kind::Amount);
    let number = match &figure {
        Ok(Figure::Number { value, .. }) => Some(*value),
        Ok(Figure::Mark(_) | Figure::Gap) | Err(_) => None,
    };
    if number.is_none() && (!given.is_empty() || sum.is_none()) {
        let digits = !given.is_empty() && given.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let (message, help) = figure.err().filter(|_| digits).unwrap_or_else(|| {
            (format!("“{given}”不是数字"), "写成 14610，或者 = 甲 + 乙，或者 56863 = 甲 + 乙；单位写在正文里")
        });
        findings.push(Diagnostic::error(Code::BadFigure, message).at_data(&path, "").help(help));
    }
    let sum = sum.map(Sum::parse).transpose().unwrap_or_else(|message| {
        let finding = Diagnostic::error(Code::BadEquation, format!("等式写得不对：{message}")).at_data(&path, "");
        findings.push(finding.help("写成 = 甲 + 乙 - 丙 * 2 这样；名称是“数字”里的，或者表的路径，例如 申请.新收.总计"));
        None
    });
    Some(Number { given: number.map(|value| (value, given.into())), sum, path })
}

/// The entries by path.
type Index<'a> = HashMap<&'a str, usize>;

/// Adds the numbers to the figures: the given ones, then the computed ones in the order in which they become known.
pub fn insert(numbers: &[Number], figures: &mut Figures, slots: &Slot, findings: &mut Diagnostics) {
    for number in numbers {
        if let Some((value, shown)) = &number.given {
            let figure = Figure::Number { value: *value, shown: shown.clone() };
            figures.insert(number.path.clone(), figure, Written::Here);
        }
    }
    let index = numbers.iter().enumerate().map(|(at, number)| (number.path.as_str(), at)).collect();
    compute(numbers, &index, figures, slots);
    for number in numbers {
        unknown_names(number, numbers, &index, figures, slots, findings);
    }
}

/// Computes every number as soon as the last one that it waits for is known, so that a chain takes as long as it has links.
fn compute(numbers: &[Number], index: &Index, figures: &mut Figures, slots: &Slot) {
    let mut waiting = vec![0; numbers.len()]; // for how many others
    let mut users: Vec<Vec<usize>> = vec![vec![]; numbers.len()];
    for (at, number) in numbers.iter().enumerate() {
        let needed = number.sum.iter().flat_map(Sum::names).filter_map(|name| meant(name, index));
        // A name may be the entry's own and mean a table.
        for needed in needed.filter(|needed| *needed != at && numbers[*needed].given.is_none()) {
            users[needed].push(at);
            waiting[at] += 1;
        }
    }
    let mut ready: VecDeque<usize> = (0..numbers.len()).filter(|at| waiting[*at] == 0).collect();
    while let Some(at) = ready.pop_front() {
        let number = &numbers[at];
        let sum = number.sum.as_ref().filter(|_| number.given.is_none());
        let Some(value) = sum.and_then(|sum| value(sum, figures, slots)) else { continue };
        figures.insert(number.path.clone(), Figure::computed(value), Written::Here);
        for &user in &users[at] {
            waiting[user] -= 1;
            if waiting[user] == 0 {
                ready.push_back(user);
            }
        }
    }
}

/// The entry that a name of a sum means.
fn meant(name: &str, index: &Index) -> Option<usize> {
    index.get(name).or_else(|| index.get(join("数字", name).as_str())).copied()
}

/// The value of a sum of 数字: a name is another entry, or a path.
pub fn value(sum: &Sum, figures: &Figures, slots: &Slot) -> Option<Decimal> {
    evaluate(sum, |name| named(name, figures, slots))
}

fn named(name: &str, figures: &Figures, slots: &Slot) -> Option<Decimal> {
    let entry = figures.get(&join("数字", name)).and_then(|cell| cell.figure.value());
    entry.or_else(|| figures.value(slots, name))
}

/// Whether a sum has no value because, by way of others that have none, it needs itself.
fn waits_for_itself(number: &Number, numbers: &[Number], index: &Index, figures: &Figures) -> bool {
    let needed = |number: &Number| -> Vec<usize> {
        let names = number.sum.iter().flat_map(Sum::names).filter_map(|name| meant(name, index));
        names.filter(|at| figures.get(&numbers[*at].path).is_none()).collect()
    };
    if figures.get(&number.path).is_some() {
        return false;
    }
    let mut seen = vec![false; numbers.len()];
    // What a sum needs of its own name may mean a table.
    let mut open: Vec<usize> = needed(number).into_iter().filter(|at| numbers[*at].path != number.path).collect();
    while let Some(at) = open.pop() {
        if numbers[at].path == number.path {
            return true;
        }
        if !std::mem::replace(&mut seen[at], true) {
            open.extend(needed(&numbers[at]));
        }
    }
    false
}

/// Tells names that mean nothing, and sums that wait for each other.
fn unknown_names(
    number: &Number,
    numbers: &[Number],
    index: &Index,
    figures: &Figures,
    slots: &Slot,
    findings: &mut Diagnostics,
) {
    let entry = |name: &str| meant(name, index).map(|at| &numbers[at]);
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
            let names = || {
                let names = numbers.iter().map(|number| number.name().to_string());
                names.chain(figures.paths().into_iter().map(ToString::to_string))
            };
            let near = suggestion(name, std::iter::once_with(names).flatten(), findings);
            findings.push(match near {
                Some(near) => finding.help(format!("是不是“{near}”？")),
                None => finding.help("名称是“数字”里的，或者表的路径，例如 申请.新收.总计"),
            });
        }
    }
    let too_large = |sum: &Sum| {
        let mut names = sum.names();
        names.all(|name| named(name, figures, slots).is_some()) && value(sum, figures, slots).is_none()
    };
    if number.sum.as_ref().is_some_and(too_large) {
        let finding = Diagnostic::error(Code::BadEquation, format!("“{}”算不出来：数太大", number.path));
        findings.push(finding.at_data(&number.path, "").help("看看等式和里面的数有没有多写几位"));
    }
    // A ring of sums leaves its members without value, though every name is known.
    if waits_for_itself(number, numbers, index, figures)
        && findings.0.iter().all(|finding| finding.path.as_ref() != Some(&number.path))
    {
        findings.push(
            Diagnostic::error(Code::BadEquation, format!("“{}”算不出来：等式互相引用", number.path))
                .at_data(&number.path, ""),
        );
    }
}
