//! Two tables that belong together → one with the rows of both.

use super::super::review::Kind;
use super::super::xml::{Element, Node};
use super::mark::Marker;
use super::paragraph;
use crate::compare::paragraphs::{Aligned, Item, align};

/// Lays two tables over each other, row by row; nothing if they have other columns or no row in common.
pub fn merge(old: &Element, new: &Element, marker: &mut Marker) -> Option<Element> {
    let frame =
        |table: &Element| -> Vec<Element> { table.elements().filter(|child| child.name != "w:tr").cloned().collect() };
    let columns = frame(new);
    if frame(old) != columns {
        return None;
    }
    let (new_table, old, new) = (new, rows(old), rows(new));
    let looks = [&old, &new].map(|rows| rows.iter().map(|row| (shape(row), paragraph::plain(row))).collect::<Vec<_>>());
    let [olds, news] = [&looks[0], &looks[1]]
        .map(|looks| looks.iter().map(|(kind, text)| Item { kind, text, sole: false }).collect::<Vec<_>>());
    let aligned = align(&olds, &news);
    if !aligned.iter().any(|one| matches!(one, Aligned::Pair(..))) {
        return None;
    }
    let merged = aligned.into_iter().map(|one| match one {
        Aligned::Pair(before, now) => pair(old[before], new[now], marker),
        Aligned::Deleted(at) => row(old[at], Kind::Deleted, marker),
        Aligned::Inserted(at) => row(new[at], Kind::Inserted, marker),
    });
    let merged: Vec<_> = merged.collect();
    Some(new_table.around(columns).containing(merged))
}

/// A table that came or went, with all its rows.
pub fn whole(table: &Element, kind: Kind, marker: &mut Marker) -> Element {
    let each = |child: &Element| if child.name == "w:tr" { row(child, kind, marker) } else { child.clone() };
    table.around(table.elements().map(each))
}

fn rows(table: &Element) -> Vec<&Element> {
    table.elements().filter(|child| child.name == "w:tr").collect()
}

/// What two rows must have in common to be wordings of one: their properties, the cells with their widths and merges.
fn shape(row: &Element) -> String {
    fn bare(element: &Element) -> Element {
        let children = element.elements().map(|child| match child.name.as_str() {
            "w:p" => Element::new("w:p"),
            "w:tc" => bare(child),
            _ => child.clone(),
        });
        element.around(children)
    }
    String::from_utf8_lossy(&bare(row).to_part()).into_owned()
}

/// Two rows of the same shape.
fn pair(old: &Element, new: &Element, marker: &mut Marker) -> Element {
    fn lay(old: &Element, new: &Element, marker: &mut Marker) -> Element {
        let both = old.elements().zip(new.elements());
        let children = both.map(|(old, new)| match new.name.as_str() {
            "w:p" => paragraph::merge(old, new, marker),
            "w:tc" => lay(old, new, marker),
            _ => new.clone(),
        });
        new.around(children)
    }
    lay(old, new, marker)
}

/// A row that came or went (17.13.5.12, 17.13.5.16); what is in it, too.
fn row(row: &Element, kind: Kind, marker: &mut Marker) -> Element {
    fn inner(element: &Element, kind: Kind, marker: &mut Marker) -> Element {
        let children = element.elements().map(|child| match child.name.as_str() {
            "w:p" => paragraph::inner(child, kind, marker),
            "w:tc" => inner(child, kind, marker),
            _ => child.clone(),
        });
        element.around(children)
    }
    let mut marked = inner(row, kind, marker);
    let mark = marker.change(kind);
    marked.child_mut("w:trPr").children.push(Node::Element(mark));
    marked
}
