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
//! Who knows whom: `unit, source ← diagnostic ← document, typography ← shelf, style ← yaml ← form ← report ← compose ← check`, and
//! `document ← markup`, `document, style, shelf ← layout ← page ← write`; `output` and `cli` know them all. `write::docx` never
//! sees the layout, `write::pdf` never sees the document tree.
//! Beside this road, `schema` and `scaffold` follow from the form alone: what an editor is told of the data, and the files of a
//! year to fill in. `import` goes the road backwards: a published report → the data of its year.

pub mod check;
pub mod cli;
pub mod compose;
pub mod diagnostic;
pub mod document;
pub mod form;
pub mod import;
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
    /// Pictures of the pages, to look at.
    Png,
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
    /// The report poured into its layout, if no error forbids it.
    pub composed: Option<Composed>,
}

/// A report poured into its layout.
#[derive(Debug)]
pub struct Composed {
    /// As mark-up.
    pub markup: String,
    /// As a document tree.
    pub document: Document,
}

/// Reads a year's folder, checks it and, if no error forbids it, pours it into the layout.
///
/// # Errors
/// What forbids reading the data at all; everything else is in [`Checked::findings`].
pub fn check(project: &Project, folder: &Path) -> Result<Checked> {
    // What the law asks of this year, and what the organ has to say; last year's under its own form.
    let report = Report::read(folder, &project.templates)?;
    let (last, told) = last_year(project, folder, &report);

    // Tell every fault at once.
    let mut findings = check::check(&report, last.as_ref());
    findings.extend(told);
    if findings.count(Severity::Error) > 0 {
        return Ok(Checked { report, last, findings, composed: None });
    }

    // A sound report goes into the layout; whether every character can be printed is known only then.
    let composed = pour(project, &report, last.as_ref()).unwrap_or_else(|mut faults| {
        report.locate(&mut faults);
        findings.extend(faults);
        None
    });
    Ok(Checked { report, last, findings, composed })
}

/// Makes the files of a checked report: the ending of each name and the bytes, in the order of the formats.
///
/// # Errors
/// The findings, if one of them is an error: a final with an error is not made. `cannot-set`.
pub fn build(project: &Project, checked: &Checked, formats: &[Format]) -> Result<Vec<(String, Vec<u8>)>> {
    let Some(Composed { document, .. }) = &checked.composed else { return Err(checked.findings.clone()) };
    let style = &checked.report.form.style;
    let mut findings = Diagnostics::default();
    let mut files = vec![];
    for format in formats {
        let pages = || layout::lay_out(document, style, &project.fonts);
        let written = match format {
            Format::Docx => write::docx::write(document, style).map(|bytes| vec![("docx".into(), bytes)]),
            Format::Pdf => pages().map(|pages| vec![("pdf".into(), write::pdf::write(&pages))]),
            Format::Png => pages().map(|pages| pictures(&pages)),
        };
        match written {
            Ok(written) => files.extend(written),
            Err(faults) => findings.extend(faults),
        }
    }
    checked.report.locate(&mut findings);
    findings.or_fail().map(|_| files)
}

/// The report poured into its layout, every character of it found in a font.
fn pour(project: &Project, report: &Report, last: Option<&Report>) -> Result<Option<Composed>> {
    let markup = compose::compose(report, last, &project.templates)?;
    let document = markup::parse(&markup)?;
    layout::find_glyphs(&document, &report.form.style, &project.fonts)?;
    Ok(Some(Composed { markup, document }))
}

/// Last year's report from the folder beside this year's, and what is to be said of it.
fn last_year(project: &Project, folder: &Path, report: &Report) -> (Option<Report>, Diagnostics) {
    let mut told = Diagnostics(folder_year(folder, report).into_iter().collect());
    let name = (report.meta.year - 1).to_string();
    let before = if folder.file_name().is_some() { folder.with_file_name(name) } else { folder.join("..").join(name) };
    let last = match Report::read_if_present(&before, &project.templates) {
        Ok(last) => last,
        Err(faults) => {
            told.extend(faults.lowered(Severity::Warning));
            None
        }
    };
    if let Some(last) = &last {
        told.0.extend(folder_year(&before, last));
        if last.faults.count(Severity::Error) > 0 {
            let message = format!("上一年度（{}）的数据有错误，与它的比较不完整", last.meta.year);
            let help = format!("先核对它：nianbao check {}", before.display());
            told.push(Diagnostic::warning(Code::FaultyLastYear, message).help(help));
        }
    }
    (last.filter(|last| last.meta.year + 1 == report.meta.year), told)
}

/// Told where a folder is called like another year than its data are of.
fn folder_year(folder: &Path, report: &Report) -> Option<Diagnostic> {
    let name = folder.file_name()?.to_str()?;
    let named: u16 = name.parse().ok().filter(|_| name.len() == 4)?;
    let message = format!("文件夹是 {named}，数据里的年度是 {}", report.meta.year);
    let finding = Diagnostic::warning(Code::FolderYear, message).help("改年度，或者给文件夹改名");
    let place = report.span("报告.年度");
    (named != report.meta.year).then(|| place.into_iter().fold(finding, |finding, span| finding.at(span, "")))
}

/// A picture of each page (`1.png`, …) and one of all (`总览.png`).
fn pictures(pages: &page::Pages) -> Vec<(String, Vec<u8>)> {
    let each = write::png::write(pages).into_iter().enumerate().map(|(at, bytes)| (format!("{}.png", at + 1), bytes));
    each.chain([("总览.png".into(), write::png::sheet(pages))]).collect()
}
