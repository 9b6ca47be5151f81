//! Form → the files of a year to fill in: every key with what belongs there, and what last year's report already says.

mod carry;
mod cover;
mod lines;
mod prose;
mod tables;

use std::collections::BTreeMap;

pub use carry::Carried;

use crate::diagnostic::Result;
use crate::form::Form;
use crate::report::{Report, Section};
use crate::schema;
use crate::shelf::Shelf;

/// The file that editors read the schema from. It stands beside the data, so that no network is needed.
pub const SCHEMA: &str = "nianbao.schema.json";

/// The file of the tables.
pub const TABLES: &str = "表.yaml";

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
    let figures = before.map(|last| Carried::from(&form, last)).unwrap_or_default();
    let cover = last.map(|last| cover::lasting(&form, year, last)).unwrap_or_default();
    let old = last.filter(|last| last.meta.site.is_some()).map(|last| last.meta.year);
    let headings = last.map(|last| cover::headings(&form, last)).unwrap_or_default();
    Ok(filled(&form, year, &Known { cover, headings, site_of: old, sections: vec![], figures }))
}

/// What is known of a year's data.
#[derive(Debug, Default)]
pub struct Known {
    /// Key of 报告 or of a group in it → values.
    pub cover: BTreeMap<&'static str, Vec<String>>,
    /// 部分标题: key of a part → its heading, where it is not the form's.
    pub headings: Vec<(String, String)>,
    /// The year that 网址 is of, if it is not this one.
    pub site_of: Option<u16>,
    /// The text.
    pub sections: Vec<Section>,
    /// The figures.
    pub figures: Carried,
}

/// The files of a year's tables alone with their names, filled in, with remarks at the head of the tables.
pub fn tables(form: &Form, year: u16, figures: &Carried, remarks: &[String]) -> Vec<(&'static str, String)> {
    vec![(TABLES, headed(&tables::write(form, year, remarks, figures))), (SCHEMA, schema::of(form))]
}

/// The files of a year with their names, what is known filled in.
pub fn filled(form: &Form, year: u16, known: &Known) -> Vec<(&'static str, String)> {
    vec![
        ("报告.yaml", headed(&cover::write(form, year, known))),
        ("正文.yaml", headed(&prose::write(form, year, &known.sections))),
        (TABLES, headed(&tables::write(form, year, &[], &known.figures))),
        (SCHEMA, schema::of(form)),
    ]
}

/// A file's text below the line by which editors find the schema.
fn headed(text: &str) -> String {
    format!("# yaml-language-server: $schema={SCHEMA}\n{text}")
}
