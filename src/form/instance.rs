//! An equation that holds in each row or column, once for every one of them.

use super::{Each, Equation, Slot, Table};
use crate::yaml::join;

/// An equation at the place where it holds.
#[derive(Clone, Debug)]
pub struct Instance<'a> {
    /// The equation.
    pub equation: &'a Equation,
    /// The path that names are looked up below: the table's or the row's.
    prefix: String,
    /// The column that is added to every name, where the equation holds in each column.
    pub column: String,
}

/// A path and whose data it is looked up in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operand {
    /// Whether last year's report is meant.
    pub last_year: bool,
    /// The path without the column.
    pub row: String,
    /// The column, where the equation holds in each.
    pub column: String,
}

impl Operand {
    /// The path with the column.
    pub fn path(&self) -> String {
        if self.column.is_empty() { self.row.clone() } else { join(&self.row, &self.column) }
    }

    /// The paths of its figures. Nothing if the form does not have them.
    pub fn figures(&self, slots: &Slot) -> Option<Vec<String>> {
        if self.column.is_empty() { slots.figures(&self.row) } else { slots.figures_in(&self.row, &self.column) }
    }
}

impl Table {
    /// Every equation at every place where it holds. `slots` is the shape of all tables.
    pub fn instances(&self, slots: &Slot) -> Vec<Instance<'_>> {
        self.equations.iter().flat_map(|equation| self.places(equation, slots)).collect()
    }

    /// Where an equation holds.
    pub fn places<'a>(&'a self, equation: &'a Equation, slots: &Slot) -> Vec<Instance<'a>> {
        let at = |prefix: String, column: &str| Instance { equation, prefix, column: column.into() };
        let candidates = match equation.each {
            Each::Once => vec![at(self.key.clone(), "")],
            Each::Row => {
                let rows = slots.child(&self.key).map(|table| table.rows(&self.key)).unwrap_or_default();
                rows.into_iter().map(|row| at(row, "")).collect()
            }
            Each::Column => {
                let first = equation.holds.names().find(|name| !name.starts_with("上年."));
                let row = first.and_then(|name| slots.get(&join(&self.key, name))).and_then(|slot| slot.first_row());
                let columns = row.unwrap_or_default().into_iter();
                columns.map(|(column, _)| at(self.key.clone(), column)).collect()
            }
        };
        let known = |instance: &Instance| {
            let mut operands = equation.holds.names().map(|name| instance.operand(name));
            operands.all(|operand| operand.last_year || operand.figures(slots).is_some())
        };
        candidates.into_iter().filter(known).collect()
    }
}

impl Instance<'_> {
    /// The row or column in words, with a colon; nothing where the equation holds once.
    pub fn place(&self) -> String {
        match self.equation.each {
            Each::Once => String::new(),
            Each::Row => format!("{}，", self.prefix),
            Each::Column => format!("“{}”列，", self.column),
        }
    }

    /// What a name of the equation means here.
    pub fn operand(&self, name: &str) -> Operand {
        let (last_year, name) = match name.strip_prefix("上年.") {
            Some(name) => (true, name),
            None => (false, name),
        };
        Operand { last_year, row: join(&self.prefix, name), column: self.column.clone() }
    }
}

impl Slot {
    fn first_row(&self) -> Option<Vec<(&str, super::Leaf)>> {
        self.row().or_else(|| self.children().iter().find_map(|(_, slot)| slot.first_row()))
    }
}
