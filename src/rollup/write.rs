//! A sum → the file of its tables: over nothing, or over what nobody has filled in yet; else it is compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::standing::{self, Standing};
use super::sum::Sum;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Result, Severity};
use crate::output::{self, single};
use crate::report::{Figure, Figures, Report, Written};
use crate::scaffold::{self, Carried, TABLES};
use crate::shelf::Shelf;
use crate::source::{Source, Span, sha256};
use crate::{check, yaml};

/// What became of a sum.
#[derive(Debug)]
pub enum Settled {
    /// It was written; with what is found in it, and in what stood there before.
    Written {
        /// The files; of tables that stood there, the one they are kept in too.
        paths: Vec<PathBuf>,
        /// What is found.
        findings: Diagnostics,
        /// How many figures are others than in the sum of before, if that stood there untouched.
        changed: Option<usize>,
    },
    /// The government has the same figures already; differences that 核对 accepts are hints. What is found in the sum is told with
    /// it if nobody changed it since it was written.
    Same(Diagnostics),
    /// The government has other figures, which were not touched.
    Differs(Diagnostics),
}

/// Before the digest of what stands above it, in the last line.
const SEAL: &str = "# nianbao rollup 写出的，以上没有人改过的，再汇总时直接换成新的：";

/// Writes the tables of a sum into a government's folder with some remarks, or compares those that stand there. What nobody has
/// changed since it was written, by `nianbao new` or by this, is replaced; with `force` anything is, and kept under another name.
///
/// # Errors
/// What forbids reading the folder; `unlike-unit` if it is of another year or form, `not-added` for a sum that is too large for any
/// figure, `kept-file`, `cannot-write`. Nothing has then been written.
pub fn settle(sum: &Sum, remarks: &[String], folder: &Path, templates: &Shelf, force: bool) -> Result<Settled> {
    let sum = &sum.clone().under(standing::form_of(folder, sum, templates)?);
    let standing = Standing::read(folder, sum, templates)?.filter(|standing| standing.has_tables);
    let mut files = scaffold::tables(&sum.form, sum.year, &carried(sum, standing.as_ref())?, remarks);
    let path = folder.join(TABLES);
    files.iter_mut().filter(|(name, _)| *name == TABLES).for_each(|(_, text)| *text = sealed(text));
    let text = files.iter().find(|(name, _)| *name == TABLES).map_or("", |(_, text)| text);
    let report = drawn(sum, &path, text)?;
    let (last, told) = crate::examine::last_year(templates, folder, &report);
    let mut findings = doubts(sum, &report, last.as_ref());
    findings.extend(told);
    let there = fs::read(&path).ok();
    let is_ours = |there: &[u8]| {
        let there = plain(there);
        is_untouched(&there) || there.trim().is_empty() || is_blank(&there, sum, templates, last.as_ref())
    };
    let is_sole = standing.as_ref().is_none_or(|standing| standing.sole_file(sum).is_ok_and(|sole| sole == path));
    let mut changed = None;
    let paths = match (standing, there) {
        (standing, Some(there)) if is_sole && is_ours(&there) => {
            let there = plain(&there);
            if there == text {
                return Ok(Settled::Same(findings));
            }
            changed = standing.filter(|_| is_untouched(&there)).map(|standing| standing.compare(sum).0.len());
            single::write(&path, text.as_bytes(), "表", is_ours, false)?;
            vec![path]
        }
        (Some(standing), _) => {
            let told = standing.compare(sum);
            if told.count(Severity::Error) == 0 {
                return Ok(Settled::Same(told));
            }
            if !force {
                return Ok(Settled::Differs(told));
            }
            let path = standing.sole_file(sum)?;
            let kept = single::supersede(&path, text.as_bytes())?;
            findings.extend(of_kept(told.lowered(Severity::Warning), &kept));
            vec![path, kept]
        }
        (None, Some(_)) if force => {
            let kept = single::supersede(&path, text.as_bytes())?;
            vec![path, kept]
        }
        (None, _) => {
            let fresh = |(name, _): &&(&str, String)| *name == TABLES || !folder.join(name).exists();
            output::create(folder, &files.iter().filter(fresh).cloned().collect::<Vec<_>>())?
        }
    };
    Ok(Settled::Written { paths, findings, changed })
}

/// Findings in tables that were replaced, told in the file that they are kept in; what was to be done is done.
fn of_kept(findings: Diagnostics, kept: &Path) -> Diagnostics {
    let moved = |mut finding: Diagnostic| {
        finding.help = None;
        for label in &mut finding.labels {
            if let Place::Source(Span { source, .. }) = &mut label.at {
                *source = Arc::new(Source { name: kept.display().to_string(), text: source.text.clone() });
            }
        }
        finding
    };
    Diagnostics(findings.0.into_iter().map(moved).collect())
}

/// A text with the line that tells whether somebody changed it.
fn sealed(text: &str) -> String {
    format!("{text}{SEAL}{}\n", sha256(text.as_bytes()))
}

/// Whether a text is as it was written here.
fn is_untouched(text: &str) -> bool {
    text.rsplit_once(SEAL).is_some_and(|(text, digest)| digest.trim_end() == sha256(text.as_bytes()))
}

/// The text of a file, whatever ends its lines: an editor that changed nothing else is nobody's work.
fn plain(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_start_matches('\u{FEFF}').replace('\r', "")
}

/// Whether a text is the file of the tables as `nianbao new` writes it.
fn is_blank(text: &str, sum: &Sum, templates: &Shelf, last: Option<&Report>) -> bool {
    let is_blank = |last| {
        let files = scaffold::files(templates, sum.year, last).unwrap_or_default();
        files.iter().any(|(name, blank)| *name == TABLES && blank == text)
    };
    is_blank(None) || last.is_some_and(|last| is_blank(Some(last)))
}

/// The figures as they are typed: all but the totals that follow from the others. Those that do not add up are those that stand.
fn carried(sum: &Sum, standing: Option<&Standing>) -> Result<Carried> {
    let mut findings = Diagnostics::default();
    let (mut values, mut remarks) = (BTreeMap::new(), BTreeMap::new());
    let given = given(sum);
    let own = |path: &str| {
        let cell = standing?.report.figures.get(path).filter(|cell| cell.written != Written::Nowhere)?;
        if let Figure::Number { value, .. } = cell.figure { Some(value) } else { None }
    };
    for (path, leaf) in sum.leaves() {
        if !leaf.adds {
            match own(&path).and_then(|value| Figure::typed(value, leaf.kind)) {
                Some(typed) => drop(values.insert(path, typed)),
                None => drop(remarks.insert(path, "各单位的不能相加，请另填".to_string())),
            }
        } else if given.contains(&path) {
            match sum.value(&path).and_then(|value| Figure::typed(value, leaf.kind)) {
                Some(typed) => drop(values.insert(path, typed)),
                None => {
                    let finding = Diagnostic::error(Code::NotAdded, format!("“{path}”的各单位之和太大，写不成一个数"));
                    findings.push(finding.help(format!("多半有单位填错了，加 --explain {path} 来看")));
                }
            }
        }
    }
    findings.or_fail()?;
    Ok(Carried::of(values).with_remarks(remarks))
}

/// The figures that must be written: those that are no totals, and the totals that are not what follows from them.
fn given(sum: &Sum) -> BTreeSet<String> {
    let leaves = sum.leaves();
    let mut figures = Figures::of(&sum.form);
    for (path, leaf) in leaves.iter().filter(|(_, leaf)| !leaf.is_total()) {
        let value = sum.value(path).map_or(Figure::Gap, Figure::computed);
        figures.insert(path.clone(), if leaf.adds { value } else { Figure::Gap }, Written::Nowhere);
    }
    figures.complete(&sum.form);
    let follows = |path: &str| figures.get(path).and_then(|cell| cell.figure.value()) == sum.value(path);
    let mut given = BTreeSet::new();
    for (path, leaf) in &leaves {
        if !leaf.is_total() {
            given.insert(path.clone());
        } else if !follows(path) {
            // A row of totals is written whole.
            let row = path.rsplit_once('.').map_or("", |(row, _)| row);
            let row = sum.form.slots.get(row).filter(|_| leaf.total_row).map(|slot| slot.leaves(row));
            given.extend(row.unwrap_or_else(|| vec![path.clone()]));
        }
    }
    given
}

/// The tables of a sum, read again from the text that is written.
fn drawn(sum: &Sum, path: &Path, text: &str) -> Result<Report> {
    let source = Source { name: path.display().to_string(), text: text.into() };
    Report::read_tables(yaml::read_sources([Ok(Arc::new(source))])?, Arc::clone(&sum.form), sum.year)
}

/// What is to be told of a sum: figures that do not add up, and equations of the form that do not hold in it.
fn doubts(sum: &Sum, report: &Report, last: Option<&Report>) -> Diagnostics {
    let mut findings = check::tables(report, last).lowered(Severity::Warning);
    let is_open = |path: &String| report.figures.get(path).is_none_or(|cell| cell.figure == Figure::Gap);
    let open = sum.leaves().into_iter().filter(|(_, leaf)| !leaf.adds).map(|(path, _)| path);
    let open: Vec<_> = open.filter(is_open).collect();
    if let Some(first) = open.first() {
        let message = format!("有 {} 格，表式写明各单位的不能相加，没有填", open.len());
        findings.push(Diagnostic::warning(Code::NotAdded, message).at_data(first, "").help("请另填"));
    }
    report.locate(&mut findings);
    findings.sort();
    findings
}

#[cfg(test)]
mod tests {
    use super::Sum;
    use crate::form::Form;
    use crate::shelf::Shelf;

    #[test]
    fn every_figure_of_the_carried_forms_adds_up() {
        let templates = Shelf::templates(None);
        for name in Form::names(&templates) {
            let sum = Sum::new(Form::load(&templates, &name).unwrap(), 2025);
            assert!(sum.leaves().iter().all(|(path, leaf)| leaf.adds && sum.value(path).is_some()), "{name}");
        }
    }
}
