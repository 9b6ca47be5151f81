//! The content of a DOCX with its tracked changes accepted or rejected, as ECMA-376 Part 1, 17.13.5 says what they mean, in lines that
//! do not depend on how runs are split.

use std::collections::HashMap;

use nianbao::source::sha256;
use roxmltree::Node;

/// What to do with the changes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Resolve {
    Accept,
    Reject,
}

impl Resolve {
    /// Whether an element stands for something that goes.
    fn drops(self, name: &str) -> bool {
        name == if self == Self::Accept { "del" } else { "ins" }
    }
}

/// An element without its place in a file.
#[derive(Clone, PartialEq)]
enum Tree {
    Element(String, Vec<Tree>),
    /// The characters of a run of some properties.
    Run(String, String),
}

/// The content of a document part, a line an element.
pub fn resolved(parts: &HashMap<String, Vec<u8>>, resolve: Resolve) -> String {
    let text = |name: &str| std::str::from_utf8(&parts[name]).unwrap();
    let relationships = roxmltree::Document::parse(text("word/_rels/document.xml.rels")).unwrap();
    let target = |node: Node| {
        let target = node.attribute("Target")?;
        // A picture is what it shows, whatever its file is called.
        let picture = parts.get(&format!("word/{target}")).filter(|_| target.starts_with("media/"));
        Some((node.attribute("Id")?.into(), picture.map_or(target.into(), |bytes| sha256(bytes))))
    };
    let resolver = Resolver { resolve, targets: relationships.descendants().filter_map(target).collect() };
    let document = roxmltree::Document::parse(text("word/document.xml")).unwrap();
    let mut out = String::new();
    resolver.children(document.root()).iter().for_each(|tree| show(tree, 0, &mut out));
    out
}

struct Resolver {
    resolve: Resolve,
    targets: HashMap<String, String>,
}

const CHANGES: [&str; 2] = ["ins", "del"];

fn name<'a>(node: Node<'a, 'a>) -> &'a str {
    node.tag_name().name()
}

fn child<'a>(node: Node<'a, 'a>, wanted: &str) -> Option<Node<'a, 'a>> {
    node.children().find(|child| name(*child) == wanted)
}

impl Resolver {
    fn children(&self, node: Node) -> Vec<Tree> {
        let mut found: Vec<Tree> = vec![];
        for child in node.children().filter(Node::is_element) {
            for tree in self.element(child) {
                match (found.last_mut(), &tree) {
                    // How a stretch is cut into runs or links means nothing.
                    (Some(Tree::Run(look, text)), Tree::Run(own, more)) if look == own => text.push_str(more),
                    (Some(Tree::Element(link, inner)), Tree::Element(own, more))
                        if link == own && link.starts_with("hyperlink") =>
                    {
                        inner.extend(more.iter().cloned());
                    }
                    _ => found.push(tree),
                }
            }
        }
        found
    }

    fn element(&self, node: Node) -> Vec<Tree> {
        let marked = |properties: Option<Node>| {
            properties.is_some_and(|properties| properties.children().any(|mark| self.resolve.drops(name(mark))))
        };
        match name(node) {
            kind if CHANGES.contains(&kind) => match ["p", "hyperlink"].contains(&name(node.parent().unwrap())) {
                // A mark in properties says something of what they belong to.
                false => vec![],
                true if self.resolve.drops(kind) => vec![],
                true => self.children(node),
            },
            "tr" if marked(child(node, "trPr")) => vec![],
            "tbl" => {
                let rows = self.children(node);
                let left = rows.iter().any(|row| matches!(row, Tree::Element(name, _) if name.starts_with("tr ")));
                if left { vec![Tree::Element("tbl ".into(), rows)] } else { vec![] }
            }
            "p" if marked(child(node, "pPr").and_then(|properties| child(properties, "rPr"))) => {
                let left = self
                    .children(node)
                    .into_iter()
                    .filter(|tree| !matches!(tree, Tree::Element(name, _) if name.starts_with("pPr")));
                assert_eq!(left.count(), 0, "what is left of a paragraph whose end goes would stand in the next one");
                assert!(node.next_sibling_element().is_some_and(|next| name(next) != "sectPr"), "the last paragraph stays");
                vec![]
            }
            "pPr" => match child(node, "pPrChange").filter(|_| self.resolve == Resolve::Reject) {
                Some(change) => self.children(change),
                None => vec![Tree::Element("pPr ".into(), self.children(node))],
            },
            "pPrChange" => vec![],
            "rPr" if name(node.parent().unwrap()) == "pPr" => {
                // Only marks stand there.
                assert!(node.children().all(|mark| CHANGES.contains(&name(mark))));
                vec![]
            }
            "r" => self.run(node),
            "hyperlink" => {
                let inner = self.children(node);
                if inner.is_empty() { vec![] } else { vec![Tree::Element(self.label(node), inner)] }
            }
            // Empty properties say nothing.
            "trPr" if node.children().all(|mark| CHANGES.contains(&name(mark))) => vec![],
            _ => vec![Tree::Element(self.label(node), self.children(node))],
        }
    }

    fn run(&self, node: Node) -> Vec<Tree> {
        let mut look = String::new();
        child(node, "rPr").into_iter().for_each(|properties| show(&self.element(properties)[0], 0, &mut look));
        let mut found = vec![];
        for part in node.children().filter(|part| part.is_element() && name(*part) != "rPr") {
            match name(part) {
                "t" => assert!(!node.ancestors().any(|above| name(above) == "del"), "deleted text is delText"),
                "delText" => assert!(node.ancestors().any(|above| name(above) == "del")),
                _ => {}
            }
            match name(part) {
                "t" | "delText" => found.push(Tree::Run(look.clone(), part.text().unwrap_or_default().into())),
                _ => found.push(Tree::Element(format!("in a run {look}"), self.element(part))),
            }
        }
        found
    }

    /// The name of an element and its attributes; what refers to something by what that is.
    fn label(&self, node: Node) -> String {
        let picture = ["docPr", "cNvPr", "anchor"].contains(&name(node));
        let attributes = node.attributes().filter(|one| !(picture && ["id", "relativeHeight"].contains(&one.name())));
        let value = |one: roxmltree::Attribute| {
            let target = ["id", "embed"].contains(&one.name()).then(|| self.targets.get(one.value())).flatten();
            format!("{}={:?} ", one.name(), target.map_or(one.value(), String::as_str))
        };
        format!("{} {}{}", name(node), attributes.map(value).collect::<String>(), node.text().unwrap_or_default())
    }
}

fn show(tree: &Tree, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    match tree {
        Tree::Run(look, text) => *out += &format!("{indent}{look:?} {text}\n"),
        Tree::Element(label, children) => {
            *out += &format!("{indent}{label}\n");
            children.iter().for_each(|child| show(child, depth + 1, out));
        }
    }
}
