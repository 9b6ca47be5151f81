//! Numbers typed by hand beside a word of the form (予以公开3件) against the figures they can mean.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::{Subject, pattern};
use crate::check::passage::Passage;
use crate::diagnostic::{Code, Diagnostic};
use crate::form::{Mention, Sum, Table};
use crate::report::{Report, evaluate};
use crate::yaml::join;

/// Between a word and its number: 共, 数量为, 案件 … and a number with its unit.
static AFTER: LazyLock<Regex> =
    LazyLock::new(|| pattern("^(的|案件|申请|数量|总量|总数|共计|合计|总计|计|共|有|为|是|了|：)*([0-9]+)(件|宗|起|条)"));

/// A number with its unit before the word: 3件行政复议.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| pattern("(^|[^0-9.])([0-9]+)(件|宗|起)(涉及|有关)?(政府信息公开)?$"));

/// Told of another year, of a difference, or of a share, a number is none of the report's figures.
const ELSEWHERE: [&str; 13] =
    ["上年同期", "去年", "同比", "比上年", "较上年", "增加", "减少", "增长", "下降", "占", "上一年度共", "下一年", "累计"];

/// Between the words of a list.
const JOINTS: [&str; 7] = ["、", "以及", "或者", "及", "和", "与", "或"];

/// Numbers that differ from every figure they could mean.
pub fn number_differs(subject: &Subject) -> Vec<Diagnostic> {
    let mut findings = vec![];
    for passage in &subject.passages {
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

/// The clauses of a text: what a number belongs to does not stand beyond one.
pub fn clauses(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut clauses = vec![];
    let mut start = 0;
    for (at, mark) in text.match_indices(['，', '。', '；', '、', '！', '？', '（', '）']) {
        clauses.push(start..at);
        start = at + mark.len();
    }
    clauses.push(start..text.len());
    clauses
}

/// Whether a clause tells of figures that are none of this report's tables.
pub fn is_elsewhere(clause: &str) -> bool {
    ELSEWHERE.iter().any(|other| clause.contains(other))
}

/// The longest of a mention's words in a clause, and where the number beside it stands.
pub fn beside<'a>(clause: &str, mention: &'a Mention) -> Option<(&'a str, std::ops::Range<usize>)> {
    let (word, at) = mention
        .words
        .iter()
        .filter_map(|word| Some((word, clause.find(word.as_str())?)))
        .max_by_key(|(word, _)| word.len())?;
    let end = at + word.len();
    let range = match AFTER.captures(&clause[end..]) {
        Some(found) => found.get(2).map(|number| end + number.start()..end + number.end()),
        None => BEFORE.captures(&clause[..at]).and_then(|found| found.get(2)).map(|number| number.range()),
    };
    Some((word, range?))
}

/// Whether a clause gives a number beside one of the mention's words that is none of its figures.
fn judge(
    report: &Report,
    passage: &Passage,
    clause: std::ops::Range<usize>,
    table: &Table,
    mention: &Mention,
) -> Option<Diagnostic> {
    let (word, range) = beside(&passage.text[clause.clone()], mention)?;
    let range = clause.start + range.start..clause.start + range.end;
    let digits = &passage.text[range.clone()];
    let number: Decimal = digits.parse().ok()?;
    let end = clause.start + passage.text[clause].find(word)? + word.len();
    let mut start = end - word.len();
    let mut meant = meant(report, table, mention)?;
    // The number behind a list is that of all its words.
    while let Some((table, mention, at)) = listed(&passage.text[..start], &report.form.law.tables) {
        let first = self::meant(report, table, mention)?;
        let sums =
            |(path, value): (String, Decimal)| first.iter().map(move |(one, more)| (format!("{one}+{path}"), value + more));
        meant = meant.into_iter().flat_map(sums).collect();
        start = at;
    }
    if meant.iter().any(|(_, value)| *value == number) {
        return None;
    }
    let (path, nearest) = meant.iter().min_by_key(|(_, value)| (*value - number).abs())?;
    let words = &passage.text[start..end];
    let finding = passage.warning(Code::NumberDiffers, format!("“{words}”写的是 {digits}，表里没有这个数"), range);
    Some(finding.help(format!("最接近的是 {nearest}（{path}）；引用表里的数写成 {{{{{path}}}}} 这样，就不会写错")))
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

/// Everything that a mention can mean: each of its sums as a whole and by column, with a path to name it by. Nothing if a
/// figure of it is missing: then there is nothing to compare with.
fn meant(report: &Report, table: &Table, mention: &Mention) -> Option<Vec<(String, Decimal)>> {
    let mut meant = vec![];
    for sum in &mention.means {
        let name = shown(sum);
        let value = |column: &str| {
            evaluate(sum, |name| {
                let path = join(&table.key, name);
                let paths = if column.is_empty() {
                    report.form.slots.figures(&path)
                } else {
                    report.form.slots.column_figures(&path, column)
                };
                report.figures.total(&paths?)
            })
        };
        meant.push((join(&table.key, &name), value("")?));
        let row =
            sum.names().next().and_then(|name| report.form.slots.get(&join(&table.key, name))).map(|slot| slot.columns());
        for column in row.unwrap_or_default() {
            if let Some(value) = value(&column) {
                meant.push((join(&join(&table.key, &name), &column), value));
            }
        }
    }
    Some(meant)
}

/// A sum as its names.
fn shown(sum: &Sum) -> String {
    sum.names().collect::<Vec<_>>().join("+")
}
