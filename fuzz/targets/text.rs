//! A text of 正文 with its `{{…}}`: what cannot be filled in is told at its words, what can goes into the layout.

#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::{Corpus, fuzz_target};
use nianbao::check::check;
use nianbao::compose::fill;
use nianbao::compose::{compose, fill};
use nianbao::diagnostic::show::{Manner, show};
use nianbao::diagnostic::{Place, Severity};
use nianbao::markup::parse;
use nianbao::report::Report;
use nianbao::shelf::Shelf;
use nianbao::source::Source;

static TEMPLATES: LazyLock<Shelf> = LazyLock::new(|| Shelf::templates(None));
const DATA: &str = include_str!("../text.yaml");

fuzz_target!(|text: &str| -> Corpus {
    let Ok(scalar) = serde_json::to_string(text) else { return Corpus::Reject };
    let source = Arc::new(Source { name: "数据.yaml".into(), text: DATA.replace("TEXT", &scalar) });
    let Ok(report) = Report::read_sources([source], &TEMPLATES) else { return Corpus::Reject };

    // Every finding of the filling stands in the text, and is what keeps it from being filled in.
    let (_, mut findings) = fill(&report, None);
    report.locate(&mut findings);
    let scalar = report.span("正文.总体情况").expect("the text");
    for label in findings.0.iter().flat_map(|finding| &finding.labels) {
        let Place::Source(span) = &label.at else { panic!("no place: {findings:?}") };
        assert!(scalar.range.start <= span.range.start && span.range.end <= scalar.range.end, "{findings:?}");
    }

    let findings = check(&report, None, &fill(&report, None).findings);
    for manner in [Manner::Short, Manner::Human { color: false }, Manner::Json] {
        show(&findings, manner);
    }
    if findings.count(Severity::Error) == 0 {
        let markup = compose(&report, None, &TEMPLATES).expect("what check passes can be poured");
        parse(&markup).expect("what is poured is mark-up");
    }
    Corpus::Keep
});
