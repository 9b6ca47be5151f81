//! What each unit has at a place: where a figure of the sum comes from.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::addend::completed;
use super::sum::leaf;
use crate::diagnostic::{Code, Severity};
use crate::form::{Factor, Form, Instance, Kind, Term};
use crate::report::{Figure, Report, Written};
use crate::yaml::{join, nearest};

/// A unit's share in a figure or in the sum of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// File, line and column of what was typed; of what is nearest above, if it was not.
    pub place: Option<(String, usize, usize)>,
    /// What it adds.
    pub value: Decimal,
    /// What can stand there.
    pub kind: Kind,
    /// Whether it adds up over units.
    pub adds: bool,
    /// The same in words: as typed, or how it comes about.
    pub shown: String,
}

/// What a path of a form means, for those who want it explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Explained {
    /// One figure, or several of a kind that are added up.
    Figures {
        /// Their paths.
        paths: Vec<String>,
        /// Their kind.
        kind: Kind,
        /// Whether they add up over units.
        adds: bool,
    },
    /// Figures of several kinds, or such as the form sets against each other: their sum would mean nothing.
    Mixed,
    /// The form does not have it.
    Unknown,
}

impl Explained {
    /// What a path of a form means.
    pub fn of(form: &Form, path: &str) -> Self {
        // A column of all tables means nothing, nor does a path that ends in a stop.
        let mut keys = path.split('.');
        if keys.next().is_none_or(|key| form.table(key).is_none()) || keys.any(str::is_empty) {
            return Self::Unknown;
        }
        let Some(numbers) = form.slots.figures(path) else { return Self::Unknown };
        let paths: Vec<_> = numbers.iter().map(|number| form.paths[*number].clone()).collect();
        let leaves: Vec<_> = paths.iter().filter_map(|path| leaf(form, path)).collect();
        let Some(first) = leaves.first() else { return Self::Unknown };
        if leaves.iter().any(|leaf| leaf.kind != first.kind) || form.instances.iter().any(|at| is_balanced(at, &numbers)) {
            return Self::Mixed;
        }
        Self::Figures { kind: first.kind, adds: leaves.iter().all(|leaf| leaf.adds), paths }
    }

    /// The path of a form that looks most like one that it does not have.
    pub fn nearest(form: &Form, path: &str) -> Option<String> {
        let mut known = form.slots.leaves("");
        for (group, columns) in &form.sums {
            known.extend(Some(group.clone()).filter(|group| !group.is_empty()));
            let columns = columns.iter().filter(|_| !group.is_empty());
            known.extend(columns.map(|(column, _)| join(group, column)));
        }
        known.sort();
        nearest(path, known.iter().map(String::as_str)).map(ToString::to_string)
    }
}

impl Share {
    /// A unit's share; nothing if its form does not have the path, or has several kinds of figures there.
    pub fn of(report: &Report, path: &str) -> Option<Self> {
        let Explained::Figures { paths, kind, adds } = Explained::of(&report.form, path) else { return None };
        let completed = completed(report);
        let figures = completed.as_ref().unwrap_or(&report.figures);
        let value = report.form.slots.figures(path).and_then(|numbers| figures.total(&numbers)).unwrap_or_default();
        let span = report.span(path);
        let place = span.as_ref().map(|span| {
            let (line, column) = span.line_column();
            (span.source.name.clone(), line, column)
        });
        let typed = span.as_ref().filter(|_| is_misread(report, path)).map(|span| &span.source.text[span.range.clone()]);
        let nothing = || typed.map_or("没有填".into(), |typed| format!("“{typed}”读不出"));
        let counts_as = |what: &str| format!("{what}，按 {} 计", value.normalize());
        let shown = match report.figures.get(path) {
            Some(cell) => match &cell.figure {
                Figure::Number { shown, .. } if cell.written != Written::Nowhere => shown.clone(),
                Figure::Number { shown, .. } => format!("{shown}（算出）"),
                Figure::Mark("") => counts_as("空白"),
                Figure::Mark(mark) => counts_as(&format!("“{mark}”")),
                Figure::Gap => counts_as(&nothing()),
            },
            None if paths == [path] => counts_as(&nothing()),
            None => format!("{}（算出）", value.normalize()),
        };
        Some(Self { place, value, kind, adds, shown })
    }
}

/// Whether an equation has some of the figures on one side and others on the other: what came in and what was dealt with.
fn is_balanced(instance: &Instance, numbers: &[usize]) -> bool {
    let holds = &instance.equation.holds;
    let left = holds.left.0.iter().map(|term| (term, term.minus));
    let sides = left.chain(holds.right.0.iter().map(|term| (term, !term.minus)));
    let has = |term: &Term| {
        let mut names =
            term.factors.iter().filter_map(|factor| if let Factor::Name(name) = factor { Some(name) } else { None });
        names.any(|name| instance.figures(name).is_some_and(|figures| figures.iter().any(|figure| numbers.contains(figure))))
    };
    let sides: BTreeSet<bool> = sides.filter(|(term, _)| has(term)).map(|(_, side)| side).collect();
    sides.len() > 1
}

/// Whether what was typed for a figure, or for its row, is told as wrong, and not just as missing.
fn is_misread(report: &Report, path: &str) -> bool {
    let written = report.figures.get(path).and_then(|cell| cell.written.at(path));
    let row = path.rsplit_once('.').map(|(row, _)| row);
    let at = |place: &str| [Some(path), written.as_deref(), row].contains(&Some(place));
    let wrong =
        report.faults.0.iter().filter(|fault| fault.severity == Severity::Error && fault.code != Code::MissingFigure);
    wrong.filter_map(|fault| fault.path.as_deref()).any(at)
}
