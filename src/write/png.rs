//! Pages → pictures: a PNG for each page and one of all pages side by side, for looking at a report where no PDF is shown.

mod fill;

use std::collections::HashMap;

use crate::page::{Drawing, Glyphs, Item, Page, Pages, Point, Shape, Tag};
use crate::style::Colour;
use crate::unit::Pt;

/// Pixels an inch of a page's picture.
const RESOLUTION: f64 = 110.0;
/// Pixels an inch in the picture of all pages.
const SMALL: f64 = 50.0;
/// Each pixel is drawn as so many by so many and averaged, so that glyphs stand between pixels where they must.
const FINE: usize = 3;
/// Pages side by side, and the pixels of grey between them.
const ACROSS: usize = 3;
const GAP: usize = 8;
const GREY: u8 = 70;

/// The pictures of the pages, in their order.
pub fn write(pages: &Pages) -> Vec<Vec<u8>> {
    pages.pages.iter().map(|page| encode(&draw(page, pages, RESOLUTION))).collect()
}

/// One picture of all pages.
pub fn sheet(pages: &Pages) -> Vec<u8> {
    let drawn: Vec<Picture> = pages.pages.iter().map(|page| draw(page, pages, SMALL)).collect();
    let (width, height) = drawn.first().map_or((1, 1), |picture| (picture.width, picture.height));
    let (across, down) = (drawn.len().clamp(1, ACROSS), drawn.len().div_ceil(ACROSS).max(1));
    let mut sheet = Picture::blank(across * (width + GAP) + GAP, down * (height + GAP) + GAP, GREY);
    for (at, picture) in drawn.iter().enumerate() {
        let (x, y) = (GAP + at % ACROSS * (width + GAP), GAP + at / ACROSS * (height + GAP));
        for (row, line) in picture.ink.chunks(width).enumerate() {
            let start = (y + row) * sheet.width + x;
            sheet.ink[start..start + width].copy_from_slice(line);
            if let Some(paper) = &picture.paper {
                sheet.paper()[start..start + width].copy_from_slice(&paper[row * width..][..width]);
            }
        }
    }
    encode(&sheet)
}

/// A picture in black ink on paper.
struct Picture {
    width: usize,
    height: usize,
    /// 0 where the paper is bare, 255 where it is black.
    ink: Vec<u8>,
    /// The colour of the paper: white, unless something coloured lies under the ink.
    paper: Option<Vec<[u8; 3]>>,
}

impl Picture {
    fn blank(width: usize, height: usize, ink: u8) -> Self {
        Self { width, height, ink: vec![ink; width * height], paper: None }
    }

    /// Darkens a pixel; what lies outside the picture is not drawn.
    fn darken(&mut self, x: i64, y: i64, ink: u8) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return };
        if x < self.width && y < self.height {
            let pixel = &mut self.ink[y * self.width + x];
            *pixel = pixel.saturating_add(ink);
        }
    }

    /// The picture in pixels of `FINE` by `FINE` of this one's.
    fn averaged(&self) -> Self {
        let (width, height) = (self.width / FINE, self.height / FINE);
        let shade = |at: usize| {
            let (x, y) = (at % width * FINE, at / width * FINE);
            let row = |dy: usize| &self.ink[(y + dy) * self.width + x..][..FINE];
            let sum: usize = (0..FINE).flat_map(row).map(|ink| usize::from(*ink)).sum();
            (sum / (FINE * FINE)) as u8
        };
        Self { width, height, ink: (0..width * height).map(shade).collect(), paper: None }
    }

    /// The colours of the paper, to lay something on it.
    fn paper(&mut self) -> &mut [[u8; 3]] {
        self.paper.get_or_insert_with(|| vec![[u8::MAX; 3]; self.width * self.height])
    }

    /// Lays a colour under the ink of a pixel, which it covers in part.
    fn tint(&mut self, (x, y): (usize, usize), Colour(colour): Colour, part: f64) {
        let at = y * self.width + x;
        if x < self.width && y < self.height {
            let bare = &mut self.paper()[at];
            let mixed = |colour: u8, bare: u8| (f64::from(colour) * part + f64::from(bare) * (1.0 - part)).round() as u8;
            *bare = [mixed(colour[0], bare[0]), mixed(colour[1], bare[1]), mixed(colour[2], bare[2])];
        }
    }

    /// Lays a filled outline under the ink; `scale` is pixels a point.
    fn shape(&mut self, shape: &Shape, scale: f64) {
        let size = (self.width, self.height);
        fill::fill(shape, scale, size, |x, y, part| self.tint((x, y), shape.ink, part));
    }

    /// Lays a rectangle of a colour under the ink: between two corners, at least a pixel high.
    fn rectangle(&mut self, colour: Colour, from: Point, to: Point, scale: f64) {
        let pixel = |length: Pt| (length.0 * scale).round().max(0.0) as usize;
        let (top, bottom) = (pixel(from.y), pixel(to.y).max(pixel(from.y) + 1));
        for y in top..bottom {
            (pixel(from.x)..pixel(to.x)).for_each(|x| self.tint((x, y), colour, 1.0));
        }
    }

    /// Lays a coloured picture under the ink, each pixel the mean of what falls on it.
    fn lay(&mut self, picture: &crate::picture::Picture, [left, top, right, bottom]: [f64; 4]) {
        let (across, down) = (picture.width as f64 / (right - left), picture.height as f64 / (bottom - top));
        let part = |from: f64, scale: f64, most: usize| {
            let start = ((from * scale).max(0.0) as usize).min(most);
            start..(((from + 1.0) * scale).ceil().max(0.0) as usize).min(most)
        };
        let (width, height) = (self.width, self.height);
        for y in (top.max(0.0) as usize)..(bottom.max(0.0).ceil() as usize).min(height) {
            for x in (left.max(0.0) as usize)..(right.max(0.0).ceil() as usize).min(width) {
                let rows = part(y as f64 - top, down, picture.height);
                let columns = part(x as f64 - left, across, picture.width);
                if rows.is_empty() || columns.is_empty() {
                    continue;
                }
                let [red, green, blue, opacity] = picture.mean(rows, columns).map(u16::from);
                let bare = &mut self.paper()[y * width + x];
                let mixed = |laid: u16, bare: u8| ((laid * opacity + u16::from(bare) * (255 - opacity)) / 255) as u8;
                *bare = [mixed(red, bare[0]), mixed(green, bare[1]), mixed(blue, bare[2])];
            }
        }
    }
}

fn draw(page: &Page, pages: &Pages, resolution: f64) -> Picture {
    let scale = resolution / 72.0 * FINE as f64;
    let pixels = |length: Pt| (length.0 * resolution / 72.0).round().max(1.0) as usize * FINE;
    let mut brush =
        Brush { picture: Picture::blank(pixels(pages.size.0), pixels(pages.size.1), 0), pages, scale, cut: HashMap::new() };
    page.items.iter().chain(&page.numbers).for_each(|item| brush.item(item));
    let mut drawn = brush.picture.averaged();
    let scale = resolution / 72.0;
    pages.ground.iter().for_each(|shape| drawn.shape(shape, scale));
    marks(&mut drawn, page, pages, scale);
    for item in &page.items {
        if let Drawing::Picture { picture, width, height } = item.drawing {
            let Point { x, y } = item.at;
            drawn.lay(&pages.pictures[picture], [x, y, x + width, y + height].map(|side| side.0 * scale));
        }
    }
    drawn
}

/// Lays what is marked on a page under its ink: the tint of marks, the lines and numbers of notes.
fn marks(drawn: &mut Picture, page: &Page, pages: &Pages, scale: f64) {
    for item in &page.items {
        let marked = item.element.is_some_and(|element| pages.elements[element].tag == Tag::Mark);
        if let (true, Drawing::Glyphs(glyphs)) = (marked, &item.drawing) {
            let from = Point { x: item.at.x, y: item.at.y - glyphs.size * 0.88 };
            let to = Point { x: item.at.x + glyphs.width(), y: item.at.y + glyphs.size * 0.12 };
            drawn.rectangle(pages.tint, from, to, scale);
        }
    }
    for note in &page.notes {
        let Tag::Note { ink, rule, .. } = pages.elements[note.element].tag else { continue };
        for line in &note.lines {
            let (from, to) = line.ends();
            let half = rule / 2.0;
            drawn.rectangle(ink, Point { y: from.y - half, ..from }, Point { y: to.y + half, ..to }, scale);
        }
        note.number.iter().for_each(|number| drawn.shape(&number.shape, scale));
    }
}

/// Draws on a picture. Glyphs that were drawn once are kept.
struct Brush<'a> {
    picture: Picture,
    pages: &'a Pages,
    /// Fine pixels a point.
    scale: f64,
    cut: HashMap<(usize, u16, u64), (fontdue::Metrics, Vec<u8>)>,
}

impl Brush<'_> {
    fn item(&mut self, item: &Item) {
        match &item.drawing {
            Drawing::Glyphs(glyphs) => self.glyphs(item.at, glyphs),
            Drawing::Rule { to, width } => self.rule(item.at, *to, *width),
            Drawing::Picture { .. } => {} // lies under the ink
        }
    }

    fn glyphs(&mut self, at: Point, run: &Glyphs) {
        let size = run.size.0 * self.scale;
        let mut x = at.x;
        for glyph in &run.glyphs {
            let font = &self.pages.fonts[run.font];
            let key = (run.font, glyph.id, size.to_bits());
            let (metrics, ink) =
                self.cut.entry(key).or_insert_with(|| font.outlines().rasterize_indexed(glyph.id, size as f32));
            let left = (x.0 * self.scale).round() as i64 + i64::from(metrics.xmin);
            let top = (at.y.0 * self.scale).round() as i64 - i64::from(metrics.ymin) - metrics.height as i64;
            for (index, ink) in ink.iter().enumerate().filter(|(_, ink)| **ink > 0) {
                let (column, row) = (index % metrics.width, index / metrics.width);
                self.picture.darken(left + column as i64, top + row as i64, *ink);
            }
            x += glyph.advance;
        }
    }

    /// Rules are horizontal or vertical: a rectangle, at least one fine pixel thick.
    fn rule(&mut self, from: Point, to: Point, width: Pt) {
        let pixel = |length: Pt| (length.0 * self.scale).round() as i64;
        let half = width / 2.0;
        let (left, right) = (pixel(from.x.min(to.x) - half), pixel(from.x.max(to.x) + half));
        let (top, bottom) = (pixel(from.y.min(to.y) - half), pixel(from.y.max(to.y) + half));
        for y in top..bottom.max(top + 1) {
            for x in left..right.max(left + 1) {
                self.picture.darken(x, y, u8::MAX);
            }
        }
    }
}

fn encode(picture: &Picture) -> Vec<u8> {
    let mut bytes = vec![];
    let mut encoder = png::Encoder::new(&mut bytes, picture.width as u32, picture.height as u32);
    encoder.set_color(if picture.paper.is_some() { png::ColorType::Rgb } else { png::ColorType::Grayscale });
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let light: Vec<u8> = match &picture.paper {
        None => picture.ink.iter().map(|ink| u8::MAX - ink).collect(),
        Some(paper) => {
            let shone =
                |(colour, ink): (&[u8; 3], &u8)| colour.map(|part| (u16::from(part) * u16::from(u8::MAX - ink) / 255) as u8);
            paper.iter().zip(&picture.ink).flat_map(shone).collect()
        }
    };
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&light));
    written.expect("a picture of this size, written into memory, is sound");
    bytes
}
