//! Data far larger than an office writes: what is checked in a few steps for each entry is done in a second or two, what compares
//! every entry with every other one would keep the tests waiting for minutes. How long it takes is in `benches/`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::sync::Arc;

use nianbao::diagnostic::show::{Manner, show};
use nianbao::diagnostic::{Code, Diagnostics};
use nianbao::report::Report;
use nianbao::shelf::Shelf;
use nianbao::source::Source;
use nianbao::{check, compose, yaml};

const MANY: usize = 4_000;

/// The base report with its 数字 replaced by so many lines, in this order.
fn check_with(line: impl Fn(usize) -> String, order: impl Iterator<Item = usize>) -> (Report, Diagnostics) {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base/2020");
    let mut sources: Vec<_> = yaml::files(&base).unwrap().iter().map(|path| yaml::source(path).unwrap()).collect();
    for source in &mut sources {
        let old = Arc::get_mut(source).unwrap();
        old.text = old.text.replace("\n数字:\n", "\n旧数字:\n");
    }
    let text = "数字:\n".to_string() + &order.map(line).collect::<String>();
    sources.push(Arc::new(Source { name: "数字.yaml".into(), text }));
    let report = Report::read_sources(sources, &Shelf::templates(None)).unwrap();
    let findings = check::check(&report, None, &compose::fill(&report, None).findings);
    (report, findings)
}

#[test]
fn a_chain_of_sums_is_computed_in_whatever_order_it_is_written() {
    let link = |at| if at == 0 { "  链0: 1\n".into() } else { format!("  链{at}: = 链{} + 1\n", at - 1) };
    let value = |(report, _): (Report, _)| {
        let last = report.figures.get(&format!("数字.链{}", MANY - 1)).unwrap();
        last.figure.shown().to_string()
    };
    assert_eq!(value(check_with(link, 0..MANY)), MANY.to_string());
    assert_eq!(value(check_with(link, (0..MANY).rev())), MANY.to_string());
    // 1,597 and 4,000 have no common divisor, so that every link comes once.
    assert_eq!(value(check_with(link, (0..MANY).map(|at| at * 1_597 % MANY))), MANY.to_string());
}

#[test]
fn a_ring_of_sums_is_told_at_each_of_its_members() {
    let (_, findings) = check_with(|at| format!("  环{at}: = 环{}\n", (at + 1) % MANY), 0..MANY);
    assert_eq!(findings.0.iter().filter(|finding| finding.code == Code::BadEquation).count(), MANY);
}

#[test]
fn thousands_of_unknown_names_are_told_the_first_with_the_nearest_known() {
    let (_, findings) = check_with(|at| format!("  数{at}: = 申请.新收.总数{at}\n"), 0..MANY);
    let told: Vec<_> = findings.0.iter().filter(|finding| finding.code == Code::UnknownName).collect();
    let help = |at: usize| told[at].help.clone().unwrap();
    assert!(told.len() >= MANY);
    assert!(help(0).starts_with("是不是“"), "{}", help(0));
    assert!(help(MANY - 1).starts_with("名称是"), "{}", help(MANY - 1));
    assert_eq!(show(&findings, Manner::Human { color: false }).matches("error[unknown-name]").count(), told.len());
}

#[test]
fn brackets_nested_too_deep_are_told_where_they_are() {
    for (opening, column) in [("[", 132), ("{ 乙: [ 1, ", 4 + 64 * 10)] {
        let text = "甲: ".to_string() + &opening.repeat(100_000);
        let source = Arc::new(Source { name: "数据.yaml".into(), text });
        let findings = yaml::read_sources([Ok(source)]).unwrap_err();
        let place = format!("数据.yaml:1:{column}: error[yaml-syntax]: ");
        assert!(show(&findings, Manner::Short).starts_with(&place), "{}", show(&findings, Manner::Short));
    }
}

#[test]
fn brackets_nested_too_deep_in_a_form_are_told_too() {
    let own = tempfile::tempdir().unwrap();
    std::fs::create_dir(own.path().join("2019")).unwrap();
    std::fs::write(own.path().join("2019/form.yaml"), "basis: ".to_string() + &"[".repeat(100_000)).unwrap();
    let told = nianbao::form::Form::load(&Shelf::templates(Some(own.path().into())), "2019").unwrap_err();
    assert!(show(&told, Manner::Short).contains("2019/form.yaml:1:136: error[yaml-syntax]: "));
}

#[test]
fn thousands_of_findings_are_told_each_at_its_line() {
    let (_, findings) = check_with(|at| format!("  数{at}: 甲\n"), 0..MANY);
    let told = show(&findings, Manner::Short);
    for at in [0, 1, MANY / 2, MANY - 1] {
        let place = format!("数字.yaml:{}:", at + 2);
        assert_eq!(told.lines().filter(|line| line.starts_with(&place)).count(), 1, "{place}");
    }
    assert_eq!(findings.0.iter().filter(|finding| finding.code == Code::BadFigure).count(), MANY);
}

#[test]
fn thousands_of_findings_in_one_paragraph_are_told_each_at_its_words() {
    const CLAUSES: usize = 2_000;
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base/2020");
    let mut sources: Vec<_> = yaml::files(&base).unwrap().iter().map(|path| yaml::source(path).unwrap()).collect();
    let text = &mut Arc::get_mut(&mut sources[0]).unwrap().text;
    *text = text.replace("\n  引言: ", &format!("\n  引言: {}", "今年开展，去年完成，".repeat(CLAUSES)));
    let report = Report::read_sources(sources, &Shelf::templates(None)).unwrap();
    let mut findings = check::check(&report, None, &compose::fill(&report, None).findings);
    report.locate(&mut findings);
    let told = show(&findings, Manner::Short);
    let columns: Vec<usize> = told
        .lines()
        .filter(|line| line.contains("relative-year"))
        .map(|line| line.split(": ").next().unwrap().rsplit(':').next().unwrap().parse().unwrap())
        .collect();
    assert_eq!(columns, (0..2 * CLAUSES).map(|nth| 7 + 5 * nth).collect::<Vec<_>>());
}
