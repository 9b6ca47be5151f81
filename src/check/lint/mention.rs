//! Numbers typed by hand beside a word of the form (予以公开3件) against the figures they can mean.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::elsewhere::{MARKS, is_elsewhere, is_of_another};
use super::meaning::{meanings, together};
use super::{Subject, pattern};
use crate::check::passage::Passage;
use crate::diagnostic::{Code, Diagnostic};
use crate::form::{Mention, Table};
use crate::report::Report;

/// Between a word and its number: 共, 数量为, 案件 … and a number with its unit.
static AFTER: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(的|案件|申请|数量|总量|总数|共计|合计|总计|计|共|有|为|是|了|：)*([0-9]+)(件|宗|起|条)"));

/// A number with its unit before the word: 3件行政复议.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| pattern("(^|[^0-9.])([0-9]+)(件|宗|起)(涉及|有关)?(政府信息公开)?$"));

/// How many words of a list are added up: with more, nearly any number is the sum of something.
const LISTED: usize = 4;

/// Between the words of a list.
const JOINTS: [&str; 7] = ["、", "以及", "或者", "及", "和", "与", "或"];

/// Numbers that differ from every figure they could mean.
pub fn number_differs(subject: &Subject) -> Vec<Diagnostic> {
    let mut findings = vec![];
    for passage in subject.passages.iter().filter(|passage| passage.has_byte(|byte| byte.is_ascii_digit())) {
        for clause in clauses(&passage.text) {
            let words = &passage.text[clause.clone()];
            if !words.bytes().any(|byte| byte.is_ascii_digit()) || is_elsewhere(words) {
                continue;
            }
            let tables = subject.report.form.law.tables.iter();
            let mentions = tables.flat_map(|table| table.mentions.iter().map(move |mention| (table, mention)));
            findings.extend(
                mentions.filter_map(|(table, mention)| judge(subject.report, passage, clause.clone(), table, mention)),
            );
        }
    }
    findings
}

/// The clauses of a text.
pub fn clauses(text: &str) -> Vec<Range<usize>> {
    let mut clauses = vec![];
    let mut start = 0;
    for (at, mark) in text.match_indices(MARKS) {
        clauses.push(start..at);
        start = at + mark.len();
    }
    clauses.push(start..text.len());
    clauses
}

/// Where the longest of a mention's words stands in a clause, and where the number beside it.
pub fn beside(clause: &str, mention: &Mention) -> Option<(Range<usize>, Range<usize>)> {
    let found = mention.words.iter().filter_map(|word| clause.find(word.as_str()).map(|at| at..at + word.len()));
    let word = found.max_by_key(Range::len)?;
    let number = match AFTER.captures(&clause[word.end..]) {
        Some(found) => found.get(2).map(|number| word.end + number.start()..word.end + number.end()),
        None => BEFORE.captures(&clause[..word.start]).and_then(|found| found.get(2)).map(|number| number.range()),
    };
    Some((word, number?))
}

/// Whether a clause gives a number beside one of the mention's words that is none of its figures.
fn judge(report: &Report, passage: &Passage, clause: Range<usize>, table: &Table, mention: &Mention) -> Option<Diagnostic> {
    let text: &str = &passage.text;
    let within = |range: Range<usize>| clause.start + range.start..clause.start + range.end;
    let (word, range) = beside(&text[clause.clone()], mention)?;
    let (mut words, range) = (within(word), within(range));
    let digits = &text[range.clone()];
    // One that is too long to be read is none of them either.
    let number: Decimal = digits.parse().unwrap_or(Decimal::MAX);
    let mut meant = meanings(report, table, mention)?;
    // The number behind a list is that of all its words.
    let mut count = 1;
    while let Some((table, mention, at)) = listed(&text[..words.start], &report.form.law.tables) {
        count += 1;
        if count > LISTED {
            return None;
        }
        meant = together(&meanings(report, table, mention)?, &meant);
        words.start = at;
    }
    if meant.iter().any(|meaning| meaning.value == number) || is_of_another(text, &words, report.meta.year) {
        return None;
    }
    let nearest = meant.iter().min_by_key(|meaning| meaning.value.saturating_sub(number).abs())?;
    let says = format!("“{}”写的是 {digits}，表里没有这个数", &text[words]);
    Some(passage.warning(Code::NumberDiffers, says, range).help(nearest.help(report)))
}

/// The word that a text ends with and that is in one list with what comes next (行政复议、行政诉讼案件): what it mentions, and where it
/// starts.
fn listed<'a>(text: &str, tables: &'a [Table]) -> Option<(&'a Table, &'a Mention, usize)> {
    let text = JOINTS.iter().find_map(|joint| text.strip_suffix(joint))?;
    let mut mentions = tables.iter().flat_map(|table| table.mentions.iter().map(move |mention| (table, mention)));
    mentions.find_map(|(table, mention)| {
        let word = mention.words.iter().filter(|word| text.ends_with(word.as_str())).max_by_key(|word| word.len())?;
        Some((table, mention, text.len() - word.len()))
    })
}
