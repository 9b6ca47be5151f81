//! The difference for other programs; the keys are in `docs/diff.md`.

use serde_json::{Value as Json, json};

use super::{Difference, Figure, Passage, Place, Side, Value};
use crate::compare::words::pieces;
use crate::report::Report;

/// The difference of two reports as a JSON object; `folders` are the old and the new one as they were given.
pub fn json(difference: &Difference, folders: [&str; 2], [old, new]: [&Report; 2]) -> String {
    let report = |folder: &str, report: &Report| {
        let (title, year, form) = (report.meta.title_line(), report.meta.year, &report.form.name);
        json!({ "folder": folder, "title": title, "year": year, "form": form })
    };
    let Difference { figures, values, passages, layout } = difference;
    let object = json!({
        "old": report(folders[0], old),
        "new": report(folders[1], new),
        "same": difference.is_empty(),
        "layout": layout,
        "figures": figures.iter().map(figure).collect::<Vec<_>>(),
        "values": values.iter().map(value).collect::<Vec<_>>(),
        "passages": passages.iter().map(passage).collect::<Vec<_>>(),
    });
    format!("{object}\n")
}

fn figure(figure: &Figure) -> Json {
    json!({
        "path": figure.path,
        "label": figure.label,
        "old": side(&figure.old),
        "new": side(&figure.new),
        "difference": figure.difference().map(|difference| difference.normalize().to_string()),
    })
}

fn side(side: &Side) -> Json {
    let (kind, shown) = match side {
        Side::Number { shown, .. } => ("number", Some(shown.as_str())),
        Side::Mark(mark) => ("mark", Some(*mark)),
        Side::Gap => ("gap", None),
        Side::Unreadable(typed) => ("unreadable", Some(typed.as_str())),
        Side::Absent => ("absent", None),
    };
    json!({ "kind": kind, "shown": shown, "value": side.value().map(|value| value.normalize().to_string()) })
}

fn value(value: &Value) -> Json {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    json!({
        "path": value.path,
        "old": value.old,
        "new": value.new,
        "pieces": pieces(&text(&value.old), &text(&value.new)),
    })
}

fn passage(passage: &Passage) -> Json {
    let place = |place: &Option<Place>| {
        place.as_ref().map(|place| json!({ "part": place.part, "path": place.path, "text": place.text }))
    };
    json!({
        "manner": passage.manner,
        "what": passage.what,
        "old": place(&passage.old),
        "new": place(&passage.new),
        "pieces": passage.pieces,
    })
}
