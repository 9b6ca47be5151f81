//! The figures of two reports, cell by cell.

use std::collections::{BTreeMap, HashSet};

use rust_decimal::Decimal;

use crate::form::{Caption, Form};
use crate::report::{self, Report};

/// A figure that is not the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Its path, `申请.新收.自然人`.
    pub path: String,
    /// What the form prints beside it, from the outside in; the name of one of 数字.
    pub label: String,
    /// What it was.
    pub old: Side,
    /// What it is.
    pub new: Side,
}

/// A figure in one of the reports.
#[derive(Clone, Debug, PartialEq)]
pub enum Side {
    /// A number.
    Number {
        /// Its value; amounts in 元.
        value: Decimal,
        /// As printed.
        shown: String,
    },
    /// Printed as it stands, counted as 0: nothing, `/` or `-`.
    Mark(&'static str),
    /// Still to be filled in.
    Gap,
    /// What was typed is no figure.
    Unreadable(String),
    /// The form, or 数字, does not have it.
    Absent,
}

impl Figure {
    /// The new value less the old one, where both have one.
    pub fn difference(&self) -> Option<Decimal> {
        self.new.value()?.checked_sub(self.old.value()?)
    }
}

impl Side {
    /// The value, if it has one.
    pub fn value(&self) -> Option<Decimal> {
        match self {
            Self::Number { value, .. } => Some(*value),
            Self::Mark(_) => Some(Decimal::ZERO),
            Self::Gap | Self::Unreadable(_) | Self::Absent => None,
        }
    }

    fn of(report: &Report, path: &str) -> Self {
        match report.figures.get(path).map(|cell| &cell.figure) {
            Some(report::Figure::Number { value, shown }) => Self::Number { value: *value, shown: shown.clone() },
            Some(report::Figure::Mark(mark)) => Self::Mark(mark),
            Some(report::Figure::Gap) => report.typed(path).map_or(Self::Gap, |typed| Self::Unreadable(typed.into())),
            // A sum that waits for figures.
            None if report.numbers.iter().any(|number| number.path == path && number.sum.is_some()) => Self::Gap,
            None if path.starts_with("数字.") => {
                report.typed(path).map_or(Self::Absent, |typed| Self::Unreadable(typed.into()))
            }
            // A total that nothing gives yet.
            None if report.form.slots.get(path).is_some() => Self::Gap,
            None => Self::Absent,
        }
    }
}

/// The figures that are not the same, in the order of the new form, then what only the old one has, then 数字.
pub fn compare(old: &Report, new: &Report) -> Vec<Figure> {
    let tables = |report: &Report| report.form.slots.leaves("");
    let numbers = |report: &Report| report.numbers.iter().map(|number| number.path.clone()).collect::<Vec<_>>();
    let paths = [tables(new), tables(old), numbers(new), numbers(old)].concat();
    let captions = [captions(&new.form), captions(&old.form)];
    let mut seen = HashSet::new();
    let unlike = |path: String| {
        let (old, new) = (Side::of(old, &path), Side::of(new, &path));
        (old != new).then(|| {
            let label = captions.iter().map(|captions| label(&path, captions)).find(|label| !label.is_empty());
            Figure { label: label.unwrap_or_default(), path, old, new }
        })
    };
    paths.into_iter().filter(|path| seen.insert(path.clone())).filter_map(unlike).collect()
}

fn captions(form: &Form) -> BTreeMap<String, Caption> {
    form.law.tables.iter().flat_map(|table| table.captions()).collect()
}

/// What the form prints at a path: the captions of the path and of those above it, each word once.
fn label(path: &str, captions: &BTreeMap<String, Caption>) -> String {
    if let Some(name) = path.strip_prefix("数字.") {
        return name.into();
    }
    let ends = path.match_indices('.').map(|(at, _)| at).chain([path.len()]);
    let mut words: Vec<String> = vec![];
    for caption in ends.filter_map(|end| captions.get(&path[..end])) {
        let row = Some(caption.row()).filter(|row| !row.is_empty());
        for word in caption.title.iter().cloned().chain(row).chain(caption.column.clone()) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }
    words.join("，")
}
