//! Findings: what is wrong, where, and what to do about it. The one way in which the program tells the user anything.

mod code;
pub mod show;

pub use code::Code;

use std::io;
use std::path::Path;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::source::Span;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A final report is not written.
    Error,
    /// The report is written; somebody should look.
    Warning,
    /// A matter of style.
    Hint,
}

/// Where a finding stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// At a span of a text that was read.
    Source(Span),
    /// At a path in the data (`申请.新收.自然人`); becomes a span when the finding is shown.
    Data {
        /// The path.
        path: String,
        /// What of it.
        part: Part,
    },
}

/// What of a value in the data a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The value; where that is more than a scalar, its key.
    Value,
    /// The key.
    Key,
    /// Some words of the text and which occurrence of them, from 0.
    Words(String, usize),
}

/// A place with a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub at: Place,
    /// The remark, perhaps empty.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// Which kind of finding it is.
    pub code: Code,
    /// What is wrong, in a sentence without full stop.
    pub message: String,
    /// The places concerned; the first is where the fault is.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// The path in the data that it is about, if it is about data: what 核对 calls 位置.
    pub path: Option<String>,
    /// The equation that does not hold, if it is about one.
    pub balance: Option<Box<Balance>>,
}

/// An equation that does not hold, for programs that read findings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// The equation with the names of the form.
    pub formula: String,
    /// The value of its left side.
    pub left: Decimal,
    /// The value of its right side.
    pub right: Decimal,
    /// Left less right.
    pub difference: Decimal,
    /// The figures concerned: path and value.
    pub cells: Vec<(String, Decimal)>,
}

impl Diagnostic {
    /// A finding of a severity.
    pub fn new(severity: Severity, code: Code, message: impl Into<String>) -> Self {
        Self { severity, code, message: message.into(), labels: vec![], help: None, path: None, balance: None }
    }

    /// An error.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// Adds a place in a text that was read.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { at: Place::Source(span), text: text.into() });
        self
    }

    /// Adds a place in the data.
    #[must_use]
    pub fn at_data(mut self, path: impl Into<String>, text: impl Into<String>) -> Self {
        let at = self.place(path, Part::Value);
        self.labels.push(Label { at, text: text.into() });
        self
    }

    /// Adds the `nth` occurrence of some words in the text at a place in the data.
    #[must_use]
    pub fn at_words(mut self, path: impl Into<String>, words: impl Into<String>, nth: usize) -> Self {
        let at = self.place(path, Part::Words(words.into(), nth));
        self.labels.push(Label { at, text: String::new() });
        self
    }

    /// Adds the key at a place in the data.
    #[must_use]
    pub fn at_key(mut self, path: impl Into<String>) -> Self {
        let at = self.place(path, Part::Key);
        self.labels.push(Label { at, text: String::new() });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The paths in the data of all places.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.labels.iter().filter_map(|label| match &label.at {
            Place::Data { path, .. } => Some(path.as_str()),
            Place::Source(_) => None,
        })
    }

    /// The file and the byte of the first place.
    fn position(&self) -> Option<(&str, usize)> {
        match &self.labels.first()?.at {
            Place::Source(span) => Some((&span.source.name, span.range.start)),
            Place::Data { .. } => None,
        }
    }

    /// A place in the data; the first one is what the finding is about.
    fn place(&mut self, path: impl Into<String>, part: Part) -> Place {
        let path = path.into();
        if self.labels.is_empty() {
            self.path = Some(path.clone());
        }
        Place::Data { path, part }
    }
}

/// Findings in the order they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(pub Vec<Diagnostic>);

/// What the library returns: the thing asked for, or the findings that forbid it.
pub type Result<T> = std::result::Result<T, Diagnostics>;

impl Diagnostics {
    /// Adds a finding.
    pub fn push(&mut self, finding: Diagnostic) {
        self.0.push(finding);
    }

    /// Adds findings.
    pub fn extend(&mut self, findings: Diagnostics) {
        self.0.extend(findings.0);
    }

    /// How many findings have a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|finding| finding.severity == severity).count()
    }

    /// The findings, none of them more severe than `most`.
    #[must_use]
    pub fn lowered(mut self, most: Severity) -> Self {
        self.0.iter_mut().for_each(|finding| finding.severity = finding.severity.max(most));
        self
    }

    /// The findings as they are told: those without a place first, then file by file, top to bottom.
    pub fn sort(&mut self) {
        self.0.sort_by(|a, b| a.position().cmp(&b.position()));
    }

    /// The findings as a result: failed if one of them is an error.
    pub fn or_fail(self) -> Result<Self> {
        if self.count(Severity::Error) > 0 { Err(self) } else { Ok(self) }
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(finding: Diagnostic) -> Self {
        Self(vec![finding])
    }
}

/// Told where a file or folder cannot be read.
pub fn cannot_read(path: &Path, error: &io::Error) -> Diagnostics {
    Diagnostic::error(Code::CannotRead, format!("读不出 {}：{}", path.display(), reason(error))).into()
}

/// Why something cannot be read, in the user's words.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "不存在".into(),
        io::ErrorKind::PermissionDenied => "没有权限".into(),
        io::ErrorKind::NotADirectory => "不是文件夹".into(),
        io::ErrorKind::IsADirectory => "是文件夹，不是文件".into(),
        io::ErrorKind::InvalidInput => "文件名或路径不能用".into(),
        io::ErrorKind::InvalidData => "不是 UTF-8 编码的文字，请另存为 UTF-8".into(),
        _ => system(error),
    }
}

/// A fault of the system that has no better name: its number, since its words are in whatever language the system speaks.
pub fn system(error: &io::Error) -> String {
    error.raw_os_error().map_or_else(|| "读写出错".into(), |number| format!("系统错误 {number}"))
}
