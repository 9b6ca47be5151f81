//! What two documents refer to: links, pictures and footers with numbers in common, so that the same ones are the same.

use std::collections::BTreeMap;

use super::super::package::Part;
use super::super::xml::Element;

/// Content with what it refers to.
pub struct Content {
    /// The document.
    pub root: Element,
    /// Its relationships.
    pub relationships: Vec<Element>,
    /// Its pictures.
    pub pictures: Vec<Part>,
}

/// Gives two documents relationships and pictures in common; returns them.
pub fn unite(old: &mut Content, new: &mut Content) -> (Vec<Element>, Vec<Part>) {
    let mut pictures = std::mem::take(&mut new.pictures);
    let mut renamed = BTreeMap::new();
    let target = |name: &str| name.strip_prefix("word/").unwrap_or(name).to_string();
    for (name, bytes) in std::mem::take(&mut old.pictures) {
        let known = pictures.iter().position(|(_, known)| *known == bytes);
        let at = known.unwrap_or_else(|| {
            pictures.push((format!("word/media/image{}.png", pictures.len() + 1), bytes));
            pictures.len() - 1
        });
        renamed.insert(target(&name), target(&pictures[at].0));
    }
    for one in &mut old.relationships {
        if let Some(name) = one.get("Target").and_then(|name| renamed.get(name)) {
            one.set("Target", name.as_str());
        }
    }
    let mut united = vec![];
    for content in [new, old] {
        let relationships = std::mem::take(&mut content.relationships);
        content.root.walk(&mut |element| {
            for name in ["r:id", "r:embed"] {
                let found = element.get(name).and_then(|id| relationships.iter().find(|one| one.get("Id") == Some(id)));
                if let Some(one) = found {
                    element.set(name, number(one, &mut united));
                }
            }
        });
    }
    (united, pictures)
}

/// The number of a relationship among those that are united.
fn number(one: &Element, united: &mut Vec<Element>) -> String {
    let same = |other: &Element| ["Type", "Target"].iter().all(|name| other.get(name) == one.get(name));
    let at = united.iter().position(same).unwrap_or_else(|| {
        let mut one = one.clone();
        one.set("Id", format!("rId{}", united.len() + 1));
        united.push(one);
        united.len() - 1
    });
    format!("rId{}", at + 1)
}
