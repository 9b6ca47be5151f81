//! The figures of a report one by one, with their keys and the words of the form: what tables for other programs are made of.

use std::collections::BTreeMap;

use crate::form::{Caption, Kind, Table};
use crate::report::{Cell, Figure, Report, Written};

/// A figure with its place.
pub struct Record<'a> {
    /// Its path in the data, which stays the same from year to year of a form.
    pub path: String,
    /// The key of the table.
    pub table: &'a str,
    /// The keys of the row, joined by full stops.
    pub row: String,
    /// The key of the column; empty where the row has only one figure.
    pub column: String,
    /// What the form prints at the row, from the outermost label.
    pub row_labels: Vec<String>,
    /// What the form prints over the column.
    pub column_label: String,
    /// The unit of the value, where the form or the data state one.
    pub unit: Option<String>,
    /// The figure; nothing where none is known.
    pub cell: Option<&'a Cell>,
}

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// A number.
    Number,
    /// A blank or a mark, printed as it stands: nothing is known of a number.
    Mark,
    /// Nothing was given.
    Gap,
}

impl Record<'_> {
    /// What stands there.
    pub fn state(&self) -> State {
        match self.cell.map(|cell| &cell.figure) {
            Some(Figure::Number { .. }) => State::Number,
            Some(Figure::Mark(_)) => State::Mark,
            Some(Figure::Gap) | None => State::Gap,
        }
    }

    /// The exact value of a number, without trailing zeros; nothing of what is no number.
    pub fn value(&self) -> Option<String> {
        let value = self.cell.filter(|_| self.state() == State::Number)?.figure.value()?;
        Some(value.normalize().to_string())
    }

    /// As printed.
    pub fn shown(&self) -> &str {
        self.cell.filter(|_| self.state() != State::Gap).map_or("", |cell| cell.figure.shown())
    }

    /// Whether it was computed by the program.
    pub fn is_computed(&self) -> bool {
        self.cell.is_some_and(|cell| cell.written == Written::Nowhere)
    }
}

/// Every figure of the tables, in the order of the form.
pub fn records(report: &Report) -> Vec<Record<'_>> {
    report.form.law.tables.iter().flat_map(|table| of(table, report)).collect()
}

fn of<'a>(table: &'a Table, report: &'a Report) -> Vec<Record<'a>> {
    let (slots, captions) = (table.slots(), table.captions());
    let record = |path: String| {
        let keys: Vec<_> = path.split('.').skip(1).collect();
        let caption = captions.get(&path).cloned().unwrap_or_default();
        // The only column of a row has no key.
        let alone = caption.column.is_some();
        let (row, column) = keys.split_at(if alone { keys.len() } else { keys.len().saturating_sub(1) });
        let kind = report.form.slots.get(&path).and_then(|slot| match slot {
            crate::form::Slot::Leaf(leaf) => Some(leaf.kind),
            crate::form::Slot::Group(_) => None,
        });
        let unit = caption.unit.clone().or_else(|| (kind == Some(Kind::Money)).then(|| "元".into()));
        Record {
            table: &table.key,
            row: row.join("."),
            column: column.join("."),
            row_labels: labels(&table.key, row, &captions),
            column_label: caption.column.clone().unwrap_or_else(|| caption.row()),
            unit,
            cell: report.figures.get(&path),
            path,
        }
    };
    slots.leaves(&table.key).into_iter().map(record).collect()
}

/// The labels along the keys of a row. A parent and its own figure have the same.
fn labels(table: &str, keys: &[&str], captions: &BTreeMap<String, Caption>) -> Vec<String> {
    let mut path = table.to_string();
    let mut labels: Vec<String> = vec![];
    for key in keys {
        path = crate::yaml::join(&path, key);
        let Some(caption) = captions.get(&path) else { continue };
        labels.extend(caption.title.clone().filter(|_| labels.is_empty()));
        labels.push(caption.row());
    }
    labels.dedup();
    labels
}
