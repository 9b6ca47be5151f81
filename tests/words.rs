//! No English reaches a clerk, whatever is broken: the parsers' and the system's own words are not ours.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use nianbao::diagnostic::{Code, Diagnostics};
use nianbao::shelf::Shelf;
use nianbao::{Project, check, look_through};
use regex::Regex;

/// What is quoted from the file.
static QUOTED: LazyLock<Regex> = LazyLock::new(|| Regex::new("“[^”]*”").unwrap());

/// Two words with a space between.
static ENGLISH: LazyLock<Regex> = LazyLock::new(|| Regex::new("[A-Za-z]{2,} [A-Za-z]{2,}").unwrap());

/// What slips in, or takes the place of a character.
const SLIPS: [&str; 26] = [
    "\"", "'", "[", "]", "{", "}", ":", ": ", "- ", "?", " ? ", "&", "*", "!", "!!int ", "|", ">", "%", "@", "`", "\\",
    "\t", "\0", "\n", "\n---\n", "<",
];

/// A text with one slip at each of some places: put in, put in place of a character, or the rest cut off.
fn broken(text: &str, stride: usize) -> impl Iterator<Item = String> {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).step_by(stride).collect();
    places.into_iter().enumerate().flat_map(move |(nth, at)| {
        let slip = SLIPS[nth % SLIPS.len()];
        let (before, after) = text.split_at(at);
        let next = after.char_indices().nth(1).map_or("", |(next, _)| &after[next..]);
        [format!("{before}{slip}{after}"), format!("{before}{slip}{next}"), before.to_string()]
    })
}

/// Every sentence of some findings.
fn sentences(findings: &Diagnostics) -> Vec<&str> {
    findings
        .0
        .iter()
        .flat_map(|finding| {
            let labels = finding.labels.iter().map(|label| label.text.as_str());
            labels.chain([finding.message.as_str()]).chain(finding.help.as_deref())
        })
        .collect()
}

/// Breaks a file of a folder in many ways and looks at all that is told; gives the codes that were.
fn told(file: &Path, text: &str, stride: usize, findings: impl Fn() -> Diagnostics) -> BTreeSet<Code> {
    let mut codes = BTreeSet::new();
    for broken in broken(text, stride) {
        fs::write(file, &broken).unwrap();
        let findings = findings();
        for sentence in sentences(&findings) {
            assert!(!ENGLISH.is_match(&QUOTED.replace_all(sentence, "")), "{sentence}\n{broken}");
        }
        codes.extend(findings.0.iter().map(|finding| finding.code));
    }
    codes
}

/// A folder with a year's good data.
fn office() -> (tempfile::TempDir, PathBuf, String) {
    let folder = tempfile::tempdir().unwrap();
    let year = folder.path().join("2020");
    fs::create_dir(&year).unwrap();
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base/2020/数据.yaml")).unwrap();
    fs::write(year.join("数据.yaml"), &text).unwrap();
    (folder, year, text)
}

/// What is found, whether files are wanted or not.
fn findings(project: &Project, year: &Path) -> Diagnostics {
    let findings = check(project, year).map_or_else(|findings| findings, |checked| checked.findings);
    assert_eq!(look_through(project, year).map_or_else(|findings| findings, |(_, findings)| findings), findings);
    findings
}

#[test]
fn of_broken_data() {
    let (_folder, year, text) = office();
    let project = Project { templates: Shelf::templates(None), fonts: Shelf::fonts(None) };
    let codes = told(&year.join("数据.yaml"), &text, 7, || findings(&project, &year));
    assert!(codes.is_superset(&[Code::YamlSyntax, Code::UnknownKey, Code::WrongShape, Code::BadFigure].into()), "{codes:?}");
}

/// The user's own templates, each broken.
fn of_broken_template(name: &str, stride: usize, expected: Code) {
    let (folder, year, _) = office();
    let own = folder.path().join("templates");
    let file = own.join(name);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates").join(name)).unwrap();
    let project = || Project { templates: Shelf::templates(Some(own.clone())), fonts: Shelf::fonts(None) };
    let codes = told(&file, &text, stride, || findings(&project(), &year));
    assert!(codes.contains(&expected), "{codes:?}");
}

#[test]
fn of_a_broken_form() {
    of_broken_template("2019/form.yaml", 97, Code::BadForm);
}

#[test]
fn of_a_broken_style() {
    of_broken_template("style/gbt9704.yaml", 43, Code::BadForm);
}

#[test]
fn of_a_broken_layout() {
    of_broken_template("2019/report.hbs", 37, Code::BadLayout);
    of_broken_template("2019/report.hbs", 41, Code::BadMarkup);
}
