//! nianbao (年报): the statutory annual report of a Chinese government office on information disclosure, from YAML to DOCX and PDF.
//!
//! ```text
//! 2020/*.yaml ──read──▶ Report ──compose──▶ Markup ──parse──▶ Document ─┬──────────▶ docx
//!                         │   (Handlebars)                              └─lay out─▶ Pages ─▶ pdf
//! templates/2019 ─▶ Form ─┴──check──▶ Diagnostics
//! ```
//!
//! Data flows one way. The form (what the law asks) and the layout (how it is said) are data in `templates/`; the program knows
//! neither a statutory label nor a row of a table. Every block and cell knows `from`, its path in the data, so that whatever is
//! found wrong on the way is told at its line. [`Diagnostics`] is the only way in which anything is told.
//!
//! Who knows whom: `source ← diagnostic ← yaml ← form ← report ← check, compose ← markup, document ← layout ← write ← output ←
//! cli`. `write::docx` never sees the layout, `write::pdf` never sees the document tree. Beside this road, `schema` and `scaffold`
//! follow from the form alone: what an editor is told of the data, and the files of a year to fill in.

pub mod check;
pub mod cli;
pub mod compose;
pub mod diagnostic;
pub mod document;
pub mod form;
pub mod layout;
pub mod markup;
pub mod output;
pub mod page;
pub mod report;
pub mod scaffold;
pub mod schema;
pub mod shelf;
pub mod source;
pub mod style;
pub mod typography;
pub mod unit;
pub mod write;
pub mod yaml;

use std::path::Path;

use diagnostic::{Code, Diagnostic, Diagnostics, Result, Severity};
use document::Document;
use report::Report;
use shelf::Shelf;

/// The folders that reports are made with: the carried ones, with the user's own first.
#[derive(Clone, Debug)]
pub struct Project {
    /// Forms, layouts and styles.
    pub templates: Shelf,
    /// Fonts.
    pub fonts: Shelf,
}

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Format {
    /// Office Open XML, to edit and paste from.
    Docx,
    /// PDF, to print and publish.
    Pdf,
}

/// A report read and checked, with last year's where there is one.
#[derive(Debug)]
pub struct Checked {
    /// The report.
    pub report: Report,
    /// Last year's, read under its own form.
    pub last: Option<Report>,
    /// What was found.
    pub findings: Diagnostics,
}

/// Reads a year's folder and checks it.
///
/// # Errors
/// What forbids reading the data at all; everything else is in [`Checked::findings`].
pub fn check(project: &Project, folder: &Path) -> Result<Checked> {
    // What the law asks of this year, and what the organ has to say; last year's under its own form.
    let report = Report::read(folder, &project.templates)?;
    let year = (report.meta.year - 1).to_string();
    let before = if folder.file_name().is_some() { folder.with_file_name(year) } else { folder.join("..").join(year) };
    let (last, mut told) = match Report::read_if_present(&before, &project.templates) {
        Ok(last) => (last, Diagnostics::default()),
        Err(faults) => (None, faults.lowered(Severity::Warning)),
    };

    if let Some(last) = &last
        && last.faults.count(Severity::Error) > 0
    {
        let message = format!("上一年度（{}）的数据有错误，与它的比较不完整", last.meta.year);
        let help = format!("先核对它：nianbao check {}", before.display());
        told.push(Diagnostic::warning(Code::FaultyLastYear, message).help(help));
    }

    // Tell every fault at once.
    let mut findings = check::check(&report, last.as_ref());
    findings.extend(told);
    Ok(Checked { report, last, findings })
}

/// Pours a checked report into the layout.
///
/// # Errors
/// The findings, if one of them is an error: a final with an error is not made. `bad-template` in the layout.
pub fn compose(project: &Project, checked: &Checked) -> Result<String> {
    checked.findings.clone().or_fail()?;
    compose::compose(&checked.report, checked.last.as_ref(), &project.templates)
}

/// Makes a file of a format from a report's document tree.
///
/// # Errors
/// `missing-glyph`, `cannot-set`.
pub fn write(project: &Project, report: &Report, document: &Document, format: Format) -> Result<Vec<u8>> {
    let style = &report.form.style;
    let written = match format {
        Format::Docx => write::docx::write(document, style),
        Format::Pdf => layout::lay_out(document, style, &project.fonts).map(|pages| write::pdf::write(&pages)),
    };
    written.map_err(|mut findings| {
        report.locate(&mut findings);
        findings
    })
}

impl Format {
    /// The ending of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Pdf => "pdf",
        }
    }
}
