//! A desk with folders and files on it, at which the program is run as its user runs it.

#![allow(dead_code, reason = "no test needs everything")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The name of the report that the good data make.
pub const STEM: &str = "示例县2020年政府信息公开工作年度报告";

/// Data of a year without a fault: those of 示例县 for 2020.
pub fn good_data() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base/2020/数据.yaml")).unwrap()
}

/// The program with arguments, in a folder.
fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    command.args(arguments).current_dir(folder);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs the program in a folder.
pub fn nianbao(folder: &Path, arguments: &[&str]) -> Run {
    let run = command(folder, arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { status: run.status.code(), out: text(run.stdout), err: text(run.stderr) }
}

/// A folder of its own, gone with the test.
pub struct Desk(tempfile::TempDir);

/// What a run of the program said, and its exit status.
pub struct Run {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Run {
    /// All that it said.
    pub fn told(&self) -> String {
        format!("{}{}", self.out, self.err)
    }
}

impl Desk {
    /// A desk with nothing on it.
    pub fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A desk with the good data in a folder.
    pub fn with_data(folder: &str) -> Self {
        let desk = Self::empty();
        desk.write(&format!("{folder}/数据.yaml"), good_data());
        desk
    }

    pub fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(path)
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Writes a file, and the folders it stands in.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Replaces what stands in a file.
    pub fn edit(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "{old} is in {path}");
        self.write(path, text.replace(old, new));
    }

    /// The files of a folder, hidden ones too.
    pub fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let entries = fs::read_dir(self.path(folder)).into_iter().flatten().map(|entry| entry.unwrap().path());
        let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_string();
        entries.map(|path| (name(&path), fs::read(path).unwrap_or_default())).collect()
    }

    /// The program with arguments, at this desk.
    pub fn command(&self, arguments: &[&str]) -> Command {
        command(self.0.path(), arguments)
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        nianbao(self.0.path(), arguments)
    }

    /// Runs the program to success.
    pub fn passes(&self, arguments: &[&str]) -> Run {
        let run = self.run(arguments);
        assert_eq!(run.status, Some(0), "{arguments:?}: {}", run.told());
        run
    }

    /// Runs the program, which must fail and say why.
    pub fn fails(&self, arguments: &[&str], why: &str) {
        let run = self.run(arguments);
        assert!(run.status.is_some_and(|status| status > 0), "{arguments:?}: {}", run.told());
        assert!(run.told().contains(why), "{arguments:?}: {}", run.told());
    }
}
