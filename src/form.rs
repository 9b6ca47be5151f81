//! The statutory form of a year, as data: its parts, its tables as bands of label trees, its equations.
//!
//! The law is in `templates/<year>/form.yaml`; nothing here knows a label or a row. A table is described once: head rows, row
//! labels, merged cells, the shape of its data and what must add up all follow from its bands.

mod caption;
mod equation;
mod heading;
mod instance;
mod slot;

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Deserialize;

pub use caption::Caption;
pub use equation::{Each, Equation, Factor, Formula, Relation, Sum, Term};
pub use heading::{Placed, depth, place};
pub use instance::{Instance, Operand};
pub use slot::{Leaf, Slot, Sums};

use crate::diagnostic::{Code, Diagnostic, Part as Of, Result};
use crate::document::Align;
use crate::shelf::Shelf;
use crate::source::Span;
use crate::style::Style;
use crate::yaml::{self, Locator, Tree, words};

/// A statutory form.
#[derive(Clone, Debug)]
pub struct Form {
    /// The folder it stands in: the first year it applies to.
    pub name: String,
    /// What it says.
    pub law: Law,
    /// The values of the page.
    pub style: Style,
    /// The shape of the data of all tables: each table's slots under its key.
    pub slots: Slot,
    /// The paths of all figures, by their numbers.
    pub paths: Vec<String>,
    /// The numbers of all figures, by their paths.
    pub numbers: Arc<FxHashMap<String, usize>>,
    /// What each group of rows adds up to.
    pub sums: Sums,
    /// Every equation at every place where it holds.
    pub instances: Vec<Instance>,
}

/// A form file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// The notice that laid it down.
    pub basis: String,
    /// The style file, without ending.
    pub style: String,
    /// 类别 → month and day by which the report of a year is due in the next.
    pub deadlines: BTreeMap<String, String>,
    /// The parts of the text, in order.
    pub parts: Vec<Part>,
    /// The tables.
    pub tables: Vec<Table>,
    /// What the text must speak of.
    #[serde(default)]
    pub duties: Vec<Duty>,
    /// Rows that only some kinds of organ can have.
    #[serde(default)]
    pub competences: Vec<Competence>,
    /// Words of templates and letters that have no place in a report.
    #[serde(default)]
    pub leftovers: Vec<String>,
}

/// What the text must speak of.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// The kinds of organ (类别) it binds; all if empty.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// The part of the text it must stand in; anywhere if left out.
    pub part: Option<String>,
    /// What must be spoken of, each with the words that show it.
    pub words: Vec<Vec<String>>,
    /// The rule with its source.
    pub says: String,
}

/// Rows that only some kinds of organ can have.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Competence {
    /// The kinds of organ (类别).
    pub kinds: Vec<String>,
    /// Paths of rows or figures.
    pub rows: Vec<String>,
    /// The rule with its source.
    pub says: String,
}

/// Words of the text that speak of figures of a table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mention {
    /// The words; a number beside them must be one of the figures.
    pub words: Vec<String>,
    /// The sums that can be meant, in each column: paths of the table.
    pub means: Vec<Sum>,
}

/// A part of the text (一、二、…).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its key under 正文.
    pub key: String,
    /// Its heading, without number.
    pub heading: String,
    /// The key of the table that stands in it.
    pub table: Option<String>,
    /// What belongs there, for the one who writes it.
    pub hint: Option<String>,
}

/// A table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Its top-level key in the data.
    pub key: String,
    /// Widths of the grid columns in parts of their sum.
    pub widths: Vec<f64>,
    /// The columns of row labels.
    pub stub: Stub,
    /// How the labels of single rows stand.
    #[serde(default = "left")]
    pub labels: Align,
    /// Whether it has a page of its own.
    #[serde(default)]
    pub whole: bool,
    /// The bands, top to bottom.
    pub bands: Vec<Band>,
    /// What must add up.
    #[serde(default)]
    pub equations: Vec<Equation>,
    /// How the text speaks of its figures.
    #[serde(default)]
    pub mentions: Vec<Mention>,
}

/// The columns of row labels at the left of a table.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Stub {
    /// So many columns; a label takes those its children leave.
    Columns(usize),
    /// One column, in which each level stands further in; parents can hold figures too.
    Indent(Indent),
}

impl Stub {
    /// How many grid columns the labels take.
    pub fn columns(self) -> usize {
        match self {
            Self::Columns(columns) => columns,
            Self::Indent(_) => 1,
        }
    }
}

/// The word `indent`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Indent {
    /// One column, each level further in.
    Indent,
}

/// Rows under a head of their own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// A line over the whole width.
    pub title: Option<String>,
    /// The head of the row labels.
    pub corner: Option<String>,
    /// The columns, as a tree of labels.
    pub columns: Vec<Axis>,
    /// The rows, as a tree of labels; without rows the columns are the whole table.
    #[serde(default)]
    pub rows: Vec<Axis>,
}

impl Table {
    /// What does not fit together: columns that are not as many as the widths.
    fn fault(&self) -> Option<String> {
        let stub = self.stub.columns();
        let width = |band: &Band| {
            stub + place(&band.columns, depth(&band.columns))
                .iter()
                .filter(|placed| placed.level == 0)
                .map(|placed| placed.across)
                .sum::<usize>()
        };
        if let Some(band) = self.bands.iter().find(|band| width(band) != self.widths.len()) {
            let title = band.title.as_deref().or(band.corner.as_deref()).unwrap_or_default();
            return Some(format!(
                "“{}”表的 widths 有 {} 列，“{title}”一段有 {} 列",
                self.key,
                self.widths.len(),
                width(band)
            ));
        }
        let wrong = self.widths.iter().any(|width| !(width.is_finite() && *width > 0.0));
        wrong.then(|| format!("“{}”表的 widths 要大于 0", self.key))
    }
}

/// A label of rows or columns with what stands under it. Written as a mere text it is key and label at once.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "Written")]
pub struct Axis {
    /// Its name in a path; without one it is a label only.
    pub key: Option<String>,
    /// As printed; `|` is a line break.
    pub label: String,
    /// What stands under it.
    pub children: Vec<Axis>,
    /// Whether its figures are sums of the others.
    pub total: bool,
    /// What a figure here can be.
    pub kind: Kind,
    /// How many grid columns a column takes.
    pub span: usize,
    /// The unit a row is counted in.
    pub unit: Option<String>,
    /// The key of a parent's own figure.
    pub value: Option<String>,
    /// A column that is filled from the form and not from the data.
    pub from: Option<Filling>,
    /// Whether the figures of several offices add up: a rate or a rank does not.
    pub adds: bool,
}

/// What a figure can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A whole number, not negative.
    #[default]
    Count,
    /// A whole number that may carry a sign.
    Signed,
    /// An amount with its unit, 元 or 万元.
    Money,
    /// A decimal, not negative; the form states the unit.
    Amount,
}

/// What the form fills a column with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Filling {
    /// The units of the rows.
    Unit,
}

/// An axis as it is written.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Name(String),
    Whole(WrittenAxis),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAxis {
    key: Option<String>,
    label: Option<String>,
    #[serde(default)]
    children: Vec<Axis>,
    #[serde(default)]
    total: bool,
    #[serde(default)]
    kind: Kind,
    #[serde(default = "one")]
    span: usize,
    unit: Option<String>,
    value: Option<String>,
    from: Option<Filling>,
    #[serde(default = "yes")]
    adds: bool,
}

impl From<Written> for Axis {
    fn from(written: Written) -> Self {
        let axis = match written {
            Written::Whole(axis) => axis,
            Written::Name(name) => WrittenAxis {
                key: Some(name),
                label: None,
                children: vec![],
                total: false,
                kind: Kind::Count,
                span: 1,
                unit: None,
                value: None,
                from: None,
                adds: true,
            },
        };
        let WrittenAxis { key, label, children, total, kind, span, unit, value, from, adds } = axis;
        let label = label.or_else(|| key.clone()).unwrap_or_default();
        Self { key, label, children, total, kind, span, unit, value, from, adds }
    }
}

fn left() -> Align {
    Align::Left
}

fn one() -> usize {
    1
}

fn yes() -> bool {
    true
}

impl Form {
    /// The form that applies to a year: the one with the greatest first year not after it.
    ///
    /// # Errors
    /// `bad-form`; `bad-value` if no form goes back that far.
    pub fn of_year(templates: &Shelf, year: u16) -> Result<Arc<Self>> {
        let names = Self::names(templates);
        let name = names.iter().rev().find(|name| name.parse::<u16>().is_ok_and(|since| since <= year));
        let unknown = || {
            Diagnostic::error(Code::BadValue, format!("没有适用于{year}年度的表式"))
                .at_data("报告.年度", "")
                .help(format!("现有表式：{}；用 报告.表式 指定一个", names.join("、")))
        };
        Self::load(templates, name.ok_or_else(unknown)?)
    }

    /// The form of the latest years.
    ///
    /// # Errors
    /// `bad-form`.
    pub fn newest(templates: &Shelf) -> Result<Arc<Self>> {
        Self::load(templates, Self::names(templates).last().map_or("", String::as_str))
    }

    /// The names of all forms, oldest first.
    pub fn names(templates: &Shelf) -> Vec<String> {
        let names = || templates.folders().into_iter().filter(|name| name.parse::<u16>().is_ok()).collect();
        templates.keep::<Vec<String>>("forms", names).to_vec()
    }

    /// The form of a name, read once for all reports.
    ///
    /// # Errors
    /// `bad-form`; `bad-value` if there is none of that name.
    pub fn load(templates: &Shelf, name: &str) -> Result<Arc<Self>> {
        templates.keep::<Result<Arc<Self>>>(name, || Self::read(templates, name).map(Arc::new)).as_ref().clone()
    }

    fn read(templates: &Shelf, name: &str) -> Result<Self> {
        if !Self::names(templates).iter().any(|known| known == name) {
            return Err(Diagnostic::error(Code::BadValue, format!("没有“{name}”这个表式"))
                .at_data("报告.表式", "")
                .help(format!("现有表式：{}", Self::names(templates).join("、")))
                .into());
        }
        let law: Law = read(templates, &format!("{name}/form.yaml"))?;
        let style: Style = read(templates, &format!("style/{}.yaml", law.style))?;
        if let Some(fault) = style.fault() {
            let place = fault.split(['：', ' ']).next().unwrap_or_default().to_string();
            return Err(bad_form(templates, &format!("style/{}.yaml", law.style), &place, &fault).into());
        }
        let mut slots = Slot::Group(law.tables.iter().map(|table| (table.key.clone(), table.slots())).collect());
        slots.number(&mut 0);
        let mut instances = vec![];
        for (at, table) in law.tables.iter().enumerate() {
            let bad = |(place, fault): (String, String)| {
                bad_form(templates, &format!("{name}/form.yaml"), &format!("tables.{at}.{place}"), &fault)
            };
            table.fault().map_or(Ok(()), |fault| Err(bad(("widths".into(), fault))))?;
            instances.extend(table.instances(&slots).map_err(bad)?);
        }
        let paths = slots.leaves("");
        let numbers = Arc::new(paths.iter().cloned().zip(0..).collect());
        let mut sums = Sums::default();
        slots.sums("", &mut sums);
        Ok(Self { name: name.into(), law, style, slots, paths, numbers, sums, instances })
    }

    /// The table with a key.
    pub fn table(&self, key: &str) -> Option<&Table> {
        self.law.tables.iter().find(|table| table.key == key)
    }
}

/// Reads a file of the program's own, which serde knows the shape of.
fn read<T: serde::de::DeserializeOwned>(templates: &Shelf, path: &str) -> Result<T> {
    let missing = || Diagnostic::error(Code::BadForm, format!("没有 {} 这个文件", templates.name(path)));
    let source = yaml::decode(templates.name(path), &templates.read(path).ok_or_else(missing)?)?;
    yaml::refuse_deep(&source)?;
    serde_yaml::from_str(&source.text).map_err(|error| {
        let finding = Diagnostic::error(Code::BadForm, words::shape(&error)).help(SEE);
        let place = error.location().map(|at| Span::at(&source, at.line(), at.column()));
        place.into_iter().fold(finding, |finding, place| finding.at(place, "")).into()
    })
}

/// What is wrong with a form or a style, told at a path of its file.
fn bad_form(templates: &Shelf, path: &str, place: &str, fault: &str) -> Diagnostic {
    let finding = Diagnostic::error(Code::BadForm, fault).help(SEE);
    let source = templates.read(path).and_then(|bytes| yaml::decode(templates.name(path), &bytes).ok());
    let Some(source) = source else { return finding };
    let span = Locator::new(&Tree { files: vec![source], root: vec![] }).find(place, &Of::Value);
    span.into_iter().fold(finding, |finding, span| finding.at(span, ""))
}

/// Where the way to write a form is told.
const SEE: &str = "写法见 docs/form.md；样式的写法见 docs/layout.md";
