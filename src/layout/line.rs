//! A line, filled: where each of its glyphs stands.

use std::ops::Range;

use crate::layout::run::Run;
use crate::layout::shape::Atom;
use crate::layout::space::{BRACKET, LINE_END, RANKS, Stretch, hang_left, hang_right};
use crate::page::{Drawing, Glyph, Glyphs, Item, Point};
use crate::unit::{Em, Pt};

/// A line of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its atoms.
    pub atoms: Range<usize>,
    /// Where each glyph's origin stands, from the line's start; one more for the line's end.
    pub places: Vec<Pt>,
}

/// A space that would open further than this in a justified line stays as it is: the line is left ragged.
const WIDEST: Em = Em(0.25);

impl Line {
    /// Sets a range of a run to a width: too long a line is pressed together, a `justified` one opened to the full width.
    pub fn set(run: &Run, range: Range<usize>, room: Pt, justified: bool) -> Self {
        let visible = run.visible(range.clone());
        let mut places = vec![Pt::ZERO; range.len() + 1];
        if visible.is_empty() {
            return Self { atoms: range, places };
        }
        let inner = visible.start..visible.end - 1;
        let mut spaces: Vec<Pt> = run.gaps[inner.clone()].iter().map(|gap| gap.natural).collect();
        let (mut head, mut tail) = (Pt::ZERO, Pt::ZERO);
        let over = run.width(range.clone()) - room;
        if !run.width(range.clone()).fits(room) {
            (head, tail) = press(run, visible.clone(), over, &mut spaces);
        } else if justified {
            open(run, inner, -over, &mut spaces);
        }
        let mut at = -head;
        for (index, atom) in run.atoms[visible.clone()].iter().enumerate() {
            places[index] = at;
            at += atom.width + spaces.get(index).copied().unwrap_or(Pt::ZERO);
        }
        places[visible.len()..].fill(at - tail);
        Self { atoms: range, places }
    }

    /// The width of the line.
    pub fn width(&self) -> Pt {
        self.places.last().copied().unwrap_or_default()
    }

    /// The line as items, its start at a point on the baseline.
    pub fn draw(&self, run: &Run, at: Point) -> Vec<Item> {
        let atoms = &run.atoms[self.atoms.clone()];
        let mut items = vec![];
        let mut index = 0;
        for piece in atoms.chunk_by(|a, b| (a.font, a.size, a.element) == (b.font, b.size, b.element)) {
            let places = &self.places[index..=index + piece.len()];
            items.push(glyphs(piece, places, at));
            index += piece.len();
        }
        items
    }
}

/// Atoms of one font as an item.
fn glyphs(atoms: &[Atom], places: &[Pt], at: Point) -> Item {
    let glyph =
        |(atom, place): (&Atom, &[Pt])| Glyph { id: atom.glyph, character: atom.character, advance: place[1] - place[0] };
    let glyphs = atoms.iter().zip(places.windows(2)).map(glyph).collect();
    let first = &atoms[0];
    Item {
        at: Point { x: at.x + places[0], y: at.y },
        element: first.element,
        drawing: Drawing::Glyphs(Glyphs { font: first.font, size: first.size, glyphs }),
    }
}

/// Takes `over` out of the spaces, rank by rank; gives what was taken off the line's two ends.
fn press(run: &Run, visible: Range<usize>, mut over: Pt, spaces: &mut [Pt]) -> (Pt, Pt) {
    let gaps = &run.gaps[visible.start..visible.end - 1];
    let (head, tail) = (hang_left(&run.atoms[visible.start]), hang_right(&run.atoms[visible.end - 1]));
    let (mut head_taken, mut tail_taken) = (Pt::ZERO, Pt::ZERO);
    for rank in 0..RANKS {
        let head = if rank == BRACKET { head } else { Pt::ZERO };
        let tail = if rank == LINE_END { tail } else { Pt::ZERO };
        let give = |index: usize| if gaps[index].rank == rank { gaps[index].shrink } else { Pt::ZERO };
        let all: Pt = (0..gaps.len()).map(give).sum::<Pt>() + head + tail;
        if all > Pt::ZERO && over > Pt::ZERO {
            let part = (over / all).min(1.0);
            (0..gaps.len()).for_each(|index| spaces[index] -= give(index) * part);
            head_taken += head * part;
            tail_taken += tail * part;
            over -= all * part;
        }
    }
    (head_taken, tail_taken)
}

/// Puts `short` into the spaces: into those of Latin words and beside them up to their limits, then into all alike.
fn open(run: &Run, inner: Range<usize>, mut short: Pt, spaces: &mut [Pt]) {
    let gaps = &run.gaps[inner.clone()];
    let limits: [fn(Stretch) -> Pt; 2] = [
        |stretch| if let Stretch::Word(limit) = stretch { limit } else { Pt::ZERO },
        |stretch| if let Stretch::Mixed(limit) = stretch { limit } else { Pt::ZERO },
    ];
    let any = gaps.iter().filter(|gap| gap.stretch == Stretch::Any).count();
    let opening = gaps.iter().filter(|gap| gap.stretch != Stretch::Never).count();
    let Some(first) = run.atoms.get(inner.start).filter(|_| opening > 0) else { return };
    if !(short / opening as f64).fits(WIDEST.at(first.size)) {
        return;
    }
    for limit in limits {
        let all: Pt = gaps.iter().map(|gap| limit(gap.stretch)).sum();
        if all > Pt::ZERO {
            let part = (short / all).min(1.0);
            spaces.iter_mut().zip(gaps).for_each(|(space, gap)| *space += limit(gap.stretch) * part);
            short -= all * part;
        }
    }
    let (takes, count): (fn(Stretch) -> bool, usize) =
        if any > 0 { (|stretch| stretch == Stretch::Any, any) } else { (|stretch| stretch != Stretch::Never, opening) };
    let each = short / count as f64;
    spaces.iter_mut().zip(gaps).filter(|(_, gap)| takes(gap.stretch)).for_each(|(space, _)| *space += each);
}

#[cfg(test)]
mod tests {
    use super::Line;
    use crate::layout::run::Run;
    use crate::unit::Pt;

    fn places(text: &str, room: f64, justified: bool) -> Vec<f64> {
        let run = Run::sample(text);
        let line = Line::set(&run, 0..run.atoms.len(), Pt(room), justified);
        line.places.iter().map(|place| (place.0 * 100.0).round() / 100.0).collect()
    }

    #[test]
    fn the_mark_at_the_end_gives_way_first() {
        assert_eq!(places("甲，乙。", 37.0, false), [0.0, 10.0, 20.0, 30.0, 37.0]);
        assert_eq!(places("甲，乙。", 33.0, false), [0.0, 10.0, 18.0, 28.0, 33.0]);
    }

    #[test]
    fn a_justified_line_opens_up_to_the_measure() {
        assert_eq!(places("甲乙丙", 34.0, true), [0.0, 12.0, 24.0, 34.0]);
        // First the quarter between 汉字 and digits, then all alike; never inside a number.
        assert_eq!(places("甲乙12", 34.0, true), [0.0, 10.67, 24.0, 29.0, 34.0]);
    }

    #[test]
    fn lower_ranks_give_all_they_have_before_higher_give_any() {
        // The two sides of the dot give a quarter each, the bracket half of its half, the comma and the digit nothing yet.
        let free = places("甲·乙（丙，丁1", 200.0, false);
        let pressed = places("甲·乙（丙，丁1", free[free.len() - 1] - 7.5, false);
        let given: Vec<f64> = free.iter().zip(&pressed).map(|(free, pressed)| free - pressed).collect();
        assert_eq!(given, [0.0, 2.5, 5.0, 7.5, 7.5, 7.5, 7.5, 7.5, 7.5]);
    }

    #[test]
    fn spaces_of_words_open_first_then_those_beside_digits_then_all() {
        let text = "甲乙ab cd";
        let free = places(text, 47.5, true);
        let opened = |room: f64| -> Vec<f64> {
            let places = places(text, room, true);
            free.iter().zip(&places).map(|(free, place)| ((place - free) * 100.0).round() / 100.0).collect()
        };
        assert_eq!(opened(49.5), [0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 2.0, 2.0]);
        assert_eq!(opened(51.83), [0.0, 1.0, 1.83, 1.83, 1.83, 4.33, 4.33, 4.33]);
    }

    #[test]
    fn a_line_that_would_be_torn_is_left_ragged() {
        assert_eq!(places("甲乙", 60.0, true), [0.0, 10.0, 20.0]);
    }
}
