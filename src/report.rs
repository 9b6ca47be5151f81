//! A year's report as the data give it: what it is, its text, its figures.

mod figure;
mod figures;
mod heading;
mod keys;
mod meta;
mod narrative;
mod number;
mod rows;
mod seal;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

pub use figure::Figure;
pub use figures::{Cell, Figures, Written, evaluate};
pub use keys::{KEYS, Key, Shape};
pub use meta::{FILING, Meta};
pub use narrative::{Passage, Section, Words};
pub use number::{Number, value as number_value};
pub use seal::Seal;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part, Result, Severity};
use crate::document::Date;
use crate::form::{self, Form};
use crate::picture::Pictures;
use crate::shelf::Shelf;
use crate::source::{Source, Span, sha256};
use crate::unit::Pt;
use crate::yaml::{self, Fields, Locator, Node, Tree};

/// A report as read, with its form.
#[derive(Debug)]
pub struct Report {
    /// The form it is read under.
    pub form: Arc<Form>,
    /// What it is.
    pub meta: Meta,
    /// The headings of parts that take the place of the form's, by the key of the part.
    pub headings: BTreeMap<String, Words>,
    /// Its text.
    pub sections: Vec<Section>,
    /// Its figures, with the totals that were left out.
    pub figures: Figures,
    /// 数字: the figures that only the text uses.
    pub numbers: Vec<Number>,
    /// 核对: findings accepted.
    pub acceptances: Vec<Acceptance>,
    /// 印章: the pictures, once they are read.
    pub seals: Vec<Seal>,
    /// What was found wrong in reading.
    pub faults: Diagnostics,
    tree: Tree,
    /// Where the paths stand, once something is to be told.
    places: OnceLock<Locator>,
}

/// The title of a folder's report, in one line, without looking at anything else; nothing if it cannot be read.
pub fn title(folder: &Path) -> Option<String> {
    let tree = yaml::read_for(folder, "报告").ok()?;
    Some(Meta::read(&tree, None, &mut Diagnostics::default()).ok()?.title_line())
}

/// An entry of 核对.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    /// The code of the finding.
    pub code: String,
    /// The path it is about.
    pub path: String,
    /// Why it is accepted.
    pub reason: String,
}

impl Report {
    /// Reads a year's folder under the form that applies.
    ///
    /// # Errors
    /// What forbids reading at all: YAML that does not parse, no 年度, no such form. Everything else is in [`Report::faults`].
    pub fn read(folder: &Path, templates: &Shelf) -> Result<Self> {
        Self::of_tree(yaml::read(folder)?, templates)
    }

    /// Reads a year's data from texts in place of files.
    ///
    /// # Errors
    /// As [`Report::read`].
    pub fn read_sources(sources: impl IntoIterator<Item = Arc<Source>>, templates: &Shelf) -> Result<Self> {
        Self::of_tree(yaml::read_sources(sources.into_iter().map(Ok))?, templates)
    }

    /// Reads a year's folder as far as it goes: a year that the data do not say is that of the folder, else the one that ended before
    /// 成文日期, else the first of the newest form.
    ///
    /// # Errors
    /// What forbids reading at all: YAML that does not parse, forms that cannot be read.
    pub fn read_draft(folder: &Path, templates: &Shelf) -> Result<Self> {
        let tree = yaml::read(folder)?;
        let named = std::path::absolute(folder).ok().and_then(|folder| folder.file_name()?.to_str()?.parse().ok());
        let named = named.filter(|year| (1900..=9999).contains(year));
        let dated = || match tree.get("报告")?.entry("成文日期")? {
            Node::Text(date) => Date::parse(date)?.year.checked_sub(1),
            _ => None,
        };
        let newest = || Form::names(templates).last().and_then(|name| name.parse().ok());
        let assumed = named.or_else(dated).or_else(newest);
        Self::of_tree_assuming(tree, assumed, templates)
    }

    /// Reads data for their tables under a form, whatever else they lack; a year that they do not say is the one given.
    ///
    /// # Errors
    /// None but those of the tree: everything else is in [`Report::faults`].
    pub fn read_tables(tree: Tree, form: Arc<Form>, year: u16) -> Result<Self> {
        let mut faults = Diagnostics::default();
        let meta = Meta::read(&tree, Some(year), &mut faults)?;
        let read = Self::read_under(form, meta, &tree, &mut faults);
        Ok(Self { tree, faults, ..read })
    }

    fn of_tree(tree: Tree, templates: &Shelf) -> Result<Self> {
        Self::of_tree_assuming(tree, None, templates)
    }

    fn of_tree_assuming(tree: Tree, assumed: Option<u16>, templates: &Shelf) -> Result<Self> {
        let mut faults = Diagnostics::default();
        match Self::read_tree(&tree, assumed, templates, &mut faults) {
            Ok(mut report) => {
                report.tree = tree;
                report.faults = faults;
                Ok(report)
            }
            Err(forbidding) => {
                faults.extend(forbidding);
                Locator::new(&tree).locate(&mut faults, str::to_string);
                Err(faults)
            }
        }
    }

    /// Reads last year's folder, if there is one.
    ///
    /// # Errors
    /// As [`Report::read`].
    pub fn read_if_present(folder: &Path, templates: &Shelf) -> Result<Option<Self>> {
        // A folder with nothing but an old PDF in it is no data.
        if yaml::is_data(folder) { Self::read(folder, templates).map(Some) } else { Ok(None) }
    }

    fn read_tree(tree: &Tree, assumed: Option<u16>, templates: &Shelf, faults: &mut Diagnostics) -> Result<Self> {
        let meta = Meta::read(tree, assumed, faults)?;
        let due = || Form::of_year(templates, meta.year);
        let form = match &meta.form {
            Some(name) => Form::load(templates, name).inspect(|form| {
                faults.0.extend(wrong_form(form, due().ok(), meta.year));
            }),
            None => due(),
        };
        // Who takes any year takes any form.
        let form = match (form, assumed) {
            (Err(told), Some(_)) => {
                faults.extend(told);
                due().or_else(|_| Form::newest(templates))?
            }
            (form, _) => form?,
        };
        Ok(Self::read_under(form, meta, tree, faults))
    }

    /// Reads everything that the form decides about; the tree is still to be put in.
    fn read_under(form: Arc<Form>, meta: Meta, tree: &Tree, faults: &mut Diagnostics) -> Self {
        let slots = &form.slots;
        if !meta.kind.is_empty() && !form.law.deadlines.contains_key(&meta.kind) {
            let known: Vec<_> = form.law.deadlines.keys().map(String::as_str).collect();
            let help = format!("可以写：{}", known.join("、"));
            faults.push(yaml::bad_value("报告.类别", format!("没有“{}”这一类别", meta.kind), help));
        }
        let headings = heading::read(tree, &form, faults);
        let sections = narrative::read(tree, &form, faults);
        let mut figures = Figures::of(&form);
        let mut reader = rows::Reader { figures: &mut figures, findings: faults };
        for (key, slot) in slots.children() {
            reader.group(key, slot, tree.get(key).unwrap_or(&Node::Null));
        }
        figures.complete(&form);
        rows::Reader { figures: &mut figures, findings: faults }.totals(&form);
        let numbers = number::read(tree, faults);
        number::insert(&numbers, &mut figures, slots, faults);
        let acceptances = acceptances(tree, faults);
        let known =
            || ["报告", "数字", "正文", "核对"].into_iter().chain(slots.children().iter().map(|(key, _)| key.as_str()));
        for (key, _) in &tree.root {
            if !known().any(|known| known == key) {
                faults.push(yaml::unknown_key("", key, known()));
            }
        }
        let (tree, faults, seals) = (Tree::default(), Diagnostics::default(), vec![]);
        Self { form, meta, headings, sections, figures, numbers, acceptances, seals, faults, tree, places: OnceLock::new() }
    }

    /// Reads the pictures of the seals from the year's folder; last year's are nobody's concern.
    pub fn read_seals(&mut self, folder: &Path) {
        self.seals = seal::read(folder, &self.meta, self.seal_width(), &mut self.faults);
    }

    /// How wide a seal is printed.
    pub fn seal_width(&self) -> Pt {
        self.meta.seal_width.unwrap_or(self.form.style.signature.seal.width)
    }

    /// The pictures that the mark-up may name.
    pub fn pictures(&self) -> Pictures {
        self.seals.iter().map(|seal| (seal.name.clone(), Arc::clone(&seal.picture))).collect()
    }

    /// The heading of a part, without number: the office's own where it has one, else the form's.
    pub fn heading<'a>(&'a self, part: &'a form::Part) -> &'a str {
        self.headings.get(&part.key).map_or(&part.heading, |words| &words.text)
    }

    /// Whether a fault was found at a path, above it or below it, so that what follows from it need not be told again.
    pub fn is_faulty(&self, path: &str) -> bool {
        let above = |upper: &str, lower: &str| {
            lower.strip_prefix(upper).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let errors = self.faults.0.iter().filter(|fault| fault.severity == Severity::Error);
        errors.filter_map(|finding| finding.path.as_deref()).any(|fault| above(fault, path) || above(path, fault))
    }

    /// The names of the data files with the SHA-256 of their text, and of the seals with that of theirs.
    pub fn inputs(&self) -> BTreeMap<String, String> {
        let name = |source: &Source| Path::new(&source.name).file_name().map(|name| name.to_string_lossy().into_owned());
        let files = self.tree.files.iter().filter_map(|source| Some((name(source)?, sha256(source.text.as_bytes()))));
        files.chain(self.seals.iter().map(|seal| (seal.name.clone(), seal.hash.clone()))).collect()
    }

    /// What the data say, with the pictures of the seals, as one number: a SHA-256.
    pub fn digest(&self) -> String {
        let hashes = self.seals.iter().map(|seal| seal.hash.as_str());
        sha256([self.tree.digest().as_str()].into_iter().chain(hashes).collect::<String>().as_bytes())
    }

    /// The texts of the data files.
    pub fn sources(&self) -> impl Iterator<Item = &str> + Clone {
        self.tree.files.iter().map(|source| source.text.as_str())
    }

    /// The data as they were typed: the top-level keys in the order of the files.
    pub fn data(&self) -> &[(String, Node)] {
        &self.tree.root
    }

    /// What was typed at a path, if that is a scalar. A path of a figure is one of the form, which the data may spell otherwise.
    pub fn typed(&self, path: &str) -> Option<&str> {
        let written = self.written(path);
        let mut keys = written.split('.');
        let top = self.tree.get(keys.next().unwrap_or_default());
        let found = keys.fold(top, |node, key| node.and_then(|node| node.child(key)));
        if let Some(Node::Text(text)) = found { Some(text) } else { None }
    }

    /// Where a path stands in the files.
    pub fn span(&self, path: &str) -> Option<Span> {
        self.places().find(&self.written(path), &Part::Value)
    }

    /// The comments that stand behind a text of 正文 in its line: what a clerk may have meant to print.
    pub fn comments_after_text(&self) -> Vec<Span> {
        // The places cost something, so look first whether there can be any.
        let suspicious =
            |source: &Arc<Source>| source.text.lines().any(|line| line.starts_with("正文")) && source.text.contains(" #");
        if !self.tree.files.iter().any(suspicious) {
            return vec![];
        }
        self.places().comments_behind("正文.")
    }

    fn places(&self) -> &Locator {
        self.places.get_or_init(|| Locator::new(&self.tree))
    }

    fn written(&self, path: &str) -> String {
        self.figures.get(path).and_then(|cell| cell.written.at(path)).unwrap_or_else(|| path.into())
    }

    /// Puts the places in the files into findings that know only paths.
    pub fn locate(&self, findings: &mut Diagnostics) {
        if findings.0.is_empty() {
            return;
        }
        self.places().locate(findings, |path| self.written(path));
    }
}

/// Told where the data name another form than the year's: past years were published so.
fn wrong_form(form: &Form, due: Option<Arc<Form>>, year: u16) -> Option<Diagnostic> {
    let due = due.filter(|due| due.name != form.name)?;
    let message = format!("{year}年度适用 {} 表式（{}），数据指定了 {} 表式", due.name, due.law.basis, form.name);
    let finding = Diagnostic::warning(Code::WrongForm, message).at_data("报告.表式", "");
    Some(finding.help("重制已公开的往年报告时可以这样；新报告删去“表式”"))
}

/// Reads the key 核对.
fn acceptances(tree: &Tree, faults: &mut Diagnostics) -> Vec<Acceptance> {
    let list = match tree.get("核对") {
        None | Some(Node::Null) => return vec![],
        Some(Node::List(list)) => list,
        Some(node) => {
            faults.push(yaml::wrong_shape("核对", node, "列表，一条一项：- { 代码: …, 位置: …, 理由: … }"));
            return vec![];
        }
    };
    let mut acceptances = vec![];
    for (at, node) in list.iter().enumerate() {
        let mut fields = Fields::of(&format!("核对.{at}"), node, faults);
        let (code, path, reason) = (fields.required("代码"), fields.required("位置"), fields.required("理由"));
        fields.finish();
        if let (Some(code), Some(path), Some(reason)) = (code, path, reason) {
            let known = Code::ALL.iter().find(|known| known.name() == code);
            if known.is_some_and(|code| !code.is_acceptable()) {
                let finding = Diagnostic::error(Code::BadValue, format!("{code} 这类问题不能用核对放过"));
                faults.push(finding.at_data(format!("核对.{at}.代码"), "").help("这样的问题会让报告缺少内容，要改数据"));
                continue;
            }
            if known.is_none() {
                let finding = Diagnostic::error(Code::BadValue, format!("没有“{code}”这个代码"))
                    .at_data(format!("核对.{at}.代码"), "");
                let near = yaml::nearest(&code, Code::ALL.iter().map(|code| code.name()));
                faults.push(near.iter().fold(finding, |finding, near| finding.help(format!("是不是“{near}”？"))));
            }
            if known.is_some() {
                acceptances.push(Acceptance { code, path, reason });
            }
        }
    }
    acceptances
}
