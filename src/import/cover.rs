//! What a report is, read from its text: title, year, office, signature, date, annexes.

use std::sync::LazyLock;

use regex::Regex;

use super::material::{Block, Line};
use super::prose::squeeze;
use crate::document::Date;

/// The title: office, year, perhaps the office only here, and what such a report is called.
static TITLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("^([^，。；：“”>]*?)((?:19|20)[0-9]{2})年?度?([^，。；：]{0,40})(?:年度报告|年报|工作报告)$").ok()
});

/// A title, whole and by its lines.
#[derive(Debug, Default)]
pub struct Title {
    /// Its lines.
    pub lines: Vec<String>,
    /// The office it names; empty if it names none.
    pub organ: String,
    /// The year it names.
    pub year: u16,
    /// The first block and the one after the last.
    pub blocks: (usize, usize),
}

/// Finds the title among the lines before `end`: the last that reads as one, of at most three lines; one that names an office first.
pub fn title(blocks: &[Block], end: usize) -> Option<Title> {
    let line = |at: usize| match &blocks[at] {
        Block::Line(line) if line.text.chars().count() <= 60 && !is_furniture(&line.text) => Some(squeeze(&line.text)),
        _ => None,
    };
    let mut nameless = None;
    for last in (0..end.min(blocks.len())).rev() {
        for count in 1..=(last + 1).min(3) {
            let first = last + 1 - count;
            let Some(lines) = (first..=last).map(line).collect::<Option<Vec<_>>>() else { break };
            let Some((organ, year)) = named(&lines.concat()) else { continue };
            let title = Title { organ, year, lines, blocks: (first, last + 1) };
            if !title.organ.is_empty() {
                return Some(title);
            }
            nameless.get_or_insert(title);
        }
    }
    nameless
}

/// The title in what a page calls itself, which has the name of its site before or behind it: 某县2020年…年度报告-某县人民政府.
pub fn title_of_page(names: &[String]) -> Option<Title> {
    let pieces = names.iter().flat_map(|name| name.split(['_', '-', '|', '—', '－', '–', '>']));
    let titles = pieces.filter_map(|piece| {
        let text = squeeze(piece);
        let (organ, year) = named(&text)?;
        Some(Title { organ, year, lines: vec![text], blocks: (0, 0) })
    });
    titles.min_by_key(|title| title.organ.is_empty())
}

/// The office and the year that a title names.
fn named(text: &str) -> Option<(String, u16)> {
    let found = TITLE.as_ref()?.captures(text)?;
    let (before, year, after) = (found.get(1)?.as_str(), found.get(2)?.as_str().parse().ok()?, found.get(3)?.as_str());
    let organ = before.trim_start_matches("关于");
    Some((if organ.is_empty() { office(after) } else { organ.into() }, year))
}

/// The office before what is reported on: 某市人民政府办公厅政府信息公开工作.
fn office(text: &str) -> String {
    let starts = ["政府信息公开", "政务信息公开", "政务公开", "信息公开"].into_iter().filter_map(|topic| text.find(topic));
    let organ = starts.min().map_or("", |start| &text[..start]);
    // 某县人民政府信息公开 says 政府 once for both.
    if organ.ends_with("人民") { format!("{organ}政府") } else { organ.into() }
}

/// 成文日期 with what stands before it in its line: `2021年2月19日`, `二〇二一年二月十九日`.
pub fn dated(text: &str) -> Option<(String, Date)> {
    let text = squeeze(text);
    let body = text.strip_suffix('日')?;
    let (before_day, day) = body.rsplit_once('月')?;
    let (before_month, month) = before_day.rsplit_once('年')?;
    let start = before_month.char_indices().rev().nth(3).map(|(at, _)| at)?;
    let (name, year) = before_month.split_at(start);
    let date = format!("{}-{:0>2}-{:0>2}", digits(year)?, digits(month)?, digits(day)?);
    let date = Date::parse(&date)?;
    // 自2020年1月1日起至2020年12月31日 is no signature.
    let other = name.contains(['，', '。', '：', '；']) || name.contains(|c: char| c.is_ascii_digit());
    let other = other || name.ends_with(['自', '至', '到', '于', '从', '在', '止']);
    (name.chars().count() <= 40 && !other).then(|| (name.into(), date))
}

/// Whether a line belongs to the page that a report was published on, and not to the report.
pub fn is_furniture(text: &str) -> bool {
    const WORDS: [&str; 29] = [
        "打印本页",
        "打印】",
        "[打印",
        "【打印",
        "打印文章",
        "关闭窗口",
        "关闭本页",
        "分享到",
        "扫一扫",
        "上一篇",
        "下一篇",
        "上一条",
        "下一条",
        "返回顶部",
        "当前位置",
        "您的位置",
        "您现在的位置",
        "首页>",
        "浏览次数",
        "阅读次数",
        "点击数",
        "点击量",
        "字体：",
        "字号：",
        "版权所有",
        "网站标识码",
        "公网安备",
        "ICP备",
        "技术支持：",
    ];
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let short = text.chars().count() <= 60 && !text.contains('。');
    let origin = ["发布时间：", "发布日期：", "来源：", "信息来源：", "作者：", "责任编辑：", "编辑："];
    short
        && (WORDS.iter().any(|word| text.contains(word))
            || origin.iter().any(|word| text.replace(':', "：").starts_with(word)))
}

/// A number in figures or in 汉字, in figures.
fn digits(text: &str) -> Option<String> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some(text.into());
    }
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|known| known == c || c == '零' && known == '〇');
    let characters: Vec<_> = text.chars().collect();
    let number = match characters.as_slice() {
        ['十'] => 10,
        ['十', ones] => 10 + digit(*ones)?,
        [tens, '十'] => 10 * digit(*tens)?,
        [tens, '十', ones] => 10 * digit(*tens)? + digit(*ones)?,
        [] => return None,
        all => return all.iter().map(|c| digit(*c).map(|digit| digit.to_string())).collect(),
    };
    Some(number.to_string())
}

/// The names of annexes from lines `附件：1.甲`, `2.乙`; nothing if a line is none.
pub fn annexes(line: &Line, known: usize) -> Option<String> {
    let text = squeeze(&line.text);
    let text = match known {
        0 => text
            .strip_prefix("附件")
            .map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()))?
            .strip_prefix(['：', ':'])?
            .to_string(),
        _ => text,
    };
    let bare = text.strip_prefix(&(known + 1).to_string()).and_then(|rest| rest.strip_prefix(['.', '．', '、']));
    match (known, bare) {
        (_, Some(name)) => Some(name.trim().into()),
        (0, None) => Some(text.trim().into()),
        _ => None,
    }
}

/// Which 类别 an office most likely has, by the end of its name; the one who imports must say whether that is so.
pub fn kind(organ: &str) -> Option<&'static str> {
    const ENDS: [(&str, &str); 14] = [
        ("街道办事处", "街道办事处"),
        ("街道", "街道办事处"),
        ("镇", "乡镇政府"),
        ("乡", "乡镇政府"),
        ("县", "县级政府"),
        ("区", "县级政府"),
        ("旗", "县级政府"),
        ("市", "市级政府"),
        ("州", "市级政府"),
        ("盟", "市级政府"),
        ("省", "省级政府"),
        ("局", "政府部门"),
        ("委员会", "政府部门"),
        ("厅", "政府部门"),
    ];
    let organ = organ.strip_suffix("人民政府办公室").or_else(|| organ.strip_suffix("人民政府")).unwrap_or(organ);
    ENDS.iter().find(|(end, _)| organ.ends_with(end)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::{dated, is_furniture, named, title_of_page};

    #[test]
    fn a_title_names_its_office_before_or_behind_the_year() {
        let told = |text: &str| named(text).map(|(organ, year)| format!("{organ} {year}"));
        for (text, expected) in [
            ("关于云岭县2020年政府信息公开工作年度报告", "云岭县 2020"),
            ("2019年云岭县人民政府办公室政府信息公开工作年度报告", "云岭县人民政府办公室 2019"),
            ("2019年度云岭县人民政府信息公开工作年度报告", "云岭县人民政府 2019"),
            ("2023年政府信息公开工作年度报告", " 2023"),
        ] {
            assert_eq!(told(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(told("2023年，云岭县编制年度报告"), None);
        let page = |name: &str| title_of_page(&[name.into()]).map(|title| format!("{} {}", title.organ, title.lines[0]));
        let expected = "云岭县 云岭县2020年政府信息公开年报";
        for name in [
            "云岭县2020年政府信息公开年报",
            "云岭县2020年政府信息公开年报_公开年报_云岭县人民政府",
            "政务公开 - 云岭县2020年政府信息公开年报",
        ] {
            assert_eq!(page(name).as_deref(), Some(expected), "{name}");
        }
        assert_eq!(page("云岭县人民政府"), None);
    }

    #[test]
    fn dates_in_figures_and_in_words() {
        let day = |text: &str| dated(text).map(|(name, date)| format!("{name} {date}"));
        assert_eq!(day("2021 年 2 月 19 日").as_deref(), Some(" 2021-02-19"));
        assert_eq!(day("某局 二〇二一年十二月二十日").as_deref(), Some("某局 2021-12-20"));
        assert_eq!(day("统计自2020年1月1日"), None);
        assert_eq!(day("自2020年1月1日起至2020年12月31日"), None);
        assert_eq!(day("2021年2月30日"), None);
    }

    #[test]
    fn the_frame_of_a_page_is_told_from_the_report() {
        for text in
            ["【打印本页】 【关闭窗口】", "分享到：微信 微博", "来源:县教育局", "首页 > 政务公开 > 年报", "版权所有：某县"]
        {
            assert!(is_furniture(text), "{text}");
        }
        for text in ["全年在首页>专栏发布信息5条。", "一是来源：各单位报送", "（一）打印社的收费"]
        {
            assert!(!is_furniture(text), "{text}");
        }
    }
}
