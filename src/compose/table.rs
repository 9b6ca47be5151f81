//! A table of the form with the report's figures → mark-up. `{{表 "申请"}}` in a layout.

use std::borrow::Cow;
use std::fmt::Write;

use handlebars::{Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason};
use serde_json::{Map, Value};

use crate::document::Align;
use crate::form::{Axis, Band, Filling, Form, Stub, Table, depth, place};
use crate::gap::GAP;
use crate::report::Report;
use crate::shelf::Shelf;
use crate::yaml::join;

/// The key of the context that holds the tables; no path of a layout can begin so.
const KEY: &str = "@表";

/// Registers the helper 表, which prints a table that the context has ready.
pub fn register(handlebars: &mut Handlebars) {
    let helper =
        |helper: &Helper, _: &Handlebars, context: &Context, _: &mut RenderContext, out: &mut dyn Output| -> HelperResult {
            let key = helper.param(0).map(|param| param.render()).unwrap_or_default();
            let table = context.data().get(KEY).and_then(|tables| tables.get(&key)).and_then(Value::as_str);
            Ok(out.write(table.ok_or_else(|| RenderErrorReason::Other(format!("表式里没有“{key}”这张表")))?)?)
        };
    handlebars.register_helper("表", Box::new(helper));
}

/// The entry of the context with the mark-up of all tables.
pub fn entry(report: &Report, templates: &Shelf) -> (String, Value) {
    let form = &report.form;
    let ready =
        templates.keep(&form.name, || form.law.tables.iter().map(|table| Ready::new(table, form)).collect::<Vec<_>>());
    let tables = form.law.tables.iter().zip(ready.iter());
    (
        KEY.into(),
        tables.map(|(table, ready)| (table.key.clone(), Value::from(ready.fill(report)))).collect::<Map<_, _>>().into(),
    )
}

/// The mark-up of a table but for its figures: the same for every report.
struct Ready {
    /// What stands before each figure, and the figure's number, if the data can have it.
    figures: Vec<(String, Option<usize>)>,
    /// What stands after the last.
    end: String,
    /// How long all that is.
    length: usize,
}

impl Ready {
    fn new(table: &Table, form: &Form) -> Self {
        let mut writer = Writer { table, figures: vec![], out: String::new() };
        writer.table();
        let numbered = |(before, path): (String, String)| (before, form.numbers.get(&path).copied());
        let figures: Vec<_> = writer.figures.into_iter().map(numbered).collect();
        let length = figures.iter().map(|(before, _)| before.len()).sum::<usize>() + writer.out.len();
        Self { figures, end: writer.out, length }
    }

    /// The mark-up with a report's figures.
    fn fill(&self, report: &Report) -> String {
        // A figure has a few digits.
        let mut out = String::with_capacity(self.length + 8 * self.figures.len());
        for (before, number) in &self.figures {
            out += before;
            let cell = number.and_then(|number| report.figures.at(number));
            out += &escape(cell.map_or(GAP, |cell| cell.figure.shown()));
        }
        out + &self.end
    }
}

struct Writer<'a> {
    table: &'a Table,
    figures: Vec<(String, String)>,
    /// What was written since the last figure.
    out: String,
}

/// A column of figures: its keys and what it is filled with.
struct Column<'a> {
    path: String,
    axis: &'a Axis,
}

impl Writer<'_> {
    fn table(&mut self) {
        let class = if self.table.whole { " class=\"whole\"" } else { "" };
        self.line(&format!("<table{class} from=\"{}\">", escape(&self.table.key)));
        let widths: String = self.table.widths.iter().map(|width| format!("<col width=\"{width}\"/>")).collect();
        self.line(&format!("<colgroup>{widths}</colgroup>"));
        // With one band its head is the table's; with several each band has its own.
        let (head, rest): (&[Band], &[Band]) = match self.table.bands.as_slice() {
            [band] => (std::slice::from_ref(band), &[]),
            bands => (&[], bands),
        };
        for band in head {
            self.line("<thead>");
            self.head(band);
            self.line("</thead>");
        }
        self.line("<tbody>");
        head.iter().for_each(|band| self.rows(band));
        for band in rest {
            self.head(band);
            self.rows(band);
        }
        self.line("</tbody>\n</table>");
    }

    fn head(&mut self, band: &Band) {
        if let Some(title) = &band.title {
            self.row("head", |row| row.out += &th(title, row.table.widths.len(), 1, Align::Center));
        }
        let levels = depth(&band.columns);
        let placed = place(&band.columns, levels);
        for level in 0..levels {
            self.row("head", |row| {
                let stub = row.table.stub.columns();
                if level == 0 && stub > 0 {
                    row.out += &th(band.corner.as_deref().unwrap_or_default(), stub, levels, Align::Center);
                }
                for placed in placed.iter().filter(|placed| placed.level == level) {
                    row.out += &th(&placed.axis.label, placed.across, placed.down, Align::Center);
                }
            });
        }
    }

    fn rows(&mut self, band: &Band) {
        let mut columns = vec![];
        leaves(&band.columns, "", &mut columns);
        let stub = match self.table.stub {
            _ if band.rows.is_empty() => {
                return self.row("", |row| columns.iter().for_each(|column| row.figure("", None, column)));
            }
            Stub::Indent(_) => return self.indented(&band.rows, "", 0, &columns),
            Stub::Columns(stub) => stub,
        };
        let mut rows = vec![];
        leaves(&band.rows, "", &mut rows);
        let placed = place(&band.rows, stub);
        for (at, leaf) in rows.iter().enumerate() {
            self.row("", |row| {
                for placed in placed.iter().filter(|placed| placed.start == at) {
                    let align = if placed.across > 1 { Align::Center } else { row.table.labels };
                    row.out += &th(&placed.axis.label, placed.down, placed.across, align);
                }
                columns.iter().for_each(|column| row.figure(&leaf.path, Some(leaf.axis), column));
            });
        }
    }

    /// Rows of a list in which parents have rows of their own, with a figure or without; each level stands further in.
    fn indented(&mut self, axes: &[Axis], above: &str, level: usize, columns: &[Column]) {
        for axis in axes {
            let path = axis.key.as_ref().map_or_else(|| above.to_string(), |key| join(above, key));
            let indent = if self.table.labels == Align::Left { level } else { 0 };
            self.row("", |row| {
                row.out += &label(&axis.label, 1, 1, row.table.labels, indent);
                for column in columns {
                    let own = axis.value.as_ref().map(|key| join(&path, key));
                    match own {
                        _ if column.axis.from.is_some() || axis.children.is_empty() => row.figure(&path, Some(axis), column),
                        Some(own) => row.figure(&own, Some(axis), column),
                        None => row.out += &td("——", column.axis.span),
                    }
                }
            });
            self.indented(&axis.children, &path, level + 1, columns);
        }
    }

    fn figure(&mut self, row: &str, axis: Option<&Axis>, column: &Column) {
        if column.axis.from == Some(Filling::Unit) {
            let unit = axis.and_then(|axis| axis.unit.as_deref());
            self.out += &td(unit.unwrap_or("——"), column.axis.span);
            return;
        }
        let keys = [row, column.path.as_str()].into_iter().filter(|keys| !keys.is_empty());
        let path = keys.fold(self.table.key.clone(), |path, keys| join(&path, keys));
        self.out += &format!("<td{} from=\"{}\">", spans(column.axis.span, 1), escape(&path));
        self.figures.push((std::mem::take(&mut self.out), path));
        self.out += "</td>";
    }

    fn row(&mut self, class: &str, cells: impl FnOnce(&mut Self)) {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        self.out += &format!("<tr{class}>");
        cells(self);
        self.line("</tr>");
    }

    fn line(&mut self, line: &str) {
        self.out += line;
        self.out.push('\n');
    }
}

/// The leaves of a tree of labels with their paths.
fn leaves<'a>(axes: &'a [Axis], above: &str, found: &mut Vec<Column<'a>>) {
    for axis in axes {
        let path = axis.key.as_ref().map_or_else(|| above.to_string(), |key| join(above, key));
        if axis.children.is_empty() {
            found.push(Column { path, axis });
        } else {
            leaves(&axis.children, &path, found);
        }
    }
}

fn th(text: &str, columns: usize, rows: usize, align: Align) -> String {
    label(text, columns, rows, align, 0)
}

fn label(text: &str, columns: usize, rows: usize, align: Align, indent: usize) -> String {
    let indent = if indent > 0 { format!(" indent=\"{indent}\"") } else { String::new() };
    let class = match align {
        Align::Center | Align::Justify => "",
        Align::Left => " class=\"left\"",
        Align::Right => " class=\"right\"",
    };
    format!("<th{}{class}{indent}>{}</th>", spans(columns, rows), escape(text).replace('|', "<br/>"))
}

fn td(text: &str, columns: usize) -> String {
    format!("<td{}>{}</td>", spans(columns, 1), escape(text))
}

fn spans(columns: usize, rows: usize) -> String {
    let mut spans = String::new();
    for (name, span) in [("colspan", columns), ("rowspan", rows)] {
        if span > 1 {
            // Writing into a String cannot fail.
            let _ = write!(spans, " {name}=\"{span}\"");
        }
    }
    spans
}

/// A text with the characters that mean something in mark-up written so that they do not.
fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"']) {
        return text.into();
    }
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").into()
}
