//! `nianbao templates`: the carried forms, layouts and styles, written out to be changed.

use std::fs;
use std::path::PathBuf;

use super::{Console, Outcome};
use crate::diagnostic::reason;
use crate::shelf::Shelf;

#[derive(clap::Args)]
#[command(help_template = super::usage::TEMPLATE,
    override_usage = "nianbao templates [选项] --copy <文件夹>", next_help_heading = "选项")]
pub struct Arguments {
    /// 写到哪个文件夹；已有的文件不覆盖
    #[arg(long, required = true, value_name = "文件夹")]
    copy: PathBuf,
}

/// Runs the command.
pub fn run(arguments: &Arguments, console: &Console) -> Outcome {
    for (path, bytes) in Shelf::templates(None).carried() {
        let target = arguments.copy.join(path);
        if target.exists() {
            console.say(&format!("{} 已有，没有动", target.display()));
            continue;
        }
        let folder = target.parent().unwrap_or(&arguments.copy);
        if let Err(error) = fs::create_dir_all(folder).and_then(|()| fs::write(&target, bytes)) {
            console.note(&format!("写不出 {}：{}\n", target.display(), reason(&error)));
            return Outcome::Failed;
        }
        console.say(&target.display().to_string());
    }
    console.say(&format!("改好之后用 --templates {} 来用它", arguments.copy.display()));
    Outcome::Fine
}
