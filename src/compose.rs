//! Form + report → mark-up: the data poured into the layout by Handlebars.

mod context;
mod helper;
mod layout;
pub mod numeral;
mod table;
mod text;

use handlebars::{Context, Handlebars};

pub use text::{Filled, FilledSection, Texts, fill};

use crate::diagnostic::{Code, Diagnostic, Result};
use crate::gap;
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
/// `unknown-name`, `bad-template` in a text of the data; `bad-layout`; `missing-figure` for a gap.
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
    Layout::of_checklist(templates)?.render(context).map(gap::to_markup)
}

fn pour(report: &Report, last: Option<&Report>, texts: Texts, templates: &Shelf, state: State) -> Result<Poured> {
    let layout = Layout::of_form(&report.form, templates)?;
    let wanted = templates.keep(&report.form.name, || layout.wanted(&report.form));
    let text = layout.render(&context::layout(report, last, &wanted, texts.parts(), state))?;
    if state == State::Final {
        no_gap(&text)?;
    }
    Ok(Poured::new(gap::to_markup(text), table::filled(report, templates)))
}

/// What the data and their texts leave open is told where it is missing; a layout of the office's own can still ask for something of
/// last year that nobody filled in.
///
/// # Errors
/// `missing-figure`.
fn no_gap(markup: &str) -> Result<()> {
    let Some(line) = markup.lines().find(|line| line.contains(gap::OPEN)) else { return Ok(()) };
    let line = gap::unmarked(line.trim());
    let finding = Diagnostic::error(Code::MissingFigure, format!("版式里有一处没有数：{line}"));
    Err(finding.help("多半用了上一年度的数，而那里没有填：补上上一年度的数据，或者改版式").into())
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
