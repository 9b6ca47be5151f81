//! How long it takes to add up the units of a county: `cargo bench --bench rollup`.

use std::path::{Path, PathBuf};

use divan::{Bencher, black_box};
use nianbao::diagnostic::Diagnostics;
use nianbao::report::Report;
use nianbao::rollup::{Addend, Gathered, Gathering};
use nianbao::shelf::Shelf;
use nianbao::{Project, look_through};
use tempfile::TempDir;

fn main() {
    divan::main();
}

/// As many as a county has.
const UNITS: usize = 65;

fn project() -> Project {
    Project { templates: Shelf::templates(None), fonts: Shelf::fonts(None) }
}

/// The folders of units that have nothing but their names different.
fn units(county: &TempDir) -> Vec<PathBuf> {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ganzhou/2020");
    let files: Vec<_> = std::fs::read_dir(example).expect("the example").flatten().map(|entry| entry.path()).collect();
    let unit = |number: usize| {
        let folder = county.path().join(format!("单位{number}/2020"));
        std::fs::create_dir_all(&folder).expect("a place for a unit");
        for file in &files {
            let text = std::fs::read_to_string(file).expect("a text");
            let text = text.replace("机关: 甘州区", &format!("机关: 甘州区第{number}局"));
            std::fs::write(folder.join(file.file_name().unwrap_or_default()), text).expect("a place for a file");
        }
        folder
    };
    (0..UNITS).map(unit).collect()
}

fn sum(units: impl Iterator<Item = (PathBuf, (Report, Diagnostics))>) -> Gathered {
    let mut gathering = Gathering::new(None);
    units.enumerate().for_each(|(at, (folder, read))| gathering.take(Addend::of(at, &folder, Ok(read), None)));
    let gathered = gathering.finish(None, false);
    assert_eq!(gathered.sum.as_ref().map(|sum| sum.units), Some(UNITS));
    assert!(gathered.findings.0.is_empty(), "{:?}", gathered.findings);
    gathered
}

/// Reading, checking and adding, on one core.
#[divan::bench(sample_count = 20)]
fn sum_up_65(bencher: Bencher) {
    let (county, project) = (tempfile::tempdir().expect("a place for units"), project());
    let folders = units(&county);
    let read = |folder: &PathBuf| look_through(&project, folder).map(|read| (folder.clone(), read));
    bencher.bench(|| sum(black_box(&folders).iter().filter_map(|folder| read(folder).ok())));
}

/// Adding alone.
#[divan::bench(sample_count = 20)]
fn add_65(bencher: Bencher) {
    let (county, project) = (tempfile::tempdir().expect("a place for units"), project());
    let folders = units(&county);
    let read = |folder: &PathBuf| look_through(&project, folder).map(|read| (folder.clone(), read));
    let all = || folders.iter().filter_map(|folder| read(folder).ok()).collect::<Vec<_>>();
    bencher.with_inputs(all).bench_values(|units| sum(units.into_iter()));
}
