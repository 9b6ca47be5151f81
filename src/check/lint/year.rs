//! Years in the text: a report published the year after must name its year.

use std::sync::LazyLock;

use regex::Regex;

use super::{Subject, pattern};
use crate::diagnostic::{Code, Diagnostic};

static RELATIVE: LazyLock<Regex> = LazyLock::new(|| pattern("今年以来|本年以来|今年|去年|前年|明年"));

/// The characters that, before 前, 明, 去 or 今, make another word of it: 以前年度, 注明年度, 过去年份, 如今年轻.
const OTHER_WORDS: [(char, &str); 4] = [('前', "以提目之此年空"), ('明', "注标说写载证列"), ('去', "过"), ('今', "如当")];

/// The year of the statistics, of the report, or of a paragraph's opening: where a report copied from another year shows.
static DATED: LazyLock<Regex> = LazyLock::new(|| {
    let about = "度?(政府信息公开|政务公开)(工作)?(年度报告|报告|年报|情况|工作)";
    pattern(&format!("(^|[^0-9])((19|20)[0-9]{{2}})年(1月1日(起)?至|12月31日止|{about}|度工作|，)"))
});

/// What follows the year's work where others have judged it: that is told a year later.
const JUDGED: [&str; 5] = ["考核", "考评", "评估", "评议", "测评"];

/// 今年, 去年, …
pub fn relative_year(subject: &Subject) -> Vec<Diagnostic> {
    let mut findings = vec![];
    for passage in &subject.passages {
        for found in RELATIVE.find_iter(&passage.text).filter(|found| !in_other_word(&passage.text, found.start())) {
            let year = subject.report.meta.year;
            let finding = passage.warning(Code::RelativeYear, format!("“{}”是哪一年不明确", found.as_str()), found.range());
            findings.push(finding.help(format!("报告在{}年公布；写成“{year}年”或具体的年份", year + 1)));
        }
    }
    findings
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
        for found in DATED.captures_iter(&passage.text) {
            let (Some(number), Some(after)) = (found.get(2), found.get(4)) else { continue };
            let named: u16 = number.as_str().parse().unwrap_or(year);
            // “2019年，” opens a report on 2019 only at the start of a text; elsewhere it may look back.
            let looks_back = after.as_str() == "，" && number.start() > 0;
            let before = &passage.text[..number.start()];
            let period = after.as_str().contains("月");
            // “12月31日止” ends the period of the statistics where its start is told; elsewhere it may be any day of the past.
            let ends_elsewhere = after.as_str().starts_with("12月") && !starts_period(before);
            let compares = !period && before.ends_with(['比', '较', '于', '自', '从', '与', '和', '在', '对'])
                || before.ends_with("截至");
            let judged = JUDGED.iter().any(|word| passage.text[after.end()..].starts_with(word));
            let elsewhere = looks_back || ends_elsewhere || compares || judged;
            if named != year && named != year + 1 && !elsewhere {
                let message = format!("这里是{named}年，报告的年度是{year}年");
                let finding = passage.warning(Code::WrongYear, message, number.start()..number.end() + "年".len());
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
