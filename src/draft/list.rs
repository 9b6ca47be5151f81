//! 核对清单: all findings, in the order of the places in the document; those without a place at the end.

use serde_json::{Value, json};

use super::place::place;
use super::words::Teller;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::Document;
use crate::report::Report;
use crate::review::Characters;

/// A finding with its number in the list.
pub struct Listed {
    /// From 1; also that of the mark.
    pub number: usize,
    /// What is found.
    pub finding: Diagnostic,
    /// Where, if the document has the place.
    pub on: Option<Characters>,
}

/// Numbers the findings.
pub fn listed(findings: Diagnostics, document: &Document, report: &Report) -> Vec<Listed> {
    let placed = findings.0.into_iter().map(|finding| (place(&finding, document, report), finding));
    let mut placed: Vec<_> = placed.collect();
    placed.sort_by_key(|(on, _)| on.as_ref().map_or((usize::MAX, 0), |on| (on.text, on.range.start)));
    placed.into_iter().enumerate().map(|(at, (on, finding))| Listed { number: at + 1, finding, on }).collect()
}

/// What the layout of the list can name.
pub fn context(listed: &[Listed], findings: &Diagnostics, report: &Report, teller: &Teller) -> Value {
    let entry = |Listed { number, finding, on }: &Listed| {
        let place = teller.place(finding);
        json!({
            "编号": number,
            "程度": Teller::severity(finding),
            "代码": finding.code.name(),
            "文件": place.as_ref().map(|(file, _)| file),
            "行": place.as_ref().map(|(_, line)| line),
            "标记": on.is_some(),
            "说明": teller.message(finding),
            "办法": teller.remedy(finding),
        })
    };
    json!({
        "报告": { "署名单位": report.meta.shown_names().join("、"), "日期": report.meta.issued().to_string() },
        "合计": super::counted(findings),
        "问题": listed.iter().map(entry).collect::<Vec<_>>(),
    })
}
