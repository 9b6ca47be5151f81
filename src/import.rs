//! A published report → the data of a year: text from a PDF, a web page, a Word document.
//!
//! ```text
//! file ──read──▶ Material ──recognise──▶ form, parts, tables ──sort──▶ cover, text, figures ──scaffold──▶ YAML
//!                (lines, tables)
//! ```
//!
//! The form is recognised by its labels, which stand in `templates/`; nothing here knows one. What is not placed is told with
//! its place in the file: nothing is dropped in silence.

mod bind;
mod build;
mod contact;
mod cover;
mod decode;
mod docx;
mod ending;
mod heading;
mod hidden;
mod html;
mod label;
mod leftover;
mod markdown;
mod material;
mod numbering;
mod prose;
mod row;
mod section;
mod sort;
mod styles;
mod symbol;
mod table;
mod tell;
mod text;
mod word;

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Result, reason};
use crate::form::{Form, Table};
use crate::scaffold;
use crate::shelf::Shelf;
use heading::Found;
use material::Material;
use table::Placed;

/// The largest file that is read, in bytes: a package with pictures.
const LARGEST: u64 = 64 << 20;
/// The largest page or text, in bytes; its encoding is told from the whole.
const LONGEST: usize = 16 << 20;

/// A report that was imported.
#[derive(Debug)]
pub struct Imported {
    /// The year reported on.
    pub year: u16,
    /// The files of the year with their names.
    pub files: Vec<(&'static str, String)>,
    /// What was not placed, or placed in another way.
    pub findings: Diagnostics,
}

/// Imports a file.
///
/// # Errors
/// `cannot-read`, `cannot-import`, `wrong-encoding`.
pub fn import(path: &Path, templates: &Shelf) -> Result<Imported> {
    let name = path.display().to_string();
    let failed = |error: std::io::Error| {
        let finding = Diagnostic::error(Code::CannotRead, format!("读不出 {name}：{}", reason(&error)));
        Diagnostics::from(finding.help("核对路径；文件可能正被别的程序打开"))
    };
    let mut bytes = vec![];
    File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)).map_err(failed)?;
    import_bytes(&name, &bytes, templates)
}

/// Imports the bytes of a file.
///
/// # Errors
/// `cannot-import`, `wrong-encoding`.
pub fn import_bytes(name: &str, bytes: &[u8], templates: &Shelf) -> Result<Imported> {
    let material = read(name, bytes)?;

    // What form it has, and where its parts and tables stand.
    let (form, headings, placed) = recognise(&material, templates)?;

    // Everything else has its place by them.
    let (year, mut known, findings) = sort::sort(&material, &form, &headings, &placed, templates)?;
    let files = scaffold::filled(&form, year, &known);

    // Which number is which figure can be told once the figures are read; data with faults stay as they are, to be mended first.
    let files = match bind::bind(&mut known, &files, templates) {
        Ok(()) => scaffold::filled(&form, year, &known),
        Err(_) => files,
    };
    Ok(Imported { year, files, findings })
}

/// Reads a file by what it is, whatever its name ends in.
fn read(name: &str, bytes: &[u8]) -> Result<Material> {
    let fault = |message: &str, help: &str| Err(Diagnostic::error(Code::CannotImport, message).help(help).into());
    let packed = bytes.starts_with(b"PK");
    if bytes.len() as u64 > LARGEST || !packed && bytes.len() > LONGEST {
        return fault("文件太大，不像一份年度报告", "只留报告本身，另存之后再导入");
    }
    match bytes {
        [b'P', b'K', ..] => docx::read(bytes),
        [b'%', b'P', b'D', b'F', ..] => {
            fault("PDF 不能直接导入", "先取出文字：pdftotext -layout 报告.pdf 报告.txt，再导入 报告.txt")
        }
        [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            fault("这是旧版 Word 文档（.doc）或者 .wps", "用 Word 或 WPS 打开，另存为 DOCX 再导入")
        }
        _ if is_html(bytes) => html::read(bytes),
        _ => text::read(name, bytes),
    }
}

/// Whether tags stand near the beginning. In UTF-16 every other byte is zero.
fn is_html(bytes: &[u8]) -> bool {
    let head: Vec<u8> = bytes.iter().take(64 << 10).copied().filter(|byte| *byte != 0).collect();
    let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
    ["<!doctype html", "<html", "<body", "<table", "<div", "<p>", "<p "].iter().any(|tag| head.contains(tag))
}

/// The form whose tables are found best; where two are found as well, the one of the year that the title names.
fn recognise(material: &Material, templates: &Shelf) -> Result<(Arc<Form>, Vec<Found>, Placed)> {
    let blocks = &material.blocks;
    let title = cover::title(blocks, blocks.len()).or_else(|| cover::title_of_page(&material.names));
    let year = title.map(|title| title.year);
    let due = year.and_then(|year| Form::of_year(templates, year).ok()).map(|form| form.name.clone());
    let mut names = Form::names(templates);
    names.sort_by_key(|name| Some(name) != due.as_ref());
    let mut best: Option<(Arc<Form>, Vec<Found>, Placed)> = None;
    for name in names {
        let form = Form::load(templates, &name)?;
        let words: Vec<_> = form.law.tables.iter().map(table::vocabulary).collect();
        let headings = heading::find(blocks, &form.law.parts, |text| words.iter().any(|words| words.has(text)));
        let placed = table::place(blocks, &form, |table| range(table, &form, &headings, blocks.len()));
        if best.as_ref().is_none_or(|(_, _, before)| placed.share > before.share + 0.02) {
            best = Some((form, headings, placed));
        }
    }
    let found = best.filter(|(_, _, placed)| placed.rows >= 3);
    found.ok_or_else(|| {
        let picture = if material.pictures() > 0 { "；文件里有图片，表可能是图片" } else { "" };
        let message = format!("没有找到年度报告的表{picture}");
        Diagnostic::error(Code::CannotImport, message)
            .help("能导入的是已公开的年度报告：DOCX、网页（HTML），或者从 PDF 取出的文字")
            .into()
    })
}

/// The blocks a table can stand in: those of its part, if the heading of that was found.
fn range(table: &Table, form: &Form, headings: &[Found], end: usize) -> std::ops::Range<usize> {
    let part = form.law.parts.iter().position(|part| part.table.as_ref() == Some(&table.key));
    let at = headings.iter().position(|heading| Some(heading.part) == part);
    match at {
        Some(at) => headings[at].end..headings.get(at + 1).map_or(end, |next| next.block),
        None => 0..end,
    }
}
