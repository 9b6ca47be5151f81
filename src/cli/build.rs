//! `nianbao build`: the files of a report, or one stage of the way there as text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ValueEnum;

use super::{Console, Outcome, Told, outcome, parallel};
use crate::diagnostic::show;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Result};
use crate::draft::{self, Manner};
use crate::gap;
use crate::output::{self, Manifest};
use crate::{Built, Checked, Composed, Format, Project, layout, write};

#[derive(clap::Args)]
#[command(
    help_template = super::usage::TEMPLATE,
    next_help_heading = "选项",
    after_help = "例：\n  nianbao build 示例县/2020                    没有错误，写出定稿\n  nianbao build 示例县/2020 --draft            有错误、没填完也写出送审稿\n  nianbao build 示例县/2020 --draft --watermark 内部审阅 --line-numbers"
)]
pub struct Arguments {
    /// 年度文件夹，例如 examples/ganzhou/2020
    #[arg(required = true, value_name = "年度文件夹", help_heading = "参数")]
    folders: Vec<PathBuf>,
    /// 写到哪个文件夹（默认 out）
    #[arg(long, short, default_value = "out", value_name = "文件夹", hide_default_value = true)]
    output: PathBuf,
    /// 生成哪些格式，用逗号隔开：docx（供修改和摘用）、pdf（供打印和公布）、png（各页的图片）；默认前两种
    #[arg(long, value_delimiter = ',', default_value = "docx,pdf", value_name = "格式")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    format: Vec<Format>,
    /// DOCX 里写哪一套字体名：office（仿宋_GB2312 等公文常用的字体，默认）、shipped（随程序带的字体）
    #[arg(long, default_value = "office", value_name = "字体", hide_default_value = true, hide_possible_values = true)]
    docx_fonts: Fonts,
    /// 送审稿：有错误、没填完也生成，文件名末尾是“（送审稿）”；页页有水印，没填的印成 □，问题标在文中，末页是核对清单
    #[arg(long)]
    draft: bool,
    /// 送审稿的水印（默认 送审稿）
    #[arg(long, requires = "draft", value_name = "文字", value_parser = watermark)]
    watermark: Option<String>,
    /// 送审稿编行号，每 5 行一个
    #[arg(long, requires = "draft")]
    line_numbers: bool,
    /// 不写文件，把中间的一步作为文字印出来：markup（填好的标记）、document（文档树）、pages（排好的各页）
    #[arg(long, value_name = "步骤", hide_possible_values = true)]
    to: Option<Stage>,
    /// 覆盖不是本程序写出的、或者被人改过的文件
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Fonts {
    Office,
    Shipped,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Stage {
    Markup,
    Document,
    Pages,
}

/// Runs the command.
pub fn run(arguments: &Arguments, console: &Console) -> Outcome {
    let mut checked = vec![];
    let manner = arguments.manner();
    let check = |folder: &PathBuf| match &manner {
        Some(manner) => draft::draft(&console.project(folder), folder, manner),
        None => crate::check(&console.project(folder), folder),
    };
    parallel::in_order(&arguments.folders, check, |one| checked.push(one));
    let shared = shared_stems(checked.iter().filter_map(|checked| checked.as_ref().ok()));
    let mut taken: BTreeMap<PathBuf, &Path> = BTreeMap::new();
    let mut jobs = vec![];
    for (folder, mut checked) in arguments.folders.iter().zip(checked) {
        if let (Ok(checked), Fonts::Shipped) = (&mut checked, arguments.docx_fonts) {
            Arc::make_mut(&mut checked.report.form).style.name_carried_fonts();
        }
        let sound = checked.as_ref().ok().filter(|checked| checked.composed.is_some());
        let target = sound.map(|checked| target(&arguments.output, folder, checked, &shared)).unwrap_or_default();
        let twin = sound.and_then(|checked| taken.insert(target.join(stem(checked)), folder));
        jobs.push(Job { folder, checked, target, twin });
    }
    let mut worst = Outcome::Fine;
    parallel::in_order(&jobs, |job| job.run(arguments, console), |told| worst = worst.max(console.tell(told)));
    worst
}

impl Arguments {
    /// How a draft is to look, if one is asked for.
    fn manner(&self) -> Option<Manner> {
        let watermark = self.watermark.clone().unwrap_or_else(|| draft::WATERMARK.into());
        self.draft.then_some(Manner { watermark, line_numbers: self.line_numbers })
    }
}

/// The words of a watermark: some that show, and few enough to be read across a page.
fn watermark(text: &str) -> std::result::Result<String, String> {
    const MOST: usize = 20;
    let text = text.trim();
    let sound = (1..=MOST).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    if sound { Ok(text.into()) } else { Err(format!("水印是 1 到 {MOST} 个字")) }
}

/// A report to be made.
struct Job<'a> {
    folder: &'a Path,
    checked: Result<Checked>,
    /// The folder for its files.
    target: PathBuf,
    /// The folder of a report before it that has the same files.
    twin: Option<&'a Path>,
}

impl Job<'_> {
    fn run(&self, arguments: &Arguments, console: &Console) -> Told {
        let mut told = Told::default();
        if let Err(findings) = self.make(arguments, console, &mut told) {
            let summary = show::summary(&findings).unwrap_or_default();
            told.note += &console.shown(&findings);
            told.note += &format!("{}：{summary}，没有写出报告\n", self.folder.display());
            told.outcome = outcome(&findings, false);
        }
        told
    }

    fn make(&self, arguments: &Arguments, console: &Console, told: &mut Told) -> Result<()> {
        let checked = self.checked.as_ref().map_err(Clone::clone)?;
        let findings = checked.findings.clone();
        // A draft is made although there are errors, and lists them.
        let drafted = checked.composed.as_ref().is_some_and(Composed::is_draft);
        told.note += &console.shown(&if drafted { findings } else { findings.or_fail()? });
        let project = console.project(self.folder);
        match (arguments.to, self.twin) {
            (Some(stage), _) => told.result += &print(stage, &project, checked)?,
            (None, Some(twin)) => return Err(same_file(twin, checked).into()),
            (None, None) => {
                let (paths, findings) = build(arguments, &project, checked, &self.target)?;
                told.note += &console.shown(&findings);
                paths.iter().for_each(|path| told.result += &console.line(path.display()));
                if let Some(summary) = show::summary(&checked.findings).filter(|_| drafted) {
                    let line = format!("{}：{summary}，已列在送审稿末页的核对清单里", self.folder.display());
                    told.note += &console.line(line);
                }
            }
        }
        Ok(())
    }
}

/// How often each file name would be written.
fn shared_stems<'a>(reports: impl Iterator<Item = &'a Checked>) -> BTreeMap<String, usize> {
    let mut stems = BTreeMap::new();
    reports.for_each(|checked| *stems.entry(stem(checked)).or_default() += 1);
    stems
}

fn stem(checked: &Checked) -> String {
    let title = gap::unmarked(&checked.report.meta.title_line());
    let suffix = if checked.composed.as_ref().is_some_and(Composed::is_draft) { draft::SUFFIX } else { "" };
    output::stem_with(&title, suffix)
}

/// The folder for a report's files; reports that would share a name go into folders of their organs.
fn target(output: &Path, folder: &Path, checked: &Checked, shared: &BTreeMap<String, usize>) -> PathBuf {
    if shared.get(&stem(checked)).is_none_or(|times| *times < 2) {
        return output.into();
    }
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.into());
    let organ = whole.parent().and_then(Path::file_name);
    organ.map_or_else(|| output.into(), |organ| output.join(organ))
}

/// Two reports of one run that would be written to the same file.
fn same_file(other: &Path, checked: &Checked) -> Diagnostic {
    let message = format!("与 {} 的报告同名（{}），没有覆盖它", other.display(), stem(checked));
    Diagnostic::error(Code::KeptFile, message).help("改标题，或者分两次用 -o 写到不同的文件夹")
}

/// Makes the files and puts them where they belong; their paths, and what was found in making them.
fn build(arguments: &Arguments, project: &Project, checked: &Checked, target: &Path) -> Result<(Vec<PathBuf>, Diagnostics)> {
    let report = &checked.report;
    let formats: BTreeSet<Format> = arguments.format.iter().copied().collect();
    let formats: Vec<Format> = formats.into_iter().collect();
    let Built { files, findings } = crate::build(project, checked, &formats)?;
    let manifest = Manifest {
        version: env!("CARGO_PKG_VERSION").into(),
        form: report.form.name.clone(),
        inputs: report.inputs(),
        accepted: report.acceptances.clone(),
        ..Manifest::default()
    };
    let paths = output::write(target, &stem(checked), &files, manifest, arguments.force)?;
    Ok((paths, findings))
}

/// One stage of the way to the files, as text.
fn print(stage: Stage, project: &Project, checked: &Checked) -> Result<String> {
    let Some(Composed { markup, document, review }) = &checked.composed else { return Err(checked.findings.clone()) };
    Ok(match stage {
        Stage::Markup => markup.clone(),
        Stage::Document => write::tree::write(document),
        Stage::Pages => {
            write::pages::write(&layout::lay_out_reviewed(document, &checked.report.form.style, review, &project.fonts)?)
        }
    })
}
