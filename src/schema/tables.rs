//! The schemas of the tables: groups of rows, and what a row of columns can look like.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{described, object, refer, told};
use crate::form::{Caption, Form, Kind, Leaf, Slot, Table};
use crate::yaml::join;

/// Adds the schemas of all tables under their keys.
pub fn schemas(form: &Form, definitions: &mut Map<String, Value>, into: &mut Map<String, Value>) {
    for table in &form.law.tables {
        let part = form.law.parts.iter().find(|part| part.table.as_ref() == Some(&table.key));
        let heading = part.map_or(table.key.as_str(), |part| part.heading.as_str());
        let mut writer = Writer { captions: table.captions(), definitions };
        into.insert(table.key.clone(), writer.table(table, heading));
    }
}

struct Writer<'a> {
    captions: BTreeMap<String, Caption>,
    definitions: &'a mut Map<String, Value>,
}

impl Writer<'_> {
    fn table(&mut self, table: &Table, heading: &str) -> Value {
        told(&format!("{heading}。每一行都要写；没有发生的写 0"), self.group(&table.slots(), &table.key))
    }

    fn group(&mut self, slot: &Slot, path: &str) -> Value {
        let children = slot.children();
        let properties: Map<_, _> =
            children.iter().map(|(key, child)| (key.clone(), self.slot(child, &join(path, key)))).collect();
        let required: Vec<_> = children.iter().filter(|(_, slot)| !slot.is_total()).map(|(key, _)| key.as_str()).collect();
        object(properties, &required)
    }

    fn slot(&mut self, slot: &Slot, path: &str) -> Value {
        let description = self.description(path, slot.is_total());
        match (slot, slot.row()) {
            (Slot::Leaf(leaf), _) => described(&description, self.cell(leaf.kind)),
            (_, Some(row)) => {
                let names = addends(&row).join("、");
                let description = format!("{description}。依次是：{names}；各列都是零，只写 0");
                json!({ "description": description, "anyOf": self.row(slot, &row, path) })
            }
            _ => told(&description, self.group(slot, path)),
        }
    }

    /// A list with or without totals, a map by column, or one mark for all columns.
    fn row(&mut self, slot: &Slot, row: &[(&str, Leaf)], path: &str) -> Vec<Value> {
        let short: Vec<_> = row.iter().filter(|(_, leaf)| !leaf.total_column).copied().collect();
        let mut ways = vec![self.list(&short, path)];
        if short.len() < row.len() {
            ways.push(self.list(row, path));
        }
        let mut columns = self.group(slot, path);
        columns["type"] = json!("object");
        columns["title"] = json!("写明列名");
        ways.push(refer(&self.shared("columns", columns)));
        // All columns alike: nothing happened, or a mark of a past year. A definition with a description would hide the row's.
        self.definitions.entry("whole").or_insert_with(|| json!({ "enum": [0, "0", "", "/", "-", null] }));
        ways.push(refer("whole"));
        ways
    }

    fn list(&mut self, columns: &[(&str, Leaf)], path: &str) -> Value {
        let items: Vec<_> = columns
            .iter()
            .map(|(key, leaf)| described(&self.description(&join(path, key), leaf.total_column), self.cell(leaf.kind)))
            .collect();
        let count = items.len();
        let list = json!({ "type": "array", "items": items, "minItems": count, "additionalItems": false });
        refer(&self.shared("list", list))
    }

    /// The name of a definition: what is the same for every row of the same columns is written once.
    fn shared(&mut self, kind: &str, schema: Value) -> String {
        let same = self.definitions.iter().find(|(_, known)| **known == schema).map(|(name, _)| name.clone());
        same.unwrap_or_else(|| {
            let before = self.definitions.keys().filter(|name| name.starts_with(kind)).count();
            let name = format!("{kind}{}", before + 1);
            self.definitions.insert(name.clone(), schema);
            name
        })
    }

    /// The definition of a figure of a kind.
    fn cell(&mut self, kind: Kind) -> &'static str {
        let (name, schema) = match kind {
            Kind::Count => ("count", cell("integer", "[0-9]+", "填不小于 0 的整数", Some(0))),
            Kind::Signed => ("signed", cell("integer", "[+-]?[0-9]+", "填整数，增加写 +3，减少写 -3", None)),
            Kind::Amount => ("amount", cell("number", r"[0-9]+(\.[0-9]+)?", "填不小于 0 的数，单位照表头", Some(0))),
            Kind::Money => ("money", money()),
        };
        self.definitions.entry(name).or_insert(schema);
        name
    }

    fn description(&self, path: &str, total: bool) -> String {
        let line = self.captions.get(path).map(Caption::line).unwrap_or_default();
        if total { format!("{line}。可以不写，程序会算；写了就核对") } else { line }
    }
}

/// A number, as such or in quotes, one of the marks that print as they stand, or a blank.
fn cell(number: &str, pattern: &str, rule: &str, least: Option<u8>) -> Value {
    let mut schema = json!({
        "type": [number, "string", "null"],
        "pattern": format!(r"^\s*({pattern}|/|／|-|)\s*$"),
        "patternErrorMessage": rule,
    });
    if let (Some(least), Some(schema)) = (least, schema.as_object_mut()) {
        schema.insert("minimum".into(), least.into());
    }
    schema
}

/// An amount carries its unit, but nothing needs none.
fn money() -> Value {
    let mut schema =
        cell("integer", r"[0-9]+(\.[0-9]+)? *万?元|0", "金额带上单位，写成 30828837.28 元 或 160.5964 万元", Some(0));
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("maximum".into(), 0.into());
    }
    schema
}

/// The names of the columns that must be given.
fn addends<'a>(row: &[(&'a str, Leaf)]) -> Vec<&'a str> {
    row.iter().filter(|(_, leaf)| !leaf.total_column).map(|(key, _)| *key).collect()
}
