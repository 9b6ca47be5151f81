//! Nothing is dropped in silence: whatever is put into a report comes out in the data, or is told with its place.

use std::path::Path;

use nianbao::import::Imported;

use super::round::lines;
use super::{PAGE, TEXT, document, file, import, value, warnings};

/// Whether a piece of the source is in the data or told: by its words, or by its line or paragraph.
fn is_known(imported: &Imported, piece: &str, unit: &str, number: usize) -> bool {
    let data = ["报告.yaml", "正文.yaml", "表.yaml"].map(|name| file(imported, name)).concat();
    let within = |message: &str| {
        let places = message.split('“').next().unwrap_or_default();
        let mut numbers =
            places.split('至').map(|place| place.trim_start_matches('第').trim_end_matches(unit).parse::<usize>().ok());
        match (numbers.next().flatten(), numbers.next().flatten()) {
            (Some(first), Some(last)) => (first..=last).contains(&number),
            (first, _) => first == Some(number),
        }
    };
    let told = |message: &str| {
        ["没有放进数据", "改由程序排"].iter().any(|end| message.contains(end))
            && (message.contains(piece) || within(message))
    };
    data.contains(piece) || imported.findings.0.iter().any(|finding| told(&finding.message))
}

/// Pieces that no report has: words, a sentence, a figure, a heading, what looks like a row.
const PIECES: [&str; 7] =
    ["柠檬", "柠檬树种在院子里。", "柠檬 77123", "（九）柠檬", "九、柠檬", "柠檬 0 0 0 0 0 0 0", "柠檬：柠檬"];

/// Imports what has a piece somewhere, and gives the piece if it is not known.
fn lost(name: &str, text: &str, piece: &str, unit: &str, number: usize) -> Option<String> {
    let imported = import(name, text.as_bytes()).unwrap();
    let told: Vec<_> = imported.findings.0.iter().map(|finding| &finding.message).collect();
    let word = piece.split(['：', ' ', '）', '、']).find(|word| word.contains("柠檬"))?;
    (!is_known(&imported, word, unit, number)).then(|| format!("“{piece}” {number}: {told:?}"))
}

#[test]
fn a_line_anywhere_in_a_text_is_known() {
    let lines: Vec<&str> = TEXT.lines().collect();
    let places = (0..=lines.len()).step_by(6).enumerate();
    let lost = places.filter_map(|(nth, at)| {
        let piece = PIECES[nth % PIECES.len()];
        let mut changed = lines.clone();
        changed.insert(at, piece);
        lost("报告.txt", &changed.join("\n"), piece, "行", at + 1)
    });
    assert_eq!(lost.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn a_paragraph_anywhere_in_a_page_is_known() {
    let ends = PAGE.match_indices("</p>").map(|(at, end)| at + end.len());
    let lost = ends.enumerate().filter(|(nth, _)| nth % 11 < 1 || *nth < 3).filter_map(|(nth, at)| {
        let piece = PIECES[nth % PIECES.len()];
        // In a cell it is told by the cell, or put with the figure it spoils.
        lost("报告.html", &format!("{}<p>{piece}</p>{}", &PAGE[..at], &PAGE[at..]), piece, "段", 0)
    });
    assert_eq!(lost.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn the_frame_of_a_page_does_not_come_into_the_text() {
    let frame = "<p>【打印本页】 【关闭窗口】</p><div>分享到：微信</div><p>上一篇：没有了</p>";
    for before in [
        "<p style=\"text-align:right\">云岭县教育局</p>",
        "</td></tr></table>\n<div class=\"footer\">",
        "<p>&emsp;&emsp;<strong>六、",
    ] {
        // With and without signature, which otherwise ends the report.
        for page in [PAGE.to_string(), PAGE.replace("2025年1月17日", "")] {
            let page = page.replacen(before, &format!("{frame}{before}"), 1);
            let imported = import("报告.html", page.as_bytes()).unwrap();
            let text = file(&imported, "正文.yaml");
            assert!(!text.contains("打印") && !text.contains("分享") && !text.contains("上一篇"), "{text}");
            for piece in ["打印本页", "分享到", "上一篇"] {
                assert!(
                    imported.findings.0.iter().any(|finding| finding.message.contains(piece)),
                    "{piece} {:?}",
                    imported.findings
                );
            }
        }
    }
}

#[test]
fn headings_of_other_words_stay_as_published() {
    let page = PAGE
        .replace("五、存在的主要问题及改进情况", "五、下一步工作打算")
        .replace("二、主动公开政府信息情况", "二、行政机关主动公开政府信息情况");
    let imported = import("报告.html", page.as_bytes()).unwrap();
    let cover = file(&imported, "报告.yaml");
    assert!(cover.contains("    主动公开: 行政机关主动公开政府信息情况\n"), "{cover}");
    assert!(cover.contains("    存在问题: 下一步工作打算\n"), "{cover}");
    assert!(file(&imported, "正文.yaml").contains("部分学校公开不够及时。"));
}

#[test]
fn the_figures_of_a_row_that_stands_twice_are_told() {
    let row = PAGE.lines().find(|line| line.contains("（一）予以公开")).unwrap();
    // 1, 3, 4 and 6 are among the digits of the form's labels.
    let other = "<tr><td colspan=\"2\">（一）予以公开</td><td>1</td><td>3</td><td>4</td><td>6</td><td>1</td><td>3</td><td>14</td></tr>";
    for page in [PAGE.replace(row, &format!("{other}\n{row}")), PAGE.replace(row, &format!("{row}\n{other}"))] {
        let imported = import("报告.html", page.as_bytes()).unwrap();
        let told: Vec<_> = warnings(&imported).into_iter().filter(|message| message.contains("予以公开")).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        let tables = file(&imported, "表.yaml");
        let kept = tables.lines().find(|line| line.contains("予以公开:")).unwrap();
        let (other, placed) = told[0].split_once("放进数据的是").unwrap();
        let (first, second) = ("3 0 0 0 0 0 3", "1 3 4 6 1 3 14");
        assert_eq!(
            (other.contains(first), placed.contains(second)),
            (kept.contains("14"), kept.contains("14")),
            "{kept} {told:?}"
        );
        assert_eq!(
            (other.contains(second), placed.contains(first)),
            (!kept.contains("14"), !kept.contains("14")),
            "{kept} {told:?}"
        );
    }
}

#[test]
fn a_row_that_stands_twice_with_the_same_figures_contradicts_nothing() {
    let row = PAGE.lines().find(|line| line.contains("（一）予以公开")).unwrap();
    let imported = import("报告.html", PAGE.replace(row, &format!("{row}\n{row}")).as_bytes()).unwrap();
    assert!(!warnings(&imported).iter().any(|told| told.contains("数不同")), "{:?}", imported.findings);
    // In lines of text, too, both are told.
    let line = TEXT.lines().find(|line| line.trim_start().starts_with("（七）总计")).unwrap();
    let changed = format!("{line}\n{}", line.replace('0', "7"));
    let imported = import("报告.txt", TEXT.replace(line, &changed).as_bytes()).unwrap();
    let told: Vec<_> =
        warnings(&imported).into_iter().filter(|told| told.contains("“（七）总计”又有一行，数不同")).collect();
    assert_eq!(told.len(), 1, "{:?}", imported.findings);
}

#[test]
fn what_stands_beside_a_contact_stays() {
    for piece in ["联系电话：0000-6220018，联系电话：0000-6220019，监督电话请拨12345。", "投诉电话：0000-5550000。"]
    {
        let page = PAGE.replacen("部分学校公开不够及时。", &format!("部分学校公开不够及时。</p><p>{piece}"), 1);
        let imported = import("报告.html", page.as_bytes()).unwrap();
        assert!(file(&imported, "正文.yaml").contains(piece), "{:?}", imported.findings);
    }
}

#[test]
fn what_a_line_under_the_table_says_otherwise_is_told() {
    let line = "县政府办 填报人：甲 填报人：乙 联系电话：0000-7770001";
    let imported = import("报告.txt", format!("{TEXT}\n{line}\n").as_bytes()).unwrap();
    let told = warnings(&imported).concat();
    let data = ["报告.yaml", "正文.yaml", "表.yaml"].map(|name| file(&imported, name)).concat();
    for piece in ["县政府办", "甲", "乙", "0000-7770001"] {
        assert!(told.contains(piece) || data.contains(piece), "{piece}: {told}");
    }
    assert!(told.contains("0000-7770001"), "{told}");
}

#[test]
fn lines_before_the_text_are_told_together() {
    let heading = PAGE[..PAGE.find("一、").unwrap()].rfind("<p").unwrap();
    let page = format!("{}{}{}", &PAGE[..heading], "<p>索引号</p>".repeat(400), &PAGE[heading..]);
    let imported = import("报告.html", page.as_bytes()).unwrap();
    let told = warnings(&imported).into_iter().filter(|message| message.contains("索引号"));
    assert_eq!(told.count(), 1);
}

#[test]
fn stars_that_hide_a_name_or_a_number_stay() {
    let hidden = "申请人张**、李**的电话是138****1234。";
    let sentence = "全年新收";
    for (text, marked) in [(TEXT.to_string(), "**甲**"), (format!("# {}", TEXT.trim_start()), "甲")] {
        let text = text.replacen(sentence, &format!("{hidden}**甲**{sentence}"), 1);
        let data = file(&import("报告.txt", text.as_bytes()).unwrap(), "正文.yaml").replace("\n", "").replace(' ', "");
        assert!(data.contains(&format!("{hidden}{marked}{sentence}")), "{data}");
    }
}

#[test]
fn a_row_of_dashes_between_bars_is_a_row() {
    let (before, rest) = TEXT.split_once("四、政府信息公开行政复议、行政诉讼情况").unwrap();
    let (_, after) = rest.split_once("五、").unwrap();
    let dashes = "| - ".repeat(15);
    let text = format!("{before}四、政府信息公开行政复议、行政诉讼情况\n\n{dashes}|\n\n五、{after}");
    let tables = file(&import("报告.txt", text.as_bytes()).unwrap(), "表.yaml");
    assert!(tables.contains("行政复议: [\"-\", \"-\", \"-\", \"-\", \"-\"]"), "{tables}");
}

/// The tables of a report in lines, a row a line.
fn rows() -> String {
    let document = document(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/qinghe/2025"));
    lines(&document)
}

#[test]
fn a_row_with_a_figure_more_and_one_with_a_figure_less_move_none_between() {
    let text = rows();
    let expected = file(&import("报告.txt", text.as_bytes()).unwrap(), "表.yaml");
    let row = |label: &str| text.lines().find(|line| line.contains(label)).unwrap();
    let (more, less) = (row("1.属于国家秘密"), row("2.重复申请"));
    let changed =
        text.replace(more, &format!("{more} 0")).replace(less, less.strip_suffix(" 0").unwrap_or(&less[..less.len() - 2]));
    let imported = import("报告.txt", changed.as_bytes()).unwrap();
    let found = file(&imported, "表.yaml");
    for (label, is_placed) in
        [("属于国家秘密", false), ("属于行政查询事项", true), ("信访举报投诉类申请", true), ("重复申请", false)]
    {
        let expected = if is_placed { value(&expected, label) } else { "~".into() };
        assert_eq!(value(&found, label), expected, "{label}");
    }
    let uneven = warnings(&imported).into_iter().filter(|told| told.contains("一行的数字个数与表式的列数不同"));
    assert_eq!(uneven.count(), 2, "{:?}", imported.findings);
}

#[test]
fn a_number_beside_the_figures_of_a_row_is_told() {
    let row = "<td colspan=\"3\">1204</td>";
    assert!(PAGE.contains(row));
    // In a web page every cell has a place of its own, between bars that of its line.
    let page = PAGE.replace(row, "<td>1204</td><td>6</td><td>1204</td>");
    let (before, rest) = TEXT.split_once(" 三、收到和处理政府信息公开申请情况").unwrap();
    let (before, _) = before.split_once("二、主动公开政府信息情况").unwrap();
    let bars = "二、主动公开政府信息情况\n\n| 行政事业性收费 | 21 | -4 | 21 |\n\n三、收到和处理政府信息公开申请情况";
    for (name, text, number) in [("报告.html", page, "6 1204"), ("报告.txt", format!("{before}{bars}{rest}"), "21")] {
        let told = warnings(&import(name, text.as_bytes()).unwrap());
        assert!(told.iter().any(|told| told.contains(&format!("“{number}”没有放进数据"))), "{told:?}");
    }
}
