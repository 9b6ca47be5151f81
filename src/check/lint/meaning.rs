//! What a word of the text can mean: the figures of a table, and sums of them.

use rust_decimal::Decimal;

use crate::form::{Form, Mention, Sum, Table};
use crate::report::{Report, evaluate};
use crate::yaml::join;

/// A figure or a sum of figures that words can mean.
pub struct Meaning<'a> {
    /// The column it is of; empty for whole rows.
    column: String,
    /// The sums of the form that add up to it, each with its table.
    sums: Vec<(&'a Table, &'a Sum)>,
    /// What it comes to.
    pub value: Decimal,
}

/// Everything that a mention can mean: each of its sums as a whole and by column. Nothing if a figure of it is missing: then there is
/// nothing to compare with.
pub fn meanings<'a>(report: &Report, table: &'a Table, mention: &'a Mention) -> Option<Vec<Meaning<'a>>> {
    let mut meanings = vec![];
    for sum in &mention.means {
        let meaning = |column: &str| {
            let value = |name: &str| report.figures.total(&figures(&report.form, &join(&table.key, name), column)?);
            Some(Meaning { column: column.into(), sums: vec![(table, sum)], value: evaluate(sum, value)? })
        };
        meanings.push(meaning("")?);
        let row =
            sum.names().next().and_then(|name| report.form.slots.get(&join(&table.key, name))).map(|slot| slot.columns());
        meanings.extend(row.unwrap_or_default().iter().filter_map(|column| meaning(column)));
    }
    Some(meanings)
}

/// What the first and the others of a list can mean together: like is added to like, persons to persons and wholes to wholes.
pub fn together<'a>(first: &[Meaning<'a>], others: &[Meaning<'a>]) -> Vec<Meaning<'a>> {
    let pairs = first.iter().flat_map(|one| others.iter().map(move |other| (one, other)));
    let sum = |(one, other): (&Meaning<'a>, &Meaning<'a>)| {
        let value = one.value.checked_add(other.value)?;
        Some(Meaning { column: one.column.clone(), sums: [one.sums.as_slice(), &other.sums].concat(), value })
    };
    pairs.filter(|(one, other)| one.column == other.column).filter_map(sum).collect()
}

impl Meaning<'_> {
    /// What to do so that the number is never wrong.
    pub fn help(&self, report: &Report) -> String {
        let (value, formula) = (self.value, self.formula(report));
        match formula.sole_name() {
            Some(name) => format!("最接近的是 {value}（{name}）；引用表里的数写成 {{{{{name}}}}} 这样，就不会写错"),
            None => format!(
                "最接近的是 {value}（{formula}）；在“数字”里写上“合计: = {formula}”，正文引用 {{{{数字.合计}}}}，就不会写错"
            ),
        }
    }

    /// As it is written in an equation of 数字.
    fn formula(&self, report: &Report) -> Sum {
        let spelled =
            |(table, sum): &(&Table, &Sum)| sum.spelled(|name| spelled(report, &join(&table.key, name), &self.column));
        Sum(self.sums.iter().flat_map(|part| spelled(part).0).collect())
    }
}

/// The figures that a name means, as a whole or in a column.
fn figures(form: &Form, path: &str, column: &str) -> Option<Vec<usize>> {
    match column {
        "" => form.slots.figures(path),
        column => form.slots.column_figures(path, column),
    }
}

/// The name of a row or group as a whole, which is its total, or of a column of it; where no name says that, all its figures.
fn spelled(report: &Report, path: &str, column: &str) -> Vec<String> {
    let slots = &report.form.slots;
    let figures = figures(&report.form, path, column).unwrap_or_default();
    let named = if column.is_empty() { slots.total_column(path) } else { Some(column.into()) };
    let says_so = |name: &String| match (column, slots.figures(name)) {
        (_, None) => false,
        ("", Some(read)) => report.figures.total(&read) == report.figures.total(&figures),
        (_, Some(read)) => read == figures,
    };
    let all = || figures.iter().map(|number| report.form.paths[*number].clone()).collect();
    named.map(|column| join(path, &column)).filter(says_so).map_or_else(all, |name| vec![name])
}
