//! The manifests of folders, each folder read once, found by the names and the bytes of the files that they know.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::manifest::{Manifest, Signing, folder_of};

/// The manifests of the folders that files were looked at in.
#[derive(Debug, Default)]
pub struct Records {
    folders: BTreeMap<PathBuf, Folder>,
}

/// A manifest with its path.
pub type Record = (PathBuf, Manifest);

/// The manifests of a folder in the order of their names.
#[derive(Debug, Default)]
struct Folder {
    all: Vec<Record>,
    /// Name of a file → the first manifest that knows it.
    names: BTreeMap<String, usize>,
    /// SHA-256 of a file → the first manifest that knows it.
    hashes: BTreeMap<String, usize>,
}

impl Records {
    /// The manifest beside a file that knows its name, and the one that knows its bytes by their SHA-256.
    pub fn beside(&mut self, file: &Path, hash: &str) -> (Option<&Record>, Option<&Record>) {
        let folder = self.folders.entry(folder_of(file).into()).or_insert_with(|| Folder::of(Manifest::beside(file)));
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let at = |found: Option<&usize>| found.and_then(|at| folder.all.get(*at));
        (at(folder.names.get(&name)), at(folder.hashes.get(hash)))
    }

    /// Takes in that a manifest now says that its files were signed off.
    pub fn sign(&mut self, note: &Path, signing: &Signing) {
        let folder = self.folders.get_mut(folder_of(note));
        let record = folder.and_then(|folder| folder.all.iter_mut().find(|(path, _)| path == note));
        if let Some((_, manifest)) = record {
            manifest.signed = Some(signing.clone());
        }
    }
}

impl Folder {
    fn of(all: Vec<Record>) -> Self {
        let mut folder = Self::default();
        for (at, (_, manifest)) in all.iter().enumerate() {
            for (name, hash) in manifest.written() {
                folder.names.entry(name.clone()).or_insert(at);
                folder.hashes.entry(hash.clone()).or_insert(at);
            }
        }
        Self { all, ..folder }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Manifest, Records, Signing};

    #[test]
    fn a_folder_is_read_once_for_all_its_files() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["甲", "乙"] {
            let outputs = [(format!("{name}.pdf"), format!("哈希{name}"))].into();
            let manifest = Manifest { organ: name.into(), outputs, ..Manifest::default() };
            fs::write(folder.path().join(format!("{name}.manifest.json")), manifest.json()).unwrap();
        }
        let mut records = Records::default();
        let organ = |records: &mut Records, name: &str, hash: &str| {
            let (named, same) = records.beside(&folder.path().join(name), hash);
            [named, same].map(|record| record.map(|(_, manifest)| manifest.organ.clone()).unwrap_or_default())
        };
        assert_eq!(organ(&mut records, "甲.pdf", "哈希甲"), ["甲", "甲"]);
        fs::remove_file(folder.path().join("乙.manifest.json")).unwrap();
        assert_eq!(organ(&mut records, "乙.pdf", "哈希甲"), ["乙", "甲"]);
        assert_eq!(organ(&mut records, "改名.pdf", "哈希乙"), ["", "乙"]);
        assert_eq!(organ(&mut Records::default(), "乙.pdf", "哈希乙"), ["", ""]);

        let signing = Signing { by: Some("张三".into()), on: None };
        records.sign(&folder.path().join("甲.manifest.json"), &signing);
        let (named, _) = records.beside(&folder.path().join("甲.pdf"), "");
        assert_eq!(named.and_then(|(_, manifest)| manifest.signed.clone()), Some(signing));
    }
}
