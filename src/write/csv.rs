//! The figures of a report as CSV (RFC 4180): a row for each, so that the files of many offices and years are laid under each other.
//!
//! In UTF-8 with a byte order mark, by which spreadsheets know it.

use ::csv::{Terminator, WriterBuilder};

use super::record::{Record, State, records};
use crate::diagnostic::Result;
use crate::report::Report;

/// The byte order mark.
const MARK: &[u8] = b"\xEF\xBB\xBF";
/// The columns. They keep their names and their order; new ones come last.
const COLUMNS: [&str; 14] =
    ["机关", "年度", "表式", "路径", "表", "行", "列", "行标签", "列标签", "数值", "单位", "状态", "原文", "来源"];

/// Writes the figures of a report.
///
/// # Errors
/// `cannot-write` if the library fails, which it does not in memory.
pub fn write(report: &Report) -> Result<Vec<u8>> {
    lines(report).map_err(|error| super::broken("CSV", error))
}

fn lines(report: &Report) -> ::csv::Result<Vec<u8>> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(MARK.to_vec());
    writer.write_record(COLUMNS)?;
    for record in records(report) {
        writer.write_record(row(&record, report))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

fn row(record: &Record, report: &Report) -> [String; 14] {
    let state = match record.state() {
        State::Number => "数",
        State::Mark => "记号",
        State::Gap => "未填",
    };
    [
        report.meta.organ.clone(),
        report.meta.year.to_string(),
        report.form.name.clone(),
        record.path.clone(),
        record.table.into(),
        record.row.clone(),
        record.column.clone(),
        record.row_labels.join(" / "),
        record.column_label.clone(),
        record.value().unwrap_or_default(),
        record.unit.clone().unwrap_or_default(),
        state.into(),
        record.shown().into(),
        if record.is_computed() { "算出" } else { "填写" }.into(),
    ]
}
