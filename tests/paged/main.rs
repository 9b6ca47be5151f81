//! The road from the document to pages and PDF, tried as a whole.

mod fonts;
mod pages;
mod paragraphs;
mod pdf;
mod report;
