//! What stands at the end of a report: signature and date, the list of annexes, the lines under their tables.

use super::cover;
use super::prose;
use super::sort::Sorter;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Date;
use crate::report::FILING;

impl Sorter<'_> {
    /// The end of the text, and the date.
    pub fn signature(&mut self, from: usize) -> (usize, Option<Date>) {
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
    pub fn annexes(&mut self, from: usize, end: usize) {
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
    pub fn filing(&mut self, from: usize) {
        let mut lines = self.free(from..self.blocks.len());
        let keys = || FILING.iter().chain(&["联系电话"]);
        lines.retain(|(_, line)| keys().any(|key| line.text.replace(':', "：").contains(&format!("{key}："))));
        // A value may go on in the next line.
        for lines in lines.chunk_by(|(one, _), (next, _)| one + 1 == *next) {
            let text: String = lines.iter().map(|(_, line)| line.text.replace(':', "：")).collect();
            let ends: Vec<_> = keys().filter_map(|key| Some((text.find(&format!("{key}："))?, *key))).collect();
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
}
