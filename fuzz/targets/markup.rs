//! Mark-up.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../properties.rs"]
#[allow(dead_code, reason = "one property a target")]
mod properties;

fuzz_target!(|text: &str| properties::markup(text));
