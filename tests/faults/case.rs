//! The cases of `tests/faults/*.txt`: what each changes, what must be found, and its twin.

use std::fs;
use std::mem;
use std::path::Path;

/// A case as its file has it.
#[derive(Clone, Default)]
pub struct Case {
    pub name: String,
    /// The years of `tests/base/` it is tried in; with more than one it is written for 2020.
    pub bases: Vec<u16>,
    pub files: Vec<File>,
    pub act: Act,
    /// What must be found, as `--format short` tells it.
    pub expected: Vec<String>,
    /// What comes in place of the last lines that were put in, so that nothing is found.
    pub twin_lines: Option<Vec<u8>>,
    /// What is found in the twin all the same.
    pub twin_expected: Vec<String>,
    /// What the last file is called in the twin.
    pub twin_name: Option<String>,
}

/// What is done with the folder.
#[derive(Clone, Default)]
pub enum Act {
    #[default]
    Check,
    /// Checked, made and written to `out/`.
    Build,
    /// A file is entered as signed off.
    Sign(String),
    /// A file is imported.
    Import(String),
    /// The years' folders are rolled up into `县/2020`.
    Rollup,
}

/// A file of the office's folder.
#[derive(Clone)]
pub struct File {
    pub name: String,
    changes: Vec<Change>,
}

/// Lines taken out and those that come in their place; without the former, lines added at the end.
#[derive(Clone, Default)]
struct Change {
    out: String,
    into: Vec<u8>,
}

/// Reads the cases of a file.
pub fn read(path: &Path) -> Vec<Case> {
    let mut cases: Vec<Case> = vec![];
    let mut bases = vec![2020];
    for line in fs::read_to_string(path).unwrap().lines() {
        if let Some(name) = line.strip_prefix("## ") {
            cases.push(Case { name: name.into(), bases: bases.clone(), ..Case::default() });
        } else if let Some(case) = cases.last_mut() {
            case.line(line).unwrap_or_else(|| panic!("{}: {line}", path.display()));
        } else if let Some(years) = line.strip_prefix("> bases ") {
            bases = years.split(' ').map(|year| year.parse().unwrap()).collect();
        }
    }
    cases
}

impl Case {
    fn line(&mut self, line: &str) -> Option<()> {
        let (mark, rest) = line.split_at_checked(1)?;
        match mark {
            ">" => self.directive(rest.trim())?,
            "-" => {
                let changes = &mut self.file().changes;
                if changes.last().is_none_or(|change| !change.into.is_empty()) {
                    changes.push(Change::default());
                }
                changes.last_mut()?.out += &format!("{rest}\n");
            }
            "+" => self.put_in().extend(typed(rest)),
            "~" => self.twin_lines.get_or_insert_default().extend(if rest.is_empty() { vec![] } else { typed(rest) }),
            "=" => self.expected.push(rest.trim_start().into()),
            "^" => self.twin_expected.push(rest.trim_start().into()),
            _ => return None,
        }
        Some(())
    }

    fn directive(&mut self, words: &str) -> Option<()> {
        let (verb, rest) = words.split_once(' ').unwrap_or((words, ""));
        match verb {
            "bases" => self.bases = rest.split(' ').map(|year| year.parse().unwrap()).collect(),
            "file" => self.files.push(File { name: rest.into(), changes: vec![] }),
            "hex" => {
                let bytes = rest.split(' ').map(|byte| u8::from_str_radix(byte, 16).unwrap());
                self.put_in().extend(bytes.collect::<Vec<_>>());
            }
            "twin" => self.twin_name = Some(rest.into()),
            "build" => self.act = Act::Build,
            "sign" => self.act = Act::Sign(rest.into()),
            "rollup" => self.act = Act::Rollup,
            "import" => self.act = Act::Import(rest.into()),
            _ => return None,
        }
        Some(())
    }

    /// The file that is being changed: at first the year's.
    fn file(&mut self) -> &mut File {
        if self.files.is_empty() {
            let name = format!("{}/数据.yaml", if let [year] = self.bases[..] { year } else { 2020 });
            self.files.push(File { name, changes: vec![] });
        }
        self.files.last_mut().unwrap()
    }

    /// The lines that are being put in.
    fn put_in(&mut self) -> &mut Vec<u8> {
        let changes = &mut self.file().changes;
        if changes.is_empty() {
            changes.push(Change::default());
        }
        &mut changes.last_mut().unwrap().into
    }

    /// The case without its fault.
    pub fn twin(&self) -> Option<Self> {
        let mut twin = self.clone();
        match (twin.twin_lines.take(), twin.twin_name.take()) {
            (Some(lines), _) => *twin.put_in() = lines,
            (None, Some(name)) => twin.file().name = name,
            (None, None) => return None,
        }
        twin.expected = twin.twin_expected.clone();
        twin.name += "（对照）";
        Some(twin)
    }

    /// The case in one of its bases.
    pub fn in_base(&self, year: u16) -> Self {
        let mut case = self.clone();
        if self.bases.len() > 1 {
            let shift = |text: &str| shifted(text, i32::from(year) - 2020);
            for file in &mut case.files {
                file.name = shift(&file.name);
                for change in &mut file.changes {
                    change.out = shift(&change.out);
                    change.into = shift(std::str::from_utf8(&change.into).unwrap()).into();
                }
            }
            case.expected.iter_mut().chain(&mut case.twin_expected).for_each(|line| *line = shift(line));
        }
        case.bases = vec![year];
        case
    }
}

impl File {
    /// The text it starts from with its changes.
    pub fn bytes(&self, start: String) -> Vec<u8> {
        let mut bytes = start.into_bytes();
        for Change { out, into } in &self.changes {
            if out.is_empty() {
                bytes.extend(into);
                continue;
            }
            let places: Vec<_> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(out.as_bytes())).collect();
            let [at] = places[..] else { panic!("{}: {} × {out}", self.name, places.len()) };
            bytes.splice(at..at + out.len(), into.iter().copied());
        }
        bytes
    }
}

/// A line as it is typed; what cannot be seen is written with the pictures of control characters (␉ ␍ ␀), a line that ends with ⏎
/// joins the next.
fn typed(line: &str) -> Vec<u8> {
    let picture = |c: char| match c {
        '␀'..='␟' => char::from_u32(u32::from(c) - 0x2400).unwrap(),
        c => c,
    };
    (line.chars().map(picture).collect::<String>() + "\n").into_bytes()
}

/// A text with its years (2019, 2020, …) moved.
fn shifted(text: &str, years: i32) -> String {
    let mut moved = String::new();
    let mut digits = String::new();
    for c in text.chars().chain(['\0']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        let digits = mem::take(&mut digits);
        let year = digits.parse::<i32>().ok().filter(|_| digits.len() == 4 && digits.starts_with("20"));
        moved += &year.map_or(digits, |year| (year + years).to_string());
        moved.push(c);
    }
    moved.trim_end_matches('\0').into()
}
