//! `nianbao rollup`: the tables of a government as the sum of those of its units.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::batch::{self, Folders, Report};
use super::check::Layout;
use super::tally::Done;
use super::{Console, Outcome, Told, explain, outcome};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Result, Severity};
use crate::form::Form;
use crate::rollup::{Addend, Gathered, Gathering, List, Settled, settle};

#[derive(clap::Args)]
#[command(
    help_template = super::usage::TEMPLATE,
    override_usage = "nianbao rollup [选项] --output <政府的年度文件夹> <单位的年度文件夹>...",
    next_help_heading = "选项",
    after_help = "例：\n  nianbao rollup '各单位/*/2025' -o 示例县/2025\n  nianbao rollup '各单位/*/2025' -o 示例县/2025 --explain 申请.新收.自然人\n\n退出码：0 写出来了，或者与已有的表一致；1 没有汇总，或者与已有的表不同；2 读不出、写不出，或者命令写错了。"
)]
pub struct Arguments {
    #[command(flatten)]
    folders: Folders,
    /// 政府的年度文件夹：里面没有表，就写出 表.yaml；已有表，就逐格比较，不改动它
    #[arg(long, short, required_unless_present = "explain", value_name = "政府的年度文件夹")]
    output: Option<PathBuf>,
    /// 单位清单：应当报送的单位（默认用各单位文件夹旁边的 单位.yaml，没有就不核对齐不齐）
    #[arg(long, value_name = "文件")]
    units: Option<PathBuf>,
    /// 先汇总已有的：有单位没有数据、数据有错误，也汇总，并且写明是哪些
    #[arg(long)]
    partial: bool,
    /// 各单位的表式不同时，汇总用哪一种，例如 2021：只加各种表式都有的格
    #[arg(long, value_name = "表式")]
    form: Option<String>,
    /// 已有的表与各单位之和不同，也换成各单位之和；原来的文件改名留在旁边
    #[arg(long)]
    force: bool,
    /// 不写文件，列出一格（例如 申请.新收.自然人）或者一组里各单位填了多少，在哪个文件的哪一行
    #[arg(long, value_name = "名称", conflicts_with_all = ["units", "partial", "form", "force", "report"])]
    explain: Option<String>,
    /// 问题的写法：human（画在所指的行下面，默认）、short（一行一个）、json（一行一个对象，供程序读）
    #[arg(long, value_name = "写法", default_value = "human", hide_default_value = true, hide_possible_values = true)]
    format: Layout,
    #[command(flatten)]
    report: Report,
}

/// Runs the command.
pub fn run(arguments: &Arguments, console: &Console) -> Outcome {
    let units = match Units::read(arguments, console) {
        Ok(_) if arguments.report.is_refused(console) => return Outcome::Failed,
        Ok(units) => units,
        Err(findings) => return arguments.tell(&findings, console).max(Outcome::Failed),
    };
    match &arguments.explain {
        Some(path) => explain::run(path.trim(), &units.folders, arguments.format, console),
        None => units.sum_up(arguments, console),
    }
}

impl Arguments {
    /// Tells findings in the manner that is asked for.
    fn tell(&self, findings: &Diagnostics, console: &Console) -> Outcome {
        let (note, result) = self.format.tell(findings, console);
        console.tell(Told { note, result, outcome: outcome(findings, false), done: Done::default() })
    }

    /// Says a line of the result, unless programs read it.
    fn say(&self, line: &str, console: &Console) {
        if self.format == Layout::Human {
            console.say(line);
        }
    }

    /// Says why nothing was written, unless programs read it.
    fn note(&self, line: &str, console: &Console) {
        if self.format == Layout::Human {
            console.note(&format!("{line}\n"));
        }
    }
}

/// What is to be summed up.
struct Units {
    folders: Vec<PathBuf>,
    list: Option<List>,
    /// The form of the sum, if it is asked for.
    wanted: Option<Arc<Form>>,
}

impl Units {
    /// The folders of the units, and the list of those that must report; what is said of them is told.
    fn read(arguments: &Arguments, console: &Console) -> Result<Self> {
        let (mut folders, again) = arguments.folders.read()?;
        let twice = |folder: &PathBuf| {
            let message = format!("{} 写了不止一次，只加一次", folder.display());
            Diagnostic::warning(Code::DoubleUnit, message).help("同一个文件夹写一次就够了")
        };
        arguments.tell(&Diagnostics(again.iter().map(twice).collect()), console);
        // A government's own folder often lies beside those of its units, and fits the same pattern.
        let own = arguments.output.as_ref().and_then(|output| fs::canonicalize(output).ok());
        let is_own = |folder: &PathBuf| own.is_some() && fs::canonicalize(folder).ok() == own;
        let skipped = folders.iter().filter(|folder| is_own(folder)).map(|folder| {
            let message = format!("{} 是汇总写到的文件夹，不算单位", folder.display());
            Diagnostic::new(Severity::Hint, Code::DoubleUnit, message)
        });
        arguments.tell(&Diagnostics(skipped.collect()), console);
        folders.retain(|folder| !is_own(folder));
        if folders.is_empty() {
            return Err(Diagnostic::error(Code::CannotRead, "除了汇总写到的文件夹，没有别的单位").into());
        }
        let list = match (&arguments.units, &arguments.explain) {
            (_, Some(_)) => None,
            (Some(path), None) => Some(List::read(path)?),
            (None, None) => List::beside(&folders)?,
        };
        let templates = console.project(arguments.output.as_deref().unwrap_or(Path::new("."))).templates;
        if let (Some(list), Some(output)) = (&list, &arguments.output) {
            list.refuse(output, &templates)?;
        }
        let known = Form::names(&templates);
        if let Some(name) = arguments.form.as_ref().filter(|name| !known.contains(name)) {
            let finding = Diagnostic::error(Code::BadValue, format!("--form：没有“{name}”这个表式"));
            return Err(finding.help(format!("现有表式：{}", known.join("、"))).into());
        }
        let wanted = arguments.form.as_ref().map(|name| Form::load(&templates, name)).transpose()?;
        Ok(Self { folders, list, wanted })
    }

    /// Adds up the units, and writes the sum or compares it with what stands.
    fn sum_up(self, arguments: &Arguments, console: &Console) -> Outcome {
        let gathering = Mutex::new(Gathering::new(self.wanted.clone()));
        let which: Vec<_> = (0..self.folders.len()).collect();
        let (rows, worst) = batch::each(&self.folders, &which, console, |at| {
            let folder = &self.folders[at];
            let checked = crate::look_through(&console.project(folder), folder);
            let findings = checked.as_ref().map_or_else(Clone::clone, |(_, findings)| findings.clone());
            let done = Done::found(&findings);
            let addend = Addend::of(at, folder, checked, self.wanted.as_deref());
            let errors = findings.0.into_iter().filter(|finding| finding.severity == Severity::Error);
            let told = Diagnostics(errors.chain(addend.told.0.iter().cloned()).collect());
            gathering.lock().unwrap_or_else(PoisonError::into_inner).take(addend);
            let (note, result) = arguments.format.tell(&told, console);
            Told { note, result, outcome: outcome(&told, false), done }
        });
        let reported = arguments.report.write(&rows, console);
        if rows.len() < self.folders.len() {
            console.note(&format!("已停下：看完 {} 个单位，共 {} 个；没有汇总\n", rows.len(), self.folders.len()));
            return Outcome::Failed;
        }
        let gathering = gathering.into_inner().unwrap_or_else(PoisonError::into_inner);
        let gathered = gathering.finish(self.list.as_ref(), arguments.partial);
        reported.max(self.settle(&gathered, worst, arguments, console))
    }

    /// Writes or compares the sum, unless something stands in the way; `worst` is what came of reading the units.
    fn settle(&self, gathered: &Gathered, worst: Outcome, arguments: &Arguments, console: &Console) -> Outcome {
        let told = arguments.tell(&gathered.findings, console);
        let sum = gathered.sum.as_ref().filter(|_| gathered.findings.count(Severity::Error) == 0);
        let (Some(sum), Some(output)) = (sum, &arguments.output) else {
            let faulty = gathered.findings.0.iter().filter(|finding| finding.code == Code::FaultyUnit).count();
            let others = gathered.findings.count(Severity::Error).saturating_sub(faulty);
            let faulty = (faulty > 0).then(|| format!("{faulty} 个单位有错误"));
            let others = (others > 0).then(|| format!("{others} 个单位不齐、不合的错误"));
            let why: Vec<_> = faulty.into_iter().chain(others).collect();
            arguments.note(&format!("{}，没有汇总", why.join("，")), console);
            return told.max(worst);
        };
        let folder = output.display();
        let whose = format!("{} 个单位之和（{}）", sum.units, self.against());
        // For people it stands in the last line.
        if self.list.is_none() && arguments.format != Layout::Human {
            let finding = Diagnostic::new(Severity::Hint, Code::MissingUnit, self.against());
            arguments.tell(&finding.help("应当报送的单位写进 单位.yaml，放在各单位的文件夹旁边").into(), console);
        }
        match settle(sum, &gathered.remarks, output, &console.project(output).templates, arguments.force) {
            Ok(Settled::Written { paths, findings, changed }) => {
                let outcome = arguments.tell(&findings, console);
                paths.iter().for_each(|path| arguments.say(&path.display().to_string(), console));
                let changed = changed
                    .filter(|count| *count > 0)
                    .map(|count| format!("，上次汇总的有 {count} 处变了"))
                    .unwrap_or_default();
                arguments.say(&format!("{folder}：{whose}{changed}"), console);
                outcome
            }
            Ok(Settled::Same(findings)) => {
                let outcome = arguments.tell(&findings, console);
                let differs = findings.0.iter().any(|finding| finding.code == Code::RollupDiffers);
                let line = if differs { "只有已经核对的不同" } else { "一致" };
                arguments.say(&format!("{folder}：已有的表与 {whose}{line}，没有改动"), console);
                outcome
            }
            Ok(Settled::Differs(findings)) => {
                let outcome = arguments.tell(&findings, console);
                let help = "没有改动；要换成各单位之和，加 --force，原来的改名留在旁边";
                let count = findings.count(Severity::Error);
                arguments.note(&format!("{folder}：已有的表与 {whose}有 {count} 处不同，{help}"), console);
                outcome
            }
            Err(findings) => {
                let outcome = arguments.tell(&findings, console);
                arguments.note(&format!("{folder}：没有写文件"), console);
                outcome
            }
        }
    }

    /// Whether the units are all that must report, as far as that is known.
    fn against(&self) -> String {
        match &self.list {
            Some(list) => format!("对照 {}，应有 {} 个", list.path.display(), list.names.len()),
            None => "没有单位清单，没有核对齐不齐".into(),
        }
    }
}
