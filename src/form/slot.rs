//! The shape of a table's data, as it follows from the form: which paths there are and what can stand at each.

use rustc_hash::FxHashMap;

use super::{Axis, Band, Kind, Table};

/// A place in the shape of the data.
#[derive(Clone, Debug, PartialEq)]
pub enum Slot {
    /// A figure.
    Leaf(Leaf),
    /// Keys with what stands under each, in the order of the form.
    Group(Vec<(String, Slot)>),
}

/// Path of a group → its columns with the figures that add up to each.
pub type Sums = FxHashMap<String, Vec<(String, Option<Vec<usize>>)>>;

/// What a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Its number among all figures of the form.
    pub number: usize,
    /// What it can be.
    pub kind: Kind,
    /// Whether its row is the sum of other rows.
    pub total_row: bool,
    /// Whether its column is the sum of other columns.
    pub total_column: bool,
    /// Whether the figures of several offices add up.
    pub adds: bool,
}

impl Leaf {
    /// Whether it is a sum of others, so that it can be computed.
    pub fn is_total(self) -> bool {
        self.total_row || self.total_column
    }
}

impl Table {
    /// The shape of the table's data: keyed rows, then keyed columns.
    pub fn slots(&self) -> Slot {
        let mut slots = vec![];
        for band in &self.bands {
            band.fill(&mut slots);
        }
        Slot::Group(slots)
    }
}

impl Band {
    fn fill(&self, slots: &mut Vec<(String, Slot)>) {
        let columns = leaves(&self.columns);
        let rows = leaves(&self.rows);
        let none = Path { keys: vec![], total: false, kind: Kind::Count, adds: true };
        for row in if self.rows.is_empty() { vec![none] } else { rows } {
            for column in &columns {
                let keys: Vec<_> = row.keys.iter().chain(&column.keys).cloned().collect();
                let kind = if row.kind == Kind::Count { column.kind } else { row.kind };
                let adds = row.adds && column.adds;
                insert(slots, &keys, Leaf { number: 0, kind, total_row: row.total, total_column: column.total, adds });
            }
        }
    }
}

/// The keys from the top of a tree of labels down to a figure.
struct Path {
    keys: Vec<String>,
    total: bool,
    kind: Kind,
    adds: bool,
}

/// The paths to the figures of some labels; columns filled from the form have none.
fn leaves(axes: &[Axis]) -> Vec<Path> {
    fn visit(axis: &Axis, above: &[String], total: bool, adds: bool, paths: &mut Vec<Path>) {
        let adds = adds && axis.adds;
        let keys: Vec<_> = above.iter().chain(&axis.key).cloned().collect();
        if axis.from.is_some() {
            return;
        }
        if let Some(own) = &axis.value {
            // A parent with a figure of its own: the figure may be a sum of the children, the children never are.
            let own = keys.iter().chain([own]).cloned().collect();
            paths.push(Path { keys: own, total: total || axis.total, kind: axis.kind, adds });
            return axis.children.iter().for_each(|child| visit(child, &keys, total, adds, paths));
        }
        let total = total || axis.total;
        if axis.children.is_empty() {
            paths.push(Path { keys: keys.clone(), total, kind: axis.kind, adds });
        }
        axis.children.iter().for_each(|child| visit(child, &keys, total, adds, paths));
    }
    let mut paths = vec![];
    axes.iter().for_each(|axis| visit(axis, &[], false, true, &mut paths));
    paths
}

fn insert(slots: &mut Vec<(String, Slot)>, keys: &[String], leaf: Leaf) {
    let [key, rest @ ..] = keys else { return };
    let at = slots.iter().position(|(name, _)| name == key).unwrap_or_else(|| {
        slots.push((key.clone(), if rest.is_empty() { Slot::Leaf(leaf) } else { Slot::Group(vec![]) }));
        slots.len() - 1
    });
    if let Slot::Group(inner) = &mut slots[at].1 {
        insert(inner, rest, leaf);
    }
}

impl Slot {
    /// Numbers the figures in order.
    pub fn number(&mut self, next: &mut usize) {
        match self {
            Self::Leaf(leaf) => {
                leaf.number = *next;
                *next += 1;
            }
            Self::Group(slots) => slots.iter_mut().for_each(|(_, slot)| slot.number(next)),
        }
    }

    /// What stands at a path below this one.
    pub fn get(&self, path: &str) -> Option<&Self> {
        path.split('.').try_fold(self, |slot, key| slot.child(key))
    }

    /// What stands under a key.
    pub fn child(&self, key: &str) -> Option<&Self> {
        self.children().iter().find(|(name, _)| name == key).map(|(_, slot)| slot)
    }

    /// The keys with what stands under each.
    pub fn children(&self) -> &[(String, Self)] {
        match self {
            Self::Leaf(_) => &[],
            Self::Group(slots) => slots,
        }
    }

    /// The figures in order, if this is a row: a group with nothing but figures under it.
    pub fn row(&self) -> Option<Vec<(&str, Leaf)>> {
        let figures = self.children().iter().map(|(key, slot)| match slot {
            Self::Leaf(leaf) => Some((key.as_str(), *leaf)),
            Self::Group(_) => None,
        });
        figures.collect::<Option<Vec<_>>>().filter(|row| !row.is_empty())
    }

    /// The paths of all rows below `path`.
    pub fn rows(&self, path: &str) -> Vec<String> {
        if self.row().is_some() {
            return vec![path.into()];
        }
        self.children().iter().flat_map(|(key, slot)| slot.rows(&crate::yaml::join(path, key))).collect()
    }

    /// The columns that this row has, or that all rows below have in common.
    pub fn columns(&self) -> Vec<String> {
        let mut rows = vec![];
        self.collect_rows(&mut rows);
        let Some((first, others)) = rows.split_first() else { return vec![] };
        let is_common = |key: &str| others.iter().all(|row| row.child(key).is_some());
        first.children().iter().filter(|(key, _)| is_common(key)).map(|(key, _)| key.clone()).collect()
    }

    fn collect_rows<'a>(&'a self, found: &mut Vec<&'a Self>) {
        if self.row().is_some() {
            found.push(self);
        } else {
            self.children().iter().for_each(|(_, slot)| slot.collect_rows(found));
        }
    }

    /// What each group below `path` reads as: the columns that its rows have in common, unless a key of its own is called so,
    /// each with the figures that add up to it; nothing where the group has only totals there.
    pub fn sums(&self, path: &str, found: &mut Sums) {
        if !self.children().is_empty() && self.row().is_none() {
            let columns = self.columns().into_iter().filter(|column| self.child(column).is_none());
            let figures = |column: &String| Some(self.column(column)).filter(|figures| !figures.is_empty());
            found.insert(path.into(), columns.map(|column| (column.clone(), figures(&column))).collect());
        }
        self.children().iter().for_each(|(key, slot)| slot.sums(&crate::yaml::join(path, key), found));
    }

    /// The paths of all figures below `path`.
    pub fn leaves(&self, path: &str) -> Vec<String> {
        let mut found = vec![];
        self.collect_leaves(path, &mut found);
        found
    }

    fn collect_leaves(&self, path: &str, found: &mut Vec<String>) {
        match self {
            Self::Leaf(_) => found.push(path.into()),
            Self::Group(slots) => {
                slots.iter().for_each(|(key, slot)| slot.collect_leaves(&crate::yaml::join(path, key), found));
            }
        }
    }

    /// Whether everything here is a sum of other figures.
    pub fn is_total(&self) -> bool {
        match self {
            Self::Leaf(leaf) => leaf.is_total(),
            Self::Group(slots) => slots.iter().all(|(_, slot)| slot.is_total()),
        }
    }

    /// The numbers of the figures that a path means: one figure; or all figures of a group, totals left out; or, where a group is
    /// followed by a column, that column of its rows. Nothing if the form does not have the path.
    pub fn figures(&self, path: &str) -> Option<Vec<usize>> {
        let (mut slot, mut rest) = (self, path);
        while !rest.is_empty() {
            let (key, after) = rest.split_once('.').unwrap_or((rest, ""));
            let Some(child) = slot.child(key) else {
                return Some(slot.column(rest)).filter(|found| !found.is_empty());
            };
            (slot, rest) = (child, after);
        }
        let mut found = vec![];
        match slot {
            Self::Leaf(leaf) => found.push(leaf.number),
            Self::Group(_) => slot.addends(slot.is_total(), &mut found),
        }
        Some(found)
    }

    /// The figures that a column of a row or group means. A path cannot say this where a row of the group is called like the
    /// column (2021: 其他处理.其他).
    pub fn column_figures(&self, path: &str, column: &str) -> Option<Vec<usize>> {
        let slot = self.get(path)?;
        let found = match slot.child(column) {
            Some(Self::Leaf(leaf)) => vec![leaf.number],
            _ => slot.column(column),
        };
        (!found.is_empty()).then_some(found)
    }

    /// The column of totals that the row or the rows at a path have.
    pub fn total_column(&self, path: &str) -> Option<String> {
        let slot = self.get(path)?;
        let mut rows = vec![];
        slot.collect_rows(&mut rows);
        let is_total = |column: &String| matches!(rows[0].child(column), Some(Self::Leaf(leaf)) if leaf.total_column);
        slot.columns().into_iter().find(is_total)
    }

    /// The figures below, totals left out; within a total row only its total column is.
    fn addends(&self, total: bool, found: &mut Vec<usize>) {
        for (_, slot) in self.children() {
            match slot {
                Self::Leaf(leaf) if !leaf.total_column && leaf.total_row <= total => found.push(leaf.number),
                Self::Leaf(_) => {}
                Self::Group(_) => slot.addends(total, found),
            }
        }
    }

    /// One column of the rows below, total rows left out.
    fn column(&self, column: &str) -> Vec<usize> {
        let mut found = vec![];
        for (_, slot) in self.children().iter().filter(|(_, slot)| !slot.is_total()) {
            if let Some(Self::Leaf(leaf)) = slot.child(column) {
                found.push(leaf.number);
            } else {
                found.extend(slot.column(column));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::form::Form;
    use crate::shelf::Shelf;

    #[test]
    fn a_group_reads_as_the_sum_of_its_leaves() {
        let form = Form::load(&Shelf::templates(None), "2019").unwrap();
        let figures = |path: &str| form.slots.figures(path).map(|paths| paths.len());
        assert_eq!(figures("申请.新收.自然人"), Some(1));
        assert_eq!(figures("申请.新收"), Some(6));
        assert_eq!(figures("申请.办理结果.不予公开.自然人"), Some(8));
        assert_eq!(figures("申请.办理结果.不予公开.总计"), Some(8));
        assert_eq!(figures("申请.办理结果.商业企业"), Some(20 - 1));
        assert_eq!(figures("申请.办理结果.总计.商业企业"), Some(1));
        assert_eq!(figures("复议诉讼.行政复议.尚未审结"), Some(1));
        assert_eq!(figures("申请.办理结果.总计"), Some(6));
        assert_eq!(figures("申请.没有"), None);
        let total = |path: &str| form.slots.total_column(path);
        assert_eq!(total("申请.办理结果.不予公开").as_deref(), Some("总计"));
        assert_eq!(total("申请.办理结果.总计").as_deref(), Some("总计"));
        assert_eq!(total("复议诉讼.行政复议").as_deref(), Some("总计"));
        assert_eq!(total("申请.新收.自然人"), None);
    }

    #[test]
    fn a_column_is_no_row_of_the_same_name() {
        let form = Form::load(&Shelf::templates(None), "2021").unwrap();
        let group = "申请.办理结果.其他处理";
        assert_eq!(form.slots.figures("申请.办理结果.其他处理.其他").unwrap().len(), 6);
        let rows = ["逾期不补正", "逾期不缴费", "其他"].map(|row| format!("{group}.{row}.其他"));
        let figures = |path: &str, column: &str| {
            let numbers = form.slots.column_figures(path, column)?;
            Some(numbers.into_iter().map(|number| form.paths[number].as_str()).collect::<Vec<_>>())
        };
        assert_eq!(figures(group, "其他").unwrap(), rows);
        assert_eq!(figures("申请.新收", "其他").unwrap(), ["申请.新收.其他"]);
        assert_eq!(figures(group, "没有"), None);
    }
}
