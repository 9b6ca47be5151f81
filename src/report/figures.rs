//! All figures of a report by path, and what a path of an equation or of the text means in them.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::figure::Figure;
use crate::form::{Factor, Form, Slot, Sum};
use crate::gap::GAP;

/// The figures of the tables and of 数字.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    cells: HashMap<String, Cell>,
}

/// A figure and where it was written.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The figure.
    pub figure: Figure,
    /// The path as the data spell it: a row may be a list (`申请.新收.0`) or a single `0` (`申请.新收`). Nothing if it was computed.
    pub written: Option<String>,
}

impl Figures {
    /// Sets a figure.
    pub fn insert(&mut self, path: String, figure: Figure, written: Option<String>) {
        self.cells.insert(path, Cell { figure, written });
    }

    /// The figure at a path, if it was given or computed.
    pub fn get(&self, path: &str) -> Option<&Cell> {
        self.cells.get(path)
    }

    /// The figure at a path as it is printed: a gap if it is not known.
    pub fn shown(&self, path: &str) -> &str {
        self.get(path).map_or(GAP, |cell| cell.figure.shown())
    }

    /// Every path, in order.
    pub fn paths(&self) -> Vec<&str> {
        let mut paths: Vec<_> = self.cells.keys().map(String::as_str).collect();
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

    /// The sum of some figures. Nothing where one is missing.
    pub fn total(&self, paths: &[String]) -> Option<Decimal> {
        paths.iter().try_fold(Decimal::ZERO, |sum, path| sum.checked_add(self.get(path)?.figure.value()?))
    }

    /// Computes the totals that were left out.
    pub fn complete(&mut self, form: &Form) {
        let mut open: Vec<_> =
            form.instances.iter().filter_map(|instance| Some((instance, instance.total.as_ref()?))).collect();
        // A total of totals needs the other totals first; each round finds at least one or is the last.
        loop {
            let before = open.len();
            open.retain(|(instance, total)| {
                let sum = || evaluate(&instance.equation.holds.right, |name| self.total(instance.figures(name)?));
                let value = if self.get(total).is_none() { sum() } else { None };
                let known = value.is_some() || self.get(total).is_some();
                if let Some(value) = value {
                    self.insert((*total).clone(), Figure::computed(value), None);
                }
                !known
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
