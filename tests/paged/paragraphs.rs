//! What holds for the lines of any paragraph.

use proptest::prelude::*;

use crate::report::{lines, set, style};

/// What must not start a line, and what must not end one (CLREQ 3.1.4, GB/T 15834 5.1).
const NEVER_STARTS: &str = "、，。：；！？”’）》〕…—·%";
const NEVER_ENDS: &str = "“‘（《〔";

/// Pieces that reports are made of, a mark never alone at the start.
fn piece() -> impl Strategy<Value = String> {
    let han = "[政府信息公开工作年度报告条例办理申请]{1,12}";
    prop_oneof![
        8 => han.prop_map(String::from),
        2 => (han, "[，。；：、！？]").prop_map(|(text, mark)| text + &mark),
        1 => han.prop_map(|text| format!("“{text}”")),
        1 => han.prop_map(|text| format!("《{text}》（以下简称《条例》）")),
        2 => (1_u32..10_000_000, "[年件条次]").prop_map(|(number, unit)| format!("{number}{unit}")),
        1 => Just("——".to_string()),
        1 => Just("等……".to_string()),
        1 => "[a-z]{1,14}".prop_map(|word| format!("信{word}息")),
        1 => "[a-z]{2,9}’[a-z]{1,3}".prop_map(|word| format!("文{word}件")),
        1 => Just("〔2019〕60号".to_string()),
        1 => "[a-z]{2,9}".prop_map(|name| format!("网址http://www.{name}.gov.cn/{name}/2020/index.html（")),
    ]
}

/// A paragraph that starts with 汉字 and does not end with an opening bracket.
pub fn paragraph() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 1..40).prop_map(|pieces| format!("现{}止", pieces.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn lines_give_the_paragraph_back_and_obey_the_marks(text in paragraph()) {
        let pages = set(&format!("<p>{text}</p>")).unwrap();
        let lines: Vec<_> = (0..pages.pages.len()).flat_map(|page| lines(&pages, page)).collect();
        let joined: String = lines.iter().map(|line| line.text.as_str()).collect();
        prop_assert_eq!(joined, text);

        let page = style().page;
        let (left, right) = (page.left.0, page.left.0 + page.measure.0);
        for (index, line) in lines.iter().enumerate() {
            let first = line.text.chars().next().unwrap();
            let last = line.text.chars().last().unwrap();
            prop_assert!(index == 0 || !NEVER_STARTS.contains(first), "starts a line: {}", line.text);
            prop_assert!(!NEVER_ENDS.contains(last), "ends a line: {}", line.text);
            prop_assert!(line.start > left - 8.1 && line.end < right + 0.02, "off the measure: {:?}", line);
            let han = line.text.chars().filter(|c| ('一'..='龥').contains(c)).count();
            // A line before something unbreakable is left ragged where its spaces would open beyond a quarter of an em.
            let short = right - line.end;
            if index + 1 < lines.len() && han >= 14 && short / (han as f64) < 3.0 {
                prop_assert!(short.abs() < 0.02, "not justified: {:?}", line);
            }
            prop_assert!(line.y > page.top.0 && line.y < page.top.0 + page.depth.0);
        }
    }

    #[test]
    fn whatever_is_typed_is_set(text in "[甲，。（）“”a1/.:@ —…%‰〔〕·-]{1,300}") {
        let escaped = text.replace('&', "&amp;");
        let pages = set(&format!("<p>{escaped}</p>")).unwrap();
        let joined: String = (0..pages.pages.len()).flat_map(|page| lines(&pages, page)).map(|line| line.text).collect();
        let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(solid(&joined), solid(&text));
    }
}

#[test]
fn plain_han_stand_on_the_grid() {
    let pages = set(&format!("<p>{}</p>", "政".repeat(26 + 28 * 30))).unwrap();
    let style = style();
    let first = lines(&pages, 0);
    assert_eq!(first.len(), 22);
    assert_eq!(first[0].text.chars().count(), 26);
    assert!(first[1..].iter().all(|line| line.text.chars().count() == 28));
    assert!((first[0].start - style.page.left.0 - 2.0 * style.character_pitch().0).abs() < 1e-6);
    let pitch = style.line_pitch().0;
    assert!(first.windows(2).all(|pair| (pair[1].y - pair[0].y - pitch).abs() < 1e-6));
    // The em stands in the middle of its line: 0.88 of it over the baseline.
    assert!((first[0].y - (style.page.top.0 + (pitch - 16.0) / 2.0 + 0.88 * 16.0)).abs() < 1e-6);
    assert_eq!(lines(&pages, 1).len(), 9);
}

#[test]
fn a_paragraph_of_five_thousand_characters_is_set_whole() {
    let text: String = (0..500).map(|number| format!("政府信息公开第{number}项，")).collect();
    assert!(text.chars().count() > 5000);
    let pages = set(&format!("<p>{text}</p>")).unwrap();
    let all: Vec<_> = (0..pages.pages.len()).flat_map(|page| lines(&pages, page)).collect();
    assert_eq!(all.iter().map(|line| line.text.as_str()).collect::<String>(), text);
    let right = style().page.left.0 + style().page.measure.0;
    assert!(all[..all.len() - 1].iter().all(|line| (line.end - right).abs() < 0.02), "every line but the last is full");
}

#[test]
fn a_word_of_thousands_of_letters_stays_on_the_paper() {
    let pages = set(&format!("<p>见{}</p>", "w".repeat(5000))).unwrap();
    let right = style().page.left.0 + style().page.measure.0;
    let all: Vec<_> = (0..pages.pages.len()).flat_map(|page| lines(&pages, page)).collect();
    assert!(all.iter().all(|line| line.end < right + 0.02));
    assert_eq!(all.iter().map(|line| line.text.len()).sum::<usize>(), "见".len() + 5000);
}
