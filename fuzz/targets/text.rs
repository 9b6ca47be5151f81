//! A text of 正文.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};

#[path = "../properties.rs"]
#[allow(dead_code, reason = "one property a target")]
mod properties;

fuzz_target!(|text: &str| -> Corpus { if properties::text(text) { Corpus::Keep } else { Corpus::Reject } });
