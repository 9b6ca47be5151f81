//! The command line: what can be asked, and the exit status of the answer.

mod batch;
mod build;
mod check;
mod diff;
mod explain;
mod import;
mod new;
mod parallel;
mod rollup;
mod schema;
mod sign;
mod tally;
mod templates;
mod usage;
mod verify;

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use clap::{ArgAction, Parser, Subcommand, ValueEnum};

use crate::Project;
use crate::cli::tally::Done;
use crate::diagnostic::show::{self, Manner};
use crate::diagnostic::{Diagnostics, Severity, reason};
use crate::shelf::Shelf;

/// 政府信息公开工作年度报告：填好 YAML 数据，核对勾稽关系，生成可以签发的 DOCX 和 PDF
#[derive(Parser)]
#[command(
    name = "nianbao",
    version,
    max_term_width = 100,
    help_template = usage::TEMPLATE,
    override_usage = "nianbao [选项] <命令>",
    subcommand_help_heading = "命令",
    next_help_heading = "选项",
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    after_help = "数据怎么填见 docs/manual.zh.md。例：\n  nianbao check examples/ganzhou/2020     只核对，不写文件\n  nianbao build examples/ganzhou/2020     核对无误后写到 out/"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

/// What every command takes.
#[derive(clap::Args)]
#[command(next_help_heading = "选项")]
struct Common {
    /// 自己的版式文件夹，逐个文件优先于程序自带的（默认用机关文件夹旁边的 templates/）
    #[arg(long, global = true, value_name = "文件夹")]
    templates: Option<PathBuf>,
    /// 自己的字体文件夹：同名的替换自带字体，其余的用来补缺字
    #[arg(long, global = true, value_name = "文件夹")]
    fonts: Option<PathBuf>,
    /// 只在有错误时说话
    #[arg(long, short, global = true)]
    quiet: bool,
    /// 是否用颜色：auto（输出到终端时用，默认）、always、never
    #[arg(
        long,
        global = true,
        value_name = "何时",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true
    )]
    color: Color,
    /// 显示这份说明
    #[arg(long, short, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    /// 显示版本
    #[arg(long, short = 'V', action = ArgAction::Version)]
    version: Option<bool>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand)]
enum Command {
    /// 建一个年度文件夹来填：表的每一行、每一项的说明都写好
    New(new::Arguments),
    /// 核对年度文件夹里的数据，列出全部问题
    Check(check::Arguments),
    /// 核对并生成报告
    Build(build::Arguments),
    /// 比较两个年度文件夹：哪些数字、哪些文字不同
    Diff(diff::Arguments),
    /// 把各单位的表加起来，作为政府的表；或者与政府已有的表逐格比较
    Rollup(rollup::Arguments),
    /// 把已公开的报告（DOCX、HTML、文本）变成年度文件夹里的数据
    Import(import::Arguments),
    /// 查验文件是不是本程序写出的原样，由哪份数据生成
    Verify(verify::Arguments),
    /// 登记定稿已经签发：以后只能原样重制，不会被悄悄换掉
    Sign(sign::Arguments),
    /// 把自带的表式、版式和样式写出来，供修改
    Templates(templates::Arguments),
    /// 印出数据的 JSON Schema，供编辑器提示和检查
    Schema(schema::Arguments),
}

/// What happened, for the exit status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// 0: no error.
    #[default]
    Fine,
    /// 1: a finding blocks.
    Faulty,
    /// 2: usage, reading or writing failed.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Fine => Self::SUCCESS,
            Outcome::Faulty => Self::from(1),
            Outcome::Failed => Self::from(2),
        }
    }
}

/// Runs the program with the process's arguments.
pub fn run() -> ExitCode {
    let Arguments { command, common } = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage::tell(&error),
    };
    let console = Console { common: &common, failed: Mutex::default(), projects: Mutex::default() };
    for folder in [&common.templates, &common.fonts].into_iter().flatten() {
        if !folder.is_dir() {
            console.note(&format!("没有 {} 这个文件夹\n", folder.display()));
            return Outcome::Failed.into();
        }
    }
    let outcome = match command {
        Command::New(arguments) => new::run(&arguments, &console),
        Command::Check(arguments) => check::run(&arguments, &console),
        Command::Build(arguments) => build::run(&arguments, &console),
        Command::Diff(arguments) => diff::run(&arguments, &console),
        Command::Rollup(arguments) => rollup::run(&arguments, &console),
        Command::Import(arguments) => import::run(&arguments, &console),
        Command::Verify(arguments) => verify::run(&arguments, &console),
        Command::Sign(arguments) => sign::run(&arguments, &console),
        Command::Templates(arguments) => templates::run(&arguments, &console),
        Command::Schema(arguments) => schema::run(&arguments, &console),
    };
    let failed = *console.failed.lock().unwrap_or_else(PoisonError::into_inner);
    // What is kept of forms and fonts need not be taken apart when the process ends.
    std::mem::forget(console);
    outcome.max(failed).into()
}

/// What is to be said of a folder, so that folders can be worked on at once and told in order.
#[derive(Default)]
struct Told {
    /// For standard error.
    note: String,
    /// For standard output.
    result: String,
    outcome: Outcome,
    /// For the table of several folders.
    done: Done,
}

/// Where the commands say what they have to say: results on standard output, findings on standard error.
struct Console<'a> {
    common: &'a Common,
    /// Whether a result could not be written to standard output.
    failed: Mutex<Outcome>,
    /// The projects so far by their own templates, so that each form is read once for all folders.
    projects: Mutex<BTreeMap<Option<PathBuf>, Project>>,
}

impl Console<'_> {
    /// The project for a year's folder.
    fn project(&self, folder: &Path) -> Project {
        // A folder that is still to be made cannot be left through `..`.
        let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.into());
        let office = whole.ancestors().nth(2).filter(|_| !folder.exists());
        let beside = office.map_or_else(|| folder.join("../../templates"), |office| office.join("templates"));
        let own = self.common.templates.clone().or_else(|| beside.is_dir().then_some(beside));
        let mut projects = self.projects.lock().unwrap_or_else(PoisonError::into_inner);
        let fonts = || projects.values().next().map(|project| project.fonts.clone());
        let fonts = fonts().unwrap_or_else(|| Shelf::fonts(self.common.fonts.clone()));
        // One folder has many spellings: `甲/2020/../../templates` and `乙/2020/../../templates` are the same.
        let key = own.as_ref().map(|own| std::fs::canonicalize(own).unwrap_or_else(|_| own.clone()));
        projects.entry(key).or_insert_with(|| Project { templates: Shelf::templates(own), fonts }).clone()
    }

    /// Shows findings for people.
    fn show(&self, findings: &Diagnostics) {
        self.note(&self.shown(findings));
    }

    /// Findings as they are shown to people.
    fn shown(&self, findings: &Diagnostics) -> String {
        let color = self.colors(io::stderr().is_terminal());
        let told = match self.common.quiet {
            true => Diagnostics(findings.0.iter().filter(|finding| finding.severity == Severity::Error).cloned().collect()),
            false => findings.clone(),
        };
        show::show(&told, Manner::Human { color })
    }

    /// Whether to use colours in what goes to standard output.
    fn colors_results(&self) -> bool {
        self.colors(io::stdout().is_terminal())
    }

    fn colors(&self, terminal: bool) -> bool {
        match self.common.color {
            Color::Auto => terminal && std::env::var_os("NO_COLOR").is_none(),
            Color::Always => true,
            Color::Never => false,
        }
    }

    /// Says something on standard error. A closed pipe is nobody listening, and no fault.
    fn note(&self, text: &str) {
        let _ = io::stderr().write_all(text.as_bytes());
    }

    /// Writes a result to standard output. A closed pipe is nobody listening; anything else is a failure.
    fn result(&self, text: &str) {
        let mut out = io::stdout();
        if let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush())
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            self.note(&format!("写不出结果：{}\n", reason(&error)));
            *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = Outcome::Failed;
        }
    }

    /// Says what is to be said of a folder.
    fn tell(&self, told: Told) -> Outcome {
        self.note(&told.note);
        self.result(&told.result);
        told.outcome
    }

    /// A line to be said; nothing if `--quiet`.
    fn line(&self, line: impl fmt::Display) -> String {
        if self.common.quiet { String::new() } else { format!("{line}\n") }
    }

    /// Writes a result for people unless `--quiet`.
    fn print(&self, text: &str) {
        if !self.common.quiet {
            self.result(text);
        }
    }

    /// Says a line unless `--quiet`.
    fn say(&self, line: &str) {
        self.result(&self.line(line));
    }
}

/// The outcome that findings stand for: what could not be read or written weighs more than a fault of the data.
fn outcome(findings: &Diagnostics, strict: bool) -> Outcome {
    use crate::diagnostic::Code;
    let errors = || findings.0.iter().filter(|finding| finding.severity == Severity::Error);
    let failed = [
        Code::CannotRead,
        Code::CannotWrite,
        Code::CannotSign,
        Code::KeptFile,
        Code::SignedOff,
        Code::BadForm,
        Code::BadLayout,
        Code::BadMarkup,
    ];
    if errors().any(|finding| failed.contains(&finding.code)) {
        Outcome::Failed
    } else if errors().next().is_some() || (strict && findings.count(Severity::Warning) > 0) {
        Outcome::Faulty
    } else {
        Outcome::Fine
    }
}
