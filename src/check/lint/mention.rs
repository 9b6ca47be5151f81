//! Numbers typed by hand beside a word of the form (予以公开3件) against the figures they can mean.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::{Subject, pattern};
use crate::check::passage::Passage;
use crate::diagnostic::{Code, Diagnostic};
use crate::form::{Factor, Mention, Table};
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
    let mut count = 1;
    while let Some((table, mention, at)) = listed(&passage.text[..start], &report.form.law.tables) {
        count += 1;
        if count > LISTED {
            return None;
        }
        meant = sums(&self::meant(report, table, mention)?, &meant);
        start = at;
    }
    let from = passage.text[..start].rfind(['，', '。', '；', '！', '？']).unwrap_or(0);
    if is_elsewhere(&passage.text[from..end]) || meant.iter().any(|meaning| meaning.value == number) {
        return None;
    }
    let nearest = meant.iter().min_by_key(|meaning| meaning.value.saturating_sub(number).abs())?;
    let words = &passage.text[start..end];
    let finding = passage.warning(Code::NumberDiffers, format!("“{words}”写的是 {digits}，表里没有这个数"), range);
    Some(finding.help(nearest.help()))
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

/// A figure or a sum of figures that words can mean.
struct Meaning {
    /// The column it is of; empty for a whole row.
    column: String,
    /// As it is written in an equation of 数字.
    formula: String,
    value: Decimal,
}

impl Meaning {
    /// What to do so that the number is never wrong.
    fn help(&self) -> String {
        let Self { formula, value, .. } = self;
        if formula.contains(' ') {
            format!(
                "最接近的是 {value}（{formula}）；在“数字”里写上“合计: = {formula}”，正文引用 {{{{数字.合计}}}}，就不会写错"
            )
        } else {
            format!("最接近的是 {value}（{formula}）；引用表里的数写成 {{{{{formula}}}}} 这样，就不会写错")
        }
    }
}

/// What the first and the others of a list can mean together: like is added to like, persons to persons and wholes to wholes.
fn sums(first: &[Meaning], others: &[Meaning]) -> Vec<Meaning> {
    let pairs = first.iter().flat_map(|one| others.iter().map(move |other| (one, other)));
    let sum = |(one, other): (&Meaning, &Meaning)| {
        let formula = format!("{} + {}", one.formula, other.formula);
        Some(Meaning { column: one.column.clone(), formula, value: one.value.checked_add(other.value)? })
    };
    pairs.filter(|(one, other)| one.column == other.column).filter_map(sum).collect()
}

/// Everything that a mention can mean: each of its sums as a whole and by column. Nothing if a figure of it is missing: then there is
/// nothing to compare with.
fn meant(report: &Report, table: &Table, mention: &Mention) -> Option<Vec<Meaning>> {
    let mut meant = vec![];
    for sum in &mention.means {
        let figures = |name: &str, column: &str| {
            let path = join(&table.key, name);
            match column {
                "" => report.form.slots.figures(&path),
                column => report.form.slots.column_figures(&path, column),
            }
        };
        let meaning = |column: &str| {
            let value = evaluate(sum, |name| report.figures.total(&figures(name, column)?))?;
            let mut formula = String::new();
            let factor = |factor: &Factor| match factor {
                Factor::Number(number) => number.to_string(),
                Factor::Name(name) => {
                    let numbers = figures(name, column).unwrap_or_default().into_iter();
                    numbers.map(|number| report.form.paths[number].as_str()).collect::<Vec<_>>().join(" + ")
                }
            };
            sum.write(&mut formula, factor).ok()?;
            Some(Meaning { column: column.into(), formula, value })
        };
        meant.push(meaning("")?);
        let row =
            sum.names().next().and_then(|name| report.form.slots.get(&join(&table.key, name))).map(|slot| slot.columns());
        meant.extend(row.unwrap_or_default().iter().filter_map(|column| meaning(column)));
    }
    Some(meant)
}
