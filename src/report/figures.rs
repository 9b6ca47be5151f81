//! All figures of a report by path, and what a path of an equation or of the text means in them.

use std::sync::Arc;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::figure::Figure;
use crate::form::{Factor, Form, Slot, Sum};
use crate::gap::GAP;
use crate::yaml::join;

/// The figures of the tables and of 数字.
#[derive(Clone, Debug)]
pub struct Figures {
    /// Those of the tables, by their numbers in the form.
    cells: Vec<Option<Cell>>,
    /// The numbers by path.
    numbers: Arc<FxHashMap<String, usize>>,
    /// 数字, by path.
    others: FxHashMap<String, Cell>,
}

/// A figure and where it was written.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The figure.
    pub figure: Figure,
    /// Where the data have it.
    pub written: Written,
}

/// Where the data have a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// Nowhere: it was computed, or is missing.
    Nowhere,
    /// At its own path.
    Here,
    /// In the list of its row, from 0.
    Item(usize),
    /// In the one `0` of its row.
    Row,
}

impl Written {
    /// The path as the data spell it: `申请.新收.0` or `申请.新收` for `申请.新收.自然人`. Nothing if they do not have it.
    pub fn at(self, path: &str) -> Option<String> {
        let row = || path.rsplit_once('.').map_or(path, |(row, _)| row);
        match self {
            Self::Nowhere => None,
            Self::Here => Some(path.into()),
            Self::Item(at) => Some(join(row(), &at.to_string())),
            Self::Row => Some(row().into()),
        }
    }
}

impl Figures {
    /// No figures yet, of the tables of a form.
    pub fn of(form: &Form) -> Self {
        Self { cells: vec![None; form.paths.len()], numbers: Arc::clone(&form.numbers), others: FxHashMap::default() }
    }

    /// Sets a figure.
    pub fn insert(&mut self, path: String, figure: Figure, written: Written) {
        match self.numbers.get(&path) {
            Some(&number) => self.set(number, figure, written),
            None => drop(self.others.insert(path, Cell { figure, written })),
        }
    }

    /// Sets a figure of a table by its number.
    pub fn set(&mut self, number: usize, figure: Figure, written: Written) {
        self.cells[number] = Some(Cell { figure, written });
    }

    /// The figure at a path, if it was given or computed.
    pub fn get(&self, path: &str) -> Option<&Cell> {
        self.numbers.get(path).map_or_else(|| self.others.get(path), |number| self.at(*number))
    }

    /// The figure of a table by its number, if it was given or computed.
    pub fn at(&self, number: usize) -> Option<&Cell> {
        self.cells[number].as_ref()
    }

    /// The figure at a path as it is printed: a gap if it is not known.
    pub fn shown(&self, path: &str) -> &str {
        self.get(path).map_or(GAP, |cell| cell.figure.shown())
    }

    /// Every path, in order.
    pub fn paths(&self) -> Vec<&str> {
        let known = self.numbers.iter().filter(|(_, number)| self.at(**number).is_some()).map(|(path, _)| path);
        let mut paths: Vec<_> = known.chain(self.others.keys()).map(String::as_str).collect();
        paths.sort_unstable();
        paths
    }

    /// The value of a path: of one figure, or the sum over a group. Nothing where a figure is missing.
    pub fn value(&self, slots: &Slot, path: &str) -> Option<Decimal> {
        if let Some(cell) = self.get(path) {
            return cell.figure.value();
        }
        self.total(&slots.figures(path)?)
    }

    /// The sum of some figures of the tables. Nothing where one is missing.
    pub fn total(&self, numbers: &[usize]) -> Option<Decimal> {
        numbers.iter().try_fold(Decimal::ZERO, |sum, number| sum.checked_add(self.at(*number)?.figure.value()?))
    }

    /// Computes the totals that were left out.
    pub fn complete(&mut self, form: &Form) {
        let mut open: Vec<_> = form.instances.iter().filter_map(|instance| Some((instance, instance.total?))).collect();
        // A total of totals needs the other totals first; each round finds at least one or is the last.
        loop {
            let before = open.len();
            open.retain(|(instance, total)| {
                let sum = || evaluate(&instance.equation.holds.right, |name| self.total(instance.figures(name)?));
                let value = if self.at(*total).is_none() { sum() } else { None };
                if let Some(value) = value {
                    self.set(*total, Figure::computed(value), Written::Nowhere);
                }
                self.at(*total).is_none()
            });
            if open.len() == before {
                break;
            }
        }
    }
}

/// The value of a sum; nothing if a name has none, or if it is too large.
pub fn evaluate(sum: &Sum, value: impl Fn(&str) -> Option<Decimal>) -> Option<Decimal> {
    sum.0.iter().try_fold(Decimal::ZERO, |total, term| {
        let product = term.factors.iter().try_fold(Decimal::ONE, |product, factor| match factor {
            Factor::Number(number) => product.checked_mul(*number),
            Factor::Name(name) => product.checked_mul(value(name)?),
        })?;
        if term.minus { total.checked_sub(product) } else { total.checked_add(product) }
    })
}
