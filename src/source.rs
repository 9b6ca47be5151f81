//! Texts that were read, and places in them.

use std::ops::Range;
use std::sync::Arc;

use sha2::{Digest, Sha256};

/// A text with the name it is told by: the path as the user gave it.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// The path, or what the text is.
    pub name: String,
    /// The text, without byte order mark.
    pub text: String,
}

/// A range of bytes in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The text.
    pub source: Arc<Source>,
    /// The bytes; both ends lie between characters.
    pub range: Range<usize>,
}

impl Span {
    /// Line and column of the start, both from 1; a column is a character.
    pub fn line_column(&self) -> (usize, usize) {
        self.position(self.range.start)
    }

    /// Line and column just after the end.
    pub fn end_line_column(&self) -> (usize, usize) {
        self.position(self.range.end)
    }

    fn position(&self, byte: usize) -> (usize, usize) {
        let before = &self.source.text[..byte];
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        (line, before[start..].chars().count() + 1)
    }

    /// The span of what stands at a line and column (both from 1), one character long.
    pub fn at(source: &Arc<Source>, line: usize, column: usize) -> Self {
        let text = &source.text;
        let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let rest = text[start..].split('\n').next().unwrap_or_default();
        let begin = start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
        let end = begin + text[begin..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
        Self { source: Arc::clone(source), range: begin..end }
    }
}

/// The SHA-256 of some bytes in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|half| char::from(DIGITS[usize::from(half)]));
    bytes.iter().flat_map(digits).collect()
}

#[cfg(test)]
mod tests {
    use super::{Source, Span};
    use std::sync::Arc;

    #[test]
    fn columns_count_characters() {
        let source = Arc::new(Source { name: "数据.yaml".into(), text: "报告:\n  年度：2020\n".into() });
        let span = Span::at(&source, 2, 5);
        assert_eq!(&source.text[span.range.clone()], "：");
        assert_eq!(span.line_column(), (2, 5));
        assert_eq!(Span::at(&source, 9, 9).range, source.text.len()..source.text.len());
    }
}
