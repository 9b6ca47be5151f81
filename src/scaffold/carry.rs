//! What last year's figures say about this year's, by the equations of the form: its figures that stand alone on the left.

use std::collections::BTreeMap;

use crate::form::{Form, Instance, Relation, Slot};
use crate::report::{Figure, Report, evaluate};

/// Before a name of an equation that means last year's report.
const LAST: &str = "上年.";

/// Figures that follow from last year's, and remarks on those that follow only in part.
#[derive(Debug, Default)]
pub struct Carried {
    /// Path → figure as it is typed.
    values: BTreeMap<String, String>,
    /// Path → remark.
    remarks: BTreeMap<String, String>,
}

impl Carried {
    /// What follows from last year's report, read under its own form.
    pub fn from(form: &Form, last: &Report) -> Self {
        let slots = &form.slots;
        let mut carried = Self::default();
        for instance in &form.instances {
            carried.add(instance, slots, last);
        }
        carried
    }

    /// Figures by path, as they are typed.
    pub fn of(values: BTreeMap<String, String>) -> Self {
        Self { values, remarks: BTreeMap::new() }
    }

    /// The same with remarks on some paths.
    #[must_use]
    pub fn with_remarks(self, remarks: BTreeMap<String, String>) -> Self {
        Self { remarks, ..self }
    }

    /// The figure of a path, as it is typed.
    pub fn value(&self, path: &str) -> Option<&str> {
        self.values.get(path).map(String::as_str)
    }

    /// The remarks on some paths, each once.
    pub fn remarks<'a>(&'a self, paths: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
        let mut remarks: Vec<&str> = vec![];
        for remark in paths.filter_map(|path| self.remarks.get(path)) {
            if !remarks.contains(&remark.as_str()) {
                remarks.push(remark);
            }
        }
        remarks
    }

    fn add(&mut self, instance: &Instance, slots: &Slot, last: &Report) {
        let formula = &instance.equation.holds;
        let Some(name) = formula.left.sole_name().filter(|name| !name.starts_with(LAST)) else { return };
        let path = instance.operand(name).full_path();
        let Some(Slot::Leaf(leaf)) = slots.get(&path) else { return };
        if formula.relation != Relation::Equal || !formula.right.names().any(|name| name.starts_with(LAST)) {
            return;
        }
        let value = |name: &str| {
            let operand = instance.operand(name);
            if operand.last_year { last.figures.total(&operand.figures(&last.form.slots)?) } else { None }
        };
        if let Some(value) = evaluate(&formula.right, value) {
            // A total that follows from last year's follows from its own row as well.
            self.values.extend(Figure::typed(value, leaf.kind).filter(|_| !leaf.is_total()).map(|typed| (path, typed)));
            return;
        }
        let known = formula.right.names().filter_map(|name| Some((name.strip_prefix(LAST)?, value(name)?)));
        let known: Vec<_> = known.map(|(name, value)| format!("上年{name} {}", value.normalize())).collect();
        if !known.is_empty() {
            self.remarks.entry(path).or_insert(format!("{}（{}）", known.join("、"), instance.equation.says));
        }
    }
}
