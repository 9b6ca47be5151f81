//! What stands on which page, and where.

use nianbao::diagnostic::Code;
use nianbao::layout::lay_out;
use nianbao::page::{Drawing, Item, Pages, Tag};
use nianbao::shelf::Shelf;
use nianbao::unit::Pt;

use crate::report::{Line, characters, document, lines, set, style, texts};

/// A paragraph of so many full lines.
fn full(lines: usize) -> String {
    format!("<p>{}</p>", "府".repeat(26 + 28 * (lines - 1)))
}

/// A table of so many rows under two head rows, a label to every three of them.
fn table(rows: usize, class: &str) -> String {
    let row = |index: usize| {
        let label = if index.is_multiple_of(3) {
            format!("<th rowspan='{}'>第{index}类</th>", 3.min(rows - index))
        } else {
            String::new()
        };
        format!("<tr>{label}<th class='left'>事项{index}</th><td>{index}</td></tr>")
    };
    let body: String = (0..rows).map(row).collect();
    format!(
        "<table {class} from='表'><colgroup><col width='1'/><col width='3'/><col width='1'/></colgroup><tbody>\
         <tr class='head'><th colspan='2'>项目</th><th rowspan='2'>件数</th></tr><tr class='head'><th>类</th><th>名</th></tr>\
         {body}</tbody></table>"
    )
}

fn page_of(pages: &Pages, text: &str) -> Vec<usize> {
    (0..pages.pages.len()).filter(|page| lines(pages, *page).iter().any(|line| line.text.contains(text))).collect()
}

#[test]
fn a_title_of_one_line_and_its_blank_leave_twenty_lines() {
    let pages = set(&format!("<h1>某市政府信息公开工作年度报告</h1>{}", full(30))).unwrap();
    let first = lines(&pages, 0);
    assert_eq!(first.len(), 21);
    let (left, right) = (first[0].start - style().page.left.0, style().page.left.0 + style().page.measure.0 - first[0].end);
    assert!((left - right).abs() < 0.01, "not in the middle");
}

#[test]
fn a_heading_never_ends_a_page() {
    for before in 15..=22 {
        let pages = set(&format!("{}<h2>一、总体情况</h2>{}", full(before), full(6))).unwrap();
        for page in 0..pages.pages.len() {
            let lines = lines(&pages, page);
            let after = lines.iter().position(|line| line.text.starts_with("一、")).map(|at| lines.len() - at - 1);
            assert!(after.is_none_or(|after| after >= 2), "{before} lines before");
        }
    }
}

#[test]
fn a_heading_never_stands_apart_from_its_table() {
    let page_of_text = |pages: &Pages, text: &str| page_of(pages, text).into_iter().next();
    for (rows, class) in [(3, ""), (20, ""), (60, ""), (10, "class='whole'")] {
        for before in 8..=22 {
            let pages = set(&format!("{}<h2>一、情况</h2>{}", full(before), table(rows, class))).unwrap();
            let (heading, first) = (page_of_text(&pages, "一、情况"), page_of_text(&pages, "事项0"));
            assert!(heading.is_some() && heading == first, "{rows} rows {class} after {before} lines");
        }
    }
}

#[test]
fn a_signature_never_stands_alone() {
    for before in 15..=24 {
        let signature = "<section class='signature'><p>某市某局</p><p class='date'>2024年1月9日</p></section>";
        let pages = set(&format!("{}{signature}", full(before))).unwrap();
        let last = lines(&pages, pages.pages.len() - 1);
        assert!(last.len() >= 4 && last[last.len() - 1].text.starts_with("2024年"), "{before} lines before: {last:?}");
    }
}

#[test]
fn lines_get_closer_before_text_goes_along_with_a_signature() {
    let signature =
        "<section class='signature'><p>某市某局</p><p class='date' from='报告.成文日期'>2024年1月9日</p></section>";
    let (pitch, page) = (style().line_pitch().0, style().page);
    // 22 lines hold 19 of text with the blank, the name and the date; 24 can be made of them, not 25.
    for (before, expected) in
        [(19, Some(pitch)), (20, Some(pitch * 22.0 / 23.0)), (21, Some(pitch * 22.0 / 24.0)), (22, None)]
    {
        let pages = set(&format!("{}{signature}", full(before))).unwrap();
        let first = lines(&pages, 0);
        let told: Vec<_> = pages.told.0.iter().map(|told| (told.code, told.path.as_deref())).collect();
        let Some(expected) = expected else {
            assert_eq!((pages.pages.len(), first.len(), told.len()), (2, 20, 0), "two lines go along");
            continue;
        };
        assert_eq!(pages.pages.len(), 1, "{before} lines before");
        let closer = [(Code::CloserLines, Some("报告.成文日期"))];
        assert_eq!(told, if expected < pitch { &closer[..] } else { &[] });
        let (text, signed) = first.split_at(before);
        assert!(text.windows(2).all(|pair| (pair[1].y - pair[0].y - expected).abs() < 0.001), "{before} lines before");
        assert!((signed[1].y - signed[0].y - expected).abs() < 0.001);
        assert!((signed[0].y - text[before - 1].y - 2.0 * expected).abs() < 0.001);
        // Each line stands in the middle of its share: the first as far from the upper edge as the last from the lower.
        let (above, below) = (first[0].y - page.top.0, page.top.0 + page.depth.0 - signed[1].y);
        assert!(before == 19 || (above - below - 0.76 * 16.0).abs() < 0.01, "{above} {below}");
    }
}

#[test]
fn a_table_keeps_its_height_where_lines_get_closer() {
    let signature = "<section class='signature'><p>某市某局</p><p class='date'>2024年1月9日</p></section>";
    let rules = |pages: &Pages| -> Vec<f64> {
        let items = pages.pages[0].items.iter();
        items.filter(|item| matches!(item.drawing, Drawing::Rule { .. })).map(|item| item.at.y.0).collect()
    };
    let mut closer = 0;
    for after in 8..=16 {
        let pages = set(&format!("{}{}{signature}", table(4, ""), full(after))).unwrap();
        let alone = set(&format!("{}{}", table(4, ""), full(after))).unwrap();
        if !pages.told.0.is_empty() {
            closer += 1;
            assert_eq!(pages.pages.len(), 1);
            assert_eq!(rules(&pages), rules(&alone));
            let foot = style().page.top.0 + style().page.depth.0;
            assert!(lines(&pages, 0).last().unwrap().y < foot);
        }
    }
    assert!(closer > 0, "tried none");
}

#[test]
fn widows_are_kept_together_only_where_the_style_says_so() {
    // A paragraph of an own character, after so many lines: its lines on the first page and on the second.
    let parted = |widows: bool, before: usize, long: usize| {
        let mut style = style();
        style.body.widows = widows;
        let text = format!("{}<p>{}</p>", full(before), "段".repeat(26 + 28 * (long - 1)));
        let pages = lay_out(&document(&text).unwrap(), &style, &Shelf::fonts(None)).unwrap();
        let count = |page| lines(&pages, page).iter().filter(|line| line.text.starts_with('段')).count();
        [count(0), if pages.pages.len() > 1 { count(1) } else { 0 }]
    };
    assert_eq!([parted(false, 21, 4), parted(false, 19, 4)], [[1, 3], [3, 1]]);
    assert_eq!([parted(true, 21, 4), parted(true, 19, 4)], [[0, 4], [2, 2]]);
    assert_eq!([parted(true, 20, 4), parted(true, 20, 3), parted(true, 21, 1)], [[2, 2], [0, 3], [1, 0]]);
    assert_eq!(parted(true, 21, 1), parted(false, 21, 1), "a single line is no widow");
}

/// The signature of some names, and the right edge of the type area.
fn signature(names: &[&str], date: &str) -> (Vec<Line>, f64) {
    let names: String = names.iter().map(|name| format!("<p>{name}</p>")).collect();
    let section = format!("<section class='signature'>{names}<p class='date'>{date}</p></section>");
    let pages = set(&format!("<p>正文。</p>{section}")).unwrap();
    (lines(&pages, 0).split_off(1), style().page.left.0 + style().page.measure.0)
}

#[test]
fn a_signature_stands_as_clause_7_3_5_2_has_it() {
    let two = 2.0 * style().character_pitch().0;
    let near = |a: f64, b: f64| assert!((a - b).abs() < 0.01, "{a} and {b}");

    let (long, right) = signature(&["某省某市某区人民政府办公室"], "2024年1月9日");
    near(right - long[0].end, two);
    near(long[1].start - long[0].start, two);

    let (short, right) = signature(&["某局"], "2024年11月19日");
    near(right - short[1].end, two);
    near(short[1].start - short[0].start, two);

    let (several, right) = signature(&["某市某局", "某市人民政府某某办公室"], "2024年1月9日");
    near(several[0].start, several[1].start);
    near(right - several[1].end, two);
    near(several[2].start - several[1].start, two);

    let (overlong, _) = signature(&[&"某".repeat(40)], "2024年1月9日");
    near(overlong[0].start, style().page.left.0);
    near(overlong[2].start - overlong[0].start, two);

    near(several[0].y - lines(&set("<p>正文。</p>").unwrap(), 0)[0].y, 2.0 * style().line_pitch().0);
}

#[test]
fn annexes_are_numbered_and_aligned() {
    let names = "<section class='annexes'><p>甲表</p><p>乙表</p></section>";
    let pages = set(&format!("<p>正文。</p>{names}")).unwrap();
    let lines = lines(&pages, 0);
    assert_eq!([lines[1].text.as_str(), lines[2].text.as_str()], ["附件：1.甲表", "2.乙表"]);
    let number = lines[1].start + 3.0 * style().character_pitch().0;
    assert!((lines[2].start - number).abs() < 0.01);
}

#[test]
fn an_annex_starts_a_page_with_its_label_and_has_its_title_on_the_third_line() {
    let annex = "<section class='annex'><p>附件</p><h1>甲表</h1></section><p>后文。</p>";
    let pages = set(&format!("<h2>一、正文</h2><p>正文。</p>{annex}")).unwrap();
    let (found, style) = (lines(&pages, 1), style());
    let grid = |line: usize| (found[line].y - style.page.top.0) / style.line_pitch().0;
    assert_eq!(found.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["附件", "甲表", "后文。"]);
    assert!((found[0].start - style.page.left.0).abs() < 0.01);
    assert_eq!([0, 1, 2].map(|line| grid(line).floor()), [0.0, 2.0, 4.0]);
    let entries: Vec<_> = pages.outline.iter().map(|entry| (entry.level, entry.title.as_str(), entry.page)).collect();
    assert_eq!(entries, [(1, "一、正文", 0), (1, "甲表", 1)]);
}

/// A table with a note over it, and one of five texts under it.
fn noted(rows: usize, class: &str) -> String {
    let under =
        "<p>负责人：甲</p><p>审核人：乙</p><p>填报人：丙</p><p>联系电话：0000-6220018</p><p>填报日期：2018年3月16日</p>";
    let over = "<section class='note'><p>填报单位：某局</p><p>2017年度</p></section>";
    format!("{over}{}<section class='note'>{under}</section>", table(rows, class))
}

#[test]
fn the_texts_of_a_note_are_spread_over_the_measure() {
    let pages = set(&noted(3, "")).unwrap();
    let (page, found) = (style().page, lines(&pages, 0));
    let (over, under) = (&found[0], &found[found.len() - 1]);
    assert_eq!(over.text, "填报单位：某局2017年度");
    assert_eq!(under.text, "负责人：甲审核人：乙填报人：丙联系电话：0000-6220018填报日期：2018年3月16日");
    for line in [over, under] {
        assert!((line.start - page.left.0).abs() < 0.01, "{line:?}");
        assert!((line.end - page.left.0 - page.measure.0).abs() < 3.0, "{line:?}");
    }
}

#[test]
fn a_note_stays_with_its_table() {
    for (class, before) in [("", 1), ("", 5), ("", 12), ("", 14), ("class='whole'", 5)] {
        for rows in 1..=if class.is_empty() { 40 } else { 20 } {
            let pages = set(&format!("{}{}", full(before), noted(rows, class))).unwrap();
            let (over, under) = (page_of(&pages, "填报单位"), page_of(&pages, "填报日期"));
            assert_eq!(over, [page_of(&pages, "项目")[0]], "{before} {rows} {class}");
            // Label and figure of the last row.
            let last = format!("事项{0}{0}", rows - 1);
            assert_eq!(under, page_of(&pages, &last), "{before} {rows} {class}");
        }
    }
}

#[test]
fn labels_stand_further_in_level_by_level() {
    let row = |indent: usize| format!("<tr><th class='left' indent='{indent}'>{}</th></tr>", "事".repeat(60));
    let rows: String = (0..3).map(row).collect();
    let pages = set(&format!("<table><colgroup><col width='1'/></colgroup><tbody>{rows}</tbody></table>")).unwrap();
    let starts: Vec<_> = lines(&pages, 0).iter().map(|line| (line.start - style().page.left.0) / 10.5).collect();
    let expected = [0.0, 0.0, 1.0, 1.0, 2.0, 2.0].map(|level| starts[0] + level);
    assert!(starts.iter().zip(expected).all(|(start, expected)| (start - expected).abs() < 0.01), "{starts:?}");
}

#[test]
fn page_numbers_stand_at_the_outer_side() {
    let pages = set(&full(30)).unwrap();
    let page = style().page;
    for (index, set) in pages.pages.iter().enumerate() {
        let folio: Vec<_> = set.items.iter().filter(|item| item.element.is_none()).collect();
        let start = folio[0].at.x.0;
        let Drawing::Glyphs(last) = &folio[folio.len() - 1].drawing else { panic!() };
        let end = folio[folio.len() - 1].at.x.0 + last.glyphs.iter().map(|glyph| glyph.advance.0).sum::<f64>();
        let inset = if index % 2 == 0 { page.left.0 + page.measure.0 - end } else { start - page.left.0 };
        assert!((inset - 14.0).abs() < 0.01, "page {}", index + 1);
        let below = folio[0].at.y.0 - (page.top.0 + page.depth.0);
        assert!(below > Pt::mm(7.0).0 && below < Pt::mm(7.0).0 + 14.0);
    }
}

#[test]
fn a_table_takes_whole_lines_of_the_grid() {
    let pages = set(&format!("{}<p>后文。</p>", table(4, ""))).unwrap();
    let after = lines(&pages, 0).into_iter().find(|line| line.text == "后文。").unwrap();
    let alone = &lines(&set("<p>后文。</p>").unwrap(), 0)[0];
    let moved = (after.y - alone.y) / style().line_pitch().0;
    assert!((moved - moved.round()).abs() < 1e-6);
}

#[test]
fn a_long_table_repeats_its_head_and_open_labels() {
    let pages = set(&format!("<h2>二、长表</h2>{}", table(70, ""))).unwrap();
    assert!(pages.pages.len() > 2);
    assert_eq!(page_of(&pages, "项目"), [0], "a repeated head is no part of the text");
    for page in &pages.pages {
        let shown: String = page
            .items
            .iter()
            .filter_map(|item| if let Drawing::Glyphs(glyphs) = &item.drawing { Some(characters(glyphs)) } else { None })
            .collect();
        assert!(shown.starts_with("项目") || shown.contains("长表项目"), "{shown}");
    }
    let text: String = (0..pages.pages.len()).flat_map(|page| lines(&pages, page)).map(|line| line.text).collect();
    let label = |row: usize| if row.is_multiple_of(3) { format!("第{row}类") } else { String::new() };
    let rows: String = (0..70).map(|row| format!("{}事项{row}{row}", label(row))).collect();
    assert_eq!(text, format!("二、长表项目件数类名{rows}"), "each thing once, in reading order");
}

#[test]
fn a_label_whose_rows_go_on_over_the_page_is_shown_again() {
    // One label over all rows, so that it is open wherever the table breaks.
    let row = |at: usize| {
        let label = if at == 0 { "<th rowspan='40'>总类</th>" } else { "" };
        format!("<tr>{label}<th>事项{at}</th><td>{at}</td></tr>")
    };
    let rows: String = (0..40).map(row).collect();
    let columns = "<colgroup><col width='1'/><col width='2'/><col width='1'/></colgroup>";
    let head = "<tr class='head'><th>表头</th><th>名</th><th>数</th></tr>";
    let pages = set(&format!("<table>{columns}<tbody>{head}{rows}</tbody></table>")).unwrap();
    assert!(pages.pages.len() > 1);
    for (at, page) in pages.pages.iter().enumerate() {
        let shown = |text: &str| -> Vec<&Item> {
            let is_it = |item: &&Item| matches!(&item.drawing, Drawing::Glyphs(glyphs) if characters(glyphs) == text);
            page.items.iter().filter(is_it).collect()
        };
        let labels = shown("总类");
        assert_eq!((labels.len(), shown("表头").len()), (1, 1), "page {}", at + 1);
        assert_eq!(labels[0].element.is_some(), at == 0, "only the first is text");
        // It stands in the middle of its rows on this page.
        let found = lines(&pages, at);
        let rows: Vec<f64> = found.iter().filter(|line| line.text.contains("事项")).map(|line| line.y).collect();
        let middle = (rows[0] + rows[rows.len() - 1]) / 2.0;
        assert!((labels[0].at.y.0 - middle).abs() < 0.01, "{} and {middle}", labels[0].at.y.0);
    }
}

#[test]
fn a_table_of_its_own_page_fills_it() {
    let pages = set(&format!("<p>前文。</p><h2>三、整页表</h2>{}<p>后文。</p>", table(24, "class='whole'"))).unwrap();
    assert_eq!(page_of(&pages, "前文"), [0]);
    assert_eq!(page_of(&pages, "整页表"), [1]);
    assert_eq!(page_of(&pages, "事项23"), [1]);
    assert_eq!(page_of(&pages, "后文"), [2]);
    let deepest =
        pages.pages[1].items.iter().filter(|item| matches!(item.drawing, Drawing::Rule { .. })).map(|item| item.at.y.0);
    let bottom = style().page.top.0 + style().page.depth.0;
    let deepest = deepest.fold(0.0, f64::max);
    assert!(deepest <= bottom + 0.01 && deepest > bottom - 15.0, "{deepest} of {bottom}");
}

#[test]
fn a_table_too_big_for_its_page_is_told() {
    let findings = set(&table(90, "class='whole'")).unwrap_err();
    assert_eq!((findings.0[0].code, findings.0[0].path.as_deref()), (Code::CannotSet, Some("表")));
}

#[test]
fn a_figure_too_long_for_its_column_gets_smaller_and_is_not_parted() {
    let columns = "<col width='1'/>".repeat(8);
    let cells = "<td>5</td>".repeat(7);
    let table = format!("<table><colgroup>{columns}</colgroup><tbody><tr>{cells}<td>12345678901</td></tr></tbody></table>");
    let pages = set(&table).unwrap();
    let (_, figure) = texts(&pages, 0).into_iter().find(|(_, run)| characters(run) == "12345678901").unwrap();
    assert_eq!(figure.size, Pt(9.5));
    // What is no figure is text: it takes more lines.
    let pages = set(&table.replace("12345678901", "第二十条第一项")).unwrap();
    let lines = texts(&pages, 0).into_iter().filter(|(_, run)| characters(run).starts_with('第'));
    assert_eq!(
        lines.map(|(_, run)| (characters(run).chars().count(), run.size)).collect::<Vec<_>>(),
        [(4, Pt(10.5)), (3, Pt(10.5))]
    );
}

#[test]
fn a_row_higher_than_a_page_is_told_and_not_cut_off() {
    let tall = "长".repeat(4000);
    let table =
        format!("<table from='表'><colgroup><col width='1'/></colgroup><tbody><tr><td>{tall}</td></tr></tbody></table>");
    let Err(findings) = set(&format!("<p>前文。</p>{table}")) else { panic!("set all the same") };
    assert_eq!((findings.0[0].code, findings.0[0].path.as_deref()), (Code::CannotSet, Some("表")));
}

#[test]
fn every_missing_character_is_told_with_its_places() {
    let findings = set("<p from='正文.0'>有😀</p><p from='正文.1'>又😀和🀄</p>").unwrap_err();
    assert_eq!(findings.0.len(), 2);
    assert!(findings.0.iter().all(|finding| finding.code == Code::MissingGlyph));
    let smile = findings.0.iter().find(|finding| finding.message.contains("U+1F600")).unwrap();
    assert_eq!(smile.labels.len(), 2);
}

#[test]
fn the_structure_follows_the_text() {
    let inside =
        "<h1>题</h1><h2>一、甲</h2><h3 class='run-in'>（一）乙。</h3><p>见<a href='https://a.gov.cn/'>此处</a>。</p>";
    let pages = set(inside).unwrap();
    let tags: Vec<&Tag> = pages.elements.iter().map(|element| &element.tag).collect();
    let link = Tag::Link { href: "https://a.gov.cn/".into() };
    assert_eq!(tags, [&Tag::Document, &Tag::Heading(1), &Tag::Heading(2), &Tag::Heading(3), &Tag::Paragraph, &link]);
    assert_eq!(pages.elements[5].parent, Some(4));
    let outline: Vec<_> = pages.outline.iter().map(|entry| (entry.level, entry.title.as_str())).collect();
    assert_eq!(outline, [(1, "一、甲"), (2, "（一）乙")]);
    let linked: String =
        texts(&pages, 0).iter().filter(|(item, _)| item.element == Some(5)).map(|(_, run)| characters(run)).collect();
    assert_eq!(linked, "此处");
}

#[test]
fn a_figure_knows_its_heads() {
    let band = |head: &str| {
        format!(
            "<tr class='head'><th colspan='3'>{head}带</th></tr><tr class='head'><th>项</th><th>{head}一</th><th>{head}二</th></tr>\
             <tr><th rowspan='2'>{head}行</th><td>{head}甲</td><td>{head}乙</td></tr><tr><td colspan='2'>{head}丙</td></tr>"
        )
    };
    let columns = "<colgroup><col width='1'/><col width='1'/><col width='1'/></colgroup>";
    let pages = set(&format!("<table>{columns}<tbody>{}{}</tbody></table>", band("前"), band("后"))).unwrap();
    let text = |element: usize| -> String {
        let runs = texts(&pages, 0).into_iter().filter(|(item, _)| item.element == Some(element));
        runs.map(|(_, run)| characters(run)).collect()
    };
    let heads = |figure: &str| -> Vec<String> {
        let element = (0..pages.elements.len()).find(|element| text(*element) == figure).unwrap();
        pages.elements[element].heads.iter().map(|head| text(*head)).collect()
    };
    assert_eq!(heads("前乙"), ["前带", "前二", "前行"]);
    assert_eq!(heads("后甲"), ["后带", "后一", "后行"]);
    assert_eq!(heads("后丙"), ["后带", "后一", "后二", "后行"]);
    let parts = pages.elements.iter().filter(|element| matches!(element.tag, Tag::TableHead | Tag::TableBody));
    assert_eq!(parts.map(|part| &part.tag).collect::<Vec<_>>(), [&Tag::TableHead, &Tag::TableBody, &Tag::TableBody]);
}

#[test]
fn an_empty_report_is_no_page_and_no_panic() {
    assert!(set("").unwrap().pages.is_empty());
}
