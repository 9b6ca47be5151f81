//! The outline that a viewer shows beside the pages, nested as the headings are (ISO 32000-1, 12.3.3).

use lopdf::{Document, Object, ObjectId, dictionary};

use crate::page::{Entry, Pages};
use crate::unit::Pt;
use crate::write::pdf::finish::text;

/// The most entries side by side: more are put into groups, because a list of hundreds leads nowhere, and programs that follow
/// such a chain entry by entry give up.
const MOST: usize = 100;

/// An entry with those under it.
#[derive(Debug, PartialEq)]
struct Node {
    title: String,
    page: usize,
    y: Pt,
    inner: Vec<Node>,
}

/// Entries side by side as written: the first, the last, and how many there are with all under them.
struct Siblings {
    first: ObjectId,
    last: ObjectId,
    count: usize,
}

/// Writes the outline; nothing if there is no heading.
pub fn write(document: &mut Document, pages: &Pages, page_ids: &[ObjectId]) -> Option<ObjectId> {
    let root = document.new_object_id();
    let top = siblings(document, &nest(&pages.outline), root, pages, page_ids)?;
    let Siblings { first, last, count } = top;
    let outline = dictionary! { "Type" => "Outlines", "First" => first, "Last" => last, "Count" => count as i64 };
    document.set_object(root, outline);
    Some(root)
}

/// Writes entries under a parent, all of them open.
fn siblings(
    document: &mut Document,
    nodes: &[Node],
    parent: ObjectId,
    pages: &Pages,
    page_ids: &[ObjectId],
) -> Option<Siblings> {
    let ids: Vec<ObjectId> = nodes.iter().map(|_| document.new_object_id()).collect();
    let mut count = nodes.len();
    for (index, (node, id)) in nodes.iter().zip(&ids).enumerate() {
        let top = Object::Real((pages.size.1 - node.y).0 as f32);
        let mut item = dictionary! {
            "Title" => text(&node.title),
            "Parent" => parent,
            "Dest" => vec![page_ids[node.page].into(), "XYZ".into(), Object::Null, top, Object::Null],
        };
        if let Some(before) = index.checked_sub(1) {
            item.set("Prev", ids[before]);
        }
        if let Some(after) = ids.get(index + 1) {
            item.set("Next", *after);
        }
        if let Some(inner) = siblings(document, &node.inner, *id, pages, page_ids) {
            item.set("First", inner.first);
            item.set("Last", inner.last);
            item.set("Count", inner.count as i64);
            count += inner.count;
        }
        document.set_object(*id, item);
    }
    Some(Siblings { first: *ids.first()?, last: *ids.last()?, count })
}

/// Puts each entry under the last before it of a higher rank.
fn nest(entries: &[Entry]) -> Vec<Node> {
    let mut top = vec![];
    let mut open: Vec<(u8, Node)> = vec![]; // those that may still get others under them, each under the one before
    let close = |open: &mut Vec<(u8, Node)>, top: &mut Vec<Node>, level: u8| {
        while let Some((_, mut done)) = open.pop_if(|(last, _)| *last >= level) {
            done.inner = grouped(done.inner);
            open.last_mut().map_or(&mut *top, |(_, above)| &mut above.inner).push(done);
        }
    };
    for Entry { level, title, page, y } in entries {
        close(&mut open, &mut top, *level);
        open.push((*level, Node { title: title.clone(), page: *page, y: *y, inner: vec![] }));
    }
    close(&mut open, &mut top, 0);
    grouped(top)
}

/// Entries side by side, in groups if there are too many; a group leads to its first.
fn grouped(nodes: Vec<Node>) -> Vec<Node> {
    if nodes.len() <= MOST {
        return nodes;
    }
    let mut groups: Vec<Node> = vec![];
    for node in nodes {
        match groups.last_mut().filter(|group| group.inner.len() < MOST) {
            Some(group) => group.inner.push(node),
            None => groups.push(Node { title: String::new(), page: node.page, y: node.y, inner: vec![node] }),
        }
    }
    for group in &mut groups {
        if let (Some(first), Some(last)) = (group.inner.first(), group.inner.last()) {
            group.title = format!("{}至{}", number(&first.title), number(&last.title));
        }
    }
    groups
}

/// The number that a heading opens with, or all of it.
fn number(title: &str) -> &str {
    title.split_inclusive(['）', '、', '.']).next().unwrap_or(title).trim_end_matches(['、', '.'])
}

#[cfg(test)]
mod tests {
    use super::{MOST, Node, nest, number};
    use crate::page::Entry;
    use crate::unit::Pt;

    fn entry(level: u8, title: String) -> Entry {
        Entry { level, title, page: 0, y: Pt::ZERO }
    }

    /// A tree as text: each entry with those under it in brackets.
    fn show(nodes: &[Node]) -> String {
        nodes.iter().map(|node| format!("{}({})", node.title, show(&node.inner))).collect()
    }

    #[test]
    fn each_entry_stands_under_the_last_of_a_higher_rank() {
        let levels = [2, 1, 2, 3, 2, 1, 3];
        let entries: Vec<Entry> = (0..).zip(levels).map(|(at, level): (usize, u8)| entry(level, at.to_string())).collect();
        assert_eq!(show(&nest(&entries)), "0()1(2(3())4())5(6())");
    }

    #[test]
    fn too_many_side_by_side_are_grouped() {
        let below = (1..=2 * MOST + 1).map(|at| entry(2, format!("（{at}）做法")));
        let entries: Vec<Entry> = [entry(1, "一、总体情况".into())].into_iter().chain(below).collect();
        let nested = nest(&entries);
        let groups: Vec<(&str, usize)> =
            nested[0].inner.iter().map(|group| (group.title.as_str(), group.inner.len())).collect();
        assert_eq!(groups, [("（1）至（100）", 100), ("（101）至（200）", 100), ("（201）至（201）", 1)]);
    }

    #[test]
    fn a_heading_is_named_by_its_number() {
        assert_eq!([number("（一）甲"), number("一、甲"), number("1.甲"), number("甲")], ["（一）", "一", "1", "甲"]);
    }
}
