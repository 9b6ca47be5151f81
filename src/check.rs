//! Form + report → findings: everything that is wrong, at once.

mod balance;
mod lint;
mod passage;

pub(crate) use lint::{elsewhere, mention};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::report::{Acceptance, Report};

/// Checks a report, and against last year's where there is one; `filled` is what was found in filling in its texts
/// ([`crate::compose::fill`]).
pub fn check(report: &Report, last: Option<&Report>, filled: &Diagnostics) -> Diagnostics {
    let mut findings = report.faults.clone();
    findings.extend(balance::tables(report, last));
    findings.extend(balance::numbers(report));
    findings.extend(lint::check(report, last));
    findings.extend(filled.clone());
    // What is told in rolling up units is accepted there.
    accept(report, &mut findings, |code| code != Code::RollupDiffers.name());
    report.locate(&mut findings);
    findings
}

/// Checks the equations of the tables alone.
pub fn tables(report: &Report, last: Option<&Report>) -> Diagnostics {
    balance::tables(report, last)
}

/// Lowers the findings that 核对 accepts to hints, and tells the entries that accept nothing; only those of some codes. An entry accepts
/// an error at its very place, and warnings at all places under it: a report with blanks has hundreds. Of several the nearest counts.
pub(crate) fn accept(report: &Report, findings: &mut Diagnostics, concerned: impl Fn(&str) -> bool) {
    let acceptances = report.acceptances.iter().enumerate().filter(|(_, acceptance)| concerned(&acceptance.code));
    let mut acceptances: Vec<_> = acceptances.map(|(at, acceptance)| (at, acceptance, false)).collect();
    for finding in &mut findings.0 {
        let Some(path) = &finding.path else { continue };
        let accepts = |acceptance: &Acceptance| match path.strip_prefix(&acceptance.path) {
            _ if acceptance.code != finding.code.name() => false,
            Some("") => true,
            Some(rest) => rest.starts_with('.') && finding.severity == Severity::Warning,
            None => false,
        };
        let mut nearest: Option<&Acceptance> = None;
        for (_, acceptance, used) in acceptances.iter_mut().filter(|(_, acceptance, _)| accepts(acceptance)) {
            *used = true;
            nearest = nearest.into_iter().chain([*acceptance]).max_by_key(|acceptance| acceptance.path.len());
        }
        if let Some(nearest) = nearest {
            finding.severity = Severity::Hint;
            finding.message = format!("{}（已核对：{}）", finding.message, nearest.reason);
        }
    }
    for (at, acceptance, _) in acceptances.into_iter().filter(|(_, _, used)| !used) {
        let message = format!("没有“{}”处的 {} 问题需要核对", acceptance.path, acceptance.code);
        let finding = Diagnostic::warning(Code::UnmatchedAcceptance, message).at_data(format!("核对.{at}"), "");
        findings.push(finding.help("问题已经改掉就删去这一条；没有改掉就核对代码和位置"));
    }
}
