//! Document tree, pages or figures → bytes of a format.

pub mod csv;
pub mod docx;
pub mod html;
pub mod json;
pub mod meta;
pub mod pages;
pub mod pdf;
pub mod png;
pub mod record;
pub mod tree;

use std::fmt::Display;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// A fault of ours or of a library, not of the user's.
fn broken(format: &str, error: impl Display) -> Diagnostics {
    let finding = Diagnostic::error(Code::CannotWrite, format!("{format} 写不出来：{error}"));
    finding.help("这是程序的错误，请告知作者").into()
}
