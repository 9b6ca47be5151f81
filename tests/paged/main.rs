//! The road from the document to pages and PDF, tried as a whole.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod fonts;
mod forms;
mod odd;
mod pages;
mod paragraphs;
mod pdf;
mod report;
mod seal;
mod spans;
mod whole;
