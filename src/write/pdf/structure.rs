//! The structure tree (ISO 32000-1, 14.7): what is heading, paragraph, table and link, tied to the marked contents of the pages.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use crate::page::{Drawing, Element, Pages, Tag};
use crate::write::pdf::finish::text;
use crate::write::pdf::link::Annotation;

/// The standard structure type of an element (14.8.4).
pub fn name(tag: &Tag) -> &'static str {
    match tag {
        Tag::Document => "Document",
        Tag::Heading(level) => ["H1", "H2", "H3", "H4", "H5", "H6"][usize::from(level.clamp(&1, &6) - 1)],
        Tag::Paragraph => "P",
        Tag::Link { .. } => "Link",
        Tag::Mark => "Span",
        Tag::Note { .. } => "Annot",
        Tag::Figure { .. } => "Figure",
        Tag::Table => "Table",
        Tag::TableHead => "THead",
        Tag::TableBody => "TBody",
        Tag::Row => "TR",
        Tag::HeadCell { .. } => "TH",
        Tag::Cell { .. } => "TD",
    }
}

/// Writes the structure tree. `marks` has the element of each marked content by page and MCID. Gives the object of the tree.
pub fn write(
    document: &mut Document,
    pages: &Pages,
    page_ids: &[ObjectId],
    marks: &[Vec<usize>],
    annotations: &[Annotation],
) -> ObjectId {
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = pages.elements.iter().map(|_| document.new_object_id()).collect();
    let kids = kids(pages, &ids, page_ids, marks, annotations);
    for (index, (element, kids)) in pages.elements.iter().zip(kids).enumerate() {
        let parent = element.parent.map_or(root, |parent| ids[parent]);
        let mut object = dictionary! { "Type" => "StructElem", "S" => name(&element.tag), "P" => parent };
        match <[Object; 1]>::try_from(kids) {
            Ok([only]) => object.set("K", only),
            Err(kids) if kids.is_empty() => {}
            Err(kids) => object.set("K", kids),
        }
        if let Tag::Figure { alt } = &element.tag {
            object.set("Alt", text(alt));
            object.set("A", layout(pages, index));
        }
        if let Some(attributes) = attributes(element) {
            object.set("A", attributes);
        }
        if let Tag::HeadCell { .. } = element.tag {
            object.set("ID", identifier(index));
        }
        document.set_object(ids[index], object);
    }
    let parents = parent_tree(document, &ids, marks, annotations);
    let next = (marks.len() + annotations.len()) as i64;
    let mut tree =
        dictionary! { "Type" => "StructTreeRoot", "K" => ids[0], "ParentTree" => parents, "ParentTreeNextKey" => next };
    if let Some(identifiers) = identifiers(pages, &ids) {
        tree.set("IDTree", identifiers);
    }
    document.set_object(root, tree);
    root
}

/// What each element holds, in reading order: a text's own marked contents and the links in it; a container's elements.
fn kids(
    pages: &Pages,
    ids: &[ObjectId],
    page_ids: &[ObjectId],
    marks: &[Vec<usize>],
    annotations: &[Annotation],
) -> Vec<Vec<Object>> {
    let mut kids: Vec<Vec<Object>> = vec![vec![]; ids.len()];
    let is_inline = |element: usize| matches!(pages.elements[element].tag, Tag::Link { .. } | Tag::Mark);
    let is_note = |element: usize| matches!(pages.elements[element].tag, Tag::Note { .. });
    for (element, parent) in pages.elements.iter().enumerate().filter_map(|(index, element)| Some((index, element.parent?)))
    {
        if !is_inline(element) && !is_note(element) {
            kids[parent].push(ids[element].into());
        }
    }
    for (page, marks) in marks.iter().enumerate() {
        for (mcid, &element) in marks.iter().enumerate() {
            // A link or mark takes its place in the text where its first characters stand.
            if let Some(parent) = pages.elements[element].parent.filter(|_| is_inline(element) && kids[element].is_empty()) {
                kids[parent].push(ids[element].into());
            }
            let reference = dictionary! { "Type" => "MCR", "Pg" => page_ids[page], "MCID" => mcid as i64 };
            kids[element].push(reference.into());
        }
    }
    // What is said of a text comes after it.
    for (element, parent) in (0..ids.len()).filter(|at| is_note(*at)).filter_map(|at| Some((at, pages.elements[at].parent?)))
    {
        kids[parent].push(ids[element].into());
    }
    for annotation in annotations {
        let reference = dictionary! { "Type" => "OBJR", "Obj" => annotation.id, "Pg" => page_ids[annotation.page] };
        kids[annotation.element].push(reference.into());
    }
    kids
}

/// The attributes of cells (14.8.5.7): what a head is the head of, how far a cell reaches, the heads of a figure.
fn attributes(element: &Element) -> Option<Dictionary> {
    let mut attributes = dictionary! { "O" => "Table" };
    let (Tag::HeadCell { columns, rows, .. } | Tag::Cell { columns, rows }) = element.tag else { return None };
    for (key, span) in [("ColSpan", columns), ("RowSpan", rows)] {
        if span > 1 {
            attributes.set(key, span as i64);
        }
    }
    if let Tag::HeadCell { of_rows, .. } = element.tag {
        attributes.set("Scope", if of_rows { "Row" } else { "Column" });
    }
    if !element.heads.is_empty() {
        attributes.set("Headers", element.heads.iter().map(|head| identifier(*head)).collect::<Vec<_>>());
    }
    (attributes.len() > 1).then_some(attributes)
}

/// Where a figure stands (14.8.5.4).
fn layout(pages: &Pages, figure: usize) -> Dictionary {
    let mut layout = dictionary! { "O" => "Layout", "Placement" => "Block" };
    let item = pages.pages.iter().flat_map(|page| &page.items).find(|item| item.element == Some(figure));
    if let Some((at, Drawing::Picture { width, height, .. })) = item.map(|item| (item.at, &item.drawing)) {
        let (left, top) = (at.x, pages.size.1 - at.y);
        let sides = [left, top - *height, left + *width, top];
        layout.set("BBox", sides.map(|side| Object::Real(side.0 as f32)).to_vec());
    }
    layout
}

/// What a head is called by the figures under it (14.7.2).
fn identifier(element: usize) -> Object {
    Object::string_literal(element.to_string())
}

/// The way from the names of heads to their elements, sorted by the names as a name tree must be (7.9.6).
fn identifiers(pages: &Pages, ids: &[ObjectId]) -> Option<Dictionary> {
    let heads = pages.elements.iter().enumerate().filter(|(_, element)| matches!(element.tag, Tag::HeadCell { .. }));
    let named: BTreeMap<String, ObjectId> = heads.map(|(index, _)| (index.to_string(), ids[index])).collect();
    let names: Vec<Object> = named.into_iter().flat_map(|(name, id)| [Object::string_literal(name), id.into()]).collect();
    (!names.is_empty()).then(|| dictionary! { "Names" => names })
}

/// The way back from marked contents and annotations to elements (14.7.4.4): a page's key is its index, the annotations follow.
fn parent_tree(document: &mut Document, ids: &[ObjectId], marks: &[Vec<usize>], annotations: &[Annotation]) -> ObjectId {
    let mut numbers: Vec<Object> = vec![];
    for (page, marks) in marks.iter().enumerate() {
        let elements: Vec<Object> = marks.iter().map(|element| ids[*element].into()).collect();
        numbers.extend([Object::Integer(page as i64), document.add_object(elements).into()]);
    }
    for (index, annotation) in annotations.iter().enumerate() {
        numbers.extend([Object::Integer((marks.len() + index) as i64), ids[annotation.element].into()]);
    }
    document.add_object(dictionary! { "Nums" => numbers })
}
