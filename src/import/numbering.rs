//! The numbers that Word puts before paragraphs itself (ECMA-376 Part 1, 17.9): `一、`, `（一）`, `1.` are seen, but are no text.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::docx::attribute;
use crate::compose::numeral::chinese;

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub struct Numbering {
    /// Definition → level → how it is written.
    levels: BTreeMap<(String, usize), Level>,
    /// List → definition.
    definitions: BTreeMap<String, String>,
    /// Definition → the number last given at each level.
    counts: BTreeMap<String, Vec<u64>>,
}

#[derive(Clone, Debug)]
struct Level {
    /// `decimal`, `chineseCounting` …
    format: String,
    /// `（%1）`
    text: String,
    start: u64,
}

/// How deep lists go (17.9.6).
const LEVELS: usize = 9;

impl Numbering {
    /// Reads the part `numbering.xml`; what is broken in it gives no numbers.
    pub fn read(text: &str) -> Self {
        let mut numbering = Self::default();
        let (mut definition, mut list, mut level) = (String::new(), String::new(), 0);
        let mut xml = Reader::from_str(text);
        while let Ok(event) = xml.read_event() {
            let (Event::Start(tag) | Event::Empty(tag)) = event else {
                if event == Event::Eof {
                    break;
                }
                continue;
            };
            let value = |name: &str| attribute(&tag, name).unwrap_or_default();
            let key = (definition.clone(), level);
            let known = numbering.levels.get_mut(&key);
            match (tag.local_name().as_ref(), known) {
                (b"abstractNum", _) => definition = value("abstractNumId"),
                (b"lvl", _) => {
                    level = value("ilvl").parse().unwrap_or(0).min(LEVELS - 1);
                    let blank = Level { format: "decimal".into(), text: String::new(), start: 1 };
                    numbering.levels.insert((definition.clone(), level), blank);
                }
                (b"numFmt", Some(known)) => known.format = value("val"),
                (b"lvlText", Some(known)) => known.text = value("val"),
                (b"start", Some(known)) => known.start = value("val").parse().unwrap_or(1),
                (b"num", _) => list = value("numId"),
                (b"abstractNumId", _) => {
                    numbering.definitions.insert(list.clone(), value("val"));
                }
                _ => {}
            }
        }
        numbering
    }

    /// The number of the next paragraph of a list at a level, as printed; nothing for bullets and for what is not understood.
    pub fn next(&mut self, list: &str, level: usize) -> String {
        let level = level.min(LEVELS - 1);
        let Some(definition) = self.definitions.get(list) else { return String::new() };
        let Some(found) = self.levels.get(&(definition.clone(), level)).cloned() else { return String::new() };
        let counts = self.counts.entry(definition.clone()).or_insert_with(|| vec![0; LEVELS]);
        counts[level] = if counts[level] == 0 { found.start } else { counts[level].saturating_add(1) };
        counts[level + 1..].fill(0);
        let written = |number: u64| match found.format.as_str() {
            "decimal" | "decimalFullWidth" => Some(number.to_string()),
            "chineseCounting"
            | "chineseCountingThousand"
            | "japaneseCounting"
            | "ideographDigital"
            | "taiwaneseCountingThousand" => Some(chinese(number)),
            _ => None,
        };
        let mut text = found.text.clone();
        for (at, count) in counts.iter().enumerate() {
            let place = format!("%{}", at + 1);
            if text.contains(&place) {
                let Some(number) = written((*count).max(1)) else { return String::new() };
                text = text.replace(&place, &number);
            }
        }
        if found.format == "bullet" { String::new() } else { text }
    }
}

#[cfg(test)]
mod tests {
    use super::Numbering;

    #[test]
    fn counts_as_word_does() {
        let mut numbering = Numbering::read(
            r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="7">
            <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
            <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
            <w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>
            </w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>"#,
        );
        let numbers: Vec<_> = [0, 1, 1, 2, 0, 1].map(|level| numbering.next("1", level)).into();
        assert_eq!(numbers, ["一、", "（一）", "（二）", "", "二、", "（一）"]);
        assert_eq!(numbering.next("2", 0), "");
    }
}
