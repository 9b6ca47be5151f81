//! Planted faults: each case changes one thing in a good folder and says what must be found, and nothing else; its twin changes
//! the same lines so that nothing must be found.
//!
//! A file of `tests/faults/` holds cases of this form; a line starting with `=` is an expected finding as `--format short` tells
//! it, without the path where that is the data of the year:
//!
//! ```text
//! ## what the case is about
//! -  line of tests/base/2020/数据.yaml that is taken out
//! +  line that comes in its place
//! = 24:9: error[sum-mismatch]: …
//! ~  line that comes in its place in the twin
//! ^ 15:7: hint[…]: … (what is found in the twin all the same, where it cannot be silent)
//! ```
//!
//! Before that may stand `> bases 2016 2020 2022` (the forms it is tried under, its years moved with each), `> file NAME` (what
//! follows changes another file: of `tests/base/`, by its year for any office; of the carried `templates/`, or a new one), `> hex BA BE` (bytes put in),
//! `> build` (made and written, not only checked), `> import NAME`, `> rollup` (of all years' folders into `县/2020`, by `单位.yaml`), `> sign NAME` and `> twin NAME` (what the last file is called in the twin, where
//! its lines are the same). Before the first case `> bases` is for all of the file.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use nianbao::diagnostic::show::{Manner, show};
use nianbao::diagnostic::{Code, Diagnostics, Severity};
use nianbao::output::{self, Manifest, Records, Signing};
use nianbao::rollup::{Addend, Gathering, List, Settled, settle};
use nianbao::shelf::Shelf;
use nianbao::{Built, Checked, Format, Project, build, check, import, look_through, sign};

#[path = "faults/case.rs"]
mod case;

use case::{Act, Case};

/// What is about no line of a text.
const PLACELESS: [Code; 5] = [Code::CannotWrite, Code::KeptFile, Code::SignedOff, Code::CannotSign, Code::CannotImport];

/// The carried templates and fonts.
static PROJECT: LazyLock<Project> =
    LazyLock::new(|| Project { templates: Shelf::templates(None), fonts: Shelf::fonts(None) });

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn cases() -> Vec<Case> {
    let entries = fs::read_dir(root().join("tests/faults")).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    paths.iter().flat_map(|path| case::read(path)).collect()
}

/// What is found in a folder made of a case for one base.
fn found(case: &Case) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let data = format!("{}/数据.yaml", case.bases[0]);
    put(folder.path(), &data, start(&data).into_bytes());
    for file in &case.files {
        put(folder.path(), &file.name, file.bytes(start(&file.name)));
    }
    let own = folder.path().join("templates");
    let changed = own.exists().then(|| Project { templates: Shelf::templates(Some(own)), ..PROJECT.clone() });
    let project = changed.as_ref().unwrap_or(&PROJECT);
    let year = folder.path().join(case.bases[0].to_string());
    let findings = match &case.act {
        Act::Check => {
            let findings = check(project, &year).map_or_else(|findings| findings, |checked| checked.findings);
            assert_eq!(look_through(project, &year).map_or_else(|findings| findings, |(_, findings)| findings), findings);
            findings
        }
        Act::Build => {
            check(project, &year).map_or_else(|findings| findings, |checked| made(project, checked, folder.path()))
        }
        Act::Sign(name) => sign::sign(&folder.path().join(name), Signing::default(), false, &mut Records::default())
            .map_or_else(|findings| findings, |()| Diagnostics::default()),
        Act::Rollup => rolled_up(project, folder.path()),
        Act::Import(name) => {
            let imported = import::import(&folder.path().join(name), &project.templates);
            imported.map_or_else(|findings| findings, |imported| imported.findings)
        }
    };
    let here = format!("{}/", folder.path().display());
    show(&findings, Manner::Short)
        .lines()
        .map(|line| line.replace(&here, ""))
        .map(|line| line.strip_prefix(&format!("{data}:")).map_or(line.clone(), str::to_string))
        .collect()
}

/// What is found in making and writing the files of a report.
fn made(project: &Project, checked: Checked, folder: &Path) -> Diagnostics {
    let mut findings = checked.findings.clone();
    let made = build(project, &checked, &[Format::Docx, Format::Pdf]).and_then(|Built { files, findings: told }| {
        findings.extend(told);
        output::write(&folder.join("out"), "报告", &files, Manifest::default(), false)
    });
    made.map_or_else(|faults| faults, |_| findings)
}

/// What is found in rolling up the years' folders of two offices.
fn rolled_up(project: &Project, folder: &Path) -> Diagnostics {
    let offices = [folder.to_path_buf(), folder.join("乙")].into_iter();
    let years = offices.flat_map(|office| fs::read_dir(office).into_iter().flatten().map(|entry| entry.unwrap().path()));
    let mut years: Vec<PathBuf> = years.filter(|year| year.join("数据.yaml").is_file()).collect();
    years.sort();
    let (mut findings, mut gathering) = (Diagnostics::default(), Gathering::new(None));
    for (at, year) in years.iter().enumerate() {
        let checked = look_through(project, year);
        let told = checked.as_ref().map_or_else(Clone::clone, |(_, findings)| findings.clone());
        findings.0.extend(told.0.into_iter().filter(|finding| finding.severity == Severity::Error));
        let addend = Addend::of(at, year, checked, None);
        findings.extend(addend.told.clone());
        gathering.take(addend);
    }
    let list = Some(folder.join("单位.yaml")).filter(|list| list.is_file()).map(|list| List::read(&list).unwrap());
    let gathered = gathering.finish(list.as_ref(), false);
    let fine = gathered.findings.count(Severity::Error) == 0;
    findings.extend(gathered.findings);
    if let Some(sum) = gathered.sum.filter(|_| fine) {
        let settled = settle(&sum, &gathered.remarks, &folder.join("县/2020"), &project.templates, false);
        findings.extend(match settled {
            Ok(Settled::Written { findings, .. } | Settled::Same(findings) | Settled::Differs(findings)) | Err(findings) => {
                findings
            }
        });
    }
    findings
}

/// The text that a file starts from: that of another office is the base's of its year.
fn start(name: &str) -> String {
    let base = root().join("tests/base").join(name);
    let carried = root().join(name);
    let other = name.split_once('/').map(|(_, year)| root().join("tests/base").join(year)).unwrap_or_default();
    let path = [base, carried, other].into_iter().find(|path| path.is_file());
    path.map(|path| fs::read_to_string(path).unwrap()).unwrap_or_default()
}

fn put(folder: &Path, name: &str, bytes: Vec<u8>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

#[test]
fn the_bases_have_no_fault() {
    for year in [2016, 2019, 2020, 2021, 2022] {
        let case = Case { bases: vec![year], ..Case::default() };
        assert_eq!(found(&case), Vec::<String>::new(), "{year}");
    }
}

#[test]
fn every_planted_fault_is_told_at_its_place_and_its_twin_is_silent() {
    let mut failures = String::new();
    for case in cases() {
        for year in &case.bases {
            for case in [Some(case.clone()), case.twin()].into_iter().flatten().map(|case| case.in_base(*year)) {
                let found = found(&case);
                if found != case.expected {
                    let lines: String = found.iter().map(|line| format!("= {line}\n")).collect();
                    failures += &format!("## {} ({year})\n{lines}", case.name);
                }
            }
        }
    }
    assert!(failures.is_empty(), "found instead of what was expected:\n{failures}");
}

#[test]
fn every_fault_has_a_twin() {
    let cases = cases();
    let faults: Vec<_> = cases.iter().filter(|case| !case.expected.is_empty()).collect();
    assert!(faults.len() >= 80, "{} faults", faults.len());
    let alone: Vec<_> = faults.iter().filter(|case| case.twin().is_none()).map(|case| &case.name).collect();
    assert!(alone.is_empty(), "without a twin: {alone:#?}");
}

#[test]
fn every_code_has_a_case_at_its_line_and_column() {
    // `12:3: error[code]: …`, perhaps with a file before
    let cases = cases();
    let placed = |line: &&String| {
        let place = line.split(": ").next().unwrap_or_default();
        let numbers = place.rsplit(':').take(2).filter(|number| number.parse::<usize>().is_ok());
        numbers.count() == 2
    };
    let of = |code: Code| {
        let mark = format!("[{code}]: ");
        cases.iter().flat_map(|case| &case.expected).filter(|line| line.contains(&mark)).collect::<Vec<_>>()
    };
    let codes = Code::ALL.iter().copied();
    let without: BTreeSet<Code> = codes.clone().filter(|code| !of(*code).iter().any(placed)).collect();
    assert_eq!(without, BTreeSet::from(PLACELESS), "these have no case with a place");
    let untried: Vec<Code> = codes.filter(|code| of(*code).is_empty()).collect();
    assert!(untried.is_empty(), "no case: {untried:?}");
}
