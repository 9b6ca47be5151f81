//! The writers: document tree or pages → the bytes of a file.

pub mod docx;
