//! Units with figures of the form of 2021, in which everything adds up, and their sum as it is reckoned here.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Rows of 申请 with what is dealt with, in the order of the form; those of a group behind its name.
pub const RESULTS: [&str; 21] = [
    "予以公开",
    "部分公开",
    "不予公开.属于国家秘密",
    "不予公开.其他法律行政法规禁止公开",
    "不予公开.危及三安全一稳定",
    "不予公开.保护第三方合法权益",
    "不予公开.属于三类内部事务信息",
    "不予公开.属于四类过程性信息",
    "不予公开.属于行政执法案卷",
    "不予公开.属于行政查询事项",
    "无法提供.本机关不掌握相关政府信息",
    "无法提供.没有现成信息需要另行制作",
    "无法提供.补正后申请内容仍不明确",
    "不予处理.信访举报投诉类申请",
    "不予处理.重复申请",
    "不予处理.要求提供公开出版物",
    "不予处理.无正当理由大量反复申请",
    "不予处理.要求行政机关确认或重新出具已获取信息",
    "其他处理.逾期不补正",
    "其他处理.逾期不缴费",
    "其他处理.其他",
];

/// A row of figures: applicants, results of a suit, or one figure alone, all in ten thousandths.
pub type Rows = BTreeMap<String, Vec<u64>>;

/// Numbers without a pattern, the same in every run.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn row(&mut self, columns: usize, end: u64) -> Vec<u64> {
        (0..columns).map(|_| if self.below(3) == 0 { self.below(end) } else { 0 }).collect()
    }
}

/// A unit's figures by path, in which everything adds up.
pub fn rows(dice: &mut Dice) -> Rows {
    let mut rows = Rows::new();
    for row in ["规章", "行政规范性文件"] {
        rows.insert(format!("主动公开.{row}"), if row == "规章" { vec![0; 3] } else { dice.row(3, 40) });
    }
    for row in ["行政许可", "行政处罚", "行政强制"] {
        rows.insert(format!("主动公开.{row}"), dice.row(1, 100_000));
    }
    rows.insert("主动公开.行政事业性收费".into(), vec![dice.below(1 << 30)]);
    let (carried, left) = (dice.row(6, 3), dice.row(6, 9));
    let mut new: Vec<u64> = left.iter().zip(&carried).map(|(left, carried)| left + carried * 4).collect();
    for row in RESULTS {
        let row = (format!("申请.办理结果.{row}"), dice.row(6, 30));
        new.iter_mut().zip(&row.1).for_each(|(new, dealt)| *new += dealt);
        rows.insert(row.0, row.1);
    }
    // What came in and was left from last year is dealt with or left to the next.
    let last: Vec<u64> = carried.iter().map(|carried| carried * 4).collect();
    let came: Vec<u64> = new.iter().zip(&last).map(|(new, last)| new - last).collect();
    rows.insert("申请.新收".into(), came);
    rows.insert("申请.上年结转".into(), last.clone());
    let next = left.iter().zip(&last).map(|(left, last)| left + last).collect();
    rows.insert("申请.结转下年度".into(), next);
    for row in ["行政复议", "未经复议直接起诉", "复议后起诉"] {
        rows.insert(format!("复议诉讼.{row}"), dice.row(4, 12));
    }
    rows
}

/// A figure as it is typed: fees are ten thousandths of 万元.
fn typed(path: &str, figure: u64) -> String {
    if path.ends_with("收费") { format!("{}.{:04}", figure / 10_000, figure % 10_000) } else { figure.to_string() }
}

/// A unit's data.
pub fn data(organ: &str, rows: &Rows) -> String {
    let mut text = format!(
        "报告:\n  年度: 2021\n  机关: {organ}\n  类别: 政府部门\n  署名: {organ}\n  成文日期: 2022-01-19\n\
         正文:\n  总体情况: 有序。\n  存在问题: 不足。\n  其他事项: 没有收取信息处理费。\n"
    );
    let row = |path: &str| {
        let figures: Vec<_> = rows[path].iter().map(|figure| typed(path, *figure)).collect();
        if let [figure] = figures.as_slice() { figure.clone() } else { format!("[{}]", figures.join(", ")) }
    };
    text += "主动公开:\n";
    for key in ["规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费"] {
        text += &format!("  {key}: {}\n", row(&format!("主动公开.{key}")));
    }
    text += "申请:\n";
    for key in ["新收", "上年结转", "结转下年度"] {
        text += &format!("  {key}: {}\n", row(&format!("申请.{key}")));
    }
    text += "  办理结果:\n";
    let mut group = "";
    for result in RESULTS {
        let (above, key) = result.split_once('.').unwrap_or(("", result));
        if above != group {
            text += &format!("    {above}:\n");
            group = above;
        }
        let depth = if above.is_empty() { "    " } else { "      " };
        text += &format!("{depth}{key}: {}\n", row(&format!("申请.办理结果.{result}")));
    }
    text += "复议诉讼:\n";
    for key in ["行政复议", "未经复议直接起诉", "复议后起诉"] {
        text += &format!("  {key}: {}\n", row(&format!("复议诉讼.{key}")));
    }
    text
}

/// The sum of some units' figures.
pub fn sum<'a>(units: impl IntoIterator<Item = &'a Rows>) -> Rows {
    let mut sum = Rows::new();
    for (path, row) in units.into_iter().flatten() {
        let sum = sum.entry(path.clone()).or_insert_with(|| vec![0; row.len()]);
        sum.iter_mut().zip(row).for_each(|(sum, figure)| *sum += figure);
    }
    sum
}

/// The figures that a file of tables has, read without the program.
pub fn read(text: &str) -> BTreeMap<String, Vec<String>> {
    fn walk(path: &str, value: &serde_yaml::Value, found: &mut BTreeMap<String, Vec<String>>) {
        use serde_yaml::Value;
        let scalar = |value: &Value| serde_yaml::to_string(value).unwrap().trim().to_string();
        match value {
            Value::Mapping(map) => map.iter().for_each(|(key, value)| {
                let key = key.as_str().unwrap();
                walk(&if path.is_empty() { key.into() } else { format!("{path}.{key}") }, value, found);
            }),
            Value::Sequence(list) => drop(found.insert(path.into(), list.iter().map(scalar).collect())),
            value => drop(found.insert(path.into(), vec![scalar(value)])),
        }
    }
    let mut found = BTreeMap::new();
    walk("", &serde_yaml::from_str(text).unwrap(), &mut found);
    found
}

/// The same of a sum as it was reckoned here; a row of zeros is one.
pub fn expected(sum: &Rows) -> BTreeMap<String, Vec<String>> {
    let row = |(path, row): (&String, &Vec<u64>)| {
        let plain = |figure: &u64| {
            let typed = typed(path, *figure);
            if typed.contains('.') { typed.trim_end_matches('0').trim_end_matches('.').to_string() } else { typed }
        };
        let zero = row.iter().all(|figure| *figure == 0);
        (path.clone(), if zero { vec!["0".into()] } else { row.iter().map(plain).collect() })
    };
    sum.iter().map(row).collect()
}

/// A folder with units, `单位/<name>/2021`.
pub struct District {
    folder: tempfile::TempDir,
    pub units: BTreeMap<String, Rows>,
}

impl District {
    pub fn of(count: usize) -> Self {
        let mut dice = Dice::new(20_220_119);
        let mut district = Self { folder: tempfile::tempdir().unwrap(), units: BTreeMap::new() };
        for unit in 1..=count {
            let (name, rows) = (format!("第{unit:02}局"), rows(&mut dice));
            district.write(&format!("单位/{name}/2021/数据.yaml"), &data(&name, &rows));
            district.units.insert(name, rows);
        }
        district
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Changes a unit's data.
    pub fn edit(&self, path: &str, old: &str, new: &str) {
        let text = self.text(path);
        assert_eq!(text.matches(old).count(), 1, "{old} in {text}");
        self.write(path, &text.replace(old, new));
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
        command.args(arguments).current_dir(self.folder.path());
        command
    }

    /// Runs the program: its exit status, what it wrote to standard output and standard error.
    pub fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let Output { status, stdout, stderr } = self.command(arguments).output().unwrap();
        (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
    }

    /// The names of the files of a folder, hidden ones too.
    pub fn files(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).into_iter().flatten();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// Puts the year's data of a report into a folder.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}
