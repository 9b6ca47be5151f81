//! The folders that the binary carries, with the user's own files first.

mod kept;

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use self::kept::Kept;

/// `templates/`: forms, layouts, styles.
static TEMPLATES: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates");
/// `fonts/`: the faces of the styles, each with its licence.
static FONTS: Dir = include_dir!("$CARGO_MANIFEST_DIR/fonts");

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
