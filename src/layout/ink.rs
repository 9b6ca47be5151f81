//! Characters as outlines: a watermark, the number over what a comment is about. They are drawn, not set, so that nobody who takes the
//! text out of a page finds them in it.

use ttf_parser::{Face, GlyphId, OutlineBuilder};

use crate::layout::font::Fonts;
use crate::layout::run::Run;
use crate::layout::shape::Type;
use crate::layout::text::plain;
use crate::page::{Point, Shape, Step};
use crate::style::{Style, WatermarkStyle};
use crate::unit::Pt;

/// The watermark, in the middle of the page.
pub fn watermark(text: &str, style: &Style, fonts: &Fonts) -> Shape {
    let look @ WatermarkStyle { face, most, length, .. } = &style.draft.watermark;
    let wide = width(&run(text, face, Pt(1.0), fonts));
    let size = Pt((style.page.measure * *length / wide.max(Pt(0.01))).min(most.0));
    let run = run(text, face, size, fonts);
    let (half, middle) = (width(&run) / 2.0, Point { x: style.page.width / 2.0, y: style.page.height / 2.0 });
    let (sine, cosine) = look.angle.to_radians().sin_cos();
    // The middle of a 汉字 stands 0.38 em over the baseline.
    let place = |x: Pt, up: Pt| {
        let (x, up) = (x - half, up - size * 0.38);
        Point { x: middle.x + x * cosine - up * sine, y: middle.y - x * sine - up * cosine }
    };
    Shape { ink: look.ink, steps: outline(&run, fonts, &place) }
}

/// The number of a comment with its left end on a baseline at a point, and its width.
pub fn number(number: usize, at: Point, style: &Style, fonts: &Fonts) -> (Shape, Pt) {
    let look = &style.draft.note;
    let run = run(&number.to_string(), &look.face, look.size, fonts);
    let place = |x: Pt, up: Pt| Point { x: at.x + x, y: at.y - up };
    (Shape { ink: look.ink, steps: outline(&run, fonts, &place) }, width(&run))
}

fn run(text: &str, role: &str, size: Pt, fonts: &Fonts) -> Run {
    Run::new(fonts.shape(&plain(text), Type::plain(role, size), |_| None))
}

fn width(run: &Run) -> Pt {
    run.atoms.iter().map(|atom| atom.width).sum()
}

/// The outlines of a run; `place` puts what lies so far right of its start and so far over its baseline on the page.
fn outline(run: &Run, fonts: &Fonts, place: &dyn Fn(Pt, Pt) -> Point) -> Vec<Step> {
    let mut steps = vec![];
    let mut x = Pt::ZERO;
    for atom in &run.atoms {
        if let Ok(face) = Face::parse(&fonts.fonts[atom.font].data, 0) {
            let scale = atom.size / f64::from(face.units_per_em());
            let mut pen = Pen { place, x, scale, at: (0.0, 0.0), steps: &mut steps };
            face.outline_glyph(GlyphId(atom.glyph), &mut pen);
        }
        x += atom.width;
    }
    steps
}

/// Follows the outline of a glyph.
struct Pen<'a> {
    place: &'a dyn Fn(Pt, Pt) -> Point,
    /// Where the glyph starts.
    x: Pt,
    /// A unit of the font.
    scale: Pt,
    /// Where it is, in units of the font.
    at: (f32, f32),
    steps: &'a mut Vec<Step>,
}

impl Pen<'_> {
    fn point(&self, x: f32, y: f32) -> Point {
        (self.place)(self.x + self.scale * f64::from(x), self.scale * f64::from(y))
    }
}

impl OutlineBuilder for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.at = (x, y);
        self.steps.push(Step::Move(self.point(x, y)));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.at = (x, y);
        self.steps.push(Step::Line(self.point(x, y)));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        // The cubic curve that is this quadratic one.
        let (x0, y0) = self.at;
        let third = |a: f32, b: f32| a + (b - a) * 2.0 / 3.0;
        self.curve_to(third(x0, x1), third(y0, y1), third(x, x1), third(y, y1), x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.at = (x, y);
        self.steps.push(Step::Curve(self.point(x1, y1), self.point(x2, y2), self.point(x, y)));
    }

    fn close(&mut self) {
        self.steps.push(Step::Close);
    }
}
