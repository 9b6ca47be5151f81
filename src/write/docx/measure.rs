//! Points → the units of WordprocessingML. They exist nowhere else in the program.

use crate::style::Style;
use crate::unit::Pt;

/// Twentieths of a point (ECMA-376 Part 1, 17.18.87), rounded.
pub fn twips(length: Pt) -> i32 {
    (length.0 * 20.0).round() as i32
}

/// Twentieths of a point of a length that is never negative.
pub fn extent(length: Pt) -> usize {
    twips(length).max(0) as usize
}

/// Half-points, for type sizes (17.18.42), rounded.
pub fn half_points(size: Pt) -> usize {
    (size.0 * 2.0).round().max(0.0) as usize
}

/// Eighths of a point, for the thickness of rules (17.18.22); a rule has at least two.
pub fn eighths(rule: Pt) -> usize {
    (rule.0 * 8.0).round().max(2.0) as usize
}

/// The pitch of the line grid in twips, rounded down so that all its lines fit into the type area.
pub fn line_pitch(style: &Style) -> usize {
    (style.line_pitch().0 * 20.0).floor().max(1.0) as usize
}

/// What to add to each character of a size so that the grid's characters stand in a line, in twips. Type of another size than the
/// body's does not stand on the grid and gets nothing.
pub fn tracking(size: Pt, style: &Style) -> i32 {
    if size == style.body.size { ((style.character_pitch() - size).0 * 20.0).ceil() as i32 } else { 0 }
}

/// Width of a line: what the grid's characters take in whole twips, the last of them untracked as LibreOffice sets it. It is the measure
/// but for a twip a character.
pub fn line_width(style: &Style) -> i32 {
    let (size, tracking) = (twips(style.body.size), tracking(style.body.size, style));
    let characters = i32::from(style.grid.characters) * (size + tracking) - tracking.min(0);
    twips(style.page.measure).max(characters)
}

/// Splits the measure among columns, in twips: the widths sum to it exactly, whatever the rounding.
pub fn columns(parts: &[f64], measure: Pt) -> Vec<usize> {
    let (sum, measure) = (parts.iter().sum::<f64>(), extent(measure) as f64);
    let mut done = 0.0;
    let edges = parts.iter().map(|part| {
        done += part;
        (done / sum * measure).round() as usize
    });
    edges.scan(0, |left, right| Some(right - std::mem::replace(left, right))).collect()
}

#[cfg(test)]
mod tests {
    use super::{columns, line_pitch, line_width, tracking, twips};
    use crate::unit::Pt;
    use crate::write::docx::sample;

    #[test]
    fn the_grid_of_the_standard_fits_the_type_area() {
        let style = sample::style();
        assert_eq!(line_pitch(&style), 579);
        assert_eq!(tracking(Pt(22.0), &style), 0);
        let character = 320 + tracking(Pt(16.0), &style);
        assert_eq!((character, line_width(&style)), (316, 28 * 316 + 4));
        assert!(line_width(&style) - twips(style.page.measure) <= 28);
    }

    #[test]
    fn columns_sum_to_the_measure() {
        let widths = columns(&[1.0; 15], Pt::mm(156.0));
        assert_eq!(widths.iter().sum::<usize>(), 8844);
        assert!(widths.iter().all(|width| (589..=590).contains(width)));
    }
}
