//! `nianbao sign`: a report was signed off.

use std::path::PathBuf;

use super::{Console, Outcome, outcome};
use crate::document::Date;
use crate::output::{Records, Signing, manifest};

#[derive(clap::Args)]
#[command(help_template = super::usage::TEMPLATE,
    override_usage = "nianbao sign [选项] <文件>...", next_help_heading = "选项")]
pub struct Arguments {
    /// 签发的报告：它的 PDF 或 DOCX，旁边要有清单（.manifest.json）
    #[arg(required = true, value_name = "文件", help_heading = "参数")]
    files: Vec<PathBuf>,
    /// 签发人
    #[arg(long, value_name = "姓名", value_parser = name)]
    by: Option<String>,
    /// 签发日期，写成 2021-02-19 这样
    #[arg(long, value_name = "日期", value_parser = date)]
    on: Option<String>,
    /// 登记错了，重新登记
    #[arg(long)]
    again: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments, console: &Console) -> Outcome {
    let signing = Signing { by: arguments.by.clone(), on: arguments.on.clone() };
    let mut records = Records::default();
    let sign = |file: &PathBuf| match crate::sign::sign(file, signing.clone(), arguments.again, &mut records) {
        Ok(()) => {
            console.say(&format!("{}：已登记{}", file.display(), signing.told()));
            Outcome::Fine
        }
        Err(findings) => {
            console.show(&findings);
            outcome(&findings, false)
        }
    };
    // A pattern such as out/* names the manifests, too.
    let files = arguments.files.iter().filter(|file| !file.to_string_lossy().ends_with(manifest::ENDING));
    files.map(sign).max().unwrap_or_default()
}

fn date(text: &str) -> Result<String, String> {
    Date::parse(text).map(|_| text.into()).ok_or_else(|| "写成 2021-02-19 这样".into())
}

fn name(text: &str) -> Result<String, String> {
    let text = text.trim();
    let sound = !text.is_empty() && !text.chars().any(char::is_control);
    if sound { Ok(text.into()) } else { Err("写上签发人的姓名".into()) }
}
