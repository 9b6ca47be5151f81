//! What trips a clerk in YAML: the parser's fault, told with the cause that is behind it most of the time.

use std::sync::Arc;

use super::{quote, words};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{Source, Span};
use crate::typography::is_wide;

/// What to do about `key：value`.
pub const FULL_WIDTH_COLON: &str = "键后面的冒号要用半角“:”，并且后面空一格；全角“：”只是文字";

/// A file that does not parse.
pub fn syntax(source: &Arc<Source>, error: &serde_yaml::Error) -> Diagnostics {
    let place = place(source, error);
    let (line, _) = place.line_column();
    let message = error.to_string();
    if message.contains("repetition limit") || message.contains("recursion limit") {
        return too_much(place);
    }
    if let Some((span, c)) = control_character(source) {
        let message = format!("文件里有看不见的控制字符 U+{:04X}", u32::from(c));
        return Diagnostic::error(Code::YamlSyntax, message).at(span, "").help("删去这个字符，多半是从别处粘贴来的").into();
    }
    if let Some((span, help)) = cause(source, line) {
        return Diagnostic::error(Code::YamlSyntax, "不合 YAML 的写法").at(span, "").help(help).into();
    }
    if let Some(span) = quote::unclosed(source, line) {
        let finding = Diagnostic::error(Code::YamlSyntax, "从这里开始的引号没有在这一行结束");
        return finding
            .at(span, "")
            .help("在这段文字的末尾补上同样的引号；文字里要有双引号，用“”或者把外面换成单引号")
            .into();
    }
    if let Some(span) = unclosed_bracket(source, &message).filter(|span| span.line_column().0 < line) {
        let finding = Diagnostic::error(Code::YamlSyntax, "从这里开始的括号没有在这一行结束");
        return finding.at(span, "").help("补上另一半括号，各项之间用逗号隔开；文字以括号开头时，整段放在引号里").into();
    }
    if let Some(span) = bare_line(source, line).filter(|_| message.contains("could not find expected ':'")) {
        let finding = Diagnostic::error(Code::YamlSyntax, "这一行没有冒号");
        return finding.at(span, "").help("写成“键: 值”，冒号用半角，后面空一格").into();
    }
    let words = words::syntax(&message).map(|words| format!("：{words}")).unwrap_or_default();
    Diagnostic::error(Code::YamlSyntax, format!("不合 YAML 的写法{words}"))
        .at(place, "读到这里读不下去了")
        .help("检查这一行和上一行：缩进是否对齐，引号和括号是否成对，文字里有“: ”时整段是否加了引号")
        .into()
}

/// A file of which reading stops at some place, because nothing that an office writes goes so far.
pub fn too_much(place: Span) -> Diagnostics {
    Diagnostic::error(Code::YamlSyntax, "文件里的引用（&、*）或嵌套太多，不再读下去").at(place, "").into()
}

/// Where the `[` or `{` stands that the parser was reading the items of.
fn unclosed_bracket(source: &Arc<Source>, message: &str) -> Option<Span> {
    let (_, place) = message.split_once("while parsing a flow ")?;
    let (_, place) = place.split_once("at line ")?;
    let (line, column) = place.split_once(" column ")?;
    let column = column.split(|c: char| !c.is_ascii_digit()).next()?;
    let span = Span::at(source, line.parse().ok()?, column.parse().ok()?);
    source.text[span.range.clone()].starts_with(['[', '{']).then_some(span)
}

/// The line with neither colon nor dash that stands as far in as the line of the fault, in it or just before it.
fn bare_line(source: &Arc<Source>, line: usize) -> Option<Span> {
    find(source, line.saturating_sub(1).max(1), line, |text| {
        let words = text.trim();
        let bare =
            !words.is_empty() && !words.contains(':') && !words.starts_with(['-', '#', '"', '\'', '[', '{', '&', '*']);
        bare.then(|| (text.len() - text.trim_start().len(), words.len()))
    })
}

/// Where the parser stopped. Its lines are not ours (it counts U+2028 and its like), its bytes are.
fn place(source: &Arc<Source>, error: &serde_yaml::Error) -> Span {
    let text = source.text.as_str();
    let start = text.floor_char_boundary(error.location().map_or(0, |at| at.index()));
    let length = text[start..].chars().next().filter(|c| !c.is_control()).map_or(0, char::len_utf8);
    Span { source: Arc::clone(source), range: start..start + length }
}

/// The first character that no YAML file can have (YAML 1.2.2, 5.1).
fn control_character(source: &Arc<Source>) -> Option<(Span, char)> {
    let forbidden = |c: &char| matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\x7F'..='\u{84}' | '\u{86}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}');
    let (at, c) = source.text.char_indices().find(|(_, c)| forbidden(c))?;
    Some((Span { source: Arc::clone(source), range: at..at + c.len_utf8() }, c))
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
