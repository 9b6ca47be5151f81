//! Headings: the program numbers them (GB/T 9704 7.3.3), so that a number typed with one is printed twice.

use std::sync::LazyLock;

use regex::Regex;

use super::{Subject, pattern};
use crate::diagnostic::{Code, Diagnostic};

/// A number as it opens a heading; “1.5万条”, “一、二季度” and “2020年” are none.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^([（(][一二三四五六七八九十0-9]+[）)]|[一二三四五六七八九十]+、[^一二三四五六七八九十]|[0-9]+([.．][^0-9]|、[^0-9]))",
    )
});

/// Headings with a number of their own.
pub fn numbered_heading(subject: &Subject) -> Vec<Diagnostic> {
    let mut findings = vec![];
    let is_opening = |c: char| c.is_ascii_digit() || "（(一二三四五六七八九十".contains(c);
    let mut look = |text: &str, path: &str| {
        if text.starts_with(is_opening)
            && let Some(found) = NUMBER.captures(text)
        {
            // The last character of a match may be the heading's first.
            let number = found[1].trim_end_matches(|c| !matches!(c, '）' | ')' | '、' | '.' | '．'));
            let message = format!("标题自己编了号“{number}”，会印出两个序号");
            let finding = Diagnostic::warning(Code::NumberedHeading, message).at_words(path, number, 0);
            findings.push(finding.help("删去序号，程序依次排“一、”“（一）”“1.”“（1）”"));
        }
    };
    let own = subject.report.headings.values();
    own.for_each(|heading| look(&heading.text, &heading.path));
    subject.passages.iter().filter(|passage| passage.heading).for_each(|passage| look(&passage.text, passage.path()));
    findings
}
