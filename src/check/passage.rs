//! The texts of a report as the lints read them: without white space, with `{{…}}` blanked out, every place known in the data.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::occurrences::Occurrences;
use crate::report::{self, Report, Words};

/// What stands for a byte of `{{…}}`: no character of a text.
pub const BLANK: char = '\u{1}';

/// A text of the data.
pub struct Passage<'a> {
    /// The part it stands in: 引言 or a part of the form.
    pub part: &'a str,
    /// Whether it is a heading.
    pub heading: bool,
    /// As the lints read it.
    pub text: Cow<'a, str>,
    words: &'a Words,
    /// The byte in the typed text of each byte of `text`, and its end; known once something is told.
    origin: OnceCell<Vec<usize>>,
    /// In the typed text.
    occurrences: Occurrences,
}

/// All texts of a report, in order.
pub fn passages(report: &Report) -> Vec<Passage<'_>> {
    fn collect<'a>(part: &'a str, passages: &'a [report::Passage], found: &mut Vec<Passage<'a>>) {
        for passage in passages {
            match passage {
                report::Passage::Paragraph(words) => found.push(Passage::new(part, false, words)),
                report::Passage::Headed { heading, body, .. } => {
                    found.push(Passage::new(part, true, heading));
                    collect(part, body, found);
                }
            }
        }
    }
    let mut found = vec![];
    report.sections.iter().for_each(|section| collect(&section.key, &section.passages, &mut found));
    found
}

impl<'a> Passage<'a> {
    fn new(part: &'a str, heading: bool, words: &'a Words) -> Self {
        // Most have nothing that is left out.
        let as_typed = !words.text.contains(|c: char| c == '{' || c.is_whitespace());
        let text = if as_typed { words.text.as_str().into() } else { read(&words.text).map(|(_, c)| c).collect() };
        Self { part, heading, text, words, origin: OnceCell::new(), occurrences: Occurrences::default() }
    }

    fn origin(&self) -> &[usize] {
        self.origin.get_or_init(|| {
            let bytes = read(&self.words.text).flat_map(|(at, c)| (0..c.len_utf8()).map(move |byte| at + byte));
            bytes.chain([self.words.text.trim_end().len()]).collect()
        })
    }

    /// Whether one of some bytes is in the text. All are looked at, many at once, which is sooner than to stop at the first.
    pub fn has_byte(&self, is_wanted: impl Fn(u8) -> bool) -> bool {
        self.text.bytes().fold(false, |found, byte| found | is_wanted(byte))
    }

    /// The path in the data.
    pub fn path(&self) -> &str {
        &self.words.path
    }

    /// A finding at a range of the text.
    pub fn finding(&self, severity: Severity, code: Code, message: impl Into<String>, range: Range<usize>) -> Diagnostic {
        let start = self.origin()[range.start];
        // The end of the last character, not the start of the next: white space after it is left out.
        let end = range.end.checked_sub(1).map_or(start, |last| self.origin()[last] + 1).max(start);
        let words = &self.words.text[start..end];
        let occurrences = self.occurrences.of(words, &self.words.text);
        let nth = occurrences.partition_point(|at| at + words.len() <= start);
        Diagnostic::new(severity, code, message).at_words(self.path(), words, nth)
    }

    /// A warning at a range of the text.
    pub fn warning(&self, code: Code, message: impl Into<String>, range: Range<usize>) -> Diagnostic {
        self.finding(Severity::Warning, code, message, range)
    }
}

/// The characters of a text as the lints read it, each with its byte in the text.
fn read(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut blank = 0; // where the {{…}} that is being blanked out ends
    text.char_indices().filter_map(move |(at, c)| {
        if c == '{' && at >= blank && text[at..].starts_with("{{") {
            blank = text[at..].find("}}").map_or(text.len(), |end| at + end + 2);
        }
        (!c.is_whitespace()).then_some((at, if at < blank { BLANK } else { c }))
    })
}
