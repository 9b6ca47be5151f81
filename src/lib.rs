//! nianbao (年报): the statutory annual report of a Chinese government office on information disclosure, from YAML to DOCX, PDF and HTML.
//!
//! ```text
//! 2020/*.yaml ──read──▶ Report ──compose──▶ Markup ──parse──▶ Document ─┬──────────▶ docx, html
//!                         │   (Handlebars)                              └─lay out─▶ Pages ─▶ pdf
//! templates/2019 ─▶ Form ─┴──check──▶ Diagnostics
//! ```
//!
//! Data flows one way. The form (what the law asks) and the layout (how it is said) are data in `templates/`; the program knows
//! neither a statutory label nor a row of a table. Every block and cell knows `from`, its path in the data, so that whatever is
//! found wrong on the way is told at its line. [`Diagnostics`] is the only way in which anything is told.
//!
//! Who knows whom: `unit, picture, sfnt, hashed, origin, gap, source ← diagnostic ← document, typography ← shelf, style ← yaml ←
//! form`, `form ← report ← compose ← check ← examine`, `document ← review, markup`, `markup ← compose` and `review, style, shelf ← layout ←
//! page ← write`, then `write, examine ← draft`, `report, write ← diff` (by `compare`, which knows nobody) and `write ← output ← verify ← sign`; `cli`
//! knows them all. `cores` knows nobody, and everybody may use it. `write::docx` and `write::html` never see the layout, `write::pdf`
//! never sees the document tree.
//!
//! What follows from the carried and the user's files alone (a form with its equations at every place, its tables but for their
//! figures, a layout) is made once and kept with its [`Shelf`], which the clones of a [`Project`] share; places in the data are looked
//! up only when there is something to tell. Where nobody wants files ([`look_through`]), a report is poured only if something could come
//! of it. `cli` works on several folders at once and tells them in order.
//!
//! A draft ([`draft`]) goes the same road whatever is missing, with [`gap`]s in the text and a [`review`] beside it. Figures also go
//! from the report straight into CSV and JSON, by the keys and labels of the form.
//!
//! Beside this road, `schema` and `scaffold` follow from the form alone: what an editor is told of the data, and the files of a
//! year to fill in. `import` goes the road backwards: a published report → the data of its year. `diff` puts two reports beside each
//! other, by `compare`, which knows nothing but texts. `rollup` adds up the tables of many.

pub mod check;
pub mod cli;
pub mod compare;
pub mod compose;
mod cores;
pub mod diagnostic;
pub mod diff;
pub mod document;
pub mod draft;
mod examine;
pub mod form;
pub mod gap;
pub mod hashed;
pub mod import;
pub mod layout;
pub mod markup;
mod occurrences;
pub mod origin;
pub mod output;
pub mod page;
pub mod picture;
pub mod report;
pub mod review;
pub mod rollup;
pub mod scaffold;
pub mod schema;
pub mod sfnt;
pub mod shelf;
pub mod sign;
pub mod source;
pub mod style;
pub mod typography;
pub mod unit;
pub mod verify;
pub mod write;
pub mod yaml;

use std::collections::BTreeSet;
use std::path::Path;

use compose::Texts;
use diagnostic::{Diagnostics, Result, Severity};
use document::Document;
use examine::{Examined, examine};
use hashed::Hashed;
use markup::Poured;
use origin::{Origin, State};
use report::Report;
use review::Review;
use shelf::Shelf;

/// The folders that reports are made with: the carried ones, with the user's own first. What is made of their files is kept, so
/// that one project serves any number of reports, on any number of threads.
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
    /// A web page.
    Html,
    /// What of a web page is pasted into the editor of a site.
    #[value(skip)]
    Fragment,
    /// The figures for spreadsheets.
    Csv,
    /// The figures for databases.
    Json,
    /// What the catalogue of a site asks for, with the hashes of the files of the formats before it.
    Meta,
}

impl Format {
    /// Whether drafts are written so, too; the others are for what is published.
    pub fn shows_drafts(self) -> bool {
        matches!(self, Self::Docx | Self::Pdf | Self::Png)
    }

    /// Whether a file of a report is of this format, by what follows the name of the report and the stop after it.
    pub fn is_of(self, ending: &str) -> bool {
        match self {
            Self::Docx => ending == "docx",
            Self::Pdf => ending == "pdf",
            Self::Png => ending.ends_with(".png"),
            Self::Html => ending == "html",
            Self::Fragment => ending == "片段.html",
            Self::Csv => ending == "csv",
            Self::Json => ending == "json",
            Self::Meta => ending == "元数据.json",
        }
    }
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

impl Checked {
    /// What the files of the report say of where they come from; its text is not known while the data have errors.
    pub fn origin(&self) -> Origin {
        let composed = self.composed.as_ref().map(|composed| composed.document.info.origin.clone());
        composed.unwrap_or_else(|| unfinished(&self.report))
    }
}

/// A report poured into its layout.
#[derive(Clone, Debug)]
pub struct Composed {
    /// As mark-up.
    pub markup: Poured,
    /// As a document tree.
    pub document: Document,
    /// The names of the font files that it is set from.
    pub fonts: BTreeSet<String>,
    /// What is said of it beside its text: only of a draft.
    pub review: Review,
}

impl Composed {
    /// Whether this is to be looked at, and not to be issued.
    pub fn is_draft(&self) -> bool {
        self.document.info.origin.state == State::Draft
    }
}

/// Reads a year's folder, checks it and, if no error forbids it, pours it into the layout.
///
/// # Errors
/// What forbids reading the data at all; everything else is in [`Checked::findings`].
pub fn check(project: &Project, folder: &Path) -> Result<Checked> {
    let report = Report::read(folder, &project.templates)?;
    let prepare = |report: &Report| compose::prepare(report, &project.templates);
    let mut checked = pour(project, examine(report, folder, &project.templates, prepare));
    if let Some(Composed { markup, document, .. }) = &mut checked.composed {
        document.info.origin = made_from(&checked.report, markup, State::Final);
    }
    Ok(checked)
}

/// A report with all that is found in it: as [`check()`], for those who want no files of it.
///
/// # Errors
/// As [`check()`].
pub fn look_through(project: &Project, folder: &Path) -> Result<(Report, Diagnostics)> {
    let report = Report::read(folder, &project.templates)?;
    // Layouts and fonts of the office's own can have faults that show with some data only.
    let ours = project.templates.own().is_none() && project.fonts.own().is_none();
    let ahead = |report: &Report| match ours {
        true => drop(layout::has_all(report.sources(), &report.form.style, &project.fonts)),
        false => compose::prepare(report, &project.templates),
    };
    let examined = examine(report, folder, &project.templates, ahead);
    if ours && surely_pours(&examined, &project.fonts) {
        return Ok((examined.report, examined.findings));
    }
    let Checked { report, findings, .. } = pour(project, examined);
    Ok((report, findings))
}

/// Whether a report whose findings are no errors is certain to be poured into a carried layout and set, so that nothing more is to be found
/// by doing so: every face has every character of the data. What `"\u…"` says in YAML does not stand in the file.
fn surely_pours(examined: &Examined, fonts: &Shelf) -> bool {
    let Examined { report, texts, .. } = examined;
    let has_all = || layout::has_all(report.sources().chain(texts.said()), &report.form.style, fonts);
    !report.sources().any(|text| text.contains('\\')) && has_all().unwrap_or(false)
}

/// The files of a report.
#[derive(Debug)]
pub struct Built {
    /// The ending of each name and the bytes, in the order of the formats.
    pub files: Vec<(String, Hashed)>,
    /// What was found in making them.
    pub findings: Diagnostics,
}

/// Makes the files of a checked report.
///
/// # Errors
/// The findings, if one of them is an error: a final with an error is not made. `cannot-set`.
pub fn build(project: &Project, checked: &Checked, formats: &[Format]) -> Result<Built> {
    let Some(Composed { document, review, .. }) = &checked.composed else { return Err(checked.findings.clone()) };
    let Checked { report, .. } = checked;
    let (info, style) = (&document.info, &report.form.style);
    let paged = formats.iter().any(|format| matches!(format, Format::Pdf | Format::Png));
    let mut findings = Diagnostics::default();
    let mut keep = |faults: Diagnostics| findings.extend(faults);
    let worded = formats.contains(&Format::Docx);
    let docx = || worded.then(|| write::docx::write_reviewed(document, style, review));
    let pages = || paged.then(|| layout::lay_out_reviewed(document, style, review, &project.fonts));
    let (pages, mut docx) = if paged && worded { cores::beside(pages, docx) } else { (pages(), docx()) };
    let pages = pages.and_then(|pages| pages.map_err(&mut keep).ok());
    // A draft has told it already, in its list.
    if let Some(pages) = pages.as_ref().filter(|_| document.info.origin.state != State::Draft) {
        keep(pages.told.clone());
    }
    let mut files: Vec<(String, Hashed)> = vec![];
    for format in formats {
        let mut put = |ending: &str, written: Result<Vec<u8>>| {
            files.extend(written.map_err(&mut keep).ok().map(|bytes| (ending.to_string(), bytes.into())));
        };
        match (format, &pages) {
            (Format::Docx, _) => docx.take().into_iter().for_each(|docx| put("docx", docx)),
            (Format::Pdf, Some(pages)) => files.push(("pdf".into(), write::pdf::write(pages))),
            (Format::Png, Some(pages)) => files.extend(pictures(pages)),
            (Format::Html, _) => put("html", Ok(write::html::write(document, style))),
            (Format::Fragment, _) => put("片段.html", Ok(write::html::fragment(document, style))),
            (Format::Csv, _) => put("csv", write::csv::write(report)),
            (Format::Json, _) => put("json", write::json::write(report, info)),
            (Format::Meta, _) => {
                let stem = output::stem(&report.meta.title_line());
                // A fragment is pasted, not published as a file.
                let published: Vec<_> = files.iter().filter(|(ending, _)| !Format::Fragment.is_of(ending)).collect();
                let written = write::meta::write(report, info, &stem, &published);
                files.extend(written.map_err(&mut keep).ok().map(|bytes| ("元数据.json".to_string(), bytes.into())));
            }
            (Format::Pdf | Format::Png, None) => {}
        }
    }
    report.locate(&mut findings);
    findings.or_fail().map(|findings| Built { files, findings })
}

/// What the files of a folder's report say of where they come from; its text is not known while the data have errors. Of data that
/// no final can be made from, for want of a year, a draft can still have been made.
///
/// # Errors
/// What forbids reading the data at all, even for a draft.
pub fn origin(project: &Project, folder: &Path) -> Result<Origin> {
    check(project, folder).map(|checked| checked.origin()).or_else(|findings| {
        let mut report = Report::read_draft(folder, &project.templates).map_err(|_| findings)?;
        report.read_seals(folder);
        Ok(unfinished(&report))
    })
}

/// What is known of where files come from before a report has a text.
fn unfinished(report: &Report) -> Origin {
    Origin { data: report.digest(), ..Origin::default() }
}

/// Pours a report into its layout, if no error forbids it.
fn pour(project: &Project, examined: Examined) -> Checked {
    let Examined { report, last, texts, mut findings } = examined;
    if findings.count(Severity::Error) > 0 {
        return Checked { report, last, findings, composed: None };
    }
    // Whether every character can be printed is known only then.
    let composed = into_layout(project, &report, last.as_ref(), texts).map(Some).unwrap_or_else(|mut faults| {
        report.locate(&mut faults);
        findings.extend(faults);
        None
    });
    Checked { report, last, findings, composed }
}

/// A sound report in its layout, every character of it found in a font.
fn into_layout(project: &Project, report: &Report, last: Option<&Report>, texts: Texts) -> Result<Composed> {
    let markup = compose::compose(report, last, texts, &project.templates)?;
    let document = markup.document(&report.pictures())?;
    let review = Review::default();
    let fonts = layout::find_glyphs(&document, &review, &report.form.style, &project.fonts)?;
    Ok(Composed { markup, document, fonts, review })
}

/// Where the files of a report come from that was poured into some mark-up.
fn made_from(report: &Report, markup: &Poured, state: State) -> Origin {
    Origin {
        version: env!("CARGO_PKG_VERSION").into(),
        form: report.form.name.clone(),
        state,
        data: report.digest(),
        text: source::sha256(markup.to_string().as_bytes()),
    }
}

/// A picture of each page (`1.png`, …) and one of all (`总览.png`).
fn pictures(pages: &page::Pages) -> Vec<(String, Hashed)> {
    let each = write::png::write(pages).into_iter().enumerate().map(|(at, bytes)| (format!("{}.png", at + 1), bytes));
    let all = each.chain([("总览.png".into(), write::png::sheet(pages))]);
    all.map(|(ending, bytes)| (ending, bytes.into())).collect()
}
