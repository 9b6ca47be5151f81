//! Strips of the grid: what stands on whole lines of it, one under another, not yet on a page.

use crate::page::{Drawing, Item};
use crate::unit::Pt;

/// Something a whole number of grid lines high.
#[derive(Debug, Default)]
pub struct Strip {
    /// How many lines of the grid it takes.
    pub lines: usize,
    /// What is drawn; y counts from the strip's upper edge.
    pub items: Vec<Item>,
    /// Whether it may be less high than its lines: text and blanks are, tables and seals are not.
    pub gives: bool,
    /// How much less high than its lines it is.
    pub pressed: Pt,
    /// Whether what follows stays on the same page.
    pub keeps: bool,
    /// Whether it stays on the page of the table before.
    pub clings: bool,
    /// Whether its lines are counted: those of text are, those of tables are not.
    pub counted: bool,
    /// The heading that starts here: level and title for the outline.
    pub heading: Option<(u8, String)>,
}

impl Strip {
    /// Blank lines.
    pub fn blank(lines: usize, keeps: bool) -> Self {
        Self { lines, keeps, gives: true, ..Self::default() }
    }

    /// How high it is, on a grid of a pitch.
    pub fn height(&self, pitch: Pt) -> Pt {
        pitch * self.lines as f64 - self.pressed
    }

    /// The items, moved down; in a strip that is pressed they stay in the middle.
    pub fn moved(self, down: Pt) -> impl Iterator<Item = Item> {
        let down = down - self.pressed / 2.0;
        self.items.into_iter().map(move |mut item| {
            item.at.y += down;
            if let Drawing::Rule { to, .. } = &mut item.drawing {
                to.y += down;
            }
            item
        })
    }
}

/// Where the baseline of a line of type stands in a box: the em, 0.88 over and 0.12 under the baseline, in its middle.
pub fn baseline(height: Pt, size: Pt) -> Pt {
    (height - size) / 2.0 + size * 0.88
}
