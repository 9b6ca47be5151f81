//! The outline that a viewer shows beside the pages, nested as the headings are (ISO 32000-1, 12.3.3).

use lopdf::{Document, Object, ObjectId, dictionary};

use crate::page::{Entry, Pages};
use crate::write::pdf::finish::text;

/// Writes the outline; nothing if there is no heading.
pub fn write(document: &mut Document, pages: &Pages, page_ids: &[ObjectId]) -> Option<ObjectId> {
    let entries = &pages.outline;
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = entries.iter().map(|_| document.new_object_id()).collect();
    let parents: Vec<Option<usize>> = (0..entries.len()).map(|index| parent(entries, index)).collect();
    let children = |of: Option<usize>| -> Vec<usize> { (0..entries.len()).filter(|index| parents[*index] == of).collect() };
    for (index, entry) in entries.iter().enumerate() {
        let siblings = children(parents[index]);
        let place = siblings.iter().position(|sibling| *sibling == index).unwrap_or_default();
        let top = Object::Real((pages.size.1 - entry.y).0 as f32);
        let mut item = dictionary! {
            "Title" => text(&entry.title),
            "Parent" => parents[index].map_or(root, |parent| ids[parent]),
            "Dest" => vec![page_ids[entry.page].into(), "XYZ".into(), Object::Null, top, Object::Null],
        };
        if place > 0 {
            item.set("Prev", ids[siblings[place - 1]]);
        }
        if let Some(next) = siblings.get(place + 1) {
            item.set("Next", ids[*next]);
        }
        let inner = children(Some(index));
        if let (Some(first), Some(last)) = (inner.first(), inner.last()) {
            item.set("First", ids[*first]);
            item.set("Last", ids[*last]);
            item.set("Count", inner.len() as i64);
        }
        document.set_object(ids[index], item);
    }
    let top = children(None);
    let (first, last) = (*top.first()?, *top.last()?);
    let outline =
        dictionary! { "Type" => "Outlines", "First" => ids[first], "Last" => ids[last], "Count" => entries.len() as i64 };
    document.set_object(root, outline);
    Some(root)
}

/// The entry that one stands under: the last before it of a higher rank.
fn parent(entries: &[Entry], index: usize) -> Option<usize> {
    (0..index).rev().find(|before| entries[*before].level < entries[index].level)
}
