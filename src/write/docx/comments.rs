//! The parts of a review: the comments (ECMA-376 Part 1, 17.13.4), headers with the watermark, the numbers of lines.

use super::measure::twips;
use super::package::{self, Part};
use super::review::{Comment, Review};
use super::xml::Element;
use super::{finished, revise, text, watermark};
use crate::style::Style;

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The parts, with their relationships added; the document refers to its headers.
pub fn parts(root: &mut Element, style: &Style, review: &Review, relationships: &mut Vec<Element>) -> Vec<Part> {
    let mut parts = vec![];
    let mut add = |kind: &str, target: String, part: Element| {
        let number = relationships.len() + 1;
        relationships.push(package::document_relationship(number, kind, &target));
        parts.push((format!("word/{target}"), finished(part)));
        format!("rId{number}")
    };
    if !review.comments.is_empty() {
        let comments = review.comments.iter().enumerate().map(|(id, comment)| said(id, comment));
        let part = Element::new("w:comments").with("xmlns:w", MAIN).containing(comments);
        add("comments", "comments.xml".into(), part);
    }
    if let Some(text) = &review.watermark {
        let headers = watermark::HEADERS.iter().enumerate().map(|(at, kind)| {
            let header = watermark::header(text, at + 1, style);
            let id = add("header", format!("header{}.xml", at + 1), header);
            Element::new("w:headerReference").with("w:type", kind).with("r:id", &id)
        });
        let headers: Vec<_> = headers.collect();
        let section = root.child_mut("w:body").child_mut("w:sectPr");
        *section = std::mem::take(section).containing(headers);
    }
    if review.line_numbers {
        // Counted anew on each page, tables left out, as Word does it (17.6.8).
        let look = &style.draft.lines;
        let numbers = Element::new("w:lnNumType")
            .with("w:countBy", &look.every.to_string())
            .with("w:distance", &twips(look.away).to_string())
            .with("w:restart", "newPage");
        let section = root.child_mut("w:body").child_mut("w:sectPr");
        *section = std::mem::take(section).containing([numbers]);
    }
    parts
}

fn said(id: usize, comment: &Comment) -> Element {
    let lines = comment.lines.iter().map(|line| {
        let text = Element::new("w:t").with("xml:space", "preserve").saying(&text::one_line(line));
        Element::new("w:p").containing([Element::new("w:r").containing([text])])
    });
    // A comment without a paragraph is none.
    let nothing = comment.lines.is_empty().then(|| Element::new("w:p"));
    let initials: String = comment.by.author.chars().take(1).collect();
    revise::signed(Element::new("w:comment").with("w:id", &id.to_string()), &comment.by)
        .with("w:initials", &initials)
        .containing(lines.chain(nothing))
}
