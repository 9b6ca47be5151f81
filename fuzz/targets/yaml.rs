//! The bytes of a data file → a report, its findings and how they are shown: any bytes are told at places that exist.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use nianbao::check::check;
use nianbao::compose::fill;
use nianbao::diagnostic::Diagnostics;
use nianbao::diagnostic::show::{Manner, show};
use nianbao::report::Report;
use nianbao::shelf::Shelf;
use nianbao::yaml;

static TEMPLATES: LazyLock<Shelf> = LazyLock::new(|| Shelf::templates(None));

fn findings(bytes: &[u8]) -> Diagnostics {
    let read = yaml::decode("数据.yaml".into(), bytes).and_then(|source| Report::read_sources([source], &TEMPLATES));
    match read {
        Ok(report) => check(&report, Some(&report), &fill(&report, Some(&report)).findings),
        Err(findings) => findings,
    }
}

fuzz_target!(|bytes: &[u8]| {
    let findings = findings(bytes);
    for manner in [Manner::Short, Manner::Human { color: false }, Manner::Json] {
        show(&findings, manner);
    }
});
