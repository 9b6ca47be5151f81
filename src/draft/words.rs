//! A finding in words, for those who read a draft: without the folders of the machine it was made on.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::gap;

/// Says findings.
pub struct Teller {
    /// The folder of the data.
    folder: PathBuf,
}

/// More of a text than this is a paragraph that was quoted: enough to know it by.
const LONGEST: usize = 240;

impl Teller {
    /// A teller of what is found in a folder.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.into() }
    }

    /// 错误, 警告 or 提示.
    pub fn severity(finding: &Diagnostic) -> &'static str {
        match finding.severity {
            Severity::Error => "错误",
            Severity::Warning => "警告",
            Severity::Hint => "提示",
        }
    }

    /// A finding as a comment has it: number, severity, code and message, then both sides of the equation and what to do.
    pub fn lines(&self, number: usize, finding: &Diagnostic) -> Vec<String> {
        let first = format!("{number}. {}（{}）{}", Self::severity(finding), finding.code, self.message(finding));
        [Some(first), self.remedy(finding)].into_iter().flatten().collect()
    }

    /// What is wrong.
    pub fn message(&self, finding: &Diagnostic) -> String {
        self.plain(&finding.message)
    }

    /// What to do, or the equation that does not hold with both its sides.
    pub fn remedy(&self, finding: &Diagnostic) -> Option<String> {
        let what = if finding.balance.is_some() { "等式" } else { "办法" };
        finding.help.as_ref().map(|help| format!("{what}：{}", self.plain(help)))
    }

    /// The file, by its name in the folder, and the line.
    pub fn place(&self, finding: &Diagnostic) -> Option<(String, usize)> {
        let Place::Source(span) = &finding.labels.first()?.at else { return None };
        let path = Path::new(&span.source.name);
        let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
        let file = name(path)?;
        let other = path.parent().filter(|parent| *parent != self.folder).and_then(name);
        Some((other.map_or_else(|| file.clone(), |folder| format!("{folder}/{file}")), span.line_column().0))
    }

    /// A text without marks, without the folder's own place, not too long.
    fn plain(&self, text: &str) -> String {
        let mut text = gap::unmarked(text);
        let Some(year) = self.folder.file_name().map(|name| name.to_string_lossy().into_owned()) else { return text };
        let last = year.parse::<u16>().ok().map(|year| year.saturating_sub(1).to_string());
        for name in [Some(year), last].into_iter().flatten() {
            text = text.replace(&self.folder.with_file_name(&name).display().to_string(), &name);
        }
        match text.char_indices().nth(LONGEST) {
            Some((at, _)) => format!("{}……", &text[..at]),
            None => text,
        }
    }
}
