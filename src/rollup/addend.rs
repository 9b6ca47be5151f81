//! A unit's report → what it adds, and what of it is no number.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::sum::{are_alike, can_add, is_same, leaf};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Result, Severity};
use crate::form::Form;
use crate::report::{Figure, Figures, Report, Written};

/// What a unit adds, and what is kept of it.
#[derive(Debug)]
pub struct Addend {
    /// What is kept.
    pub(super) unit: Unit,
    /// What it adds; nothing if its data cannot be read.
    pub(super) figures: Option<(Arc<Form>, Figures)>,
    /// What is to be told of its figures: what counts as 0 without being it, what the form of the sum has no place for.
    pub told: Diagnostics,
}

/// What is kept of a unit.
#[derive(Clone, Debug, Default)]
pub(super) struct Unit {
    /// Its number among all.
    pub at: usize,
    /// The year's folder, as it was given.
    pub folder: PathBuf,
    /// 机关; empty if the data do not say it.
    pub organ: String,
    /// The year.
    pub year: u16,
    /// The name of the form of its data.
    pub form: String,
    /// Whether figures of it have no place in the sum.
    pub is_cut: bool,
    /// How many errors were found in its data.
    pub errors: usize,
    /// Whether its data can be read at all.
    pub readable: bool,
}

impl Unit {
    /// What it is called.
    pub fn name(&self) -> String {
        called(&self.organ, &self.folder)
    }
}

/// What a unit is called: its office, or its folder where that is not known.
pub fn called(organ: &str, folder: &Path) -> String {
    if organ.is_empty() { folder.display().to_string() } else { organ.into() }
}

impl Addend {
    /// What the unit of a number adds to a sum of a form, if that is decided already.
    pub fn of(at: usize, folder: &Path, checked: Result<(Report, Diagnostics)>, wanted: Option<&Form>) -> Self {
        let folder = folder.to_path_buf();
        let Ok((mut report, findings)) = checked else {
            return Self { unit: Unit { at, folder, ..Unit::default() }, figures: None, told: Diagnostics::default() };
        };
        let mut unit = Unit {
            at,
            folder,
            organ: report.meta.organ.clone(),
            year: report.meta.year,
            form: report.form.name.clone(),
            is_cut: false,
            errors: findings.count(Severity::Error),
            readable: true,
        };
        let mut told = Diagnostics(marks(&report, &unit.name()).into_iter().collect());
        let other = wanted.filter(|wanted| !is_same(wanted, &report.form) && can_add(wanted, &report.form));
        let lost = other.and_then(|wanted| without_place(&report, wanted, &unit.name()));
        unit.is_cut = lost.is_some();
        told.0.extend(lost);
        report.locate(&mut told);
        if let Some(figures) = completed(&report) {
            report.figures = figures;
        }
        Self { unit, figures: Some((Arc::clone(&report.form), report.figures)), told }
    }
}

/// The figures that a unit adds, if they are not just those of its report: what it left open counts as nothing, and totals that it
/// left open or blank follow from the rest.
pub(super) fn completed(report: &Report) -> Option<Figures> {
    let leaves = report.form.slots.leaves("");
    let is_total = |path: &str| leaf(&report.form, path).is_some_and(|leaf| leaf.is_total());
    let open = |path: &&String| match report.figures.get(path).map(|cell| &cell.figure) {
        Some(Figure::Number { .. }) => false,
        Some(Figure::Mark(_)) => is_total(path),
        Some(Figure::Gap) | None => true,
    };
    if !leaves.iter().any(|path| open(&path)) {
        return None;
    }
    let mut figures = Figures::of(&report.form);
    for path in &leaves {
        match report.figures.get(path) {
            Some(cell) if !open(&path) => figures.insert(path.clone(), cell.figure.clone(), cell.written),
            _ if is_total(path) => {}
            _ => figures.insert(path.clone(), Figure::computed(Decimal::ZERO), Written::Nowhere),
        }
    }
    figures.complete(&report.form);
    Some(figures)
}

/// Told of the blanks and marks of a unit's tables; a total counts as what follows from the rest.
fn marks(report: &Report, name: &str) -> Option<Diagnostic> {
    let is_total = |path: &String| leaf(&report.form, path).is_some_and(|leaf| leaf.is_total());
    let is_mark = |path: &String| {
        !is_total(path) && matches!(report.figures.get(path).map(|cell| &cell.figure), Some(Figure::Mark(_)))
    };
    let paths: Vec<_> = report.form.slots.leaves("").into_iter().filter(is_mark).collect();
    let message = format!("“{name}”有 {} 格是空白、“/”或“-”，按 0 计", paths.len());
    let finding = Diagnostic::warning(Code::BlankFigure, message).help("真的没有发生，填 0");
    (!paths.is_empty()).then(|| at_figures(finding, report, &paths))
}

/// Told of the figures that have no place in a sum of another form.
fn without_place(report: &Report, wanted: &Form, name: &str) -> Option<Diagnostic> {
    let form = &report.form;
    let figures = form.slots.leaves("");
    let lost = |path: &String| {
        let addend = leaf(form, path).is_some_and(|leaf| !leaf.is_total());
        let value = report.figures.get(path).and_then(|cell| cell.figure.value()).unwrap_or_default();
        addend && !value.is_zero() && !are_alike(wanted, form, path)
    };
    let lost: Vec<_> = figures.into_iter().filter(lost).collect();
    let message =
        format!("“{name}”用 {} 表式，有 {} 格的数在 {} 表式里没有地方，没有加进去", form.name, lost.len(), wanted.name);
    let finding = Diagnostic::warning(Code::NotAdded, message).help(format!("请照 {} 表式重填", wanted.name));
    (!lost.is_empty()).then(|| at_figures(finding, report, &lost))
}

/// A finding at some figures; a row of one mark is one place.
fn at_figures(finding: Diagnostic, report: &Report, paths: &[String]) -> Diagnostic {
    let mut seen = vec![];
    let mut places = vec![];
    for path in paths {
        let written = report.figures.get(path).and_then(|cell| cell.written.at(path));
        if !seen.contains(&written) {
            seen.push(written);
            places.push(path);
        }
    }
    places.into_iter().fold(finding, |finding, path| finding.at_data(path, ""))
}
