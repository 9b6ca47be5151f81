//! A report with a seal: the picture is read strictly, told of at its place, and goes through every stage by its name.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use nianbao::diagnostic::show::{Manner, show};
use nianbao::document::{Block, Seal};
use nianbao::picture::Picture;
use nianbao::shelf::Shelf;
use nianbao::{Checked, Project, check, write};

fn project() -> Project {
    Project { templates: Shelf::templates(None), fonts: Shelf::fonts(None) }
}

/// A red ring, `margin` pixels off the edge of a square picture.
fn ring(side: usize, margin: usize, ground: [u8; 4]) -> Picture {
    let middle = side as f64 / 2.0;
    let outer = middle - margin as f64;
    let pixel = |at: usize| {
        let (x, y) = ((at % side) as f64 + 0.5 - middle, (at / side) as f64 + 0.5 - middle);
        let distance = x.hypot(y);
        if distance < outer && distance > outer * 0.92 { [200, 0, 0, 255] } else { ground }
    };
    Picture { width: side, height: side, pixels: (0..side * side).map(pixel).collect() }
}

/// The base of the faults with lines in place of its 署名 and a picture beside it.
fn folder(lines: &str, picture: Option<&[u8]>) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let year = folder.path().join("2020");
    fs::create_dir(&year).unwrap();
    let base = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base/2020/数据.yaml")).unwrap();
    let signed = "  署名: 示例县人民政府办公室\n";
    assert!(base.contains(signed));
    fs::write(year.join("数据.yaml"), base.replace(signed, lines)).unwrap();
    if let Some(picture) = picture {
        fs::write(year.join("印章.png"), picture).unwrap();
    }
    (folder, year)
}

const ONE: &str = "  署名: 示例县人民政府办公室\n  印章: 印章.png\n";

fn checked(lines: &str, picture: &[u8]) -> Checked {
    let (_kept, year) = folder(lines, Some(picture));
    check(&project(), &year).unwrap()
}

/// The codes and messages of what was found.
fn found(picture: &[u8]) -> Vec<String> {
    let told = show(&checked(ONE, picture).findings, Manner::Short);
    told.lines().map(|line| line.split("数据.yaml:").nth(1).unwrap().to_string()).collect()
}

fn seals(checked: &Checked) -> &[Seal] {
    let blocks = &checked.composed.as_ref().unwrap().document.blocks;
    let signature =
        blocks.iter().find_map(|block| if let Block::Signature(signature) = block { Some(signature) } else { None });
    &signature.unwrap().seals
}

#[test]
fn a_seal_goes_through_mark_up_and_tree_by_its_name() {
    let checked = checked(ONE, &ring(600, 20, [0; 4]).png());
    assert_eq!(checked.findings.0, [], "nothing to be told");
    let [seal] = seals(&checked) else { panic!("one seal") };
    assert_eq!((seal.name.as_str(), seal.alt.as_str()), ("印章.png", "示例县人民政府办公室印章"));
    assert_eq!((seal.picture.width, seal.picture.height), (560, 560), "without margins");
    assert!((seal.width.to_mm() - 42.0).abs() < 1e-9 && (seal.height().to_mm() - 42.0).abs() < 1e-9);
    let composed = checked.composed.as_ref().unwrap();
    let img = r#"<img src="印章.png" width="42mm" alt="示例县人民政府办公室印章" from="报告.印章"/>"#;
    assert!(composed.markup.to_string().contains(img));
    let line = "seal [报告.印章] 印章.png 119.06 × 119.06, 560 × 560 pixels: 示例县人民政府办公室印章";
    assert!(write::tree::write(&composed.document).contains(line));
    assert_eq!(checked.report.inputs().keys().collect::<Vec<_>>(), ["印章.png", "数据.yaml"]);
}

#[test]
fn its_size_is_the_datas_and_each_office_has_its_own() {
    let lines = "  署名: [甲局, 乙局]\n  印章: [印章.png, 印章.png]\n  印章直径: 45mm\n";
    let checked = checked(lines, &ring(600, 0, [0; 4]).png());
    let alts: Vec<_> = seals(&checked).iter().map(|seal| (seal.alt.as_str(), seal.from.as_deref().unwrap())).collect();
    assert_eq!(alts, [("甲局印章", "报告.印章.0"), ("乙局印章", "报告.印章.1")]);
    assert!(seals(&checked).iter().all(|seal| (seal.width.to_mm() - 45.0).abs() < 1e-9));
}

#[test]
fn more_pixels_than_anybody_sees_are_not_carried_along() {
    let checked = checked(ONE, &ring(2400, 0, [0; 4]).png());
    let [seal] = seals(&checked) else { panic!("one seal") };
    // 42 mm at 600 an inch are 992 pixels: a third of them is the most that is no more.
    assert_eq!((seal.picture.width, seal.picture.height), (800, 800));
    assert_eq!(checked.findings.0, []);
}

#[test]
fn what_cannot_be_a_seal_is_told_at_its_place() {
    let good = ring(600, 0, [0; 4]).png();
    assert_eq!(found(&good), Vec::<String>::new());
    let white = ring(600, 0, [255; 4]).png();
    assert_eq!(found(&white), ["7:7: error[bad-seal]: 印章图片 印章.png 的底色不透明，会盖住署名和日期"]);
    assert_eq!(found(&good[..2000]), ["7:7: error[bad-seal]: 印章图片 印章.png 已损坏"]);
    let empty = Picture { width: 400, height: 400, pixels: vec![[0; 4]; 160_000] };
    assert_eq!(found(&empty.png()), ["7:7: error[bad-seal]: 印章图片 印章.png 里什么也没有"]);
    let mut bar = Picture { width: 400, height: 100, pixels: vec![[0; 4]; 40_000] };
    bar.pixels.chunks_mut(4).for_each(|four| four[0] = [200, 0, 0, 255]);
    assert_eq!(found(&bar.png()), ["7:7: error[bad-seal]: 印章图片 印章.png 又长又窄，不像印章"]);
    let mut grey = ring(600, 0, [0; 4]);
    grey.pixels.iter_mut().for_each(|pixel| *pixel = [60, 60, 60, pixel[3]]);
    assert_eq!(found(&grey.png()), ["7:7: warning[bad-seal]: 印章图片 印章.png 不是红色"]);
    assert_eq!(
        found(&ring(100, 0, [0; 4]).png()),
        ["7:7: warning[bad-seal]: 印章图片 印章.png 只有 100 像素宽，印出来会模糊"]
    );
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_the_reader_fall(at in 0_usize..400, byte: u8, cut in 8_usize..400) {
        let mut bytes = ring(24, 0, [0; 4]).png();
        let length = bytes.len();
        bytes[at % length] = byte;
        bytes.truncate(cut.max(8).min(length));
        let _ = Picture::read(&bytes).map(|picture| picture.trimmed().map(|picture| picture.reduced(7)));
    }
}

#[test]
fn last_years_seal_is_nobodys_concern() {
    let (kept, year) = folder(ONE, Some(&ring(600, 0, [0; 4]).png()));
    let last = fs::read_to_string(year.join("数据.yaml")).unwrap().replace("2020", "2019").replace("2021", "2020");
    fs::create_dir(kept.path().join("2019")).unwrap();
    fs::write(kept.path().join("2019/数据.yaml"), last).unwrap();
    let checked = check(&project(), &year).unwrap();
    assert!(checked.last.is_some());
    assert!(checked.findings.0.iter().all(|finding| finding.path.as_deref() != Some("报告.印章")));
}
