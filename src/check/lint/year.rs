//! Years in the text: a report published the year after must name its year.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Subject, pattern};
use crate::diagnostic::{Code, Diagnostic};

/// The characters that, before 前, 明, 去 or 今, make another word of it: 以前年度, 注明年度, 过去年份, 如今年轻.
const OTHER_WORDS: [(char, &str); 4] = [('前', "以提目之此年空"), ('明', "注标说写载证列"), ('去', "过"), ('今', "如当")];

/// The year of the statistics, of the report, or of a paragraph's opening: where a report copied from another year shows.
static AFTER_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    let about = "度?(政府信息公开|政务公开)(工作)?(年度报告|报告|年报|情况|工作)";
    pattern(&format!("^(1月1日(起)?至|12月31日止|{about}|度工作|，)"))
});

/// What follows the year's work where others have judged it: that is told a year later.
const JUDGED: [&str; 5] = ["考核", "考评", "评估", "评议", "测评"];

/// 今年, 去年, …
pub fn relative_year(subject: &Subject) -> Vec<Diagnostic> {
    let mut findings = vec![];
    for passage in &subject.passages {
        for range in relative(&passage.text).filter(|range| !in_other_word(&passage.text, range.start)) {
            let year = subject.report.meta.year;
            let message = format!("“{}”是哪一年不明确", &passage.text[range.clone()]);
            let finding = passage.warning(Code::RelativeYear, message, range);
            findings.push(finding.help(format!("报告在{}年公布；写成“{year}年”或具体的年份", year + 1)));
        }
    }
    findings
}

/// Where 今年, 去年, 前年 or 明年 stands, and 今年以来 or 本年以来.
fn relative(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices('年').filter_map(move |(at, year)| {
        let end = at + year.len();
        let since = if text[end..].starts_with("以来") { "以来".len() } else { 0 };
        let word = text[..at].chars().next_back()?;
        let end = match word {
            '今' => end + since,
            '本' if since > 0 => end + since,
            '去' | '前' | '明' => end,
            _ => return None,
        };
        Some(at - word.len_utf8()..end)
    })
}

/// Where a year of four digits stands with its 年, and where what follows it of [`AFTER_YEAR`] ends.
fn dated(text: &str) -> Vec<(Range<usize>, usize)> {
    let mut found: Vec<(Range<usize>, usize)> = vec![];
    for (at, mark) in text.match_indices('年') {
        let number = text[..at].trim_end_matches(|c: char| c.is_ascii_digit()).len()..at;
        if number.len() != 4 || !matches!(&text[number.start..number.start + 2], "19" | "20") {
            continue;
        }
        // What follows one year is told with it, and does not part the next from it.
        if number.start > 0 && found.last().is_some_and(|(_, end)| *end >= number.start) {
            continue;
        }
        let after = at + mark.len();
        found.extend(AFTER_YEAR.find(&text[after..]).map(|words| (number, after + words.end())));
    }
    found
}

/// Whether the first character of a relative year ends another word.
fn in_other_word(text: &str, start: usize) -> bool {
    let (Some(before), Some(first)) = (text[..start].chars().next_back(), text[start..].chars().next()) else {
        return false;
    };
    OTHER_WORDS.iter().any(|(word, others)| *word == first && others.contains(before))
}

/// A year that is not the report's, nor the next (whose plans are told).
pub fn wrong_year(subject: &Subject) -> Vec<Diagnostic> {
    let year = subject.report.meta.year;
    let mut findings = vec![];
    for passage in &subject.passages {
        for (number, end) in dated(&passage.text) {
            let named: u16 = passage.text[number.clone()].parse().unwrap_or(year);
            let (before, after) = (&passage.text[..number.start], &passage.text[number.end + "年".len()..end]);
            // “2019年，” opens a report on 2019 only at the start of a text; elsewhere it may look back.
            let looks_back = after == "，" && number.start > 0;
            let period = after.contains("月");
            // “12月31日止” ends the period of the statistics where its start is told; elsewhere it may be any day of the past.
            let ends_elsewhere = after.starts_with("12月") && !starts_period(before);
            let compares = !period && before.ends_with(['比', '较', '于', '自', '从', '与', '和', '在', '对'])
                || before.ends_with("截至");
            let judged = JUDGED.iter().any(|word| passage.text[end..].starts_with(word));
            let elsewhere = looks_back || ends_elsewhere || compares || judged;
            if named != year && named != year + 1 && !elsewhere {
                let message = format!("这里是{named}年，报告的年度是{year}年");
                let finding = passage.warning(Code::WrongYear, message, number.start..number.end + "年".len());
                findings.push(finding.help("是从别的年度抄来的就改掉；年份可以写成 {{报告.年度}}"));
            }
        }
    }
    findings
}

/// Whether the clause that a text ends with names the first day of a year.
fn starts_period(text: &str) -> bool {
    let clause = text.rsplit(['，', '。', '；']).next().unwrap_or_default();
    clause.match_indices("1月1日").any(|(at, _)| !clause[..at].ends_with('1'))
}

#[cfg(test)]
mod tests {
    use super::{dated, relative};

    #[test]
    fn years_stand_by_themselves() {
        let found = |text| dated(text).into_iter().map(|(number, end)| &text[number.start..end]).collect::<Vec<_>>();
        assert_eq!(found("2019年1月1日起至2019年12月31日止"), ["2019年1月1日起至"]);
        assert_eq!(found("自2019年1月1日至同年，2019年12月31日止"), ["2019年1月1日至", "2019年12月31日止"]);
        assert_eq!(found("1998年度政务公开工作年报，12019年度工作，2119年，"), ["1998年度政务公开工作年报"]);
        assert_eq!(found("2018年，2019年度工作。2020年政务公开情况"), ["2018年，", "2020年政务公开情况"]);
        assert!(found("2019年底，19年，今年，").is_empty());
    }

    #[test]
    fn relative_years_are_the_longest_words() {
        let found = |text| relative(text).map(|range| &text[range]).collect::<Vec<_>>();
        assert_eq!(
            found("今年以来，去年以来，本年以来，本年，前年和明年，年。"),
            ["今年以来", "去年", "本年以来", "前年", "明年"]
        );
    }
}
