//! A quote that was forgotten: the parser complains where the next one happens to stand, far away; it opens where it was typed.

use std::sync::Arc;

use super::scalar;
use crate::source::{Source, Span};

/// The quote that opens a value in one of the lines up to `last` (from 1), does not end in its line, and after whose end, if it
/// has one, something stands that cannot: so it was not meant to end there.
pub fn unclosed(source: &Arc<Source>, last: usize) -> Option<Span> {
    let text = source.text.as_str();
    let mut at = 0;
    for _ in 0..last {
        let line = text[at..].split_inclusive('\n').next()?;
        let end = at + line.len();
        while let Some(open) = opening(&text[..end], at) {
            let close = text[open..].chars().next().and_then(|quote| scalar::closing(&text[open..], quote));
            let Some(close) = close.map(|close| open + close) else { return Some(span(source, open)) };
            if close > end && is_stray(&text[close..]) {
                return Some(span(source, open));
            }
            at = close;
            if at > end {
                break;
            }
        }
        at = at.max(end);
        // A quoted text over several lines has been passed by; its last line goes on.
        if at > end && !text[..at].ends_with('\n') {
            at += text[at..].find('\n').map_or(text.len() - at, |rest| rest + 1);
        }
    }
    None
}

fn span(source: &Arc<Source>, open: usize) -> Span {
    Span { source: Arc::clone(source), range: open..open + 1 }
}

/// Where the next quote that begins a value or a key stands.
fn opening(text: &str, from: usize) -> Option<usize> {
    let line = text[..from].rfind('\n').map_or(0, |at| at + 1);
    text[from..].char_indices().map(|(at, c)| (from + at, c)).find_map(|(at, c)| {
        let before = &text[line..at];
        let start = before.trim_end().is_empty()
            || before.trim_end().ends_with(['[', '{', ','])
            || before.ends_with([' ', '\t']) && before.trim_end().ends_with([':', '-', '?']);
        (matches!(c, '"' | '\'') && start && !before.contains(" #")).then_some(at)
    })
}

/// Whether what follows a quoted text cannot follow one.
fn is_stray(rest: &str) -> bool {
    let line = rest.lines().next().unwrap_or_default().trim();
    !line.is_empty() && !line.starts_with([',', ']', '}', ':', '#'])
}

#[cfg(test)]
mod tests {
    use super::unclosed;
    use crate::source::Source;
    use std::sync::Arc;

    fn found(text: &str) -> Option<(usize, usize)> {
        let source = Arc::new(Source { name: "数据.yaml".into(), text: text.into() });
        unclosed(&source, text.lines().count()).map(|span| span.line_column())
    }

    #[test]
    fn where_it_opens() {
        assert_eq!(found("甲: \"一\n乙: 二\n丙: \"三\"\n"), Some((1, 4)));
        assert_eq!(found("甲: [1, '二\n"), Some((1, 8)));
        assert_eq!(found("甲: \"一\"\n- '二''\n"), Some((2, 3)));
        assert_eq!(found("甲: \"一\\\"\n乙: 二\"\n丙: \"三\n四\"\n"), None);
        assert_eq!(found("甲: 说\"一\n乙: 他's  # \"\n"), None);
    }
}
