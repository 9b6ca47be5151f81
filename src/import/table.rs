//! The tables of a form found in what was read: rows by their labels in the form's order, figures by their columns.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::label::{Label, Vocabulary, bare};
use super::leftover::clear;
use super::material::{At, Block};
use super::row::{Candidate, Columns, Found, candidates};
use crate::form::{Axis, Band, Form, Table};
use crate::yaml::join;

/// What was found of the tables of a form.
#[derive(Debug, Default)]
pub struct Placed {
    /// Path → figure.
    pub figures: BTreeMap<String, Found>,
    /// The blocks that are tables, with the heads over them.
    pub blocks: BTreeSet<usize>,
    /// What stands in the tables and is neither the form's nor a figure of it.
    pub strange: Vec<Found>,
    /// The rows whose figures are not as many as the columns: label and place.
    pub uneven: Vec<Found>,
    /// The rows that stand twice and say two things.
    pub twice: Vec<Twice>,
    /// Where tables begin whose figures were put in their order, whatever labels stand beside them.
    pub streamed: Vec<At>,
    /// How many rows with a label were found with their figures.
    pub rows: usize,
    /// How much of the form was found, from 0 to 1.
    pub share: f64,
}

/// A row that stands twice with other figures.
#[derive(Debug)]
pub struct Twice {
    /// Its label.
    pub label: String,
    /// The row that was placed.
    pub kept: Found,
    /// The other one.
    pub other: Found,
}

/// A row of the form.
struct Expected {
    /// Its label, bare; empty if the table has no labels.
    label: Label,
    /// Its label as printed.
    shown: String,
    columns: Columns,
    /// The paths of its figures.
    paths: Vec<String>,
}

/// Candidates in their order, and the figures that they are by their paths.
type Stream<'a, 'b> = (Vec<&'a Candidate<'b>>, BTreeMap<String, Found>);

/// The most candidates that are looked at for a table, and the most that are held against its rows in order.
const LOOKED_AT: usize = 2000;
const MOST: usize = 600;

/// Finds the tables of a form; `range` tells where the blocks are that a table can stand in.
pub fn place(blocks: &[Block], form: &Form, range: impl Fn(&Table) -> Range<usize>) -> Placed {
    let mut placed = Placed::default();
    let (mut found, mut wanted) = (0.0, 0);
    for table in &form.law.tables {
        let rows = expected(table);
        let range = range(table);
        let all = candidates(blocks, range.clone());
        let fitting = all.iter().take(LOOKED_AT).filter(|candidate| rows.iter().any(|row| score(row, candidate) > 0.0));
        let fitting: Vec<_> = fitting.take(MOST).collect();
        let mut pairs: Vec<_> = align(&rows, &fitting).into_iter().map(|(row, at)| (&rows[row], fitting[at])).collect();
        found += pairs.iter().map(|(row, candidate)| score(row, candidate)).sum::<f64>();
        wanted += rows.len();
        let labelled = pairs.iter().filter(|(row, candidate)| candidate.figures(&row.columns).is_some()).count();
        let mut used: Vec<_> = pairs.iter().map(|(_, candidate)| *candidate).collect();
        // Where most labels stand with their figures, the others' are told of and not guessed, unless each of those labels keeps its own.
        if labelled < rows.len()
            && let Some((stream, figures)) = stream(&rows, &all, &vocabulary(table))
            && (labelled * 2 < rows.len() || pairs.iter().all(|(row, candidate)| keeps(&figures, row, candidate)))
        {
            pairs.clear();
            placed.streamed.extend(stream.first().and_then(|first| first.listed().first()).map(|first| first.at.clone()));
            placed.rows += rows.iter().filter(|row| row.label.length > 0).count();
            placed.figures.extend(figures);
            used = stream;
        }
        let unused = fitting.iter().filter(|candidate| !used.iter().any(|used| std::ptr::eq(**candidate, *used)));
        placed.twice.extend(unused.filter_map(|candidate| twice(&pairs, candidate)));
        for (row, candidate) in pairs {
            match candidate.figures(&row.columns) {
                Some(figures) => {
                    placed.rows += usize::from(row.label.length > 0);
                    placed.figures.extend(row.paths.iter().cloned().zip(figures));
                }
                None => placed.uneven.push(Found { text: row.shown.clone(), at: candidate.at.clone() }),
            }
        }
        clear(blocks, range, table, &used, &mut placed);
    }
    placed.share = found / (wanted.max(1) as f64);
    placed
}

/// Whether a candidate is a row that was placed, with other figures.
fn twice(pairs: &[(&Expected, &Candidate)], candidate: &Candidate) -> Option<Twice> {
    let said = |candidate: &Candidate, row: &Expected| {
        let figures: Vec<_> = candidate.figures(&row.columns)?.into_iter().map(|figure| figure.text).collect();
        Some(Found { text: figures.join(" "), at: candidate.at.clone() })
    };
    let (row, placed) = pairs.iter().find(|(row, _)| row.label.length > 0 && candidate.fits(&row.label) > 0.9)?;
    let (kept, other) = (said(placed, row)?, said(candidate, row)?);
    (kept.text != other.text).then(|| Twice { label: row.shown.clone(), kept, other })
}

/// The candidates whose figures, one after another, are all figures of a table, and these by their paths: a text may have lost where its
/// labels stand, but its figures stay in their order. Nothing if there are more or fewer.
fn stream<'a, 'b>(rows: &[Expected], all: &'a [Candidate<'b>], words: &Vocabulary) -> Option<Stream<'a, 'b>> {
    let stream: Vec<_> = all.iter().filter(|row| !row.listed().is_empty() && row.is_within(words)).collect();
    let figures = || stream.iter().flat_map(|candidate| candidate.listed());
    let paths = || rows.iter().flat_map(|row| &row.paths);
    (figures().count() == paths().count()).then(|| (stream.clone(), paths().cloned().zip(figures().cloned()).collect()))
}

/// Whether a row that stands with its label keeps the figures behind it. Others may follow them, whose labels stand elsewhere.
fn keeps(figures: &BTreeMap<String, Found>, row: &Expected, candidate: &Candidate) -> bool {
    let own = candidate.listed();
    own.len() >= row.paths.len() && row.paths.iter().zip(own).all(|(path, own)| figures.get(path) == Some(own))
}

/// How well a candidate is a row. A row whose figures are not as many as the columns is still better told of than not seen.
fn score(row: &Expected, candidate: &Candidate) -> f64 {
    match candidate.figures(&row.columns) {
        // A row that has neither words nor figures is none.
        Some(figures) if row.label.length == 0 && figures.iter().all(|figure| figure.text.is_empty()) => 0.0,
        Some(_) => candidate.fits(&row.label),
        None if row.label.length == 0 => 0.0,
        None => Some(candidate.fits(&row.label)).filter(|fits| *fits > 0.9).map_or(0.0, |fits| 0.3 * fits),
    }
}

/// Pairs of row and candidate, both in their order, that fit best together.
fn align(rows: &[Expected], candidates: &[&Candidate]) -> Vec<(usize, usize)> {
    let scores: Vec<Vec<f64>> =
        rows.iter().map(|row| candidates.iter().map(|candidate| score(row, candidate)).collect()).collect();
    let mut best = vec![vec![0.0_f64; candidates.len() + 1]; rows.len() + 1];
    for i in 0..rows.len() {
        for j in 0..candidates.len() {
            let paired = if scores[i][j] > 0.0 { best[i][j] + scores[i][j] } else { 0.0 };
            best[i + 1][j + 1] = paired.max(best[i][j + 1]).max(best[i + 1][j]);
        }
    }
    let (mut i, mut j) = (rows.len(), candidates.len());
    let mut pairs = vec![];
    while i > 0 && j > 0 {
        if best[i][j] == best[i - 1][j] {
            i -= 1;
        } else if best[i][j] == best[i][j - 1] {
            j -= 1;
        } else {
            (i, j) = (i - 1, j - 1);
            pairs.push((i, j));
        }
    }
    pairs.reverse();
    pairs
}

/// The rows of a table that have figures.
fn expected(table: &Table) -> Vec<Expected> {
    table.bands.iter().flat_map(|band| Rows { table, band, columns: leaves(&band.columns) }.all()).collect()
}

/// The words that the form prints in a table.
pub fn vocabulary(table: &Table) -> Vocabulary {
    fn collect<'a>(axes: &'a [Axis], found: &mut Vec<&'a str>) {
        for axis in axes {
            found.push(&axis.label);
            found.extend(axis.unit.as_deref());
            collect(&axis.children, found);
        }
    }
    let mut found = vec![];
    for band in &table.bands {
        found.extend(band.title.as_deref().into_iter().chain(band.corner.as_deref()));
        collect(&band.columns, &mut found);
        collect(&band.rows, &mut found);
    }
    Vocabulary::of(found.into_iter())
}

/// A column of figures: the keys of its path, its first grid column and how many it covers.
struct Column<'a> {
    keys: Vec<&'a str>,
    axis: &'a Axis,
    start: usize,
}

fn leaves(axes: &[Axis]) -> Vec<Column<'_>> {
    fn visit<'a>(axes: &'a [Axis], above: &[&'a str], start: &mut usize, found: &mut Vec<Column<'a>>) {
        for axis in axes {
            let keys: Vec<_> = above.iter().copied().chain(axis.key.as_deref()).collect();
            if axis.children.is_empty() {
                found.push(Column { keys, axis, start: *start });
                *start += axis.span;
            } else {
                visit(&axis.children, &keys, start, found);
            }
        }
    }
    let mut found = vec![];
    visit(axes, &[], &mut 0, &mut found);
    found
}

struct Rows<'a> {
    table: &'a Table,
    band: &'a Band,
    columns: Vec<Column<'a>>,
}

impl Rows<'_> {
    fn all(&self) -> Vec<Expected> {
        if self.band.rows.is_empty() {
            return vec![self.row(&self.table.key, "", "")];
        }
        let mut found = vec![];
        self.visit(&self.band.rows, &self.table.key, &mut found);
        found
    }

    fn visit(&self, axes: &[Axis], above: &str, found: &mut Vec<Expected>) {
        for axis in axes {
            let path = axis.key.as_ref().map_or_else(|| above.to_string(), |key| join(above, key));
            let unit = axis.unit.as_deref().filter(|_| self.columns.iter().any(|column| column.axis.from.is_some()));
            let unit = unit.unwrap_or_default();
            match &axis.value {
                Some(own) => found.push(self.row(&join(&path, own), &axis.label, unit)),
                None if axis.children.is_empty() => found.push(self.row(&path, &axis.label, unit)),
                None => {}
            }
            self.visit(&axis.children, &path, found);
        }
    }

    fn row(&self, path: &str, label: &str, unit: &str) -> Expected {
        let stub = self.table.stub.columns();
        let figures: Vec<_> = self.columns.iter().filter(|column| column.axis.from.is_none()).collect();
        let columns = Columns {
            places: figures.iter().map(|column| (stub + column.start, column.axis.span)).collect(),
            width: self.table.widths.len(),
        };
        let paths = figures.iter().map(|column| column.keys.iter().fold(path.to_string(), |path, key| join(&path, key)));
        Expected {
            label: Label::of(bare(label) + &bare(unit)),
            shown: label.replace('|', ""),
            columns,
            paths: paths.collect(),
        }
    }
}
