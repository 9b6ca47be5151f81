//! What every command begins with: a report beside last year's, its texts filled in, all of it checked.

use std::path::Path;

use crate::check;
use crate::compose::{self, Texts};
use crate::cores;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};
use crate::report::Report;
use crate::shelf::Shelf;
use crate::source::Span;

/// A report, and what is found in it before it is poured into its layout.
pub struct Examined {
    /// The report, with its seals.
    pub report: Report,
    /// Last year's, read under its own form.
    pub last: Option<Report>,
    /// Its texts, filled in.
    pub texts: Texts,
    /// Every fault at once.
    pub findings: Diagnostics,
}

/// Examines a report that was read from a folder; `meanwhile` makes ready what comes next, where a core has nothing to do.
pub fn examine(mut report: Report, folder: &Path, templates: &Shelf, meanwhile: impl Fn(&Report) + Sync) -> Examined {
    report.read_seals(folder);
    let (last, told) = last_year(templates, folder, &report);
    let tell = || {
        let texts = compose::fill(&report, last.as_ref());
        (check::check(&report, last.as_ref(), &texts.findings), texts)
    };
    let (mut findings, texts) = cores::ahead(tell, || meanwhile(&report));
    findings.extend(told);
    findings.sort();
    Examined { report, last, texts, findings }
}

/// Last year's report from the folder beside this year's, and what is to be said of it.
pub fn last_year(templates: &Shelf, folder: &Path, report: &Report) -> (Option<Report>, Diagnostics) {
    let mut told = Diagnostics(folder_year(folder, report).into_iter().collect());
    let name = (report.meta.year - 1).to_string();
    if folder.file_name().is_some_and(|folder| *folder == *name) {
        // The folder is called like the year before: it is not its own last year.
        return (None, told);
    }
    let before = if folder.file_name().is_some() { folder.with_file_name(name) } else { folder.join("..").join(name) };
    let last = match Report::read_if_present(&before, templates) {
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
            let finding = Diagnostic::warning(Code::FaultyLastYear, message).help(help);
            told.push(first_error(last).into_iter().fold(finding, |finding, span| finding.at(span, "这是第一处")));
        }
    }
    (last.filter(|last| last.meta.year + 1 == report.meta.year), told)
}

/// Where the first error stands that was found in reading a report.
fn first_error(report: &Report) -> Option<Span> {
    let mut errors = report.faults.clone();
    errors.0.retain(|fault| fault.severity == Severity::Error);
    report.locate(&mut errors);
    errors.sort();
    errors.0.into_iter().flat_map(|error| error.labels.into_iter().next()).find_map(|label| match label.at {
        Place::Source(span) => Some(span),
        Place::Data { .. } => None,
    })
}

/// Told where a folder is called like another year than its data are of.
fn folder_year(folder: &Path, report: &Report) -> Option<Diagnostic> {
    let name = folder.file_name()?.to_str()?;
    let named: u16 = name.parse().ok().filter(|_| name.len() == 4)?;
    if named == report.meta.year {
        return None;
    }
    let message = format!("文件夹是 {named}，数据里的年度是 {}", report.meta.year);
    let finding = Diagnostic::warning(Code::FolderYear, message).help("改年度，或者给文件夹改名");
    Some(report.span("报告.年度").into_iter().fold(finding, |finding, span| finding.at(span, "")))
}
