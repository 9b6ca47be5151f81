//! A folder's YAML files → one tree in which every scalar is the text as it was typed: `+20`, `010010`, `30828837.28` arrive
//! whole, and no figure ever passes through a float.

mod depth;
mod digest;
mod fault;
mod fields;
mod locate;
mod node;
mod quote;
mod scalar;
pub mod words;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use fields::{Fields, bad_value, nearest, suggestion, text, unknown_key, wrong_shape};
pub use locate::Locator;
pub use node::Node;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Result, cannot_read};
use crate::source::{Source, Span};

/// The data of a folder.
#[derive(Debug, Default)]
pub struct Tree {
    /// The files, in the order of their names.
    pub files: Vec<Arc<Source>>,
    /// The top-level keys of all files.
    pub root: Vec<(String, Node)>,
}

impl Tree {
    /// The value of a top-level key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.root.iter().find(|(name, _)| name == key).map(|(_, node)| node)
    }
}

/// Reads the `*.yaml` files of a folder as one tree.
///
/// # Errors
/// `cannot-read`, `wrong-encoding`, `yaml-syntax`, `duplicate-key`: the faults of all files at once.
pub fn read(folder: &Path) -> Result<Tree> {
    let paths = files(folder).map_err(|error| cannot_read(folder, &error))?;
    if paths.is_empty() {
        let message = format!("文件夹 {} 里没有 .yaml 文件", folder.display());
        return Err(Diagnostic::error(Code::CannotRead, message)
            .help("参数是年度文件夹，例如 examples/ganzhou/2020")
            .into());
    }
    read_sources(paths.iter().map(|path| source(path)))
}

/// Reads those `*.yaml` files of a folder as one tree that a top-level key can stand in. What else the folder holds, with its faults,
/// is passed over: to know what thousands of reports are called, their tables need not be read.
///
/// # Errors
/// Those of [`read()`], but for the syntax of the files that are passed over.
pub fn read_for(folder: &Path, key: &str) -> Result<Tree> {
    let paths = files(folder).map_err(|error| cannot_read(folder, &error))?;
    let sources = paths.iter().map(|path| source(path));
    read_sources(sources.filter(|source| source.as_ref().map_or(true, |source| can_hold(&source.text, key))))
}

/// Whether a top-level key can stand in a text. Where every line at the edge is that of a plain key, every top-level key starts one.
fn can_hold(text: &str, key: &str) -> bool {
    // All that YAML 1.1 and 1.2 take for the end of a line; comments say nothing.
    let mut lines =
        text.split(['\n', '\u{85}', '\u{2028}', '\u{2029}']).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let at_edge = lines.clone().next().is_none_or(|line| !line.starts_with(char::is_whitespace));
    let other = |line: &str| line.starts_with(|c: char| c.is_alphanumeric() || c.is_whitespace()) && !line.starts_with(key);
    !at_edge || !lines.all(other)
}

/// Reads some texts, or what forbids reading them, as one tree.
///
/// # Errors
/// `yaml-syntax`, `duplicate-key` and those handed in: the faults of all texts at once.
pub fn read_sources(sources: impl IntoIterator<Item = Result<Arc<Source>>>) -> Result<Tree> {
    let mut tree = Tree::default();
    let mut findings = Diagnostics::default();
    for source in sources {
        match source.and_then(|source| Ok((parse(&source)?, source))) {
            Ok((map, source)) => {
                tree.root.extend(map);
                tree.files.push(source);
            }
            Err(faults) => findings.extend(faults),
        }
    }
    if findings.0.is_empty() {
        findings.extend(duplicates(&tree));
    }
    findings.or_fail().map(|_| tree)
}

/// Whether a folder has data files.
pub fn is_data(folder: &Path) -> bool {
    files(folder).is_ok_and(|files| !files.is_empty())
}

/// The paths of a folder's data files, sorted: the same tree on every file system.
///
/// # Errors
/// That the folder cannot be read.
pub fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let data = |path: &PathBuf| {
        let yaml =
            path.extension().is_some_and(|ending| ["yaml", "yml"].iter().any(|yaml| ending.eq_ignore_ascii_case(yaml)));
        let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        yaml && !hidden && path.is_file()
    };
    let mut paths: Vec<_> = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).filter(data).collect();
    paths.sort();
    Ok(paths)
}

/// Reads a text file.
///
/// # Errors
/// `cannot-read`, `wrong-encoding`.
pub fn source(path: &Path) -> Result<Arc<Source>> {
    let bytes = fs::read(path).map_err(|error| cannot_read(path, &error))?;
    decode(path.display().to_string(), &bytes)
}

/// The text of some bytes: UTF-8, with or without byte order mark.
///
/// # Errors
/// `wrong-encoding`.
pub fn decode(name: String, bytes: &[u8]) -> Result<Arc<Source>> {
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(body) {
        // Half of ASCII in UTF-16 is NUL, which no text has.
        Ok(text) if is_utf16(body) => {
            let source = Arc::new(Source { name, text: text.into() });
            Err(wrong_encoding(Span::at(&source, 1, 1), "UTF-16"))
        }
        Ok(text) => Ok(Arc::new(Source { name, text: line_feeds(text) })),
        Err(error) => {
            let (encoding, good) = if is_utf16(body) { ("UTF-16", 0) } else { ("GBK", error.valid_up_to()) };
            let valid = String::from_utf8_lossy(&body[..good]).into_owned();
            let end = valid.len();
            let span = Span { source: Arc::new(Source { name, text: valid }), range: end..end };
            Err(wrong_encoding(span, encoding))
        }
    }
}

fn wrong_encoding(span: Span, encoding: &str) -> Diagnostics {
    Diagnostic::error(Code::WrongEncoding, format!("文件不是 UTF-8 编码，看来是 {encoding}"))
        .at(span, "从这里起不是 UTF-8")
        .help("在编辑器里用“另存为”，编码选 UTF-8")
        .into()
}

/// A text with a line feed for each carriage return that stands alone: a line ends there (YAML 1.2.2, 5.4), and a byte stays a byte.
fn line_feeds(text: &str) -> String {
    if !text.contains('\r') {
        return text.into();
    }
    let mut letters = text.chars().peekable();
    let mut lines = String::with_capacity(text.len());
    while let Some(c) = letters.next() {
        let alone = c == '\r' && letters.peek() != Some(&'\n');
        lines.push(if alone { '\n' } else { c });
    }
    lines
}

/// Whether bytes are UTF-16, with a mark or without: of the line ends, colons and spaces of a data file every other byte is NUL.
fn is_utf16(bytes: &[u8]) -> bool {
    let marked = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let pairs = bytes.chunks_exact(2);
    let ascii = |pair: &[u8]| (pair[0] == 0) != (pair[1] == 0);
    marked || bytes.contains(&0) && bytes.len() >= 8 && pairs.clone().filter(|pair| ascii(pair)).count() * 8 >= pairs.len()
}

/// Refuses a file whose brackets are nested deeper than serde_yaml reads, which takes it long to find out.
///
/// # Errors
/// `yaml-syntax`.
pub fn refuse_deep(source: &Arc<Source>) -> Result<()> {
    let told = |at| fault::too_much(Span { source: Arc::clone(source), range: at..at + 1 });
    depth::too_deep(&source.text).map_or(Ok(()), |at| Err(told(at)))
}

/// Parses one file, which holds a map or nothing.
fn parse(source: &Arc<Source>) -> Result<Vec<(String, Node)>> {
    refuse_deep(source)?;
    let node = match node::read(&source.text) {
        Ok(Some((node, false))) => node,
        Ok(Some((_, true))) => return Err(fault::two_documents(source)),
        Ok(None) => return Ok(vec![]),
        Err(error) => return Err(fault::syntax(source, &error)),
    };
    match node {
        Node::Map(map) => Ok(map),
        Node::Null => Ok(vec![]),
        Node::Text(_) | Node::List(_) => Err(fault::not_a_map(source)),
    }
}

/// Whether a key stands twice in a map, or in one below it.
fn is_twice(map: &[(String, Node)]) -> bool {
    fn below(node: &Node) -> bool {
        match node {
            Node::Map(map) => is_twice(map),
            Node::List(list) => list.iter().any(below),
            Node::Null | Node::Text(_) => false,
        }
    }
    let mut seen = BTreeSet::new();
    map.iter().any(|(key, node)| !seen.insert(key) || below(node))
}

/// Keys that stand twice in one map, or at the top of two files.
fn duplicates(tree: &Tree) -> Diagnostics {
    fn walk(path: &str, map: &[(String, Node)], found: &mut Vec<String>) {
        let mut seen = BTreeSet::new();
        for (key, node) in map {
            let path = join(path, key);
            if !seen.insert(key) && !found.contains(&path) {
                found.push(path.clone());
            }
            nested(&path, node, found);
        }
    }
    fn nested(path: &str, node: &Node, found: &mut Vec<String>) {
        match node {
            Node::Map(map) => walk(path, map, found),
            Node::List(list) => {
                list.iter().enumerate().for_each(|(at, node)| nested(&join(path, &at.to_string()), node, found));
            }
            Node::Null | Node::Text(_) => {}
        }
    }
    if !is_twice(&tree.root) {
        return Diagnostics::default();
    }
    let mut found = vec![];
    walk("", &tree.root, &mut found);
    let locator = Locator::new(tree);
    let finding = |path: &String| {
        let error = Diagnostic::error(Code::DuplicateKey, format!("键“{path}”写了不止一次"));
        let places = locator.keys(path);
        let label = |at: usize| if at == 0 { "第一次在这里" } else { "又写了一次" };
        let error = places.into_iter().enumerate().rev().fold(error, |error, (at, span)| error.at(span, label(at)));
        error.help("一个年度文件夹里的文件合成一棵树，每个键只写一次；留下对的，删去另一个")
    };
    Diagnostics(found.iter().map(finding).collect())
}

/// A path with a key added: `申请` and `新收` give `申请.新收`.
pub fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.into() } else { [path, ".", key].concat() }
}

#[cfg(test)]
mod tests {
    use super::{Node, can_hold, parse};
    use crate::source::Source;
    use std::sync::Arc;

    fn read(text: &str) -> Vec<(String, Node)> {
        parse(&Arc::new(Source { name: "数据.yaml".into(), text: text.into() })).unwrap()
    }

    #[test]
    fn scalars_arrive_as_typed() {
        let Node::List(row) =
            read("行: [+20, 010010, 1234567890123456.780, 2021-02-19, true, 0x1F, '', \"-\", ~]").remove(0).1
        else {
            panic!()
        };
        let text = |text: &str| Node::Text(text.into());
        let typed = ["+20", "010010", "1234567890123456.780", "2021-02-19", "true", "0x1F", "", "-"];
        let expected: Vec<_> = typed.into_iter().map(text).chain([Node::Null]).collect();
        assert_eq!(row, expected);
    }

    #[test]
    fn a_file_that_a_key_can_stand_in_is_never_passed_over() {
        let holding = [
            "报告: { 年度: 2020 }",
            "正文: 甲\n报告:\n  年度: 2020",
            "正文: 甲\r\n报告 : 乙",
            "'报告': 甲",
            "正文: 甲\n\"\\u62a5\\u544a\": 甲",
            "{ 正文: 甲, 报告: 乙 }",
            "  正文: 甲\n  报告: 乙",
            "---\n  报告: 乙",
            "正文: 甲\n? 报告\n: 乙",
            "正文: 甲\n&甲 报告: 乙",
            "正文: 甲\n!!str 报告: 乙",
            "正文: 甲\n<<: { 报告: 乙 }",
            "正文: 甲\u{2028}报告: 乙",
        ];
        for text in holding {
            assert!(can_hold(text, "报告"), "{text}");
        }
        for text in ["", "# 报告: 甲\n", "正文: |\n  报告: 甲\n\n申请:\n  新收: [1, 2]\n", "# 一\n申请: { 报告: 1 }"]
        {
            assert!(!can_hold(text, "报告"), "{text}");
        }
    }

    #[test]
    fn line_ends_and_nothing() {
        assert_eq!(read(""), vec![]);
        assert_eq!(read("# 只有注释\r\n"), vec![]);
        assert_eq!(read("甲:\r\n  乙: 1\r\n"), vec![("甲".into(), Node::Map(vec![("乙".into(), Node::Text("1".into()))]))]);
        assert_eq!(read("甲: &a [1]\n乙: *a\n")[1].1, Node::List(vec![Node::Text("1".into())]));
    }
}
