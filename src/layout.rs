//! Document → pages, on the grid of GB/T 9704: 22 lines of 28 characters.
//!
//! Characters are collected, found in fonts and cut out of them (`collect`, `known`, `font`, `cut`), shaped to atoms (`shape`), measured
//! with the spaces between them (`space`, `bond`, `run`), broken into lines (`break_`, `balance`) and filled (`line`); blocks and
//! tables become strips of whole grid lines (`block`, `table`), and strips become pages (`flow`).

mod annex;
mod balance;
mod block;
mod bond;
mod break_;
mod cell;
mod characters;
mod collect;
mod comment;
mod cut;
mod flow;
mod folio;
mod font;
mod ink;
mod known;
mod library;
mod line;
mod line_number;
mod note;
mod rule;
mod run;
mod seal;
mod shape;
mod signature;
mod space;
mod strip;
mod structure;
mod table;
mod text;

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Result, Severity};
use crate::document::{Block, Document};
use crate::layout::block::{Setter, keep_first, keep_last};
use crate::layout::flow::{Flow, Matter, Unfit};
use crate::layout::folio::folio;
use crate::layout::font::Fonts;
use crate::layout::strip::Strip;
use crate::layout::structure::Structure;
use crate::layout::table::Grid;
use crate::page::{Entry, Page, Pages};
use crate::review::Review;
use crate::shelf::Shelf;
use crate::style::Style;
use crate::unit::Pt;

/// Sets a document.
///
/// # Errors
/// `missing-glyph` for characters no font has, `cannot-set` for a whole-page table that does not fit, `bad-form` for a style
/// that names what is not there.
pub fn lay_out(document: &Document, style: &Style, fonts: &Shelf) -> Result<Pages> {
    lay_out_reviewed(document, style, &Review::default(), fonts)
}

/// Sets a document with its review: watermark, comments as numbered marks, numbers of lines. They take no room, so that every line
/// stands where it stands without them. Changes are not shown.
///
/// # Errors
/// Those of [`lay_out`].
pub fn lay_out_reviewed(document: &Document, style: &Style, review: &Review, fonts: &Shelf) -> Result<Pages> {
    let fonts = Fonts::load(&collect::collect(document, style, review), document, style, fonts)?;
    let mut setter = Setter { style, fonts: &fonts, structure: Structure::new(), pictures: vec![] };
    let matter = set(document, &mut setter);
    let flow = Flow::new(usize::from(style.grid.lines), style.line_pitch(), style.signature.pitch);
    let pages = flow.fill(matter).map_err(|unfit| does_not_fit(unfit, style))?;
    let Setter { mut structure, pictures, .. } = setter;
    let told = Diagnostics(pages.iter().enumerate().filter_map(|(at, page)| closer(at, page, document, style)).collect());
    let (outline, mut pages) = place(pages, style, review, &fonts);
    comment::place(&mut pages, document, review, &mut structure, style, &fonts);
    let ground = review.watermark.as_ref().map(|text| ink::watermark(text, style, &fonts));
    let tint = style.draft.mark;
    let size = (style.page.width, style.page.height);
    let (info, elements) = (document.info.clone(), structure.elements);
    Ok(Pages { info, size, fonts: fonts.fonts, pictures, elements, outline, ground, tint, pages, told })
}

/// Finds every character of a document and its review in the fonts, without setting anything, and returns the names of the font files.
///
/// # Errors
/// As [`lay_out`]'s `missing-glyph` and `bad-form`; `private-character`.
pub fn find_glyphs(document: &Document, review: &Review, style: &Style, fonts: &Shelf) -> Result<BTreeSet<String>> {
    let (files, missing) = look_up(document, review, style, fonts)?;
    font::report(&missing, document).or_fail().map(|_| files)
}

/// Whether every face of a style has every character of some texts but those of ASCII, so that a document of them lacks none, wherever each
/// is set. If not, [`find_glyphs`] knows.
///
/// # Errors
/// As [`find_glyphs`], also for faces that no document needs.
pub fn has_all<'t>(texts: impl Iterator<Item = &'t str>, style: &Style, fonts: &Shelf) -> Result<bool> {
    known::are_everywhere(texts, style, fonts)
}

/// The characters of a document that no font has, and what is to be told of them.
///
/// # Errors
/// `bad-form` for a style that names what is not there.
pub fn missing_glyphs(document: &Document, style: &Style, fonts: &Shelf) -> Result<(BTreeSet<char>, Diagnostics)> {
    let (_, missing) = look_up(document, &Review::default(), style, fonts)?;
    let told = font::report(&missing, document);
    Ok((missing, told))
}

/// The names of the font files that have the characters of a document and its review, and the characters that none has or that
/// only a font tells from others.
fn look_up(
    document: &Document,
    review: &Review,
    style: &Style,
    fonts: &Shelf,
) -> Result<(BTreeSet<String>, BTreeSet<char>)> {
    let needs = collect::collect(document, style, review);
    let (files, mut missing) = known::files(&needs, style, fonts)?;
    let last = needs.values().flat_map(|characters| characters.outside(font::FIRST_PRIVATE, &[]));
    missing.extend(last.map(|(character, _)| character).filter(|c| font::is_private(*c)));
    Ok((files, missing))
}

/// Sets every block; what stands together is marked so.
fn set<'a>(document: &'a Document, setter: &mut Setter<'a>) -> Vec<Matter<'a>> {
    let mut matter: Vec<Matter> = vec![];
    let mut after_heading = false;
    for (at, block) in document.blocks.iter().enumerate() {
        let after_table = matches!(at.checked_sub(1).map(|before| &document.blocks[before]), Some(Block::Table(_)));
        let mut strips = match block {
            Block::Title(text) => setter.title(text),
            Block::Heading(heading) => setter.heading(heading),
            Block::Paragraph(paragraph) => setter.paragraph(paragraph),
            Block::Annexes(names) => setter.annexes(names),
            Block::Note(texts) => setter.note(texts, !after_table),
            Block::Annex(annex) => {
                matter.push(Matter::Break);
                setter.annex_head(annex)
            }
            Block::Signature(signature) if signature.seals.is_empty() => setter.signature(signature),
            Block::Signature(signature) => setter.sealed(signature),
            Block::Table(table) => {
                matter.push(Matter::Table(Grid::new(table, setter.style, setter.fonts, &mut setter.structure)));
                vec![]
            }
            Block::PageBreak => {
                matter.push(Matter::Break);
                vec![]
            }
        };
        if after_heading && matches!(block, Block::Paragraph(_)) {
            keep_first(&mut strips);
        }
        after_heading = matches!(block, Block::Heading(_));
        if let Block::Signature(_) = block {
            bind_text_before(&mut matter);
            matter.push(Matter::Signature(strips));
        } else {
            matter.extend(strips.into_iter().map(Matter::Strip));
        }
    }
    matter
}

/// Makes the last lines of text before a signature stay with it.
fn bind_text_before(matter: &mut [Matter]) {
    let strips = matter.iter_mut().rev().map_while(|piece| match piece {
        Matter::Strip(strip) => Some(strip),
        _ => None,
    });
    keep_last(strips);
}

/// Puts the strips of each page where they stand, with the page's number, and notes the headings.
fn place(pages: Vec<Vec<Strip>>, style: &Style, review: &Review, fonts: &Fonts) -> (Vec<Entry>, Vec<Page>) {
    let mut outline = vec![];
    let mut placed = vec![];
    for (index, strips) in pages.into_iter().enumerate() {
        let mut page = Page::default();
        let mut y = style.page.top;
        let mut counted = 0;
        for strip in strips {
            if let Some((level, title)) = strip.heading.clone().filter(|(level, _)| *level <= 2) {
                outline.push(Entry { level, title, page: index, y });
            }
            let height = strip.height(style.line_pitch());
            let (counts, first) = (review.line_numbers && strip.counted, page.items.len());
            page.items.extend(strip.moved(y));
            if counts {
                page.numbers.extend(line_number::numbers(&page.items[first..], &mut counted, style, fonts));
            }
            y += height;
        }
        page.items.extend(folio(index + 1, style, fonts));
        placed.push(page);
    }
    (outline, placed)
}

/// Told of a page whose lines are closer than the grid's.
fn closer(index: usize, page: &[Strip], document: &Document, style: &Style) -> Option<Diagnostic> {
    let pressed = page.iter().find(|strip| strip.pressed > Pt::ZERO)?;
    let pitch = style.line_pitch();
    let closer = pressed.height(pitch) / pressed.lines as f64;
    let message = format!("第{}页的行距由 {pitch} 磅缩小到 {closer} 磅，使落款与正文同在一页", index + 1);
    let told = Diagnostic::new(Severity::Hint, Code::CloserLines, message);
    let told = told.help("这是 GB/T 9704 7.3.5.5 的办法，只在 PDF 里；要恢复行距，把正文减少或者增加两三行");
    let from = document.blocks.iter().find_map(|block| match block {
        Block::Signature(signature) => signature.date.from.clone(),
        _ => None,
    });
    Some(from.into_iter().fold(told, |told, from| told.at_data(from, "")))
}

fn does_not_fit(Unfit { whole, from }: Unfit, style: &Style) -> Diagnostic {
    let (message, help) = if whole {
        let message = format!("整页表缩到 {} 磅仍然一页排不下", style.table.least);
        (message, "把表中过长的文字改短，或者在样式文件里把 table.least 改小")
    } else {
        ("表中有一行连同表头比一页还高".to_string(), "把这一行的文字改短，或者分成几行")
    };
    let finding = Diagnostic::error(Code::CannotSet, message).help(help);
    match from {
        Some(from) => finding.at_data(from, ""),
        None => finding,
    }
}
