//! How a draft differs from a final: watermark, marks, numbers of lines.

use serde::Deserialize;

use crate::unit::Pt;

/// What only a draft has.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftStyle {
    /// What gaps stand on.
    pub mark: Colour,
    /// What is written across every page.
    pub watermark: WatermarkStyle,
    /// Findings at their places.
    pub note: NoteStyle,
    /// The numbers of lines.
    pub lines: LineNumberStyle,
}

/// A watermark.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WatermarkStyle {
    /// Role of the face.
    pub face: String,
    /// Its colour.
    pub ink: Colour,
    /// How much of the measure it is long, at most.
    pub length: f64,
    /// The largest type size.
    pub most: Pt,
    /// How steep it rises, in degrees.
    pub angle: f64,
}

/// A finding at its place: a line under the characters, over it the finding's number.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteStyle {
    /// Role of the face of the number.
    pub face: String,
    /// Its type size.
    pub size: Pt,
    /// Thickness of the line.
    pub rule: Pt,
    /// The colour of both.
    pub ink: Colour,
}

/// The numbers of lines, in the face of the page numbers.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineNumberStyle {
    /// Every how manieth line has its number.
    pub every: u16,
    /// Type size.
    pub size: Pt,
    /// Between the number and the type area.
    pub away: Pt,
}

/// A colour: red, green and blue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Colour(pub [u8; 3]);

impl TryFrom<String> for Colour {
    type Error = String;

    /// Reads `#c00000`.
    fn try_from(text: String) -> Result<Self, String> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii());
        let part = |at: usize| digits.and_then(|digits| u8::from_str_radix(&digits[at..at + 2], 16).ok());
        let parts = part(0).zip(part(2)).zip(part(4));
        parts
            .map(|((red, green), blue)| Self([red, green, blue]))
            .ok_or_else(|| format!("“{text}”不是颜色，写成 #c00000 这样"))
    }
}

impl Colour {
    /// `C00000`
    pub fn hexadecimal(self) -> String {
        crate::source::hexadecimal(&self.0).to_uppercase()
    }
}

impl DraftStyle {
    /// What cannot be set.
    pub fn fault(&self) -> Option<String> {
        let sizes = [self.watermark.most, self.note.size, self.lines.size];
        let sound = sizes.iter().all(|size| (2.0..=500.0).contains(&size.0))
            && (0.05..=1.0).contains(&self.watermark.length)
            && (-90.0..=90.0).contains(&self.watermark.angle)
            && (0.0..=10.0).contains(&self.note.rule.0)
            && (0.0..=100.0).contains(&self.lines.away.0)
            && self.lines.every > 0;
        (!sound).then(|| "draft：字号、长度、角度或行数不合理".into())
    }
}

#[cfg(test)]
mod tests {
    use super::Colour;

    #[test]
    fn colours() {
        assert_eq!(Colour::try_from("#c0ff00".to_string()), Ok(Colour([192, 255, 0])));
        assert_eq!(Colour([192, 255, 0]).hexadecimal(), "C0FF00");
        for wrong in ["c0ff00", "#c0ff0", "#c0ff0g", "#c0ff0年"] {
            assert!(Colour::try_from(wrong.to_string()).is_err(), "{wrong}");
        }
    }
}
