//! Back ends: what a document or its pages become.

pub mod pages;
pub mod pdf;
