//! `nianbao rollup --explain`: what each unit has at a place, and the sum.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rust_decimal::Decimal;
use serde_json::json;

use super::check::Layout;
use super::{Console, Outcome, Told, batch, outcome};
use crate::form::{Form, Kind};
use crate::report::Report;
use crate::rollup::{Explained, Share, called};

/// What is kept of a unit: its share; or, if its form does not have the place, its name and what is to be said if no form has it.
type Kept = Result<Share, (String, String)>;

/// Tells the share of each unit, one a line, and the sum; as JSON objects, if programs read it.
pub fn run(path: &str, folders: &[PathBuf], format: Layout, console: &Console) -> Outcome {
    let kept: Mutex<BTreeMap<usize, Kept>> = Mutex::default();
    let which: Vec<_> = (0..folders.len()).collect();
    let (rows, worst) = batch::each(folders, &which, console, |at| {
        let folder = &folders[at];
        match Report::read(folder, &console.project(folder).templates) {
            Err(findings) => {
                let (note, result) = format.tell(&findings, console);
                Told { note, result, outcome: outcome(&findings, false), ..Told::default() }
            }
            Ok(report) => {
                let organ = called(&report.meta.organ, folder);
                let share = Share::of(&report, path);
                let result = share.as_ref().map(|share| line(share, &organ, folder, format)).unwrap_or_default();
                let share = share.ok_or_else(|| (organ, fault(path, &report.form)));
                kept.lock().unwrap_or_else(PoisonError::into_inner).insert(at, share);
                Told { result, ..Told::default() }
            }
        }
    });
    if rows.len() < folders.len() {
        console.note(&format!("已停下：看完 {} 个单位，共 {} 个\n", rows.len(), folders.len()));
        return Outcome::Failed;
    }
    let (mut shares, mut without) = (vec![], vec![]);
    for kept in kept.into_inner().unwrap_or_else(PoisonError::into_inner).into_values() {
        kept.map_or_else(|other| without.push(other), |share| shares.push(share));
    }
    let Some(Share { kind, .. }) = shares.first() else {
        without.iter().take(1).for_each(|(_, fault)| console.note(&format!("{fault}\n")));
        return Outcome::Failed;
    };
    let unit = if *kind == Kind::Money { " 元" } else { "" };
    let units = shares.len();
    let add = |sum: Decimal, share: &Share| sum.checked_add(share.value).filter(|_| share.adds);
    let sum = shares.iter().try_fold(Decimal::ZERO, add).map(|sum| sum.normalize().to_string());
    let without: Vec<_> = without.into_iter().map(|(organ, _)| organ).collect();
    console.result(&match format {
        Layout::Json => format!("{}\n", json!({ "path": path, "units": units, "sum": sum, "without": without })),
        Layout::Human | Layout::Short => {
            let words = sum.map_or("，不能相加".into(), |sum| format!("之和 {sum}{unit}"));
            let without = (!without.is_empty()).then(|| format!("；表式没有这一格的：{}", without.join("、")));
            format!("{path}：{units} 个单位{words}{}\n", without.unwrap_or_default())
        }
    });
    worst
}

/// A unit's share as it is told.
fn line(share: &Share, organ: &str, folder: &Path, format: Layout) -> String {
    let folder = folder.display().to_string();
    let (file, line, column) = share.place.clone().unwrap_or_else(|| (folder.clone(), 1, 1));
    let value = share.value.normalize().to_string();
    match format {
        Layout::Json => {
            let object = json!({ "unit": organ, "folder": folder, "file": file, "line": line, "column": column,
                "value": value, "shown": share.shown });
            format!("{object}\n")
        }
        Layout::Human | Layout::Short => format!("{file}:{line}:{column}: {organ} {}\n", share.shown),
    }
}

/// What is wrong with a path, and the one that was meant perhaps.
fn fault(path: &str, form: &Form) -> String {
    if path.is_empty() {
        return "--explain 后面写上一格的名称，例如 申请.新收.自然人".into();
    }
    if Explained::of(form, path) == Explained::Mixed {
        return format!("“{path}”里有几种不同的数，加起来没有意思；写到一格");
    }
    let near = Explained::nearest(form, path);
    let near = near.map(|near| format!("，是不是“{near}”？")).unwrap_or_default();
    format!("{} 表式没有“{path}”{near}", form.name)
}
