//! The text of a report by parts, without the sentences about contacts, which the layout prints.

use super::contact::contact;
use super::cover;
use super::heading::Found;
use super::material::{At, Block, Line, Material};
use super::prose;
use super::sort::Sorter;
use super::tell::LONGEST;
use crate::diagnostic::Severity;
use crate::form::Form;
use crate::report::Section;

impl Sorter<'_> {
    /// The text between two blocks, by the headings of its parts.
    pub fn sections(
        &mut self,
        material: &Material,
        form: &Form,
        headings: &[Found],
        start: usize,
        end: usize,
    ) -> Vec<Section> {
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
}
