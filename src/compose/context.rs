//! What Handlebars sees: the data tree with totals and groups' sums, last year's below 上年, and for the layout the text in order.

use handlebars::Context;
use serde_json::{Map, Value, json};

use super::numeral;
use super::text::{Filled, FilledSection};
use crate::form::{Part, Slot};
use crate::gap::{GAP, or_gap};
use crate::origin::State;
use crate::report::{FILING, Meta, Report};
use crate::typography::is_wide;
use crate::yaml::join;

/// Which names of the data are asked for.
pub enum Wanted {
    /// Each.
    All,
    /// Those that stand in some text, whatever else does.
    In(String),
}

impl Wanted {
    fn has(&self, key: &str) -> bool {
        match self {
            Self::All => true,
            Self::In(text) => text.contains(key),
        }
    }
}

/// The context of the texts of the data: names for texts and figures. What is not there, and lists, have no name in a text.
pub fn data(report: &Report, last: Option<&Report>, wanted: &Wanted) -> Context {
    let named = |mut map: Map<String, Value>| {
        map.retain(|_, value| value.is_string() || value.is_object());
        if let Some(Value::Object(contact)) = map.get_mut("联系方式") {
            contact.retain(|_, value| value.is_string());
        }
        map
    };
    let own = |report| own(report, wanted, || named(meta(report)));
    let mut root = own(report);
    if let Some(last) = last.filter(|_| wanted.has("上年")) {
        root.insert("上年".into(), own(last).into());
    }
    Value::Object(root).into()
}

/// The context of the layout: what it asks for of the data, all of 报告, and the report's parts with their text. A draft shows a gap
/// where a part says nothing, and is not sealed.
pub fn layout(report: &Report, last: Option<&Report>, wanted: &Wanted, parts: &[FilledSection], state: State) -> Context {
    let text = |key: &str| {
        let part = parts.iter().find(|part| part.key == key);
        part.map_or_else(Vec::new, |part| numbered(report, &part.passages, 2))
    };
    let draft = state == State::Draft;
    let part_text = |part: &Part| match text(&part.key) {
        silent if draft && silent.is_empty() && part.table.is_none() => {
            vec![json!({ "文": GAP, "出处": join("正文", &part.key) })]
        }
        spoken => spoken,
    };
    let law = report.form.law.parts.iter().enumerate();
    let sections: Vec<Value> = law
        .map(|(at, part)| {
            let from = report.headings.get(&part.key).map(|words| &words.path);
            json!({ "序号": numeral::chinese(at as u64 + 1), "键": part.key, "标题": report.heading(part), "出处": from,
                "段落": part_text(part), "表": part.table })
        })
        .collect();
    let mut root = own(report, wanted, Map::new);
    if let Some(last) = last.filter(|_| wanted.has("上年")) {
        root.insert("上年".into(), own(last, wanted, || meta(last)).into());
    }
    let mut meta = meta(report);
    if draft {
        meta.insert("印章".into(), Value::Array(vec![]));
    }
    root.insert("报告".into(), meta.into());
    root.insert("引言".into(), text("引言").into());
    root.insert("部分".into(), sections.into());
    Value::Object(root).into()
}

/// A report's own data, as far as they are asked for.
fn own(report: &Report, wanted: &Wanted, meta: impl FnOnce() -> Map<String, Value>) -> Map<String, Value> {
    let mut root = Map::new();
    if wanted.has("报告") {
        root.insert("报告".into(), meta().into());
    }
    if wanted.has("数字") {
        root.insert("数字".into(), numbers(report));
    }
    for (key, slot) in report.form.slots.children().iter().filter(|(key, _)| wanted.has(key)) {
        root.insert(key.clone(), figures(report, wanted, &mut key.clone(), slot));
    }
    root
}

fn meta(report: &Report) -> Map<String, Value> {
    let meta = &report.meta;
    let entries = json!({
        "年度": meta.shown_year(),
        "机关": or_gap(&meta.organ),
        "类别": or_gap(&meta.kind),
        "标题": meta.title_line(),
        "标题行": title_lines(report),
        "署名": meta.shown_names(),
        "署名单位": meta.shown_names().join("、"),
        "印章": seals(report),
        "成文日期": meta.shown_date(),
        "日期": meta.issued().to_string(),
        "网址": meta.site,
        "网址链接": meta.site.as_ref().filter(|site| site.starts_with("http://") || site.starts_with("https://")),
        "联系方式": contact(meta),
        "索引号": meta.index,
        "公开方式": meta.disclosure,
        "附件": meta.annexes.iter().map(|name| or_gap(name)).collect::<Vec<_>>(),
        "填报": filing(meta),
    });
    if let Value::Object(map) = entries { map } else { Map::new() }
}

/// 标题 by lines. One that the data do not give stands in one line, or in two parted behind the office where one is too long: a line of a
/// title ends where its sense does (GB/T 9704 7.3.1).
fn title_lines(report: &Report) -> Vec<&str> {
    let (meta, style) = (&report.meta, &report.form.style);
    let ems: f64 = meta.title.iter().flat_map(|line| line.chars()).map(|c| if is_wide(c) { 1.0 } else { 0.5 }).sum();
    // A quarter of a square stands at both sides of the year.
    let too_long = !(style.title.size * (ems + 0.5)).fits(style.page.measure);
    let usual = meta.title.first().filter(|_| too_long && meta.has_default_title());
    match usual.and_then(|line| line.strip_prefix(meta.organ.as_str())) {
        Some(rest) if !meta.organ.is_empty() => vec![&meta.organ, rest],
        _ => meta.title.iter().map(|line| or_gap(line)).collect(),
    }
}

/// 印章 in the order of the offices.
fn seals(report: &Report) -> Vec<Value> {
    let meta = &report.meta;
    let width = format!("{}mm", (report.seal_width().to_mm() * 100.0).round() / 100.0);
    let seal = |(at, (name, office)): (usize, (&String, &String))| json!({ "图片": name, "直径": width, "说明": format!("{office}印章"), "出处": meta.seal_path(at) });
    meta.seals.iter().zip(&meta.names).enumerate().map(seal).collect()
}

/// 联系方式 by name, and in order for the closing block.
fn contact(meta: &Meta) -> Value {
    if meta.contact.is_empty() {
        return Value::Null;
    }
    let mut map: Map<String, Value> =
        meta.contact.iter().map(|(key, value)| ((*key).into(), value.as_str().into())).collect();
    map.entry("单位").or_insert("本机关".into());
    let items = meta.contact.iter().filter(|(key, _)| *key != "单位").map(|(key, value)| {
        let mail = *key == "电子邮箱" && value.contains('@') && value.chars().all(|c| c.is_ascii_graphic());
        let link = mail.then(|| format!("mailto:{value}"));
        json!({ "名称": key, "内容": value, "链接": link })
    });
    map.insert("各项".into(), items.collect());
    map.into()
}

/// 填报 by name; what is left out is blank, to be filled in by hand.
fn filing(meta: &Meta) -> Value {
    let value = |key: &str| meta.filing.iter().find(|(name, _)| *name == key).map_or("", |(_, value)| value);
    FILING.iter().map(|key| ((*key).to_string(), Value::from(value(key)))).collect::<Map<_, _>>().into()
}

fn numbers(report: &Report) -> Value {
    let entries = report.numbers.iter();
    let entries = entries.map(|number| (number.name().to_string(), report.figures.shown(&number.path).into()));
    Value::Object(entries.collect())
}

/// The figures below a path as printed. A group also reads like a row: the sum of its rows by column, unless a key of its own
/// is called so.
fn figures(report: &Report, wanted: &Wanted, path: &mut String, slot: &Slot) -> Value {
    if let Slot::Leaf(_) = slot {
        return report.figures.shown(path).into();
    }
    let length = path.len();
    let mut map = Map::new();
    for (key, child) in slot.children().iter().filter(|(key, _)| wanted.has(key)) {
        path.extend([".", key]);
        map.insert(key.clone(), figures(report, wanted, path, child));
        path.truncate(length);
    }
    let sums = report.form.sums.get(path.as_str()).into_iter().flatten();
    for (column, addends) in sums.filter(|(column, _)| wanted.has(column)) {
        let sum = addends.as_ref().and_then(|addends| report.figures.total(addends));
        map.insert(column.clone(), sum.map_or_else(|| GAP.into(), |sum| sum.normalize().to_string()).into());
    }
    map.into()
}

/// Passages in a row, each heading with its number and its level (2 is （一）).
fn numbered(report: &Report, passages: &[Filled], level: usize) -> Vec<Value> {
    let mut values = vec![];
    let mut count = 0;
    for passage in passages {
        match passage {
            Filled::Paragraph(words) => values.push(json!({ "文": words.text, "出处": words.path })),
            Filled::Headed { heading, run_in, body } => {
                count += 1;
                let style = report.form.style.headings.get(level - 1);
                // Only a paragraph can take up a heading that runs in.
                let follows = matches!(body.first(), Some(Filled::Paragraph(_)));
                let run_in = follows && run_in.unwrap_or_else(|| style.is_some_and(|style| style.run_in));
                let stop = if run_in && !heading.text.ends_with(['。', '？', '！', '：']) { "。" } else { "" };
                let text = format!("{}{}{stop}", numeral::ordinal(level, count), heading.text);
                values.push(json!({ "级": level + 1, "接排": run_in, "文": text, "出处": heading.path }));
                values.extend(numbered(report, body, level + 1));
            }
        }
    }
    values
}
