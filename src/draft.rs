//! 送审稿: a report to be looked at, made whatever is missing.
//!
//! ```text
//! Report ─check──▶ findings ──────────────┬─▶ 核对清单 ─┐
//!    └────pour──▶ Document with gaps (□) ─┴─▶ Review    ├─▶ as a final, with a watermark
//!                         └─────────────────────────────┘
//! ```
//!
//! It differs from a final in what is asked of the data, which is nothing, and in what is said beside the text: a watermark,
//! every finding as a comment at its place, and all of them in a list on the last page.

mod list;
mod place;
mod words;

use std::collections::BTreeSet;
use std::path::Path;

use crate::compose::Texts;
use crate::diagnostic::{Code, Diagnostics, Result, Severity};
use crate::document::{Block, Document, Inline};
use crate::examine::{Examined, examine};
use crate::gap;
use crate::origin::State;
use crate::report::Report;
use crate::review::{Comment, Review, Signed};
use crate::{Checked, Composed, Project, compose, layout, made_from, markup};
use list::Listed;
use words::Teller;

/// What a draft says beside its text, besides its findings.
#[derive(Clone, Debug)]
pub struct Manner {
    /// What is written across every page.
    pub watermark: String,
    /// Whether the lines are numbered.
    pub line_numbers: bool,
}

/// The watermark where none is asked for.
pub const WATERMARK: &str = "送审稿";

/// What the name of a draft's files ends with.
pub const SUFFIX: &str = "（送审稿）";

impl Default for Manner {
    fn default() -> Self {
        Self { watermark: WATERMARK.into(), line_numbers: false }
    }
}

/// Reads a year's folder, checks it and pours it into the layout, whatever is missing or wrong.
///
/// # Errors
/// What forbids reading the data at all; `missing-glyph` for a watermark that no font has; `bad-form`, `bad-layout` and
/// `bad-markup` for the user's own forms and layouts; `cannot-set` for a row of a table that is higher than a page.
pub fn draft(project: &Project, folder: &Path, manner: &Manner) -> Result<Checked> {
    let report = Report::read_draft(folder, &project.templates)?;
    let prepare = |report: &Report| compose::prepare(report, &project.templates);
    let Examined { report, last, texts, mut findings } = examine(report, folder, &project.templates, prepare);
    let Poured { markup: body, mut document, typed, told } = pour(project, &report, last.as_ref(), texts)?;
    findings.extend(told);

    let teller = Teller::new(folder);
    let mut listed = list::listed(findings.clone(), &typed, &report);
    show_blanks(&mut document, &mut listed);
    let list = compose::checklist(&list::context(&listed, &findings, &report, &teller).into(), &project.templates)?;
    let mut last_page = markup::parse(&list)?;
    show_missing(&mut last_page, &report, project)?;
    document.blocks.append(&mut last_page.blocks);

    let markup = markup::Poured::from(body.to_string() + &list);
    document.info.origin = made_from(&report, &markup, State::Draft);
    let review = Review {
        comments: listed.iter().filter_map(|listed| comment(listed, &report, &teller)).collect(),
        changes: vec![],
        watermark: Some(manner.watermark.clone()),
        line_numbers: manner.line_numbers,
    };
    let fonts = layout::find_glyphs(&document, &review, &report.form.style, &project.fonts)?;
    Ok(Checked { report, last, findings, composed: Some(Composed { markup, document, fonts, review }) })
}

/// A report as it looks in a draft, without what the draft says beside it: what a report with errors is compared by.
///
/// # Errors
/// As [`draft`].
pub fn unreviewed(project: &Project, report: &Report, last: Option<&Report>) -> Result<Composed> {
    let Poured { markup, mut document, .. } = pour(project, report, last, compose::fill(report, last))?;
    document.info.origin = made_from(report, &markup, State::Draft);
    let review = Review::default();
    let fonts = layout::find_glyphs(&document, &review, &report.form.style, &project.fonts)?;
    Ok(Composed { markup, document, fonts, review })
}

/// A report poured into its layout whatever is missing.
struct Poured {
    markup: markup::Poured,
    document: Document,
    /// The same, before what cannot be shown was marked.
    typed: Document,
    /// What would have stopped a final.
    told: Diagnostics,
}

/// Pours a report into its layout; what would stop a final is told, and mended as far as that goes.
fn pour(project: &Project, report: &Report, last: Option<&Report>, texts: Texts) -> Result<Poured> {
    let markup = compose::draft(report, last, texts, &project.templates)?;
    let mut document = markup.document(&report.pictures())?;
    let typed = document.clone();
    let mut told = show_missing(&mut document, report, project)?;
    told.extend(let_break(&mut document, report, project)?);
    report.locate(&mut told);
    Ok(Poured { markup, document, typed, told })
}

/// A finding as a comment at its place; nothing if it has none in the document.
fn comment(listed: &Listed, report: &Report, teller: &Teller) -> Option<Comment> {
    let by = Signed { author: "nianbao".into(), date: report.meta.issued() };
    Some(Comment { number: listed.number, on: listed.on.clone()?, lines: teller.lines(listed.number, &listed.finding), by })
}

/// Gives a text that says nothing, but of which something is said, a marked blank that shows where it is.
fn show_blanks(document: &mut Document, listed: &mut [Listed]) {
    let mut texts: Vec<_> = document.texts_mut().collect();
    for on in listed.iter_mut().filter_map(|listed| listed.on.as_mut()).filter(|on| on.range.is_empty()) {
        if let Some(text) = texts.get_mut(on.text) {
            if text.plain().is_empty() {
                text.inlines = vec![Inline::Mark("\u{3000}".into())];
            }
            on.range = 0..1;
        }
    }
}

/// Puts a marked □ in the place of every character that no font has, and tells it.
fn show_missing(document: &mut Document, report: &Report, project: &Project) -> Result<Diagnostics> {
    let (missing, told) = layout::missing_glyphs(document, &report.form.style, &project.fonts)?;
    if !missing.is_empty() {
        for text in document.texts_mut() {
            text.inlines =
                std::mem::take(&mut text.inlines).into_iter().flat_map(|inline| boxed(inline, &missing)).collect();
        }
    }
    Ok(told)
}

/// An inline with boxes for what is missing.
fn boxed(inline: Inline, missing: &BTreeSet<char>) -> Vec<Inline> {
    let lacks = |c: char| missing.contains(&c);
    let shown = |text: &str| text.replace(lacks, &gap::BOX.to_string());
    match inline {
        Inline::Link { href, text } => vec![Inline::Link { href, text: shown(&text) }],
        Inline::Mark(text) => vec![Inline::Mark(shown(&text))],
        Inline::Text(text) if text.contains(lacks) => {
            let pieces = text.split_inclusive(lacks).flat_map(|piece| {
                let sound = piece.trim_end_matches(lacks);
                let mark = (sound.len() < piece.len()).then(|| Inline::Mark(gap::BOX.into()));
                (!sound.is_empty()).then(|| Inline::Text(sound.into())).into_iter().chain(mark)
            });
            pieces.collect()
        }
        inline => vec![inline],
    }
}

/// Lets tables break that would not fit on a page of their own, and tells so; tells too what else setting the report tells.
fn let_break(document: &mut Document, report: &Report, project: &Project) -> Result<Diagnostics> {
    let set = |document: &Document| layout::lay_out(document, &report.form.style, &project.fonts);
    match set(document) {
        Ok(pages) => Ok(pages.told),
        Err(told) if told.0.iter().all(|finding| finding.code == Code::CannotSet) => {
            document.blocks.iter_mut().for_each(|block| {
                if let Block::Table(table) = block {
                    table.whole = false;
                }
            });
            set(document).map(|_| told)
        }
        Err(told) => Err(told),
    }
}

/// `2 个错误，3 个警告`, as the list says it.
fn counted(findings: &Diagnostics) -> String {
    let counts = [(Severity::Error, "错误"), (Severity::Warning, "警告"), (Severity::Hint, "提示")];
    let counts = counts.iter().map(|(severity, name)| (findings.count(*severity), name)).filter(|(count, _)| *count > 0);
    counts.map(|(count, name)| format!("{count}个{name}")).collect::<Vec<_>>().join("、")
}
