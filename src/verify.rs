//! Whether a file is still what the program wrote: by the manifest beside it, and by what the file says of itself.

use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Result, cannot_read};
use crate::origin::{Claim, State};
use crate::output::Manifest;
use crate::source::sha256;
use crate::write;

/// What is known of a file.
#[derive(Debug)]
pub struct Verdict {
    /// Whether it is as it was written.
    pub standing: Standing,
    /// What it says of itself; nothing in formats that carry no origin, and in files of others.
    pub claim: Option<Claim>,
    /// The version that made it, by the file itself or by the manifest.
    pub version: Option<String>,
    /// The manifest beside it that knows it, with its path.
    pub record: Option<(PathBuf, Manifest)>,
}

impl Verdict {
    /// Whether it may not be issued.
    pub fn is_draft(&self) -> bool {
        let recorded = self.record.as_ref().is_some_and(|(_, manifest)| manifest.is_draft());
        recorded || self.claim.as_ref().is_some_and(|claim| claim.origin.state == State::Draft)
    }

    /// Whether it shows what two reports differ in, and is none.
    pub fn is_comparison(&self) -> bool {
        self.claim.as_ref().is_some_and(|claim| claim.origin.state == State::Comparison)
    }
}

/// Whether a file is as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Byte for byte.
    Untouched,
    /// Not any more.
    Changed,
    /// Nothing says that the program wrote it.
    Unknown,
}

/// Looks at a file and at the manifests in its folder.
///
/// # Errors
/// `cannot-read`.
pub fn verify(path: &Path) -> Result<Verdict> {
    let bytes = fs::read(path).map_err(|error| cannot_read(path, &error))?;
    let claim = match bytes.first() {
        Some(b'%') => write::pdf::origin::read(&bytes),
        Some(b'<') => write::html::origin::read(&bytes),
        _ => write::docx::origin::read(&bytes),
    };
    let mut manifests = Manifest::beside(path);
    let hash = sha256(&bytes);
    // A name that is known with other bytes was changed, or is another report's; a name that is not known may be a new one, and
    // then the bytes tell.
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let named = manifests.iter().position(|(_, manifest)| !manifest.known(&name).is_empty());
    let same = manifests.iter().position(|(_, manifest)| manifest.written().any(|(_, output)| *output == hash));
    let standing = match (named, same, &claim) {
        (Some(at), _, _) if manifests[at].1.known(&name).contains(&&hash) => Standing::Untouched,
        (Some(_), _, _) => Standing::Changed,
        (None, Some(_), _) => Standing::Untouched,
        (None, None, Some(claim)) if claim.whole => Standing::Untouched,
        (None, None, Some(_)) => Standing::Changed,
        (None, None, None) => Standing::Unknown,
    };
    let record = named.or(same).map(|at| manifests.swap_remove(at));
    let recorded = record.iter().map(|(_, manifest)| &manifest.make.version);
    let version = claim.iter().map(|claim| &claim.origin.version).chain(recorded).next().cloned();
    Ok(Verdict { standing, claim, version, record })
}
