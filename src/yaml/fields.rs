//! Reading a map key by key: what is missing, what is of the wrong shape and what nobody asked for are findings.

use super::fault::FULL_WIDTH_COLON;
use super::{Node, join};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// The entries of a map at a path of the data.
pub struct Fields<'n, 'f> {
    path: String,
    entries: &'n [(String, Node)],
    asked: Vec<&'static str>,
    findings: &'f mut Diagnostics,
}

impl<'n, 'f> Fields<'n, 'f> {
    /// The fields of a node; a node that is no map is a finding and has no fields.
    pub fn of(path: &str, node: &'n Node, findings: &'f mut Diagnostics) -> Self {
        let entries = match node {
            Node::Map(entries) => entries.as_slice(),
            Node::Null => &[],
            Node::Text(_) | Node::List(_) => {
                findings.push(wrong_shape(path, node, "键值（键: 值，一项一行）"));
                &[]
            }
        };
        Self { path: path.into(), entries, asked: vec![], findings }
    }

    /// The node of a key, if it is there and not `~`.
    pub fn node(&mut self, key: &'static str) -> Option<&'n Node> {
        self.asked.push(key);
        let (_, node) = self.entries.iter().find(|(name, _)| name == key)?;
        (*node != Node::Null).then_some(node)
    }

    /// A text that may be left out.
    pub fn optional(&mut self, key: &'static str) -> Option<String> {
        let node = self.node(key)?;
        text(&join(&self.path, key), node, self.findings)
    }

    /// A text that must be there and not be empty.
    pub fn required(&mut self, key: &'static str) -> Option<String> {
        let text = self.optional(key).map(|text| text.trim().to_string()).filter(|text| !text.is_empty());
        if text.is_none() && self.findings.0.iter().all(|finding| finding.path.as_ref() != Some(&join(&self.path, key))) {
            self.findings.push(
                Diagnostic::error(Code::MissingKey, format!("“{}”缺少“{key}”", self.path))
                    .at_data(&self.path, format!("这里应当有 {key}: …")),
            );
        }
        text
    }

    /// One text or a list of texts; empty if left out. A text of a list that is empty is a finding.
    pub fn texts(&mut self, key: &'static str) -> Vec<String> {
        let path = join(&self.path, key);
        let texts = self.typed_texts(key, &path);
        if texts.iter().any(|text| text.trim().is_empty()) {
            self.findings.push(bad_value(&path, format!("“{path}”里有空的一项"), "写出来，或者删去这一项"));
        }
        texts.into_iter().map(|text| text.trim().to_string()).collect()
    }

    fn typed_texts(&mut self, key: &'static str, path: &str) -> Vec<String> {
        match self.node(key) {
            None => vec![],
            Some(Node::List(list)) => {
                let each = list.iter().enumerate();
                each.filter_map(|(at, node)| text(&join(path, &at.to_string()), node, self.findings)).collect()
            }
            Some(node) => text(path, node, self.findings).into_iter().collect(),
        }
    }

    /// Tells the keys that nobody asked for.
    pub fn finish(self) {
        for (key, _) in self.entries {
            if !self.asked.contains(&key.as_str()) {
                self.findings.push(unknown_key(&self.path, key, self.asked.iter().copied()));
            }
        }
    }
}

/// The text of a node, or a finding.
pub fn text(path: &str, node: &Node, findings: &mut Diagnostics) -> Option<String> {
    let Node::Text(text) = node else {
        findings.push(wrong_shape(path, node, "文字"));
        return None;
    };
    // XML 1.0, 2.2: what cannot stand in a DOCX or in the mark-up.
    // Invisible characters would go into names and searches unseen.
    let forbidden = |c: &char| {
        matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\x7F'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FDD0}'..='\u{FDEF}'
            | '\u{FFF9}'..='\u{FFFB}')
    };
    if let Some(c) = text.chars().find(forbidden) {
        let message = format!("文字里有看不见的控制字符 U+{:04X}", u32::from(c));
        findings.push(
            Diagnostic::error(Code::BadValue, message).at_words(path, c, 0).help("删去这个字符，多半是从别处粘贴来的"),
        );
        return None;
    }
    Some(text.clone())
}

/// A value of another shape than expected.
pub fn wrong_shape(path: &str, node: &Node, expected: &str) -> Diagnostic {
    let found = match node {
        Node::Null => "空值",
        Node::Text(_) => "文字",
        Node::List(_) => "列表",
        Node::Map(_) => "键值",
    };
    let finding = Diagnostic::error(Code::WrongShape, format!("“{path}”应当是{expected}，写成了{found}")).at_data(path, "");
    match node {
        Node::Text(text) if text.contains('：') => finding.help(FULL_WIDTH_COLON),
        _ => finding,
    }
}

/// A value that is not allowed.
pub fn bad_value(path: &str, message: String, help: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::BadValue, message).at_data(path, "").help(help)
}

/// A key that is not known, with the nearest known one.
pub fn unknown_key<'k>(path: &str, key: &str, known: impl Iterator<Item = &'k str> + Clone) -> Diagnostic {
    let whole = join(path, key);
    let at = if path.is_empty() { "数据里".into() } else { format!("“{path}”里") };
    let finding = Diagnostic::error(Code::UnknownKey, format!("{at}没有“{key}”这个键")).at_key(whole);
    if key.contains('：') {
        return finding.help(FULL_WIDTH_COLON);
    }
    match nearest(key, known.clone()) {
        Some(near) => finding.help(format!("是不是“{near}”？")),
        None => finding.help(format!("可以用的键：{}", known.collect::<Vec<_>>().join("、"))),
    }
}

/// The known word that looks most like a word, if one does.
pub fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let alike = known.map(|known| (strsim::normalized_damerau_levenshtein(word, known), known));
    let best = alike.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= 0.4).then_some(best.1)
}

/// The known name that looks most like one that is not known. Looking for it costs as many steps as there are names, so only the
/// first of the unknown names have it: who has more to mend mends them alike.
pub fn suggestion(name: &str, known: impl IntoIterator<Item = String>, told: &Diagnostics) -> Option<String> {
    const FIRST: usize = 20;
    if told.0.iter().filter(|finding| finding.code == Code::UnknownName).nth(FIRST).is_some() {
        return None;
    }
    let known: Vec<String> = known.into_iter().collect();
    nearest(name, known.iter().map(String::as_str)).map(ToString::to_string)
}
