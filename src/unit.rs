//! Lengths are types: points on the page, ems of a type size. Other units exist only where a value enters (style files) or
//! leaves (twips, half-points and EMU inside `write/docx`).

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

use serde::Deserialize;

/// A length in points (1/72 inch).
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Pt(pub f64);

/// A length in ems: parts of the type size.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Em(pub f64);

impl Pt {
    /// A length of nothing.
    pub const ZERO: Self = Self(0.0);

    /// `mm` millimetres.
    pub fn mm(mm: f64) -> Self {
        Self(mm * 72.0 / 25.4)
    }

    /// This length in millimetres.
    pub fn to_mm(self) -> f64 {
        self.0 * 25.4 / 72.0
    }

    /// The longer of the two.
    pub fn max(self, other: Self) -> Self {
        Self(self.0.max(other.0))
    }

    /// The shorter of the two.
    pub fn min(self, other: Self) -> Self {
        Self(self.0.min(other.0))
    }

    /// Whether this length fits into `room`, with a slack of a hundredth of a point for the rounding of sums.
    pub fn fits(self, room: Self) -> bool {
        self.0 <= room.0 + 0.01
    }
}

impl Em {
    /// The length of this many ems in type of `size`.
    pub fn at(self, size: Pt) -> Pt {
        Pt(self.0 * size.0)
    }
}

impl fmt::Display for Pt {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        // Rounded so that dumps of pages compare equal on every machine; no "-0".
        let rounded = (self.0 * 100.0).round() / 100.0 + 0.0;
        write!(f, "{rounded}")
    }
}

impl Add for Pt {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Pt {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Pt {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Mul<f64> for Pt {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self(self.0 * factor)
    }
}

impl Div<f64> for Pt {
    type Output = Self;
    fn div(self, factor: f64) -> Self {
        Self(self.0 / factor)
    }
}

impl Div for Pt {
    type Output = f64;
    fn div(self, other: Self) -> f64 {
        self.0 / other.0
    }
}

impl AddAssign for Pt {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl SubAssign for Pt {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Sum for Pt {
    fn sum<I: Iterator<Item = Self>>(lengths: I) -> Self {
        lengths.fold(Self::ZERO, Add::add)
    }
}

/// The Chinese type sizes (字号) in points.
const SIZES: [(&str, f64); 12] = [
    ("小初", 36.0),
    ("一号", 26.0),
    ("小一", 24.0),
    ("二号", 22.0),
    ("小二", 18.0),
    ("三号", 16.0),
    ("小三", 15.0),
    ("四号", 14.0),
    ("小四", 12.0),
    ("五号", 10.5),
    ("小五", 9.0),
    ("六号", 7.5),
];

impl TryFrom<String> for Pt {
    type Error = String;

    /// Reads `16pt`, `37mm`, `三号`.
    fn try_from(text: String) -> Result<Self, String> {
        if let Some((_, points)) = SIZES.iter().find(|(name, _)| *name == text) {
            return Ok(Self(*points));
        }
        let number =
            |unit: &str| text.strip_suffix(unit).and_then(|n| n.trim().parse::<f64>().ok()).filter(|n| n.is_finite());
        number("pt")
            .map(Self)
            .or_else(|| number("mm").map(Self::mm))
            .ok_or_else(|| format!("“{text}”不是长度：写成 16pt、37mm 或 三号 这样"))
    }
}

impl TryFrom<String> for Em {
    type Error = String;

    /// Reads `2em`.
    fn try_from(text: String) -> Result<Self, String> {
        let number = text.strip_suffix("em").and_then(|n| n.trim().parse::<f64>().ok()).filter(|n| n.is_finite());
        number.map(Self).ok_or_else(|| format!("“{text}”不是以字为单位的长度：写成 2em 这样"))
    }
}

impl<'de> Deserialize<'de> for Pt {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::try_from(String::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Em {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::try_from(String::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::{Em, Pt};

    #[test]
    fn reads_the_units_a_style_file_uses() {
        assert_eq!(Pt::try_from("16pt".to_string()), Ok(Pt(16.0)));
        assert_eq!(Pt::try_from("三号".to_string()), Ok(Pt(16.0)));
        assert!((Pt::try_from("156mm".to_string()).unwrap().0 - 442.204_72).abs() < 1e-4);
        assert_eq!(Em::try_from("2em".to_string()).unwrap().at(Pt(16.0)), Pt(32.0));
        assert!(Pt::try_from("16".to_string()).is_err());
    }

    #[test]
    fn prints_without_noise() {
        assert_eq!(Pt(-0.001).to_string(), "0");
        assert_eq!(Pt(104.881_89).to_string(), "104.88");
    }
}
