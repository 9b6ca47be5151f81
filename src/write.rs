//! Document tree or pages → bytes of a format.

pub mod docx;
pub mod html;
pub mod pages;
pub mod pdf;
pub mod png;
pub mod tree;
