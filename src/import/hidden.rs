//! Elements of a page that stand beside its text: hidden ones, and those that lead through the site. Their ends are found without a
//! tree, as a browser would have them.

use html5gum::StartTag;

use super::html::BLOCKS;
use super::material::Beside;

/// Elements that must be ended by their own tag; every other ends with what it stands in.
const CLOSED: [&str; 17] = [
    "div", "section", "article", "nav", "footer", "aside", "header", "table", "tbody", "thead", "ul", "ol", "dl", "form",
    "center", "main", "noscript",
];
/// The classes that sites give to words for those who hear the page.
const UNSEEN: [&str; 2] = ["visually-hidden", "sr-only"];
/// Elements that have items or rows of their own.
const LISTS: [&str; 4] = ["table", "ul", "ol", "dl"];
/// Elements that have no content.
const EMPTY: [&str; 8] = ["br", "hr", "img", "input", "meta", "link", "col", "wbr"];

/// An element that is being read.
#[derive(Debug)]
pub struct Aside {
    name: String,
    /// How many of its name are open.
    depth: usize,
    /// How many lists and tables are open in it.
    lists: usize,
}

/// Whether an element stands beside the text, and as what.
pub fn kind(tag: &StartTag<()>) -> Option<Beside> {
    let name: &[u8] = &tag.name;
    if EMPTY.iter().any(|empty| empty.as_bytes() == name) || name == b"body" || name == b"html" {
        return None;
    }
    if matches!(name, b"nav" | b"footer" | b"aside") {
        return Some(Beside::Navigation);
    }
    let style = tag.attributes.get(&b"style"[..]).map(|style| String::from_utf8_lossy(&style.value).to_ascii_lowercase());
    let style: String = style.unwrap_or_default().split_whitespace().collect();
    let hidden =
        style.contains("display:none") || style.contains("visibility:hidden") || tag.attributes.contains_key(&b"hidden"[..]);
    (hidden || name == b"noscript" || has_class(tag, &UNSEEN)).then_some(Beside::Hidden)
}

/// Whether an element has one of some classes.
pub fn has_class(tag: &StartTag<()>, classes: &[&str]) -> bool {
    let class = tag.attributes.get(&b"class"[..]).map(|class| String::from_utf8_lossy(&class.value).into_owned());
    class.is_some_and(|class| class.split_whitespace().any(|class| classes.contains(&class)))
}

impl Aside {
    /// An element of a name that begins.
    pub fn of(name: &str) -> Self {
        Self { name: name.into(), depth: 1, lists: 0 }
    }

    /// Takes in a tag that begins; whether the element has ended before it.
    pub fn ends_before(&mut self, name: &str) -> bool {
        let open = !CLOSED.contains(&self.name.as_str()) && self.lists == 0;
        let next = match self.name.as_str() {
            "p" => BLOCKS.contains(&name) && name != "br" || name == "table",
            "td" | "th" => matches!(name, "td" | "th" | "tr"),
            "tr" | "li" => self.name == name,
            "dt" | "dd" => matches!(name, "dt" | "dd"),
            _ => false,
        };
        if open && next {
            return true;
        }
        self.depth += usize::from(self.name == name);
        self.lists += usize::from(LISTS.contains(&name));
        false
    }

    /// Takes in a tag that ends; whether the element ends with it.
    pub fn ends_at(&mut self, name: &str) -> bool {
        self.depth -= usize::from(self.name == name);
        self.depth == 0
    }

    /// Whether an ending tag ends what the element stands in, and so the element.
    pub fn ends_around(&mut self, name: &str) -> bool {
        if self.lists > 0 {
            self.lists -= usize::from(LISTS.contains(&name));
            return false;
        }
        let around = BLOCKS.contains(&name) || CLOSED.contains(&name) || matches!(name, "tr" | "td" | "th");
        !CLOSED.contains(&self.name.as_str()) && around && !matches!(name, "br" | "hr")
    }
}
