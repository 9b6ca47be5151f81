//! A folder's YAML files → one tree in which every scalar is the text as it was typed: `+20`, `010010`, `30828837.28` arrive
//! whole, and no figure ever passes through a float.

mod fault;
mod fields;
mod locate;

use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

pub use fields::{Fields, bad_value, nearest, text, unknown_key, wrong_shape};
pub use locate::Locator;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Result};
use crate::source::{Source, Span};

/// A value of the data.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// `~`, or nothing after the colon.
    Null,
    /// A scalar as typed, without its quotes.
    Text(String),
    /// `- …` or `[…]`
    List(Vec<Node>),
    /// `key: …` or `{…}`, in the order of the file. Keys are unique once [`read`] has returned.
    Map(Vec<(String, Node)>),
}

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
    let mut tree = Tree::default();
    let mut findings = Diagnostics::default();
    for path in files(folder)? {
        match source(&path).and_then(|source| Ok((parse(&source)?, source))) {
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

/// The paths of a folder's data files, sorted: the same tree on every file system.
fn files(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| cannot_read(folder, &error))?;
    let mut paths: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml"))
        .filter(|path| path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('.')))
        .collect();
    paths.sort();
    if paths.is_empty() {
        let message = format!("文件夹 {} 里没有 .yaml 文件", folder.display());
        return Err(Diagnostic::error(Code::CannotRead, message)
            .help("参数是年度文件夹，例如 examples/ganzhou/2020")
            .into());
    }
    Ok(paths)
}

fn cannot_read(path: &Path, error: &std::io::Error) -> Diagnostics {
    let reason = match error.kind() {
        std::io::ErrorKind::NotFound => "不存在".into(),
        std::io::ErrorKind::PermissionDenied => "没有权限".into(),
        std::io::ErrorKind::NotADirectory => "不是文件夹".into(),
        _ => error.to_string(),
    };
    Diagnostic::error(Code::CannotRead, format!("读不出 {}：{reason}", path.display())).into()
}

/// Reads a text file: UTF-8, with or without byte order mark.
///
/// # Errors
/// `cannot-read`, `wrong-encoding`.
pub fn source(path: &Path) -> Result<Arc<Source>> {
    let bytes = fs::read(path).map_err(|error| cannot_read(path, &error))?;
    let name = path.display().to_string();
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    match std::str::from_utf8(body) {
        Ok(text) => Ok(Arc::new(Source { name, text: text.into() })),
        Err(error) => {
            let encoding = if body.starts_with(b"\xFF\xFE") || body.starts_with(b"\xFE\xFF") { "UTF-16" } else { "GBK" };
            let valid = String::from_utf8_lossy(&body[..error.valid_up_to()]).into_owned();
            let end = valid.len();
            let span = Span { source: Arc::new(Source { name, text: valid }), range: end..end };
            Err(Diagnostic::error(Code::WrongEncoding, format!("文件不是 UTF-8 编码，看来是 {encoding}"))
                .at(span, "从这里起不是 UTF-8")
                .help("在编辑器里用“另存为”，编码选 UTF-8")
                .into())
        }
    }
}

/// Parses one file, which holds a map or nothing.
fn parse(source: &Arc<Source>) -> Result<Vec<(String, Node)>> {
    // serde_yaml decides what a plain scalar is before it shows it, so that `+20` would arrive as 20. Only when it is asked for
    // a string does it give the text as typed, and then it must be known that there is a scalar: first the shape, then the texts.
    let read = |error| fault::syntax(source, &error);
    let documents = || serde_yaml::Deserializer::from_str(&source.text);
    let (Some(first), Some(again)) = (documents().next(), documents().next()) else { return Ok(vec![]) };
    let shape = Shape::deserialize(first).map_err(read)?;
    let node = shape.deserialize(again).map_err(read)?;
    if documents().nth(1).is_some() {
        return Err(fault::two_documents(source));
    }
    match node {
        Node::Map(map) => Ok(map),
        Node::Null => Ok(vec![]),
        Node::Text(_) | Node::List(_) => Err(fault::not_a_map(source)),
    }
}

/// Keys that stand twice in one map, or at the top of two files.
fn duplicates(tree: &Tree) -> Diagnostics {
    fn walk(path: &str, map: &[(String, Node)], found: &mut Vec<String>) {
        for (at, (key, node)) in map.iter().enumerate() {
            let path = join(path, key);
            if map[..at].iter().any(|(earlier, _)| earlier == key) && !found.contains(&path) {
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
    let mut found = vec![];
    walk("", &tree.root, &mut found);
    if found.is_empty() {
        return Diagnostics::default();
    }
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
    if path.is_empty() { key.into() } else { format!("{path}.{key}") }
}

/// What stands where, without the texts.
enum Shape {
    Null,
    Scalar,
    List(Vec<Shape>),
    Map(Vec<Shape>),
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        from.deserialize_any(ShapeVisitor)
    }
}

struct ShapeVisitor;

impl<'de> Visitor<'de> for ShapeVisitor {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("文字、列表或键值")
    }

    fn visit_unit<E: de::Error>(self) -> std::result::Result<Shape, E> {
        Ok(Shape::Null)
    }

    fn visit_none<E: de::Error>(self) -> std::result::Result<Shape, E> {
        Ok(Shape::Null)
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> std::result::Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> std::result::Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> std::result::Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_i128<E: de::Error>(self, _: i128) -> std::result::Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_u128<E: de::Error>(self, _: u128) -> std::result::Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> std::result::Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_str<E: de::Error>(self, _: &str) -> std::result::Result<Shape, E> {
        Ok(Shape::Scalar)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> std::result::Result<Shape, A::Error> {
        let mut shapes = vec![];
        while let Some(shape) = list.next_element()? {
            shapes.push(shape);
        }
        Ok(Shape::List(shapes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Shape, A::Error> {
        let mut shapes = vec![];
        while let Some((_, shape)) = map.next_entry::<String, _>()? {
            shapes.push(shape);
        }
        Ok(Shape::Map(shapes))
    }
}

/// Reads the texts, knowing what stands where.
impl<'de> DeserializeSeed<'de> for &Shape {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> std::result::Result<Node, D::Error> {
        match self {
            Shape::Null => Option::<de::IgnoredAny>::deserialize(from).map(|_| Node::Null),
            Shape::Scalar => String::deserialize(from).map(Node::Text),
            Shape::List(shapes) => from.deserialize_seq(NodeVisitor(shapes)),
            Shape::Map(shapes) => from.deserialize_map(NodeVisitor(shapes)),
        }
    }
}

struct NodeVisitor<'a>(&'a [Shape]);

impl<'de> Visitor<'de> for NodeVisitor<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("文字、列表或键值")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> std::result::Result<Node, A::Error> {
        let mut nodes = Vec::with_capacity(self.0.len());
        for shape in self.0 {
            nodes.extend(list.next_element_seed(shape)?);
        }
        Ok(Node::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Node, A::Error> {
        let mut nodes = Vec::with_capacity(self.0.len());
        for shape in self.0 {
            if let Some(key) = map.next_key::<String>()? {
                nodes.push((key, map.next_value_seed(shape)?));
            }
        }
        Ok(Node::Map(nodes))
    }
}

#[cfg(test)]
mod tests {
    use super::{Node, parse};
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
    fn line_ends_and_nothing() {
        assert_eq!(read(""), vec![]);
        assert_eq!(read("# 只有注释\r\n"), vec![]);
        assert_eq!(read("甲:\r\n  乙: 1\r\n"), vec![("甲".into(), Node::Map(vec![("乙".into(), Node::Text("1".into()))]))]);
        assert_eq!(read("甲: &a [1]\n乙: *a\n")[1].1, Node::List(vec![Node::Text("1".into())]));
    }
}
