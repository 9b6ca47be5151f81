//! Drafts: made whatever is missing, never to be taken for a final.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod command;
mod gaps;
mod notes;

use std::fs;
use std::path::{Path, PathBuf};

use nianbao::draft::{Manner, draft};
use nianbao::shelf::Shelf;
use nianbao::{Checked, Project};

/// The carried forms and fonts.
pub fn project() -> Project {
    Project { templates: Shelf::templates(None), fonts: Shelf::fonts(None) }
}

/// The folder of the program's own files.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).into()
}

/// The base of the planted faults in `甲县/2020`, with changes.
pub fn office(changes: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let year = folder.path().join("甲县/2020");
    fs::create_dir_all(&year).unwrap();
    let mut data = fs::read_to_string(root().join("tests/base/2020/数据.yaml")).unwrap();
    for (good, bad) in changes {
        assert!(data.contains(good), "{good}");
        data = data.replacen(good, bad, 1);
    }
    fs::write(year.join("数据.yaml"), data).unwrap();
    (folder, year)
}

/// A draft, which must be made.
pub fn drafted(year: &Path) -> Checked {
    draft(&project(), year, &Manner::default()).unwrap_or_else(|findings| panic!("{}: {findings:?}", year.display()))
}

/// Every kind of thing that can be wrong.
pub const WRONG: [(&str, &str); 12] = [
    ("  机关: 示例县\n", ""),
    ("  署名: 示例县人民政府办公室\n", ""),
    ("成文日期: 2021-02-19", "成文日期: 2021-02-30"),
    ("网站: 60", "网站: 六十"),
    ("收办申请{{数字.收办}}件。", "今年收办申请{{数字.受办}}件，网站{{数字.网站}}条，新收{{申请.新收.总计}}件，😀。"),
    ("  存在问题: 业务培训还不够，考核、评议和责任追究还要加强。\n", ""),
    ("规章: [0, 0, 0]", "规章: [\"\", 0, 0]"),
    ("行政许可: [20, +2, 100]", "行政许可: [20, +2]"),
    ("  行政强制: [1, 0, 0]\n", ""),
    ("新收: [5, 2, 0, 0, 0, 1]", "新收: [5, 2, ~, 0, 0, 1]"),
    ("部分公开: [1, 0, 0, 0, 0, 0]", "部分公开: [2, 0, 0, 0, 0, 0]"),
    ("正文: 网站占", "正文: 网站}占"),
];
