//! Form → the files of a year to fill in: every key with what belongs there, and what last year's report already says.

mod carry;
mod cover;
mod lines;
mod prose;
mod tables;

pub use carry::Carried;

use crate::diagnostic::Result;
use crate::form::Form;
use crate::report::Report;
use crate::schema;
use crate::shelf::Shelf;

/// The file that editors read the schema from. It stands beside the data, so that no network is needed.
pub const SCHEMA: &str = "nianbao.schema.json";

/// What is written in place of what is not known yet.
const BLANK: &str = "~";

/// The files of a year with their names, under the form that applies. `last` is last year's report.
///
/// # Errors
/// As [`Form::of_year`].
pub fn files(templates: &Shelf, year: u16, last: Option<&Report>) -> Result<Vec<(&'static str, String)>> {
    let form = Form::of_year(templates, year)?;
    // Figures go from one year to the next only; what an office is called lasts longer.
    let before = last.filter(|last| last.meta.year + 1 == year);
    let carried = before.map(|last| Carried::from(&form, last)).unwrap_or_default();
    Ok(vec![
        ("报告.yaml", headed(&cover::write(&form, year, last))),
        ("正文.yaml", headed(&prose::write(&form, year))),
        ("表.yaml", headed(&tables::write(&form, year, &carried))),
        (SCHEMA, schema::of(&form)),
    ])
}

/// A file's text below the line by which editors find the schema.
fn headed(text: &str) -> String {
    format!("# yaml-language-server: $schema={SCHEMA}\n{text}")
}
