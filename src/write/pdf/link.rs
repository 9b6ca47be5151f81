//! Links: an annotation over each line of a link's characters (ISO 32000-1, 12.5.6.5).

use lopdf::{Document, Object, ObjectId, dictionary};

use crate::page::{Drawing, Item, Pages, Tag};
use crate::unit::Pt;
use crate::write::pdf::finish::{text, uri};

/// An annotation that has been written.
pub struct Annotation {
    /// Its object.
    pub id: ObjectId,
    /// The page it stands on.
    pub page: usize,
    /// The link's element.
    pub element: usize,
}

/// The part of a link that stands on one line.
struct Area {
    element: usize,
    baseline: Pt,
    left: Pt,
    right: Pt,
    size: Pt,
}

/// Writes the annotations of all links; the keys into the parent tree start at `key`.
pub fn write(document: &mut Document, pages: &Pages, page_ids: &[ObjectId]) -> Vec<Annotation> {
    let mut annotations = vec![];
    for (page, page_id) in page_ids.iter().enumerate() {
        for area in areas(&pages.pages[page].items, pages) {
            let Tag::Link { href } = &pages.elements[area.element].tag else { continue };
            let key = (pages.pages.len() + annotations.len()) as i64;
            let up = |y: Pt| Object::Real((pages.size.1 - y).0 as f32);
            let across = |x: Pt| Object::Real(x.0 as f32);
            let (low, high) = (area.baseline + area.size * 0.12, area.baseline - area.size * 0.88);
            let id = document.add_object(dictionary! {
                "Type" => "Annot",
                "Subtype" => "Link",
                "Rect" => vec![across(area.left), up(low), across(area.right), up(high)],
                "Border" => vec![0.into(), 0.into(), 0.into()],
                "F" => 4, // printed with the page, as PDF/A wants it
                "Contents" => text(href),
                "A" => dictionary! { "Type" => "Action", "S" => "URI", "URI" => uri(href) },
                "P" => *page_id,
                "StructParent" => key,
            });
            annotations.push(Annotation { id, page, element: area.element });
        }
    }
    annotations
}

/// The areas of the links on a page.
fn areas(items: &[Item], pages: &Pages) -> Vec<Area> {
    let mut areas: Vec<Area> = vec![];
    for item in items {
        let (Some(element), Drawing::Glyphs(glyphs)) = (item.element, &item.drawing) else { continue };
        if !matches!(pages.elements[element].tag, Tag::Link { .. }) {
            continue;
        }
        let right = item.at.x + glyphs.glyphs.iter().map(|glyph| glyph.advance).sum();
        match areas.last_mut() {
            Some(area) if area.element == element && area.baseline == item.at.y => area.right = right,
            _ => areas.push(Area { element, baseline: item.at.y, left: item.at.x, right, size: glyphs.size }),
        }
    }
    areas
}
