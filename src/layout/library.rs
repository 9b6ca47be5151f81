//! The font files: the carried ones in place, the user's own mapped, each opened once and only when asked for.

use std::fs::{self, File};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use memmap2::Mmap;
use ttf_parser::Face;

use crate::diagnostic::{Code, Diagnostic, Result, cannot_read};
use crate::shelf::Shelf;

/// A font file, or one face of a collection.
pub struct Source {
    /// The name of the file, without folder.
    pub file: String,
    /// Which face of a collection, from 0.
    pub index: u32,
    bytes: Arc<Bytes>,
}

/// The bytes of a font file: only the pages of memory that are looked at are read.
enum Bytes {
    Carried(&'static [u8]),
    Mapped(Mmap),
}

/// The fonts opened so far.
pub struct Library<'a> {
    shelf: &'a Shelf,
    sources: Vec<Arc<Source>>,
    own: Option<Vec<usize>>,
}

impl Source {
    /// The file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What tells it from any other: file and face.
    pub fn name(&self) -> (&str, u32) {
        (&self.file, self.index)
    }

    /// The face; nothing if the file is no font.
    pub fn face(&self) -> Option<Face<'_>> {
        Face::parse(&self.bytes, self.index).ok()
    }
}

impl<'a> Library<'a> {
    /// The fonts of a shelf, none opened.
    pub fn new(shelf: &'a Shelf) -> Self {
        Self { shelf, sources: vec![], own: None }
    }

    /// An opened font.
    pub fn source(&self, source: usize) -> &Arc<Source> {
        &self.sources[source]
    }

    /// Opens a file that a style names, unless it is open.
    ///
    /// # Errors
    /// `bad-form` if there is no such file, `cannot-read` if it is no font.
    pub fn open(&mut self, file: &str) -> Result<usize> {
        if let Some(open) = self.sources.iter().position(|source| source.file == file) {
            return Ok(open);
        }
        let bytes = match self.shelf.own_path(file) {
            Some(path) => map(&path)?,
            None => match self.shelf.read(file) {
                Some(std::borrow::Cow::Borrowed(bytes)) => Bytes::Carried(bytes),
                _ => return Err(Diagnostic::error(Code::BadForm, format!("没有样式要用的字体 {file}")).into()),
            },
        };
        self.sources.push(Arc::new(Source { file: file.into(), index: 0, bytes: Arc::new(bytes) }));
        let open = self.sources.len() - 1;
        match self.sources[open].face() {
            Some(_) => Ok(open),
            None => Err(Diagnostic::error(Code::CannotRead, format!("{} 不是字体文件", self.shelf.name(file))).into()),
        }
    }

    /// Every face of every font file in the user's own folder, by the names of the files. What is no font is passed over:
    /// nobody asked for it by name.
    pub fn own(&mut self) -> Vec<usize> {
        if self.own.is_none() {
            let start = self.sources.len();
            let files = self.shelf.own().map(font_files).unwrap_or_default();
            self.sources.extend(files.iter().flat_map(|path| faces(path)).map(Arc::new));
            self.own = Some((start..self.sources.len()).collect());
        }
        self.own.clone().unwrap_or_default()
    }
}

/// The font files of a folder, sorted by name.
fn font_files(folder: &Path) -> Vec<PathBuf> {
    let is_font = |path: &PathBuf| {
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        matches!(extension.as_deref(), Some("ttf" | "otf" | "ttc"))
    };
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(is_font).collect();
    files.sort();
    files
}

/// The faces of a file.
fn faces(path: &Path) -> Vec<Source> {
    let Ok(bytes) = map(path).map(Arc::new) else { return vec![] };
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let count = ttf_parser::fonts_in_collection(&bytes).unwrap_or(1);
    (0..count)
        .map(|index| Source { file: file.clone(), index, bytes: Arc::clone(&bytes) })
        .filter(|source| source.face().is_some())
        .collect()
}

fn map(path: &Path) -> Result<Bytes> {
    let fault = |error| cannot_read(path, &error);
    let file = File::open(path).map_err(fault)?;
    // SAFETY: the mapping is only read. A user who rewrites a font while a report is being set gets what any program that maps
    // fonts gives; ttf-parser checks every offset against the mapped length.
    let mapped = unsafe { Mmap::map(&file) }.map_err(fault)?;
    Ok(Bytes::Mapped(mapped))
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Carried(bytes) => bytes,
            Self::Mapped(bytes) => bytes,
        }
    }
}
