//! What a report says of itself and its figures as JSON, for databases. `docs/data.md` lists the keys.

use std::collections::BTreeMap;

use serde::Serialize;

use super::record::{Record, State, records};
use crate::diagnostic::Result;
use crate::document::Info;
use crate::report::Report;

/// The version of the keys: it changes when one is renamed or means something else.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct File<'a> {
    version: u32,
    organ: &'a str,
    year: u16,
    kind: &'a str,
    form: &'a str,
    title: &'a str,
    names: &'a [String],
    date: String,
    site: Option<&'a str>,
    index: Option<&'a str>,
    disclosure: Option<&'a str>,
    contact: BTreeMap<&'a str, &'a str>,
    figures: Vec<Entry<'a>>,
    numbers: BTreeMap<&'a str, Option<String>>,
    origin: BTreeMap<&'static str, &'a str>,
}

#[derive(Serialize)]
struct Entry<'a> {
    path: &'a str,
    table: &'a str,
    row: &'a str,
    column: &'a str,
    row_labels: &'a [String],
    column_label: &'a str,
    value: Option<String>,
    unit: Option<&'a str>,
    state: &'static str,
    shown: &'a str,
    computed: bool,
}

/// Writes a report; `info` is what the document says of itself.
///
/// # Errors
/// `cannot-write` if the library fails, which it does not in memory.
pub fn write(report: &Report, info: &Info) -> Result<Vec<u8>> {
    let (meta, figures) = (&report.meta, records(report));
    let number = |path: &str| Some(report.figures.get(path)?.figure.value()?.normalize().to_string());
    let file = File {
        version: VERSION,
        organ: &meta.organ,
        year: meta.year,
        kind: &meta.kind,
        form: &report.form.name,
        title: &info.title,
        names: &meta.names,
        date: meta.date.to_string(),
        site: meta.site.as_deref(),
        index: meta.index.as_deref(),
        disclosure: meta.disclosure.as_deref(),
        contact: meta.contact.iter().map(|(label, value)| (*label, value.as_str())).collect(),
        figures: figures.iter().map(entry).collect(),
        numbers: report.numbers.iter().map(|entry| (entry.name(), number(&entry.path))).collect(),
        origin: info.origin.entries().into_iter().collect(),
    };
    pretty(&file)
}

/// Indented, that people can read it, too.
pub fn pretty(value: &impl Serialize) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|error| super::broken("JSON", error))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn entry<'a>(record: &'a Record) -> Entry<'a> {
    Entry {
        path: &record.path,
        table: record.table,
        row: &record.row,
        column: &record.column,
        row_labels: &record.row_labels,
        column_label: &record.column_label,
        value: record.value(),
        unit: record.unit.as_deref(),
        state: match record.state() {
            State::Number => "number",
            State::Mark => "mark",
            State::Gap => "gap",
        },
        shown: record.shown(),
        computed: record.is_computed(),
    }
}
