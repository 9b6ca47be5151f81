//! The structure tree (ISO 32000-1, 14.7): what is heading, paragraph, table and link, tied to the marked contents of the pages.

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId};

use crate::page::{Drawing, Element, Pages, Tag};
use crate::write::pdf::finish::text;
use crate::write::pdf::link::Annotation;
use crate::write::pdf::object::{self, Written, integer, reference};

/// Something that an element holds.
enum Kid {
    /// An element.
    Element(usize),
    /// A marked content: its page and MCID.
    Content(usize, usize),
    /// An annotation, and its page.
    Annotation(ObjectId, usize),
}

/// What the tree leads to.
struct Ids<'a> {
    root: ObjectId,
    elements: Vec<ObjectId>,
    pages: &'a [ObjectId],
}

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

/// Writes the structure tree. `marks` has the element of each marked content by page and MCID. Gives the object of the tree, and the
/// objects as they stand in the file: of hundreds of elements lopdf would make thousands of objects first.
pub fn write(
    document: &mut Document,
    pages: &Pages,
    page_ids: &[ObjectId],
    marks: &[Vec<usize>],
    annotations: &[Annotation],
) -> (ObjectId, Written) {
    let mut written = Written::default();
    let root = document.new_object_id();
    let elements = pages.elements.iter().map(|_| document.new_object_id()).collect();
    let ids = Ids { root, elements, pages: page_ids };
    for (index, kids) in kids(pages, marks, annotations).iter().enumerate() {
        written.add(ids.elements[index], |file| element(file, index, kids, pages, &ids));
    }
    let parents = parent_tree(document, &mut written, &ids.elements, marks, annotations);
    written.add(root, |file| {
        file.extend(b"<</Type/StructTreeRoot/K ");
        reference(file, ids.elements[0]);
        file.extend(b"/ParentTree ");
        reference(file, parents);
        file.extend(b"/ParentTreeNextKey ");
        integer(file, marks.len() + annotations.len());
        identifiers(file, pages, &ids.elements);
        file.extend(b">>");
    });
    (root, written)
}

/// Appends an element (14.7.2).
fn element(file: &mut Vec<u8>, index: usize, kids: &[Kid], pages: &Pages, ids: &Ids) {
    let element = &pages.elements[index];
    file.extend(b"<</Type/StructElem/S/");
    file.extend(name(&element.tag).as_bytes());
    file.extend(b"/P ");
    reference(file, element.parent.map_or(ids.root, |parent| ids.elements[parent]));
    hold(file, kids, ids);
    if let Tag::Figure { alt } = &element.tag {
        file.extend(b"/Alt");
        object::write(file, &text(alt));
        layout(file, pages, index);
    }
    attributes(file, element);
    if let Tag::HeadCell { .. } = element.tag {
        file.extend(b"/ID");
        identifier(file, index);
    }
    file.extend(b">>");
}

/// What each element holds, in reading order: a text's own marked contents and the links in it; a container's elements.
fn kids(pages: &Pages, marks: &[Vec<usize>], annotations: &[Annotation]) -> Vec<Vec<Kid>> {
    let mut kids: Vec<Vec<Kid>> = pages.elements.iter().map(|_| vec![]).collect();
    let is_inline = |element: usize| matches!(pages.elements[element].tag, Tag::Link { .. } | Tag::Mark);
    let is_note = |element: usize| matches!(pages.elements[element].tag, Tag::Note { .. });
    for (element, parent) in pages.elements.iter().enumerate().filter_map(|(index, element)| Some((index, element.parent?)))
    {
        if !is_inline(element) && !is_note(element) {
            kids[parent].push(Kid::Element(element));
        }
    }
    for (page, marks) in marks.iter().enumerate() {
        for (mcid, &element) in marks.iter().enumerate() {
            // A link or mark takes its place in the text where its first characters stand.
            if let Some(parent) = pages.elements[element].parent.filter(|_| is_inline(element) && kids[element].is_empty()) {
                kids[parent].push(Kid::Element(element));
            }
            kids[element].push(Kid::Content(page, mcid));
        }
    }
    // What is said of a text comes after it.
    for (element, parent) in
        (0..kids.len()).filter(|at| is_note(*at)).filter_map(|at| Some((at, pages.elements[at].parent?)))
    {
        kids[parent].push(Kid::Element(element));
    }
    for annotation in annotations {
        kids[annotation.element].push(Kid::Annotation(annotation.id, annotation.page));
    }
    kids
}

/// Appends what an element holds. Marked contents of the page that its first one stands on need no more than their numbers.
fn hold(file: &mut Vec<u8>, kids: &[Kid], ids: &Ids) {
    let first = kids.iter().find_map(|kid| if let Kid::Content(page, _) = kid { Some(*page) } else { None });
    if let Some(page) = first {
        file.extend(b"/Pg ");
        reference(file, ids.pages[page]);
    }
    if kids.is_empty() {
        return;
    }
    file.extend(b"/K[");
    for (index, kid) in kids.iter().enumerate() {
        if index > 0 {
            file.push(b' ');
        }
        match *kid {
            Kid::Element(element) => reference(file, ids.elements[element]),
            Kid::Content(page, mcid) if Some(page) == first => integer(file, mcid),
            Kid::Content(page, mcid) => {
                file.extend(b"<</Type/MCR/Pg ");
                reference(file, ids.pages[page]);
                file.extend(b"/MCID ");
                integer(file, mcid);
                file.extend(b">>");
            }
            Kid::Annotation(id, page) => {
                file.extend(b"<</Type/OBJR/Obj ");
                reference(file, id);
                file.extend(b"/Pg ");
                reference(file, ids.pages[page]);
                file.extend(b">>");
            }
        }
    }
    file.push(b']');
}

/// Appends the attributes of a cell (14.8.5.7): what a head is the head of, how far a cell reaches, the heads of a figure.
fn attributes(file: &mut Vec<u8>, element: &Element) {
    let (Tag::HeadCell { columns, rows, .. } | Tag::Cell { columns, rows }) = element.tag else { return };
    let scope = match element.tag {
        Tag::HeadCell { of_rows: true, .. } => "/Scope/Row",
        Tag::HeadCell { .. } => "/Scope/Column",
        _ => "",
    };
    if columns < 2 && rows < 2 && scope.is_empty() && element.heads.is_empty() {
        return;
    }
    file.extend(b"/A<</O/Table");
    for (key, span) in [("/ColSpan ", columns), ("/RowSpan ", rows)] {
        if span > 1 {
            file.extend(key.as_bytes());
            integer(file, span);
        }
    }
    file.extend(scope.as_bytes());
    if !element.heads.is_empty() {
        file.extend(b"/Headers[");
        element.heads.iter().for_each(|head| identifier(file, *head));
        file.push(b']');
    }
    file.extend(b">>");
}

/// Appends where a figure stands (14.8.5.4).
fn layout(file: &mut Vec<u8>, pages: &Pages, figure: usize) {
    file.extend(b"/A<</O/Layout/Placement/Block");
    let item = pages.pages.iter().flat_map(|page| &page.items).find(|item| item.element == Some(figure));
    if let Some((at, Drawing::Picture { width, height, .. })) = item.map(|item| (item.at, &item.drawing)) {
        let (left, top) = (at.x, pages.size.1 - at.y);
        let sides = [left, top - *height, left + *width, top];
        file.extend(b"/BBox");
        object::write(file, &sides.map(|side| Object::Real(side.0 as f32)).to_vec().into());
    }
    file.extend(b">>");
}

/// Appends what a head is called by the figures under it (14.7.2).
fn identifier(file: &mut Vec<u8>, element: usize) {
    file.push(b'(');
    integer(file, element);
    file.push(b')');
}

/// Appends the way from the names of heads to their elements, sorted by the names as a name tree must be (7.9.6).
fn identifiers(file: &mut Vec<u8>, pages: &Pages, ids: &[ObjectId]) {
    let heads = pages.elements.iter().enumerate().filter(|(_, element)| matches!(element.tag, Tag::HeadCell { .. }));
    let named: BTreeMap<String, usize> = heads.map(|(index, _)| (index.to_string(), index)).collect();
    if named.is_empty() {
        return;
    }
    file.extend(b"/IDTree<</Names[");
    for index in named.into_values() {
        identifier(file, index);
        reference(file, ids[index]);
    }
    file.extend(b"]>>");
}

/// Writes the way back from marked contents and annotations to elements (14.7.4.4): a page's key is its index, the annotations
/// follow.
fn parent_tree(
    document: &mut Document,
    written: &mut Written,
    ids: &[ObjectId],
    marks: &[Vec<usize>],
    annotations: &[Annotation],
) -> ObjectId {
    let of_pages: Vec<ObjectId> = marks.iter().map(|_| document.new_object_id()).collect();
    for (id, marks) in of_pages.iter().zip(marks) {
        written.add(*id, |file| {
            file.push(b'[');
            for (index, element) in marks.iter().enumerate() {
                if index > 0 {
                    file.push(b' ');
                }
                reference(file, ids[*element]);
            }
            file.push(b']');
        });
    }
    let tree = document.new_object_id();
    written.add(tree, |file| {
        file.extend(b"<</Nums[");
        let of_annotations = annotations.iter().map(|annotation| ids[annotation.element]);
        for (key, id) in of_pages.iter().copied().chain(of_annotations).enumerate() {
            if key > 0 {
                file.push(b' ');
            }
            integer(file, key);
            file.push(b' ');
            reference(file, id);
        }
        file.extend(b"]>>");
    });
    tree
}
