//! `nianbao check`: all that is wrong with a year's data.

use std::path::Path;

use clap::ValueEnum;

use super::batch::Batch;
use super::tally::Done;
use super::{Console, Outcome, Told, outcome};
use crate::diagnostic::show::{self, Manner};
use crate::diagnostic::{Code, Diagnostics};

#[derive(clap::Args)]
#[command(help_template = super::usage::TEMPLATE,
    override_usage = "nianbao check [选项] <年度文件夹>...", next_help_heading = "选项")]
pub struct Arguments {
    #[command(flatten)]
    folders: Batch,
    /// 有警告也算不通过（退出码 1）
    #[arg(long)]
    strict: bool,
    /// 问题的写法：human（画在所指的行下面，默认）、short（一行一个：路径:行:列: error[代码]: 说明）、json（一行一个对象，供程序读）
    #[arg(long, value_name = "写法", default_value = "human", hide_default_value = true, hide_possible_values = true)]
    format: Layout,
    /// 解释一个问题代码，例如 sum-mismatch
    #[arg(long, value_name = "代码")]
    explain: Option<String>,
}

/// How findings are told.
#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub enum Layout {
    Human,
    Short,
    Json,
}

impl Layout {
    /// Findings as they are told: for people on standard error, for programs on standard output.
    pub fn tell(self, findings: &Diagnostics, console: &Console) -> (String, String) {
        match self {
            Self::Human => (console.shown(findings), String::new()),
            Self::Short => (String::new(), show::show(findings, Manner::Short)),
            Self::Json => (String::new(), show::show(findings, Manner::Json)),
        }
    }
}

/// Runs the command.
pub fn run(arguments: &Arguments, console: &Console) -> Outcome {
    if let Some(code) = &arguments.explain {
        return explain(code, console);
    }
    let Some(folders) = arguments.folders.list(console) else { return Outcome::Failed };
    arguments.folders.work(&folders, console, |at| check(&folders[at], arguments, console))
}

fn check(folder: &Path, arguments: &Arguments, console: &Console) -> Told {
    let findings = findings(folder, console);
    let outcome = outcome(&findings, arguments.strict);
    let (note, mut result) = arguments.format.tell(&findings, console);
    if arguments.format == Layout::Human {
        result = console.line(conclusion(folder, &findings));
    }
    Told { note, result, outcome, done: Done::found(&findings) }
}

/// All that is found in a folder, also what forbids reading it.
pub fn findings(folder: &Path, console: &Console) -> Diagnostics {
    crate::look_through(&console.project(folder), folder).map_or_else(|findings| findings, |(_, findings)| findings)
}

/// The line that ends what is told of a folder.
pub fn conclusion(folder: &Path, findings: &Diagnostics) -> String {
    let summary = show::summary(findings).unwrap_or_else(|| "没有发现问题".into());
    format!("{}：{summary}", folder.display())
}

fn explain(name: &str, console: &Console) -> Outcome {
    match Code::ALL.iter().find(|code| code.name() == name) {
        Some(code) => {
            console.result(&format!("{code}\n{}\n", code.explanation()));
            Outcome::Fine
        }
        None => {
            let known: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
            console.note(&format!("没有“{name}”这个代码。全部代码：\n{}\n", known.join("\n")));
            Outcome::Failed
        }
    }
}
