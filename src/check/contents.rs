//! Whether the report says something in each part.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::report::Report;

/// A part without a table that has no text prints as a heading over nothing.
pub fn check(report: &Report) -> Diagnostics {
    let silent = |key: &str| report.sections.iter().all(|section| section.key != key || section.passages.is_empty());
    let parts = report
        .form
        .law
        .parts
        .iter()
        .filter(|part| part.table.is_none() && silent(&part.key) && !report.is_faulty(&format!("正文.{}", part.key)));
    let finding = |part: &crate::form::Part| {
        Diagnostic::warning(Code::MissingText, format!("“正文.{}”没有内容，“{}”只印出标题", part.key, part.heading))
            .at_data(format!("正文.{}", part.key), "")
            .help("写出这一部分；确实没有的，写明“无”的情况")
    };
    Diagnostics(parts.map(finding).collect())
}
