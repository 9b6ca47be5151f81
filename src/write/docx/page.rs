//! Paper, type area, grid and page numbers.

use docx_rs::{DocGrid, DocGridType, Docx, Footer, PageMargin, PageNum, Paragraph};

use super::measure::{line_pitch, line_width, twips};
use super::styles::{FOLIO_EVEN, FOLIO_ODD};
use super::text::{Look, runs};
use crate::style::Style;
use crate::unit::{Em, Pt};

/// From the bottom of a line of one em to the middle of a dash in it: Word sets the baseline of a line of exact height at four
/// fifths of it, and the dashes of Chinese fonts lie 0.36 em above the baseline.
const DASH: Em = Em(0.2 + 0.36);

/// Gives a document its page (GB/T 9704 5.1, 5.2).
pub fn set(mut docx: Docx, style: &Style) -> Docx {
    let page = &style.page;
    let bottom = page.height - page.top - page.depth;
    let margin = PageMargin {
        top: twips(page.top),
        right: (twips(page.width) - twips(page.left) - line_width(style)).max(0),
        bottom: twips(bottom),
        left: twips(page.left),
        header: twips(page.top / 2.0),
        footer: twips(footer_distance(bottom, style)),
        gutter: 0,
    };
    let grid = DocGrid::with_empty().grid_type(DocGridType::Lines).line_pitch(line_pitch(style));
    docx.document.section_property.doc_grid = Some(grid);
    docx.page_size(twips(page.width) as u32, twips(page.height) as u32)
        .page_margin(margin)
        .footer(folio(FOLIO_ODD, style))
        .even_footer(folio(FOLIO_EVEN, style))
}

/// From the lower edge of the paper to that of the footer, so that the dashes stand `below` the type area (7.5).
fn footer_distance(bottom: Pt, style: &Style) -> Pt {
    let folio = &style.folio;
    (bottom - folio.below - DASH.at(folio.size)).max(Pt::ZERO)
}

/// `— 1 —`
fn folio(id: &str, style: &Style) -> Footer {
    let look = Look::plain(&style.folio.face, style);
    let dash = |paragraph, text| runs(text, look).fold(paragraph, Paragraph::add_run);
    let number = dash(Paragraph::new().style(id), "— ").add_page_num(PageNum::new());
    Footer::new().add_paragraph(dash(number, " —"))
}
