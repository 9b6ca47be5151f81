//! Numbers of lines in the left margin, counted anew on every page as Word counts them: lines of text, none of tables.

use crate::layout::font::Fonts;
use crate::layout::line::Line;
use crate::layout::run::Run;
use crate::layout::shape::Type;
use crate::layout::text::plain;
use crate::page::{Drawing, Item, Point};
use crate::style::Style;
use crate::unit::Pt;

/// The numbers beside some lines of text; `counted` are those before them on the page.
pub fn numbers(items: &[Item], counted: &mut u16, style: &Style, fonts: &Fonts) -> Vec<Item> {
    let look = &style.draft.lines;
    let mut numbers = vec![];
    let mut baselines: Vec<Pt> = vec![];
    for item in items.iter().filter(|item| matches!(item.drawing, Drawing::Glyphs(_))) {
        if baselines.contains(&item.at.y) {
            continue;
        }
        baselines.push(item.at.y);
        *counted += 1;
        if counted.is_multiple_of(look.every) {
            let with = Type::plain(&style.folio.face, look.size);
            let run = Run::new(fonts.shape(&plain(&counted.to_string()), with, |_| None));
            let line = Line::set(&run, 0..run.atoms.len(), style.page.left, false);
            let x = style.page.left - look.away - line.width();
            numbers.extend(line.draw(&run, Point { x, y: item.at.y }));
        }
    }
    numbers
}
