//! How much of each pixel lies inside an outline.

use crate::page::{Point, Shape, Step};

/// Each pixel is looked at in so many rows and columns.
const FINE: usize = 4;
/// A curve is drawn as so many straight lines.
const PIECES: usize = 8;

/// A straight piece of an outline, in fine pixels.
type Edge = [(f64, f64); 2];

/// Tells `paint` the pixels that an outline covers, each with how much of it, up to 1; `scale` is pixels a point, the picture is
/// `width` by `height` pixels.
pub fn fill(shape: &Shape, scale: f64, (width, height): (usize, usize), mut paint: impl FnMut(usize, usize, f64)) {
    let edges = edges(shape, scale * FINE as f64);
    let ends = || edges.iter().flatten().map(|end| end.1);
    let (top, bottom) = ends().fold((f64::MAX, 0.0_f64), |(top, bottom), y| (top.min(y), bottom.max(y)));
    let rows = (top.max(0.0) as usize) / FINE..((bottom.max(0.0).ceil() as usize) / FINE + 1).min(height);
    let mut covered = vec![0_u16; width];
    for row in rows {
        covered.fill(0);
        for fine in row * FINE..(row + 1) * FINE {
            inside(&edges, fine as f64 + 0.5, &mut covered);
        }
        for (column, count) in covered.iter().enumerate().filter(|(_, count)| **count > 0) {
            paint(column, row, f64::from(*count) / (FINE * FINE) as f64);
        }
    }
}

/// Counts the fine pixels of a row that lie inside.
fn inside(edges: &[Edge], y: f64, covered: &mut [u16]) {
    let mut crossings: Vec<(f64, i32)> = vec![];
    for [from, to] in edges {
        let turn = if from.1 < to.1 { 1 } else { -1 };
        if (from.1.min(to.1)..from.1.max(to.1)).contains(&y) {
            crossings.push((from.0 + (to.0 - from.0) * (y - from.1) / (to.1 - from.1), turn));
        }
    }
    crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut turns = 0;
    for pair in crossings.windows(2) {
        turns += pair[0].1;
        if turns != 0 {
            let last = (pair[1].0.round().max(0.0) as usize).min(covered.len() * FINE);
            (pair[0].0.round().max(0.0) as usize..last).for_each(|at| covered[at / FINE] += 1);
        }
    }
}

/// The straight pieces of an outline.
fn edges(shape: &Shape, scale: f64) -> Vec<Edge> {
    let at = |point: Point| (point.x.0 * scale, point.y.0 * scale);
    let (mut edges, mut start, mut here) = (vec![], (0.0, 0.0), (0.0, 0.0));
    for step in &shape.steps {
        match *step {
            Step::Move(to) => (start, here) = (at(to), at(to)),
            Step::Line(to) => {
                edges.push([here, at(to)]);
                here = at(to);
            }
            Step::Curve(one, two, to) => {
                let (from, one, two, to) = (here, at(one), at(two), at(to));
                for piece in 1..=PIECES {
                    let t = piece as f64 / PIECES as f64;
                    let s = 1.0 - t;
                    let mix = |a: f64, b: f64, c: f64, d: f64| {
                        s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d
                    };
                    let next = (mix(from.0, one.0, two.0, to.0), mix(from.1, one.1, two.1, to.1));
                    edges.push([here, next]);
                    here = next;
                }
            }
            Step::Close => {
                edges.push([here, start]);
                here = start;
            }
        }
    }
    edges
}

#[cfg(test)]
mod tests {
    use super::fill;
    use crate::page::{Point, Shape, Step};
    use crate::style::Colour;
    use crate::unit::Pt;

    #[test]
    fn a_square_with_a_hole_covers_its_rim() {
        let ring = |from: f64, to: f64, back: bool| {
            let mut corners = [(from, from), (to, from), (to, to), (from, to)];
            if back {
                corners.reverse();
            }
            let points = corners.map(|(x, y)| Point { x: Pt(x), y: Pt(y) });
            [Step::Move(points[0]), Step::Line(points[1]), Step::Line(points[2]), Step::Line(points[3]), Step::Close]
        };
        let steps = [ring(1.0, 4.0, false), ring(2.0, 3.0, true)].concat();
        let mut covered = [[0.0; 5]; 5];
        fill(&Shape { ink: Colour::default(), steps }, 1.0, (5, 5), |x, y, part| covered[y][x] = part);
        let rim = [0.0, 1.0, 1.0, 1.0, 0.0];
        assert_eq!(covered, [[0.0; 5], rim, [0.0, 1.0, 0.0, 1.0, 0.0], rim, [0.0; 5]]);
    }
}
