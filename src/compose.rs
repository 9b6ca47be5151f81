//! Form + report → mark-up: the data poured into the layout by Handlebars.

mod context;
mod helper;
mod layout;
pub mod numeral;
mod table;
mod text;

use handlebars::{Context, Handlebars};

pub use text::{Filled, FilledSection, Texts, fill};

use crate::diagnostic::Result;
use crate::markup::Poured;
use crate::origin::State;
use crate::report::Report;
use crate::shelf::Shelf;
use layout::Layout;

/// Reads the layout of a report's form ahead of [`compose`], which tells what is wrong with it.
pub fn prepare(report: &Report, templates: &Shelf) {
    let _ = Layout::of_form(&report.form, templates);
}

/// Merges a report and its texts, as [`fill`] made them, into its form's layout.
///
/// # Errors
/// `unknown-name`, `bad-template` in a text of the data; `bad-layout`.
pub fn compose(report: &Report, last: Option<&Report>, texts: Texts, templates: &Shelf) -> Result<Poured> {
    let mut findings = texts.findings.clone();
    report.locate(&mut findings);
    findings.or_fail()?;
    pour(report, last, texts, templates, State::Final)
}

/// Merges a report and its texts into its form's layout, whatever is missing: what has no value is a marked □, what could not be
/// filled in stands as it was typed.
///
/// # Errors
/// `bad-layout`.
pub fn draft(report: &Report, last: Option<&Report>, texts: Texts, templates: &Shelf) -> Result<Poured> {
    pour(report, last, texts, templates, State::Draft)
}

/// The mark-up of the list of findings at the end of a draft, from what it can name.
///
/// # Errors
/// `bad-layout`.
pub fn checklist(context: &Context, templates: &Shelf) -> Result<String> {
    Layout::of_checklist(templates)?.render(context)
}

fn pour(report: &Report, last: Option<&Report>, texts: Texts, templates: &Shelf, state: State) -> Result<Poured> {
    let layout = Layout::of_form(&report.form, templates)?;
    let wanted = templates.keep(&report.form.name, || layout.wanted(&report.form));
    let text = layout.render(&context::layout(report, last, &wanted, texts.parts(), state))?;
    Ok(Poured::new(text, table::filled(report, templates)))
}

/// Handlebars as texts and layouts have it: what is not there is an error, and the helpers are known.
fn handlebars() -> Handlebars<'static> {
    let mut handlebars = Handlebars::new();
    handlebars.set_strict_mode(true);
    handlebars.register_escape_fn(escape);
    helper::register(&mut handlebars);
    handlebars
}

/// As Handlebars escapes of itself; a text with nothing to escape, as most are, is copied in one piece.
fn escape(text: &str) -> String {
    let is_special = |byte| matches!(byte, b'<' | b'>' | b'"' | b'&' | b'\'' | b'`' | b'=');
    if text.bytes().any(is_special) { handlebars::html_escape(text) } else { text.into() }
}

#[cfg(test)]
mod tests {
    #[test]
    fn texts_are_escaped_as_by_handlebars() {
        for c in ('\0'..='\u{FFFF}').chain(['\u{1F004}']) {
            let text = format!("甲{c}乙");
            assert_eq!(super::escape(&text), handlebars::html_escape(&text));
        }
    }
}
