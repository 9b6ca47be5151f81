//! What the data say, as one number: the same for any wording of the YAML, any files and any line ends.

use sha2::{Digest, Sha256};

use super::{Node, Tree};
use crate::source::hexadecimal;

impl Tree {
    /// The SHA-256 of the keys and values; comments, quotes and the split into files are left out.
    pub fn digest(&self) -> String {
        let mut entries: Vec<_> = self.root.iter().collect();
        entries.sort_by_key(|(key, _)| key);
        let mut hash = Sha256::new();
        for (key, node) in entries {
            add_text(&mut hash, key);
            add(&mut hash, node);
        }
        hexadecimal(&hash.finalize())
    }
}

/// Every value begins with its kind and its length, so that no two trees read the same.
fn add(hash: &mut Sha256, node: &Node) {
    match node {
        Node::Null => hash.update(b"~"),
        Node::Text(text) => add_text(hash, text),
        Node::List(list) => {
            hash.update(b"[");
            hash.update((list.len() as u64).to_be_bytes());
            list.iter().for_each(|node| add(hash, node));
        }
        Node::Map(map) => {
            hash.update(b"{");
            hash.update((map.len() as u64).to_be_bytes());
            for (key, node) in map {
                add_text(hash, key);
                add(hash, node);
            }
        }
    }
}

fn add_text(hash: &mut Sha256, text: &str) {
    hash.update(b"\"");
    hash.update((text.len() as u64).to_be_bytes());
    hash.update(text);
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::source::Source;
    use crate::yaml::read_sources;

    fn digest(texts: &[&str]) -> String {
        let source = |text: &&str| Ok(Arc::new(Source { name: "数据.yaml".into(), text: (*text).into() }));
        read_sources(texts.iter().map(source)).unwrap().digest()
    }

    #[test]
    fn what_is_said_counts_and_not_how() {
        let one = digest(&["甲: [1, 二]\n乙: { 丙: ~ }\n"]);
        assert_eq!(one, digest(&["乙:\r\n  丙:\r\n", "# 注\n甲: \n- '1'\n- 二\n"]));
        for other in ["甲: [12, 二]\n乙: { 丙: ~ }\n", "甲: [1, 二]\n乙: { 丙: [] }\n", "甲: [1]\n乙: { 丙: ~ }\n"]
        {
            assert_ne!(one, digest(&[other]));
        }
    }
}
