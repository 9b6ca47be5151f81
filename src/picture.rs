//! A picture with a transparent ground: the seal.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Cursor;
use std::ops::Range;
use std::sync::Arc;

use png::{ColorType, Decoder, Limits, Transformations};

/// Pictures by the names that the mark-up calls them by.
pub type Pictures = BTreeMap<String, Arc<Picture>>;

/// A picture: rows of pixels from the top.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Red, green, blue and opacity of each pixel.
    pub pixels: Vec<[u8; 4]>,
}

/// Why some bytes are no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// They are no PNG.
    NoPng,
    /// They are a damaged one.
    Damaged,
    /// It has more pixels than anybody prints.
    TooLarge,
}

/// The most pixels a side: a seal of 60 mm at 2,500 dots an inch.
const MOST: u32 = 6000;
/// What is fainter than this is dust of the scanner.
const FAINT: u8 = 32;

impl Picture {
    /// Reads a PNG of any kind.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        if !bytes.starts_with(b"\x89PNG\r\n\x1A\n") {
            return Err(Unreadable::NoPng);
        }
        let side = MOST as usize;
        let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: side * side * 4 });
        decoder.set_transformations(Transformations::normalize_to_color8() | Transformations::ALPHA);
        let header = decoder.read_header_info().map_err(|_| Unreadable::Damaged)?;
        if header.width > MOST || header.height > MOST {
            return Err(Unreadable::TooLarge);
        }
        let mut reader = decoder.read_info().map_err(|_| Unreadable::Damaged)?;
        let mut samples = vec![0; reader.output_buffer_size().ok_or(Unreadable::TooLarge)?];
        let read = reader.next_frame(&mut samples).map_err(|_| Unreadable::Damaged)?;
        let pixels = match read.color_type {
            ColorType::GrayscaleAlpha => samples.chunks_exact(2).map(|grey| [grey[0], grey[0], grey[0], grey[1]]).collect(),
            ColorType::Rgba => samples.chunks_exact(4).map(|all| [all[0], all[1], all[2], all[3]]).collect(),
            _ => return Err(Unreadable::Damaged),
        };
        Ok(Self { width: read.width as usize, height: read.height as usize, pixels })
    }

    /// The picture as PNG: the same pixels give the same bytes.
    pub fn png(&self) -> Vec<u8> {
        let mut bytes = vec![];
        let mut encoder = png::Encoder::new(&mut bytes, self.width as u32, self.height as u32);
        encoder.set_color(ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(self.pixels.as_flattened()));
        written.expect("a picture that was read, written into memory, is sound");
        bytes
    }

    /// The picture without its empty margins, so that its width is that of the seal; nothing if it is empty.
    pub fn trimmed(&self) -> Option<Self> {
        let inked = |at: &usize| self.pixels[*at][3] >= FAINT;
        let all = || (0..self.pixels.len()).filter(inked);
        let (top, bottom) = (all().next()? / self.width, all().next_back()? / self.width);
        let left = all().map(|at| at % self.width).min()?;
        let right = all().map(|at| at % self.width).max()?;
        let row = |row: usize| &self.pixels[row * self.width + left..=row * self.width + right];
        let pixels = (top..=bottom).flat_map(row).copied().collect();
        Some(Self { width: right - left + 1, height: bottom - top + 1, pixels })
    }

    /// The picture with so many times fewer pixels that no more than `most` stand side by side.
    pub fn reduced(self, most: usize) -> Self {
        let times = self.width.div_ceil(most.max(1));
        if times < 2 {
            return self;
        }
        let (width, height) = (self.width / times, (self.height / times).max(1));
        let part = |at: usize, end: usize| (at * times).min(end - 1)..((at + 1) * times).min(end);
        let pixel = |at: usize| self.mean(part(at / width, self.height), part(at % width, self.width));
        Self { width, height, pixels: (0..width * height).map(pixel).collect() }
    }

    /// The mean of some pixels: each counts for the colour as far as it shows.
    pub fn mean(&self, rows: Range<usize>, columns: Range<usize>) -> [u8; 4] {
        let [mut red, mut green, mut blue, mut opacity] = [0_u64; 4];
        let count = (rows.len() * columns.len()).max(1) as u64;
        for pixel in rows.flat_map(|row| &self.pixels[row * self.width..][columns.clone()]) {
            let [r, g, b, shows] = pixel.map(u64::from);
            (red, green, blue, opacity) = (red + r * shows, green + g * shows, blue + b * shows, opacity + shows);
        }
        let colour = [red, green, blue].map(|part| (part / opacity.max(1)) as u8);
        [colour[0], colour[1], colour[2], (opacity / count) as u8]
    }

    /// The mean colour of what shows.
    pub fn ink(&self) -> [u8; 3] {
        let [red, green, blue, _] = self.mean(0..self.height, 0..self.width);
        [red, green, blue]
    }

    /// Which part of the picture hides what is under it.
    pub fn opaque(&self) -> f64 {
        let hiding = self.pixels.iter().filter(|pixel| pixel[3] >= 128).count();
        hiding as f64 / self.pixels.len().max(1) as f64
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Picture {} × {}", self.width, self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::{Picture, Unreadable};

    const RED: [u8; 4] = [200, 0, 0, 255];
    const NONE: [u8; 4] = [0; 4];

    #[test]
    fn what_is_written_is_read_again() {
        let picture = Picture { width: 2, height: 2, pixels: vec![RED, NONE, [1, 2, 3, 128], RED] };
        assert_eq!(Picture::read(&picture.png()), Ok(picture));
    }

    #[test]
    fn margins_and_dust_are_cut_off() {
        let dust = [9, 9, 9, 9];
        let pixels = vec![dust, NONE, NONE, NONE, RED, RED, NONE, RED, NONE];
        let trimmed = Picture { width: 3, height: 3, pixels }.trimmed().unwrap();
        assert_eq!(trimmed, Picture { width: 2, height: 2, pixels: vec![RED, RED, RED, NONE] });
        assert_eq!(Picture { width: 1, height: 1, pixels: vec![NONE] }.trimmed(), None);
    }

    #[test]
    fn fewer_pixels_are_the_means_of_those_they_stand_for() {
        let blue = [0, 0, 100, 255];
        let pixels = vec![RED, RED, blue, NONE, RED, RED, NONE, blue, RED, NONE];
        let reduced = Picture { width: 5, height: 2, pixels }.reduced(2);
        // Three side by side for one: what is left over at the edge goes.
        assert_eq!((reduced.width, reduced.height), (1, 1));
        let pixels = vec![RED, RED, blue, NONE, RED, RED, NONE, blue];
        let reduced = Picture { width: 4, height: 2, pixels: pixels.clone() }.reduced(2);
        assert_eq!(reduced, Picture { width: 2, height: 1, pixels: vec![RED, [0, 0, 100, 127]] });
        let whole = Picture { width: 4, height: 2, pixels };
        assert_eq!(whole.clone().reduced(4), whole);
    }

    #[test]
    fn grey_and_palettes_are_colours_too() {
        let mut bytes = vec![];
        let mut encoder = png::Encoder::new(&mut bytes, 2, 1);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(vec![200, 0, 0, 0, 0, 0]);
        encoder.set_trns(vec![255, 0]);
        encoder.write_header().unwrap().write_image_data(&[0, 1]).unwrap();
        assert_eq!(Picture::read(&bytes).unwrap().pixels, [RED, NONE]);
    }

    #[test]
    fn what_is_no_picture_is_told() {
        let good = Picture { width: 1, height: 1, pixels: vec![RED] }.png();
        assert_eq!(Picture::read(b"\xFF\xD8\xFF\xE0 JPEG"), Err(Unreadable::NoPng));
        assert_eq!(Picture::read(&good[..good.len() / 2]), Err(Unreadable::Damaged));
        let mut huge = good;
        huge[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
        assert!(Picture::read(&huge).is_err());
    }
}
