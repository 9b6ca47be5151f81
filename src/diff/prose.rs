//! The text of two reports as it is printed: paragraphs aligned, then their words.

use std::collections::HashMap;

use super::Value;
use crate::Checked;
use crate::compare::paragraphs::{Aligned, Item, align, moves};
use crate::compare::words::{Piece, pieces};
use crate::compose::{Filled, fill};
use crate::gap;
use crate::report::{Passage as Typed, Words};
use crate::yaml::join;

/// A paragraph or heading that is not the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// What became of it.
    pub manner: Manner,
    /// 段落, or 标题 with its level within the part.
    pub what: String,
    /// The old one.
    pub old: Option<Place>,
    /// The new one.
    pub new: Option<Place>,
    /// Its words, the old and the new ones.
    pub pieces: Vec<Piece>,
}

/// What became of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Manner {
    /// Other words.
    Changed,
    /// Only in the old report.
    Deleted,
    /// Only in the new report.
    Inserted,
    /// In another place, perhaps with other words.
    Moved,
}

/// A paragraph or heading in one of the reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The key of its part.
    pub part: String,
    /// The path in the data.
    pub path: String,
    /// Its text as printed, without number.
    pub text: String,
}

/// A paragraph or heading of a report.
struct Line {
    what: String,
    place: Place,
    /// Whether a heading runs in, as typed.
    run_in: Option<bool>,
    /// As typed.
    typed: String,
}

/// The beginning of a part, which keeps what stands in it apart from the other parts.
const PART: &str = "部分";

/// The passages that are not the same, and what prints the same but is typed otherwise.
pub fn compare(old: &Checked, new: &Checked) -> (Vec<Passage>, Vec<Value>) {
    let (old, new) = (lines(old), lines(new));
    let (olds, news) = (items(&old), items(&new));
    let aligned = align(&olds, &news);
    let moved = moves(&olds, &news, &aligned);
    let (mut passages, mut values) = (vec![], vec![]);
    for one in aligned {
        match one {
            Aligned::Pair(before, now) => {
                let (before, now) = (&old[before], &new[now]);
                if before.place.text != now.place.text {
                    passages.push(passage(Manner::Changed, Some(before), Some(now)));
                } else if before.place.part != now.place.part {
                    passages.push(passage(Manner::Moved, Some(before), Some(now)));
                }
                values.extend(written(before, now));
            }
            Aligned::Deleted(at) if old[at].what == PART => {}
            Aligned::Inserted(at) if new[at].what == PART => {}
            Aligned::Deleted(at) if moved.iter().all(|(from, _)| *from != at) => {
                passages.push(passage(Manner::Deleted, Some(&old[at]), None));
            }
            Aligned::Deleted(_) => {}
            Aligned::Inserted(at) => match moved.iter().find(|(_, to)| *to == at) {
                Some((from, _)) => {
                    passages.push(passage(Manner::Moved, Some(&old[*from]), Some(&new[at])));
                    values.extend(written(&old[*from], &new[at]));
                }
                None => passages.push(passage(Manner::Inserted, None, Some(&new[at]))),
            },
        }
    }
    (passages, values)
}

fn passage(manner: Manner, old: Option<&Line>, new: Option<&Line>) -> Passage {
    let text = |line: Option<&Line>| line.map(|line| line.place.text.clone()).unwrap_or_default();
    Passage {
        manner,
        what: old.or(new).map(|line| line.what.clone()).unwrap_or_default(),
        pieces: pieces(&text(old), &text(new)),
        old: old.map(|line| line.place.clone()),
        new: new.map(|line| line.place.clone()),
    }
}

/// What the data say otherwise though the words are the same.
fn written(old: &Line, new: &Line) -> Vec<Value> {
    let value = |path: String, old: &str, new: &str| Value { path, old: Some(old.into()), new: Some(new.into()) };
    let manner = |line: &Line| match line.run_in {
        None => "",
        Some(true) => "接排",
        Some(false) => "独行",
    };
    let mut values = vec![];
    if old.place.text == new.place.text && old.typed != new.typed {
        values.push(value(new.place.path.clone(), &old.typed, &new.typed));
    }
    if manner(old) != manner(new) {
        let path = new.place.path.strip_suffix(".标题").unwrap_or(&new.place.path);
        values.push(value(join(path, "标题样式"), manner(old), manner(new)));
    }
    values
}

fn items(lines: &[Line]) -> Vec<Item<'_>> {
    lines.iter().map(|line| Item { kind: &line.what, text: &line.place.text, sole: false }).collect()
}

/// All paragraphs and headings of a report in reading order.
fn lines(checked: &Checked) -> Vec<Line> {
    let filled = fill(&checked.report, checked.last.as_ref());
    let mut typed = HashMap::new();
    checked.report.sections.iter().for_each(|section| section.passages.iter().for_each(|one| as_typed(one, &mut typed)));
    let mut reader = Reader { typed, lines: vec![] };
    for part in filled.parts() {
        let (typed, run_in) = (String::new(), None);
        let place = Place { part: part.key.clone(), path: String::new(), text: part.key.clone() };
        reader.lines.push(Line { what: PART.into(), place, run_in, typed });
        part.passages.iter().for_each(|passage| reader.passage(&part.key, passage, 1));
    }
    reader.lines
}

fn as_typed<'a>(passage: &'a Typed, typed: &mut HashMap<&'a str, &'a str>) {
    match passage {
        Typed::Paragraph(words) => drop(typed.insert(&words.path, &words.text)),
        Typed::Headed { heading, body, .. } => {
            typed.insert(&heading.path, &heading.text);
            body.iter().for_each(|passage| as_typed(passage, typed));
        }
    }
}

struct Reader<'a> {
    /// Path → text.
    typed: HashMap<&'a str, &'a str>,
    lines: Vec<Line>,
}

impl Reader<'_> {
    fn passage(&mut self, part: &str, passage: &Filled, depth: usize) {
        match passage {
            Filled::Paragraph(words) => self.line(part, "段落".into(), words, None),
            Filled::Headed { heading, run_in, body } => {
                self.line(part, format!("{depth}级标题"), heading, *run_in);
                body.iter().for_each(|passage| self.passage(part, passage, depth + 1));
            }
        }
    }

    fn line(&mut self, part: &str, what: String, words: &Words, run_in: Option<bool>) {
        let typed = self.typed.get(words.path.as_str()).copied().unwrap_or(&words.text).trim_end().to_string();
        let place = Place { part: part.into(), path: words.path.clone(), text: gap::unmarked(words.text.trim_end()) };
        self.lines.push(Line { what, place, run_in, typed });
    }
}
