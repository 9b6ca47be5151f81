//! The numbers that Word puts before paragraphs itself (ECMA-376 Part 1, 17.9): `一、`, `（一）`, `1.` are seen, but are no text.

use std::collections::BTreeMap;

use super::docx::{attribute, tags};
use super::symbol::symbol;
use crate::compose::numeral::chinese;

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub struct Numbering {
    /// Definition and level → how it is written. A list that changes a level has it under its own name.
    levels: BTreeMap<(Owner, usize), Level>,
    /// List → definition.
    definitions: BTreeMap<String, String>,
    /// Definition → the style of lists that it takes its levels from (17.9.21).
    borrowed: BTreeMap<String, String>,
    /// Style of lists → the definition that has its levels (17.9.27).
    styles: BTreeMap<String, String>,
    /// List and level → where a list begins that goes on from no other.
    starts: BTreeMap<(String, usize), u64>,
    /// Definition → the number last given at each level.
    counts: BTreeMap<String, [Option<u64>; LEVELS]>,
    /// The lists that have begun.
    begun: Vec<String>,
}

/// Whose level it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    Definition(String),
    List(String),
}

#[derive(Clone, Debug)]
struct Level {
    /// `decimal`, `chineseCounting` …
    format: String,
    /// `（%1）`
    text: String,
    /// The font of a bullet, which may be one of symbols.
    font: String,
    start: u64,
    /// The style of the paragraphs it numbers.
    style: Option<String>,
    /// Whether all its numbers are decimal.
    legal: bool,
}

/// How deep lists go (17.9.6).
const LEVELS: usize = 9;

impl Numbering {
    /// Reads the part `numbering.xml`; what is broken in it gives no numbers.
    pub fn read(text: &str) -> Self {
        let mut numbering = Self::default();
        let (mut owner, mut level) = (Owner::Definition(String::new()), 0);
        for tag in tags(text) {
            let value = |name: &str| attribute(&tag, name).unwrap_or_default();
            let depth = || value("ilvl").parse().unwrap_or(0).min(LEVELS - 1);
            let known = numbering.levels.get_mut(&(owner.clone(), level));
            match (tag.local_name().as_ref(), known, &owner) {
                (b"abstractNum", ..) => owner = Owner::Definition(value("abstractNumId")),
                (b"num", ..) => owner = Owner::List(value("numId")),
                (b"lvlOverride", ..) => level = depth(),
                (b"lvl", ..) => {
                    level = depth();
                    let blank = Level {
                        format: "decimal".into(),
                        text: String::new(),
                        font: String::new(),
                        start: 1,
                        style: None,
                        legal: false,
                    };
                    numbering.levels.insert((owner.clone(), level), blank);
                }
                (b"numStyleLink", _, Owner::Definition(definition)) => {
                    numbering.borrowed.insert(definition.clone(), value("val"));
                }
                (b"styleLink", _, Owner::Definition(definition)) => {
                    numbering.styles.insert(value("val"), definition.clone());
                }
                (b"abstractNumId", _, Owner::List(list)) => {
                    numbering.definitions.insert(list.clone(), value("val"));
                }
                (b"startOverride", _, Owner::List(list)) => {
                    numbering.starts.insert((list.clone(), level), value("val").parse().unwrap_or(1));
                }
                (b"numFmt", Some(known), _) => known.format = value("val"),
                (b"lvlText", Some(known), _) => known.text = value("val"),
                (b"rFonts", Some(known), _) => known.font = value("ascii"),
                (b"start", Some(known), _) => known.start = value("val").parse().unwrap_or(1),
                (b"pStyle", Some(known), _) => known.style = Some(value("val")),
                (b"isLgl", Some(known), _) => known.legal = !["0", "false"].contains(&value("val").as_str()),
                _ => {}
            }
        }
        numbering
    }

    /// The definition that has the levels of a list, perhaps by the name of a style.
    fn definition(&self, list: &str) -> Option<&String> {
        let own = self.definitions.get(list)?;
        Some(self.borrowed.get(own).and_then(|style| self.styles.get(style)).unwrap_or(own))
    }

    fn level(&self, list: &str, level: usize) -> Option<&Level> {
        let definition = self.definition(list)?;
        let own = self.levels.get(&(Owner::List(list.into()), level));
        own.or_else(|| self.levels.get(&(Owner::Definition(definition.clone()), level)))
    }

    /// The level of a list that numbers the paragraphs of a style.
    pub fn level_of(&self, list: &str, style: &str) -> Option<usize> {
        (0..LEVELS).find(|level| self.level(list, *level).is_some_and(|level| level.style.as_deref() == Some(style)))
    }

    /// The number of the next paragraph of a list at a level, or its bullet, as printed; nothing for what is not understood.
    pub fn next(&mut self, list: &str, level: usize) -> String {
        let level = level.min(LEVELS - 1);
        let (Some(definition), Some(found)) = (self.definition(list).cloned(), self.level(list, level).cloned()) else {
            return String::new();
        };
        let counts = self.counts.entry(definition).or_default();
        if !self.begun.iter().any(|begun| begun == list) {
            self.begun.push(list.into());
            let starts = (0..LEVELS).filter(|level| self.starts.contains_key(&(list.to_string(), *level)));
            starts.for_each(|level| counts[level] = None);
        }
        let start = self.starts.get(&(list.to_string(), level)).copied().unwrap_or(found.start);
        counts[level] = Some(counts[level].map_or(start, |count| count.saturating_add(1)));
        counts[level + 1..].fill(None);
        let counts = *counts;
        if found.format == "bullet" {
            return bullet(&found.font, &found.text);
        }
        let mut text = found.text.clone();
        for (at, count) in counts.iter().enumerate() {
            let place = format!("%{}", at + 1);
            if !text.contains(&place) {
                continue;
            }
            let own = self.level(list, at);
            let format = own.map_or("decimal", |level| &level.format);
            let number = count.or(own.map(|level| level.start)).unwrap_or(1);
            let Some(number) = written(number, if found.legal { "decimal" } else { format }) else { return String::new() };
            text = text.replace(&place, &number);
        }
        text
    }
}

/// A bullet as it looks. Those of fonts of symbols that look like nothing known are left out: they say nothing.
fn bullet(font: &str, text: &str) -> String {
    let shown = text.chars().map(|c| symbol(font, &format!("{:X}", u32::from(c))));
    shown
        .collect::<Option<String>>()
        .filter(|shown| !shown.contains(|c| ('\u{E000}'..='\u{F8FF}').contains(&c)))
        .unwrap_or_default()
}

/// A number in a format (17.18.59); nothing for one that is not known.
fn written(number: u64, format: &str) -> Option<String> {
    let nth = |all: &str| all.chars().nth(usize::try_from(number).ok()?.checked_sub(1)?).map(String::from);
    let circled = |number: u64| char::from_u32(0x245F + u32::try_from(number).ok()?).map(String::from);
    match format {
        "decimal" | "decimalFullWidth" | "decimalFullWidth2" | "decimalHalfWidth" => Some(number.to_string()),
        "decimalZero" => Some(format!("{number:02}")),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand" => Some(chinese(number)),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
            let digit = |digit: u8| "〇一二三四五六七八九".chars().nth(usize::from(digit - b'0'));
            number.to_string().bytes().map(digit).collect()
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => {
            if (1..=20).contains(&number) {
                circled(number)
            } else {
                Some(number.to_string())
            }
        }
        "ideographTraditional" => nth("甲乙丙丁戊己庚辛壬癸"),
        "chineseLegalSimplified" => nth("壹贰叁肆伍陆柒捌玖拾"),
        "upperLetter" => nth("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        "lowerLetter" => nth("abcdefghijklmnopqrstuvwxyz"),
        "upperRoman" => nth("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"),
        "lowerRoman" => nth("ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ"),
        "none" => Some(String::new()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Numbering;

    const LISTS: &str = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="7">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:pStyle w:val="1"/><w:lvlText w:val="%1、"/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="2"/><w:lvlText w:val="（%2）"/></w:lvl>
        <w:lvl w:ilvl="2"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%3"/></w:lvl>
        <w:lvl w:ilvl="3"><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%4"/></w:lvl>
        <w:lvl w:ilvl="4"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>
        </w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
        <w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride></w:num>
        <w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="1"><w:lvl w:ilvl="1"><w:start w:val="1"/>
        <w:numFmt w:val="decimalEnclosedCircle"/><w:lvlText w:val="%2"/></w:lvl></w:lvlOverride></w:num></w:numbering>"#;

    #[test]
    fn counts_as_word_does() {
        let mut numbering = Numbering::read(LISTS);
        let numbers: Vec<_> = [0, 1, 1, 2, 3, 4, 0, 1].map(|level| numbering.next("1", level)).into();
        assert_eq!(numbers, ["一、", "（一）", "（二）", "一.1", "1.1", "-", "二、", "（一）"]);
        // A list of the same definition goes on, unless it says where it starts, or how it is written.
        assert_eq!(numbering.next("3", 0), "三、");
        assert_eq!(numbering.next("3", 1), "①");
        assert_eq!([numbering.next("2", 0), numbering.next("2", 0)], ["三、", "四、"]);
        assert_eq!(numbering.next("9", 0), "");
        assert_eq!(numbering.level_of("1", "2"), Some(1));
        assert_eq!(numbering.level_of("1", "3"), None);
    }

    #[test]
    fn a_list_may_take_its_levels_from_a_style() {
        let lists = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="公文"/></w:abstractNum>
            <w:abstractNum w:abstractNumId="2"><w:styleLink w:val="公文"/><w:lvl w:ilvl="0"><w:start w:val="1"/>
            <w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>
            <w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="6"><w:abstractNumId w:val="2"/></w:num></w:numbering>"#;
        let mut numbering = Numbering::read(lists);
        assert_eq!([numbering.next("5", 0), numbering.next("6", 0), numbering.next("5", 0)], ["一、", "二、", "三、"]);
        // A style that no definition has numbers nothing.
        let mut numbering =
            Numbering::read(&lists.replace("styleLink w:val=\"公文\"/><w:lvl ", "styleLink w:val=\"别的\"/><w:lvl "));
        assert_eq!(numbering.next("5", 0), "");
    }

    #[test]
    fn bullets_are_what_they_look_like() {
        let lists = |font: &str, text: &str| {
            format!(
                r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="{text}"/>
                <w:rPr><w:rFonts w:ascii="{font}"/></w:rPr></w:lvl></w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num></w:numbering>"#
            )
        };
        for (font, text, shown) in
            [("Wingdings", "\u{F06C}", "●"), ("Symbol", "\u{F0B7}", "·"), ("宋体", "◇", "◇"), ("Webdings", "\u{F021}", "")]
        {
            assert_eq!(Numbering::read(&lists(font, text)).next("5", 0), shown, "{font}");
        }
    }
}
