//! What the form prints beside each place of the data: for comments and descriptions, where a key alone says too little.

use std::collections::BTreeMap;

use super::{Axis, Band, Table};
use crate::yaml::join;

/// The words of the form at a path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caption {
    /// The line over the band, which names the article of the 条例.
    pub title: Option<String>,
    /// The labels above it that have no key of their own.
    pub above: Vec<String>,
    /// The label, without line breaks.
    pub label: String,
    /// The label of the column, where the only column has no key and the path ends at the row.
    pub column: Option<String>,
    /// The unit that the form prints.
    pub unit: Option<String>,
}

impl Caption {
    /// Everything in a line: `第二十条第（五）项，行政许可，本年处理决定数量`.
    pub fn line(&self) -> String {
        let unit = self.unit.as_ref().map(|unit| format!("单位：{unit}"));
        let label = Some(self.row()).filter(|label| !label.is_empty());
        let words = self.title.iter().chain(&label).chain(&self.column).chain(&unit);
        words.map(String::as_str).collect::<Vec<_>>().join("，")
    }

    /// The label after those above it: `行政诉讼：复议后起诉`.
    pub fn row(&self) -> String {
        self.above.iter().chain([&self.label]).map(String::as_str).collect::<Vec<_>>().join("：")
    }
}

impl Table {
    /// The captions of all keyed rows and columns by path, the table's key first.
    pub fn captions(&self) -> BTreeMap<String, Caption> {
        let mut found = BTreeMap::new();
        for band in &self.bands {
            let mut walk = Walk { band, found: &mut found };
            if band.rows.is_empty() {
                walk.axes(&band.columns, &self.key, &[], false);
            } else {
                walk.axes(&band.rows, &self.key, &[], true);
            }
        }
        found
    }
}

struct Walk<'a> {
    band: &'a Band,
    found: &'a mut BTreeMap<String, Caption>,
}

impl Walk<'_> {
    /// Walks rows, each with its columns, or columns. `above` are the labels without key above.
    fn axes(&mut self, axes: &[Axis], path: &str, above: &[String], rows: bool) {
        for axis in axes.iter().filter(|axis| axis.from.is_none()) {
            let label = axis.label.replace('|', "");
            let Some(key) = &axis.key else {
                if axis.children.is_empty() {
                    self.found.entry(path.into()).or_default().column = Some(label);
                } else {
                    self.axes(&axis.children, path, &[above, &[label]].concat(), rows);
                }
                continue;
            };
            let path = join(path, key);
            let caption = Caption { title: self.band.title.clone(), above: above.into(), label, ..Caption::default() };
            let whole = Caption { unit: axis.unit.clone(), ..caption.clone() };
            match &axis.value {
                None => self.tell(&path, whole),
                Some(own) => {
                    let own = join(&path, own);
                    self.tell(&path, caption);
                    self.tell(&own, whole);
                    self.columns(&own, rows);
                }
            }
            self.axes(&axis.children, &path, &[], rows);
            if axis.children.is_empty() {
                self.columns(&path, rows);
            }
        }
    }

    fn columns(&mut self, row: &str, rows: bool) {
        if rows {
            self.axes(&self.band.columns, row, &[], false);
        }
    }

    fn tell(&mut self, path: &str, caption: Caption) {
        self.found.entry(path.into()).or_insert(caption);
    }
}

#[cfg(test)]
mod tests {
    use crate::form::Form;
    use crate::shelf::Shelf;

    fn line(form: &str, table: &str, path: &str) -> String {
        let form = Form::load(&Shelf::templates(None), form).unwrap();
        form.table(table).unwrap().captions().get(path).map(|caption| caption.line()).unwrap_or_default()
    }

    #[test]
    fn every_place_has_the_words_of_the_form() {
        assert_eq!(line("2021", "主动公开", "主动公开.行政许可"), "第二十条第（五）项，行政许可，本年处理决定数量");
        assert_eq!(line("2019", "主动公开", "主动公开.规章.制作"), "第二十条第（一）项，本年新制作数量");
        assert_eq!(line("2021", "申请", "申请.新收.商业企业"), "申请人情况：法人或其他组织：商业企业");
        assert_eq!(line("2021", "复议诉讼", "复议诉讼.复议后起诉"), "行政诉讼：复议后起诉");
        assert_eq!(line("2014", "统计表", "统计表.依申请公开.收到申请.总数"), "（一）收到申请数，统计数，单位：件");
        assert_eq!(line("2014", "统计表", "统计表.依申请公开.收到申请"), "（一）收到申请数");
    }

    #[test]
    fn no_place_of_any_form_is_without() {
        let templates = Shelf::templates(None);
        for form in Form::names(&templates).iter().map(|name| Form::load(&templates, name).unwrap()) {
            for table in &form.law.tables {
                let captions = table.captions();
                for path in table.slots().leaves(&table.key) {
                    assert!(captions.contains_key(&path), "{} {path}", form.name);
                }
            }
        }
    }
}
