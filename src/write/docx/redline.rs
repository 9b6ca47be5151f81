//! Two documents → one with tracked changes (ECMA-376 Part 1, 17.13.5): whoever accepts all has the new document, whoever rejects all
//! the old one.
//!
//! Both are written plainly first and then laid over each other, so that every paragraph, row and property of the result was
//! written for one of them: there is nothing that accepting or rejecting could not give back.

mod mark;
mod paragraph;
mod relations;
mod table;

pub use relations::{Content, unite};

use super::review::{Kind, Signed};
use super::styles;
use super::xml::{Element, Node};
use crate::compare::paragraphs::{Aligned, Item, align};
use mark::Marker;

/// Lays the content of two documents over each other; both are in the form of the standard.
pub fn merge(old: Element, new: Element, by: &Signed) -> Element {
    let mut marker = Marker::new(by);
    let Element { name, attributes, children } = new;
    let bodies = [body(old.children), body(children)];
    let body = Element::new("w:body").containing(blocks(bodies, &mut marker));
    let mut root = Element { name, attributes, children: vec![Node::Element(body)] };
    number_pictures(&mut root);
    root
}

/// What stands in the body of a document.
fn body(children: Vec<Node>) -> Vec<Element> {
    let body = children.into_iter().filter_map(Node::into_element).find(|child| child.name == "w:body");
    body.map(|body| body.children.into_iter().filter_map(Node::into_element).collect()).unwrap_or_default()
}

fn blocks([mut old, mut new]: [Vec<Element>; 2], marker: &mut Marker) -> Vec<Element> {
    // The page is that of the new document; one style file made both.
    old.retain(|block| block.name != "w:sectPr");
    let section = new.iter().position(|block| block.name == "w:sectPr").map(|at| new.remove(at));
    // The end of the last paragraph cannot be deleted: it stays, with the words of both.
    let last = [old.pop(), new.pop()];
    let texts = [texts(&old), texts(&new)];
    let aligned = align(&items(&old, &texts[0]), &items(&new, &texts[1]));
    let mut merged: Vec<Element> = vec![];
    for one in aligned {
        match one {
            Aligned::Pair(before, now) => pair(&old[before], &new[now], marker, &mut merged),
            Aligned::Deleted(at) => add(whole(&old[at], Kind::Deleted, marker), marker, &mut merged),
            Aligned::Inserted(at) => add(whole(&new[at], Kind::Inserted, marker), marker, &mut merged),
        }
    }
    match last {
        [Some(before), Some(now)] => pair(&before, &now, marker, &mut merged),
        [Some(only), None] | [None, Some(only)] => add(only, marker, &mut merged),
        [None, None] => {}
    }
    merged.extend(section);
    merged
}

fn texts(blocks: &[Element]) -> Vec<String> {
    blocks.iter().map(paragraph::plain).collect()
}

fn items<'a>(blocks: &'a [Element], texts: &'a [String]) -> Vec<Item<'a>> {
    let item = |(block, text): (&'a Element, &'a String)| {
        let kind = if block.name == "w:p" { paragraph::style(block) } else { block.name.as_str() };
        let sole = [styles::TITLE, styles::SIGNATURE, styles::DATE, styles::ANNEX, styles::ANNEX_TITLE].contains(&kind);
        Item { kind, text, sole }
    };
    blocks.iter().zip(texts).map(item).collect()
}

/// Two blocks that belong together.
fn pair(old: &Element, new: &Element, marker: &mut Marker, merged: &mut Vec<Element>) {
    let one = match (old.name.as_str(), new.name.as_str()) {
        ("w:p", "w:p") => Some(paragraph::merge(old, new, marker)),
        ("w:tbl", "w:tbl") => table::merge(old, new, marker),
        _ => None,
    };
    match one {
        Some(one) => add(one, marker, merged),
        None => {
            add(whole(old, Kind::Deleted, marker), marker, merged);
            add(whole(new, Kind::Inserted, marker), marker, merged);
        }
    }
}

/// A block that came or went.
fn whole(block: &Element, kind: Kind, marker: &mut Marker) -> Element {
    match block.name.as_str() {
        "w:tbl" => table::whole(block, kind, marker),
        _ => paragraph::whole(block, kind, marker),
    }
}

/// Adds a block. Word makes one table of two that touch: between them stands a paragraph that came and went, so that it is in neither
/// document.
fn add(block: Element, marker: &mut Marker, merged: &mut Vec<Element>) {
    let touches = block.name == "w:tbl" && merged.last().is_some_and(|last| last.name == "w:tbl");
    if touches {
        let style = Element::new("w:pPr").containing([Element::val("w:pStyle", styles::SPACER)]);
        let spacer = Element::new("w:p").containing([style]);
        let spacer = paragraph::whole(&spacer, Kind::Inserted, marker);
        merged.push(paragraph::whole(&spacer, Kind::Deleted, marker));
    }
    merged.push(block);
}

/// Gives every picture a number of its own.
fn number_pictures(root: &mut Element) {
    let mut number = 0;
    root.walk(&mut |element| {
        number += usize::from(element.name == "w:drawing");
        if ["wp:docPr", "pic:cNvPr"].contains(&element.name.as_str()) {
            element.set("id", number.to_string());
        }
    });
}
