//! A form's layout, `report.hbs`: parsed once, rendered for every report.

use std::sync::Arc;

use handlebars::{Context, Handlebars, RenderErrorReason, TemplateErrorReason};

use super::context::Wanted;
use super::{handlebars, table};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::form::Form;
use crate::shelf::Shelf;
use crate::source::{Source, Span};
use crate::yaml;

/// A layout.
pub struct Layout {
    /// Its text, to tell places in it.
    source: Arc<Source>,
    handlebars: Handlebars<'static>,
}

impl Layout {
    /// The layout of a form.
    ///
    /// # Errors
    /// `bad-layout`.
    pub fn of_form(form: &Form, templates: &Shelf) -> Result<Arc<Self>> {
        let path = format!("{}/report.hbs", form.name);
        let read = || Self::read(&path, Some(form), templates).map(Arc::new);
        templates.keep::<Result<Arc<Self>>>(&path, read).as_ref().clone()
    }

    /// The layout of the list of findings at the end of a draft.
    ///
    /// # Errors
    /// `bad-layout`.
    pub fn of_checklist(templates: &Shelf) -> Result<Arc<Self>> {
        const PATH: &str = "draft/checklist.hbs";
        templates.keep::<Result<Arc<Self>>>(PATH, || Self::read(PATH, None, templates).map(Arc::new)).as_ref().clone()
    }

    fn read(path: &str, form: Option<&Form>, templates: &Shelf) -> Result<Self> {
        let name = templates.name(path);
        let missing = || Diagnostic::error(Code::BadLayout, format!("版式文件 {name}：没有这个文件"));
        let source = yaml::decode(name.clone(), &templates.read(path).ok_or_else(missing)?)?;
        // Marks of ours are made of them.
        let inner = source.text.char_indices().find(|(_, c)| ('\u{FDD0}'..='\u{FDEF}').contains(c));
        if let Some((at, c)) = inner {
            let span = Span { source: Arc::clone(&source), range: at..at + c.len_utf8() };
            let finding = Diagnostic::error(Code::BadLayout, format!("版式文件：有看不见的字符 U+{:04X}", u32::from(c)));
            return Err(finding.at(span, "").help("删去这个字符").into());
        }
        let mut handlebars = handlebars();
        table::register(&mut handlebars, form);
        let registered = handlebars.register_template_string("report", &source.text);
        registered.map_err(|error| fault(&source, error.pos(), malformed(error.reason())))?;
        Ok(Self { source, handlebars })
    }

    /// What it asks for of the data: the tables, 数字 and 上年 only if it names one of them, or goes through what it has no name for.
    pub fn wanted(&self, form: &Form) -> Wanted {
        let text = self.source.text.replace("{{this}}", "");
        let by_name = form.law.tables.iter().map(|table| table.key.as_str()).chain(["数字", "上年"]);
        let unnamed = ["this", "@root", "lookup", "..", " .", "=."];
        if by_name.chain(unnamed).any(|word| text.contains(word)) { Wanted::All } else { Wanted::In(String::new()) }
    }

    /// The mark-up of a report, with marks for the tables of the form and for gaps.
    ///
    /// # Errors
    /// `bad-layout`.
    pub fn render(&self, context: &Context) -> Result<String> {
        let markup = self.handlebars.render_with_context("report", context);
        markup.map_err(|error| {
            let place = error.line_no.zip(error.column_no);
            fault(&self.source, place, unfilled(error.reason())).into()
        })
    }
}

fn fault(source: &Arc<Source>, place: Option<(usize, usize)>, message: String) -> Diagnostic {
    let finding = Diagnostic::error(Code::BadLayout, format!("版式文件：{message}"));
    let (line, column) = place.unwrap_or((1, 1));
    finding.at(Span::at(source, line, column), "").help("写法见 docs/layout.md")
}

/// Why a layout cannot be read, in the user's words.
fn malformed(reason: &TemplateErrorReason) -> String {
    match reason {
        TemplateErrorReason::MismatchingClosedHelper(open, close)
        | TemplateErrorReason::MismatchingClosedDecorator(open, close) => {
            format!("开头是“{{{{#{open}}}}}”，结尾是“{{{{/{close}}}}}”，不是一对")
        }
        TemplateErrorReason::InvalidParam(parameter) => format!("“{parameter}”不能写在这里"),
        TemplateErrorReason::NestedSubexpression => "括号里不能再有括号".into(),
        _ => "“{{…}}”写得不对：花括号要成对，“{{#…}}”要有“{{/…}}”".into(),
    }
}

/// Why a layout cannot be filled in, in the user's words.
fn unfilled(reason: &RenderErrorReason) -> String {
    match reason {
        RenderErrorReason::MissingVariable(Some(name)) => format!("没有“{name}”这个名称"),
        RenderErrorReason::MissingVariable(None) => "没有这个名称".into(),
        RenderErrorReason::HelperNotFound(name) | RenderErrorReason::DecoratorNotFound(name) => {
            format!("没有“{name}”这个写法")
        }
        RenderErrorReason::PartialNotFound(name) => format!("没有“{{{{> {name}}}}}”要的一段"),
        RenderErrorReason::PartialBlockNotFound => "没有“{{> @partial-block}}”要的一段".into(),
        RenderErrorReason::CannotIncludeSelf => "一段不能包含自己".into(),
        RenderErrorReason::TemplateError(error) => malformed(error.reason()),
        // What the helpers say.
        RenderErrorReason::Other(message) if !message.is_ascii() => message.clone(),
        _ => "这一处填不出来：写法的参数不对".into(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Layout, Wanted};
    use crate::form::Form;
    use crate::shelf::Shelf;
    use crate::source::Source;

    #[test]
    fn a_layout_has_the_figures_that_it_can_come_to() {
        let templates = Shelf::templates(None);
        let form = Form::load(&templates, "2021").unwrap();
        let has_all = |layout: &Layout| matches!(layout.wanted(&form), Wanted::All);
        assert!(!has_all(&Layout::of_form(&form, &templates).unwrap()), "the carried layout prints tables whole");
        for text in [
            "{{申请.新收.总计}}",
            "{{上年.报告.机关}}",
            "{{#each this}}{{@key}}{{/each}}",
            "{{#each .}}{{@key}}{{/each}}",
            "{{#each 部分}}{{#each ..}}{{@key}}{{/each}}{{/each}}",
            "{{#each 部分}}{{#with (lookup @root 表)}}{{/with}}{{/each}}",
            "{{> 段落 数=this}}",
        ] {
            let source = Arc::new(Source { name: "版式".into(), text: text.into() });
            assert!(has_all(&Layout { source, handlebars: super::handlebars() }), "{text}");
        }
    }
}
