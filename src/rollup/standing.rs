//! The figures that a government has already, against the sum of its units.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::sum::{Sum, is_same};
use crate::check;
use crate::diagnostic::{Balance, Code, Diagnostic, Diagnostics, Result, Severity};
use crate::form::{Form, Leaf};
use crate::report::{Figure, Report, Written};
use crate::shelf::Shelf;
use crate::yaml;

/// What a government's folder has.
#[derive(Debug)]
pub struct Standing {
    /// Its data as far as they go.
    pub report: Report,
    /// Whether a table stands in them.
    pub has_tables: bool,
}

/// A government's own form, which its sum is read, labelled and checked under: what is written under a form is read under it again.
///
/// # Errors
/// `unlike-unit` if it has other figures than that of the sum, `bad-form`.
pub fn form_of(folder: &Path, sum: &Sum, templates: &Shelf) -> Result<Arc<Form>> {
    let form = Form::load(templates, &sum.form.name)?;
    if !is_same(&form, &sum.form) {
        let message = format!("各单位的 {} 表式与 {} 的不是同一份", sum.form.name, folder.display());
        return Err(Diagnostic::error(Code::UnlikeUnit, message).help("用 --templates 指定都用的一份").into());
    }
    Ok(form)
}

impl Standing {
    /// Reads a government's folder, if it has data.
    ///
    /// # Errors
    /// What forbids reading it; `unlike-unit` if it is of another year or form than the sum.
    pub fn read(folder: &Path, sum: &Sum, templates: &Shelf) -> Result<Option<Self>> {
        let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.into());
        let named = whole.file_name().and_then(|name| name.to_str()).filter(|name| name.len() == 4);
        if let Some(year) = named.and_then(|name| name.parse::<u16>().ok()).filter(|year| *year != sum.year) {
            return Err(other_year(&format!("要写到的 {} ", folder.display()), year, sum).into());
        }
        if !yaml::is_data(folder) {
            return Ok(None);
        }
        let report = Report::read_tables(yaml::read(folder)?, Arc::clone(&sum.form), sum.year)?;
        let mut findings = Diagnostics::default();
        if report.meta.year != sum.year {
            findings.push(other_year("这里", report.meta.year, sum).at_data("报告.年度", ""));
        } else if !report.meta.assumed {
            let due = || Form::of_year(templates, sum.year);
            let form = report.meta.form.as_ref().map_or_else(due, |name| Form::load(templates, name))?;
            findings.0.extend((form.name != sum.form.name).then(|| other_form(&form, sum)));
        }
        report.locate(&mut findings);
        findings.or_fail()?;
        let has_tables = report.data().iter().any(|(key, _)| sum.form.table(key).is_some());
        Ok(Some(Self { report, has_tables }))
    }

    /// The one file that has the tables and nothing else.
    ///
    /// # Errors
    /// `kept-file` if there is none such.
    pub fn sole_file(&self, sum: &Sum) -> Result<PathBuf> {
        let file = |key: &str| self.report.span(key).map(|span| span.source.name.clone());
        let keys = self.report.data().iter().map(|(key, _)| key.as_str());
        let (tables, others): (Vec<_>, Vec<_>) = keys.partition(|key| sum.form.table(key).is_some());
        let [tables, others] = [tables, others].map(|keys| keys.into_iter().filter_map(file).collect::<BTreeSet<_>>());
        match tables.iter().collect::<Vec<_>>().as_slice() {
            [only] if !others.contains(*only) => Ok(PathBuf::from(only)),
            _ => {
                let names: Vec<_> = tables.into_iter().collect();
                let message = format!("{} 里的表换不了：要换的表须单独在一个文件里", names.join("、"));
                Err(Diagnostic::error(Code::KeptFile, message).help("把表移到一个单独的文件，例如 表.yaml，再汇总").into())
            }
        }
    }

    /// Tells every figure that is not the sum of the units', at its place; what 核对 accepts is lowered to a hint.
    pub fn compare(&self, sum: &Sum) -> Diagnostics {
        let report = &self.report;
        // What is no figure at all is told first.
        let of_tables = |path: &str| sum.form.table(path.split('.').next().unwrap_or(path)).is_some();
        let faults = report.faults.0.iter().filter(|fault| {
            // What is only missing is counted below.
            let wrong = fault.severity == Severity::Error && fault.code != Code::MissingFigure;
            wrong && fault.path.as_deref().is_some_and(of_tables)
        });
        let mut findings = Diagnostics(faults.cloned().collect());
        let mut open: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (path, leaf) in sum.leaves() {
            let Some(value) = sum.value(&path) else { continue };
            match report.figures.get(&path) {
                // A total that nobody typed follows from the others.
                Some(cell) if cell.written == Written::Nowhere && leaf.is_total() => {}
                Some(cell) => match cell.figure.value() {
                    Some(standing) if standing == value => {}
                    Some(standing) => findings.push(differs(&path, leaf, standing, value)),
                    // Totals follow from the others once these are filled in; what is no figure is told already.
                    None if !leaf.is_total() && !findings.0.iter().any(|finding| finding.path.as_ref() == Some(&path)) => {
                        open.entry(cell.written.at(&path).unwrap_or_default()).or_default().push(path);
                    }
                    None => {}
                },
                None => {}
            }
        }
        findings.0.extend(unfilled(&open));
        check::accept(report, &mut findings, |code| code == Code::RollupDiffers.name());
        report.locate(&mut findings);
        findings.sort();
        findings
    }
}

/// Told of a figure that is not the sum.
fn differs(path: &str, leaf: Leaf, standing: Decimal, sum: Decimal) -> Diagnostic {
    let difference = standing - sum;
    let [shown, summed] = [standing, sum].map(|value| Figure::typed(value, leaf.kind).unwrap_or_else(|| value.to_string()));
    let message = format!("“{path}”是 {shown}，各单位之和是 {summed}，相差 {}", difference.normalize());
    let mut finding = Diagnostic::error(Code::RollupDiffers, message).at_data(path, format!("各单位之和 {summed}"));
    finding.balance = Some(Box::new(Balance {
        formula: format!("{path} = 各单位之和"),
        left: standing,
        right: sum,
        difference,
        cells: vec![(path.into(), standing)],
    }));
    finding.help(format!("看各单位填了多少，加 --explain {path}"))
}

/// Told of the figures that are still to be filled in, once.
fn unfilled(open: &BTreeMap<String, Vec<String>>) -> Option<Diagnostic> {
    let count: usize = open.values().map(Vec::len).sum();
    let first = open.values().flatten().next()?;
    let finding =
        Diagnostic::error(Code::RollupDiffers, format!("有 {count} 格没有填，各单位之和是有的")).at_data(first, "");
    Some(finding.help("换成各单位之和，加 --force，原来的改名留在旁边"))
}

fn other_year(what: &str, year: u16, sum: &Sum) -> Diagnostic {
    let message = format!("各单位的数据是 {} 年度，{what}是 {year} 年度", sum.year);
    Diagnostic::error(Code::UnlikeUnit, message).help("核对各单位的年度，或者换一个 -o")
}

fn other_form(form: &Form, sum: &Sum) -> Diagnostic {
    let message = format!("各单位用 {} 表式，这里用 {} 表式", sum.form.name, form.name);
    let help = format!("只加两种表式都有的格，加 --form {}；或者改这里的“表式”", form.name);
    Diagnostic::error(Code::UnlikeUnit, message).at_data("报告.表式", "").help(help)
}
