//! What stands twice: in a row, in the title, or from year to year.

use super::Subject;
use crate::check::passage::passages;
use crate::diagnostic::{Code, Diagnostic};

/// A clause, or up to three, printed twice in a row.
pub fn repeated_clause(subject: &Subject) -> Vec<Diagnostic> {
    const LEAST: usize = 6; // characters: “是，是” is no slip
    let mut findings = vec![];
    for passage in &subject.passages {
        let mut clauses = vec![];
        let mut start = 0;
        for (at, mark) in passage.text.match_indices(['，', '。', '；', '：', '！', '？']) {
            clauses.push(start..at);
            start = at + mark.len();
        }
        clauses.push(start..passage.text.len());
        let words = |at: usize, count: usize| clauses[at..at + count].iter().map(|clause| &passage.text[clause.clone()]);
        let mut at = 0;
        while at < clauses.len() {
            let twice = (1..=3).find(|count| {
                at + 2 * count <= clauses.len()
                    && words(at, *count).eq(words(at + count, *count))
                    && words(at, *count).map(|clause| clause.chars().count()).sum::<usize>() >= LEAST
            });
            if let Some(count) = twice {
                let range = clauses[at + count].start..clauses[at + 2 * count - 1].end;
                let finding = passage.warning(Code::RepeatedClause, "这句话接连写了两遍", range);
                findings.push(finding.help("删去一遍"));
                at += count;
            }
            at += 1;
        }
    }
    findings
}

/// 年度…年度 in the title.
pub fn repeated_year(subject: &Subject) -> Vec<Diagnostic> {
    let meta = &subject.report.meta;
    if meta.title_line().matches("年度").count() < 2 {
        return vec![];
    }
    let finding = Diagnostic::warning(Code::RepeatedYear, "标题里“年度”写了两次").at_data("报告.标题", "");
    vec![finding.help(format!("通行的标题是“{}{}年政府信息公开工作年度报告”", meta.organ, meta.year))]
}

/// Paragraphs that say what last year's said.
pub fn same_as_last_year(subject: &Subject) -> Vec<Diagnostic> {
    const LEAST: usize = 40; // characters: shorter ones can only be said in one way
    const ALIKE: f64 = 0.9;
    let Some(last) = subject.last else { return vec![] };
    // Figures differ from year to year; the words are compared.
    let words = |text: &str| text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    let with_letters = |text: String| (letters(&text), text);
    let before: Vec<_> = passages(last).iter().map(|passage| with_letters(words(&passage.text))).collect();
    let mut findings = vec![];
    for passage in subject.passages.iter().filter(|passage| passage.text.chars().count() >= LEAST) {
        let (these, now) = with_letters(words(&passage.text));
        let near = before.iter().filter(|(letters, _)| in_common(letters, &these) >= ALIKE);
        let rate = near.map(|(_, text)| likeness(text, &now)).fold(0.0, f64::max);
        if rate >= ALIKE {
            let message = format!("这一段与上一年度的报告有 {:.0}% 相同", rate * 100.0);
            let finding = Diagnostic::warning(Code::SameAsLastYear, message).at_data(passage.path(), "");
            findings.push(finding.help("写出本年度的做法和变化"));
        }
    }
    findings
}

/// The characters of a text, sorted.
fn letters(text: &str) -> Vec<char> {
    let mut letters: Vec<_> = text.chars().collect();
    letters.sort_unstable();
    letters
}

/// The share of characters that two texts, sorted, have in common. In order they have no more, so that most texts need not be
/// compared in order, which costs the product of their lengths.
fn in_common(a: &[char], b: &[char]) -> f64 {
    let (mut at, mut common) = (0, 0_u32);
    for c in a {
        at += b[at..].iter().take_while(|other| *other < c).count();
        if b.get(at) == Some(c) {
            (at, common) = (at + 1, common + 1);
        }
    }
    f64::from(common) / a.len().max(b.len()).max(1) as f64
}

/// The share of characters two texts have in common, in order: 1 if they are the same.
fn likeness(a: &str, b: &str) -> f64 {
    strsim::normalized_levenshtein(a, b)
}
