//! What trips a clerk in YAML: the parser's fault, told with the cause that is behind it most of the time.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{Source, Span};
use crate::typography::is_wide;

/// What to do about `key：value`.
pub const FULL_WIDTH_COLON: &str = "键后面的冒号要用半角“:”，并且后面空一格；全角“：”只是文字";

/// A file that does not parse.
pub fn syntax(source: &Arc<Source>, error: &serde_yaml::Error) -> Diagnostics {
    let (line, column) = error.location().map_or((1, 1), |at| (at.line(), at.column()));
    let place = Span::at(source, line, column);
    let message = error.to_string();
    let said = message.split(" at line").next().unwrap_or_default();
    if said.contains("repetition limit") || said.contains("recursion limit") {
        return Diagnostic::error(Code::YamlSyntax, "文件里的引用（&、*）或嵌套太多，不再读下去").at(place, "").into();
    }
    match cause(source, line) {
        Some((span, help)) => Diagnostic::error(Code::YamlSyntax, "不合 YAML 的写法").at(span, "").help(help).into(),
        None => Diagnostic::error(Code::YamlSyntax, format!("不合 YAML 的写法（{said}）"))
            .at(place, "读到这里读不下去了")
            .help("检查这一行和上一行：缩进是否对齐，引号和括号是否成对，文字里有“: ”时整段是否加了引号")
            .into(),
    }
}

/// A file whose top is not a map.
pub fn not_a_map(source: &Arc<Source>) -> Diagnostics {
    let finding = Diagnostic::error(Code::WrongShape, "文件的最外层应当是键值（报告:、正文: 等）");
    match full_width_colon(source, 1, source.text.lines().count()) {
        Some(span) => finding.at(span, "").help(FULL_WIDTH_COLON).into(),
        None => finding.at(Span::at(source, 1, 1), "").into(),
    }
}

/// A file with more than one document.
pub fn two_documents(source: &Arc<Source>) -> Diagnostics {
    let line = source.text.lines().collect::<Vec<_>>().iter().rposition(|line| line.starts_with("---")).unwrap_or(0);
    let span = Span::at(source, line + 1, 1);
    Diagnostic::error(Code::YamlSyntax, "一个文件里只能有一份数据")
        .at(span, "“---”之后又是一份")
        .help("删去“---”这一行")
        .into()
}

/// The usual causes, looked for in the line of the fault and the two before it.
fn cause(source: &Arc<Source>, line: usize) -> Option<(Span, &'static str)> {
    let first = line.saturating_sub(2).max(1);
    let tab = find(source, first, line, |text| {
        let at = text.find('\t')?;
        text[..at].trim().is_empty().then_some((at, 1))
    });
    let braces = find(source, first, line, |text| {
        let at = text.find("{{")?;
        let before = text[..at].trim_end();
        (before.ends_with(':') || before.ends_with('-')).then_some((at, 2))
    });
    let narrow = find(source, first, line, |text| {
        let at = text.find(':')?;
        let key = text[..at].trim_start().trim_start_matches("- ");
        let value = text[at + 1..].chars().next()?;
        let alike = !key.is_empty() && key.chars().all(|c| is_wide(c) && c != '“');
        (alike && !value.is_whitespace()).then_some((at, 1))
    });
    let colon = find(source, first, line, |text| {
        let value = text.find(": ")? + 2;
        let plain = !text[value..].trim_start().starts_with(['"', '\'', '|', '>', '{', '[', '#']);
        let second = value + text[value..].find(": ")?;
        plain.then_some((second, 1))
    });
    tab.map(|span| (span, "缩进只能用空格，不能用制表符（Tab）"))
        .or_else(|| full_width_colon(source, first, line).map(|span| (span, FULL_WIDTH_COLON)))
        .or_else(|| narrow.map(|span| (span, "键后面的冒号“:”和值之间要空一格")))
        .or_else(|| braces.map(|span| (span, "以“{{”开头的文字要放在引号里，或者写在“|”的下一行")))
        .or_else(|| colon.map(|span| (span, "文字里有“: ”（半角冒号加空格）时，整段要放在引号里，或者写在“|”的下一行")))
}

/// A line that looks like `key：value` and has no half-width colon before it.
fn full_width_colon(source: &Arc<Source>, first: usize, last: usize) -> Option<Span> {
    find(source, first, last, |text| {
        let at = text.find('：')?;
        let key = text[..at].trim_start().trim_start_matches("- ");
        let alike = !key.is_empty() && key.chars().count() <= 20 && !key.contains([':', '"', '\'', '#', '，', '。', ' ']);
        alike.then_some((at, '：'.len_utf8()))
    })
}

/// The first of some lines (from 1) in which `look` finds something: its byte in the line and its length.
fn find(source: &Arc<Source>, first: usize, last: usize, look: impl Fn(&str) -> Option<(usize, usize)>) -> Option<Span> {
    let mut start = 0;
    for (number, text) in source.text.split_inclusive('\n').enumerate() {
        if (first..=last).contains(&(number + 1))
            && let Some((at, length)) = look(text)
        {
            return Some(Span { source: Arc::clone(source), range: start + at..start + at + length });
        }
        start += text.len();
    }
    None
}
