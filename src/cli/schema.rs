//! `nianbao schema`: the JSON Schema of a form's data, for editors.

use std::path::Path;

use super::{Console, Outcome};
use crate::form::Form;
use crate::schema;

#[derive(clap::Args)]
#[command(help_template = super::usage::TEMPLATE,
    override_usage = "nianbao schema [选项]", next_help_heading = "选项")]
pub struct Arguments {
    /// 哪一种表式，例如 2021（默认最新的一种）
    #[arg(long, value_name = "表式")]
    form: Option<String>,
}

/// Runs the command.
pub fn run(arguments: &Arguments, console: &Console) -> Outcome {
    let templates = console.project(Path::new(".")).templates;
    let newest = Form::names(&templates).pop().unwrap_or_default();
    match Form::load(&templates, arguments.form.as_ref().unwrap_or(&newest)) {
        Ok(form) => {
            console.result(&schema::of(&form));
            Outcome::Fine
        }
        Err(findings) => {
            console.show(&findings);
            Outcome::Failed
        }
    }
}
