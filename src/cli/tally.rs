//! What came of each of several folders: a table for people, JSON for programs.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::json;
use unicode_width::UnicodeWidthStr;

use crate::diagnostic::{Diagnostics, Severity};

/// What was done in a folder.
#[derive(Clone, Debug, Default)]
pub struct Done {
    /// How many errors were found.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// The files of its report.
    pub files: Vec<PathBuf>,
    /// Whether they were there already, from the same data by the same program.
    pub unchanged: bool,
}

impl Done {
    /// What was found, and nothing made.
    pub fn found(findings: &Diagnostics) -> Self {
        let (errors, warnings) = (findings.count(Severity::Error), findings.count(Severity::Warning));
        Self { errors, warnings, ..Self::default() }
    }
}

/// A folder in the table.
#[derive(Debug)]
pub struct Row {
    /// The folder as the user gave it.
    pub folder: String,
    /// What was done.
    pub done: Done,
    /// How long it took.
    pub time: Duration,
}

/// The table, one line a folder and one for all.
pub fn table(rows: &[Row]) -> String {
    let head = ["单位", "错误", "警告", "文件", "用时"].map(String::from);
    let cells = |Row { folder, done, time }: &Row| {
        let files = if done.unchanged { "未变".into() } else { done.files.len().to_string() };
        [folder.clone(), done.errors.to_string(), done.warnings.to_string(), files, format!("{:.2} 秒", time.as_secs_f64())]
    };
    let sum = |count: fn(&Done) -> usize| rows.iter().map(|row| count(&row.done)).sum::<usize>();
    let files = sum(|done| if done.unchanged { 0 } else { done.files.len() });
    let faulty = rows.iter().filter(|row| row.done.errors > 0).count();
    let unchanged = rows.iter().filter(|row| row.done.unchanged).count();
    let foot = [
        format!("共 {} 个，有错误的 {faulty} 个，未变的 {unchanged} 个", rows.len()),
        sum(|done| done.errors).to_string(),
        sum(|done| done.warnings).to_string(),
        files.to_string(),
        String::new(),
    ];
    let lines: Vec<_> = [head].into_iter().chain(rows.iter().map(cells)).chain([foot]).collect();
    let width = |column: usize| lines.iter().map(|line| line[column].width()).max().unwrap_or_default();
    let widths = [0, 1, 2, 3, 4].map(width);
    let line = |cells: &[String; 5]| {
        let pad = |column: usize| " ".repeat(widths[column] - cells[column].width());
        let figures: String = (1..5).map(|column| format!("  {}{}", pad(column), cells[column])).collect();
        format!("{}{}{figures}", cells[0], pad(0)).trim_end().to_string() + "\n"
    };
    lines.iter().map(line).collect()
}

/// The same for programs; `docs/manual.zh.md` says what the keys are.
pub fn json(rows: &[Row]) -> String {
    let unit = |Row { folder, done, time }: &Row| {
        json!({
            "folder": folder,
            "errors": done.errors,
            "warnings": done.warnings,
            "files": done.files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>(),
            "unchanged": done.unchanged,
            "milliseconds": u64::try_from(time.as_millis()).unwrap_or(u64::MAX),
        })
    };
    let units: Vec<_> = rows.iter().map(unit).collect();
    format!("{:#}\n", json!({ "version": env!("CARGO_PKG_VERSION"), "units": units }))
}

/// Whether some bytes are what [`json`] writes.
pub fn is_json(bytes: &[u8]) -> bool {
    serde_json::from_slice::<serde_json::Value>(bytes)
        .is_ok_and(|value| value["units"].is_array() && value["version"].is_string())
}

#[cfg(test)]
mod tests {
    use super::{Done, Row, table};
    use std::time::Duration;

    #[test]
    fn columns_stand_under_each_other() {
        let row = |folder: &str, errors, unchanged| Row {
            folder: folder.into(),
            done: Done { errors, warnings: 12, files: vec!["甲.pdf".into()], unchanged },
            time: Duration::from_millis(1234),
        };
        assert_eq!(
            table(&[row("units/甲县/2020", 0, false), row("b", 3, true)]),
            "\
单位                                 错误  警告  文件     用时
units/甲县/2020                         0    12     1  1.23 秒
b                                       3    12  未变  1.23 秒
共 2 个，有错误的 1 个，未变的 1 个     3    24     1
"
        );
    }
}
