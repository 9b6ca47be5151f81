//! Planted faults: each case changes one thing in a good report and says what `check` must find, and nothing else.
//!
//! A file of `tests/faults/` holds cases of this form; a line starting with `=` is an expected finding as `--format short` tells
//! it, without the path:
//!
//! ```text
//! ## what the case is about
//! -  line of tests/base/2020/数据.yaml that is taken out
//! +  line that comes in its place
//! = 24:9: error[sum-mismatch]: …
//! ```

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use nianbao::diagnostic::show::{Manner, show};
use nianbao::shelf::Shelf;
use nianbao::{Project, check};

#[derive(Default)]
struct Case {
    name: String,
    changes: Vec<Change>,
    expected: Vec<String>,
}

/// Lines taken out and those that come in their place; without the former, lines added at the end.
#[derive(Default)]
struct Change {
    out: String,
    into: String,
}

fn cases(path: &Path) -> Vec<Case> {
    let mut cases: Vec<Case> = vec![];
    for line in fs::read_to_string(path).unwrap().lines() {
        if let Some(name) = line.strip_prefix("## ") {
            cases.push(Case { name: name.into(), ..Case::default() });
        } else if let (Some(case), Some((mark, rest))) = (cases.last_mut(), line.split_at_checked(1)) {
            match mark {
                "-" if case.changes.last().is_some_and(|change| change.into.is_empty()) => {
                    case.last().out += &format!("{rest}\n")
                }
                "-" => case.changes.push(Change { out: format!("{rest}\n"), into: String::new() }),
                "+" => case.last().into += &format!("{}\n", rest.replace("\\t", "\t")),
                "=" => case.expected.push(rest.trim_start().into()),
                _ => panic!("{}: {line}", path.display()),
            }
        }
    }
    cases
}

impl Case {
    /// The change that is being read.
    fn last(&mut self) -> &mut Change {
        if self.changes.is_empty() {
            self.changes.push(Change::default());
        }
        self.changes.last_mut().unwrap()
    }
}

/// The base with the case's changes.
fn changed(case: &Case) -> String {
    let base = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base/2020/数据.yaml")).unwrap();
    case.changes.iter().fold(base, |text, Change { out, into }| {
        if out.is_empty() {
            return text + into;
        }
        assert_eq!(text.matches(out.as_str()).count(), 1, "{}: lines taken out", case.name);
        text.replace(out.as_str(), into)
    })
}

fn found(text: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let year = folder.path().join("2020");
    fs::create_dir(&year).unwrap();
    fs::write(year.join("数据.yaml"), text).unwrap();
    let project = Project { templates: Shelf::templates(None), fonts: Shelf::fonts(None) };
    let findings = check(&project, &year).map_or_else(|findings| findings, |checked| checked.findings);
    let path = format!("{}:", year.join("数据.yaml").display());
    show(&findings, Manner::Short).lines().map(|line| line.replace(&path, "")).collect()
}

#[test]
fn the_base_has_no_fault() {
    assert_eq!(found(&changed(&Case::default())), Vec::<String>::new());
}

#[test]
fn every_planted_fault_is_told_at_its_place() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut failures = String::new();
    let mut count = 0;
    for case in paths.iter().flat_map(|path| cases(path)) {
        count += 1;
        let found = found(&changed(&case));
        if found != case.expected {
            let lines: String = found.iter().map(|line| format!("= {line}\n")).collect();
            failures += &format!("## {}\n{lines}", case.name);
        }
    }
    assert!(count >= 80, "{count} cases");
    assert!(failures.is_empty(), "found instead of what was expected:\n{failures}");
}
