//! Files on disk: all of a report's or none, never over somebody's own work.

pub mod single;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Result};
use crate::report::Acceptance;
use crate::source::sha256;

/// The file beside a report that says which bytes the program wrote, so that the next run knows them again.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the program.
    pub version: String,
    /// The form the report was read under.
    pub form: String,
    /// Data file → SHA-256.
    pub inputs: BTreeMap<String, String>,
    /// 核对: the findings that were accepted, with their reasons.
    pub accepted: Vec<Acceptance>,
    /// File written → SHA-256.
    pub outputs: BTreeMap<String, String>,
    /// While files are being replaced: those that may still be the ones before.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub replaced: BTreeMap<String, String>,
}

impl Manifest {
    /// The manifests in the folder of a file, in the order of their names; what is none is passed over.
    pub fn beside(path: &Path) -> Vec<Self> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let entries = fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
        let mut paths: Vec<_> = entries.filter(|path| path.to_string_lossy().ends_with(".manifest.json")).collect();
        paths.sort();
        paths.iter().filter_map(|path| serde_json::from_slice(&fs::read(path).ok()?).ok()).collect()
    }
}

/// Writes a report's files `folder/stem.extension` and its manifest, and returns their paths. Files of other formats that an
/// earlier run wrote stay in the manifest.
///
/// # Errors
/// `kept-file` if a file there was not written by the program, or was changed since, unless `force`; `cannot-write`. Nothing
/// has then been written or replaced.
pub fn write(
    folder: &Path,
    stem: &str,
    files: &[(String, Vec<u8>)],
    mut manifest: Manifest,
    force: bool,
) -> Result<Vec<PathBuf>> {
    let name = |extension: &str| format!("{stem}.{extension}");
    let note = folder.join(name("manifest.json"));
    let before = fs::read(&note).ok().and_then(|json| serde_json::from_slice::<Manifest>(&json).ok()).unwrap_or_default();
    for (extension, _) in files.iter().filter(|_| !force) {
        let name = name(extension);
        refuse_foreign(&folder.join(&name), &[before.outputs.get(&name), before.replaced.get(&name)])?;
    }
    let ours: BTreeMap<_, _> = files.iter().map(|(extension, bytes)| (name(extension), sha256(bytes))).collect();
    manifest.outputs = before.outputs.clone();
    manifest.outputs.retain(|name, _| folder.join(name).exists());
    manifest.outputs.extend(ours);
    manifest.replaced = before.outputs;

    fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error, UNTOUCHED))?;
    // Everything is on disk before anything is replaced; and should the replacing be cut off, the manifest knows both the old
    // files and the new.
    let staged: Result<Vec<_>> =
        files.iter().map(|(extension, bytes)| stage(folder, &folder.join(name(extension)), bytes)).collect();
    let staged = staged?;
    put(folder, &note, &manifest)?;
    let mut paths = vec![];
    for (file, (extension, _)) in staged.into_iter().zip(files) {
        let path = folder.join(name(extension));
        file.persist(&path).map_err(|error| cannot_write(&path, &error.error, PARTLY))?;
        paths.push(path);
    }
    manifest.replaced.clear();
    put(folder, &note, &manifest)?;
    Ok(paths)
}

/// Writes the manifest.
fn put(folder: &Path, path: &Path, manifest: &Manifest) -> Result<()> {
    let json = serde_json::to_vec_pretty(manifest).map_err(|error| cannot_write(path, &error.into(), UNTOUCHED))?;
    let file = stage(folder, path, &json)?;
    file.persist(path).map_err(|error| cannot_write(path, &error.error, UNTOUCHED))?;
    Ok(())
}

const UNTOUCHED: &str = "原有的文件没有动；用 -o 换一个能写的文件夹";
const PARTLY: &str = "这个文件可能正被别的程序打开，或者被同名的文件夹占着；关掉之后再生成一次";

/// Writes files into a folder that must not have any of them yet, and returns their paths.
///
/// # Errors
/// `kept-file` for each that is there already; `cannot-write`. Nothing has then been written.
pub fn create(folder: &Path, files: &[(&str, String)]) -> Result<Vec<PathBuf>> {
    let paths: Vec<_> = files.iter().map(|(name, _)| folder.join(name)).collect();
    let there = paths.iter().filter(|path| path.symlink_metadata().is_ok());
    let kept = |path: &PathBuf| {
        Diagnostic::error(Code::KeptFile, format!("{} 已有，没有动", path.display())).help("换一个文件夹，或者先把它移开")
    };
    Diagnostics(there.map(kept).collect()).or_fail()?;

    let failed = |path: &Path, error: &io::Error| cannot_write(path, error, "换一个能写的文件夹");
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    let staged: Result<Vec<_>> =
        paths.iter().zip(files).map(|(path, (_, text))| stage(folder, path, text.as_bytes())).collect();
    for (at, file) in staged?.into_iter().enumerate() {
        if let Err(error) = file.persist_noclobber(&paths[at]) {
            // Somebody else was quicker; what stands is theirs, what was just written is not wanted.
            paths[..at].iter().for_each(|path| drop(fs::remove_file(path)));
            return Err(failed(&paths[at], &error.error).into());
        }
    }
    Ok(paths)
}

fn stage(folder: &Path, path: &Path, bytes: &[u8]) -> Result<NamedTempFile> {
    let write = || -> io::Result<NamedTempFile> {
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        let builder = {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o644))
        };
        let mut file = builder.prefix(".nianbao-").tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        Ok(file)
    };
    write().map_err(|error| cannot_write(path, &error, UNTOUCHED).into())
}

/// A file that stands in the way and is not what the program wrote is somebody's own.
fn refuse_foreign(path: &Path, written: &[Option<&String>]) -> Result<()> {
    let there = match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(cannot_write(path, &error, UNTOUCHED).into()),
        Ok(bytes) => sha256(&bytes),
    };
    if written.iter().flatten().any(|hash| **hash == there) {
        return Ok(());
    }
    let why = if written.iter().any(Option::is_some) { "写出之后被人改过" } else { "不是本程序写出的" };
    let message = format!("{} {why}，没有覆盖", path.display());
    Err(Diagnostic::error(Code::KeptFile, message)
        .help("另存这个文件，或者用 -o 换一个文件夹；确实要覆盖，请加 --force")
        .into())
}

fn cannot_write(path: &Path, error: &io::Error, help: &str) -> Diagnostic {
    let reason = match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "没有写的权限".into(),
        io::ErrorKind::StorageFull => "磁盘已满".into(),
        _ => error.to_string(),
    };
    Diagnostic::error(Code::CannotWrite, format!("写不出 {}：{reason}", path.display())).help(help)
}

/// A title as a file name: what file systems refuse becomes `－`, and at most 120 characters stay, or as many as leave room for
/// the longest ending in the 255 bytes that file systems give a name.
pub fn stem(title: &str) -> String {
    const ROOM: usize = 255 - ".manifest.json".len();
    let refused = |c: char| c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    let mut stem: String = title.chars().map(|c| if refused(c) { '－' } else { c }).take(120).collect();
    while stem.len() > ROOM {
        stem.pop();
    }
    let stem = stem.trim().trim_end_matches('.');
    if stem.is_empty() { "年报".into() } else { stem.into() }
}

#[cfg(test)]
mod tests {
    use super::{Manifest, stem, write};
    use crate::diagnostic::Code;
    use std::fs;

    #[test]
    fn replaces_its_own_files_and_keeps_others() {
        let folder = tempfile::tempdir().unwrap();
        let put = |bytes: &[u8], force| {
            write(folder.path(), "年 报", &[("pdf".into(), bytes.to_vec())], Manifest::default(), force)
        };
        let path = put(b"1", false).unwrap().remove(0);
        put(b"2", false).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"2");
        fs::write(&path, b"edited").unwrap();
        assert_eq!(put(b"3", false).unwrap_err().0[0].code, Code::KeptFile);
        assert_eq!(fs::read(&path).unwrap(), b"edited");
        put(b"3", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"3");
        fs::remove_file(folder.path().join("年 报.manifest.json")).unwrap();
        assert_eq!(put(b"4", false).unwrap_err().0[0].code, Code::KeptFile);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn another_format_does_not_make_the_first_foreign() {
        let folder = tempfile::tempdir().unwrap();
        let put =
            |extension: &'static str| write(folder.path(), "报", &[(extension.into(), vec![1])], Manifest::default(), false);
        put("pdf").unwrap();
        put("docx").unwrap();
        put("pdf").unwrap();
    }

    #[test]
    fn file_names() {
        assert_eq!(stem("甲/乙:丙?"), "甲－乙－丙－");
        assert_eq!(stem(&"a".repeat(300)).chars().count(), 120);
        assert_eq!(stem(&"长".repeat(300)).chars().count(), 80);
        assert_eq!(stem(" . "), "年报");
    }
}
