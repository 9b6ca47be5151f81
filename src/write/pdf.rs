//! Pages → PDF 1.7 that is PDF/A-2a and PDF/UA-1.
//!
//! printpdf writes what stands on the pages and embeds fonts and pictures (`content`, `font`, `picture`, `path`); the object model it
//! hands over is then finished (`finish`): font files (`program`), structure (`structure`), links (`link`), notes (`note`), outline
//! (`outline`), metadata (`metadata`), colour (`profile`), and written as a file (`deflate`, `huffman`, `object`, `file`).

mod content;
mod deflate;
mod file;
mod finish;
mod font;
mod huffman;
mod link;
mod metadata;
mod note;
mod object;
pub mod origin;
mod outline;
mod path;
mod picture;
mod profile;
mod program;
mod structure;

use printpdf::{PdfDocument, PdfFont, PdfSaveOptions};

use crate::cores;
use crate::hashed::Hashed;
use crate::page::Pages;

/// Writes pages as PDF: the same pages give the same bytes, on any day and in any thread.
pub fn write(pages: &Pages) -> Hashed {
    let prepare = || {
        pages.fonts.iter().for_each(|font| {
            program::program(font);
        })
    };
    cores::beside(|| file(pages), prepare).0
}

fn file(pages: &Pages) -> Hashed {
    let mut document = PdfDocument::new("");
    for (index, font) in pages.fonts.iter().enumerate() {
        document.resources.fonts.map.insert(font::id(index), PdfFont::new(font::embed(index, font)));
    }
    for (index, picture) in pages.pictures.iter().enumerate() {
        document.resources.xobjects.map.insert(picture::id(index), picture::embed(picture));
    }
    if let Some(shape) = &pages.ground {
        document.resources.xobjects.map.insert(path::ground_id(), path::ground(shape, pages));
    }
    let contents: Vec<content::Content> = pages.pages.iter().map(|page| content::content(page, pages)).collect();
    let (operations, marks): (Vec<_>, Vec<_>) = contents.into_iter().map(|page| (page.page, page.marks)).unzip();
    document.pages = operations;
    let options = PdfSaveOptions { image_optimization: None, ..PdfSaveOptions::default() };
    // The warnings are about faces it cannot read and text outside of text sections; the fonts are our own.
    let lopdf = printpdf::to_lopdf_doc(&document, &options, &mut vec![]);
    let programs = font::programs(&lopdf, &pages.fonts);
    finish::finish(lopdf, pages, &marks, &programs)
}
