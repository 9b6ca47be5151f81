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

/// The least number written between two characters, in thousandths of the em: less nobody sees.
const LEAST: f64 = 0.5;
/// Spacing is written to a thousandth of a point.
const PLACES: f64 = 1000.0;

/// A page, and the element that each of its marked contents belongs to: the index is the MCID.
pub struct Content {
    /// The operations.
    pub page: PdfPage,
    /// The elements.
    pub marks: Vec<usize>,
}

/// Draws a page.
pub fn content(page: &Page, pages: &Pages) -> Content {
    // Font, place, spacing and text of an item: to let the list grow would move it again and again.
    let operations = Vec::with_capacity(page.items.len() * 4);
    let mut pen = Pen { pages, operations, font: None, spacing: 0.0, thickness: None };
    let mut marks = vec![];
    if pages.ground.is_some() {
        pen.operations.push(artifact("Watermark"));
        pen.operations.push(Op::UseXobject { id: path::ground_id(), transform: as_it_is() });
        pen.operations.push(Op::EndMarkedContent);
    }
    for items in page.items.chunk_by(|a, b| a.element == b.element && is_text(a) == is_text(b)) {
        if items[0].element.is_some_and(|element| pages.elements[element].tag == Tag::Mark) {
            tint(items, pages, &mut pen.operations);
        }
        let begins = match items[0].element {
            Some(element) => {
                marks.push(element);
                let id = DictItem::Int(marks.len() as i64 - 1);
                mark(name(&pages.elements[element].tag), [("MCID", id)])
            }
            None if !is_text(&items[0]) => Op::BeginMarkedContent { tag: "Artifact".into() },
            // What else is no part of the text goes with the page: its number, repeated heads (ISO 32000-1, 14.8.2.2).
            None => artifact("Footer"),
        };
        pen.operations.push(begins);
        pen.draw(items);
        pen.operations.push(Op::EndMarkedContent);
    }
    if !page.numbers.is_empty() {
        pen.operations.push(artifact("LineNum"));
        pen.draw(&page.numbers);
        pen.operations.push(Op::EndMarkedContent);
    }
    let (width, height) = (mm(pages.size.0), mm(pages.size.1));
    Content { page: PdfPage::new(width, height, pen.operations), marks }
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

/// What a page is being drawn with: the state lasts until it is changed (ISO 32000-1, 8.4.1 and 9.3), so nothing is said twice.
struct Pen<'a> {
    pages: &'a Pages,
    operations: Vec<Op>,
    /// Font and size of the text.
    font: Option<(usize, Pt)>,
    /// Blank after every character, in points.
    spacing: f64,
    thickness: Option<Pt>,
}

impl Pen<'_> {
    /// Draws items that are all text or all none.
    fn draw(&mut self, items: &[Item]) {
        if is_text(&items[0]) {
            self.operations.push(Op::StartTextSection);
        }
        items.iter().for_each(|item| self.item(item));
        if is_text(&items[0]) {
            self.operations.push(Op::EndTextSection);
        }
    }

    fn item(&mut self, item: &Item) {
        let height = self.pages.size.1;
        let up = |y: Pt| height - y;
        match &item.drawing {
            Drawing::Rule { to, width } => {
                if self.thickness.replace(*width) != Some(*width) {
                    self.operations.push(Op::SetOutlineThickness { pt: short(*width) });
                }
                let point = |x: Pt, y: Pt| LinePoint { p: Point { x: short(x), y: short(up(y)) }, bezier: false };
                let points = vec![point(item.at.x, item.at.y), point(to.x, to.y)];
                self.operations.push(Op::DrawLine { line: Line { points, is_closed: false } });
            }
            Drawing::Picture { picture, width, height } => self.operations.push(Op::UseXobject {
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
                if self.font.replace((glyphs.font, glyphs.size)) != Some((glyphs.font, glyphs.size)) {
                    let font = PdfFontHandle::External(font::id(glyphs.font));
                    self.operations.push(Op::SetFont { font, size: short(glyphs.size) });
                }
                let place = [1.0, 0.0, 0.0, 1.0, short(item.at.x).0, short(up(item.at.y)).0];
                self.operations.push(Op::SetTextMatrix { matrix: TextMatrix::Raw(place) });
                self.glyphs(glyphs);
            }
        }
    }

    /// The characters, with the blank that most of them have after them as the spacing of all, and what a place differs from where
    /// that leads to as a number between them. What is too little for a number goes into the next, so that it never adds up.
    fn glyphs(&mut self, glyphs: &Glyphs) {
        let font = &self.pages.fonts[glyphs.font];
        let blanks: Vec<f64> = glyphs
            .glyphs
            .iter()
            .map(|glyph| (glyph.advance - glyphs.size * (f64::from(font::width(font, glyph.id)) / 1000.0)).0)
            .collect();
        // What follows the last character of all shifts nothing.
        let inner = blanks.split_last().map_or(&[][..], |(_, inner)| inner);
        let spacing = commonest(inner, self.spacing).unwrap_or(self.spacing);
        if spacing != self.spacing {
            self.operations.push(Op::SetCharacterSpacing { multiplier: spacing as f32 });
            self.spacing = spacing;
        }
        let mut items = vec![];
        let mut text = String::with_capacity(glyphs.glyphs.len() * '汉'.len_utf8());
        let mut left = 0.0;
        for (index, glyph) in glyphs.glyphs.iter().enumerate() {
            text.push(glyph.character);
            left += (self.spacing - blanks[index]) / glyphs.size.0 * 1000.0;
            if f64::abs(left) >= LEAST && index + 1 < glyphs.glyphs.len() {
                let offset = (left * 10.0).round() / 10.0;
                items.push(TextItem::Text(std::mem::take(&mut text)));
                items.push(TextItem::Offset(offset as f32));
                left -= offset;
            }
        }
        items.push(TextItem::Text(text));
        self.operations.push(Op::ShowText { items });
    }
}

/// The blank that is found most often, as a file says it; the one `used` already if it is as frequent as any.
fn commonest(blanks: &[f64], used: f64) -> Option<f64> {
    let mut found: Vec<f64> = blanks.iter().map(|blank| (blank * PLACES).round() / PLACES).collect();
    found.sort_by(f64::total_cmp);
    let groups = found.chunk_by(|one, other| one == other);
    groups.max_by_key(|group| (group.len(), group[0] == used)).map(|group| group[0])
}

/// A length to a hundredth of a point: what shorter numbers cannot say nobody sees.
fn short(length: Pt) -> printpdf::Pt {
    printpdf::Pt(((length.0 * 100.0).round() / 100.0) as f32)
}

fn mm(length: Pt) -> printpdf::Mm {
    printpdf::Mm(length.to_mm() as f32)
}
