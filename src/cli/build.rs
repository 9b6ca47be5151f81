//! `nianbao build`: the files of a report, or one stage of the way there as text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ValueEnum;

use super::{Console, Outcome, Told, outcome, parallel};
use crate::diagnostic::show;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Result, Severity};
use crate::output::{self, Make, Manifest};
use crate::report::Report;
use crate::{Built, Checked, Composed, Format, Project, layout, write};

#[derive(clap::Args)]
#[command(help_template = super::usage::TEMPLATE, next_help_heading = "选项")]
pub struct Arguments {
    /// 年度文件夹，例如 examples/ganzhou/2020
    #[arg(required = true, value_name = "年度文件夹", help_heading = "参数")]
    folders: Vec<PathBuf>,
    /// 写到哪个文件夹（默认 out）
    #[arg(long, short, default_value = "out", value_name = "文件夹", hide_default_value = true)]
    output: PathBuf,
    /// 生成哪些格式，用逗号隔开：docx（供修改和摘用）、pdf（供打印和公布）、png（各页的图片）、html（网页）、csv（表里的数，供电子表格）、json（同上，供数据库）、meta（公开目录要填的各项和各文件的校验值）；默认前两种
    #[arg(long, value_delimiter = ',', default_value = "docx,pdf", value_name = "格式")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    format: Vec<Format>,
    /// 另写一份网页片段（….片段.html），供贴进网站的编辑器
    #[arg(long)]
    fragment: bool,
    /// DOCX 里写哪一套字体名：office（仿宋_GB2312 等公文常用的字体，默认）、shipped（随程序带的字体）
    #[arg(long, default_value = "office", value_name = "字体", hide_default_value = true, hide_possible_values = true)]
    docx_fonts: Fonts,
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
    let check = |folder: &PathBuf| crate::check(&console.project(folder), folder);
    parallel::in_order(&arguments.folders, check, |one| checked.push(one));
    let shared = shared_stems(checked.iter().filter_map(|checked| checked.as_ref().ok()));
    let mut taken: BTreeMap<PathBuf, &Path> = BTreeMap::new();
    let mut jobs = vec![];
    for (folder, mut checked) in arguments.folders.iter().zip(checked) {
        if let (Ok(checked), Fonts::Shipped) = (&mut checked, arguments.docx_fonts) {
            Arc::make_mut(&mut checked.report.form).style.name_carried_fonts();
        }
        let sound = checked.as_ref().ok().filter(|checked| checked.findings.count(Severity::Error) == 0);
        let target = sound.map(|checked| target(&arguments.output, folder, &checked.report, &shared)).unwrap_or_default();
        let twin = sound.and_then(|checked| taken.insert(target.join(stem(&checked.report)), folder));
        jobs.push(Job { folder, checked, target, twin });
    }
    let mut worst = Outcome::Fine;
    parallel::in_order(&jobs, |job| job.run(arguments, console), |told| worst = worst.max(console.tell(told)));
    worst
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
        told.note += &console.shown(&checked.findings.clone().or_fail()?);
        let project = console.project(self.folder);
        match (arguments.to, self.twin) {
            (Some(stage), _) => told.result += &print(stage, &project, checked)?,
            (None, Some(twin)) => return Err(same_file(twin, &checked.report).into()),
            (None, None) => {
                let (paths, findings) = build(arguments, &project, checked, &self.target)?;
                told.note += &console.shown(&findings);
                paths.iter().for_each(|path| told.result += &console.line(path.display()));
            }
        }
        Ok(())
    }
}

/// How often each file name would be written.
fn shared_stems<'a>(reports: impl Iterator<Item = &'a Checked>) -> BTreeMap<String, usize> {
    let mut stems = BTreeMap::new();
    reports.for_each(|checked| *stems.entry(stem(&checked.report)).or_default() += 1);
    stems
}

fn stem(report: &Report) -> String {
    output::stem(&report.meta.title_line())
}

/// The folder for a report's files; reports that would share a name go into folders of their organs.
fn target(output: &Path, folder: &Path, report: &Report, shared: &BTreeMap<String, usize>) -> PathBuf {
    if shared.get(&stem(report)).is_none_or(|times| *times < 2) {
        return output.into();
    }
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.into());
    let organ = whole.parent().and_then(Path::file_name);
    organ.map_or_else(|| output.into(), |organ| output.join(organ))
}

/// Two reports of one run that would be written to the same file.
fn same_file(other: &Path, report: &Report) -> Diagnostic {
    let message = format!("与 {} 的报告同名（{}），没有覆盖它", other.display(), stem(report));
    Diagnostic::error(Code::KeptFile, message).help("改标题，或者分两次用 -o 写到不同的文件夹")
}

/// Makes the files and puts them where they belong; their paths, and what was found in making them.
fn build(arguments: &Arguments, project: &Project, checked: &Checked, target: &Path) -> Result<(Vec<PathBuf>, Diagnostics)> {
    let report = &checked.report;
    let fragment = arguments.fragment.then_some(Format::Fragment);
    let formats: BTreeSet<Format> = arguments.format.iter().copied().chain(fragment).collect();
    let formats: Vec<Format> = formats.into_iter().collect();
    let Built { files, findings } = crate::build(project, checked, &formats)?;
    let manifest =
        Manifest { make: Make::of(project, checked), accepted: report.acceptances.clone(), ..Manifest::default() };
    let paths = output::write(target, &stem(report), &files, manifest, arguments.force)?;
    Ok((paths, findings))
}

/// One stage of the way to the files, as text.
fn print(stage: Stage, project: &Project, checked: &Checked) -> Result<String> {
    let Some(Composed { markup, document, .. }) = &checked.composed else { return Err(checked.findings.clone()) };
    Ok(match stage {
        Stage::Markup => markup.clone(),
        Stage::Document => write::tree::write(document),
        Stage::Pages => write::pages::write(&layout::lay_out(document, &checked.report.form.style, &project.fonts)?),
    })
}
