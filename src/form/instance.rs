//! An equation that holds in each row or column, once for every one of them.

use std::sync::Arc;

use super::{Each, Equation, Relation, Slot, Table};
use crate::yaml::join;

/// An equation at the place where it holds.
#[derive(Clone, Debug)]
pub struct Instance {
    /// The equation.
    pub equation: Arc<Equation>,
    /// The path that names are looked up below: the table's or the row's.
    prefix: String,
    /// The column that is added to every name, where the equation holds in each column.
    pub column: String,
    /// The number of the total that the equation gives, if its left side is just that.
    pub total: Option<usize>,
    /// Each name with the figures it means; none for names of last year's report, whose form may be another.
    figures: Vec<(String, Vec<usize>)>,
}

/// What a name of an equation means, and in whose data it is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operand {
    /// Whether last year's report is meant.
    pub last_year: bool,
    /// The path: of a figure, or of a group.
    pub path: String,
    /// The column of the row or group, where the equation holds in each column.
    pub column: String,
}

impl Table {
    /// Every equation at every place where it holds. `slots` is the shape of all tables.
    ///
    /// # Errors
    /// The path of an equation that holds nowhere below the table's, and a sentence on it.
    pub fn instances(&self, slots: &Slot) -> Result<Vec<Instance>, (String, String)> {
        let mut instances = vec![];
        for (at, equation) in self.equations.iter().enumerate() {
            let before = instances.len();
            instances.extend(self.places(&Arc::new(equation.clone()), slots));
            if instances.len() == before {
                let says = &equation.says;
                let fault = format!("“{}”表的等式“{says}”里有表中没有的名称，哪里都不成立", self.key);
                return Err((format!("equations.{at}.holds"), fault));
            }
        }
        Ok(instances)
    }

    /// Where an equation holds.
    fn places(&self, equation: &Arc<Equation>, slots: &Slot) -> Vec<Instance> {
        let at = |prefix: String, column: &str| Instance::new(equation, prefix, column.into(), slots);
        match equation.each {
            Each::Once => at(self.key.clone(), "").into_iter().collect(),
            Each::Row => {
                let rows = slots.child(&self.key).map(|table| table.rows(&self.key)).unwrap_or_default();
                rows.into_iter().filter_map(|row| at(row, "")).collect()
            }
            Each::Column => {
                let first = equation.holds.names().find(|name| !name.starts_with("上年."));
                let row = first.and_then(|name| slots.get(&join(&self.key, name))).and_then(|slot| slot.first_row());
                let columns = row.unwrap_or_default().into_iter();
                columns.filter_map(|(column, _)| at(self.key.clone(), column)).collect()
            }
        }
    }
}

impl Instance {
    /// An equation at a place; nothing if the form does not have a name there.
    fn new(equation: &Arc<Equation>, prefix: String, column: String, slots: &Slot) -> Option<Self> {
        let mut instance = Self { equation: Arc::clone(equation), prefix, column, total: None, figures: vec![] };
        for name in equation.holds.names() {
            let operand = instance.operand(name);
            if !operand.last_year {
                instance.figures.push((name.into(), operand.figures(slots)?));
            }
        }
        let sole = equation.holds.left.sole_name().filter(|_| equation.holds.relation == Relation::Equal);
        let total = sole.and_then(|name| slots.get(&instance.operand(name).full_path()));
        instance.total = total.and_then(|slot| match slot {
            Slot::Leaf(leaf) => leaf.is_total().then_some(leaf.number),
            Slot::Group(_) => None,
        });
        Some(instance)
    }

    /// The figures that a name means; nothing if it is one of last year's.
    pub fn figures(&self, name: &str) -> Option<&[usize]> {
        self.figures.iter().find(|(known, _)| known == name).map(|(_, figures)| figures.as_slice())
    }

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
        Operand { last_year, path: join(&self.prefix, name), column: self.column.clone() }
    }
}

impl Operand {
    /// The figures that are added up.
    pub fn figures(&self, slots: &Slot) -> Option<Vec<usize>> {
        if self.column.is_empty() { slots.figures(&self.path) } else { slots.column_figures(&self.path, &self.column) }
    }

    /// The path with its column, as it is told.
    pub fn full_path(&self) -> String {
        if self.column.is_empty() { self.path.clone() } else { join(&self.path, &self.column) }
    }

    /// The path it stands at: the group's, where one of its rows is called like the column.
    pub fn place(&self, slots: &Slot) -> String {
        let path = self.full_path();
        if !self.column.is_empty() && matches!(slots.get(&path), Some(Slot::Group(_))) { self.path.clone() } else { path }
    }
}

impl Slot {
    fn first_row(&self) -> Option<Vec<(&str, super::Leaf)>> {
        self.row().or_else(|| self.children().iter().find_map(|(_, slot)| slot.first_row()))
    }
}
