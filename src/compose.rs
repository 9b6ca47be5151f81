//! Form + report → mark-up: the data poured into the layout by Handlebars.

mod context;
mod helper;
mod layout;
pub mod numeral;
mod table;
mod text;

use handlebars::Handlebars;

pub use text::{Filled, FilledSection, Texts, fill};

use crate::diagnostic::Result;
use crate::report::Report;
use crate::shelf::Shelf;
use layout::Layout;

/// Merges a report and its texts, as [`fill`] made them, into its form's layout.
///
/// # Errors
/// `unknown-name`, `bad-template` in a text of the data; `bad-layout`.
pub fn compose(report: &Report, last: Option<&Report>, texts: Texts, templates: &Shelf) -> Result<String> {
    let Texts { parts, mut findings, context } = texts;
    report.locate(&mut findings);
    findings.or_fail()?;
    Layout::of_form(&report.form.name, templates)?.render(&context::layout(report, last, context, &parts))
}

/// Handlebars as texts and layouts have it: what is not there is an error, and the helpers are known.
fn handlebars() -> Handlebars<'static> {
    let mut handlebars = Handlebars::new();
    handlebars.set_strict_mode(true);
    helper::register(&mut handlebars);
    handlebars
}
