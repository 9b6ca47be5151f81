//! Elements that are written as text at once, because nothing in them is changed afterwards: to make, walk and drop a tree of the
//! cells of a report takes ten times as long.

use super::xml::{attribute_value, escape};

/// Elements written so far.
#[derive(Debug, Default)]
pub struct Writer(String);

impl Writer {
    /// Writes an element, its attributes, whose values are escaped here, and what `content` writes into it.
    pub fn element(&mut self, name: &str, attributes: &[(&str, &str)], content: impl FnOnce(&mut Self)) {
        self.push(&["<", name]);
        attributes.iter().for_each(|(name, value)| self.push(&[" ", name, "=\"", &attribute_value(value), "\""]));
        self.push(&[">"]);
        let inside = self.0.len();
        content(self);
        if self.0.len() > inside {
            self.push(&["</", name, ">"]);
        } else {
            self.0.pop();
            self.push(&["/>"]);
        }
    }

    /// Writes an element without content.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.element(name, attributes, |_| {});
    }

    /// Writes an element with the one attribute that most elements of WordprocessingML have.
    pub fn val(&mut self, name: &str, value: &str) {
        self.empty(name, &[("w:val", value)]);
    }

    /// Writes characters; they are escaped here.
    pub fn say(&mut self, text: &str) {
        self.push(&[&escape(text)]);
    }

    /// What was written.
    pub fn into_text(self) -> String {
        self.0
    }

    fn push(&mut self, pieces: &[&str]) {
        pieces.iter().for_each(|piece| self.0.push_str(piece));
    }
}

#[cfg(test)]
mod tests {
    use super::Writer;
    use crate::write::docx::xml::Element;

    #[test]
    fn what_is_written_is_what_a_tree_would_write() {
        let (value, text) = ("1\t\"<2>\"\r\n&amp;", "<\t&\r\n>");
        let mut writer = Writer::default();
        writer.element("a", &[("x", value), ("y", "")], |writer| {
            writer.val("b", value);
            writer.empty("c", &[]);
            writer.element("d", &[], |writer| writer.say(text));
        });
        let children = [Element::val("b", value), Element::new("c"), Element::new("d").saying(text)];
        let tree = Element::new("a").with("x", value).with("y", "").containing(children);
        let part = String::from_utf8(tree.to_part()).unwrap();
        assert_eq!(writer.into_text(), part.split_once('\n').unwrap().1);
    }
}
