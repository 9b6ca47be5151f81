//! All figures of a report by path, and what a path of an equation or of the text means in them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::figure::Figure;
use crate::form::{Factor, Form, Formula, Instance, Operand, Relation, Slot, Sum, Table};

/// The figures of the tables and of 数字.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    cells: BTreeMap<String, Cell>,
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

    /// Every figure with its path.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Cell)> {
        self.cells.iter()
    }

    /// The value of a path: of one figure, or the sum over a group. Nothing where a figure is missing.
    pub fn value(&self, slots: &Slot, path: &str) -> Option<Decimal> {
        if let Some(cell) = self.get(path) {
            return cell.figure.value();
        }
        self.sum_of(&slots.figures(path)?)
    }

    /// The value of a name of an equation: of one figure, or the sum over a group. Nothing where a figure is missing.
    pub fn operand(&self, slots: &Slot, operand: &Operand) -> Option<Decimal> {
        self.sum_of(&operand.figures(slots)?)
    }

    fn sum_of(&self, paths: &[String]) -> Option<Decimal> {
        paths.iter().try_fold(Decimal::ZERO, |sum, path| sum.checked_add(self.get(path)?.figure.value()?))
    }

    /// Computes the totals that were left out: an equation's left side if it is one figure.
    pub fn complete(&mut self, form: &Form, slots: &Slot) {
        for table in &form.law.tables {
            // A total of totals needs the other totals first; each round finds at least one or is the last.
            while self.complete_once(table, slots) {}
        }
    }

    fn complete_once(&mut self, table: &Table, slots: &Slot) -> bool {
        let mut found = false;
        for instance in table.instances(slots) {
            let Formula { left, relation: Relation::Equal, right } = &instance.equation.holds else { continue };
            let Some(path) = sole_name(left).map(|name| instance.operand(name).path()) else { continue };
            let absent = self.get(&path).is_none() && slots.get(&path).is_some_and(Slot::is_total);
            if absent && let Some(value) = self.sum(slots, &instance, right) {
                self.insert(path, Figure::computed(value), None);
                found = true;
            }
        }
        found
    }

    fn sum(&self, slots: &Slot, instance: &Instance, sum: &Sum) -> Option<Decimal> {
        let operand = |name: &str| Some(instance.operand(name)).filter(|operand| !operand.last_year);
        evaluate(sum, |name| self.operand(slots, &operand(name)?))
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

/// The name a sum consists of, if it is just one name.
pub fn sole_name(sum: &Sum) -> Option<&str> {
    match sum.0.as_slice() {
        [term] if !term.minus => match term.factors.as_slice() {
            [Factor::Name(name)] => Some(name),
            _ => None,
        },
        _ => None,
    }
}
