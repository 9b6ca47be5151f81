//! 单位.yaml: which units must report.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Result};
use crate::report::Report;
use crate::shelf::Shelf;
use crate::yaml::{self, Locator, Node, Tree, join};

/// What the list is called where it is looked for.
pub const LIST: &str = "单位.yaml";
/// Its only key.
const KEY: &str = "单位";

/// The units that must report.
#[derive(Debug)]
pub struct List {
    /// Where it stands.
    pub path: PathBuf,
    /// The names (机关), each once.
    pub names: Vec<String>,
    tree: Tree,
}

impl List {
    /// Reads a list: `单位:` with one name an item.
    ///
    /// # Errors
    /// `cannot-read` and others of a data file, `unknown-key`, `missing-key`, `wrong-shape`, `bad-value`, and `double-unit` for a name
    /// that stands twice.
    pub fn read(path: &Path) -> Result<Self> {
        let tree = yaml::read_sources([yaml::source(path)]).map_err(of_list)?;
        let mut findings = Diagnostics::default();
        let names = names(&tree, &mut findings);
        Locator::new(&tree).locate(&mut findings, str::to_string);
        findings.or_fail()?;
        Ok(Self { path: path.into(), names, tree })
    }

    /// The list beside the offices' folders of some years' folders, if there is one.
    ///
    /// # Errors
    /// `bad-value` if there are several, and those of [`List::read`].
    pub fn beside(folders: &[PathBuf]) -> Result<Option<Self>> {
        let mut seen = BTreeSet::new();
        let mut lists = folders.iter().map(|folder| beside(folder).join(LIST)).collect::<BTreeSet<_>>();
        lists.retain(|list| list.exists() && seen.insert(fs::canonicalize(list).unwrap_or_else(|_| list.clone())));
        match lists.into_iter().collect::<Vec<_>>().as_slice() {
            [] => Ok(None),
            [list] => Self::read(list).map(Some),
            several => {
                let names: Vec<_> = several.iter().map(|list| list.display().to_string()).collect();
                let finding =
                    Diagnostic::error(Code::BadValue, format!("有 {} 份单位清单：{}", names.len(), names.join("、")));
                Err(finding.help("用 --units 写明照哪一份").into())
            }
        }
    }

    /// Refuses to write the sum into the folder of one of the units.
    ///
    /// # Errors
    /// `double-unit` if its data are of an office that the list has.
    pub fn refuse(&self, folder: &Path, templates: &Shelf) -> Result<()> {
        let Ok(Some(report)) = Report::read_if_present(folder, templates) else { return Ok(()) };
        let Some(at) = self.names.iter().position(|name| *name == report.meta.organ) else { return Ok(()) };
        let message = format!("要写到的 {} 是清单里的单位“{}”", folder.display(), report.meta.organ);
        let finding = Diagnostic::error(Code::DoubleUnit, message).at_data(Self::place(at), "");
        let mut findings = finding.help("-o 写政府自己的年度文件夹").into();
        self.locate(&mut findings);
        Err(findings)
    }

    /// Puts places in the list into findings about its items.
    pub(super) fn locate(&self, findings: &mut Diagnostics) {
        if !findings.0.is_empty() {
            Locator::new(&self.tree).locate(findings, str::to_string);
        }
    }

    /// The path of a name in the list.
    pub(super) fn place(at: usize) -> String {
        join(KEY, &at.to_string())
    }
}

/// The folder of the folder of a year's folder, in the words of the user where that is possible.
fn beside(folder: &Path) -> PathBuf {
    let plain = folder.components().filter(|part| !matches!(part, Component::CurDir)).collect::<PathBuf>();
    let parts = plain.components().filter(|part| matches!(part, Component::Normal(_))).count();
    if parts < 2 || plain.components().any(|part| part == Component::ParentDir) {
        return folder.join("../..");
    }
    plain.ancestors().nth(2).unwrap_or(&plain).into()
}

/// What forbids reading a list, in the words of one.
fn of_list(mut findings: Diagnostics) -> Diagnostics {
    for finding in findings.0.iter_mut().filter(|finding| finding.code == Code::WrongShape) {
        finding.message = "清单的最外层应当是“单位:”，下面一行一个“- 甲局”".into();
    }
    findings
}

fn names(tree: &Tree, findings: &mut Diagnostics) -> Vec<String> {
    for (key, _) in tree.root.iter().filter(|(key, _)| key != KEY) {
        let message = format!("清单里没有“{key}”这个键");
        findings.push(Diagnostic { message, ..yaml::unknown_key("", key, [KEY].into_iter()) });
    }
    let list = match tree.get(KEY) {
        Some(Node::List(list)) => list.as_slice(),
        Some(node) if *node != Node::Null => {
            findings.push(yaml::wrong_shape(KEY, node, "列表，一个单位一项：- 甲局"));
            return vec![];
        }
        _ if findings.0.is_empty() => {
            let finding = Diagnostic::error(Code::MissingKey, "清单里没有单位").at_data(KEY, "");
            findings.push(finding.help("写成 单位:，下面一行一个“- 甲局”，名称照各单位的 报告.机关"));
            return vec![];
        }
        _ => return vec![],
    };
    let (mut names, mut seen) = (vec![], BTreeSet::new());
    for (at, node) in list.iter().enumerate() {
        let place = List::place(at);
        let name = if *node == Node::Null { Some(String::new()) } else { yaml::text(&place, node, findings) };
        let Some(name) = name.map(|name| name.trim().to_string()) else { continue };
        if name.is_empty() {
            findings.push(yaml::bad_value(&place, "清单里有空的一项".into(), "写出单位的名称，或者删去这一项"));
        } else if !seen.insert(name.clone()) {
            let finding = Diagnostic::error(Code::DoubleUnit, format!("清单里“{name}”写了两次")).at_data(&place, "");
            findings.push(finding.help("一个单位写一次"));
        } else {
            names.push(name);
        }
    }
    if list.is_empty() {
        let finding = Diagnostic::error(Code::BadValue, "清单是空的").at_data(KEY, "");
        findings.push(finding.help("一行一个“- 甲局”；不核对有没有缺的，就把清单移开"));
    }
    names
}
