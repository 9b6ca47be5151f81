//! `nianbao build`: the files of a report, or one stage of the way there as text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::ValueEnum;

use super::batch::Batch;
use super::tally::Done;
use super::{Console, Outcome, Told, outcome, parallel};
use crate::diagnostic::show;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Result};
use crate::draft::{self, Manner};
use crate::gap;
use crate::output::{self, Make, Manifest};
use crate::report::{self, Report};
use crate::{Built, Checked, Composed, Format, Project, layout, write};

#[derive(clap::Args)]
#[command(
    help_template = super::usage::TEMPLATE,
    override_usage = "nianbao build [选项] <年度文件夹>...",
    next_help_heading = "选项",
    after_help = "例：\n  nianbao build 示例县/2020                    没有错误，写出定稿\n  nianbao build 示例县/2020 --draft            有错误、没填完也写出送审稿\n  nianbao build 示例县/2020 --draft --watermark 内部审阅 --line-numbers"
)]
pub struct Arguments {
    #[command(flatten)]
    folders: Batch,
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
    /// DOCX 里写哪一套字体名：office（仿宋_GB2312 等公文常用的字体，默认）、shipped（随程序带的字体，给用 LibreOffice 的人；PDF 也改照 LibreOffice 断行）
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
    /// 数据、版式、字体和程序都没有变的，也重新生成（不写则跳过）
    #[arg(long)]
    rebuild: bool,
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
    if arguments.draft && (arguments.fragment || !arguments.format.iter().all(|format| format.shows_drafts())) {
        console.note("送审稿只写成 docx、pdf 和 png，别的格式是公布用的；去掉 --draft，或者去掉别的格式\n");
        return Outcome::Failed;
    }
    let Some(folders) = arguments.folders.list(console) else { return Outcome::Failed };
    let places = places(&folders, arguments, console);
    arguments.folders.work(&folders, console, |at| {
        let twin = places[at].twin.map(|twin| folders[twin].as_path());
        Job { folder: &folders[at], target: &places[at].target, twin }.run(arguments, console)
    })
}

/// Where the files of a report go.
struct Place {
    target: PathBuf,
    /// The number of the report before it that has the same files.
    twin: Option<usize>,
}

/// Where the files of each report go: those that would share a name go into folders of their organs. For one alone nothing
/// need be read.
fn places(folders: &[PathBuf], arguments: &Arguments, console: &Console) -> Vec<Place> {
    let output = &arguments.output;
    if folders.len() < 2 {
        return folders.iter().map(|_| Place { target: output.into(), twin: None }).collect();
    }
    let mut stems = vec![];
    let title = |folder: &PathBuf| match arguments.draft {
        true => Some(Report::read_draft(folder, &console.project(folder).templates).ok()?.meta.title_line()),
        false => report::title(folder),
    };
    let stem = |folder: &PathBuf| title(folder).map(|title| arguments.stem(&title));
    parallel::in_order(folders, &AtomicBool::new(false), stem, |stem| stems.push(stem));
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    stems.iter().flatten().for_each(|stem| *times.entry(stem).or_default() += 1);
    let mut taken: BTreeMap<PathBuf, usize> = BTreeMap::new();
    let place = |(at, stem): (usize, &Option<String>)| {
        // What cannot be read is told when its turn comes.
        let Some(stem) = stem else { return Place { target: output.into(), twin: None } };
        let target = if times[stem.as_str()] < 2 { output.into() } else { of_organ(output, &folders[at]) };
        let first = *taken.entry(target.join(stem)).or_insert(at);
        Place { target, twin: (first < at).then_some(first) }
    };
    stems.iter().enumerate().map(place).collect()
}

/// The folder for the files of an organ, called as its own.
fn of_organ(output: &Path, folder: &Path) -> PathBuf {
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.into());
    let organ = whole.parent().and_then(Path::file_name);
    organ.map_or_else(|| output.into(), |organ| output.join(organ))
}

impl Arguments {
    /// How a draft is to look, if one is asked for.
    fn manner(&self) -> Option<Manner> {
        let watermark = self.watermark.clone().unwrap_or_else(|| draft::WATERMARK.into());
        self.draft.then_some(Manner { watermark, line_numbers: self.line_numbers })
    }

    /// The options that change the files, as they are typed.
    fn options(&self) -> Vec<String> {
        let fonts = (self.docx_fonts == Fonts::Shipped).then(|| "--docx-fonts shipped".to_string());
        let numbers = self.line_numbers.then(|| "--line-numbers".into());
        let watermark = self.watermark.as_ref().map(|text| format!("--watermark {text}"));
        let draft = self.draft.then(|| Manifest::DRAFT.into());
        draft.into_iter().chain(fonts).chain(numbers).chain(watermark).collect()
    }

    /// The name of the files of a report, without ending.
    fn stem(&self, title: &str) -> String {
        output::stem_with(&gap::unmarked(title), if self.draft { draft::SUFFIX } else { "" })
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
    /// The folder for its files.
    target: &'a Path,
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
            told.done = Done::found(&findings);
        }
        told
    }

    fn make(&self, arguments: &Arguments, console: &Console, told: &mut Told) -> Result<()> {
        let project = console.project(self.folder);
        let manner = arguments.manner();
        let mut checked = match &manner {
            Some(manner) => draft::draft(&project, self.folder, manner)?,
            None => crate::check(&project, self.folder)?,
        };
        if arguments.docx_fonts == Fonts::Shipped {
            Arc::make_mut(&mut checked.report.form).style.suit_carried_fonts();
        }
        // A draft is made although there are errors, and lists them.
        let findings = checked.findings.clone();
        let mut findings = if manner.is_some() { findings } else { findings.or_fail()? };
        let (mut files, mut unchanged) = (vec![], false);
        match (arguments.to, self.twin) {
            (Some(stage), _) => told.result += &print(stage, &project, &checked)?,
            (None, Some(twin)) => return Err(same_file(twin, &arguments.stem(&checked.report.meta.title_line())).into()),
            (None, None) => {
                let made = make(arguments, &project, &checked, self.target)?;
                findings.extend(made.findings);
                let mark = if made.unchanged { "（没有变化）" } else { "" };
                made.paths.iter().for_each(|path| told.result += &console.line(format_args!("{}{mark}", path.display())));
                (files, unchanged) = (made.paths, made.unchanged);
            }
        }
        told.note += &console.shown(&findings);
        if let Some(summary) = show::summary(&findings).filter(|_| manner.is_some() && arguments.to.is_none()) {
            told.note += &console.line(format_args!("{}：{summary}，已列在送审稿末页的核对清单里", self.folder.display()));
        }
        told.done = Done { files, unchanged, ..Done::found(&findings) };
        Ok(())
    }
}

/// Two reports of one run that would be written to the same file.
fn same_file(other: &Path, stem: &str) -> Diagnostic {
    let message = format!("与 {} 的报告同名（{stem}），没有覆盖它", other.display());
    Diagnostic::error(Code::KeptFile, message).help("改标题，或者分两次用 -o 写到不同的文件夹")
}

/// What was made of a report.
struct Made {
    paths: Vec<PathBuf>,
    /// Whether the files were there already.
    unchanged: bool,
    /// What was found in making them.
    findings: Diagnostics,
}

/// Makes the files and puts them where they belong, unless they are there from the same data.
fn make(arguments: &Arguments, project: &Project, checked: &Checked, target: &Path) -> Result<Made> {
    let report = &checked.report;
    let fragment = arguments.fragment.then_some(Format::Fragment);
    let formats: BTreeSet<Format> = arguments.format.iter().copied().chain(fragment).collect();
    let formats: Vec<Format> = formats.into_iter().collect();
    let make = Make { options: arguments.options(), ..Make::of(project, checked) };
    let stem = arguments.stem(&report.meta.title_line());
    // What is in the catalogue depends on what is made together with it.
    if !arguments.rebuild
        && !formats.contains(&Format::Meta)
        && let Some(paths) = output::standing(target, &stem, &formats, &make)
    {
        return Ok(Made { paths, unchanged: true, findings: Diagnostics::default() });
    }
    let Built { files, findings } = crate::build(project, checked, &formats)?;
    let manifest =
        Manifest { make, organ: report.meta.organ.clone(), accepted: report.acceptances.clone(), ..Manifest::default() };
    let paths = output::write(target, &stem, &files, manifest, arguments.force)?;
    Ok(Made { paths, unchanged: false, findings })
}

/// One stage of the way to the files, as text.
fn print(stage: Stage, project: &Project, checked: &Checked) -> Result<String> {
    let Some(Composed { markup, document, review, .. }) = &checked.composed else { return Err(checked.findings.clone()) };
    Ok(match stage {
        Stage::Markup => markup.to_string(),
        Stage::Document => write::tree::write(document),
        Stage::Pages => {
            write::pages::write(&layout::lay_out_reviewed(document, &checked.report.form.style, review, &project.fonts)?)
        }
    })
}
