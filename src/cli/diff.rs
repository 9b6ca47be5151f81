//! `nianbao diff`: what changed between two years' folders.

use std::path::PathBuf;

use clap::ValueEnum;

use super::{Console, Outcome};
use crate::diagnostic::{Diagnostics, Result, Severity};
use crate::{Checked, diff};

#[derive(clap::Args)]
#[command(
    help_template = super::usage::TEMPLATE,
    next_help_heading = "选项",
    after_help = "退出码：0 没有不同，1 有不同，2 有一份读不出来，或者文件写不出来。"
)]
pub struct Arguments {
    /// 旧的年度文件夹
    #[arg(value_name = "旧", help_heading = "参数")]
    old: PathBuf,
    /// 新的年度文件夹：同一份报告后来的样子，或者另一年度
    #[arg(value_name = "新", help_heading = "参数")]
    new: PathBuf,
    /// 写法：human（给人看，默认）、json（供程序读）
    #[arg(long, value_name = "写法", default_value = "human", hide_default_value = true, hide_possible_values = true)]
    format: Layout,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Layout {
    Human,
    Json,
}

/// Runs the command.
pub fn run(arguments: &Arguments, console: &Console) -> Outcome {
    let read = [&arguments.old, &arguments.new].map(|folder| crate::check(&console.project(folder), folder));
    let [old, new] = match both(read) {
        Ok(both) => both,
        Err(findings) => {
            console.show(&findings);
            console.note("没有比较\n");
            return Outcome::Failed;
        }
    };
    for checked in [&old, &new] {
        // What cannot be read cannot be compared either; the rest is no matter of a comparison.
        let errors = checked.findings.0.iter().filter(|finding| finding.severity == Severity::Error);
        console.show(&Diagnostics(errors.cloned().collect()));
    }
    let difference = diff::compare(&old, &new);
    let reports = [&old.report, &new.report];
    match arguments.format {
        Layout::Json => {
            let folders = [&arguments.old, &arguments.new].map(|folder| folder.display().to_string());
            console.result(&diff::json(&difference, [&folders[0], &folders[1]], reports));
        }
        Layout::Human => {
            console.print(&diff::text(&difference, reports, console.colors_results()));
            console.say(&difference.summary());
        }
    }
    if difference.is_empty() { Outcome::Fine } else { Outcome::Faulty }
}

/// Both reports, or what forbids reading either.
fn both(read: [Result<Checked>; 2]) -> Result<[Checked; 2]> {
    match read {
        [Ok(old), Ok(new)] => Ok([old, new]),
        [old, new] => {
            let mut findings = old.err().unwrap_or_default();
            findings.extend(new.err().unwrap_or_default());
            Err(findings)
        }
    }
}
