//! A table of the document → a table of the page: groups of rows, heads with what they are the heads of, merged cells.

use super::body::Body;
use super::heads;
use super::look::{Look, number};
use crate::document::{Align, Cell, Role, Row, Table};
use crate::unit::Pt;
use crate::write::docx::fit;

/// The least a column takes, in parts of the type size: two figures with the space around them, and what a 汉字 with its own takes.
const FIGURES: f64 = 2.8;
const CHARACTER: f64 = 1.9;
/// The width, in parts of the table's type size, that the narrowest screens have (WCAG 2.2, 1.4.10: 320 pixels).
const NARROW: f64 = 20.0;

/// How wide a table must be to be read, in parts of its type size.
pub fn least_width(table: &Table) -> f64 {
    let sum: f64 = table.widths.iter().sum();
    let least = table.widths.iter().copied().fold(f64::INFINITY, f64::min);
    (FIGURES * table.widths.len() as f64).max(CHARACTER * sum / least)
}

/// The groups of rows: the first is the table's head where all heads stand at the top. A group never cuts a cell in two.
fn groups(table: &Table) -> Vec<&[Row]> {
    let mut starts = vec![0];
    let mut covered = 0;
    for (at, row) in table.rows.iter().enumerate() {
        let turn = at > 0 && row.head != table.rows[at - 1].head;
        if turn && covered <= at && (row.head || starts.len() == 1 && has_head(table)) {
            starts.push(at);
        }
        covered = row.cells.iter().map(|cell| at + cell.rows).fold(covered, usize::max);
    }
    let ends = starts.iter().skip(1).copied().chain([table.rows.len()]);
    starts.iter().zip(ends).map(|(start, end)| &table.rows[*start..end]).collect()
}

/// Whether all heads stand at the top, over something.
fn has_head(table: &Table) -> bool {
    let heads = table.rows.iter().take_while(|row| row.head).count();
    (1..table.rows.len()).contains(&heads) && !table.rows[heads..].iter().any(|row| row.head)
}

impl Body<'_> {
    /// A table called `name`, the `number`th of the document; `above` is how much of its page is taken in print.
    pub fn table(&mut self, table: &Table, name: &str, number_of: usize, above: Pt) {
        let least = least_width(table);
        let mut region = self.looks.attributes(&[Look::Region], "");
        if least > NARROW {
            region.extend([
                ("role", "region".into()),
                ("tabindex", "0".into()),
                ("aria-label", format!("{name}（表格，可以左右移动）")),
            ]);
        }
        self.open("div", &region);
        let whole = fit::size(table, self.style.page.depth - above, self.style);
        let print = if table.whole && self.names { format!(";--whole:{}pt", number(whole.0)) } else { String::new() };
        let mut look = self.looks.attributes(&[Look::Table], &format!("min-width:{}em{print}", number(least)));
        if self.names {
            self.open("table", &look);
            self.out.line();
            self.caption(name);
        } else {
            // Where an editor takes away what hides it, a caption would say the heading again.
            look.push(("aria-label", name.into()));
            self.open("table", &look);
            self.out.line();
        }
        self.columns(table);
        let names = (self.names && heads::are_needed(table)).then(|| format!("t{number_of}"));
        let mut at = 0;
        for (number, rows) in groups(table).into_iter().enumerate() {
            let group = if number == 0 && has_head(table) && rows.iter().all(|row| row.head) { "thead" } else { "tbody" };
            self.open(group, &[]);
            self.out.line();
            for row in rows {
                self.row(table, at, row, std::ptr::eq(row, &rows[0]), names.as_deref());
                at += 1;
            }
            self.close(group);
            self.out.line();
        }
        self.close("table");
        self.close("div");
        self.out.line();
    }

    /// The name of the table, for those who hear the page: the heading over it is there for those who see it.
    fn caption(&mut self, name: &str) {
        self.open("caption", &[]);
        let hidden = self.looks.attributes(&[Look::Hidden], "");
        self.open("span", &hidden);
        self.out.text(name);
        self.close("span");
        self.close("caption");
        self.out.line();
    }

    fn columns(&mut self, table: &Table) {
        let sum: f64 = table.widths.iter().sum();
        self.open("colgroup", &[]);
        for width in &table.widths {
            let width = format!("width:{}%", number(width / sum * 100.0));
            self.out.empty("col", &[("style", &width)]);
        }
        self.close("colgroup");
        self.out.line();
    }

    fn row(&mut self, table: &Table, at: usize, row: &Row, opens: bool, names: Option<&str>) {
        self.open("tr", &[]);
        for (place, cell) in row.cells.iter().enumerate() {
            let look = match cell.role {
                Role::Head => Look::Head,
                Role::Label => Look::Label,
                Role::Figure => Look::Figure,
            };
            let align = match cell.align {
                Align::Center => None,
                Align::Left | Align::Justify => Some(Look::Left),
                Align::Right => Some(Look::Right),
            };
            let looks: Vec<_> = [look].into_iter().chain(align).collect();
            let mut attributes = self.looks.attributes(&looks, &self.own(table, cell));
            for (name, span) in [("colspan", cell.columns), ("rowspan", cell.rows)] {
                if span > 1 {
                    attributes.push((name, span.to_string()));
                }
            }
            let is_head = heads::is_head(cell);
            if is_head {
                attributes.push(("scope", scope(table, cell, opens).into()));
            }
            let id = |names: &str, (row, place): heads::Place| format!("{names}r{}c{}", row + 1, place + 1);
            match names {
                Some(names) if is_head => attributes.push(("id", id(names, (at, place)))),
                Some(names) => {
                    let heads: Vec<_> = heads::of(table, at, cell).into_iter().map(|place| id(names, place)).collect();
                    if cell.role == Role::Figure && !heads.is_empty() {
                        attributes.push(("headers", heads.join(" ")));
                    }
                }
                None => {}
            }
            let name = if is_head { "th" } else { "td" };
            self.open(name, &attributes);
            self.text(&cell.text);
            self.close(name);
        }
        self.close("tr");
        self.out.line();
    }

    /// What a cell has that others do not: a list stands further in, and in a column for one 汉字 a label stands upright, as the
    /// mark that belongs to a 汉字 has its place below it.
    fn own(&self, table: &Table, cell: &Cell) -> String {
        let (sum, measure) = (table.widths.iter().sum::<f64>(), self.style.page.measure);
        let width: f64 = table.widths.iter().skip(cell.column).take(cell.columns).sum();
        if cell.indent > 0 {
            let usual = self.style.table.padding / self.style.table.size;
            format!("padding-left:{}em", number(usual + f64::from(cell.indent)))
        } else if cell.rows > 1
            && cell.role != Role::Figure
            && fit::is_narrow(measure * (width / sum), self.style.table.size, self.style)
        {
            "writing-mode:vertical-rl".into()
        } else {
            String::new()
        }
    }
}

/// What a head is the head of: a line over the whole width that opens a group of rows is that of the group.
fn scope(table: &Table, cell: &Cell, opens: bool) -> &'static str {
    match cell.role {
        Role::Label => "row",
        Role::Head if opens && cell.columns == table.widths.len() && !has_head(table) => "rowgroup",
        Role::Head | Role::Figure => "col",
    }
}
