//! Nested labels → places on a grid. The same rule serves column heads (levels are rows) and row labels (levels are columns).

use super::Axis;

/// A label placed: `level` and `down` count levels, `start` and `across` count leaves.
#[derive(Clone, Copy, Debug)]
pub struct Placed<'a> {
    /// The label.
    pub axis: &'a Axis,
    /// The level it stands at, from 0.
    pub level: usize,
    /// How many levels it covers.
    pub down: usize,
    /// The first leaf under it, from 0.
    pub start: usize,
    /// How many leaves it covers.
    pub across: usize,
}

/// Places labels on `levels` levels: a parent takes one, a leaf all that are left.
pub fn place(axes: &[Axis], levels: usize) -> Vec<Placed<'_>> {
    let mut placed = vec![];
    visit(axes, 0, levels, 0, &mut placed);
    placed
}

/// How many levels a tree of labels has.
pub fn depth(axes: &[Axis]) -> usize {
    axes.iter().map(|axis| 1 + depth(&axis.children)).max().unwrap_or(0)
}

fn visit<'a>(axes: &'a [Axis], level: usize, levels: usize, mut start: usize, placed: &mut Vec<Placed<'a>>) -> usize {
    for axis in axes {
        let at = placed.len();
        placed.push(Placed { axis, level, down: 1, start, across: axis.span });
        let end = if axis.children.is_empty() {
            placed[at].down = levels.saturating_sub(level).max(1);
            start + axis.span
        } else {
            visit(&axis.children, level + 1, levels, start, placed)
        };
        placed[at].across = end - start;
        start = end;
    }
    start
}
