//! A YAML document → a tree whose scalars are the texts as typed.

use std::cell::{Cell, OnceCell};
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
    // serde_yaml decides what a plain scalar is before it shows it, so that `+20` arrives as 20. Only when it is asked for a string does
    // it give the text as typed, and then it must be known that there is a scalar. So a document with such a number is read once more.
    let documents = || serde_yaml::Deserializer::from_str(text);
    let mut first = documents();
    let Some(document) = first.next() else { return Ok(None) };
    let numbers = Numbers { text, plain: OnceCell::new(), lost: Cell::new(false) };
    let mut node = Shape(&numbers).deserialize(document)?;
    if numbers.lost.get()
        && let Some(again) = documents().next()
    {
        node = Typed(&node).deserialize(again)?;
    }
    let second = first.next().map(|document| Shape(&numbers).deserialize(document)).transpose()?;
    Ok(Some((node, second.is_some())))
}

/// What is known of how the numbers of a text were typed.
struct Numbers<'a> {
    text: &'a str,
    /// Whether each was typed as it is printed.
    plain: OnceCell<bool>,
    /// Whether there is a scalar whose text is not known.
    lost: Cell<bool>,
}

impl Numbers<'_> {
    /// The text of a finite number.
    fn typed(&self, number: impl ToString) -> Node {
        // A number is a word of the text by itself; only a tag could make one of something else.
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        let plain = || !self.text.contains('!') && self.text.split(|c| !is_part(c)).all(is_no_odd_number);
        if *self.plain.get_or_init(plain) { Node::Text(number.to_string()) } else { self.unknown() }
    }

    fn unknown(&self) -> Node {
        self.lost.set(true);
        Node::Text(String::new())
    }
}

/// Whether a word is no number, or one that is printed as it is typed: not `+20`, `007`, `0x1F`, `1.50` or `1e3`.
fn is_no_odd_number(word: &str) -> bool {
    let digits = word.strip_prefix(['+', '-']).unwrap_or(word);
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return true;
    }
    // Nearly all are whole numbers.
    if digits.len() < 20 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return word == "0" || !digits.starts_with('0') && !word.starts_with('+');
    }
    match (word.parse::<i128>(), word.parse::<f64>()) {
        (Ok(number), _) => number.to_string() == word,
        (_, Ok(number)) => number.to_string() == word,
        _ => !["0x", "0o", "0b"].iter().any(|prefix| digits.starts_with(prefix)),
    }
}

/// Reads what stands where, every scalar as typed as far as that can be known.
#[derive(Clone, Copy)]
struct Shape<'a>(&'a Numbers<'a>);

impl<'de> DeserializeSeed<'de> for Shape<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> std::result::Result<Node, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Shape<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("文字、列表或键值")
    }

    fn visit_unit<E: de::Error>(self) -> std::result::Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E: de::Error>(self) -> std::result::Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> std::result::Result<Node, E> {
        Ok(self.0.unknown())
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> std::result::Result<Node, E> {
        Ok(self.0.typed(number))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> std::result::Result<Node, E> {
        Ok(self.0.typed(number))
    }

    fn visit_i128<E: de::Error>(self, number: i128) -> std::result::Result<Node, E> {
        Ok(self.0.typed(number))
    }

    fn visit_u128<E: de::Error>(self, number: u128) -> std::result::Result<Node, E> {
        Ok(self.0.typed(number))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> std::result::Result<Node, E> {
        Ok(if number.is_finite() { self.0.typed(number) } else { self.0.unknown() })
    }

    fn visit_str<E: de::Error>(self, text: &str) -> std::result::Result<Node, E> {
        Ok(Node::Text(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> std::result::Result<Node, A::Error> {
        let mut nodes = vec![];
        while let Some(node) = list.next_element_seed(self)? {
            nodes.push(node);
        }
        Ok(Node::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Node, A::Error> {
        let mut nodes = vec![];
        while let Some(key) = map.next_key()? {
            nodes.push((key, map.next_value_seed(self)?));
        }
        Ok(Node::Map(nodes))
    }
}

/// Reads a document whose shape is known, every scalar as typed.
struct Typed<'a>(&'a Node);

impl<'de> DeserializeSeed<'de> for Typed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> std::result::Result<Node, D::Error> {
        match self.0 {
            Node::Null => Option::<de::IgnoredAny>::deserialize(from).map(|_| Node::Null),
            Node::Text(_) => String::deserialize(from).map(Node::Text),
            Node::List(_) => from.deserialize_seq(self),
            Node::Map(_) => from.deserialize_map(self),
        }
    }
}

impl<'de> Visitor<'de> for Typed<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("文字、列表或键值")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> std::result::Result<Node, A::Error> {
        let Node::List(shapes) = self.0 else { return Err(de::Error::custom("文字、列表或键值")) };
        let mut nodes = Vec::with_capacity(shapes.len());
        for shape in shapes {
            nodes.extend(list.next_element_seed(Typed(shape))?);
        }
        Ok(Node::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Node, A::Error> {
        let Node::Map(shapes) = self.0 else { return Err(de::Error::custom("文字、列表或键值")) };
        let mut nodes = Vec::with_capacity(shapes.len());
        for (_, shape) in shapes {
            if let Some(key) = map.next_key()? {
                nodes.push((key, map.next_value_seed(Typed(shape))?));
            }
        }
        Ok(Node::Map(nodes))
    }
}

#[cfg(test)]
mod tests {
    use super::{Node, read};

    #[test]
    fn a_number_is_as_typed_in_whatever_company() {
        let numbers = [
            "0",
            "7",
            "341000",
            "-5",
            "+5",
            "-0",
            "007",
            "0x1F",
            "0o17",
            "0b11",
            "+0x1F",
            "1_000",
            "12.5",
            "12.50",
            "1.",
            ".5",
            "-.5",
            "1e3",
            "1E3",
            "1e400",
            "0.1",
            "0.10",
            "30828837.28",
            "1234567890.123456789",
            "18446744073709551616",
            "-9223372036854775809",
            "170141183460469231731687303715884105728",
            "340282366920938463463374607431768211456",
            ".inf",
            "-.Inf",
            ".nan",
            "nan",
            "inf",
            "true",
            "False",
            "no",
            "2021-02-19",
            "0000-2345678",
            "1.2.3",
            "12:30",
            "0x",
            "0xG",
            "1e",
            "+",
            "-1-",
            "5%",
            "9007199254740993",
        ];
        let text = |text: &str| Node::Text(text.into());
        for number in numbers {
            assert_eq!(
                read(&format!("甲: {number}")).unwrap().unwrap().0,
                Node::Map(vec![("甲".into(), text(number))]),
                "{number}"
            );
            for other in numbers {
                let [flow, block] = [format!("[{number},{other}]"), format!("- {number}\n- {other} # 3\n")];
                let both = Node::List(vec![text(number), text(other)]);
                assert_eq!(
                    [flow, block].map(|text| read(&text).unwrap().unwrap().0),
                    [both.clone(), both],
                    "{number} {other}"
                );
            }
        }
        for (tagged, typed) in [("!!int \"\\x31\"", "1"), ("!!float '1.0'", "1.0"), ("!!str 1", "1"), ("!!int +1", "+1")] {
            assert_eq!(read(tagged).unwrap().unwrap().0, text(typed), "{tagged}");
        }
    }
}
