//! Findings as text: drawn under the lines they are about, or one a line for other programs.

use std::fmt::Write;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use serde_json::{Value, json};

use super::{Diagnostic, Diagnostics, Label, Place, Severity};
use crate::source::Span;

/// How findings are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Drawn under the lines they are about, perhaps in colour.
    Human {
        /// Whether terminal colours are used.
        color: bool,
    },
    /// `path:line:column: error[code]: message`, one a line.
    Short,
    /// A JSON object a line; docs/findings.md says which keys.
    Json,
}

/// Shows findings.
pub fn show(findings: &Diagnostics, manner: Manner) -> String {
    match manner {
        Manner::Human { color } => findings.0.iter().map(|finding| human(finding, color) + "\n\n").collect(),
        Manner::Short => findings.0.iter().map(short).collect(),
        Manner::Json => findings.0.iter().map(|finding| format!("{}\n", json(finding))).collect(),
    }
}

/// `2 个错误，1 个警告`; nothing if there are no findings.
pub fn summary(findings: &Diagnostics) -> Option<String> {
    let names = [(Severity::Error, "错误"), (Severity::Warning, "警告"), (Severity::Hint, "提示")];
    let counted = names.iter().map(|(severity, name)| (findings.count(*severity), name)).filter(|(count, _)| *count > 0);
    let words: Vec<_> = counted.map(|(count, name)| format!("{count} 个{name}")).collect();
    (!words.is_empty()).then(|| words.join("，"))
}

impl Severity {
    /// `error`, `warning`, `hint`
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Hint => "hint",
        }
    }
}

fn human(finding: &Diagnostic, color: bool) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::NOTE.with_name("hint"),
    };
    let mut group = Group::with_title(level.primary_title(&finding.message).id(finding.code.name()));
    for source in sources(finding) {
        let (lines, first) = lines(finding, source);
        let text = &source.source.text[lines.clone()];
        let mut snippet = Snippet::source(text).line_start(first).path(&source.source.name);
        for (at, label) in finding.labels.iter().enumerate() {
            if let Place::Source(span) = &label.at
                && span.source == source.source
            {
                let kind = if at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
                let text = (!label.text.is_empty()).then_some(label.text.as_str());
                let range = span.range.start - lines.start..span.range.end - lines.start;
                snippet = snippet.annotation(kind.span(range).label(text));
            }
        }
        group = group.element(snippet);
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.with_name("办法").message(help));
    }
    if let Some(path) = finding.path.as_ref().filter(|_| finding.code.is_acceptable() && finding.severity != Severity::Hint)
    {
        group = group.element(Level::NOTE.with_name("位置").message(path));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).render(&[group])
}

/// The lines of a source from the first label in it to the last, as bytes, and the number of the first of them: what is drawn does
/// not cost more in a longer file.
fn lines(finding: &Diagnostic, source: &Span) -> (std::ops::Range<usize>, usize) {
    let text = &source.source.text;
    let spans = finding.labels.iter().filter_map(|label| match &label.at {
        Place::Source(span) if span.source == source.source => Some(&span.range),
        _ => None,
    });
    let (start, end) = spans.fold((text.len(), 0), |(start, end), span| (start.min(span.start), end.max(span.end)));
    let start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[end.max(start)..].find('\n').map_or(text.len(), |at| end.max(start) + at + 1);
    (start..end, text[..start].matches('\n').count() + 1)
}

/// One span for each source that the labels are in, that of the first label first.
fn sources(finding: &Diagnostic) -> Vec<&Span> {
    let mut sources: Vec<&Span> = vec![];
    for label in &finding.labels {
        if let Place::Source(span) = &label.at
            && sources.iter().all(|known| known.source != span.source)
        {
            sources.push(span);
        }
    }
    sources
}

fn json(finding: &Diagnostic) -> Value {
    let place = |label: &Label| match &label.at {
        Place::Source(span) => {
            let (line, column) = span.line_column();
            let (end_line, end_column) = span.end_line_column();
            json!({ "file": span.source.name, "line": line, "column": column, "end_line": end_line, "end_column": end_column,
                "text": label.text })
        }
        Place::Data { path, .. } => json!({ "path": path, "text": label.text }),
    };
    json!({
        "severity": finding.severity.name(),
        "code": finding.code.name(),
        "message": finding.message,
        "path": finding.path,
        "places": finding.labels.iter().map(place).collect::<Vec<_>>(),
        "help": finding.help,
        "balance": finding.balance,
    })
}

fn short(finding: &Diagnostic) -> String {
    let mut line = String::new();
    match finding.labels.first().map(|label| &label.at) {
        Some(Place::Source(span)) => {
            let (number, column) = span.line_column();
            // Writing into a String cannot fail.
            let _ = write!(line, "{}:{number}:{column}: ", span.source.name);
        }
        Some(Place::Data { path, .. }) => line += &format!("{path}: "),
        None => {}
    }
    line + &format!("{}[{}]: {}\n", finding.severity.name(), finding.code, finding.message)
}
