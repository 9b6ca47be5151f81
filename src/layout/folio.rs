//! Page numbers: `— 1 —` under the type area, at the outer side (GB/T 9704 7.5).

use crate::layout::font::Fonts;
use crate::layout::line::Line;
use crate::layout::run::Run;
use crate::layout::shape::Type;
use crate::layout::text::plain;
use crate::page::{Item, Point};
use crate::style::Style;
use crate::unit::Em;

/// The number of a page, from 1.
pub fn folio(number: usize, style: &Style, fonts: &Fonts) -> Vec<Item> {
    let folio = &style.folio;
    let with = Type::plain(&folio.face, folio.size);
    let run = Run::new(fonts.shape(&plain(&format!("— {number} —")), with, |_| None));
    let line = Line::set(&run, 0..run.atoms.len(), style.page.measure, false);
    let outer = folio.outer.at(folio.size);
    let x = if number % 2 == 1 { style.page.measure - outer - line.width() } else { outer };
    let top = style.page.top + style.page.depth + folio.below;
    let y = top + dash_height(&run, fonts).at(folio.size);
    line.draw(&run, Point { x: style.page.left + x, y })
}

/// How high the dashes stand over the baseline: the clause measures to their upper edge.
fn dash_height(run: &Run, fonts: &Fonts) -> Em {
    let dash = &run.atoms[0];
    let height = ttf_parser::Face::parse(&fonts.fonts[dash.font].data, 0).ok().and_then(|face| {
        let bounds = face.glyph_bounding_box(ttf_parser::GlyphId(dash.glyph))?;
        Some(f64::from(bounds.y_max) / f64::from(face.units_per_em()))
    });
    // A dash without outline has its middle where type has it.
    Em(height.unwrap_or(0.4))
}
