//! `nianbao new`: a year's folder to fill in.

use std::path::{Path, PathBuf};

use super::{Console, Outcome};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Result, Severity};
use crate::{Checked, output, scaffold, yaml};

#[derive(clap::Args)]
#[command(help_template = super::usage::TEMPLATE,
    override_usage = "nianbao new [选项] --year <年度> <年度文件夹>", next_help_heading = "选项")]
pub struct Arguments {
    /// 要建的年度文件夹，例如 示例县/2025；里面已有的文件不覆盖
    #[arg(value_name = "年度文件夹", help_heading = "参数")]
    folder: PathBuf,
    /// 报告的是哪一年
    #[arg(long, value_name = "年度", value_parser = year)]
    year: u16,
    /// 上一年度的文件夹：机关、署名、联系方式、上年结转等从那里带过来
    #[arg(long, value_name = "上年文件夹")]
    from: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments, console: &Console) -> Outcome {
    match make(arguments, console) {
        Ok(paths) => {
            paths.iter().for_each(|path| console.say(&path.display().to_string()));
            console.say(&format!("填好之后核对：nianbao check {}", arguments.folder.display()));
            Outcome::Fine
        }
        Err(findings) => {
            console.show(&findings);
            console.note(&format!("{}：没有写文件\n", arguments.folder.display()));
            Outcome::Failed
        }
    }
}

fn make(arguments: &Arguments, console: &Console) -> Result<Vec<PathBuf>> {
    let project = console.project(&arguments.folder);
    let last = arguments.from.as_ref().map(|from| crate::check(&console.project(from), from)).transpose()?;
    let files = scaffold::files(&project.templates, arguments.year, last.as_ref().map(|last| &last.report))?;
    refuse_data(&arguments.folder)?;
    let paths = output::create(&arguments.folder, &files)?;
    if let Some(last) = &last {
        console.show(&doubts(last, arguments.year));
    }
    Ok(paths)
}

/// A folder that has data, under whatever name, would have every key twice.
pub fn refuse_data(folder: &Path) -> Result<()> {
    let present = yaml::files(folder).unwrap_or_default();
    let kept = |path: PathBuf| {
        let finding = Diagnostic::error(Code::KeptFile, format!("{} 已有，没有动", path.display()));
        finding.help("这个年度已经有数据；要重新开始，换一个文件夹，或者先把它移开")
    };
    Diagnostics(present.into_iter().map(kept).collect()).or_fail().map(drop)
}

/// Told where last year's data are not last year's, or have faults.
fn doubts(last: &Checked, year: u16) -> Diagnostics {
    let mut doubts = Diagnostics::default();
    let before = last.report.meta.year;
    if before + 1 != year {
        let message = format!("带来的是{before}年度的数据，不是{year}年度的上一年度：只带来“报告”各项，没有带数字");
        doubts.push(Diagnostic::warning(Code::BadValue, message));
    }
    if last.findings.count(Severity::Error) > 0 {
        let message = format!("上一年度（{before}）的数据有错误，带过来的内容要再核对");
        doubts.push(Diagnostic::warning(Code::FaultyLastYear, message).help("先核对上一年度的文件夹"));
    }
    doubts
}

fn year(text: &str) -> std::result::Result<u16, String> {
    text.parse().ok().filter(|year| (1900..=9999).contains(year)).ok_or_else(|| "写成四位数字，例如 2020".into())
}
