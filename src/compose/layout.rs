//! A form's layout, `report.hbs`: parsed once, rendered for every report.

use std::sync::Arc;

use handlebars::{Context, Handlebars};

use super::{handlebars, table};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::gap;
use crate::shelf::Shelf;

/// A layout.
pub struct Layout {
    /// What it is told by.
    name: String,
    handlebars: Handlebars<'static>,
}

impl Layout {
    /// The layout of a form.
    ///
    /// # Errors
    /// `bad-layout`.
    pub fn of_form(form: &str, templates: &Shelf) -> Result<Arc<Self>> {
        let path = format!("{form}/report.hbs");
        templates.keep::<Result<Arc<Self>>>(&path, || Self::read(&path, templates).map(Arc::new)).as_ref().clone()
    }

    /// The layout of the list of findings at the end of a draft.
    ///
    /// # Errors
    /// `bad-layout`.
    pub fn of_checklist(templates: &Shelf) -> Result<Arc<Self>> {
        const PATH: &str = "draft/checklist.hbs";
        templates.keep::<Result<Arc<Self>>>(PATH, || Self::read(PATH, templates).map(Arc::new)).as_ref().clone()
    }

    fn read(path: &str, templates: &Shelf) -> Result<Self> {
        let name = templates.name(path);
        let text = templates.read(path).ok_or_else(|| fault(&name, "没有这个文件"))?;
        let text = std::str::from_utf8(&text).map_err(|_| fault(&name, "不是 UTF-8 编码"))?;
        let mut handlebars = handlebars();
        table::register(&mut handlebars);
        handlebars.register_template_string("report", text).map_err(|error| fault(&name, &error.to_string()))?;
        Ok(Self { name, handlebars })
    }

    /// The mark-up of a report.
    ///
    /// # Errors
    /// `bad-layout`.
    pub fn render(&self, context: &Context) -> Result<String> {
        let markup = self.handlebars.render_with_context("report", context);
        markup.map(gap::to_markup).map_err(|error| fault(&self.name, &error.to_string()).into())
    }
}

fn fault(name: &str, message: &str) -> Diagnostic {
    Diagnostic::error(Code::BadLayout, format!("版式文件 {name}：{message}"))
}
