//! Whether a file is still what the program wrote: by the manifest beside it, and by what the file says of itself.

use std::fs;
use std::path::Path;

use crate::diagnostic::{Result, cannot_read};
use crate::origin::{Claim, Origin, State};
use crate::output::{Record, Records};
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
    pub record: Option<Record>,
    /// Whether that manifest tells what it was made from: it is one of the files that were written last.
    current: bool,
}

impl Verdict {
    /// Whether it may not be issued.
    pub fn is_draft(&self) -> bool {
        let recorded = self.record.as_ref().is_some_and(|(_, manifest)| manifest.is_draft());
        recorded || self.claim.as_ref().is_some_and(|claim| claim.origin.state == State::Draft)
    }

    /// Where it comes from: by itself, or, in formats that say nothing of themselves, by the manifest.
    pub fn origin(&self) -> Option<Origin> {
        let recorded = || {
            let (_, manifest) = self.record.as_ref().filter(|_| self.current)?;
            let make = &manifest.make;
            let state = if manifest.is_draft() { State::Draft } else { State::Final };
            let origin = Origin {
                version: make.version.clone(),
                form: make.form.clone(),
                state,
                data: make.data.clone(),
                text: make.text.clone(),
            };
            // Manifests of older versions do not tell the data.
            (!origin.data.is_empty()).then_some(origin)
        };
        self.claim.as_ref().map(|claim| claim.origin.clone()).or_else(recorded)
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

/// Looks at a file and at the manifests in its folder, which are read once for all files that are looked at with the same records.
///
/// # Errors
/// `cannot-read`.
pub fn verify(path: &Path, records: &mut Records) -> Result<Verdict> {
    let bytes = fs::read(path).map_err(|error| cannot_read(path, &error))?;
    let claim = match bytes.first() {
        Some(b'%') => write::pdf::origin::read(&bytes),
        Some(b'<') => write::html::origin::read(&bytes),
        _ => write::docx::origin::read(&bytes),
    };
    let hash = sha256(&bytes);
    // A name that is known with other bytes was changed, or is another report's; a name that is not known may be a new one, and
    // then the bytes tell.
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (named, same) = records.beside(path, &hash);
    let standing = match (named, same, &claim) {
        (Some((_, manifest)), _, _) if manifest.known(&name).contains(&&hash) => Standing::Untouched,
        (Some(_), _, _) => Standing::Changed,
        (None, Some(_), _) => Standing::Untouched,
        (None, None, Some(claim)) if claim.whole => Standing::Untouched,
        (None, None, Some(_)) => Standing::Changed,
        (None, None, None) => Standing::Unknown,
    };
    let record = named.or(same).cloned();
    let current = record.as_ref().is_some_and(|(_, manifest)| manifest.outputs.values().any(|output| *output == hash));
    let recorded = record.iter().map(|(_, manifest)| &manifest.make.version);
    let version = claim.iter().map(|claim| &claim.origin.version).chain(recorded).next().cloned();
    Ok(Verdict { standing, claim, version, record, current })
}
