//! Everything beside the tables, put where the data have it; what has no place is told.

use std::collections::{BTreeMap, BTreeSet};

use super::cover;
use super::heading::Found;
use super::material::{At, Block, Line, Material};
use super::table::Placed;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Result, Severity};
use crate::form::Form;
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
    let printed = cover::title(blocks, first).or_else(|| cover::title(blocks, blocks.len()));
    let listed = if printed.is_none() { cover::title_of_page(&material.names) } else { None };
    let title = printed.as_ref().or(listed.as_ref());
    let mut sorter =
        Sorter { blocks, placed, taken: placed.blocks.clone(), cover: BTreeMap::new(), findings: Diagnostics::default() };
    headings.iter().for_each(|heading| sorter.taken.extend(heading.block..heading.end));
    let start = title.map_or(0, |title| title.blocks.1);
    sorter.taken.extend(title.iter().flat_map(|title| title.blocks.0..title.blocks.1));

    // The signature is the first date that stands alone in the last part; what follows belongs to annexes or to the page.
    let last = headings.last().map_or(start, |heading| heading.end);
    let (end, date) = sorter.signature(last);
    let year = title.map(|title| title.year).or_else(|| date.map(|date| date.year.saturating_sub(1)));
    let Some(year) = year else {
        let finding = Diagnostic::error(
            Code::CannotImport,
            "认不出是哪一年的报告：没有“某机关某年政府信息公开工作年度报告”这样的标题",
        );
        return Err(finding.help("在文件开头补上标题，再导入").into());
    };
    if let Some(title) = title {
        sorter.title(title);
    }
    if let Some(listed) = &listed {
        let message = format!("标题“{}”取自网页的名称，正文里没有", listed.lines.concat());
        sorter.push(Severity::Hint, message, &At::Nowhere, "在 报告.yaml 里核对 机关、标题");
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

/// What is being sorted. The end of the report is sorted in `ending`, its text in `section`; `tell` tells what is left over.
pub struct Sorter<'a> {
    pub blocks: &'a [Block],
    pub placed: &'a Placed,
    /// The blocks that have their place.
    pub taken: BTreeSet<usize>,
    /// What goes into 报告.yaml.
    pub cover: BTreeMap<&'static str, Vec<String>>,
    pub findings: Diagnostics,
}

impl<'a> Sorter<'a> {
    /// The lines of some blocks that have no place yet.
    pub fn free(&self, range: std::ops::Range<usize>) -> Vec<(usize, &'a Line)> {
        let lines = range.filter_map(|at| match &self.blocks[at] {
            Block::Line(line) if !self.taken.contains(&at) => Some((at, line)),
            _ => None,
        });
        lines.collect()
    }

    /// Puts a value that nothing else has been put for; whether it is the one put.
    pub fn set(&mut self, key: &'static str, value: String) -> bool {
        let values = self.cover.entry(key).or_default();
        let new = values.is_empty() || values[0] == value;
        if values.is_empty() {
            values.push(value);
        }
        new
    }

    fn title(&mut self, title: &cover::Title) {
        // A title without an office is that of who signs.
        let signed = || self.cover.get("署名").and_then(|names| names.first()).cloned();
        let organ = Some(title.organ.clone()).filter(|organ| !organ.is_empty()).or_else(signed);
        // In one line, or in two with the office in the first, as the layout sets it.
        let (office, rest) = (organ.clone().unwrap_or_default(), format!("{}年政府信息公开工作年度报告", title.year));
        let usual = title.lines == [format!("{office}{rest}")] || title.lines == [office, rest];
        match organ {
            Some(organ) => {
                self.set("机关", organ);
            }
            None => self.push(
                Severity::Warning,
                "原文的标题里没有机关，也没有署名".into(),
                &At::Nowhere,
                "在 报告.yaml 里补上 机关",
            ),
        }
        if !usual {
            self.cover.insert("标题", title.lines.clone());
        }
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
}
