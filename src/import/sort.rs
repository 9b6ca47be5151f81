//! Everything beside the tables, put where the data have it; what has no place is told.

use std::collections::{BTreeMap, BTreeSet};

use super::contact::contact;
use super::cover;
use super::heading::Found;
use super::material::{At, Beside, Block, Line, Material};
use super::prose;
use super::table::Placed;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Result, Severity};
use crate::document::Date;
use crate::form::Form;
use crate::report::{FILING, Section};
use crate::scaffold::{Carried, Known};
use crate::shelf::Shelf;

/// The year, what is known of it, and what is not placed.
///
/// # Errors
/// `cannot-import` if no year can be told.
pub fn sort(
    material: &Material,
    form: &Form,
    headings: &[Found],
    placed: &Placed,
    templates: &Shelf,
) -> Result<(u16, Known, Diagnostics)> {
    let blocks = &material.blocks;
    let first = headings.first().map_or(blocks.len(), |heading| heading.block);
    let title = cover::title(blocks, first).or_else(|| cover::title(blocks, blocks.len()));
    let mut sorter =
        Sorter { blocks, placed, taken: placed.blocks.clone(), cover: BTreeMap::new(), findings: Diagnostics::default() };
    headings.iter().for_each(|heading| sorter.taken.extend(heading.block..heading.end));
    let start = title.as_ref().map_or(0, |title| title.blocks.1);
    sorter.taken.extend(title.iter().flat_map(|title| title.blocks.0..title.blocks.1));

    // The signature is the first date that stands alone in the last part; what follows belongs to annexes or to the page.
    let last = headings.last().map_or(start, |heading| heading.end);
    let (end, date) = sorter.signature(last);
    let year = title.as_ref().map(|title| title.year).or_else(|| date.map(|date| date.year.saturating_sub(1)));
    let Some(year) = year else {
        let finding = Diagnostic::error(
            Code::CannotImport,
            "认不出是哪一年的报告：没有“某机关某年政府信息公开工作年度报告”这样的标题",
        );
        return Err(finding.help("在文件开头补上标题，再导入").into());
    };
    if let Some(title) = &title {
        sorter.title(title);
    }
    sorter.annexes(last, end);
    let sections = sorter.sections(material, form, headings, start, end);
    sorter.filing(end);
    sorter.kind(form);
    if Form::of_year(templates, year).is_ok_and(|due| due.name != form.name) {
        sorter.cover.insert("表式", vec![form.name.clone()]);
    }
    sorter.tell(material);
    let figures = placed.figures.iter().map(|(path, found)| (path.clone(), typed(&found.text))).collect();
    let headings = worded(form, headings);
    let known = Known { cover: sorter.cover, headings, site_of: None, sections, figures: Carried::of(figures) };
    Ok((year, known, sorter.findings))
}

/// The headings of parts that are not the form's.
fn worded(form: &Form, headings: &[Found]) -> Vec<(String, String)> {
    let named = headings.iter().map(|heading| (&form.law.parts[heading.part], heading));
    let other = named.filter(|(part, heading)| part.heading != heading.words);
    other.map(|(part, heading)| (part.key.clone(), heading.words.clone())).collect()
}

/// A figure as it is written in YAML: marks in quotes, and what is no figure as a text.
fn typed(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'))
        && text.contains(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | ' ' | '万' | '元'));
    if plain { text.into() } else { serde_json::Value::from(text).to_string() }
}

struct Sorter<'a> {
    blocks: &'a [Block],
    placed: &'a Placed,
    /// The blocks that have their place.
    taken: BTreeSet<usize>,
    cover: BTreeMap<&'static str, Vec<String>>,
    findings: Diagnostics,
}

impl<'a> Sorter<'a> {
    /// The lines of some blocks that have no place yet.
    fn free(&self, range: std::ops::Range<usize>) -> Vec<(usize, &'a Line)> {
        let lines = range.filter_map(|at| match &self.blocks[at] {
            Block::Line(line) if !self.taken.contains(&at) => Some((at, line)),
            _ => None,
        });
        lines.collect()
    }

    fn set(&mut self, key: &'static str, value: String) -> bool {
        let values = self.cover.entry(key).or_default();
        let new = values.is_empty() || values[0] == value;
        if values.is_empty() {
            values.push(value);
        }
        new
    }

    fn title(&mut self, title: &cover::Title) {
        self.set("机关", title.organ.clone());
        let usual = [format!("{}{}年政府信息公开工作年度报告", title.organ, title.year)];
        if title.lines != usual {
            self.cover.insert("标题", title.lines.clone());
        }
    }

    /// The end of the text, and the date.
    fn signature(&mut self, from: usize) -> (usize, Option<Date>) {
        let found =
            self.free(from..self.blocks.len()).into_iter().find_map(|(at, line)| Some((at, cover::dated(&line.text)?)));
        let Some((at, (name, date))) = found else {
            let message = "没有找到署名和成文日期".to_string();
            self.findings.push(Diagnostic::warning(Code::Unplaced, message).help("在 报告.yaml 里补上"));
            return (self.blocks.len(), None);
        };
        let mut names = vec![];
        let mut first = at;
        if name.is_empty() {
            for (at, line) in self.free(from..at).into_iter().rev() {
                let text = prose::squeeze(&line.text);
                let alone =
                    text.chars().count() <= 40 && !text.contains(['，', '。', '：', '；', '！', '？']) && at + 1 == first;
                let office = [
                    "府", "室", "局", "会", "厅", "处", "院", "办", "中心", "乡", "镇", "街道", "委", "所", "站", "部", "署",
                ];
                if !alone || !(names.is_empty() || office.iter().any(|end| text.ends_with(end))) {
                    break;
                }
                names.push(text);
                first = at;
            }
        } else {
            names.push(name);
        }
        names.reverse();
        self.taken.extend(first..=at);
        self.cover.insert("署名", names);
        self.cover.insert("成文日期", vec![date.to_string()]);
        (first, Some(date))
    }

    /// 附件说明 at the end of the text. What the layout of the form lists itself is not in the data.
    fn annexes(&mut self, from: usize, end: usize) {
        let mut names: Vec<(usize, String)> = vec![];
        for (at, line) in self.free(from..end) {
            if let Some(name) = cover::annexes(line, names.len()) {
                names.push((at, name));
            }
        }
        self.taken.extend(names.iter().map(|(at, _)| *at));
        let tables = self.placed.blocks.iter().find(|at| **at >= end).copied();
        let heads: Vec<_> = tables.map(|table| self.free(table.saturating_sub(4).max(end)..table)).unwrap_or_default();
        for (at, line) in heads {
            let text = prose::squeeze(&line.text);
            let own = names.iter().position(|(_, name)| *name == text);
            if let Some(own) = own {
                names.remove(own);
            }
            let year = text.trim_end_matches("年度").len() == 4 && text.ends_with("年度");
            if own.is_some()
                || year
                || text.starts_with("填报单位")
                || text.strip_prefix("附件").is_some_and(|rest| rest.len() <= 2)
            {
                self.taken.insert(at);
            }
        }
        if !names.is_empty() {
            self.cover.insert("附件", names.into_iter().map(|(_, name)| name).collect());
        }
    }

    /// 填报: the lines under the table of an annex.
    fn filing(&mut self, from: usize) {
        let mut lines = self.free(from..self.blocks.len());
        lines.retain(|(_, line)| FILING.iter().any(|key| line.text.replace(':', "：").contains(&format!("{key}："))));
        // A value may go on in the next line.
        for lines in lines.chunk_by(|(one, _), (next, _)| one + 1 == *next) {
            let text: String = lines.iter().map(|(_, line)| line.text.replace(':', "：")).collect();
            let ends: Vec<_> =
                FILING.iter().chain(&["联系电话"]).filter_map(|key| Some((text.find(&format!("{key}："))?, *key))).collect();
            // What stands before the names and what is not stored is told.
            let first = ends.iter().map(|(start, _)| *start).min().unwrap_or_default();
            let mut left: Vec<&str> = vec![text[..first].trim()];
            for (start, key) in &ends {
                let begin = start + key.len() + "：".len();
                let end = ends.iter().map(|(other, _)| *other).filter(|other| *other >= begin).min().unwrap_or(text.len());
                let said = text[begin..end].trim();
                let date = cover::dated(said).filter(|(name, _)| key.ends_with("日期") && name.is_empty());
                let value = date.map_or_else(|| said.to_string(), |(_, date)| date.to_string());
                let stored = match FILING.iter().find(|name| *name == key) {
                    _ if said.is_empty() => true,
                    Some(name) => self.set(name, value),
                    // The layout prints the telephone of the contacts here.
                    None => self.cover.get(key).is_some_and(|known| known.first() == Some(&value)),
                };
                if !stored {
                    left.push(text[*start..end].trim());
                }
            }
            left.retain(|left| !left.is_empty());
            if !left.is_empty() {
                self.unplaced(&left.join(" "), &lines[0].1.at);
            }
            self.taken.extend(lines.iter().map(|(at, _)| *at));
        }
    }

    /// The text by parts, without the sentences about contacts, which the layout prints.
    fn sections(&mut self, material: &Material, form: &Form, headings: &[Found], start: usize, end: usize) -> Vec<Section> {
        let first = headings.first().map_or(end, |heading| heading.block);
        let mut ranges = vec![("引言", start..first.max(start), String::new(), At::Nowhere)];
        for (at, heading) in headings.iter().enumerate() {
            let next = headings.get(at + 1).map_or(end, |next| next.block).max(heading.end);
            let place = if let Block::Line(line) = &self.blocks[heading.block] { line.at.clone() } else { At::Nowhere };
            ranges.push((&form.law.parts[heading.part].key, heading.end..next, heading.rest.clone(), place));
        }
        let setting = material.wrapped.then(|| prose::Setting::of(self.free(start..end).into_iter().map(|(_, line)| line)));
        let mut sections = vec![];
        for (key, range, rest, at) in ranges {
            let mut lines = self.free(range);
            // What belongs to the page stays without a place.
            lines.retain(|(_, line)| !cover::is_furniture(&line.text));
            let mut texts: Vec<_> = lines.iter().map(|(_, line)| *line).collect();
            let rest = Line { text: rest, indent: 0, at };
            if !rest.text.is_empty() {
                texts.insert(0, &rest);
            }
            self.taken.extend(lines.iter().map(|(at, _)| *at));
            let mut kept = vec![];
            let mut run: Vec<Line> = vec![];
            for paragraph in prose::paragraphs(&texts, setting) {
                // Before the text a page has lines that say nothing: where it stands, when it was put there.
                let said = paragraph.text.contains('。') || paragraph.text.ends_with(['；', '：', '！', '？', '”', '）']);
                if key == "引言" && !said && paragraph.text.chars().count() <= LONGEST {
                    run.push(paragraph);
                    continue;
                }
                self.tell_run(&run.iter().collect::<Vec<_>>(), Severity::Warning);
                run.clear();
                kept.extend(Some(self.without_contacts(&paragraph)).filter(|text| !text.is_empty()));
            }
            self.tell_run(&run.iter().collect::<Vec<_>>(), Severity::Warning);
            sections.push(Section { key: key.into(), passages: prose::passages(&kept, &form.style) });
        }
        sections
    }

    fn without_contacts(&mut self, paragraph: &Line) -> String {
        let mut kept = String::new();
        for sentence in paragraph.text.split_inclusive('。') {
            // What says something else, too, stays in the text.
            let Some(contact) = contact(sentence.trim_end_matches('。')).filter(|contact| contact.whole) else {
                kept += sentence;
                continue;
            };
            // So does what is said twice and differently.
            let same =
                |(key, value): &(&'static str, String)| self.cover.get(key).is_none_or(|known| known.first() == Some(value));
            if !contact.values.iter().all(same) {
                kept += sentence;
                continue;
            }
            for (key, value) in contact.values {
                self.set(key, value);
            }
            let message = format!("{}“{sentence}”改由程序排在正文末尾", paragraph.at);
            self.push(Severity::Hint, message, &paragraph.at, "内容在 报告.yaml 的 网址、联系方式 里");
        }
        kept
    }

    fn kind(&mut self, form: &Form) {
        let organ = self.cover.get("机关").and_then(|organ| organ.first()).cloned().unwrap_or_default();
        let kind = cover::kind(&organ).filter(|kind| form.law.deadlines.contains_key(*kind));
        let message = match kind {
            Some(kind) => format!("原文没有写机关的类别，按名称“{organ}”定为“{kind}”"),
            None => "原文没有写机关的类别".into(),
        };
        self.cover.extend(kind.map(|kind| ("类别", vec![kind.to_string()])));
        self.findings.push(Diagnostic::new(Severity::Hint, Code::Unplaced, message).help("在 报告.yaml 里核对 类别"));
    }

    /// Tells what has no place: in the tables, and of the text.
    fn tell(&mut self, material: &Material) {
        let placed = self.placed;
        for found in &placed.strange {
            self.unplaced(&found.text, &found.at);
        }
        for found in &placed.uneven {
            let message = format!("{}“{}”一行的数字个数与表式的列数不同，没有放进数据", found.at, brief(&found.text));
            let again = "；从 PDF 取文字时写 pdftotext -layout，表的行才完整";
            let help = format!("对照原文，在 表.yaml 里补上{}", if material.wrapped { again } else { "" });
            self.push(Severity::Warning, message, &found.at, &help);
        }
        // Neighbours are told together: the frame of a page has a hundred lines.
        let mut run: Vec<&Line> = vec![];
        let flush = |sorter: &mut Self, run: &mut Vec<&Line>| {
            sorter.tell_run(run, Severity::Warning);
            run.clear();
        };
        for (at, block) in self.blocks.iter().enumerate() {
            match block {
                _ if self.taken.contains(&at) => flush(self, &mut run),
                Block::Line(line) => run.push(line),
                Block::Grid(grid) => {
                    flush(self, &mut run);
                    if let Some(cell) = grid.rows.iter().flatten().find(|cell| !cell.lines.is_empty()) {
                        let text: String = grid.rows.iter().flatten().take(100).map(|cell| cell.text() + " ").collect();
                        let message = format!("从{}起的整个表“{}”没有放进数据", cell.at, brief(&text));
                        self.push(Severity::Warning, message, &cell.at, "对照原文，需要的自己补上");
                    }
                }
            }
        }
        flush(self, &mut run);
        let kind = |line: &Line| if let At::Beside(kind, _) = line.at { Some(kind) } else { None };
        for run in material.asides.chunk_by(|one, other| kind(one) == kind(other)) {
            let seen = run.first().and_then(kind).is_none_or(Beside::is_seen);
            let run: Vec<_> = run.iter().collect();
            self.tell_run(&run, if seen { Severity::Warning } else { Severity::Hint });
        }
        if let Some(first) = material.folios.first() {
            let message = format!("去掉了 {} 个页码，第一个在{}", material.folios.len(), first.at);
            self.push(Severity::Hint, message, &first.at, "页码由程序排");
        }
    }

    /// Tells neighbours that have no place.
    fn tell_run(&mut self, run: &[&Line], severity: Severity) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
        // No more of it than is shown.
        let text: Vec<_> = run.iter().take(LONGEST + 1).map(|line| line.text.as_str()).collect();
        let to = if run.len() > 1 { format!("至{}", last.at) } else { String::new() };
        let text = brief(text.join(" ").trim());
        let text = if text.is_empty() { text } else { format!("“{text}”") };
        let message = format!("{}{to}{text}没有放进数据", first.at);
        self.push(severity, message, &first.at, "对照原文，需要的自己补上");
    }

    fn unplaced(&mut self, text: &str, at: &At) {
        let message = format!("{at}“{}”没有放进数据", brief(text));
        self.push(Severity::Warning, message, at, "对照原文，需要的自己补上");
    }

    fn push(&mut self, severity: Severity, message: String, at: &At, help: &str) {
        let finding = Diagnostic::new(severity, Code::Unplaced, message).help(help);
        self.findings.push(match at {
            At::Span(span) => finding.at(span.clone(), ""),
            _ => finding,
        });
    }
}

/// The most characters that are told of a text that has no place.
const LONGEST: usize = 60;

/// The beginning of a text.
fn brief(text: &str) -> String {
    let short: String = text.chars().take(LONGEST).collect();
    if text.chars().count() > LONGEST { short + "……" } else { short }
}
