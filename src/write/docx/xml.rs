//! A part of the package as a tree that can be changed and written back.

use std::borrow::Cow;

use compact_str::CompactString;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element. Attribute values and texts are kept as they stand in the file, that is escaped.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Element {
    /// The name with its prefix.
    pub name: CompactString,
    /// Names with prefixes, and values.
    pub attributes: Vec<(CompactString, CompactString)>,
    /// What stands inside.
    pub children: Vec<Node>,
}

/// What stands inside an element.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Characters.
    Text(String),
}

impl Element {
    /// An element without attributes and children.
    pub fn new(name: &str) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// An element with the one attribute that most elements of WordprocessingML have.
    pub fn val(name: &str, value: &str) -> Self {
        Self::new(name).with("w:val", value)
    }

    /// Adds an attribute; the value is escaped here.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.attributes.push((name.into(), attribute_value(value).into()));
        self
    }

    /// Adds child elements.
    #[must_use]
    pub fn containing(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children.into_iter().map(Node::Element));
        self
    }

    /// Adds characters; they are escaped here.
    #[must_use]
    pub fn saying(mut self, text: &str) -> Self {
        self.children.push(Node::Text(escape(text).into_owned()));
        self
    }

    /// This element with other content.
    #[must_use]
    pub fn around(&self, children: impl IntoIterator<Item = Self>) -> Self {
        let Self { name, attributes, .. } = self;
        Self { name: name.clone(), attributes: attributes.clone(), children: vec![] }.containing(children)
    }

    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Gives an attribute a value that needs no escaping.
    pub fn set(&mut self, name: &str, value: impl Into<CompactString>) {
        match self.attributes.iter_mut().find(|(key, _)| key == name) {
            Some((_, old)) => *old = value.into(),
            None => self.attributes.push((name.into(), value.into())),
        }
    }

    /// The child elements.
    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The child elements, to be changed.
    pub fn elements_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        self.children.iter_mut().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first child element of a name.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// The first child element of a name, to be changed; made if there is none.
    pub fn child_mut(&mut self, name: &str) -> &mut Self {
        let found = self.children.iter().position(|node| matches!(node, Node::Element(child) if child.name == name));
        let at = found.unwrap_or_else(|| {
            self.children.push(Node::Element(Self::new(name)));
            self.children.len() - 1
        });
        match &mut self.children[at] {
            Node::Element(child) => child,
            Node::Text(_) => unreachable!("the position is that of an element"),
        }
    }

    /// Calls `visit` with this element and all below it, each before its children.
    pub fn walk(&mut self, visit: &mut impl FnMut(&mut Self)) {
        visit(self);
        self.elements_mut().for_each(|child| child.walk(visit));
    }

    /// Reads the root element of a part. Comments, processing instructions and the declaration are passed over.
    ///
    /// # Errors
    /// What is not well-formed, in the words of the parser.
    pub fn parse(part: &[u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(part).map_err(|error| error.to_string())?;
        let mut reader = Reader::from_str(text);
        let mut open = vec![Self::default()];
        loop {
            let node = match reader.read_event().map_err(|error| error.to_string())? {
                Event::Start(start) => {
                    open.push(element(&start)?);
                    continue;
                }
                Event::Empty(start) => Node::Element(element(&start)?),
                Event::End(_) => Node::Element(open.pop().unwrap_or_default()),
                Event::Text(text) => Node::Text(utf8(&text)?.into()),
                Event::GeneralRef(reference) => Node::Text(format!("&{};", utf8(&reference)?)),
                Event::Eof => break,
                _ => continue,
            };
            open.last_mut().ok_or("an element ends that was not open")?.children.push(node);
        }
        let root = open.pop().and_then(|above| above.children.into_iter().rev().find_map(Node::into_element));
        root.ok_or_else(|| "there is no element".into())
    }

    /// The part: declaration and root element.
    pub fn to_part(&self) -> Vec<u8> {
        let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
        self.write(&mut text);
        text.into_bytes()
    }

    fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (name, value) in &self.attributes {
            for piece in [" ", name, "=\"", value, "\""] {
                out.push_str(piece);
            }
        }
        if self.children.is_empty() {
            return out.push_str("/>");
        }
        out.push('>');
        for child in &self.children {
            match child {
                Node::Element(element) => element.write(out),
                Node::Text(text) => out.push_str(text),
            }
        }
        for piece in ["</", &self.name, ">"] {
            out.push_str(piece);
        }
    }
}

impl Node {
    /// The element, if it is one.
    pub fn into_element(self) -> Option<Element> {
        match self {
            Self::Element(element) => Some(element),
            Self::Text(_) => None,
        }
    }
}

fn element(start: &BytesStart) -> Result<Element, String> {
    let attribute = |found: Result<quick_xml::events::attributes::Attribute, _>| {
        let found = found.map_err(|error: quick_xml::events::attributes::AttrError| error.to_string())?;
        Ok((utf8(found.key.as_ref())?.into(), utf8(&found.value)?.into()))
    };
    // Whether a name stands twice is looked for in time that grows with the square; what we read was written by a library.
    let attributes = start.attributes().with_checks(false).map(attribute).collect::<Result<_, String>>()?;
    Ok(Element { name: utf8(start.name().as_ref())?.into(), attributes, children: vec![] })
}

fn utf8(bytes: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(bytes).map_err(|error| error.to_string())
}

/// Escapes characters for a text or an attribute value; a carriage return would be read as the end of a line (2.11).
pub fn escape(text: &str) -> Cow<'_, str> {
    let special = |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\r');
    // Nearly no text has any: to look five times for one to replace took a twentieth of a file's time.
    if !text.bytes().any(special) {
        return text.into();
    }
    let all = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("\r", "&#13;")];
    all.into_iter().fold(text.to_string(), |text, (special, escaped)| text.replace(special, escaped)).into()
}

/// Escapes an attribute value; a reader would take any white space there for blanks (XML 1.0, 3.3.3).
pub fn attribute_value(value: &str) -> Cow<'_, str> {
    let escaped = escape(value);
    let is_space = |byte: u8| matches!(byte, b'\t' | b'\n');
    if !escaped.bytes().any(is_space) {
        return escaped;
    }
    escaped.replace('\t', "&#9;").replace('\n', "&#10;").into()
}

#[cfg(test)]
mod tests {
    use super::Element;

    #[test]
    fn what_is_read_is_written_back() {
        let part = r#"<a x="1 &amp; 2"><b/>甲&lt;乙<c y="">丙</c></a>"#;
        let root = Element::parse(part.as_bytes()).unwrap();
        let written = String::from_utf8(root.to_part()).unwrap();
        assert_eq!(written.split_once('\n').unwrap().1, part);
    }

    #[test]
    fn what_would_be_read_as_something_else_is_escaped() {
        let element = Element::new("a").with("x", "1\t\"<2>\"\r\n&amp;").saying("<\t&\r\n>");
        let written = String::from_utf8(element.to_part()).unwrap();
        let escaped = "<a x=\"1&#9;&quot;&lt;2&gt;&quot;&#13;&#10;&amp;amp;\">&lt;\t&amp;&#13;\n&gt;</a>";
        assert_eq!(written.split_once('\n').unwrap().1, escaped);
    }

    #[test]
    fn what_is_not_well_formed_is_told() {
        for broken in ["", "<a>", "<a></b>", "</a>", "<a x=1/>"] {
            assert!(Element::parse(broken.as_bytes()).is_err(), "{broken}");
        }
    }
}
