//! A page as printpdf operations: marked content, text with every glyph placed, rules, pictures.

use std::collections::BTreeMap;

use printpdf::{
    Color, DictItem, Line, LinePoint, Op, PaintMode, PdfFontHandle, PdfPage, Point, Rect, Rgb, TextItem, TextMatrix,
    XObjectTransform,
};

use crate::page::{Drawing, Glyphs, Item, Page, Pages, Tag};
use crate::unit::Pt;
use crate::write::pdf::structure::name;
use crate::write::pdf::{font, path, picture};

/// A page, and the element that each of its marked contents belongs to: the index is the MCID.
pub struct Content {
    /// The operations.
    pub page: PdfPage,
    /// The elements.
    pub marks: Vec<usize>,
}

/// Draws a page.
pub fn content(page: &Page, pages: &Pages) -> Content {
    let (mut operations, mut marks) = (vec![], vec![]);
    if pages.ground.is_some() {
        operations.push(artifact("Watermark"));
        operations.push(Op::UseXobject { id: path::ground_id(), transform: as_it_is() });
        operations.push(Op::EndMarkedContent);
    }
    for items in page.items.chunk_by(|a, b| a.element == b.element && is_text(a) == is_text(b)) {
        if items[0].element.is_some_and(|element| pages.elements[element].tag == Tag::Mark) {
            tint(items, pages, &mut operations);
        }
        operations.push(match items[0].element {
            Some(element) => {
                marks.push(element);
                let id = DictItem::Int(marks.len() as i64 - 1);
                mark(name(&pages.elements[element].tag), [("MCID", id)])
            }
            None if !is_text(&items[0]) => Op::BeginMarkedContent { tag: "Artifact".into() },
            // What else is no part of the text goes with the page: its number, repeated heads (ISO 32000-1, 14.8.2.2).
            None => artifact("Footer"),
        });
        draw(items, pages, &mut operations);
        operations.push(Op::EndMarkedContent);
    }
    if !page.numbers.is_empty() {
        operations.push(artifact("LineNum"));
        draw(&page.numbers, pages, &mut operations);
        operations.push(Op::EndMarkedContent);
    }
    let (width, height) = (mm(pages.size.0), mm(pages.size.1));
    Content { page: PdfPage::new(width, height, operations), marks }
}

/// Begins what is no part of the text but of the paging.
fn artifact(kind: &str) -> Op {
    mark("Artifact", [("Type", "Pagination"), ("Subtype", kind)].map(|(key, value)| (key, DictItem::Name(value.into()))))
}

/// A form object at the size and place that its own operators have it.
fn as_it_is() -> XObjectTransform {
    XObjectTransform { no_auto_scale: true, ..XObjectTransform::default() }
}

/// Lays a tint under characters.
fn tint(items: &[Item], pages: &Pages, operations: &mut Vec<Op>) {
    let [r, g, b] = pages.tint.0.map(|part| (f64::from(part) / 255.0 * 1000.0).round() as f32 / 1000.0);
    operations.push(Op::BeginMarkedContent { tag: "Artifact".into() });
    operations.push(Op::SaveGraphicsState);
    operations.push(Op::SetFillColor { col: Color::Rgb(Rgb { r, g, b, icc_profile: None }) });
    for item in items {
        if let Drawing::Glyphs(glyphs) = &item.drawing {
            let rectangle = Rect {
                x: short(item.at.x),
                y: short(pages.size.1 - item.at.y - glyphs.size * 0.12),
                width: short(glyphs.width()),
                height: short(glyphs.size),
                mode: Some(PaintMode::Fill),
                winding_order: None,
            };
            operations.push(Op::DrawRectangle { rectangle });
        }
    }
    operations.push(Op::RestoreGraphicsState);
    operations.push(Op::EndMarkedContent);
}

fn mark<const N: usize>(tag: &str, properties: [(&str, DictItem); N]) -> Op {
    let map: BTreeMap<String, DictItem> = properties.into_iter().map(|(key, value)| (key.to_string(), value)).collect();
    Op::BeginMarkedContentWithProperties { tag: tag.into(), properties: DictItem::Dict { map } }
}

fn is_text(item: &Item) -> bool {
    matches!(item.drawing, Drawing::Glyphs(_))
}

/// Draws items that are all text or all none.
fn draw(items: &[Item], pages: &Pages, operations: &mut Vec<Op>) {
    let up = |y: Pt| pages.size.1 - y;
    if is_text(&items[0]) {
        operations.push(Op::StartTextSection);
    }
    let mut current = None;
    for item in items {
        match &item.drawing {
            Drawing::Rule { to, width } => {
                if current != Some((0, *width)) {
                    operations.push(Op::SetOutlineThickness { pt: short(*width) });
                    current = Some((0, *width));
                }
                let point = |x: Pt, y: Pt| LinePoint { p: Point { x: short(x), y: short(up(y)) }, bezier: false };
                let points = vec![point(item.at.x, item.at.y), point(to.x, to.y)];
                operations.push(Op::DrawLine { line: Line { points, is_closed: false } });
            }
            Drawing::Picture { picture, width, height } => operations.push(Op::UseXobject {
                id: picture::id(*picture),
                transform: XObjectTransform {
                    translate_x: Some(short(item.at.x)),
                    translate_y: Some(short(up(item.at.y + *height))),
                    scale_x: Some(short(*width).0),
                    scale_y: Some(short(*height).0),
                    no_auto_scale: true,
                    ..XObjectTransform::default()
                },
            }),
            Drawing::Glyphs(glyphs) => {
                if current != Some((glyphs.font, glyphs.size)) {
                    let font = PdfFontHandle::External(font::id(glyphs.font));
                    operations.push(Op::SetFont { font, size: short(glyphs.size) });
                    current = Some((glyphs.font, glyphs.size));
                }
                let place = [1.0, 0.0, 0.0, 1.0, short(item.at.x).0, short(up(item.at.y)).0];
                operations.push(Op::SetTextMatrix { matrix: TextMatrix::Raw(place) });
                operations.push(Op::ShowText { items: show(glyphs, pages) });
            }
        }
    }
    if is_text(&items[0]) {
        operations.push(Op::EndTextSection);
    }
}

/// The characters with what each place differs from where the font's own widths lead to. The numbers are rounded to a
/// ten-thousandth of the em; what rounding leaves over goes into the next, so that it never adds up.
fn show(glyphs: &Glyphs, pages: &Pages) -> Vec<TextItem> {
    let font = &pages.fonts[glyphs.font];
    let mut items = vec![];
    let mut text = String::new();
    let mut left = 0.0;
    for (index, glyph) in glyphs.glyphs.iter().enumerate() {
        text.push(glyph.character);
        let wanted = glyph.advance / glyphs.size * 1000.0;
        left += f64::from(font::width(font, glyph.id)) - wanted;
        let offset = (left * 10.0).round() / 10.0;
        if offset != 0.0 && index + 1 < glyphs.glyphs.len() {
            items.push(TextItem::Text(std::mem::take(&mut text)));
            items.push(TextItem::Offset(offset as f32));
            left -= offset;
        }
    }
    items.push(TextItem::Text(text));
    items
}

/// A length to a hundredth of a point: what shorter numbers cannot say nobody sees.
fn short(length: Pt) -> printpdf::Pt {
    printpdf::Pt(((length.0 * 100.0).round() / 100.0) as f32)
}

fn mm(length: Pt) -> printpdf::Mm {
    printpdf::Mm(length.to_mm() as f32)
}
