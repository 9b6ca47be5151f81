//! A sum → the file of its tables: over nothing, or over what nobody has filled in yet; else it is compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::standing::{self, Standing};
use super::sum::Sum;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Result, Severity};
use crate::output::{self, single};
use crate::report::{Figure, Figures, Report};
use crate::scaffold::{self, Carried, TABLES};
use crate::shelf::Shelf;
use crate::source::Source;
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
    },
    /// The government has the same figures already; differences that 核对 accepts are hints.
    Same(Diagnostics),
    /// The government has other figures, which were not touched.
    Differs(Diagnostics),
}

/// Writes the tables of a sum into a government's folder with some remarks, or compares those that stand there. With `force` they
/// are replaced, and kept under another name.
///
/// # Errors
/// What forbids reading the folder; `unlike-unit` if it is of another year or form, `not-added` for a sum that is too large for any
/// figure, `kept-file`, `cannot-write`. Nothing has then been written.
pub fn settle(sum: &Sum, remarks: &[String], folder: &Path, templates: &Shelf, force: bool) -> Result<Settled> {
    let sum = &sum.clone().under(standing::form_of(folder, sum, templates)?);
    let standing = Standing::read(folder, sum, templates)?.filter(|standing| standing.has_tables);
    let files = scaffold::tables(&sum.form, sum.year, &carried(sum)?, remarks);
    let path = folder.join(TABLES);
    let text = files.iter().find(|(name, _)| *name == TABLES).map_or("", |(_, text)| text);
    let last = last_year(folder, sum, templates);
    let mut findings = doubts(sum, &path, text, last.as_ref())?;
    let is_blank = |there: &[u8]| blanks(sum, templates, last.as_ref()).iter().any(|blank| blank.as_bytes() == there);
    let paths = match standing {
        None => {
            let fresh = |(name, _): &&(&str, String)| *name == TABLES || !folder.join(name).exists();
            output::create(folder, &files.iter().filter(fresh).cloned().collect::<Vec<_>>())?
        }
        Some(standing) if fs::read(&path).is_ok_and(|there| is_blank(&there)) && standing.sole_file(sum)? == path => {
            single::write(&path, text.as_bytes(), "空表", is_blank, false)?;
            vec![path]
        }
        Some(standing) => {
            let told = standing.compare(sum);
            if told.count(Severity::Error) == 0 {
                return Ok(Settled::Same(told));
            }
            if !force {
                return Ok(Settled::Differs(told));
            }
            let path = standing.sole_file(sum)?;
            let kept = single::supersede(&path, text.as_bytes())?;
            findings.extend(told.lowered(Severity::Warning));
            vec![path, kept]
        }
    };
    Ok(Settled::Written { paths, findings })
}

/// Last year's report of a government, from the folder beside.
fn last_year(folder: &Path, sum: &Sum, templates: &Shelf) -> Option<Report> {
    let folder = std::path::absolute(folder).ok()?;
    Report::read_if_present(&folder.with_file_name((sum.year - 1).to_string()), templates).ok()?
}

/// The file of the tables as `nianbao new` writes it.
fn blanks(sum: &Sum, templates: &Shelf, last: Option<&Report>) -> Vec<String> {
    let files = [None, last].map(|last| scaffold::files(templates, sum.year, last).unwrap_or_default());
    files.into_iter().flatten().filter(|(name, _)| *name == scaffold::TABLES).map(|(_, text)| text).collect()
}

/// The figures as they are typed: all but the totals that follow from the others.
fn carried(sum: &Sum) -> Result<Carried> {
    let mut findings = Diagnostics::default();
    let (mut values, mut remarks) = (BTreeMap::new(), BTreeMap::new());
    let given = given(sum);
    for (path, leaf) in sum.leaves() {
        if !leaf.adds {
            remarks.insert(path, "各单位的不能相加，请另填".to_string());
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
    let mut figures = Figures::default();
    for (path, leaf) in leaves.iter().filter(|(_, leaf)| !leaf.is_total()) {
        let value = sum.value(path).map_or(Figure::Gap, Figure::computed);
        figures.insert(path.clone(), if leaf.adds { value } else { Figure::Gap }, None);
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

/// What is to be told of a sum: figures that do not add up, and equations of the form that do not hold in it.
fn doubts(sum: &Sum, path: &Path, text: &str, last: Option<&Report>) -> Result<Diagnostics> {
    let source = Source { name: path.display().to_string(), text: text.into() };
    let tree = yaml::read_sources([Ok(Arc::new(source))])?;
    let report = Report::read_tables(tree, Arc::clone(&sum.form), sum.year)?;
    let mut findings = check::tables(&report, last).lowered(Severity::Warning);
    let open: Vec<_> = sum.leaves().into_iter().filter(|(_, leaf)| !leaf.adds).map(|(path, _)| path).collect();
    if let Some(first) = open.first() {
        let message = format!("有 {} 格，表式写明各单位的不能相加，没有填", open.len());
        findings.push(Diagnostic::warning(Code::NotAdded, message).at_data(first, "").help("请另填"));
    }
    report.locate(&mut findings);
    findings.sort();
    Ok(findings)
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
