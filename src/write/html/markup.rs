//! Elements and text as HTML: every character that means something there is written so that it does not.

/// What has been written.
#[derive(Default)]
pub struct Markup(String);

impl Markup {
    /// A start tag.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.0.push('<');
        self.0 += name;
        for (name, value) in attributes {
            self.0.push(' ');
            self.0 += name;
            self.0 += "=\"";
            self.text(value);
            self.0.push('"');
        }
        self.0.push('>');
    }

    /// An end tag.
    pub fn close(&mut self, name: &str) {
        self.0 += "</";
        self.0 += name;
        self.0.push('>');
    }

    /// An element that has no content and no end tag.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.open(name, attributes);
    }

    /// Characters. Those that no page can hold are shown as missing (U+FFFD).
    pub fn text(&mut self, text: &str) {
        let mut before = ' ';
        for c in text.chars() {
            let last = std::mem::replace(&mut before, c);
            match c {
                '&' => self.0 += "&amp;",
                '<' => self.0 += "&lt;",
                '>' => self.0 += "&gt;",
                '"' => self.0 += "&quot;",
                // A parser takes what ends a line anywhere for a line feed (13.2.3.5).
                '\n' if last == '\r' => {}
                '\r' => self.0.push('\n'),
                c => self.0.push(if is_html(c) { c } else { char::REPLACEMENT_CHARACTER }),
            }
        }
    }

    /// Mark-up that is written already.
    pub fn raw(&mut self, markup: &str) {
        self.0 += markup;
    }

    /// Ends the line, where white space means nothing.
    pub fn line(&mut self) {
        self.0.push('\n');
    }

    /// Everything.
    pub fn finish(self) -> String {
        self.0
    }
}

/// Whether a page may hold a character: no control character but white space, no noncharacter (HTML Living Standard, 13.1.4).
fn is_html(c: char) -> bool {
    let noncharacter = ('\u{FDD0}'..='\u{FDEF}').contains(&c) || u32::from(c) & 0xFFFE == 0xFFFE;
    !noncharacter && (!c.is_control() || matches!(c, '\t' | '\n' | '\x0C'))
}

#[cfg(test)]
mod tests {
    use super::Markup;

    #[test]
    fn what_has_a_meaning_is_escaped_and_what_cannot_be_held_is_shown_as_missing() {
        let mut out = Markup::default();
        out.open("p", &[("title", "\"<&>'")]);
        out.text("<b>&amp;\"'\t\u{1}\u{85}\u{FFFE}\u{10FFFF}汉\r\n");
        out.close("p");
        let expected =
            "<p title=\"&quot;&lt;&amp;&gt;'\">&lt;b&gt;&amp;amp;&quot;'\t\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}汉\n</p>";
        assert_eq!(out.finish(), expected);
    }
}
