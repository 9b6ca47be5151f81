//! Units taken one by one: their sum, and whether they are the units that must report, each once, all of one year and form.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::addend::{Addend, Unit};
use super::list::List;
use super::sum::{Sum, can_add, is_same};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part, Severity};
use crate::form::Form;
use crate::source::Span;
use crate::yaml::{self, Locator};

/// How many unknown units are told with the name that was meant perhaps.
const SUGGESTED: usize = 20;

/// The units so far.
#[derive(Debug, Default)]
pub struct Gathering {
    /// The form of the sum, if it is decided whatever the units have.
    wanted: Option<Arc<Form>>,
    /// A sum for each year and form that a unit has.
    sums: Vec<Sum>,
    /// The units, each with the number of its sum if it has one.
    units: Vec<(Unit, Option<usize>)>,
}

/// What came of taking all units.
#[derive(Debug)]
pub struct Gathered {
    /// The sum of the units that are alike; of the most, if they are not all.
    pub sum: Option<Sum>,
    /// What is wrong with the units as a whole.
    pub findings: Diagnostics,
    /// What the sum is of, in a sentence or more.
    pub remarks: Vec<String>,
}

impl Gathering {
    /// No units yet; `wanted` is the form of the sum, if that is not to be the units'.
    pub fn new(wanted: Option<Arc<Form>>) -> Self {
        Self { wanted, ..Self::default() }
    }

    /// Takes a unit.
    pub fn take(&mut self, addend: Addend) {
        let Addend { unit, figures, .. } = addend;
        let at = figures.and_then(|(form, figures)| {
            let target = self.wanted.as_ref().unwrap_or(&form);
            if !can_add(target, &form) {
                return None;
            }
            let known = self.sums.iter().position(|sum| sum.year == unit.year && is_same(&sum.form, target));
            let at = known.unwrap_or(self.sums.len());
            if known.is_none() {
                self.sums.push(Sum::new(Arc::clone(target), unit.year));
            }
            self.sums[at].add(&form, &figures);
            Some(at)
        });
        self.units.push((unit, at));
    }

    /// The sum, and what is wrong with the units. With `partial` units that are missing or have errors are told and do not stand in
    /// the way.
    pub fn finish(mut self, list: Option<&List>, partial: bool) -> Gathered {
        self.units.sort_by_key(|(unit, _)| unit.at);
        let weight = if partial { Severity::Warning } else { Severity::Error };
        let mut findings = Diagnostics::default();
        let faulty = self.faulty(weight, &mut findings);
        self.doubles(&mut findings);
        let missing = list.map(|list| self.against(list, weight, &mut findings)).unwrap_or_default();
        let most = (0..self.sums.len()).max_by_key(|at| {
            let Sum { units, year, form, .. } = &self.sums[*at];
            // Which of them was begun first is chance.
            let first = self.units.iter().position(|(_, sum)| *sum == Some(*at));
            (*units, *year, form.name.clone(), Reverse(first))
        });
        self.unlike(most, &mut findings);
        let cut: Vec<_> = self.units.iter().filter(|(unit, _)| unit.is_cut).map(|(unit, _)| unit.name()).collect();
        let sum = most.map(|most| self.sums.swap_remove(most));
        let count = sum.as_ref().map_or(0, |sum| sum.units);
        let lacking = [("没有数据的", missing), ("有错误的", faulty), ("有的数没有地方放、没有加进去的", cut)];
        let lacking = lacking.into_iter().filter(|(_, names)| !names.is_empty());
        let lacking: Vec<_> = lacking.map(|(what, names)| format!("{what} {}", names.join("、"))).collect();
        let mut remarks = vec![format!(
            "{count} 个单位之和（nianbao rollup）；一格是怎么来的，照样写上 -o，再加 --explain 和这一格的名称来看"
        )];
        if !lacking.is_empty() {
            remarks.push(format!("不全：{}", lacking.join("；")));
        }
        Gathered { sum, findings, remarks }
    }

    /// Tells the units that have errors, or cannot be read at all; the names of the former, in order.
    fn faulty(&self, weight: Severity, findings: &mut Diagnostics) -> Vec<String> {
        let mut names = BTreeSet::new();
        for (unit, _) in &self.units {
            let folder = unit.folder.display();
            if !unit.readable {
                let message = format!("{folder} 的数据读不出来，没有汇总");
                findings.push(Diagnostic::error(Code::FaultyUnit, message).help("改好它，或者不写这个文件夹"));
            } else if unit.errors > 0 {
                names.insert(unit.name());
                let (errors, name) = (unit.errors, unit.name());
                let message = match weight {
                    Severity::Error => format!("“{name}”（{folder}）有 {errors} 个错误，没有汇总"),
                    _ => format!("“{name}”（{folder}）有 {errors} 个错误，照样加了进去，读不出的数按 0 计"),
                };
                let help = format!("先改好它：nianbao check {folder}；要先汇总起来，加 --partial");
                let finding = Diagnostic::new(weight, Code::FaultyUnit, message).help(help);
                findings.push(at_organ(finding, unit));
            }
        }
        names.into_iter().collect()
    }

    /// Tells the offices that have more than one folder.
    fn doubles(&self, findings: &mut Diagnostics) {
        let mut by_name: BTreeMap<&str, Vec<&Unit>> = BTreeMap::new();
        for (unit, _) in self.units.iter().filter(|(unit, _)| !unit.organ.is_empty()) {
            by_name.entry(&unit.organ).or_default().push(unit);
        }
        let mut doubles: Vec<_> = by_name.into_iter().filter(|(_, units)| units.len() > 1).collect();
        doubles.sort_by_key(|(_, units)| units[1].at);
        for (name, units) in doubles {
            let folders: Vec<_> = units.iter().map(|unit| unit.folder.display().to_string()).collect();
            let message = format!("“{name}”有 {} 份数据：{}", units.len(), folders.join("、"));
            let finding = Diagnostic::error(Code::DoubleUnit, message).help("留下一份；是两个单位，就把机关的名称写全");
            let again = units[1..].iter().chain(&units[..1]);
            findings.push(again.fold(finding, |finding, unit| at_organ(finding, unit)));
        }
    }

    /// Tells the units that a list does not have, and the names of the list that no unit has; the latter.
    fn against(&self, list: &List, weight: Severity, findings: &mut Diagnostics) -> Vec<String> {
        let names: BTreeSet<&str> = list.names.iter().map(String::as_str).collect();
        let come = |unit: &Unit| match unit.organ.as_str() {
            // What it is cannot be read, but its folder is called so; that it cannot be read is told already.
            "" => office(&unit.folder).and_then(|office| names.get(office.as_str()).copied()),
            organ => names.get(organ).copied(),
        };
        let unknown = self.units.iter().filter(|(unit, _)| unit.readable && come(unit).is_none());
        let come: BTreeSet<&str> = self.units.iter().filter_map(|(unit, _)| come(unit)).collect();
        let missing = || list.names.iter().enumerate().filter(|(_, name)| !come.contains(name.as_str()));
        for (at, (unit, _)) in unknown.enumerate() {
            let message = format!("清单 {} 里没有“{}”", list.path.display(), unit.name());
            // Looking for it costs as many steps as names are missing: who has more to mend mends them alike.
            let near = || yaml::nearest(&unit.organ, missing().map(|(_, name)| name.as_str()));
            let near = (at < SUGGESTED).then(near).flatten();
            let help = near.map_or("写进清单，或者不写这个文件夹".into(), |near| format!("是不是“{near}”？"));
            findings.push(at_organ(Diagnostic::error(Code::UnknownUnit, message).help(help), unit));
        }
        let (mut told, mut absent) = (Diagnostics::default(), vec![]);
        for (at, name) in missing() {
            let finding =
                Diagnostic::new(weight, Code::MissingUnit, format!("“{name}”没有数据")).at_data(List::place(at), "");
            told.push(finding.help("写上它的年度文件夹；要先汇总已有的，加 --partial"));
            absent.push(name.clone());
        }
        list.locate(&mut told);
        findings.extend(told);
        absent
    }

    /// Tells the units that have no part in a sum, because they are of another year or form.
    fn unlike(&self, most: Option<usize>, findings: &mut Diagnostics) {
        let others = self.units.iter().filter(|(unit, at)| unit.readable && (at.is_none() || *at != most));
        for (unit, at) in others {
            let name = unit.name();
            let sum = |at: Option<usize>| at.and_then(|at| self.sums.get(at));
            let (message, help, path) = match (sum(*at), sum(most), &self.wanted) {
                (Some(other), Some(chosen), _) if other.year != chosen.year => {
                    let message = format!("“{name}”的数据是 {} 年度，其余的是 {} 年度", other.year, chosen.year);
                    (message, "核对各单位的年度；一次汇总一个年度".into(), "报告.年度")
                }
                (Some(other), Some(chosen), _) if other.form.name != chosen.form.name => {
                    let (other, chosen) = (&other.form.name, &chosen.form.name);
                    let help = format!("请照 {chosen} 表式重填；只加两种表式都有的格，加 --form {chosen}");
                    (format!("“{name}”用 {other} 表式，其余的用 {chosen} 表式"), help, "报告.表式")
                }
                (Some(_), Some(chosen), _) => {
                    let name = format!("“{name}”的 {} 表式与其余单位的不是同一份", chosen.form.name);
                    (name, "用 --templates 指定各单位都用的一份".into(), "报告.表式")
                }
                (None, _, Some(wanted)) => {
                    let message = format!("“{name}”用 {} 表式，与 {} 表式没有一格相同", unit.form, wanted.name);
                    (message, format!("请照 {} 表式重填，或者不写这个文件夹", wanted.name), "报告.表式")
                }
                _ => continue,
            };
            let finding = Diagnostic::error(Code::UnlikeUnit, message).help(help);
            let span = place(&unit.folder, path);
            findings.push(span.into_iter().fold(finding, |finding, span| finding.at(span, "")));
        }
    }
}

/// A finding at the name of a unit.
fn at_organ(finding: Diagnostic, unit: &Unit) -> Diagnostic {
    place(&unit.folder, "报告.机关").into_iter().fold(finding, |finding, span| finding.at(span, ""))
}

/// Where something stands in a unit's data, which are read once more: nothing is kept of them.
fn place(folder: &Path, path: &str) -> Option<Span> {
    let places = Locator::new(&yaml::read(folder).ok()?);
    // The form that is not named is that of the year.
    let written = [path, "报告.年度"].into_iter().find(|path| !places.keys(path).is_empty());
    places.find(written.unwrap_or(path), &Part::Value)
}

/// The name of the office's folder of a year's folder.
fn office(folder: &Path) -> Option<String> {
    let whole = std::path::absolute(folder).ok()?;
    Some(whole.parent()?.file_name()?.to_string_lossy().into_owned())
}
