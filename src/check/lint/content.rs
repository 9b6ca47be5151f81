//! Whether the report says what it must, and only what the organ can.

use super::Subject;
use crate::diagnostic::{Code, Diagnostic};
use crate::form::Part;

/// A part without a table that has no text prints as a heading over nothing.
pub fn missing_text(subject: &Subject) -> Vec<Diagnostic> {
    let report = subject.report;
    let silent = |key: &str| report.sections.iter().all(|section| section.key != key || section.passages.is_empty());
    let path = |part: &Part| format!("正文.{}", part.key);
    let parts = report.form.law.parts.iter().filter(|part| part.table.is_none() && silent(&part.key));
    let finding = |part: &Part| {
        Diagnostic::warning(Code::MissingText, format!("“{}”没有内容，“{}”只印出标题", path(part), report.heading(part)))
            .at_data(path(part), "")
            .help("写出这一部分；确实没有的，写明没有")
    };
    parts.filter(|part| !report.is_faulty(&path(part))).map(finding).collect()
}

/// 条例第五十条（四） and what later notices added, as the form has it.
pub fn missing_duty(subject: &Subject) -> Vec<Diagnostic> {
    let report = subject.report;
    let bound = |kinds: &[String]| kinds.is_empty() || kinds.contains(&report.meta.kind);
    let mut findings = vec![];
    for duty in report.form.law.duties.iter().filter(|duty| bound(&duty.kinds)) {
        let here = |part: &str| duty.part.as_deref().is_none_or(|wanted| wanted == part);
        let spoken = |words: &[String]| {
            let mut texts = subject.passages.iter().filter(|passage| here(passage.part));
            texts.any(|passage| words.iter().any(|word| passage.text.contains(word.as_str())))
        };
        let missing: Vec<_> = duty.words.iter().filter(|words| !spoken(words)).filter_map(|words| words.first()).collect();
        let path = duty.part.as_ref().map_or_else(|| "正文".into(), |part| format!("正文.{part}"));
        // Where nothing is written at all, that is told.
        let written = subject.passages.iter().any(|passage| here(passage.part));
        if written && !missing.is_empty() && !report.is_faulty(&path) {
            let named: Vec<_> = missing.iter().map(|word| word.as_str()).collect();
            let finding =
                Diagnostic::warning(Code::MissingDuty, format!("没有写到：{}", named.join("、"))).at_data(path, "");
            findings.push(finding.help(duty.says.as_str()));
        }
    }
    findings
}

/// Rows that only some kinds of organ can have.
pub fn impossible_rules(subject: &Subject) -> Vec<Diagnostic> {
    let report = subject.report;
    let mut findings = vec![];
    let barred = report.form.law.competences.iter().filter(|competence| !competence.kinds.contains(&report.meta.kind));
    for competence in barred.filter(|_| !report.is_faulty("报告.类别")) {
        for row in &competence.rows {
            let figures = report.form.slots.figures(row).unwrap_or_default();
            let value = |number: &usize| report.figures.at(*number).and_then(|cell| cell.figure.value());
            if let Some(number) = figures.into_iter().find(|number| value(number).is_some_and(|value| !value.is_zero())) {
                let path = &report.form.paths[number];
                let message = format!("{}的“{path}”应当是 0", report.meta.kind);
                let finding = Diagnostic::warning(Code::ImpossibleRules, message).at_data(path, "");
                findings.push(finding.help(competence.says.as_str()));
            }
        }
    }
    findings
}

/// 条例第四十九条: by when the report must be out.
pub fn late(subject: &Subject) -> Vec<Diagnostic> {
    let meta = &subject.report.meta;
    let Some((month, day)) = subject.report.form.law.deadlines.get(&meta.kind).and_then(|due| due.split_once('-')) else {
        return vec![];
    };
    let (Ok(month), Ok(day)) = (month.parse(), day.parse()) else { return vec![] };
    let due = crate::document::Date { year: meta.year + 1, month, day };
    if meta.date <= due {
        return vec![];
    }
    let message = format!("成文日期晚于期限：{}的报告应当在{}前公布", meta.kind, due.chinese());
    let finding = Diagnostic::warning(Code::Late, message).at_data("报告.成文日期", "");
    vec![finding.help("期限依照条例第四十九条；当地规定更早的，以当地规定为准")]
}
