//! A review → its marks in the document: `w:ins` and `w:del` round runs and in the properties of paragraphs, rows and cells
//! (ECMA-376 Part 1, 17.13.5), the ranges of comments (17.13.4).

use std::ops::Range;

use super::outline::{self, Paragraph};
use super::review::{Change, Characters, Kind, Place, Review, Signed};
use super::styles::SPACER;
use super::xml::{Element, Node};
use crate::document::{Date, Document};
use crate::style::Style;

/// Marks a document with its review.
///
/// # Errors
/// The first place that the document does not have.
pub fn mark(root: &mut Element, document: &Document, style: &Style, review: &Review) -> Result<(), String> {
    if !review.is_in_text() {
        return Ok(());
    }
    let paragraphs = outline::paragraphs(document, style);
    let places = review.changes.iter().map(|change| change.place.clone());
    let commented = review.comments.iter().map(|comment| Place::Characters(comment.on.clone()));
    if let Some(place) = places.chain(commented).find(|place| !paragraphs.iter().any(|at| has(at, place))) {
        return Err(format!("the document has no {place:?}"));
    }
    let mut marker = Marker { review, paragraphs: paragraphs.into_iter(), numbers: 0, left: None };
    marker.element(root);
    Ok(())
}

fn has(paragraph: &Paragraph, place: &Place) -> bool {
    match place {
        Place::Characters(Characters { text, range }) => {
            range.start <= range.end && paragraph.texts.iter().any(|(known, length)| known == text && range.end <= *length)
        }
        Place::Block(block) => paragraph.block == *block,
        Place::Row { block, row } => paragraph.block == *block && paragraph.cell.is_some_and(|(at, _)| at == *row),
        Place::Cell { block, row, cell } => paragraph.block == *block && paragraph.cell == Some((*row, *cell)),
    }
}

/// On its way through the document.
struct Marker<'a> {
    review: &'a Review,
    paragraphs: std::vec::IntoIter<Paragraph>,
    /// How many marks have a number.
    numbers: usize,
    /// The paragraph left last.
    left: Option<Paragraph>,
}

/// What is marked in a paragraph, by its characters.
struct Marks<'a> {
    changes: Vec<(Range<usize>, &'a Change)>,
    /// The change of all of it, with what has no characters.
    whole: Option<&'a Change>,
    /// Comments that are still to begin.
    waiting: Vec<(Range<usize>, usize)>,
    /// Comments that are still to end.
    open: Vec<(Range<usize>, usize)>,
}

impl<'a> Marker<'a> {
    fn element(&mut self, element: &mut Element) {
        match element.name.as_str() {
            "w:p" if !is_spacer(element) => self.paragraph(element),
            "w:tc" if is_continued(element) => {}
            "w:tc" => {
                element.elements_mut().for_each(|child| self.element(child));
                let cell = self.left.as_ref().and_then(|left| Some((left.block, left.cell?)));
                let change = cell.and_then(|(block, (row, cell))| {
                    self.review.changes.iter().find(|change| change.place == Place::Cell { block, row, cell })
                });
                if let Some(change) = change {
                    let name = if change.kind == Kind::Inserted { "w:cellIns" } else { "w:cellDel" };
                    let mark = self.signed(name, &change.by);
                    *element.child_mut("w:tcPr").child_mut(name) = mark;
                }
            }
            "w:tr" => {
                element.elements_mut().for_each(|child| self.element(child));
                let row = self.left.as_ref().and_then(|left| Some((left.block, left.cell?.0)));
                let change = row
                    .and_then(|(block, row)| self.review.changes.iter().find(|change| change.place.holds_row(block, row)));
                if let Some(change) = change {
                    let mark = self.signed(change_name(change), &change.by);
                    *element.child_mut("w:trPr").child_mut(change_name(change)) = mark;
                }
            }
            _ => element.elements_mut().for_each(|child| self.element(child)),
        }
    }

    fn paragraph(&mut self, element: &mut Element) {
        let Some(paragraph) = self.paragraphs.next() else { return };
        let mut marks = self.marks(&paragraph, length(element));
        let children = std::mem::take(&mut element.children);
        let (properties, content) = children.into_iter().partition(|node| named(node, "w:pPr"));
        element.children = properties;
        let mut at = 0;
        let content = self.content(content, &mut at, &mut marks);
        element.children.extend(content);
        // What was not met on the way stands at the end: a comment on a text without characters.
        element.children.extend(marks.waiting.iter().map(|(_, id)| range("w:commentRangeStart", *id)));
        element.children.extend(marks.waiting.iter().chain(&marks.open).flat_map(|(_, id)| ended(*id)));
        // The end of a paragraph goes with it; that of a cell stays.
        if let Some(change) = marks.whole.filter(|_| paragraph.cell.is_none()) {
            let mark = self.signed(change_name(change), &change.by);
            *element.child_mut("w:pPr").child_mut("w:rPr").child_mut(change_name(change)) = mark;
        }
        self.left = Some(paragraph);
    }

    /// What is to be marked in a paragraph of `length` characters. Those of its texts stand at the end, before them what the
    /// program puts there.
    fn marks(&self, paragraph: &Paragraph, length: usize) -> Marks<'a> {
        let own: usize = paragraph.texts.iter().map(|(_, length)| length).sum();
        let place = |characters: &Characters| {
            let before = paragraph.texts.iter().take_while(|(text, _)| *text != characters.text);
            let start = length.saturating_sub(own) + before.map(|(_, length)| length).sum::<usize>();
            let here = paragraph.texts.iter().any(|(text, _)| *text == characters.text);
            here.then(|| start + characters.range.start..start + characters.range.end)
        };
        let whole = self.review.changes.iter().find(|change| match paragraph.cell {
            Some((row, cell)) => change.place.holds(paragraph.block, row, cell),
            None => change.place == Place::Block(paragraph.block),
        });
        let changes = self.review.changes.iter().filter_map(|change| match &change.place {
            Place::Characters(characters) => Some((place(characters)?, change)),
            _ => None,
        });
        let comments = self.review.comments.iter().enumerate();
        let waiting = comments.filter_map(|(id, comment)| Some((place(&comment.on)?, id))).collect();
        Marks { changes: changes.collect(), whole, waiting, open: vec![] }
    }

    /// The content of a paragraph, or of a link in it, from a character on.
    fn content(&mut self, nodes: Vec<Node>, at: &mut usize, marks: &mut Marks) -> Vec<Node> {
        let mut content = vec![];
        for node in nodes {
            match node {
                Node::Element(mut link) if link.name == "w:hyperlink" => {
                    link.children = self.content(link.children, at, marks);
                    content.push(Node::Element(link));
                }
                Node::Element(run) if run.name == "w:r" => {
                    for (run, length) in cut(run, *at, &marks.edges()) {
                        let begun = take(&mut marks.waiting, |range| range.start <= *at && !range.is_empty());
                        content.extend(begun.iter().map(|(_, id)| range("w:commentRangeStart", *id)));
                        marks.open.extend(begun);
                        let change = marks.change(*at, length);
                        content.push(Node::Element(self.changed(run, change)));
                        *at += length;
                        let done = take(&mut marks.open, |range| range.end <= *at);
                        content.extend(done.iter().flat_map(|(_, id)| ended(*id)));
                    }
                }
                other => content.push(other),
            }
        }
        content
    }

    /// A run within its change.
    fn changed(&mut self, mut run: Element, change: Option<&Change>) -> Element {
        let Some(change) = change else { return run };
        if change.kind == Kind::Deleted {
            run.elements_mut().filter(|child| child.name == "w:t").for_each(|text| {
                text.name = "w:delText".into();
                text.set("xml:space", "preserve");
            });
        }
        self.signed(change_name(change), &change.by).containing([run])
    }

    /// A mark with its number, author and day.
    fn signed(&mut self, name: &str, by: &Signed) -> Element {
        self.numbers += 1;
        signed(Element::new(name).with("w:id", &self.numbers.to_string()), by)
    }
}

/// An element with author and day. Word takes the time for the reader's own, whatever the zone (it writes its own so, too), and so
/// the day stays what it is anywhere.
pub fn signed(element: Element, by: &Signed) -> Element {
    let element = element.with("w:author", &by.author);
    // A report that has no date of issue yet has no day that could be told (17.13.4.2: the attribute may be left out).
    if by.date == Date::default() { element } else { element.with("w:date", &format!("{}T00:00:00Z", by.date)) }
}

impl<'a> Marks<'a> {
    /// The characters before which a run must be cut.
    fn edges(&self) -> Vec<usize> {
        let ranges = self.changes.iter().map(|(range, _)| range);
        let ranges = ranges.chain(self.waiting.iter().chain(&self.open).map(|(range, _)| range));
        ranges.flat_map(|range| [range.start, range.end]).collect()
    }

    /// The change that some characters belong to; what has none belongs to a change that goes on behind it.
    fn change(&self, at: usize, length: usize) -> Option<&'a Change> {
        let covers = |range: &Range<usize>| match length {
            0 => range.start < at && at < range.end,
            _ => range.contains(&at),
        };
        self.whole.or_else(|| self.changes.iter().find(|(range, _)| covers(range)).map(|(_, change)| *change))
    }
}

fn change_name(change: &Change) -> &'static str {
    match change.kind {
        Kind::Inserted => "w:ins",
        Kind::Deleted => "w:del",
    }
}

/// Takes out the comments that are due.
fn take(from: &mut Vec<(Range<usize>, usize)>, due: impl Fn(&Range<usize>) -> bool) -> Vec<(Range<usize>, usize)> {
    let (taken, rest) = std::mem::take(from).into_iter().partition(|(range, _)| due(range));
    *from = rest;
    taken
}

fn range(name: &str, id: usize) -> Node {
    Node::Element(Element::new(name).with("w:id", &id.to_string()))
}

/// The end of a comment's range, and the run that refers to it.
fn ended(id: usize) -> [Node; 2] {
    let reference = Element::new("w:commentReference").with("w:id", &id.to_string());
    [range("w:commentRangeEnd", id), Node::Element(Element::new("w:r").containing([reference]))]
}

/// A run, cut before those of its characters that are edges; and how many characters each piece has.
fn cut(run: Element, at: usize, edges: &[usize]) -> Vec<(Element, usize)> {
    let Some(text) = run.child("w:t") else { return vec![(run, 0)] };
    let characters = characters(text);
    let mut pieces: Vec<Vec<String>> = vec![];
    for (offset, character) in characters.into_iter().enumerate() {
        match pieces.last_mut() {
            Some(piece) if !edges.contains(&(at + offset)) => piece.push(character),
            _ => pieces.push(vec![character]),
        }
    }
    let piece = |characters: Vec<String>| {
        let mut piece = run.clone();
        let text = piece.child_mut("w:t");
        text.set("xml:space", "preserve");
        text.children = vec![Node::Text(characters.concat())];
        (piece, characters.len())
    };
    if pieces.is_empty() { vec![(run, 0)] } else { pieces.into_iter().map(piece).collect() }
}

/// The characters of a text, each as it is escaped.
fn characters(text: &Element) -> Vec<String> {
    let mut characters: Vec<String> = vec![];
    for node in &text.children {
        let Node::Text(text) = node else { continue };
        let mut entity = false;
        for c in text.chars() {
            match characters.last_mut().filter(|_| entity) {
                Some(last) => last.push(c),
                None => characters.push(c.into()),
            }
            entity = (entity || c == '&') && c != ';';
        }
    }
    characters
}

/// How many characters a paragraph shows.
fn length(element: &Element) -> usize {
    match element.name.as_str() {
        "w:t" => characters(element).len(),
        _ => element.elements().map(length).sum(),
    }
}

fn is_spacer(paragraph: &Element) -> bool {
    let style = paragraph.child("w:pPr").and_then(|properties| properties.child("w:pStyle")?.get("w:val"));
    style == Some(SPACER)
}

fn is_continued(cell: &Element) -> bool {
    let merge = cell.child("w:tcPr").and_then(|properties| properties.child("w:vMerge"));
    merge.is_some_and(|merge| merge.get("w:val") != Some("restart"))
}

fn named(node: &Node, name: &str) -> bool {
    matches!(node, Node::Element(element) if element.name == name)
}
