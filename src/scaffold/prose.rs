//! 正文.yaml: the parts of the text, each with what belongs there.

use super::BLANK;
use super::lines::{Lines, scalar};
use crate::form::Form;
use crate::report::{Passage, Section};
use crate::schema::PREFACE;

/// The text of the file.
pub fn write(form: &Form, year: u16, sections: &[Section]) -> String {
    let mut lines = Lines::default();
    lines.comment(0, &format!("{year}年度报告的文字。“~”是还没有写的；序号（一、（一）1.）由程序排"));
    lines.comment(0, "一个部分写成一段，或者写成列表，一项一段；小标题写成“- 标题: …”，下一行对齐写“正文: …”");
    lines.comment(0, "长的文字先写 >-，换行缩进着写");
    if let Some(figure) = form.slots.leaves("").first() {
        lines.comment(
            0,
            &format!("表里的数字写名称来引用，例如 {{{{{figure}}}}}；表里没有的，另写“数字:”，一行一个“名称: 数”"),
        );
    }
    lines.gap();
    lines.entry(0, "正文", "", "");
    lines.comment(1, PREFACE);
    part("引言", sections, &mut lines);
    for part in &form.law.parts {
        let hint = part.hint.iter().map(|hint| format!("：{hint}"));
        lines.comment(1, &format!("{}{}", part.heading, hint.collect::<String>()));
        self::part(&part.key, sections, &mut lines);
    }
    lines.text()
}

fn part(key: &str, sections: &[Section], lines: &mut Lines) {
    let section = sections.iter().find(|section| section.key == key).filter(|section| !section.passages.is_empty());
    match section {
        None => lines.entry(1, key, BLANK, ""),
        Some(section) => {
            lines.entry(1, key, "", "");
            passages(&section.passages, 2, lines);
        }
    }
}

fn passages(all: &[Passage], depth: usize, lines: &mut Lines) {
    for passage in all {
        match passage {
            Passage::Paragraph(words) => {
                lines.item(depth, ">-");
                lines.folded(depth + 2, &words.text);
            }
            Passage::Headed { heading, run_in, body } => {
                lines.item(depth, &format!("标题: {}", scalar(&heading.text)));
                if let Some(run_in) = run_in {
                    lines.entry(depth + 1, "标题样式", if *run_in { "接排" } else { "独行" }, "");
                }
                if !body.is_empty() {
                    lines.entry(depth + 1, "正文", "", "");
                    passages(body, depth + 2, lines);
                }
            }
        }
    }
}
