//! The XML of a Word document in its package → data: any elements in any order. Zero bytes part the text from lists, styles and notes.

#![no_main]

use std::io::{Cursor, Write};
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use nianbao::diagnostic::show::{Manner, show};
use nianbao::import::import_bytes;
use nianbao::shelf::Shelf;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const PARTS: [&str; 4] = ["word/document.xml", "word/numbering.xml", "word/styles.xml", "word/footnotes.xml"];

static TEMPLATES: LazyLock<Shelf> = LazyLock::new(|| Shelf::templates(None));

fuzz_target!(|bytes: &[u8]| {
    let mut package = ZipWriter::new(Cursor::new(vec![]));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, part) in PARTS.iter().zip(bytes.split(|byte| *byte == 0)) {
        package.start_file(*name, stored).expect("a new file");
        package.write_all(part).expect("memory");
    }
    let package = package.finish().expect("a package").into_inner();
    match import_bytes("报告.docx", &package, &TEMPLATES) {
        Err(findings) => assert!(!show(&findings, Manner::Human { color: false }).is_empty()),
        Ok(imported) => assert!(!imported.files.is_empty()),
    }
});
