//! Where in the document a finding is about.

use crate::diagnostic::{Diagnostic, Place};
use crate::document::{Document, Text};
use crate::report::Report;
use crate::review::Characters;

/// The characters that a finding is about: in the text that came from its path in the data; else in the first of those below it,
/// best one with the gap it tells; else the same for the path above. Nothing if the document has none of them.
pub fn place(finding: &Diagnostic, document: &Document, report: &Report) -> Option<Characters> {
    let texts: Vec<&Text> = document.texts().collect();
    let mut path = finding.path.as_deref()?;
    let text = loop {
        if let Some(found) = at(path, finding, &texts) {
            break found;
        }
        path = path.rsplit_once('.')?.0;
    };
    let characters = texts[text].plain().chars().count();
    let range = words(finding, texts[text], report).unwrap_or(0..characters);
    Some(Characters { text, range })
}

/// The text from a path, or the first from below it.
fn at(path: &str, finding: &Diagnostic, texts: &[&Text]) -> Option<usize> {
    let candidates = || texts.iter().enumerate().filter_map(|(at, text)| Some((at, below(path, text)?)));
    let exact = candidates().find(|(_, rest)| rest.is_empty());
    // A message names a key, or the whole path of a row.
    let named = |(at, rest): &(usize, &str)| {
        let says = |name: &str| finding.message.contains(&format!("“{name}”"));
        let ends = rest.match_indices('.').map(|(end, _)| end).chain([rest.len()]);
        let mut names = ends.map(|end| &rest[..end]).filter(|name| !name.is_empty());
        texts[*at].is_marked() && names.any(|name| says(name) || says(&format!("{path}.{name}")))
    };
    let gap = || candidates().find(|(at, _)| texts[*at].is_marked());
    exact.or_else(|| candidates().find(named)).or_else(gap).or_else(|| candidates().next()).map(|(at, _)| at)
}

/// The rest of the path that a text came from, if it came from a path or from below it.
fn below<'t>(path: &str, text: &'t Text) -> Option<&'t str> {
    let rest = text.from.as_deref()?.strip_prefix(path)?;
    if rest.is_empty() { Some("") } else { rest.strip_prefix('.') }
}

/// The characters that a finding points at in the data, where the text has them as they were typed.
fn words(finding: &Diagnostic, text: &Text, report: &Report) -> Option<std::ops::Range<usize>> {
    let path = finding.path.as_deref().filter(|path| text.from.as_deref() == Some(path))?;
    let Place::Source(span) = &finding.labels.first()?.at else { return None };
    let typed = &span.source.text;
    let whole = report.span(path).filter(|whole| whole.source == span.source)?.range;
    let words = typed.get(span.range.clone()).filter(|words| !words.is_empty() && span.range.len() < whole.len())?;
    let nth = typed.get(whole.start..span.range.start)?.matches(words).count();
    let plain = text.plain();
    let (start, _) = plain.match_indices(words).nth(nth)?;
    let start = plain[..start].chars().count();
    Some(start..start + words.chars().count())
}
