//! The bytes of a published report, of whatever kind → data: any bytes are told, and what is written is YAML that can be read.

#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use nianbao::check::check;
use nianbao::diagnostic::show::{Manner, show};
use nianbao::import::import_bytes;
use nianbao::report::Report;
use nianbao::shelf::Shelf;
use nianbao::source::Source;

static TEMPLATES: LazyLock<Shelf> = LazyLock::new(|| Shelf::templates(None));

fuzz_target!(|bytes: &[u8]| {
    match import_bytes("报告", bytes, &TEMPLATES) {
        Err(findings) => assert!(!show(&findings, Manner::Human { color: false }).is_empty()),
        Ok(imported) => {
            show(&imported.findings, Manner::Human { color: false });
            let data = imported.files.into_iter().filter(|(name, _)| name.ends_with(".yaml"));
            let sources = data.map(|(name, text)| Arc::new(Source { name: name.into(), text }));
            let report = Report::read_sources(sources, &TEMPLATES).expect("what is written can be read");
            check(&report, None);
        }
    }
});
