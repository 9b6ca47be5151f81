//! The texts of the data with their `{{…}}` filled in.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use handlebars::{Context, Handlebars, RenderContext, RenderError, RenderErrorReason, Renderable, StringOutput, Template};
use rustc_hash::FxHashMap;
use serde_json::Value;

use super::context::{self, Wanted};
use super::helper;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::gap;
use crate::report::{Passage, Report, Words};
use crate::yaml::suggestion;

/// A part of the text, filled in.
pub struct FilledSection {
    /// Its key.
    pub key: String,
    /// What it says.
    pub passages: Vec<Filled>,
}

/// A passage, filled in.
pub enum Filled {
    /// A paragraph.
    Paragraph(Words),
    /// A heading with what stands under it.
    Headed {
        /// The heading, without number.
        heading: Words,
        /// Whether it runs in, if the data say so.
        run_in: Option<bool>,
        /// What stands under it.
        body: Vec<Filled>,
    },
}

/// The texts of a report, filled in.
pub struct Texts {
    /// The parts.
    pub(super) parts: Vec<FilledSection>,
    /// What could not be filled in.
    pub findings: Diagnostics,
}

impl Texts {
    /// The parts in the order of the data.
    pub fn parts(&self) -> &[FilledSection] {
        &self.parts
    }

    /// All that they say.
    pub fn said(&self) -> Vec<&str> {
        fn add<'t>(passages: &'t [Filled], said: &mut Vec<&'t str>) {
            for passage in passages {
                match passage {
                    Filled::Paragraph(words) => said.push(&words.text),
                    Filled::Headed { heading, body, .. } => {
                        said.push(&heading.text);
                        add(body, said);
                    }
                }
            }
        }
        let mut said = vec![];
        self.parts.iter().for_each(|part| add(&part.passages, &mut said));
        said
    }
}

/// Fills in all texts; what cannot be filled in is a finding and stays as typed, marked.
pub fn fill(report: &Report, last: Option<&Report>) -> Texts {
    let mut tags = String::new();
    report.sections.iter().for_each(|part| collect_tags(&part.passages, &mut tags));
    let context = context::data(report, last, &Wanted::In(tags));
    let mut filler = Filler { report, last, context, findings: Diagnostics::default() };
    let parts = report.sections.iter();
    let parts =
        parts.map(|part| FilledSection { key: part.key.clone(), passages: filler.passages(&part.passages) }).collect();
    Texts { parts, findings: filler.findings }
}

/// Gathers what stands in braces: nothing else names anything.
fn collect_tags(passages: &[Passage], tags: &mut String) {
    for passage in passages {
        let (words, body) = match passage {
            Passage::Paragraph(words) => (words, [].as_slice()),
            Passage::Headed { heading, body, .. } => (heading, body.as_slice()),
        };
        let each = words.text.split("{{").skip(1).filter_map(|rest| rest.split("}}").next());
        each.for_each(|tag| tags.extend([tag, " "]));
        collect_tags(body, tags);
    }
}

/// What Handlebars brings along for layouts. In a text they print nothing, or a word of English.
const FOR_LAYOUTS: [&str; 17] = [
    "if", "unless", "each", "with", "lookup", "raw", "log", "eq", "ne", "gt", "gte", "lt", "lte", "and", "or", "not", "len",
];

/// Plain text here; the layout escapes it.
static HANDLEBARS: LazyLock<Handlebars> = LazyLock::new(|| {
    let mut handlebars = super::handlebars();
    FOR_LAYOUTS.iter().for_each(|name| handlebars.unregister_helper(name));
    handlebars.register_escape_fn(handlebars::no_escape);
    handlebars
});

/// The templates so far, up to so many: the texts of a batch quote the same figures, and to compile a `{{…}}` takes longer than to
/// fill it in.
static TEMPLATES: LazyLock<Mutex<FxHashMap<String, Arc<Template>>>> = LazyLock::new(Mutex::default);
const MOST: usize = 1000;

/// What a `{{…}}` stands for.
fn render(tag: &str, context: &Context) -> Result<String, RenderError> {
    let templates = || TEMPLATES.lock().unwrap_or_else(PoisonError::into_inner);
    let known = templates().get(tag).cloned();
    let template = match known {
        Some(template) => template,
        None => {
            let template = Arc::new(Template::compile(tag).map_err(RenderError::from)?);
            let mut templates = templates();
            if templates.len() < MOST {
                templates.insert(tag.into(), Arc::clone(&template));
            }
            template
        }
    };
    let mut out = StringOutput::new();
    template.render(&HANDLEBARS, context, &mut RenderContext::new(None), &mut out)?;
    Ok(out.into_string()?)
}

/// What Handlebars prints of a name that stands for several figures.
const GROUP: &str = "[object]";

struct Filler<'a> {
    report: &'a Report,
    last: Option<&'a Report>,
    /// What the names in the texts mean.
    context: Context,
    findings: Diagnostics,
}

impl Filler<'_> {
    fn passages(&mut self, passages: &[Passage]) -> Vec<Filled> {
        passages.iter().map(|passage| self.passage(passage)).collect()
    }

    fn passage(&mut self, passage: &Passage) -> Filled {
        match passage {
            Passage::Paragraph(words) => Filled::Paragraph(self.words(words)),
            Passage::Headed { heading, run_in, body } => {
                Filled::Headed { heading: self.words(heading), run_in: *run_in, body: self.passages(body) }
            }
        }
    }

    /// A text with each of its `{{…}}` filled in by itself: all else is no matter of Handlebars. What cannot be filled in, and
    /// single braces, are marked.
    fn words(&mut self, words: &Words) -> Words {
        if !['{', '}', '｛', '｝'].iter().any(|brace| words.text.contains(*brace)) {
            return words.clone();
        }
        let pieces = pieces(&words.text);
        let stray = stray(words, &pieces);
        let mut text = String::with_capacity(words.text.len());
        for piece in pieces {
            let (tag, nth) = match piece {
                Piece::Plain(range) => {
                    text += &marked_braces(&words.text[range]);
                    continue;
                }
                Piece::Tag(tag, nth) => (tag, nth),
            };
            let (filled, finding) = match self.render(tag) {
                Ok(filled) => {
                    let finding = self.gap(tag, &filled);
                    (filled, finding)
                }
                Err(finding) => (gap::marked(tag), finding),
            };
            // Where braces are astray, it is not known what was meant.
            let finding = finding.filter(|_| stray.is_none());
            self.findings.0.extend(finding.map(|finding| finding.at_words(&words.path, tag, nth)));
            text += &filled;
        }
        self.findings.0.extend(stray);
        Words { text, path: words.path.clone() }
    }

    /// What a `{{…}}` stands for; else what is to be told of it, if that is not told already.
    fn render(&self, tag: &str) -> Result<String, Option<Diagnostic>> {
        match render(tag, &self.context) {
            Ok(text) if text.contains(GROUP) => {
                let finding = Diagnostic::error(Code::UnknownName, format!("“{tag}”是一行或一组，不是一个数"));
                Err(Some(finding.help("写到列，例如 申请.新收.总计")))
            }
            Ok(text) => Ok(text),
            Err(error) if missing(&error).is_some_and(|name| self.is_told(name)) => Err(None),
            Err(error) => Err(Some(self.fault(&error))),
        }
    }

    /// Whether a name is in the data and only its value is missing, or wrong: then that is told already.
    fn is_told(&self, name: &str) -> bool {
        self.report.is_faulty(name) || self.report.numbers.iter().any(|number| number.path == name)
    }

    fn fault(&self, error: &RenderError) -> Diagnostic {
        match error.reason() {
            RenderErrorReason::MissingVariable(_) => {
                let name = missing(error).unwrap_or_default();
                let finding = Diagnostic::error(Code::UnknownName, format!("数据里没有“{name}”"));
                if name.starts_with("上年.") && !self.context.data().as_object().is_some_and(|map| map.contains_key("上年"))
                {
                    return finding.help("旁边没有可用的上一年度文件夹，所以没有“上年”");
                }
                let known = || {
                    let mut known = vec![];
                    paths("", context::data(self.report, self.last, &Wanted::All).data(), &mut known);
                    known
                };
                match suggestion(name, std::iter::once_with(known).flatten(), &self.findings) {
                    Some(near) => finding.help(format!("是不是“{near}”？")),
                    None => finding.help("名称是数据里的路径，例如 申请.新收.总计、数字.主动公开合计"),
                }
            }
            RenderErrorReason::HelperNotFound(name) => {
                let finding = Diagnostic::error(Code::UnknownName, format!("没有“{name}”这个写法"));
                finding.help(format!("可以用：{}", helper::NAMES.join("、")))
            }
            RenderErrorReason::TemplateError(_) => Diagnostic::error(Code::BadTemplate, "“{{…}}”写得不对")
                .help("写成 {{申请.新收.总计}} 或 {{占比 甲 乙}}：两层花括号成对，名称之间用半角点和空格"),
            RenderErrorReason::Other(message) if !message.is_ascii() => {
                Diagnostic::error(Code::BadTemplate, message.clone())
            }
            _ => Diagnostic::error(Code::BadTemplate, "“{{…}}”写得不对：写法的参数不对"),
        }
    }

    /// Told of a `{{…}}` without value, if that is not told where the value is missing: last year's data are not gone through here.
    fn gap(&self, tag: &str, filled: &str) -> Option<Diagnostic> {
        if !gap::is_in(filled) {
            return None;
        }
        let untold = || self.report.faults.count(Severity::Error) == 0;
        let (why, help) = match self.names_gap_of_last_year(tag) {
            true => ("上一年度的数据里没有填", "补上上一年度的数据，或者改写这一句"),
            false if untold() => ("它所引用的数没有填，或者算不出来", "补上那个数，或者改写这一句"),
            false => return None,
        };
        Some(Diagnostic::error(Code::MissingFigure, format!("“{tag}”没有数：{why}")).help(help))
    }

    /// Whether one of the names in a `{{…}}` has no value in last year's data.
    fn names_gap_of_last_year(&self, tag: &str) -> bool {
        let names = tag.split(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | '~' | '(' | ')' | '='));
        let mut of_last = names.filter(|name| {
            let mut keys = name.split(['.', '/', '[', ']']);
            keys.find(|key| !matches!(*key, "" | "this" | "@root")) == Some("上年")
        });
        of_last.any(|name| self.render(&format!("{{{{{name}}}}}")).is_ok_and(|filled| gap::is_in(&filled)))
    }
}

/// What would be printed of `{{…}}`: a brace, one that is more than a name or a helper (a text quotes figures, it is no program), or
/// a stroke before it, which elsewhere would let it stand as it is.
fn stray(words: &Words, pieces: &[Piece]) -> Option<Diagnostic> {
    let plain = || {
        pieces.iter().enumerate().filter_map(|(at, piece)| match piece {
            Piece::Plain(range) => Some((range.start, &words.text[range.clone()], at + 1 < pieces.len())),
            Piece::Tag(..) => None,
        })
    };
    let brace = |brace: &'static str| plain().find_map(|(start, text, _)| Some((brace, start + text.find(brace)?)));
    let stroke =
        || plain().find_map(|(start, text, then)| (then && text.ends_with('\\')).then(|| ("\\", start + text.len() - 1)));
    let (stray, at) = ["{{", "}}", "{", "}", "｛", "｝"].into_iter().find_map(brace).or_else(stroke)?;
    let nth = words.text[..at].matches(stray).count();
    let finding = Diagnostic::error(Code::BadTemplate, format!("“{stray}”会照样印出来"));
    let finding = finding.at_words(&words.path, stray, nth);
    Some(finding.help("引用数字写成 {{申请.新收.总计}} 或 {{占比 甲 乙}}：两层半角花括号成对，里面是名称"))
}

/// A text without `{{…}}`, its braces marked.
fn marked_braces(text: &str) -> String {
    let is_brace = |c: char| matches!(c, '{' | '}' | '｛' | '｝');
    let mut marked = String::new();
    for c in text.chars() {
        if is_brace(c) {
            marked += &gap::marked(c.encode_utf8(&mut [0; 4]));
        } else {
            marked.push(c);
        }
    }
    marked.replace(&format!("{}{}", gap::CLOSE, gap::OPEN), "")
}

/// The name that a rendering failed for, if that was it.
fn missing(error: &RenderError) -> Option<&str> {
    match error.reason() {
        RenderErrorReason::MissingVariable(name) => Some(name.as_deref().unwrap_or_default()),
        _ => None,
    }
}

/// A piece of a text.
enum Piece<'a> {
    /// What is between the `{{…}}`.
    Plain(Range<usize>),
    /// A `{{…}}` that quotes something (no block, partial or comment), with its number among those that are the same but for white space.
    Tag(&'a str, usize),
}

/// The pieces of a text, in order; what is plain is one piece.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = vec![];
    let mut counts: HashMap<String, usize> = HashMap::new();
    let (mut plain, mut at) = (0, 0);
    while let Some(start) = text[at..].find("{{").map(|start| at + start) {
        let Some(end) = text[start..].find("}}").map(|end| start + end + 2) else { break };
        let tag = &text[start..end];
        if !tag[2..].trim_start().starts_with(['#', '/', '!', '>', '^', '{', '*', '&', '~']) && !tag[2..].contains('{') {
            let count = counts.entry(tag.split_whitespace().collect()).or_default();
            pieces.extend([Piece::Plain(plain..start), Piece::Tag(tag, *count)]);
            *count += 1;
            plain = end;
        }
        at = end;
    }
    pieces.push(Piece::Plain(plain..text.len()));
    pieces
}

/// All paths of the context.
fn paths(path: &str, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| paths(&crate::yaml::join(path, key), value, found)),
        _ => found.push(path.into()),
    }
}
