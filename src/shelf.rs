//! The folders that the binary carries, with the user's own files first.

mod kept;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use self::kept::Kept;
use crate::source::sha256;

/// `templates/`: forms, layouts, styles.
static TEMPLATES: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates");
/// `fonts/`: the faces of the styles, each with its licence.
static FONTS: Dir = include_dir!("$CARGO_MANIFEST_DIR/fonts");
/// The list of the SHA-256 of carried files, as `sha256sum` writes it.
const SUMS: &str = "SHA256SUMS";

/// A folder of files: the user's own, then the carried ones, file by file.
#[derive(Clone, Debug)]
pub struct Shelf {
    own: Option<PathBuf>,
    carried: &'static Dir<'static>,
    kept: Kept,
}

impl Shelf {
    /// Forms, layouts and styles; `own` is the user's folder.
    pub fn templates(own: Option<PathBuf>) -> Self {
        Self { own, carried: &TEMPLATES, kept: Kept::default() }
    }

    /// Fonts; `own` is the user's folder.
    pub fn fonts(own: Option<PathBuf>) -> Self {
        Self { own, carried: &FONTS, kept: Kept::default() }
    }

    /// The bytes of a file, or nothing if neither has it. `path` is relative, with `/`.
    pub fn read(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        let own = self.own_path(path).and_then(|path| fs::read(path).ok());
        own.map(Cow::Owned).or_else(|| Some(Cow::Borrowed(self.carried.get_file(path)?.contents())))
    }

    /// The SHA-256 of a file, or nothing if neither has it. Those of the carried fonts stand in the list carried with them, because
    /// counting through 34 MB takes longer than a report.
    pub fn hash(&self, path: &str) -> Option<String> {
        if self.own_path(path).is_some() {
            return self.keep(&format!("sha256 {path}"), || Some(sha256(&self.read(path)?))).as_ref().clone();
        }
        let list = self.carried.get_file(SUMS).and_then(include_dir::File::contents_utf8).unwrap_or_default();
        let listed = list.lines().find_map(|line| line.strip_suffix(path)?.strip_suffix("  "));
        listed.map(str::to_string).or_else(|| Some(sha256(self.carried.get_file(path)?.contents())))
    }

    /// Every file of the user's folder with its SHA-256, by its path with `/`.
    pub fn own_hashes(&self) -> Arc<BTreeMap<String, String>> {
        self.keep("sha256", || {
            let (mut hashes, mut seen) = (BTreeMap::new(), BTreeSet::new());
            let mut folders: Vec<PathBuf> = self.own.iter().cloned().collect();
            while let Some(folder) = folders.pop() {
                // A link may lead back.
                if !seen.insert(fs::canonicalize(&folder).unwrap_or_else(|_| folder.clone())) {
                    continue;
                }
                for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                    let path = entry.path();
                    let name = self.own.as_ref().and_then(|own| path.strip_prefix(own).ok()?.to_str());
                    match (path.is_dir(), name, fs::read(&path)) {
                        (true, ..) => folders.push(path),
                        (false, Some(name), Ok(bytes)) => drop(hashes.insert(name.replace('\\', "/"), sha256(&bytes))),
                        _ => {}
                    }
                }
            }
            hashes
        })
    }

    /// What `make` makes of some files, made once for this shelf and its clones; `name` tells things of one type apart.
    pub fn keep<T: Send + Sync + 'static>(&self, name: &str, make: impl FnOnce() -> T) -> Arc<T> {
        self.kept.get(name, make)
    }

    /// The user's folder.
    pub fn own(&self) -> Option<&Path> {
        self.own.as_deref()
    }

    /// The user's file in place of a carried one, if there is one.
    pub fn own_path(&self, path: &str) -> Option<PathBuf> {
        self.own.as_ref().map(|own| own.join(path)).filter(|path| path.is_file())
    }

    /// The name a file is told by: the user's path, or the carried one in angle brackets.
    pub fn name(&self, path: &str) -> String {
        self.own_path(path).map_or_else(|| format!("<{path}>"), |path| path.display().to_string())
    }

    /// The names of the folders at the top, carried or the user's, in order.
    pub fn folders(&self) -> Vec<String> {
        let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
        let own = self.own.iter().filter_map(|own| fs::read_dir(own).ok()).flatten().filter_map(|entry| {
            let path = entry.ok()?.path();
            if path.is_dir() { name(&path) } else { None }
        });
        let mut folders: Vec<_> = self.carried.dirs().filter_map(|dir| name(dir.path())).chain(own).collect();
        folders.sort();
        folders.dedup();
        folders
    }

    /// Every carried file with its path.
    pub fn carried(&self) -> Vec<(&'static Path, &'static [u8])> {
        fn collect(dir: &'static Dir, files: &mut Vec<(&'static Path, &'static [u8])>) {
            files.extend(dir.files().map(|file| (file.path(), file.contents())));
            dir.dirs().for_each(|dir| collect(dir, files));
        }
        let mut files = vec![];
        collect(self.carried, &mut files);
        files.sort();
        files
    }
}

#[cfg(test)]
mod tests {
    use super::Shelf;
    use crate::source::sha256;

    #[test]
    fn the_list_of_sums_has_every_font() {
        let fonts = Shelf::fonts(None);
        let files = fonts.carried().into_iter().filter(|(path, _)| path.extension().is_some_and(|ending| ending == "ttf"));
        let listed = String::from_utf8(fonts.read(super::SUMS).unwrap().into_owned()).unwrap();
        let real: String = files.map(|(path, bytes)| format!("{}  {}\n", sha256(bytes), path.display())).collect();
        assert_eq!(listed, real);
        assert_eq!(fonts.hash("NOTICE.txt"), Some(sha256(&fonts.read("NOTICE.txt").unwrap())));
        assert_eq!(fonts.hash("GW-Kai.ttf").unwrap(), real.lines().nth(2).unwrap()[..64]);
    }

    #[test]
    fn files_of_ones_own_are_counted_afresh() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("甲")).unwrap();
        std::fs::write(folder.path().join("甲/乙.yaml"), "丙").unwrap();
        std::fs::write(folder.path().join("GW-Kai.ttf"), "").unwrap();
        let shelf = Shelf::fonts(Some(folder.path().into()));
        assert_eq!(shelf.hash("GW-Kai.ttf"), Some(sha256(b"")));
        assert_eq!(shelf.own_hashes()["甲/乙.yaml"], sha256("丙".as_bytes()));
    }
}
