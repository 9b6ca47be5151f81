//! How long it takes to tell two long reports apart: `cargo bench --bench diff`.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use divan::{Bencher, black_box};
use nianbao::diagnostic::Diagnostics;
use nianbao::report::Report;
use nianbao::review::{Review, Signed};
use nianbao::shelf::Shelf;
use nianbao::source::Source;
use nianbao::write::docx;
use nianbao::{Checked, Composed, compose, diff};

fn main() {
    divan::main();
}

/// Characters of 200 pages: 22 lines of 28.
const PAGES_200: usize = 200 * 22 * 28;

/// Two narratives.
#[derive(Clone, Copy, Debug)]
enum Case {
    /// With no word in common but by chance.
    Different,
    /// With a few words changed in every paragraph.
    Edited,
    /// Of one paragraph each, of few characters in ever other order: alike, and nowhere the same.
    Shuffled,
    /// Of paragraphs so short that there are ten thousand.
    Short,
}

const CASES: [Case; 4] = [Case::Different, Case::Edited, Case::Shuffled, Case::Short];

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn upto(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    /// Characters out of the first so many of the common ones.
    fn text(&mut self, length: usize, alphabet: usize) -> String {
        (0..length).filter_map(|_| char::from_u32(0x4E00 + self.upto(alphabet) as u32)).collect()
    }
}

fn narrative(case: Case, seed: u64) -> Vec<String> {
    let mut dice = Dice(seed);
    match case {
        Case::Different => (0..PAGES_200 / 120).map(|_| dice.text(120, 3000)).collect(),
        Case::Edited => {
            let mut same = Dice(7);
            let edit = |paragraph: String| {
                let at = dice.upto(90) * 3; // bytes
                format!("{}{}{}", &paragraph[..at], dice.text(3, 3000), &paragraph[at + 6..])
            };
            (0..PAGES_200 / 120).map(|_| same.text(120, 3000)).map(edit).collect()
        }
        Case::Shuffled => vec![dice.text(PAGES_200, 8)],
        Case::Short => (0..PAGES_200 / 12).map(|_| dice.text(12, 40)).collect(),
    }
}

/// The example with another narrative.
fn report(case: Case, seed: u64) -> Checked {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/qinghe/2024");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("the example is there");
    let text: String = narrative(case, seed).iter().map(|paragraph| format!("  - {paragraph}\n")).collect();
    let data = [read("报告.yaml"), read("表.yaml"), format!("正文:\n  总体情况:\n{text}")].join("\n");
    let templates = Shelf::templates(None);
    let report =
        Report::read_sources([Arc::new(Source { name: "数据.yaml".into(), text: data })], &templates).expect("it reads");
    let markup = compose::compose(&report, None, compose::fill(&report, None), &templates).expect("it composes");
    let document = markup.document(&report.pictures()).expect("it parses");
    let composed = Composed { markup, document, fonts: BTreeSet::new(), review: Review::default() };
    Checked { report, last: None, findings: Diagnostics::default(), composed: Some(composed) }
}

#[divan::bench(args = CASES, sample_count = 5, sample_size = 1)]
fn told(bencher: Bencher, case: Case) {
    let (old, new) = (report(case, 1), report(case, 2));
    bencher.bench(|| diff::compare(black_box(&old), black_box(&new)).passages.len());
}

#[divan::bench(args = CASES, sample_count = 5, sample_size = 1)]
fn redline(bencher: Bencher, case: Case) {
    let reports = [report(case, 1), report(case, 2)];
    let documents = reports.each_ref().map(|report| &report.composed.as_ref().expect("it is composed").document);
    let style = &reports[0].report.form.style;
    bencher.bench(|| docx::write_redline(documents[0], documents[1], style, &Signed::default()).map(|bytes| bytes.len()));
}
