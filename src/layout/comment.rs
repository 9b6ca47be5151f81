//! Comments at their places: a line under the characters, over their start the number.

use std::collections::BTreeMap;

use crate::document::Document;
use crate::layout::font::Fonts;
use crate::layout::ink;
use crate::layout::structure::Structure;
use crate::page::{Drawing, Element, Item, Note, Numeral, Page, Point, Tag, Underline};
use crate::review::{Comment, Review};
use crate::style::Style;
use crate::unit::Pt;

/// Between two numbers side by side.
const APART: Pt = Pt(2.0);

/// Characters on a line of a page that belong to one text.
struct Stretch {
    page: usize,
    baseline: Pt,
    size: Pt,
    /// The left edge of each character, and the right edge of the last.
    edges: Vec<Pt>,
}

/// Puts the comments on the pages, each as an element of the text it is about.
pub fn place(
    pages: &mut [Page],
    document: &Document,
    review: &Review,
    structure: &mut Structure,
    style: &Style,
    fonts: &Fonts,
) {
    let lengths: Vec<usize> = document.texts().map(|text| text.plain().chars().count()).collect();
    let texts = stretches(pages, review, structure);
    for comment in &review.comments {
        let text = comment.on.text;
        let (Some(stretches), Some(length), Some(parent)) =
            (texts.get(&text), lengths.get(text), structure.texts.get(text).copied())
        else {
            continue;
        };
        let (ink, rule) = (style.draft.note.ink, style.draft.note.rule);
        let tag = Tag::Note { number: comment.number, text: comment.lines.join("\n"), ink, rule };
        let element = structure.add(tag, parent);
        let mut number = Some(comment.number);
        for lines in lines(comment, stretches, *length).chunk_by(|a, b| a.0 == b.0) {
            let (page, first) = lines[0];
            let number = number.take().map(|number| over(number, first, &pages[page].notes, style, fonts));
            let lines = lines.iter().map(|(_, line)| *line).collect();
            pages[page].notes.push(Note { element, lines, number });
        }
    }
}

/// The number over a line, right of those that stand there already.
fn over(number: usize, line: Underline, notes: &[Note], style: &Style, fonts: &Fonts) -> Numeral {
    let left = line.left;
    let beside = notes.iter().filter(|note| note.lines.first().is_some_and(|line| line.left.y == left.y));
    let taken = beside.filter_map(|note| note.number.as_ref()).map(|numeral| [numeral.left, numeral.right]);
    // What stands further left does not matter; the others come from left to right.
    let start = taken.filter(|[from, _]| *from >= left.x - APART).map(|[_, to]| to + APART).fold(left.x, Pt::max);
    let at = Point { x: start, y: left.y - line.size * 0.92 };
    let (shape, width) = ink::number(number, at, style, fonts);
    Numeral { shape, left: start, right: start + width }
}

/// Where the characters of the texts stand that comments are about, by their numbers in the document.
fn stretches(pages: &[Page], review: &Review, structure: &Structure) -> BTreeMap<usize, Vec<Stretch>> {
    let about = |comment: &Comment| Some((*structure.texts.get(comment.on.text)?, comment.on.text));
    let texts: BTreeMap<usize, usize> = review.comments.iter().filter_map(about).collect();
    let mut found: BTreeMap<usize, Vec<Stretch>> = BTreeMap::new();
    for (page, item) in pages.iter().enumerate().flat_map(|(at, page)| page.items.iter().map(move |item| (at, item))) {
        let text = item.element.and_then(|element| texts.get(&text_element(element, &structure.elements)));
        if let (Some(text), Drawing::Glyphs(_)) = (text, &item.drawing) {
            found.entry(*text).or_default().push(stretch(page, item));
        }
    }
    found
}

/// The element of the text that an element of characters is, or is in.
fn text_element(element: usize, elements: &[Element]) -> usize {
    match &elements[element] {
        Element { tag: Tag::Link { .. } | Tag::Mark, parent: Some(parent), .. } => *parent,
        _ => element,
    }
}

fn stretch(page: usize, item: &Item) -> Stretch {
    let Drawing::Glyphs(run) = &item.drawing else {
        return Stretch { page, baseline: item.at.y, size: Pt::ZERO, edges: vec![item.at.x] };
    };
    let mut edges = vec![item.at.x];
    for glyph in &run.glyphs {
        edges.push(edges[edges.len() - 1] + glyph.advance);
    }
    Stretch { page, baseline: item.at.y, size: run.size, edges }
}

/// The lines under the characters of a comment on a text of some length, each with its page: one for each line of the text.
fn lines(comment: &Comment, stretches: &[Stretch], length: usize) -> Vec<(usize, Underline)> {
    let all: usize = stretches.iter().map(|stretch| stretch.edges.len() - 1).sum();
    let range = &comment.on.range;
    // What the program puts before a text stands before its first character.
    let own = length.min(all);
    let mut at = 0;
    let wanted = all - own + range.start..all - own + range.end.max(range.start + 1);
    let mut lines: Vec<(usize, Underline)> = vec![];
    for stretch in stretches {
        let count = stretch.edges.len() - 1;
        let (from, to) = (wanted.start.clamp(at, at + count) - at, wanted.end.clamp(at, at + count) - at);
        at += count;
        if from >= to {
            continue;
        }
        let (left, right) = (Point { x: stretch.edges[from], y: stretch.baseline }, stretch.edges[to]);
        // A blank at the end of a line has no width; it shows all the same.
        let right = right.max(left.x + stretch.size / 2.0);
        match lines.last_mut() {
            Some((page, line)) if *page == stretch.page && line.left.y == stretch.baseline => {
                line.right = line.right.max(right);
            }
            _ => lines.push((stretch.page, Underline { left, right, size: stretch.size })),
        }
    }
    lines
}
