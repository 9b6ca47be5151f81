//! Marks: half-width, doubled, stray, unbalanced (GB/T 15834).

use std::collections::HashSet;
use std::ops::Range;

use super::Subject;
use crate::diagnostic::{Code, Diagnostic};
use crate::typography::is_wide;

/// Brackets and quotes, opening and closing.
const PAIRS: [(char, char); 8] =
    [('“', '”'), ('‘', '’'), ('（', '）'), ('《', '》'), ('〈', '〉'), ('【', '】'), ('〔', '〕'), ('「', '」')];

/// Half-width marks beside 汉字.
pub fn half_width(subject: &Subject) -> Vec<Diagnostic> {
    let full = |c| match c {
        ',' => Some('，'),
        ';' => Some('；'),
        ':' => Some('：'),
        '?' => Some('？'),
        '!' => Some('！'),
        '(' => Some('（'),
        ')' => Some('）'),
        _ => None,
    };
    let is_mark = |byte| matches!(byte, b',' | b';' | b':' | b'?' | b'!' | b'(' | b')' | b'.');
    let mut findings = vec![];
    for passage in subject.passages.iter().filter(|passage| passage.has_byte(is_mark)) {
        let mut before = None;
        let mut letters = passage.text.char_indices().peekable();
        while let Some((at, c)) = letters.next() {
            let after = letters.peek().map(|(_, c)| *c);
            let beside = before.is_some_and(is_wide) || after.is_some_and(is_wide);
            let stop = c == '.' && before.is_some_and(is_wide) && after.is_none_or(is_wide);
            if let Some(full) = full(c).filter(|_| beside).or(stop.then_some('。')) {
                let finding = passage.warning(Code::HalfWidthMark, format!("“{c}”是半角标点"), at..at + c.len_utf8());
                findings.push(finding.help(format!("中文里用全角的“{full}”")));
            }
            before = Some(c);
        }
    }
    findings
}

/// Doubled marks, and a full stop where the same words are joined by 、 elsewhere.
pub fn stray(subject: &Subject) -> Vec<Diagnostic> {
    let mut findings = vec![];
    let joined = subject.passages.iter().flat_map(|passage| beside(&passage.text, '、'));
    let joined: HashSet<_> = joined.map(|(_, words)| words).collect();
    for passage in &subject.passages {
        for range in doubled(&passage.text) {
            let message = format!("“{}”：标点连用", &passage.text[range.clone()]);
            let finding = passage.warning(Code::StrayMark, message, range);
            findings.push(finding.help("删去多余的一个"));
        }
        for (at, (before, after)) in beside(&passage.text, '。').filter(|(_, words)| joined.contains(words)) {
            let message = format!("“{before}。{after}”：句子中间像是多了一个句号");
            let finding = passage.warning(Code::StrayMark, message, at..at + '。'.len_utf8());
            findings.push(finding.help(format!("别处写的是“{before}、{after}”")));
        }
    }
    findings
}

/// Where two marks stand in a row; “？！” is none.
fn doubled(text: &str) -> Vec<Range<usize>> {
    let pause = |c| matches!(c, '，' | '。' | '、' | '；' | '：');
    let cry = |c| matches!(c, '！' | '？');
    let mut found = vec![];
    let mut before: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        before = match before {
            Some((start, first)) if pause(c) || cry(c) && pause(first) => {
                found.push(start..at + c.len_utf8());
                None
            }
            _ => Some((at, c)).filter(|_| pause(c) || cry(c)),
        };
    }
    found
}

/// Where a mark stands between 汉字, and the two on each side.
fn beside(text: &str, mark: char) -> impl Iterator<Item = (usize, (&str, &str))> {
    text.match_indices(mark)
        .filter_map(move |(at, _)| Some((at, (last_two(&text[..at])?, first_two(&text[at + mark.len_utf8()..])?))))
}

fn last_two(text: &str) -> Option<&str> {
    let at = text.char_indices().rev().nth(1)?.0;
    Some(&text[at..]).filter(|two| is_han(two))
}

fn first_two(text: &str) -> Option<&str> {
    let end = text.char_indices().nth(2).map_or(text.len(), |(at, _)| at);
    Some(&text[..end]).filter(|two| is_han(two) && two.chars().count() == 2)
}

fn is_han(text: &str) -> bool {
    text.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
}

/// Brackets and quotes that are not closed, or not opened.
pub fn unbalanced(subject: &Subject) -> Vec<Diagnostic> {
    let mut findings = vec![];
    for passage in &subject.passages {
        let mut open: Vec<(usize, char)> = vec![];
        let mut before = None;
        let mut fault = None;
        for (at, c) in passage.text.char_indices() {
            let apostrophe = c == '’' && before.is_some_and(|c: char| c.is_ascii_alphabetic());
            if PAIRS.iter().any(|(opening, _)| *opening == c) {
                open.push((at, c));
            } else if let Some((opening, _)) = PAIRS.iter().find(|(_, closing)| *closing == c && !apostrophe) {
                if open.last().is_some_and(|(_, last)| last == opening) {
                    open.pop();
                } else if !numbers(&passage.text[..at], c) {
                    fault.get_or_insert((at, c));
                }
            }
            before = Some(c);
        }
        if let Some((at, c)) = fault.or_else(|| open.first().copied()) {
            let finding = passage.warning(Code::UnbalancedMark, format!("“{c}”不成对"), at..at + c.len_utf8());
            findings.push(finding.help("补上另一半，或者删去"));
        }
    }
    findings
}

/// Whether a mark ends the number of an item: 1）.
fn numbers(before: &str, c: char) -> bool {
    c == '）' && !before.is_empty() && before.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::doubled;

    #[test]
    fn two_marks_are_doubled_and_not_three_times_told() {
        let found = |text| doubled(text).into_iter().map(|range| &text[range]).collect::<Vec<_>>();
        assert_eq!(found("甲，。乙！；丙：？丁"), ["，。", "！；", "：？"]);
        assert_eq!(found("甲，，，乙。。。。"), ["，，", "。。", "。。"]);
        assert_eq!(found("甲？！乙！！！，"), ["！，"]);
        assert!(found("甲，乙。”，丙").is_empty());
    }
}
