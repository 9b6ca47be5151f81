//! The bytes of a published report: DOCX, HTML or text.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../properties.rs"]
#[allow(dead_code, reason = "one property a target")]
mod properties;

fuzz_target!(|bytes: &[u8]| properties::import(bytes));
