//! The inputs that fuzzing keeps, each given to the property of its target: what was mended once stays mended.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

#[path = "../fuzz/properties.rs"]
mod properties;

/// The inputs of a target: name and bytes.
fn inputs(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{target} has no inputs");
    paths.into_iter().map(|path| (path.display().to_string(), fs::read(path).unwrap())).collect()
}

/// The target's own reading of bytes as a text: what is UTF-8 at their start.
fn text(bytes: &[u8]) -> &str {
    bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid())
}

fn each(target: &str, property: impl Fn(&[u8])) {
    for (name, bytes) in inputs(target) {
        println!("{name}"); // shown when the property panics
        property(&bytes);
    }
}

#[test]
fn data_files() {
    each("yaml", properties::yaml);
}

#[test]
fn texts() {
    each("text", |bytes| {
        properties::text(text(bytes));
    });
}

#[test]
fn equations() {
    each("equation", |bytes| properties::equation(text(bytes)));
}

#[test]
fn markup() {
    each("markup", |bytes| properties::markup(text(bytes)));
}

#[test]
fn paragraphs() {
    each("break", properties::lines);
}

#[test]
fn published_reports() {
    each("import", properties::import);
}
