//! `nianbao diff`: what changed between two years' folders.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::{Console, Outcome};
use crate::diagnostic::{Diagnostics, Result, Severity};
use crate::{Checked, diff, draft, output};

#[derive(clap::Args)]
#[command(
    help_template = super::usage::TEMPLATE,
    override_usage = "nianbao diff [选项] <旧> <新>",
    next_help_heading = "选项",
    after_help = "退出码：0 没有不同，1 有不同，2 有一份读不出来，或者文件写不出来。"
)]
pub struct Arguments {
    /// 旧的年度文件夹
    #[arg(value_name = "旧", help_heading = "参数", display_order = 1)]
    old: PathBuf,
    /// 新的年度文件夹：同一份报告后来的样子，或者另一年度
    #[arg(value_name = "新", help_heading = "参数", display_order = 2)]
    new: PathBuf,
    /// 写法：human（给人看，默认）、json（供程序读）
    #[arg(long, value_name = "写法", default_value = "human", hide_default_value = true, hide_possible_values = true)]
    format: Layout,
    /// 写成 Word 文件（.docx），不同之处是修订：全部接受就是新的，全部拒绝就是旧的
    #[arg(long, short, value_name = "文件")]
    output: Option<PathBuf>,
    /// 修订的作者（默认 nianbao）
    #[arg(long, value_name = "姓名", default_value = "nianbao", hide_default_value = true)]
    author: String,
    /// 覆盖同名的文件，即使它不是本程序写出的比较稿
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Layout {
    Human,
    Json,
}

/// Runs the command.
pub fn run(arguments: &Arguments, console: &Console) -> Outcome {
    if let Some(path) = arguments.output.as_ref().filter(|path| !is_docx(path)) {
        console.note(&format!("{} 不是 .docx 文件名，没有比较\n", path.display()));
        return Outcome::Failed;
    }
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
    if let Some(path) = &arguments.output
        && let Err(findings) = write(path, &old, &new, arguments, console)
    {
        console.show(&findings);
        console.note(&format!("{}：没有写出来\n", path.display()));
        return Outcome::Failed;
    }
    match arguments.format {
        Layout::Json => {
            let folders = [&arguments.old, &arguments.new].map(|folder| folder.display().to_string());
            console.result(&diff::json(&difference, [&folders[0], &folders[1]], reports));
        }
        Layout::Human => {
            match &arguments.output {
                Some(path) => console.say(&path.display().to_string()),
                None => console.print(&diff::text(&difference, reports, console.colors_results())),
            }
            console.say(&difference.summary());
        }
    }
    if difference.is_empty() { Outcome::Fine } else { Outcome::Faulty }
}

fn is_docx(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("docx"))
}

fn write(path: &Path, old: &Checked, new: &Checked, arguments: &Arguments, console: &Console) -> Result<()> {
    // What has errors is compared as a draft shows it.
    let composed = |checked: &Checked, folder: &Path| match &checked.composed {
        Some(composed) => Ok(composed.clone()),
        None => draft::unreviewed(&console.project(folder), &checked.report, checked.last.as_ref()),
    };
    let (before, now) = (composed(old, &arguments.old)?, composed(new, &arguments.new)?);
    let bytes = diff::redline(&before, &now, &new.report.form.style, &arguments.author)?;
    output::single::write(path, &bytes, "比较稿", diff::is_untouched, arguments.force)
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
