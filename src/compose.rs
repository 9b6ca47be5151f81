//! Form + report → mark-up: the data poured into the layout by Handlebars.

mod context;
mod helper;
pub mod numeral;
mod table;
mod text;

use handlebars::Handlebars;

pub use text::fill;

use crate::diagnostic::{Code, Diagnostic, Result};
use crate::report::Report;
use crate::shelf::Shelf;

/// Merges a report into its form's layout.
///
/// # Errors
/// `unknown-name`, `bad-template` in a text of the data; `bad-layout`.
pub fn compose(report: &Report, last: Option<&Report>, templates: &Shelf) -> Result<String> {
    let (parts, mut findings) = fill(report, last);
    report.locate(&mut findings);
    findings.or_fail()?;

    let name = format!("{}/report.hbs", report.form.name);
    let told = templates.name(&name);
    let fault = |message: String| Diagnostic::error(Code::BadLayout, format!("版式文件 {told}：{message}"));
    let layout = templates.read(&name).ok_or_else(|| fault("没有这个文件".into()))?;
    let layout = std::str::from_utf8(&layout).map_err(|_| fault("不是 UTF-8 编码".into()))?;

    let mut handlebars = Handlebars::new();
    handlebars.set_strict_mode(true);
    helper::register(&mut handlebars);
    table::register(&mut handlebars, report);
    handlebars.register_template_string("report", layout).map_err(|error| fault(error.to_string()))?;
    let context = context::layout(report, last, &parts);
    handlebars.render("report", &context).map_err(|error| fault(error.to_string()).into())
}
