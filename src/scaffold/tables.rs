//! 表.yaml: every row of every table, with its label and the columns it has.

use std::collections::BTreeMap;

use super::lines::Lines;
use super::{BLANK, Carried};
use crate::form::{Caption, Form, Leaf, Slot, Table};
use crate::yaml::join;

/// The text of the file, with remarks at its head.
pub fn write(form: &Form, year: u16, remarks: &[String], carried: &Carried) -> String {
    let mut lines = Lines::default();
    remarks.iter().for_each(|remark| lines.comment(0, remark));
    lines.comment(0, &format!("{year}年度报告的表，{}。“~”是还没有填的，每一行都要填", form.law.basis));
    lines.comment(
        0,
        "没有发生的填 0。有几列的行写成列表 [5, 0, …]，依次是各列；各列都是零，只写一个 0。总计不用写，程序会算",
    );
    let mut text = lines.text();
    for table in &form.law.tables {
        let mut writer = Writer { captions: table.captions(), carried, lines: Lines::default(), head: String::new() };
        writer.table(form, table);
        text += &writer.lines.text();
    }
    text
}

struct Writer<'a> {
    captions: BTreeMap<String, Caption>,
    carried: &'a Carried,
    lines: Lines,
    /// The head of the columns last told.
    head: String,
}

impl Writer<'_> {
    fn table(&mut self, form: &Form, table: &Table) {
        self.lines.gap();
        if let Some(part) = form.law.parts.iter().find(|part| part.table.as_ref() == Some(&table.key)) {
            self.lines.comment(0, &part.heading);
        }
        self.lines.entry(0, &table.key, "", "");
        self.group(&table.slots(), &table.key, 1);
    }

    fn group(&mut self, slot: &Slot, path: &str, depth: usize) {
        for (key, child) in slot.children() {
            let path = join(path, key);
            if child.is_total() && !self.is_known(child, &path) {
                self.lines.comment(depth, &format!("{key}：程序会算；写了就核对"));
                continue;
            }
            let row = child.row().filter(|row| self.are_columns(row, &path));
            if row.is_some() || matches!(child, Slot::Leaf(_)) {
                self.head(row.as_deref().unwrap_or_default(), &path, depth);
                let value = self.value(child, &path);
                let comment = self.comment(child, key, &path);
                self.lines.entry(depth, key, &value, &comment);
            } else {
                self.lines.entry(depth, key, "", &self.label(key, &path));
                self.group(child, &path, depth + 1);
            }
        }
    }

    /// Whether the figures under a path are the columns of one row. Where the only column has no key, they are rows.
    fn are_columns(&self, row: &[(&str, Leaf)], path: &str) -> bool {
        row.iter().all(|(key, _)| self.captions.get(&join(path, key)).is_none_or(|caption| caption.column.is_none()))
    }

    /// Tells the band and its columns, where they are not those of the row before.
    fn head(&mut self, row: &[(&str, Leaf)], path: &str, depth: usize) {
        let caption = |path: &str| self.captions.get(path);
        let column = |(key, _): &(&str, Leaf)| match caption(&join(path, key)) {
            Some(caption) if caption.label != *key => format!("{key}（{}）", caption.label),
            _ => key.to_string(),
        };
        let shown = row.iter().filter(|(key, leaf)| self.is_written(*leaf, &join(path, key)));
        let columns: Vec<_> = shown.map(column).collect();
        let columns = match columns.as_slice() {
            [] => caption(path).and_then(|caption| caption.column.clone()),
            columns => Some(columns.join("、")),
        };
        let title = caption(path).and_then(|caption| caption.title.clone());
        let head = title.into_iter().chain(columns).collect::<Vec<_>>().join("：");
        if head != self.head && !head.is_empty() {
            self.lines.comment(depth, &head);
        }
        self.head = head;
    }

    /// A row of blanks as one blank, a row of zeros as one zero.
    fn value(&self, slot: &Slot, path: &str) -> String {
        let Some(row) = slot.row() else {
            return self.carried.value(path).unwrap_or(BLANK).into();
        };
        let columns = row.iter().filter(|(key, leaf)| self.is_written(*leaf, &join(path, key)));
        let values: Vec<_> = columns.map(|(key, _)| self.carried.value(&join(path, key)).unwrap_or(BLANK)).collect();
        match values.first() {
            Some(first) if [BLANK, "0"].contains(first) && values.iter().all(|value| value == first) => (*first).into(),
            _ => format!("[{}]", values.join(", ")),
        }
    }

    /// Whether a figure at or under a path is known.
    fn is_known(&self, slot: &Slot, path: &str) -> bool {
        slot.leaves(path).iter().any(|path| self.carried.value(path).is_some())
    }

    /// Whether a column is written: a total only if it is known.
    fn is_written(&self, leaf: Leaf, path: &str) -> bool {
        !leaf.total_column || self.carried.value(path).is_some()
    }

    fn comment(&self, slot: &Slot, key: &str, path: &str) -> String {
        let label = Some(self.label(key, path)).filter(|label| !label.is_empty());
        let figures = slot.leaves(path);
        let remarks = self.carried.remarks(figures.iter());
        label.iter().map(String::as_str).chain(remarks).collect::<Vec<_>>().join("；")
    }

    /// The label of a row, where it says more than its key and than the group it stands in.
    fn label(&self, key: &str, path: &str) -> String {
        let Some(caption) = self.captions.get(path) else { return String::new() };
        let above = path.rsplit_once('.').and_then(|(above, _)| self.captions.get(above));
        let known =
            caption.label == key && caption.above.is_empty() || above.is_some_and(|above| above.label == caption.label);
        let label = if known { String::new() } else { caption.row() };
        let unit = caption.unit.as_ref().map(|unit| format!("（{unit}）")).unwrap_or_default();
        format!("{label}{unit}")
    }
}
