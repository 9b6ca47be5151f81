//! The style sheet of a page: the looks, paper on wide screens, the official page in print.

use std::fmt::Write;

use super::look::{Look, Looks, number};
use crate::style::Style;

/// Paper beside which the screen shows some ground, in millimetres.
const GROUND: f64 = 10.0;

/// Writes the style sheet.
pub fn sheet(style: &Style, looks: &Looks) -> String {
    let mut out = String::new();
    for (look, declared) in &looks.known {
        // Writing into a String cannot fail.
        let _ = writeln!(out, ".{}{{{declared}}}", look.class());
    }
    let class = |look: Look| format!(".{}", look.class());
    let page = &style.page;
    let (right, bottom) = (page.width - page.left - page.measure, page.height - page.top - page.depth);
    let [width, height, top, right, bottom, left, measure, row, below] =
        [page.width, page.height, page.top, right, bottom, page.left, page.measure, style.table.row, style.folio.below]
            .map(|length| format!("{}mm", number(length.to_mm())));
    let [pitch, title, body, tracking, table, folio] = [
        style.line_pitch(),
        style.title.pitch,
        style.body.size,
        style.character_pitch() - style.body.size,
        style.table.size,
        style.folio.size,
    ]
    .map(|length| format!("{}pt", number(length.0)));
    let widows = if style.body.widows { 2 } else { 1 };
    let dash = format!("font-size:{folio};vertical-align:top;padding-top:{below}");
    let outer = number(style.folio.outer.0);
    let wide = number(page.width.to_mm() + GROUND * 2.0);
    let [on_sheet, on_title, on_table, on_region, on_whole] =
        [Look::Sheet, Look::Title, Look::Table, Look::Region, Look::Whole].map(class);
    let _ = write!(
        out,
        "body{{margin:0;background:#fff}}\n\
         {on_sheet}{{padding:1.2em 1rem 2em;line-break:strict}}\n\
         a{{color:#0b4a8f}}\n\
         tr{{break-inside:avoid}}\n\
         {on_region}:focus-visible{{outline:3px solid #0b4a8f;outline-offset:2px}}\n\
         @media print,(min-width:{wide}mm){{\n\
         {on_sheet}{{width:{measure};max-width:none;font-size:{body};line-height:{pitch};letter-spacing:{tracking}}}\n\
         {on_title}{{line-height:{title};letter-spacing:0}}\n\
         {on_table}{{font-size:{table};letter-spacing:0}}\n\
         {on_table} :is(th,td){{height:{row};padding-top:0;padding-bottom:0;box-sizing:border-box}}\n\
         }}\n\
         @media screen and (min-width:{wide}mm){{\n\
         body{{background:#e6e6e6}}\n\
         {on_sheet}{{margin:2em auto;padding:{top} {right} {bottom} {left};background:#fff}}\n\
         }}\n\
         @media print{{\n\
         {on_sheet}{{margin:0;padding:0;orphans:{widows};widows:{widows}}}\n\
         {on_whole} {on_table}{{font-size:var(--whole)}}\n\
         {on_region}{{overflow:visible}}\n\
         a{{color:inherit;text-decoration:none}}\n\
         }}\n\
         @page{{size:{width} {height};margin:{top} {right} {bottom} {left}}}\n\
         @page :right{{@bottom-right{{content:\"— \" counter(page) \" —\";{dash};padding-right:{outer}em}}}}\n\
         @page :left{{@bottom-left{{content:\"— \" counter(page) \" —\";{dash};padding-left:{outer}em}}}}\n"
    );
    out
}
