//! What holds for the pages of any report.

use nianbao::page::{Drawing, Pages, Tag};
use proptest::prelude::*;

use crate::paragraphs::paragraph;
use crate::report::{lines, set, style, texts};

/// A block of a report as mark-up, and its text as printed.
fn block() -> impl Strategy<Value = (String, String)> {
    let heading = "[政府信息公开工作年度报告]{1,40}";
    let table = (1_usize..30, "[甲乙丙丁戊己庚辛]{1,30}").prop_map(|(rows, label)| {
        let row = |at: usize| format!("<tr><th>{label}</th><td>{at}</td></tr>");
        let body: String = (0..rows).map(row).collect();
        let columns = "<colgroup><col width='2'/><col width='1'/></colgroup>";
        let text = (0..rows).map(|at| format!("{label}{at}")).collect::<String>();
        (format!("<table>{columns}<tbody>{body}</tbody></table>"), text)
    });
    prop_oneof![
        6 => paragraph().prop_map(|text| (format!("<p>{text}</p>"), text)),
        2 => heading.prop_map(|text| (format!("<h2>一、{text}</h2>"), format!("一、{text}"))),
        1 => (heading, paragraph()).prop_map(|(heading, text)| {
            (format!("<h3 class='run-in'>（一）{heading}。</h3><p>{text}</p>"), format!("（一）{heading}。{text}"))
        }),
        1 => table,
    ]
}

/// Everything that is drawn and belongs to the text stands on the type area, but for the empty half of a bracket.
fn off_the_type_area(pages: &Pages) -> Option<String> {
    let page = style().page;
    let (left, right) = (page.left.0, page.left.0 + page.measure.0);
    let (top, bottom) = (page.top.0, page.top.0 + page.depth.0);
    let fits = |x: f64, y: f64| x > left - 11.1 && x < right + 0.3 && y > top - 0.01 && y < bottom + 0.01;
    pages.pages.iter().flat_map(|page| &page.items).find_map(|item| {
        let fine = match &item.drawing {
            Drawing::Glyphs(glyphs) if item.element.is_some() => {
                let width: f64 = glyphs.glyphs.iter().map(|glyph| glyph.advance.0).sum();
                fits(item.at.x.0, item.at.y.0) && fits(item.at.x.0 + width, item.at.y.0)
            }
            Drawing::Rule { to, .. } => fits(item.at.x.0, item.at.y.0) && fits(to.x.0, to.y.0),
            _ => true,
        };
        (!fine).then(|| format!("{item:?}"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn everything_is_set_once_in_its_order_and_on_its_page(blocks in prop::collection::vec(block(), 1..24)) {
        let (markup, text): (String, String) = blocks.into_iter().unzip();
        let signature = "<section class='signature'><p>某市某局</p><p class='date'>2024年1月9日</p></section>";
        let pages = set(&format!("{markup}<p>末段。</p>{signature}")).unwrap();
        prop_assert_eq!(off_the_type_area(&pages), None);

        let found: Vec<Vec<_>> = (0..pages.pages.len()).map(|page| lines(&pages, page)).collect();
        // A cell of several lines is centred beside figures, so lines are compared by their characters in the order set.
        let joined: String = found.iter().flatten().map(|line| line.text.as_str()).collect();
        prop_assert_eq!(joined, format!("{text}末段。某市某局2024年1月9日"));

        for page in 0..pages.pages.len() {
            let runs = texts(&pages, page);
            let last = runs.last().and_then(|(item, _)| item.element).map(|element| &pages.elements[element].tag);
            prop_assert!(last.is_some_and(|tag| *tag != Tag::Heading(2)), "a heading or nothing ends page {}", page + 1);
        }
        let last = &found[found.len() - 1];
        prop_assert!(last.len() > 2 && last[last.len() - 2].text == "某市某局", "the signature is alone: {:?}", last);
    }
}
