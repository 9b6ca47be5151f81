//! Where a path of the data stands in the files: line and column of its key and its value. Built only when there is something
//! to tell; a clean run pays nothing.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use saphyr_parser::{Event, Parser, ScalarStyle, Span as Marks};

use super::scalar::{self, Letters};
use super::{Tree, join};
use crate::diagnostic::{Diagnostics, Label, Part, Place};
use crate::source::{Source, Span};

/// Path → its places.
type Entries = BTreeMap<String, Vec<Entry>>;

/// The places of all paths. They are sorted, so that what stands below a path follows it.
#[derive(Debug)]
pub struct Locator {
    entries: Entries,
    /// The file that is named where nothing stands anywhere.
    first: Option<Arc<Source>>,
}

#[derive(Debug)]
struct Entry {
    source: Arc<Source>,
    key: Option<Range<usize>>,
    value: Range<usize>,
    style: ScalarStyle,
    /// Read at the first finding about words of the value.
    letters: OnceLock<Letters>,
}

impl Locator {
    /// Reads the files of a tree once more, for the places.
    pub fn new(tree: &Tree) -> Self {
        let mut entries = BTreeMap::new();
        for source in &tree.files {
            Reader::new(source).read(&mut entries);
        }
        Self { entries, first: tree.files.first().cloned() }
    }

    /// The keys that end a path, in the order of the files: one, or more if the key stands twice.
    pub fn keys(&self, path: &str) -> Vec<Span> {
        let entries = self.entries.get(path).into_iter().flatten();
        entries.filter_map(|entry| Some(span(&entry.source, entry.key.clone()?))).collect()
    }

    /// The best place for a path: the value if it is a scalar, else the key; if the path is not written, what is nearest above.
    pub fn find(&self, path: &str, part: &Part) -> Option<Span> {
        let Some(entry) = self.first(path) else {
            // What is not written is told where it would stand; a missing top-level key at the start of the first file.
            return match path.rsplit_once('.') {
                Some((above, _)) => self.find(above, &Part::Value),
                None => self.first.as_ref().map(|source| span(source, 0..0)),
            };
        };
        let value = &entry.source.text[entry.value.clone()];
        if let Part::Words(words, nth) = part
            && let Some(found) = entry.letters.get_or_init(|| Letters::new(value, entry.style)).find(words, *nth)
        {
            return Some(span(&entry.source, entry.value.start + found.start..entry.value.start + found.end));
        }
        let scalar = !value.is_empty() && !value.contains('\n');
        let range = match &entry.key {
            Some(key) if *part == Part::Key || !scalar || self.has_children(path) => key.clone(),
            _ => entry.value.clone(),
        };
        Some(span(&entry.source, range))
    }

    /// The comments in the line of a plain scalar below a path.
    pub fn comments_behind(&self, path: &str) -> Vec<Span> {
        let below = self.below(path).filter(|(path, _)| !self.has_children(path)).flat_map(|(_, entries)| entries);
        let comment = |entry: &Entry| {
            let value = &entry.source.text[entry.value.clone()];
            let rest = entry.source.text[entry.value.end..].split('\n').next()?.trim_end();
            let at = rest.find('#').filter(|at| *at > 0 && rest[..*at].trim().is_empty())?;
            let plain = !value.is_empty() && !value.starts_with(['"', '\'']);
            let start = entry.value.end + at;
            plain.then(|| span(&entry.source, start..entry.value.end + rest.len()))
        };
        below.filter_map(comment).collect()
    }

    fn first(&self, path: &str) -> Option<&Entry> {
        self.entries.get(path)?.first()
    }

    fn has_children(&self, path: &str) -> bool {
        self.below(&format!("{path}.")).next().is_some()
    }

    /// The entries whose paths start so.
    fn below(&self, start: &str) -> impl Iterator<Item = (&String, &Vec<Entry>)> {
        self.entries.range(start.to_string()..).take_while(move |(path, _)| path.starts_with(start))
    }

    /// Puts spans in place of the paths in some findings; `written` gives a path of the form as the data spell it.
    pub fn locate(&self, findings: &mut Diagnostics, written: impl Fn(&str) -> String) {
        for label in findings.0.iter_mut().flat_map(|finding| &mut finding.labels) {
            if let Label { at: Place::Data { path, part }, .. } = label
                && let Some(span) = self.find(&written(path), part)
            {
                label.at = Place::Source(span);
            }
        }
    }
}

fn span(source: &Arc<Source>, range: Range<usize>) -> Span {
    Span { source: Arc::clone(source), range }
}

/// Walks the events of one file.
struct Reader<'a> {
    source: &'a Arc<Source>,
    bytes: Vec<usize>, // byte of each character
    events: Vec<(Event<'a>, Marks)>,
    at: usize,
}

impl<'a> Reader<'a> {
    fn new(source: &'a Arc<Source>) -> Self {
        let ends = std::iter::once(source.text.len());
        let bytes = source.text.char_indices().map(|(at, _)| at).chain(ends).collect();
        // The files parsed before; should the two parsers disagree, places up to the fault are still known.
        let events = Parser::new_from_str(&source.text).map_while(Result::ok);
        let content = |event: &Event| !matches!(event, Event::StreamStart | Event::DocumentStart(_) | Event::Nothing);
        Self { source, bytes, events: events.filter(|(event, _)| content(event)).collect(), at: 0 }
    }

    fn read(mut self, entries: &mut Entries) {
        self.node("", None, entries);
    }

    fn next(&mut self) -> Option<(Event<'a>, Marks)> {
        let event = self.events.get(self.at).cloned();
        self.at += 1;
        event
    }

    fn range(&self, marks: Marks) -> Range<usize> {
        let byte = |index: usize| self.bytes.get(index).copied().unwrap_or(self.source.text.len());
        let (start, end) = (byte(marks.start.index()), byte(marks.end.index()));
        let text = &self.source.text[start..end.max(start)];
        start..start + text.trim_end().len()
    }

    /// The range of a scalar; that of a quoted one ends with its quote (the parser's may run on to the next token).
    fn scalar(&self, marks: Marks, style: ScalarStyle) -> Range<usize> {
        let range = self.range(marks);
        let quote = match style {
            ScalarStyle::SingleQuoted => '\'',
            ScalarStyle::DoubleQuoted => '"',
            ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => return range,
        };
        scalar::closing(&self.source.text[range.clone()], quote).map_or(range.clone(), |end| range.start..range.start + end)
    }

    fn node(&mut self, path: &str, key: Option<Range<usize>>, entries: &mut Entries) -> Option<()> {
        let (event, marks) = self.next()?;
        let source = Arc::clone(self.source);
        let (value, style) = match event {
            Event::Scalar(_, style, ..) => (self.scalar(marks, style), style),
            _ => (self.range(marks), ScalarStyle::Plain),
        };
        let start = value.start;
        let here = entries.entry(path.into()).or_default();
        let nth = here.len();
        here.push(Entry { source, key, value, style, letters: OnceLock::new() });
        // A list or a map reaches to the event that ends it.
        let end = match event {
            Event::SequenceStart(..) => self.list(path, entries)?,
            Event::MappingStart(..) => self.map(path, entries)?,
            _ => return Some(()),
        };
        entries.get_mut(path)?.get_mut(nth)?.value.end = end.max(start);
        Some(())
    }

    fn list(&mut self, path: &str, entries: &mut Entries) -> Option<usize> {
        for item in 0.. {
            if matches!(self.events.get(self.at)?.0, Event::SequenceEnd) {
                break;
            }
            self.node(&join(path, &item.to_string()), None, entries)?;
        }
        self.next().map(|(_, marks)| self.range(marks).end)
    }

    fn map(&mut self, path: &str, entries: &mut Entries) -> Option<usize> {
        loop {
            let (event, marks) = self.next()?;
            let Event::Scalar(name, ..) = event else { return Some(self.range(marks).end) };
            let key = self.range(marks);
            self.node(&join(path, &name), Some(key), entries)?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Locator;
    use crate::diagnostic::Part;
    use crate::source::Source;
    use crate::yaml::Tree;
    use std::sync::Arc;

    fn find(text: &str, path: &str, part: Option<(&str, usize)>) -> String {
        let source = Arc::new(Source { name: "数据.yaml".into(), text: text.into() });
        let locator = Locator::new(&Tree { files: vec![source], root: vec![] });
        let part = part.map_or(Part::Value, |(words, nth)| Part::Words(words.into(), nth));
        let span = locator.find(path, &part).unwrap();
        let (line, column) = span.line_column();
        format!("{line}:{column} {}", &span.source.text[span.range.clone()])
    }

    #[test]
    fn finds_cells_keys_and_what_is_nearest() {
        let text = "申请:\n  新收: [5, 0, +7]\r\n  上年结转: { 自然人: 3, 其他: \"-\" }\n复议诉讼: \"/\"  # \"无\"\n";
        assert_eq!(find(text, "申请.新收.2", None), "2:14 +7");
        assert_eq!(find(text, "申请.上年结转.其他", None), "3:23 \"-\"");
        assert_eq!(find(text, "复议诉讼", None), "4:7 \"/\"");
        assert_eq!(find(text, "申请.上年结转", None), "3:3 上年结转");
        assert_eq!(find(text, "申请.没有的行.自然人", None), "1:1 申请");
    }

    #[test]
    fn finds_words_in_a_block_scalar() {
        let text = "正文:\n  引言: |\n    第一行 {{甲}}\n    第二行 {{甲}}。\n";
        assert_eq!(find(text, "正文.引言", Some(("{{甲}}", 1))), "4:9 {{甲}}");
    }
}
