//! Units' tables added up figure by figure.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::form::{Form, Leaf, Slot};
use crate::report::Figures;

/// The sum of the tables of some units.
#[derive(Clone, Debug)]
pub struct Sum {
    /// The form that the sum is of.
    pub form: Arc<Form>,
    /// The year.
    pub year: u16,
    /// How many units were added.
    pub units: usize,
    /// Path of each figure that adds up → its sum; nothing where that is larger than any decimal.
    values: BTreeMap<String, Option<Decimal>>,
}

impl Sum {
    /// The sum of no units.
    pub fn new(form: Arc<Form>, year: u16) -> Self {
        let adds = |path: &String| leaf(&form, path).is_some_and(|leaf| leaf.adds);
        let paths = form.slots.leaves("").into_iter().filter(adds);
        let values = paths.map(|path| (path, Some(Decimal::ZERO))).collect();
        Self { form, year, units: 0, values }
    }

    /// The same under another form of the same figures: whose labels and equations the sum is to have.
    #[must_use]
    pub fn under(self, form: Arc<Form>) -> Self {
        Self { form, ..self }
    }

    /// Adds a unit's figures, read under a form; what that form does not have counts as nothing.
    pub fn add(&mut self, form: &Form, figures: &Figures) {
        self.units += 1;
        let same = is_same(&self.form, form);
        for (path, sum) in &mut self.values {
            if same || are_alike(&self.form, form, path) {
                let value = figures.get(path).and_then(|cell| cell.figure.value()).unwrap_or_default();
                *sum = sum.and_then(|sum| sum.checked_add(value));
            }
        }
    }

    /// The sum of a figure; nothing where it does not add up, or is larger than any decimal.
    pub fn value(&self, path: &str) -> Option<Decimal> {
        self.values.get(path).copied().flatten()
    }

    /// Every figure of the form in its order, with its path.
    pub fn leaves(&self) -> Vec<(String, Leaf)> {
        let leaves = self.form.slots.leaves("").into_iter();
        leaves.filter_map(|path| leaf(&self.form, &path).map(|leaf| (path, leaf))).collect()
    }
}

/// What a figure of a form is.
pub fn leaf(form: &Form, path: &str) -> Option<Leaf> {
    if let Some(Slot::Leaf(leaf)) = form.slots.get(path) { Some(*leaf) } else { None }
}

/// Whether two forms are one: an office's own can have the name of a carried one.
pub fn is_same(a: &Form, b: &Form) -> bool {
    std::ptr::eq(a, b) || (a.name == b.name && a.slots == b.slots)
}

/// Whether figures of one form have a place in a sum of another.
pub fn can_add(a: &Form, b: &Form) -> bool {
    is_same(a, b) || a.slots.leaves("").iter().any(|path| are_alike(a, b, path))
}

/// Whether a figure means the same in two forms: keys never change their meaning, so it is one of both and of one kind.
pub fn are_alike(a: &Form, b: &Form, path: &str) -> bool {
    leaf(a, path).zip(leaf(b, path)).is_some_and(|(a, b)| a.kind == b.kind)
}
