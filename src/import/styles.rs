//! The styles of paragraphs (ECMA-376 Part 1, 17.7): a heading often has its number from its style alone.

use std::collections::BTreeMap;

use super::docx::{attribute, tags};

/// How long a line of styles based on one another may be.
const LONGEST: usize = 20;

/// The styles of a document, as far as they number paragraphs.
#[derive(Debug, Default)]
pub struct Styles {
    known: BTreeMap<String, Style>,
    /// The style of paragraphs that name none.
    usual: String,
}

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    list: Option<String>,
    level: Option<usize>,
}

impl Styles {
    /// Reads the part `styles.xml`; what is broken in it numbers nothing.
    pub fn read(text: &str) -> Self {
        let mut styles = Self::default();
        let mut name = String::new();
        for tag in tags(text) {
            let value = attribute(&tag, "val");
            let style = styles.known.get_mut(&name);
            match (tag.local_name().as_ref(), style) {
                (b"style", _) => {
                    name = attribute(&tag, "styleId").unwrap_or_default();
                    let usual = attribute(&tag, "default").is_some_and(|value| value == "1" || value == "true");
                    if usual && attribute(&tag, "type").is_some_and(|kind| kind == "paragraph") {
                        styles.usual.clone_from(&name);
                    }
                    styles.known.insert(name.clone(), Style::default());
                }
                (b"basedOn", Some(style)) => style.based_on = value,
                (b"numId", Some(style)) => style.list = value,
                (b"ilvl", Some(style)) => style.level = value.and_then(|value| value.parse().ok()),
                _ => {}
            }
        }
        styles
    }

    /// The list that a paragraph of a style is numbered by, and the level if the style names one, with the style that says so.
    pub fn list(&self, style: Option<&str>) -> Option<(&str, Option<usize>, &str)> {
        let mut name = style.unwrap_or(&self.usual);
        for _ in 0..LONGEST {
            let (own, style) = self.known.get_key_value(name)?;
            if let Some(list) = &style.list {
                return Some((list, style.level, own));
            }
            name = style.based_on.as_deref()?;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Styles;

    #[test]
    fn a_style_numbers_as_the_one_it_is_based_on() {
        let styles = Styles::read(
            r#"<w:styles><w:style w:type="paragraph" w:default="1" w:styleId="a"/>
            <w:style w:type="paragraph" w:styleId="1"><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
            <w:style w:type="paragraph" w:styleId="2"><w:basedOn w:val="1"/></w:style>
            <w:style w:type="paragraph" w:styleId="3"><w:basedOn w:val="3"/></w:style></w:styles>"#,
        );
        assert_eq!(styles.list(Some("2")), Some(("3", None, "1")));
        assert_eq!(styles.list(None), None);
        assert_eq!(styles.list(Some("3")), None);
    }
}
