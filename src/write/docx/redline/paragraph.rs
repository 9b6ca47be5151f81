//! Two paragraphs that belong together → one with the words of both.

use std::collections::HashMap;
use std::rc::Rc;

use super::super::review::Kind;
use super::super::xml::{Element, Node};
use super::mark::Marker;
use crate::compare::token::tokens;
use crate::compare::words::{Change, changes};

/// A word of a paragraph with all that belongs to it.
struct Word {
    /// Its characters; nothing for a tab, a break, a picture.
    text: String,
    /// The run without characters.
    run: Rc<Element>,
    /// The link it stands in, without content.
    link: Option<Rc<Element>>,
    /// The same for words that say and look the same, and how many characters it counts for.
    alike: (usize, usize),
}

/// Lays two paragraphs over each other.
pub fn merge(old: &Element, new: &Element, marker: &mut Marker) -> Element {
    let mut known = HashMap::new();
    let (old_words, new_words) = (words(old, &mut known), words(new, &mut known));
    // Two that are not the same thing, and share but their end, have no words in common either.
    let laid = match style(old) == style(new) {
        true => changes(&looks(&old_words), &looks(&new_words), |(_, length)| *length),
        false => vec![Change { old: 0..old_words.len(), new: 0..new_words.len() }],
    };
    let mut content = Content::default();
    let mut at = 0;
    for change in laid {
        content.add(None, &old_words[at..change.old.start], marker);
        content.add(Some(Kind::Deleted), &old_words[change.old.clone()], marker);
        content.add(Some(Kind::Inserted), &new_words[change.new], marker);
        at = change.old.end;
    }
    content.add(None, &old_words[at..], marker);
    new.around(properties(old, new, marker)).containing(content.nodes)
}

fn looks(words: &[Word]) -> Vec<(usize, usize)> {
    words.iter().map(|word| word.alike).collect()
}

/// A paragraph that came or went, with its end.
pub fn whole(paragraph: &Element, kind: Kind, marker: &mut Marker) -> Element {
    let mut marked = inner(paragraph, kind, marker);
    let mark = marker.change(kind);
    marked.child_mut("w:pPr").child_mut("w:rPr").children.push(Node::Element(mark));
    marked
}

/// A paragraph whose words came or went, but not its end: that of a cell stays with the cell.
pub fn inner(paragraph: &Element, kind: Kind, marker: &mut Marker) -> Element {
    let mut content = Content::default();
    content.add(Some(kind), &words(paragraph, &mut HashMap::new()), marker);
    let properties = paragraph.child("w:pPr").cloned();
    paragraph.around(properties).containing(content.nodes)
}

/// The style of a paragraph.
pub fn style(paragraph: &Element) -> &str {
    let style = paragraph.child("w:pPr").and_then(|properties| properties.child("w:pStyle")?.get("w:val"));
    style.unwrap_or_default()
}

/// The characters of a paragraph, or of all that stand in a table; those of a cell end with a tab.
pub fn plain(element: &Element) -> String {
    match element.name.as_str() {
        "w:t" => characters(element),
        "w:tc" => element.elements().map(plain).collect::<String>() + "\t",
        _ => element.elements().map(plain).collect(),
    }
}

/// The properties of the new paragraph, with those of the old one where they differ (17.13.5.29).
fn properties(old: &Element, new: &Element, marker: &mut Marker) -> Option<Element> {
    let (old, new) = (old.child("w:pPr"), new.child("w:pPr"));
    if old == new {
        return new.cloned();
    }
    let before = old.cloned().unwrap_or_else(|| Element::new("w:pPr"));
    let change = marker.named("w:pPrChange").containing([before]);
    Some(new.cloned().unwrap_or_else(|| Element::new("w:pPr")).containing([change]))
}

/// The words of a paragraph; `known` numbers those that are alike.
fn words(paragraph: &Element, known: &mut HashMap<String, usize>) -> Vec<Word> {
    let mut words = vec![];
    for child in paragraph.elements() {
        match child.name.as_str() {
            "w:pPr" => {}
            "w:hyperlink" => {
                let link = Rc::new(child.around([]));
                child.elements().for_each(|run| of_run(run, Some(&link), known, &mut words));
            }
            _ => of_run(child, None, known, &mut words),
        }
    }
    words
}

fn of_run(run: &Element, link: Option<&Rc<Element>>, known: &mut HashMap<String, usize>, words: &mut Vec<Word>) {
    let mut bare = run.clone();
    bare.children.retain(|node| !matches!(node, Node::Element(child) if child.name == "w:t"));
    let text: String = run.elements().filter(|child| child.name == "w:t").map(characters).collect();
    let look = [Some(&bare), link.map(Rc::as_ref)].into_iter().flatten().map(written).collect::<String>();
    let run = Rc::new(bare);
    let mut add = |text: &str| {
        let next = known.len();
        let number = *known.entry(format!("{look}{text}")).or_insert(next);
        let alike = (number, text.chars().count().max(1));
        words.push(Word { text: text.into(), run: Rc::clone(&run), link: link.cloned(), alike });
    };
    match text.as_str() {
        "" => add(""),
        text => tokens(text).into_iter().for_each(&mut add),
    }
}

fn written(element: &Element) -> String {
    String::from_utf8_lossy(&element.to_part()).into_owned()
}

/// The characters of a `w:t`.
fn characters(text: &Element) -> String {
    let escaped: String = text
        .children
        .iter()
        .filter_map(|node| if let Node::Text(text) = node { Some(text.as_str()) } else { None })
        .collect();
    quick_xml::escape::unescape(&escaped).map_or_else(|_| escaped.clone(), |plain| plain.into_owned())
}

/// What is written so far.
#[derive(Default)]
struct Content {
    nodes: Vec<Element>,
    /// The link that the last node is, if it is one.
    link: Option<Rc<Element>>,
}

impl Content {
    /// Adds words of one kind.
    fn add(&mut self, kind: Option<Kind>, words: &[Word], marker: &mut Marker) {
        for words in words.chunk_by(|one, other| one.link == other.link) {
            let runs = words.chunk_by(|one, other| one.run == other.run && !one.text.is_empty() && !other.text.is_empty());
            let runs: Vec<_> = runs.map(|words| run(words, kind)).collect();
            let runs = match kind {
                Some(kind) => vec![marker.change(kind).containing(runs)],
                None => runs,
            };
            let link = words.first().and_then(|word| word.link.clone());
            match (&link, self.nodes.last_mut()) {
                (Some(_), Some(last)) if link == self.link => last.children.extend(runs.into_iter().map(Node::Element)),
                (Some(link), _) => self.nodes.push(Element::clone(link).containing(runs)),
                (None, _) => self.nodes.extend(runs),
            }
            self.link = link;
        }
    }
}

/// A run with its words.
fn run(words: &[Word], kind: Option<Kind>) -> Element {
    let text: String = words.iter().map(|word| word.text.as_str()).collect();
    let name = if kind == Some(Kind::Deleted) { "w:delText" } else { "w:t" };
    let said = Element::new(name).with("xml:space", "preserve").saying(&text);
    let run = words.first().map(|word| Element::clone(&word.run)).unwrap_or_default();
    run.containing((!text.is_empty()).then_some(said))
}
