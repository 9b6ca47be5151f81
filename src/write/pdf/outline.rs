//! The outline that a viewer shows beside the pages, nested as the headings are (ISO 32000-1, 12.3.3).

use lopdf::{Document, Object, ObjectId, dictionary};

use crate::page::{Entry, Pages};
use crate::write::pdf::finish::text;

/// Writes the outline; nothing if there is no heading.
pub fn write(document: &mut Document, pages: &Pages, page_ids: &[ObjectId]) -> Option<ObjectId> {
    let entries = &pages.outline;
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = entries.iter().map(|_| document.new_object_id()).collect();
    let nest = nest(entries);
    for (index, entry) in entries.iter().enumerate() {
        let top = Object::Real((pages.size.1 - entry.y).0 as f32);
        let mut item = dictionary! {
            "Title" => text(&entry.title),
            "Parent" => nest.parents[index].map_or(root, |parent| ids[parent]),
            "Dest" => vec![page_ids[entry.page].into(), "XYZ".into(), Object::Null, top, Object::Null],
        };
        let inner = &nest.inner[index];
        let others = [("Prev", nest.before[index]), ("Next", nest.after[index])];
        let ends = [("First", inner.first().copied()), ("Last", inner.last().copied())];
        for (key, other) in others.into_iter().chain(ends) {
            if let Some(other) = other {
                item.set(key, ids[other]);
            }
        }
        if !inner.is_empty() {
            item.set("Count", nest.below[index] as i64);
        }
        document.set_object(ids[index], item);
    }
    let (first, last) = (*nest.top.first()?, *nest.top.last()?);
    let outline =
        dictionary! { "Type" => "Outlines", "First" => ids[first], "Last" => ids[last], "Count" => entries.len() as i64 };
    document.set_object(root, outline);
    Some(root)
}

/// How entries stand to one another, by their indices.
#[derive(Default)]
struct Nest {
    /// Those under none.
    top: Vec<usize>,
    /// Those right under each.
    inner: Vec<Vec<usize>>,
    /// How many are under each, at any depth: all of them are shown.
    below: Vec<usize>,
    /// The one that each stands under: the last before it of a higher rank.
    parents: Vec<Option<usize>>,
    /// The one before each under the same.
    before: Vec<Option<usize>>,
    /// The one after each under the same.
    after: Vec<Option<usize>>,
}

/// Nests entries in one pass: those that may still get others under them are open.
fn nest(entries: &[Entry]) -> Nest {
    let blank = || vec![None; entries.len()];
    let mut nest = Nest { parents: blank(), before: blank(), after: blank(), ..Nest::default() };
    (nest.inner, nest.below) = (vec![vec![]; entries.len()], vec![0; entries.len()]);
    let mut open: Vec<usize> = vec![];
    for (index, entry) in entries.iter().enumerate() {
        while open.pop_if(|last| entries[*last].level >= entry.level).is_some() {}
        open.iter().for_each(|above| nest.below[*above] += 1);
        nest.parents[index] = open.last().copied();
        let siblings = open.last().map_or(&mut nest.top, |parent| &mut nest.inner[*parent]);
        if let Some(before) = siblings.last().copied() {
            (nest.before[index], nest.after[before]) = (Some(before), Some(index));
        }
        siblings.push(index);
        open.push(index);
    }
    nest
}

#[cfg(test)]
mod tests {
    use super::nest;
    use crate::page::Entry;
    use crate::unit::Pt;

    #[test]
    fn each_entry_stands_under_the_last_of_a_higher_rank() {
        let entry = |level: &u8| Entry { level: *level, title: String::new(), page: 0, y: Pt::ZERO };
        let entries: Vec<Entry> = [2, 1, 2, 3, 2, 1, 3].iter().map(entry).collect();
        let nest = nest(&entries);
        assert_eq!(nest.top, [0, 1, 5]);
        assert_eq!(nest.parents, [None, None, Some(1), Some(2), Some(1), None, Some(5)]);
        assert_eq!(nest.inner, [vec![], vec![2, 4], vec![3], vec![], vec![], vec![6], vec![]]);
        assert_eq!(nest.below, [0, 3, 1, 0, 0, 1, 0]);
        assert_eq!(nest.before, [None, Some(0), None, None, Some(2), Some(1), None]);
        assert_eq!(nest.after, [Some(1), Some(5), Some(4), None, None, None, None]);
    }
}
