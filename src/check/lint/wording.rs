//! Words that are wrong by themselves: leftovers of templates, miscounted parts, text that stops short.

use std::sync::LazyLock;

use regex::Regex;

use super::{Subject, pattern};
use crate::check::passage::BLANK;
use crate::compose::numeral;
use crate::diagnostic::{Code, Diagnostic};

static PARTS: LazyLock<Regex> =
    LazyLock::new(|| pattern("([由为括含是：有])([^。；]*?)(等)?([一二三四五六七八九十])个(部分|方面)(组成|构成|内容)?"));

/// 六个部分 against the parts named before it.
pub fn parts_miscounted(subject: &Subject) -> Vec<Diagnostic> {
    let mut findings = vec![];
    let parts = &subject.report.form.law.parts;
    let mut headings: Vec<_> = parts.iter().flat_map(|part| [&part.heading, subject.report.heading(part)]).collect();
    // The longest first: a heading of the office's own often holds the form's.
    headings.sort_by_key(|heading| std::cmp::Reverse(heading.len()));
    let counts = |text: &str| text.contains("个部分") || text.contains("个方面");
    for passage in subject.passages.iter().filter(|passage| passage.part == "引言" && counts(&passage.text)) {
        for found in PARTS.captures_iter(&passage.text) {
            let (Some(list), Some(number)) = (found.get(2), found.get(4)) else { continue };
            // A heading can hold a 、 of its own.
            let named = headings.iter().fold(list.as_str().to_string(), |list, heading| list.replace(heading, "一"));
            let count = named.split(['、', '，', '和', '及']).filter(|name| !name.is_empty()).count();
            let stated = (1..=10).find(|n| numeral::chinese(*n) == number.as_str());
            if count > 1 && found.get(3).is_none() && stated != Some(count as u64) {
                let message = format!("说是{}个{}，列出的是{count}个", number.as_str(), &found[5]);
                findings
                    .push(passage.warning(Code::PartsMiscounted, message, number.range()).help("改数，或者补上没有列出的"));
            }
        }
    }
    findings
}

/// What a template or a letter leaves behind.
pub fn leftover(subject: &Subject) -> Vec<Diagnostic> {
    let mut findings = vec![];
    // Most are nowhere, which is known soonest of all texts at once; no text has a line feed.
    let all = subject.passages.iter().map(|passage| &*passage.text).collect::<Vec<_>>().join("\n");
    let left: Vec<_> = subject.report.form.law.leftovers.iter().filter(|words| all.contains(words.as_str())).collect();
    for passage in &subject.passages {
        for words in &left {
            if let Some(at) = passage.text.find(words.as_str()) {
                let finding = passage.warning(Code::Leftover, format!("“{words}”像是没有删去的话"), at..at + words.len());
                findings.push(finding.help("这是模板里的提示、占位的字或者公函里的称呼，删去或改写"));
            }
        }
    }
    findings
}

/// A paragraph that does not end like one.
pub fn unfinished(subject: &Subject) -> Vec<Diagnostic> {
    let mut findings = vec![];
    for (nth, passage) in subject.passages.iter().enumerate().filter(|(_, passage)| !passage.heading) {
        let Some((at, last)) = passage.text.char_indices().last() else { continue };
        let ends = matches!(last, '。' | '！' | '？' | '…' | '：' | '”' | '）' | '》' | BLANK) || last.is_ascii_graphic();
        let next = subject.passages.get(nth + 1);
        let listed = last == '；' && next.is_some_and(|next| !next.heading && next.part == passage.part);
        if !ends && !listed && passage.text.chars().count() > 8 {
            let finding = passage.warning(Code::Unfinished, "这一段末尾没有句号", at..passage.text.len());
            findings.push(finding.help("写完这句话，加上句号"));
        }
    }
    findings
}

/// What YAML took for a comment.
pub fn dropped_text(subject: &Subject) -> Vec<Diagnostic> {
    let finding = |span| {
        Diagnostic::warning(Code::DroppedText, "文字里空格加“#”之后的内容被当作注释丢掉了")
            .at(span, "这些不会印出来")
            .help("是正文就把整段放进引号；是注释就另起一行")
    };
    subject.report.comments_after_text().into_iter().map(finding).collect()
}
