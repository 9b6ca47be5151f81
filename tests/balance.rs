//! Whatever figures an office has: a report in which everything adds up is not found fault with, and one figure put wrong is told
//! where it stands. The reports are made from the forms, so that a new form is tested by being there.
//!
//! Which figures can be wrong without anybody being told follows from the equations of the forms:
//!
//! - No equation names what a form counts once and for nothing else. 2014: the channels of disclosure and of answers to public
//!   concern, 规范性文件制发, 举报投诉, money, offices, meetings. 2019: 制作, 决定 and 政府集中采购. 2021: decisions and 收费. The form
//!   has neither a sum nor a figure of last year to hold them against.
//! - Only `<=` names what is part of another figure, or that which it is part of. 2014: 规范性文件公开, 负责同志 and their 总数.
//!   2019: 公开 and 总量, 上年 and 增减. Such a figure is told when it goes beyond the other, not before.
//! - Only last year's report binds 上年 of 2019 and the 规章 and 规范性文件 of 2021, and by a warning: the year before may have been
//!   counted anew. Without that report nothing does.
//!
//! Every other figure stands in an `=` of this year, and no change of it alone can pass. The test does not rely on this list: it
//! reads the equations.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::{Arc, LazyLock};

use nianbao::compose;
use nianbao::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};
use nianbao::form::{Factor, Form, Instance, Kind, Leaf, Relation, Slot, Sum};
use nianbao::report::Report;
use nianbao::shelf::Shelf;
use nianbao::source::Source;
use proptest::prelude::*;
use proptest::sample::Index;
use rust_decimal::Decimal;

/// A form with its figures in order.
struct Shape {
    form: Arc<Form>,
    slots: Slot,
    cells: Vec<(String, Leaf)>,
}

/// The figures of a report, in the order of its shape.
type Values = Vec<Decimal>;

/// A year's report that is to be written: its shape, its figures.
#[derive(Clone)]
struct Year {
    year: u16,
    shape: &'static Shape,
    values: Values,
}

/// The forms, oldest first.
static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| {
    let templates = Shelf::templates(None);
    let shape = |name: &String| {
        let form = Form::load(&templates, name).unwrap();
        let slots = form.slots.clone();
        let leaf = |path: String| match slots.get(&path) {
            Some(Slot::Leaf(leaf)) => (path, *leaf),
            _ => panic!("{path} is no figure"),
        };
        let cells = slots.leaves("").into_iter().map(leaf).collect();
        Shape { form, slots, cells }
    };
    Form::names(&templates).iter().map(shape).collect()
});

/// An equation at a place, as sums over figures.
struct Bound {
    relation: Relation,
    severity: Severity,
    left: Vec<Term>,
    right: Vec<Term>,
}

/// A multiple of the figures that a name means; of 1, if it is a number.
struct Term {
    times: Decimal,
    path: String,
    last_year: bool,
    cells: Vec<usize>,
}

impl Shape {
    fn index(&self, path: &str) -> Option<usize> {
        self.cells.iter().position(|(known, _)| known == path)
    }

    /// Every equation at every place, except those that last year's report has no figures for.
    fn bounds(&'static self, last: Option<&Year>) -> Vec<Bound> {
        let instances = self.form.instances.iter();
        let bound = |instance: &Instance| {
            let formula = &instance.equation.holds;
            Some(Bound {
                relation: formula.relation,
                severity: instance.equation.severity(&instance.column),
                left: self.terms(&formula.left, instance, last)?,
                right: self.terms(&formula.right, instance, last)?,
            })
        };
        instances.filter_map(bound).collect()
    }

    fn terms(&'static self, sum: &Sum, instance: &Instance, last: Option<&Year>) -> Option<Vec<Term>> {
        let mut terms = vec![];
        for term in &sum.0 {
            let mut made = Term { times: Decimal::ONE, path: String::new(), last_year: false, cells: vec![] };
            for factor in &term.factors {
                match factor {
                    Factor::Number(number) => made.times *= number,
                    Factor::Name(name) => {
                        assert!(made.path.is_empty(), "a product of figures: {}", instance.equation.holds);
                        let operand = instance.operand(name);
                        let shape = if operand.last_year { last?.shape } else { self };
                        made.cells = operand.figures(&shape.slots)?;
                        (made.path, made.last_year) = (operand.place(&shape.slots), operand.last_year);
                    }
                }
            }
            if term.minus {
                made.times = -made.times;
            }
            terms.push(made);
        }
        Some(terms)
    }
}

impl Bound {
    /// Left less right.
    fn difference(&self, values: &Values, last: Option<&Year>) -> Decimal {
        sum(&self.left, values, last) - sum(&self.right, values, last)
    }

    fn holds(&self, values: &Values, last: Option<&Year>) -> bool {
        let difference = self.difference(values, last);
        difference.is_zero() || self.relation == Relation::AtMost && difference.is_sign_negative()
    }

    /// The figure that the equation gives, if its left side is just that.
    fn defines(&self) -> Option<usize> {
        match (self.relation, self.left.as_slice()) {
            (Relation::Equal, [Term { last_year: false, cells, .. }]) if cells.len() == 1 => Some(cells[0]),
            _ => None,
        }
    }

    /// The paths of this year's names that mean a figure.
    fn names(&self, cell: usize) -> impl Iterator<Item = &str> {
        let terms = self.left.iter().chain(&self.right);
        terms.filter(move |term| !term.last_year && term.cells.contains(&cell)).map(|term| term.path.as_str())
    }
}

fn sum(terms: &[Term], values: &Values, last: Option<&Year>) -> Decimal {
    let value = |term: &Term| {
        let values = if term.last_year { &last.unwrap().values } else { values };
        let sum: Decimal = term.cells.iter().map(|cell| values[*cell]).sum();
        term.times * if term.path.is_empty() { Decimal::ONE } else { sum }
    };
    terms.iter().map(value).sum()
}

/// Makes everything add up: an equation gives its left side where that is one figure; elsewhere one of the figures on the lesser
/// side, the `pick`ed one, is raised.
fn balance(bounds: &[Bound], values: &mut Values, last: Option<&Year>, pick: Index) {
    let given: BTreeSet<usize> = bounds.iter().filter_map(Bound::defines).collect();
    let raise = |values: &mut Values, positive: &[Term], negative: &[Term], by: Decimal| {
        let side = |terms: &[Term], sign: Decimal| -> Vec<usize> {
            let terms = terms.iter().filter(|term| !term.last_year && term.times == sign);
            terms.flat_map(|term| term.cells.clone()).filter(|cell| !given.contains(cell)).collect()
        };
        let free = [side(positive, Decimal::ONE), side(negative, Decimal::NEGATIVE_ONE)].concat();
        if !free.is_empty() {
            values[*pick.get(&free)] += by;
        }
    };
    for _ in 0..100 {
        for bound in bounds {
            let difference = bound.difference(values, last);
            if bound.holds(values, last) {
                continue;
            }
            match bound.defines() {
                Some(cell) if values[cell] >= difference => values[cell] -= difference,
                Some(cell) => raise(values, &bound.right, &[], difference - values[cell]),
                None if difference.is_sign_negative() => raise(values, &bound.left, &bound.right, -difference),
                None => raise(values, &bound.right, &bound.left, difference),
            }
        }
        if bounds.iter().all(|bound| bound.holds(values, last)) {
            return;
        }
    }
    let off = bounds.iter().filter(|bound| !bound.holds(values, last));
    let paths = off.flat_map(|bound| bound.left.iter().chain(&bound.right)).map(|term| term.path.as_str());
    panic!("the figures never add up: {}", paths.collect::<Vec<_>>().join(" "));
}

/// A figure as it can be given: many zeros, some large.
fn raw() -> impl Strategy<Value = i64> {
    prop_oneof![4 => Just(0), 6 => 1_i64..30, 1 => 0_i64..3_000_000_000]
}

/// What a figure of a kind can be.
fn valid(leaf: Leaf, raw: i64) -> Decimal {
    match leaf.kind {
        Kind::Count => raw.into(),
        Kind::Signed => (if raw % 2 == 0 { raw } else { -raw }).into(),
        Kind::Money | Kind::Amount => Decimal::new(raw, 2),
    }
}

/// The raw figures of a year with last year's, and how they are written. The year is the form's `first`, so that last year's
/// report is of the form before it, or the one after.
#[derive(Clone, Debug)]
struct Seed {
    first: bool,
    raws: [Vec<i64>; 2],
    pick: Index,
    spellings: Vec<u8>,
}

/// More than any form has figures.
const FIGURES: usize = 400;

fn seed() -> impl Strategy<Value = Seed> {
    let raws = || prop::collection::vec(raw(), FIGURES);
    let spellings = prop::collection::vec(any::<u8>(), 64);
    (any::<bool>(), [raws(), raws()], any::<Index>(), spellings).prop_map(|(first, raws, pick, spellings)| Seed {
        first,
        raws,
        pick,
        spellings,
    })
}

impl Seed {
    /// A year's report under a form, and the one before it if a form goes back so far.
    fn years(&self, at: usize) -> (Year, Option<Year>) {
        let first = SHAPES[at].form.name.parse::<u16>().unwrap();
        let (year, before) = if self.first { (first, at.checked_sub(1)) } else { (first + 1, Some(at)) };
        let last = before.map(|before| self.year(year - 1, &SHAPES[before], &self.raws[0], None));
        (self.year(year, &SHAPES[at], &self.raws[1], last.as_ref()), last)
    }

    fn year(&self, year: u16, shape: &'static Shape, raws: &[i64], last: Option<&Year>) -> Year {
        assert!(shape.cells.len() <= FIGURES);
        let mut values = shape.cells.iter().zip(raws).map(|((_, leaf), raw)| valid(*leaf, *raw)).collect();
        balance(&shape.bounds(last), &mut values, last, self.pick);
        Year { year, shape, values }
    }
}

/// A report as it is written, with the line and column of every figure and group.
#[derive(Default)]
struct Written {
    text: String,
    places: BTreeMap<String, (usize, usize)>,
}

/// How rows are written.
#[derive(Clone, Copy)]
enum Spelling<'a> {
    /// All as lists, totals and all.
    Lists,
    /// All as maps.
    Maps,
    /// As the bytes have it, `0` for a row of zeros; totals left out too, where they may be.
    Mixed(&'a [u8], bool),
}

impl Written {
    fn report(year: &Year, spelling: Spelling) -> Self {
        let law = &year.shape.form.law;
        let able = |kind: &&String| law.competences.iter().all(|competence| competence.kinds.contains(kind));
        let kind = law.deadlines.keys().find(able).unwrap();
        let mut written = Self::default();
        let head = format!("  年度: {}\n  机关: 某机关\n  类别: {kind}\n  署名: 某机关\n", year.year);
        write!(written.text, "报告:\n{head}  成文日期: {}-01-05\n正文:\n", year.year + 1).unwrap();
        for part in law.parts.iter().filter(|part| part.table.is_none()) {
            writeln!(written.text, "  {}: 没有其他情况。", part.key).unwrap();
        }
        let mut rows = 0;
        written.group("", year.shape.slots.children(), year, spelling, &mut rows);
        written
    }

    /// Puts the place of a path here.
    fn mark(&mut self, path: &str) {
        let line = self.text.matches('\n').count() + 1;
        let start = self.text.rfind('\n').map_or(0, |at| at + 1);
        self.places.insert(path.into(), (line, self.text[start..].chars().count() + 1));
    }

    fn group(&mut self, above: &str, slots: &[(String, Slot)], year: &Year, spelling: Spelling, rows: &mut usize) {
        for (key, slot) in slots {
            let path = if above.is_empty() { key.clone() } else { format!("{above}.{key}") };
            let choice = match spelling {
                Spelling::Mixed(bytes, _) => bytes[*rows % bytes.len()],
                Spelling::Lists | Spelling::Maps => 0,
            };
            *rows += 1;
            let leave_out = matches!(spelling, Spelling::Mixed(_, true)) && choice & 8 != 0;
            if leave_out && slot.is_total() {
                continue;
            }
            self.text += &"  ".repeat(path.matches('.').count());
            self.mark(&path);
            write!(self.text, "{key}: ").unwrap();
            match (slot, slot.row()) {
                (Slot::Leaf(_), _) => self.cell(&path, year),
                (_, None) => {
                    self.text += "\n";
                    self.group(&path, slot.children(), year, spelling, rows);
                    continue;
                }
                (_, Some(row)) => self.row(&path, &row, year, spelling, choice, leave_out),
            }
            self.text += "\n";
        }
    }

    fn row(&mut self, path: &str, row: &[(&str, Leaf)], year: &Year, spelling: Spelling, choice: u8, leave_out: bool) {
        let inner = |key: &str| format!("{path}.{key}");
        let zero = row.iter().all(|(key, _)| year.value(&inner(key)).is_zero());
        if zero && matches!(spelling, Spelling::Mixed(..)) && choice & 4 != 0 {
            self.mark(path);
            row.iter().for_each(|(key, _)| self.mark(&inner(key)));
            self.text += "0";
            return;
        }
        let map = matches!(spelling, Spelling::Maps) || choice & 1 != 0;
        self.text += if map { "{ " } else { "[" };
        // A map can leave out any total, a list only its total columns.
        let left_out = |leaf: Leaf| leave_out && if map { leaf.is_total() } else { leaf.total_column };
        for (at, (key, _)) in row.iter().filter(|(_, leaf)| !left_out(*leaf)).enumerate() {
            self.text += if at == 0 { "" } else { ", " };
            if map {
                write!(self.text, "{key}: ").unwrap();
            }
            self.cell(&inner(key), year);
        }
        self.text += if map { " }" } else { "]" };
    }

    fn cell(&mut self, path: &str, year: &Year) {
        self.mark(path);
        let (leaf, value) = (year.shape.cells[year.shape.index(path).unwrap()].1, year.value(path));
        let shown = value.normalize();
        self.text += &match leaf.kind {
            _ if value.is_zero() => "0".into(),
            Kind::Signed if value.is_sign_positive() => format!("+{shown}"),
            Kind::Money if value.mantissa() % 2 == 0 => format!("{} 万元", (value / Decimal::from(10_000)).normalize()),
            Kind::Money => format!("{shown} 元"),
            Kind::Count | Kind::Signed | Kind::Amount => shown.to_string(),
        };
    }

    /// The place of a path; of what is nearest above, if it is not written itself.
    fn place(&self, path: &str) -> (usize, usize) {
        match self.places.get(path) {
            Some(place) => *place,
            None => self.place(path.rsplit_once('.').unwrap().0),
        }
    }

    fn read(&self, name: &str) -> Report {
        let source = Source { name: name.into(), text: self.text.clone() };
        Report::read_sources([Arc::new(source)], &Shelf::templates(None)).unwrap()
    }
}

impl Year {
    fn value(&self, path: &str) -> Decimal {
        self.values[self.shape.index(path).unwrap()]
    }

    /// Every figure of the tables as the program reads it.
    fn figures(&self, spelling: Spelling) -> BTreeMap<String, String> {
        let report = Written::report(self, spelling).read("本年.yaml");
        let figures = &report.figures;
        let shown = |path: &str| Some((path.into(), format!("{:?}", figures.get(path)?.figure)));
        figures.paths().into_iter().filter_map(shown).collect()
    }
}

fn check(report: &Report, last: Option<&Report>) -> Diagnostics {
    nianbao::check::check(report, last, &compose::fill(report, last).findings)
}

fn about_figures<'a>(findings: &'a Diagnostics, shape: &Shape) -> Vec<&'a Diagnostic> {
    let table = |path: &str| shape.form.law.tables.iter().any(|table| path.split('.').next() == Some(&table.key));
    let of_figures = |finding: &&Diagnostic| finding.code == Code::SumMismatch || finding.path.as_deref().is_some_and(table);
    findings.0.iter().filter(of_figures).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_adds_up_is_not_found_fault_with(seed in seed()) {
        for at in 0..SHAPES.len() {
            let (this, last) = seed.years(at);
            let spelling = Spelling::Mixed(&seed.spellings, true);
            let last = last.map(|last| Written::report(&last, Spelling::Lists).read("上年.yaml"));
            let written = Written::report(&this, spelling);
            let findings = check(&written.read("本年.yaml"), last.as_ref());
            prop_assert_eq!(findings.count(Severity::Error), 0, "{:?}\n{}", findings, written.text);
            let told = about_figures(&findings, this.shape);
            prop_assert!(told.is_empty(), "{:?}\n{}", told, written.text);
        }
    }

    #[test]
    fn a_figure_put_wrong_is_told_where_it_stands(seed in seed(), cells in any::<[Index; 3]>(), raw in raw()) {
        for at in 0..SHAPES.len() {
            let (this, last) = seed.years(at);
            let bounds = this.shape.bounds(last.as_ref());
            let last_read = last.as_ref().map(|last| Written::report(last, Spelling::Lists).read("上年.yaml"));
            for cell in cells {
                let cell = cell.index(this.shape.cells.len());
                let (path, leaf) = &this.shape.cells[cell];
                let mut changed = this.clone();
                let value = valid(*leaf, raw);
                changed.values[cell] = if value == this.values[cell] { value + Decimal::ONE } else { value };
                let written = Written::report(&changed, Spelling::Mixed(&seed.spellings, false));
                let findings = check(&written.read("本年.yaml"), last_read.as_ref());
                let told = about_figures(&findings, this.shape);

                // As many findings as equations that do not hold, each as severe as the form has it.
                let broken: Vec<_> = bounds.iter().filter(|bound| !bound.holds(&changed.values, last.as_ref())).collect();
                let errors = broken.iter().filter(|bound| bound.severity == Severity::Error).count();
                prop_assert_eq!(told.len(), broken.len(), "{} {:?}\n{}", path, told, written.text);
                prop_assert_eq!(findings.count(Severity::Error), errors, "{} {:?}\n{}", path, findings, written.text);
                let tied = |bound: &&Bound| bound.relation == Relation::Equal && bound.names(cell).next().is_some();
                let tie = bounds.iter().filter(tied).map(|bound| bound.severity).min();
                prop_assert!(tie.is_none_or(|severity| told.iter().any(|finding| finding.severity == severity)), "{}", path);
                prop_assert!(broken.iter().all(|bound| bound.names(cell).next().is_some()), "{}", path);

                // Each of them stands at the figure, or at the group that the equation names in its place.
                for finding in told {
                    let places = finding.labels.iter().filter_map(|label| match &label.at {
                        Place::Source(span) if span.source.name == "本年.yaml" => Some(span.line_column()),
                        _ => None,
                    });
                    let names: BTreeSet<_> = broken.iter().flat_map(|bound| bound.names(cell)).collect();
                    let wanted: Vec<_> = names.into_iter().map(|name| written.place(name)).collect();
                    let mut places: Vec<_> = places.filter(|place| wanted.contains(place)).collect();
                    places.dedup();
                    prop_assert!(!places.is_empty(), "{} at {:?}: {:?}\n{}", path, wanted, finding, written.text);
                }
            }
        }
    }

    #[test]
    fn rows_read_the_same_however_they_are_written(seed in seed()) {
        for at in 0..SHAPES.len() {
            let (this, _) = seed.years(at);
            let lists = this.figures(Spelling::Lists);
            prop_assert_eq!(lists.len(), this.shape.cells.len());
            prop_assert_eq!(&lists, &this.figures(Spelling::Maps));
            prop_assert_eq!(&lists, &this.figures(Spelling::Mixed(&seed.spellings, true)));
        }
    }
}
