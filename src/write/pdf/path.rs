//! Outlines as the operators of a content stream (ISO 32000-1, 8.5), for form objects: what they draw is no text.

use std::collections::BTreeMap;

use printpdf::{DictItem, ExternalStream, ExternalXObject, XObject, XObjectId};

use crate::page::{Pages, Point, Shape, Step};
use crate::style::Colour;
use crate::unit::Pt;
use crate::write::pdf::object::SURE;
use std::io::Write;

/// Operators in the making.
pub struct Path {
    /// What is drawn so far.
    pub content: Vec<u8>,
    /// How high the page is.
    height: Pt,
}

impl Path {
    /// Nothing, on a page so high.
    pub fn new(height: Pt) -> Self {
        Self { content: vec![], height }
    }

    /// Takes a pen of a colour and thickness.
    pub fn pen(&mut self, ink: Colour, width: Pt) {
        let [red, green, blue] = parts(ink);
        writeln!(self.content, "{red} {green} {blue} RG {} w", short(width.0)).expect(SURE);
    }

    /// Draws a straight line.
    pub fn line(&mut self, (from, to): (Point, Point)) {
        let (from, to) = (self.at(from), self.at(to));
        writeln!(self.content, "{from} m {to} l S").expect(SURE);
    }

    /// Fills an outline.
    pub fn fill(&mut self, shape: &Shape) {
        let [red, green, blue] = parts(shape.ink);
        writeln!(self.content, "{red} {green} {blue} rg").expect(SURE);
        for step in &shape.steps {
            let operator = match step {
                Step::Move(to) => format!("{} m", self.at(*to)),
                Step::Line(to) => format!("{} l", self.at(*to)),
                Step::Curve(one, two, to) => format!("{} {} {} c", self.at(*one), self.at(*two), self.at(*to)),
                Step::Close => "h".into(),
            };
            writeln!(self.content, "{operator}").expect(SURE);
        }
        self.content.extend(b"f\n");
    }

    fn at(&self, point: Point) -> String {
        format!("{} {}", short(point.x.0), short((self.height - point.y).0))
    }
}

/// The points of a step.
pub fn points(step: &Step) -> impl Iterator<Item = Point> {
    let points = match *step {
        Step::Move(to) | Step::Line(to) => [Some(to), None, None],
        Step::Curve(one, two, to) => [Some(one), Some(two), Some(to)],
        Step::Close => [None; 3],
    };
    points.into_iter().flatten()
}

/// The name of what lies behind every page in the resources.
pub fn ground_id() -> XObjectId {
    XObjectId("G".into())
}

/// What lies behind every page, as one form object for all.
pub fn ground(shape: &Shape, pages: &Pages) -> XObject {
    let mut path = Path::new(pages.size.1);
    path.fill(shape);
    let name = |name: &str| DictItem::Name(name.into());
    let sides = [0.0, 0.0, short(pages.size.0.0), short(pages.size.1.0)];
    let sides = sides.iter().map(|side| DictItem::Real(*side as f32)).collect();
    let entries = [
        ("Type", name("XObject")),
        ("Subtype", name("Form")),
        ("BBox", DictItem::Array(sides)),
        ("Resources", DictItem::Dict { map: BTreeMap::new() }),
    ];
    let dict = entries.into_iter().map(|(key, value)| (key.to_string(), value)).collect();
    XObject::External(ExternalXObject {
        stream: ExternalStream { dict, content: path.content, compress: true },
        width: None,
        height: None,
        dpi: None,
    })
}

/// Red, green and blue as parts of one.
fn parts(ink: Colour) -> [f64; 3] {
    ink.0.map(|part| (f64::from(part) / 255.0 * 1000.0).round() / 1000.0)
}

/// To a hundredth: what shorter numbers cannot say nobody sees.
fn short(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
