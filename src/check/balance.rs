//! 勾稽关系: whether the equations of the form, and those of 数字, hold.

use rust_decimal::Decimal;

use crate::diagnostic::{self, Code, Diagnostic, Diagnostics};
use crate::form::{Factor, Instance, Relation, Sum};
use crate::report::{Report, evaluate, number_value};

/// Checks the equations of all tables.
pub fn tables(report: &Report, last: Option<&Report>) -> Diagnostics {
    let instances = report.form.instances.iter();
    Diagnostics(instances.filter_map(|instance| Balance { report, last, instance }.check()).collect())
}

/// Checks the entries of 数字 that are given with a sum.
pub fn numbers(report: &Report) -> Diagnostics {
    let check = |number: &crate::report::Number| {
        let ((given, _), sum) = (number.given.as_ref()?, number.sum.as_ref()?);
        let name = number.name();
        let Some(right) = number_value(sum, &report.figures, &report.form.slots) else {
            let known = sum.names().all(|name| number_value(&Sum::of(name), &report.figures, &report.form.slots).is_some());
            let too_large = Diagnostic::error(Code::BadEquation, format!("“{name}”的等式算出的数太大"));
            return known.then(|| too_large.at_data(&number.path, ""));
        };
        (*given != right).then(|| {
            Diagnostic::error(Code::SumMismatch, format!("“{name}”与它的等式不符（{given} ≠ {right}）"))
                .at_data(&number.path, format!("填报 {given}，算得 {right}，相差 {}", given - right))
                .help("改数字，或者改等式")
        })
    };
    Diagnostics(report.numbers.iter().filter_map(check).collect())
}

/// An equation at a place, with the reports it is about.
struct Balance<'a> {
    report: &'a Report,
    last: Option<&'a Report>,
    instance: &'a Instance,
}

impl Balance<'_> {
    /// Nothing where the equation holds, or where a figure is missing (which is told elsewhere) or last year's form lacks it.
    fn check(&self) -> Option<Diagnostic> {
        let formula = &self.instance.equation.holds;
        let left = evaluate(&formula.left, |name| self.value(name))?;
        let right = evaluate(&formula.right, |name| self.value(name))?;
        let sign = match formula.relation {
            Relation::Equal if left != right => "≠",
            Relation::AtMost if left > right => ">",
            Relation::Equal | Relation::AtMost => return None,
        };
        let (left_words, right_words) = (self.words(&formula.left), self.words(&formula.right));
        let severity = self.instance.equation.severity(&self.instance.column);
        let place = self.instance.place();
        let message = format!("勾稽不符：{place}{}（{left} {sign} {right}）", self.instance.equation.says);
        let mut finding = Diagnostic::new(severity, Code::SumMismatch, message);
        let sole = formula.left.sole_name().filter(|_| formula.relation == Relation::Equal);
        for name in formula.names() {
            let value = self.value(name)?;
            let words = if sole == Some(name) { format!("填报 {value}，应为 {right}") } else { value.to_string() };
            finding = self.label(finding, name, words);
        }
        let cells = formula.names().filter_map(|name| Some((self.instance.operand(name).full_path(), self.value(name)?)));
        finding.balance = Some(Box::new(diagnostic::Balance {
            formula: formula.to_string(),
            left,
            right,
            difference: left - right,
            cells: cells.collect(),
        }));
        Some(finding.help(format!("{left_words} {sign} {right_words}，相差 {}", left - right)))
    }

    fn value(&self, name: &str) -> Option<Decimal> {
        match self.instance.figures(name) {
            Some(figures) => self.report.figures.total(figures),
            None => self.last?.figures.total(&self.instance.operand(name).figures(&self.last?.form.slots)?),
        }
    }

    /// Labels an operand; one that stands where another already does (a row of one `0`) is not labelled twice.
    fn label(&self, finding: Diagnostic, name: &str, words: String) -> Diagnostic {
        let operand = self.instance.operand(name);
        if operand.last_year {
            let span = self.last.and_then(|last| last.span(&operand.place(&last.form.slots)));
            return span.into_iter().fold(finding, |finding, span| finding.at(span, format!("上年 {words}")));
        }
        let written = |path: &str| self.report.figures.get(path).and_then(|cell| cell.written.at(path));
        let path = operand.place(&self.report.form.slots);
        let place = written(&path);
        let taken = place.is_some() && finding.paths().any(|path| written(path) == place);
        if taken { finding } else { finding.at_data(path, words) }
    }

    /// A sum with its values: `新收 5 + 上年结转 0`.
    fn words(&self, sum: &Sum) -> String {
        let factor = |factor: &Factor| match factor {
            Factor::Number(number) => number.to_string(),
            Factor::Name(name) => {
                format!("{name} {}", self.value(name).map(|value| value.to_string()).unwrap_or_default())
            }
        };
        let mut words = String::new();
        // Writing into a String cannot fail.
        let _ = sum.write(&mut words, factor);
        words
    }
}
