//! The tables of the data, read against the shape that the form gives them.

use super::figure::Figure;
use super::figures::{Figures, Written};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::form::{Form, Leaf, Slot};
use crate::yaml::{self, Node, join};

/// Reads what stands in the data at a slot into `figures`.
pub struct Reader<'a> {
    /// What is read.
    pub figures: &'a mut Figures,
    /// What is wrong.
    pub findings: &'a mut Diagnostics,
}

impl Reader<'_> {
    /// Reads a group: keys with what stands under each.
    pub fn group(&mut self, path: &str, slot: &Slot, node: &Node) {
        let Node::Map(entries) = node else {
            if *node == Node::Null {
                return self.missing(path, slot, path);
            }
            let keys: Vec<_> = slot.children().iter().map(|(key, _)| key.as_str()).collect();
            let expected = format!("键值（{}）", keys.join("、"));
            return self.findings.push(yaml::wrong_shape(path, node, &expected));
        };
        for (key, _) in entries {
            if slot.child(key).is_none() {
                let known = slot.children().iter().map(|(key, _)| key.as_str());
                self.findings.push(yaml::unknown_key(path, key, known));
            }
        }
        for (key, child) in slot.children() {
            match entries.iter().find(|(name, _)| name == key) {
                Some((_, node)) => self.slot(path, key, child, node),
                None if child.is_total() => {}
                None => self.missing(&join(path, key), child, path),
            }
        }
    }

    /// Tells the totals that are not in the data and that no equation of the form gives.
    pub fn totals(&mut self, form: &Form) {
        for (key, table) in form.slots.children() {
            let prefix = format!("{key}.");
            let errors = self.findings.0.iter().filter(|finding| finding.severity == Severity::Error);
            let told =
                errors.filter_map(|finding| finding.path.as_deref()).any(|path| path == key || path.starts_with(&prefix));
            if told {
                continue;
            }
            let mut missing = vec![];
            self.collect_missing(table, &mut missing);
            for path in missing.into_iter().map(|number| &form.paths[number]) {
                let finding = Diagnostic::error(Code::MissingFigure, format!("“{path}”没有填，也没有等式可以算出来"));
                self.findings.push(finding.at_data(path, "").help("没有发生的填 0"));
            }
        }
    }

    fn slot(&mut self, above: &str, key: &str, slot: &Slot, node: &Node) {
        if let Slot::Leaf(leaf) = slot {
            return self.cell(above, key, *leaf, node, Written::Here);
        }
        let path = join(above, key);
        match slot.row() {
            Some(row) => self.row(&path, slot, &row, node),
            None => self.group(&path, slot, node),
        }
    }

    /// Reads a row: a list in the order of the columns, a map by column, or one mark for all.
    fn row(&mut self, path: &str, slot: &Slot, row: &[(&str, Leaf)], node: &Node) {
        match node {
            Node::Map(_) => self.group(path, slot, node),
            Node::Null => self.missing(path, slot, path),
            Node::List(list) => self.list(path, row, list),
            Node::Text(text) if matches!(text.trim(), "0" | "" | "/" | "-") => {
                for (key, leaf) in row {
                    self.cell(path, key, *leaf, node, Written::Row);
                }
            }
            Node::Text(text) => {
                let names = addends(row);
                self.findings.push(
                    Diagnostic::error(Code::WrongColumns, format!("“{path}”只写了“{text}”，应当有 {} 个数", names.len()))
                        .at_data(path, "")
                        .help(format!("写成列表 [{}]；全部为零时可以只写 0", names.join(", "))),
                );
            }
        }
    }

    fn list(&mut self, path: &str, row: &[(&str, Leaf)], list: &[Node]) {
        let short: Vec<_> = row.iter().filter(|(_, leaf)| !leaf.total_column).collect();
        let columns: Vec<_> = if list.len() == short.len() { short } else { row.iter().collect() };
        if list.len() != columns.len() {
            let names = addends(row);
            let total = if names.len() < row.len() { "，总计可写可不写" } else { "" };
            let commas = if list.len() > names.len() { "；数字里不写千分位逗号" } else { "" };
            self.findings.push(
                Diagnostic::error(Code::WrongColumns, format!("“{path}”有 {} 个数，应当有 {} 个", list.len(), names.len()))
                    .at_data(path, "")
                    .help(format!("依次是 {}{total}{commas}", names.join("、"))),
            );
            return;
        }
        for (at, ((key, leaf), node)) in columns.into_iter().zip(list).enumerate() {
            self.cell(path, key, *leaf, node, Written::Item(at));
        }
    }

    /// Reads the figure under a key of a row; `written` is where the data have it.
    fn cell(&mut self, above: &str, key: &str, leaf: Leaf, node: &Node, written: Written) {
        let path = || join(above, key);
        let figure = match node {
            Node::Text(text) => Figure::parse(text, leaf.kind),
            Node::Null => {
                let path = path();
                let finding = Diagnostic::error(Code::MissingFigure, format!("“{path}”没有填")).at_data(path, "");
                self.findings.push(finding.help("没有发生的填 0"));
                return self.figures.set(leaf.number, Figure::Gap, written);
            }
            Node::List(_) | Node::Map(_) => {
                let finding = yaml::wrong_shape(&written.at(&path()).unwrap_or_default(), node, "一个数");
                return self.findings.push(finding.help("要照原样印出“-”时加引号：\"-\""));
            }
        };
        match &figure {
            Ok(Figure::Mark(mark)) => {
                let (path, what) = (path(), if mark.is_empty() { "是空白".into() } else { format!("是“{mark}”") });
                let finding = Diagnostic::warning(Code::BlankFigure, format!("“{path}”{what}，照印，按 0 计"));
                self.findings.push(finding.at_data(path, "").help("新报告填 0；重制往年报告时可以保留"));
            }
            Ok(_) => {}
            Err((message, help)) => {
                let finding = Diagnostic::error(Code::BadFigure, message).at_data(path(), "");
                self.findings.push(finding.help(*help));
            }
        }
        self.figures.set(leaf.number, figure.unwrap_or(Figure::Gap), written);
    }

    /// The numbers of the figures below that are neither given nor computed.
    fn collect_missing(&self, slot: &Slot, found: &mut Vec<usize>) {
        match slot {
            Slot::Leaf(leaf) => found.extend(Some(leaf.number).filter(|number| self.figures.at(*number).is_none())),
            Slot::Group(slots) => slots.iter().for_each(|(_, slot)| self.collect_missing(slot, found)),
        }
    }

    /// Tells that a figure, row or group is not in the data, at what is: `near`.
    fn missing(&mut self, path: &str, slot: &Slot, near: &str) {
        let what = match (slot, slot.row()) {
            (Slot::Leaf(_), _) => "一格",
            (_, Some(_)) => "一行",
            _ if !path.contains('.') => "张表",
            _ => "一组",
        };
        for path in slot.leaves(path) {
            self.figures.insert(path, Figure::Gap, Written::Nowhere);
        }
        let finding = Diagnostic::error(Code::MissingFigure, format!("缺少“{path}”这{what}"));
        let key = path.rsplit('.').next().unwrap_or(path);
        let finding =
            if near == path { finding.at_data(near, "") } else { finding.at_data(near, format!("这里应当有 {key}")) };
        let help = match what {
            "一格" => "没有发生的填 0",
            "一行" => "没有发生的也要写：这一行单写 0 表示各列都是零",
            _ => "没有发生的也要一行一行地写，单写 0 表示这一行各列都是零",
        };
        self.findings.push(finding.help(help));
    }
}

/// The names of the columns that must be given.
fn addends<'a>(row: &[(&'a str, Leaf)]) -> Vec<&'a str> {
    row.iter().filter(|(_, leaf)| !leaf.total_column).map(|(key, _)| *key).collect()
}
