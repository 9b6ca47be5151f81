//! The statutory tables of the examples on their pages.

use std::collections::BTreeMap;
use std::path::Path;

use nianbao::layout::lay_out;
use nianbao::page::{Drawing, Pages, Tag};
use nianbao::shelf::Shelf;
use nianbao::{Project, check};

use crate::report::characters;

fn pages(example: &str) -> Pages {
    let project = Project { templates: Shelf::templates(None), fonts: Shelf::fonts(None) };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(example);
    let checked = check(&project, &folder).unwrap();
    let document = checked.composed.unwrap().document;
    lay_out(&document, &checked.report.form.style, &project.fonts).unwrap()
}

/// The table that an element stands in.
fn table_of(pages: &Pages, element: usize) -> Option<usize> {
    std::iter::successors(Some(element), |at| pages.elements[*at].parent).find(|at| pages.elements[*at].tag == Tag::Table)
}

/// For each table: the pages it stands on, and the sizes its text is set in.
fn tables(pages: &Pages) -> BTreeMap<usize, (Vec<usize>, Vec<f64>)> {
    let mut tables: BTreeMap<usize, (Vec<usize>, Vec<f64>)> = BTreeMap::new();
    for (at, page) in pages.pages.iter().enumerate() {
        for item in &page.items {
            let Drawing::Glyphs(glyphs) = &item.drawing else { continue };
            let Some(table) = item.element.and_then(|element| table_of(pages, element)) else { continue };
            let (on, sizes) = tables.entry(table).or_default();
            on.push(at);
            on.dedup();
            sizes.push(glyphs.size.0);
            sizes.sort_by(f64::total_cmp);
            sizes.dedup();
        }
    }
    tables
}

#[test]
fn the_table_of_requests_stands_whole_on_a_page_of_its_own_in_legible_type() {
    for example in ["ganzhou/2020", "qinghe/2024", "qinghe/2025"] {
        let pages = pages(example);
        // The form has three tables; that of 申请 is the second.
        let (on, sizes) = tables(&pages).into_values().nth(1).unwrap();
        let alone = tables(&pages).into_values().filter(|(other, _)| other.contains(&on[0])).count() == 1;
        assert!(on.len() == 1 && alone, "{example}: {on:?}");
        assert!(sizes.iter().all(|size| (9.0..=10.5).contains(size)), "{example}: {sizes:?}");
    }
}

#[test]
fn the_annex_of_2014_breaks_between_rows_and_repeats_its_head() {
    let pages = pages("qinghe/2017");
    let (on, sizes) = tables(&pages).into_values().next().unwrap();
    assert!(on.len() > 1, "its sixty rows need more than a page");
    assert!(sizes.iter().all(|size| (9.0..=10.5).contains(size)), "{sizes:?}");
    let head = |page: usize, artifact: bool| -> String {
        let items = pages.pages[page].items.iter().filter(|item| item.element.is_none() == artifact);
        items
            .filter_map(|item| if let Drawing::Glyphs(glyphs) = &item.drawing { Some(characters(glyphs)) } else { None })
            .collect()
    };
    assert!(head(on[0], false).contains("统计指标"), "{}", head(on[0], false));
    for page in &on[1..] {
        assert!(head(*page, true).starts_with("统计指标"), "page {page}: {}", head(*page, true));
    }
}
