//! Numbers of the text that are figures of the tables → `{{…}}`, where the sentence makes it plain which figure is meant.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::check::{
    elsewhere::is_elsewhere,
    mention::{beside, clauses},
};
use crate::diagnostic::Result;
use crate::form::{Mention, Table};
use crate::report::{Passage, Report};
use crate::scaffold::Known;
use crate::shelf::Shelf;
use crate::source::Source;
use crate::yaml::join;

/// Binds the numbers of the text. `files` are the same data with the numbers as they stand.
///
/// # Errors
/// If the files cannot be read as data; then nothing is bound.
pub fn bind(known: &mut Known, files: &[(&'static str, String)], templates: &Shelf) -> Result<()> {
    let data = files.iter().filter(|(name, _)| name.ends_with(".yaml"));
    let sources = data.map(|(name, text)| Arc::new(Source { name: (*name).into(), text: text.clone() }));
    let report = Report::read_sources(sources, templates)?;
    known.sections.iter_mut().for_each(|section| passages(&report, &mut section.passages));
    Ok(())
}

fn passages(report: &Report, all: &mut [Passage]) {
    for passage in all {
        match passage {
            Passage::Paragraph(words) => words.text = bound(report, &words.text),
            Passage::Headed { body, .. } => passages(report, body),
        }
    }
}

/// A text with its numbers bound. Each clause has at most one that is plain.
fn bound(report: &Report, text: &str) -> String {
    let mut bound = String::new();
    let mut done = 0;
    for clause in clauses(text) {
        let words = &text[clause.clone()];
        // Braces that stand in the file are told by check; nothing is put between them.
        if is_elsewhere(words) || words.contains(['{', '}']) {
            continue;
        }
        let tables = report.form.law.tables.iter();
        let mut found =
            tables.flat_map(|table| table.mentions.iter().filter_map(move |mention| plain(report, words, table, mention)));
        if let Some((range, path)) = found.next() {
            bound += &text[done..clause.start + range.start];
            bound += &format!("{{{{{path}}}}}");
            done = clause.start + range.end;
        }
    }
    bound + &text[done..]
}

/// Where a clause gives a number beside a word of a mention, and the path of the figure that it is: the only one of those meant
/// that equals it, or the one whose name is in the word.
fn plain(report: &Report, clause: &str, table: &Table, mention: &Mention) -> Option<(std::ops::Range<usize>, String)> {
    let (word, range) = beside(clause, mention)?;
    let (word, digits) = (&clause[word], &clause[range.clone()]);
    let number: Decimal = digits.parse().ok().filter(|number: &Decimal| number.to_string() == digits)?;
    let equal: Vec<_> = mention.means.iter().filter(|sum| value(report, table, sum) == Some(number)).collect();
    let named = |name: &&str| word.contains(name.rsplit('.').next().unwrap_or(name));
    let name = match equal.as_slice() {
        [sum] => sum.sole_name()?,
        several => several.iter().filter_map(|sum| sum.sole_name()).find(named)?,
    };
    // A group reads as its row of totals.
    let path = join(&table.key, name);
    let path = join(&path, &report.form.slots.total_column(&path)?);
    (report.figures.value(&report.form.slots, &path) == Some(number)).then_some((range, path))
}

fn value(report: &Report, table: &Table, sum: &crate::form::Sum) -> Option<Decimal> {
    crate::report::evaluate(sum, |name| report.figures.total(&report.form.slots.figures(&join(&table.key, name))?))
}
