//! What only a DOCX has: reviews, and whatever characters a text may hold.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod odd;
mod redline;
mod resolve;
mod review;
mod same;

use nianbao::shelf::Shelf;
use nianbao::style::Style;

fn style() -> Style {
    serde_yaml::from_slice(&Shelf::templates(None).read("style/gbt9704.yaml").unwrap()).unwrap()
}

/// Leaves a file where the validators find it after the tests.
fn leave(name: &str, bytes: &[u8]) {
    std::fs::write(std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name), bytes).unwrap();
}
