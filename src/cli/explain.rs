//! `nianbao rollup --explain`: what each unit has at a place, and the sum.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rust_decimal::Decimal;
use serde_json::json;

use super::{Console, Outcome, Told, batch, outcome};
use crate::form::{Form, Kind};
use crate::report::Report;
use crate::rollup::{Explained, Share};

/// What is known after some units.
#[derive(Default)]
struct Known {
    /// How many have the place.
    units: usize,
    /// What they add up to; nothing if that is too large, or they do not add up.
    sum: Option<Decimal>,
    /// The unit of the sum, as it is told.
    unit: &'static str,
    /// The units whose form does not have the place.
    without: Vec<String>,
    /// What is to be said if no form has it.
    fault: Option<String>,
}

/// Tells the share of each unit, one a line, and the sum; as JSON objects, if programs read it.
pub fn run(path: &str, folders: &[PathBuf], as_json: bool, console: &Console) -> Outcome {
    let known = Mutex::new(Known { sum: Some(Decimal::ZERO), ..Known::default() });
    let which: Vec<_> = (0..folders.len()).collect();
    let (rows, worst) = batch::each(folders, &which, console, |at| {
        let folder = &folders[at];
        match Report::read(folder, &console.project(folder).templates) {
            Err(findings) => Told { note: console.shown(&findings), outcome: outcome(&findings, false), ..Told::default() },
            Ok(report) => {
                // Where it stands takes longest to find out, and is nobody else's concern.
                let share = Share::of(&report, path);
                let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
                Told { result: known.add(path, folder, &report, share, as_json), ..Told::default() }
            }
        }
    });
    let known = known.into_inner().unwrap_or_else(PoisonError::into_inner);
    if rows.len() < folders.len() {
        console.note(&format!("已停下：看完 {} 个单位，共 {} 个\n", rows.len(), folders.len()));
        return Outcome::Failed;
    }
    if known.units == 0 {
        known.fault.iter().for_each(|fault| console.note(&format!("{fault}\n")));
        return Outcome::Failed;
    }
    let sum = known.sum.map(|sum| sum.normalize().to_string());
    console.result(&match as_json {
        true => format!("{}\n", json!({ "path": path, "units": known.units, "sum": sum, "without": known.without })),
        false => {
            let words = sum.map_or("，不能相加".into(), |sum| format!("之和 {sum}{}", known.unit));
            let without = (!known.without.is_empty()).then(|| format!("；表式没有这一格的：{}", known.without.join("、")));
            format!("{path}：{} 个单位{words}{}\n", known.units, without.unwrap_or_default())
        }
    });
    worst
}

impl Known {
    /// A unit's share as it is told, added to the sum.
    fn add(&mut self, path: &str, folder: &Path, report: &Report, share: Option<Share>, as_json: bool) -> String {
        let organ = if report.meta.organ.is_empty() { folder.display().to_string() } else { report.meta.organ.clone() };
        let (Some(share), Explained::Figures { kind, adds, .. }) = (share, Explained::of(&report.form, path)) else {
            self.fault.get_or_insert_with(|| fault(path, &report.form));
            self.without.push(organ);
            return String::new();
        };
        self.units += 1;
        self.unit = if kind == Kind::Money { " 元" } else { "" };
        self.sum = self.sum.filter(|_| adds).and_then(|sum| sum.checked_add(share.value));
        let (file, line, column) = share.place.unwrap_or_else(|| (folder.display().to_string(), 1, 1));
        match as_json {
            true => {
                format!(
                    "{}\n",
                    json!({ "unit": organ, "folder": folder.display().to_string(), "file": file, "line": line,
                    "column": column, "value": share.value.normalize().to_string(), "shown": share.shown })
                )
            }
            false => format!("{file}:{line}:{column}: {organ} {}\n", share.shown),
        }
    }
}

/// What is wrong with a path, and the one that was meant perhaps.
fn fault(path: &str, form: &Form) -> String {
    if path.is_empty() {
        return "--explain 后面写上一格的名称，例如 申请.新收.自然人".into();
    }
    if Explained::of(form, path) == Explained::Mixed {
        return format!("“{path}”里有几种不同的数，加起来没有意思；写到一行或者一格");
    }
    let near = Explained::nearest(form, path);
    let near = near.map(|near| format!("，是不是“{near}”？")).unwrap_or_default();
    format!("{} 表式没有“{path}”{near}", form.name)
}
