//! What else is wrong with a report: one table of lints, each a function from the report to its findings. What a code means
//! stands beside its name in `diagnostic/code.rs`.

mod address;
mod content;
pub mod elsewhere;
mod heading;
mod mark;
mod meaning;
pub mod mention;
mod person;
mod repeat;
mod wording;
mod year;

use regex::Regex;

use super::passage::{Passage, passages};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::report::Report;

/// What a lint looks at.
pub struct Subject<'a> {
    /// The report.
    pub report: &'a Report,
    /// Last year's.
    pub last: Option<&'a Report>,
    /// The texts of the report.
    pub passages: Vec<Passage<'a>>,
}

/// A lint: the code of its findings and the function that makes them.
type Lint = (Code, fn(&Subject) -> Vec<Diagnostic>);

/// All lints, in the order of the manual.
const LINTS: &[Lint] = &[
    (Code::NumberedHeading, heading::numbered_heading),
    (Code::MissingText, content::missing_text),
    (Code::MissingDuty, content::missing_duty),
    (Code::ImpossibleRules, content::impossible_rules),
    (Code::Late, content::late),
    (Code::NumberDiffers, mention::number_differs),
    (Code::RepeatedClause, repeat::repeated_clause),
    (Code::RepeatedYear, repeat::repeated_year),
    (Code::SameAsLastYear, repeat::same_as_last_year),
    (Code::RelativeYear, year::relative_year),
    (Code::WrongYear, year::wrong_year),
    (Code::PartsMiscounted, wording::parts_miscounted),
    (Code::Leftover, wording::leftover),
    (Code::Unfinished, wording::unfinished),
    (Code::DroppedText, wording::dropped_text),
    (Code::HalfWidthMark, mark::half_width),
    (Code::StrayMark, mark::stray),
    (Code::UnbalancedMark, mark::unbalanced),
    (Code::PersonalData, person::personal_data),
    (Code::BadContact, address::bad_contact),
];

/// A pattern of a lint. To make one takes longer than to look through many texts, so a lint asks first for what each match must have.
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the patterns of the lints are fixed, and the tests try each")
}

/// Runs all lints.
pub fn check(report: &Report, last: Option<&Report>) -> Diagnostics {
    let subject = Subject { report, last, passages: passages(report) };
    let findings = LINTS.iter().flat_map(|(code, lint)| {
        let findings = lint(&subject);
        debug_assert!(findings.iter().all(|finding| finding.code == *code), "{code}");
        findings
    });
    Diagnostics(findings.collect())
}

#[cfg(test)]
mod tests {
    use super::LINTS;

    #[test]
    fn each_code_has_one_lint() {
        for (at, (code, _)) in LINTS.iter().enumerate() {
            assert!(LINTS[..at].iter().all(|(earlier, _)| earlier != code), "{code}");
        }
    }
}
