//! `nianbao import`: a published report as the data of a year.

use std::path::PathBuf;

use super::{Console, Outcome, check, new, outcome};
use crate::diagnostic::Result;
use crate::{import, output};

#[derive(clap::Args)]
#[command(help_template = super::usage::TEMPLATE,
    override_usage = "nianbao import [选项] --output <年度文件夹> <文件>", next_help_heading = "选项")]
pub struct Arguments {
    /// 已公开的报告：DOCX、网页（HTML），或者从 PDF 取出的文字（TXT）
    #[arg(value_name = "文件", help_heading = "参数")]
    file: PathBuf,
    /// 写到哪个年度文件夹，例如 示例县/2020；里面已有的文件不覆盖
    #[arg(long, short, value_name = "年度文件夹")]
    output: PathBuf,
}

/// Runs the command.
pub fn run(arguments: &Arguments, console: &Console) -> Outcome {
    let paths = match make(arguments, console) {
        Ok(paths) => paths,
        Err(findings) => {
            console.show(&findings);
            console.note(&format!("{}：没有写文件\n", arguments.output.display()));
            return Outcome::Failed;
        }
    };
    paths.iter().for_each(|path| console.say(&path.display().to_string()));
    let findings = check::findings(&arguments.output, console);
    console.show(&findings);
    console.say(&check::conclusion(&arguments.output, &findings));
    outcome(&findings, false)
}

fn make(arguments: &Arguments, console: &Console) -> Result<Vec<PathBuf>> {
    let project = console.project(&arguments.output);
    let imported = import::import(&arguments.file, &project.templates)?;
    new::refuse_data(&arguments.output)?;
    let paths = output::create(&arguments.output, &imported.files)?;
    console.show(&imported.findings);
    Ok(paths)
}
