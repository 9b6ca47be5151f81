//! `nianbao verify`: is a file as the program made it, and from which data.

use std::path::{Path, PathBuf};

use super::{Console, Outcome, outcome};
use crate::origin::Origin;
use crate::output::Records;
use crate::verify::{Standing, Verdict};

#[derive(clap::Args)]
#[command(help_template = super::usage::TEMPLATE,
    override_usage = "nianbao verify [选项] <文件>...", next_help_heading = "选项")]
pub struct Arguments {
    /// 要查验的文件：PDF、DOCX、网页，或者写在同一文件夹里的其他文件
    #[arg(required = true, value_name = "文件", help_heading = "参数")]
    files: Vec<PathBuf>,
    /// 再查验是不是由这个年度文件夹里现在的数据生成的
    #[arg(long, value_name = "年度文件夹")]
    data: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments, console: &Console) -> Outcome {
    let data = match arguments.data.as_ref().map(|folder| crate::origin(&console.project(folder), folder)).transpose() {
        Ok(data) => data,
        Err(findings) => {
            console.show(&findings);
            return outcome(&findings, false);
        }
    };
    let mut records = Records::default();
    arguments.files.iter().map(|file| verify(file, data.as_ref(), &mut records, console)).max().unwrap_or_default()
}

fn verify(file: &Path, data: Option<&Origin>, records: &mut Records, console: &Console) -> Outcome {
    let verdict = match crate::verify::verify(file, records) {
        Ok(verdict) => verdict,
        Err(findings) => {
            console.show(&findings);
            return outcome(&findings, false);
        }
    };
    let sound = verdict.standing == Standing::Untouched
        && !verdict.is_draft()
        && !verdict.is_comparison()
        && data.is_none_or(|data| made_from(&verdict, data) == Some(true));
    console.result(&format!("{}：{}\n", file.display(), tell(&verdict, file, data)));
    if sound { Outcome::Fine } else { Outcome::Faulty }
}

/// Whether a file was made from data that make finals of an origin, if it says from which. Another version may say the same in
/// other words, and a draft says more than a final.
fn made_from(verdict: &Verdict, data: &Origin) -> Option<bool> {
    let origin = verdict.origin()?;
    Some(origin.data == data.data && (verdict.is_draft() || origin.version != data.version || origin.text == data.text))
}

/// All that is known, in one line.
fn tell(verdict: &Verdict, file: &Path, data: Option<&Origin>) -> String {
    let mut told = vec![match verdict.standing {
        Standing::Untouched => "没有改动".to_string(),
        Standing::Changed => "写出之后被改过，或者换成了另一份".into(),
        Standing::Unknown => "来历不明，不是本程序写出的，或者记号已经没有了".into(),
    }];
    if verdict.is_draft() {
        let named = file.file_stem().is_some_and(|stem| stem.to_string_lossy().contains("送审稿"));
        told.push(if named { "送审稿，不能签发" } else { "送审稿，不能签发，文件名却没有写明" }.into());
    } else if verdict.is_comparison() {
        told.push("比较稿，标着两份报告的不同，不是报告".into());
    } else if verdict.origin().is_some() {
        told.push("定稿".into());
    }
    if let Some(signing) = verdict.record.iter().find_map(|(_, manifest)| manifest.signed.as_ref()) {
        told.push(format!("已{}", signing.told()));
    }
    if let Some(version) = &verdict.version {
        told.push(format!("nianbao {version} 生成"));
    }
    if let Some(origin) = verdict.origin() {
        told.push(format!("{} 表式", origin.form));
    }
    if verdict.version.is_some() && verdict.record.is_none() && !verdict.is_comparison() {
        told.push("旁边没有清单（.manifest.json），凭文件自带的记号".into());
    }
    // A comparison is made from the data of two reports.
    if let Some(data) = data.filter(|_| !verdict.is_comparison()) {
        let from = match made_from(verdict, data) {
            Some(true) => "正是由这份数据生成",
            Some(false) => "不是由这份数据生成的",
            None => "看不出由哪份数据生成",
        };
        told.push(from.into());
    }
    told.join("；")
}
