//! 报告.yaml: what the report is, with what last year's says of the office.

use std::collections::BTreeMap;

use super::lines::{Lines, scalar};
use super::{BLANK, Known};
use crate::form::Form;
use crate::report::{KEYS, Key, Report, Shape};

/// The text of the file.
pub fn write(form: &Form, year: u16, known: &Known) -> String {
    let mut lines = Lines::default();
    lines.comment(0, &format!("{year}年度政府信息公开工作年度报告，{}", form.law.basis));
    lines.comment(0, "“~”是还没有填的；标着“可省”的，用不着就留着“~”");
    lines.gap();
    lines.entry(0, "报告", "", "");
    let cover = Cover { form, year, known };
    KEYS.iter().for_each(|key| cover.key(1, key, &mut lines));
    lines.text()
}

struct Cover<'a> {
    form: &'a Form,
    year: u16,
    known: &'a Known,
}

impl Cover<'_> {
    fn key(&self, depth: usize, key: &Key, lines: &mut Lines) {
        // A report of this year takes this year's form, and only a past one has 填报.
        let past = match key.shape {
            Shape::Form => self.values(key).is_empty(),
            Shape::Group(keys) => key.name == "填报" && keys.iter().all(|key| self.values(key).is_empty()),
            _ => false,
        };
        if past {
            return;
        }
        if matches!(key.shape, Shape::Year) {
            return lines.entry(depth, key.name, &self.year.to_string(), "");
        }
        lines.comment(depth, &self.hint(key));
        if let Shape::Group(keys) = key.shape {
            lines.entry(depth, key.name, "", "");
            return keys.iter().for_each(|key| self.key(depth + 1, key, lines));
        }
        if matches!(key.shape, Shape::Headings) && !self.known.headings.is_empty() {
            lines.entry(depth, key.name, "", "");
            let headings = self.known.headings.iter();
            return headings.for_each(|(part, heading)| lines.entry(depth + 1, part, &scalar(heading), ""));
        }
        match self.values(key) {
            [] => lines.entry(depth, key.name, BLANK, ""),
            [value] => lines.entry(depth, key.name, &scalar(value), ""),
            values => {
                lines.entry(depth, key.name, "", "");
                values.iter().for_each(|value| lines.item(depth + 1, &scalar(value)));
            }
        }
    }

    fn hint(&self, key: &Key) -> String {
        match key.shape {
            Shape::Kind => {
                let kinds: Vec<_> = self.form.law.deadlines.keys().map(String::as_str).collect();
                format!("{}：{}", key.hint, kinds.join("、"))
            }
            Shape::Date => format!("写成 {}-01-31 这样{}", self.year + 1, self.deadline().unwrap_or_default()),
            Shape::Text if key.name == "网址" => {
                let doubt = self.known.site_of.map(|year| format!("；下面是{year}年度的，请核对")).unwrap_or_default();
                format!("{}{doubt}", key.hint)
            }
            _ => key.hint.into(),
        }
    }

    /// When the report is due, where the kind of office is known.
    fn deadline(&self) -> Option<String> {
        let kind = self.known.cover.get("类别")?.first()?;
        let (month, day) = self.form.law.deadlines.get(kind)?.split_once('-')?;
        let plain = |number: &str| number.trim_start_matches('0').to_string();
        Some(format!("；{kind}的报告在{}年{}月{}日前公布", self.year + 1, plain(month), plain(day)))
    }

    /// What is known of a key.
    fn values(&self, key: &Key) -> &[String] {
        self.known.cover.get(key.name).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Last year's headings of parts, if they took the place of the same form's.
pub fn headings(form: &Form, last: &Report) -> Vec<(String, String)> {
    let own = form.law.parts.iter().filter(|part| last.form.name == form.name && last.heading(part) != part.heading);
    own.map(|part| (part.key.clone(), last.heading(part).to_string())).collect()
}

/// What last year's report says of the office that lasts.
pub fn lasting(form: &Form, year: u16, last: &Report) -> BTreeMap<&'static str, Vec<String>> {
    fn names(keys: &'static [Key]) -> Vec<&'static str> {
        let inner = |key: &'static Key| if let Shape::Group(keys) = key.shape { names(keys) } else { vec![key.name] };
        keys.iter().flat_map(inner).collect()
    }
    let last = &last.meta;
    let text = |text: &str| Some(text.to_string()).filter(|text| !text.is_empty()).into_iter().collect();
    let values = |name: &str| -> Vec<String> {
        match name {
            "机关" => text(&last.organ),
            "类别" if form.law.deadlines.contains_key(&last.kind) => text(&last.kind),
            "标题" if !last.has_default_title() => {
                let (old, new) = (last.year.to_string(), year.to_string());
                last.title.iter().map(|line| line.replace(&old, &new)).collect()
            }
            "署名" => last.names.clone(),
            "网址" => last.site.iter().cloned().collect(),
            "公开方式" => last.disclosure.iter().cloned().collect(),
            name => last.contact.iter().filter(|(known, _)| *known == name).map(|(_, value)| value.clone()).collect(),
        }
    };
    names(KEYS).into_iter().map(|name| (name, values(name))).collect()
}
