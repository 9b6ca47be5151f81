//! The folders that a command works on: which they are, and the work on all of them at once.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::tally::{self, Row};
use super::{Console, Outcome, Told, parallel};
use crate::diagnostic::{Code, Diagnostic, Result, cannot_read};
use crate::output::{self, single};

/// The arguments that name folders.
#[derive(clap::Args)]
pub struct Folders {
    /// 年度文件夹，例如 examples/ganzhou/2020；可以写几个，可以用 * 代表（'units/*/2020'）；写 - 就从标准输入读，一行一个
    #[arg(value_name = "年度文件夹", help_heading = "参数")]
    folders: Vec<PathBuf>,
    /// 从清单读年度文件夹：一行一个，空行和 # 开头的行不算
    #[arg(long, value_name = "清单")]
    from_file: Option<PathBuf>,
}

/// The arguments of a command that works on each folder by itself.
#[derive(clap::Args)]
pub struct Batch {
    #[command(flatten)]
    folders: Folders,
    /// 只做其中一份：2/10 是平均分成十份后的第二份，供几台机器分着做
    #[arg(long, value_name = "第几份/份数", value_parser = share)]
    shard: Option<Share>,
    #[command(flatten)]
    report: Report,
}

/// The argument for what came of each folder.
#[derive(clap::Args)]
pub struct Report {
    /// 把每个文件夹的结果另写成 JSON，供程序读
    #[arg(id = "report", long = "report", value_name = "文件")]
    path: Option<PathBuf>,
}

/// Which of several equal shares, from 0, and of how many.
#[derive(Clone, Copy)]
struct Share {
    index: usize,
    of: usize,
}

fn share(text: &str) -> std::result::Result<Share, String> {
    let numbers = text.split_once('/').and_then(|(index, of)| Some((index.parse::<usize>().ok()?, of.parse().ok()?)));
    let share = numbers.filter(|(index, of)| (1..=*of).contains(index)).map(|(index, of)| Share { index: index - 1, of });
    share.ok_or_else(|| "写成 2/10 这样，第几份从 1 起".into())
}

impl Folders {
    /// The folders that are named, each once, in order, and those that are named again.
    ///
    /// # Errors
    /// `cannot-read` for a list that cannot be read, a pattern that nothing fits, or if no folder is named at all.
    pub fn read(&self) -> Result<(Vec<PathBuf>, Vec<PathBuf>)> {
        let mut folders = vec![];
        for folder in &self.folders {
            match folder.to_str() {
                Some("-") => {
                    let mut text = String::new();
                    let read = io::stdin().read_to_string(&mut text);
                    read.map_err(|error| cannot_read(Path::new("标准输入"), &error))?;
                    folders.extend(lines(&text));
                }
                Some(pattern) if pattern.contains(['*', '?', '[']) && !folder.exists() => folders.extend(fitting(pattern)?),
                _ => folders.push(folder.clone()),
            }
        }
        if let Some(list) = &self.from_file {
            folders.extend(lines(&fs::read_to_string(list).map_err(|error| cannot_read(list, &error))?));
        }
        let mut seen = BTreeSet::new();
        let first = |folder: &PathBuf| seen.insert(fs::canonicalize(folder).unwrap_or_else(|_| folder.clone()));
        let (folders, again): (Vec<_>, Vec<_>) = folders.into_iter().partition(first);
        if folders.is_empty() {
            let listed = self.from_file.is_some() || !self.folders.is_empty();
            let message = if listed { "清单里没有年度文件夹" } else { "没有写年度文件夹" };
            let help = "写上一个或几个年度文件夹，例如 nianbao check 示例县/2020，或者用 --from-file 给一份清单，一行一个";
            return Err(Diagnostic::error(Code::CannotRead, message).help(help).into());
        }
        Ok((folders, again))
    }
}

impl Batch {
    /// All the folders that are named, each once, in order; nothing if they cannot be told, which is said.
    pub fn list(&self, console: &Console) -> Option<Vec<PathBuf>> {
        self.folders.read().map_err(|findings| console.show(&findings)).ok().map(|(folders, _)| folders)
    }

    /// Does some work on each folder of the share, by its number, on all cores, and tells what came of it: of each in order, and
    /// of several in a table at the end. Where the user stops it, what was begun is finished.
    pub fn work(&self, folders: &[PathBuf], console: &Console, work: impl Fn(usize) -> Told + Sync) -> Outcome {
        let of = |share: Share| (share.index..folders.len()).step_by(share.of).collect();
        let share: Vec<usize> = self.shard.map_or_else(|| (0..folders.len()).collect(), of);
        if self.report.is_refused(console) {
            return Outcome::Failed;
        }
        if share.is_empty() {
            console.note(&format!("{} 个文件夹，这一份里没有\n", folders.len()));
        }
        let (rows, mut worst) = each(folders, &share, console, work);
        if share.len() > 1 && !console.common.quiet {
            console.note(&tally::table(&rows));
        }
        if rows.len() < share.len() {
            let left = share.len() - rows.len();
            console.note(&format!(
                "已停下：做完 {} 个，还有 {left} 个没有做；写出的文件都是完整的，再运行一次就接着做\n",
                rows.len()
            ));
            worst = Outcome::Failed;
        }
        worst.max(self.report.write(&rows, console))
    }
}

impl Report {
    /// Whether there is a file in its place that is none of ours, which is said.
    pub fn is_refused(&self, console: &Console) -> bool {
        let refused = self.path.as_ref().and_then(|path| single::refuse_other(path, "批量结果", tally::is_json).err());
        refused.inspect(|findings| console.show(findings)).is_some()
    }

    /// Writes what came of each folder, if that is asked for.
    pub fn write(&self, rows: &[Row], console: &Console) -> Outcome {
        let written = self.path.iter().try_for_each(|path| output::replace(path, tally::json(rows).as_bytes()));
        written.map_or_else(
            |findings| {
                console.show(&findings);
                Outcome::Failed
            },
            |()| Outcome::Fine,
        )
    }
}

/// Does some work on some of the folders, by their numbers, on all cores, and tells what came of each in order. Where the user stops
/// it, what was begun is finished, and there are fewer rows than numbers.
pub fn each(
    folders: &[PathBuf],
    which: &[usize],
    console: &Console,
    work: impl Fn(usize) -> Told + Sync,
) -> (Vec<Row>, Outcome) {
    let bar = bar(which.len(), console);
    let mut worst = Outcome::Fine;
    let mut rows = vec![];
    let stop = stop(which.len());
    let timed = |at: &usize| {
        let start = Instant::now();
        let told = work(*at);
        (*at, told, start.elapsed())
    };
    parallel::in_order(which, stop, timed, |(at, told, time)| {
        rows.push(Row { folder: folders[at].display().to_string(), done: told.done.clone(), time });
        worst = worst.max(bar.suspend(|| console.tell(told)));
        bar.inc(1);
    });
    bar.finish_and_clear();
    (rows, worst)
}

/// The folders of a list.
fn lines(text: &str) -> impl Iterator<Item = PathBuf> {
    let lines = text.trim_start_matches('\u{FEFF}').lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(PathBuf::from)
}

/// The folders that fit a pattern, sorted.
fn fitting(pattern: &str) -> Result<Vec<PathBuf>> {
    let paths = glob::glob(pattern).into_iter().flatten();
    // Beside the offices may lie their templates, with a folder for each form that is called like a year.
    let is_year = |path: &PathBuf| path.is_dir() && !path.join("form.yaml").is_file();
    let folders: Vec<_> = paths.filter_map(|path| path.ok().filter(is_year)).collect();
    if folders.is_empty() {
        let finding = Diagnostic::error(Code::CannotRead, format!("没有与 {pattern} 相符的文件夹"));
        return Err(finding.help("* 代表一级里的任意名称，例如 units/*/2020").into());
    }
    Ok(folders)
}

/// The progress bar: for several folders, on a terminal.
fn bar(length: usize, console: &Console) -> ProgressBar {
    if length < 2 || console.common.quiet {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(length as u64), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} 还要 {eta}");
    style.map_or(bar.clone(), |style| bar.with_style(style))
}

/// Set when the user asks to stop, if there is more than one thing to do; a second time ends the program at once.
fn stop(length: usize) -> &'static AtomicBool {
    static STOP: AtomicBool = AtomicBool::new(false);
    if length > 1 {
        // Where no handler can be set, the program stops at once; its files are whole then, too.
        let _ = ctrlc::set_handler(|| {
            if STOP.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
        });
    }
    &STOP
}
