//! A YAML document → a tree whose scalars are the texts as typed.

use std::fmt;

use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// A value of the data.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// `~`, or nothing after the colon.
    Null,
    /// A scalar as typed, without its quotes.
    Text(String),
    /// `- …` or `[…]`
    List(Vec<Node>),
    /// `key: …` or `{…}`, in the order of the file. Keys are unique once the folder has been read.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// The value of a key, if this is a map that has it.
    pub fn entry(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, node)| node),
            Self::Null | Self::Text(_) | Self::List(_) => None,
        }
    }

    /// What stands under a key of a path: a key of a map, a place of a list, from 0.
    pub fn child(&self, key: &str) -> Option<&Self> {
        match self {
            Self::List(list) => list.get(key.parse::<usize>().ok()?),
            node => node.entry(key),
        }
    }
}

/// Reads the first document of a text, and whether there is another; nothing if there is none.
///
/// # Errors
/// What serde_yaml says of a text that is no YAML.
pub fn read(text: &str) -> serde_yaml::Result<Option<(Node, bool)>> {
    // serde_yaml decides what a plain scalar is before it shows it, so that `+20` would arrive as 20. Only when it is asked for
    // a string does it give the text as typed, and then it must be known that there is a scalar: first the shape, then the texts.
    let documents = || serde_yaml::Deserializer::from_str(text);
    let mut first = documents();
    let (Some(shape), Some(texts)) = (first.next(), documents().next()) else { return Ok(None) };
    let node = Shape::deserialize(shape)?.deserialize(texts)?;
    let second = first.next().map(Shape::deserialize).transpose()?;
    Ok(Some((node, second.is_some())))
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
