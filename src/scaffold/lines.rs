//! YAML line by line: indented, with comments; texts are quoted where a plain one would mean something else.

/// Lines that are being written.
#[derive(Default)]
pub struct Lines {
    lines: Vec<(String, String)>,
}

impl Lines {
    /// A comment on a line of its own, whatever line ends the text has.
    pub fn comment(&mut self, depth: usize, text: &str) {
        let text = text.replace(is_break_or_control, " ");
        self.lines.push((format!("{}# {text}", indent(depth)), String::new()));
    }

    /// `key: value` with a comment behind it; a value or a comment may be empty.
    pub fn entry(&mut self, depth: usize, key: &str, value: &str, comment: &str) {
        let space = if value.is_empty() { "" } else { " " };
        self.lines.push((format!("{}{}:{space}{value}", indent(depth), scalar(key)), comment.into()));
    }

    /// An item of a list.
    pub fn item(&mut self, depth: usize, value: &str) {
        self.lines.push((format!("{}- {value}", indent(depth)), String::new()));
    }

    /// The one line of a folded text, which may have any characters but breaks in it.
    pub fn folded(&mut self, depth: usize, text: &str) {
        self.lines.push((format!("{}{text}", indent(depth)), String::new()));
    }

    /// An empty line.
    pub fn gap(&mut self) {
        self.lines.push((String::new(), String::new()));
    }

    /// The text, with the comments behind entries in one column.
    pub fn text(&self) -> String {
        let commented = self.lines.iter().filter(|(_, comment)| !comment.is_empty());
        let column = commented.map(|(line, _)| width(line)).max().unwrap_or_default() + 2;
        let line = |(line, comment): &(String, String)| match comment.as_str() {
            "" => format!("{line}\n"),
            comment => format!("{line}{}# {comment}\n", " ".repeat(column - width(line))),
        };
        self.lines.iter().map(line).collect()
    }
}

fn indent(depth: usize) -> String {
    "  ".repeat(depth)
}

/// The columns a text takes on a screen: 汉字 and full-width marks take two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// A text as a YAML scalar: plain where that is safe, otherwise in double quotes.
pub fn scalar(text: &str) -> String {
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let plain = text.starts_with(|c: char| c.is_alphabetic())
        && !text.ends_with(|c: char| c.is_whitespace() || c == ':')
        && !text.contains([',', '[', ']', '{', '}', '#', '"', '\'', '\\'])
        && !text.contains(": ")
        && !text.contains(is_break_or_control)
        && !words.contains(&text.to_ascii_lowercase().as_str());
    if plain { text.into() } else { quoted(text) }
}

/// Quotes as JSON does, but for characters that JSON lets stand and YAML would take for line ends or refuse.
fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    let escaped = |c: char| if is_break_or_control(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    json.chars().map(escaped).collect()
}

fn is_break_or_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::{Lines, scalar};

    #[test]
    fn a_text_stays_what_it_is() {
        let same = ["甘州区", "http://www.example.gov.cn/nb/2020/", "gk@example.gov.cn", "Abc 甲"];
        same.into_iter().for_each(|text| assert_eq!(scalar(text), text));
        let odd = [
            "010010",
            "",
            "~",
            "null",
            "{{报告.机关}}",
            "甲: 乙",
            "甲 #1",
            "甲\n乙",
            "“甲”",
            "-",
            " 甲",
            "甲:",
            "\"甲\"乙",
            "甲\u{85}",
            "甲\u{2028}乙\u{7F}",
        ];
        for text in odd.into_iter().chain(same) {
            let read: String = serde_yaml::from_str(&scalar(text)).unwrap();
            assert_eq!(read, text);
        }
    }

    #[test]
    fn comments_stand_in_one_column() {
        let mut lines = Lines::default();
        lines.entry(0, "甲", "", "");
        lines.entry(1, "乙", "~", "一");
        lines.entry(1, "丙丁", "~", "二");
        assert_eq!(lines.text(), "甲:\n  乙: ~    # 一\n  丙丁: ~  # 二\n");
    }
}
