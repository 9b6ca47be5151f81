//! Notes: an annotation that underlines characters and says something of them (ISO 32000-1, 12.5.6.10), with its number drawn in its
//! appearance, so that it is no part of the text.

use lopdf::{Document, Object, ObjectId, Stream, dictionary};

use crate::page::{Note, Pages, Tag};
use crate::style::Colour;
use crate::unit::Pt;
use crate::write::pdf::finish::text;
use crate::write::pdf::link::Annotation;
use crate::write::pdf::path;

/// Whose the notes are, as programs show it.
const AUTHOR: &str = "nianbao";

/// Writes the annotations of all notes after those that there are.
pub fn write(document: &mut Document, pages: &Pages, page_ids: &[ObjectId], annotations: &mut Vec<Annotation>) {
    for (page, page_id) in page_ids.iter().enumerate() {
        for note in &pages.pages[page].notes {
            let Tag::Note { text: said, ink, rule, .. } = &pages.elements[note.element].tag else { continue };
            let key = (pages.pages.len() + annotations.len()) as i64;
            let up = |y: Pt| pages.size.1 - y;
            let area = area(note, *rule).map(|side| side.0);
            let [left, top, right, bottom] = area;
            let sides = [left, up(Pt(bottom)).0, right, up(Pt(top)).0].map(real);
            let corners = note.lines.iter().flat_map(|line| {
                let (high, low) = (up(line.left.y - line.size * 0.88), up(line.left.y + line.size * 0.12));
                let (left, right) = (line.left.x, line.right);
                [left, high, right, high, left, low, right, low].map(|side| real(side.0))
            });
            let form = dictionary! {
                "Type" => "XObject",
                "Subtype" => "Form",
                "BBox" => sides.to_vec(),
                "Resources" => dictionary! {},
            };
            let appearance = document.add_object(Stream::new(form, drawing(note, *ink, *rule, pages)));
            let id = document.add_object(dictionary! {
                "Type" => "Annot",
                "Subtype" => "Underline",
                "Rect" => sides.to_vec(),
                "QuadPoints" => corners.collect::<Vec<_>>(),
                "C" => ink.0.map(|part| real(f64::from(part) / 255.0)).to_vec(),
                "F" => 4, // printed with the page, as PDF/A wants it
                "T" => text(AUTHOR),
                "Contents" => text(said),
                "AP" => dictionary! { "N" => appearance },
                "P" => *page_id,
                "StructParent" => key,
            });
            annotations.push(Annotation { id, page, element: note.element });
        }
    }
}

/// What a note covers: left, top, right, bottom.
fn area(note: &Note, rule: Pt) -> [Pt; 4] {
    let mut area = [Pt(f64::MAX), Pt(f64::MAX), Pt::ZERO, Pt::ZERO];
    let mut cover = |left: Pt, top: Pt, right: Pt, bottom: Pt| {
        area = [area[0].min(left), area[1].min(top), area[2].max(right), area[3].max(bottom)];
    };
    for line in &note.lines {
        let (from, to) = line.ends();
        cover(from.x - rule, line.left.y - line.size * 0.88, to.x + rule, to.y + rule);
    }
    if let Some(number) = &note.number {
        let ends = number.shape.steps.iter().flat_map(path::points);
        let (top, bottom) = ends.fold((Pt(f64::MAX), Pt::ZERO), |(top, bottom), at| (top.min(at.y), bottom.max(at.y)));
        cover(number.left, top.min(bottom), number.right, bottom);
    }
    area
}

fn drawing(note: &Note, ink: Colour, rule: Pt, pages: &Pages) -> Vec<u8> {
    let mut drawing = path::Path::new(pages.size.1);
    drawing.pen(ink, rule);
    note.lines.iter().for_each(|line| drawing.line(line.ends()));
    note.number.iter().for_each(|number| drawing.fill(&number.shape));
    drawing.content
}

fn real(number: f64) -> Object {
    Object::Real(((number * 100.0).round() / 100.0) as f32)
}
