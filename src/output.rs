//! Files on disk: all of a report's or none, never over somebody's own work.

pub mod manifest;
pub mod records;
pub mod single;
mod staging;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

pub use self::manifest::{Make, Manifest, Signing};
pub use self::records::{Record, Records};
use self::staging::Staging;
use crate::Format;
use crate::cores;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Result, system};
use crate::hashed::Hashed;
use crate::source::sha256;

/// Writes a report's files `folder/stem.extension` and its manifest, and returns their paths. Files of other formats that an
/// earlier run wrote stay in the manifest. What was signed off is replaced only by the same bytes, or, with `force`, kept under
/// a number.
///
/// # Errors
/// `kept-file` if a file there was not written by the program, or was changed since, and `signed-off`, unless `force`;
/// `cannot-write`. Nothing has then been written or replaced.
pub fn write(
    folder: &Path,
    stem: &str,
    files: &[(String, Hashed)],
    mut manifest: Manifest,
    force: bool,
) -> Result<Vec<PathBuf>> {
    let staging = Staging::open(folder, stem).map_err(|error| cannot_write(folder, &error, UNTOUCHED))?;
    let name = |extension: &str| format!("{stem}.{extension}");
    let note = folder.join(format!("{stem}{}", manifest::ENDING));
    let before = Manifest::read(&note).unwrap_or_default();
    let ours: BTreeMap<_, _> = files.iter().map(|(extension, made)| (name(extension), made.sha256().to_string())).collect();
    let same_make = before.make == manifest.make;
    let same = |(name, hash): (&String, &String)| before.outputs.get(name).map_or(same_make, |known| known == hash);
    let alike = ours.iter().all(same);
    manifest.signed = before.signed.clone().filter(|_| alike);
    if manifest.signed.is_some() {
        // The same bytes are what was signed off, whatever was written beside them in the data since.
        manifest.make = before.make.clone();
    }
    if let (Some(signing), false, false) = (&before.signed, alike, force) {
        return Err(signed_off(&folder.join(stem), signing, &before.make.version).into());
    }
    if !before.organ.is_empty() && before.organ != manifest.organ && !alike && !force {
        return Err(of_another(&folder.join(stem), &before.organ).into());
    }
    for name in ours.keys().filter(|_| !force) {
        refuse_foreign(&folder.join(name), &before.known(name))?;
    }

    let there = |(name, _): &(String, String)| folder.join(name).exists();
    let old = || before.outputs.clone().into_iter().filter(there);
    manifest.outputs = ours;
    let rest = if before.make == manifest.make { &mut manifest.outputs } else { &mut manifest.earlier };
    for (name, hash) in old() {
        rest.entry(name).or_insert(hash);
    }
    let replaced = old().filter(|(name, hash)| manifest.outputs.get(name) != Some(hash));
    let both = Manifest { earlier: replaced.chain(before.earlier.clone()).collect(), ..manifest.clone() };

    // Everything is on disk before anything is replaced; and should the replacing be cut off, the manifest knows both the old
    // files and the new.
    let json = both.json();
    let new = files.iter().map(|(extension, bytes)| (folder.join(name(extension)), &bytes[..]));
    let new: Vec<_> = new.chain([(note.clone(), &json[..])]).collect();
    let staged = cores::all(new.len(), |at| stage(&staging, &new[at].0, new[at].1));
    let mut staged = staged.into_iter().collect::<Result<Vec<_>>>()?;
    if before.signed.is_some() && manifest.signed.is_none() {
        keep(&staging, stem, &before)?;
    }
    let noted = staged.pop().map(|file| file.persist(&note)).transpose();
    noted.map_err(|error| cannot_write(&note, &error.error, UNTOUCHED))?;
    let mut paths = vec![];
    for (file, (path, _)) in staged.into_iter().zip(new) {
        file.persist(&path).map_err(|error| cannot_write(&path, &error.error, PARTLY))?;
        paths.push(path);
    }
    // Pages that the report does not have any more.
    let pages: Vec<_> = manifest.earlier.keys().filter(|name| name.ends_with(".png")).cloned().collect();
    for name in pages.into_iter().filter(|_| files.iter().any(|(ending, _)| Format::Png.is_of(ending))) {
        if refuse_foreign(&folder.join(&name), &before.known(&name)).is_ok() {
            let _ = fs::remove_file(folder.join(&name));
            manifest.earlier.remove(&name);
        }
    }
    manifest.earlier.extend(before.earlier.into_iter().filter(there));
    manifest.earlier.retain(|name, _| !manifest.outputs.contains_key(name));
    if manifest != both {
        put(&staging, &note, &manifest)?;
    }
    Ok(paths)
}

/// Keeps what was signed off beside what replaces it, under the first number that is free.
fn keep(staging: &Staging, stem: &str, signed: &Manifest) -> Result<()> {
    let folder = &staging.target;
    let kept = |number: usize| stem_with(stem, &format!("（签发稿{number}）"));
    let under =
        |kept: &str, name: &str| name.strip_prefix(stem).map_or_else(|| name.into(), |ending| format!("{kept}{ending}"));
    let note = format!("{stem}{}", manifest::ENDING);
    let names = signed.outputs.keys().chain([&note]);
    let free = |number: &usize| !names.clone().any(|name| folder.join(under(&kept(*number), name)).exists());
    let kept = kept((1..).find(free).unwrap_or(usize::MAX));
    let renamed = |name: &str| under(&kept, name);
    for name in signed.outputs.keys() {
        let (from, to) = (folder.join(name), folder.join(renamed(name)));
        match fs::read(&from) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(cannot_write(&to, &error, UNTOUCHED).into()),
            Ok(bytes) => {
                let file = stage(staging, &to, &bytes)?;
                file.persist_noclobber(&to).map_err(|error| cannot_write(&to, &error.error, UNTOUCHED))?;
            }
        }
    }
    put(staging, &folder.join(format!("{kept}{}", manifest::ENDING)), &signed.renamed(renamed))
}

/// Enters into the manifest of a report's files that they were signed off.
///
/// # Errors
/// `cannot-sign` if it is not the manifest any more, `cannot-write`.
pub fn sign(path: &Path, manifest: &Manifest, signing: Signing) -> Result<()> {
    let folder = manifest::folder_of(path);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = name.strip_suffix(manifest::ENDING).unwrap_or(&name);
    let staging = Staging::open(folder, stem).map_err(|error| cannot_write(path, &error, UNTOUCHED))?;
    if Manifest::read(path).as_ref() != Some(manifest) {
        let message = format!("{} 刚刚被另一次生成改写，没有登记签发", path.display());
        return Err(Diagnostic::error(Code::CannotSign, message).help("再登记一次").into());
    }
    put(&staging, path, &Manifest { signed: Some(signing), ..manifest.clone() })
}

/// Writes a file of the program's own, whole or not at all.
///
/// # Errors
/// `cannot-write`.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |error| cannot_write(path, &error, UNTOUCHED);
    let folder = manifest::folder_of(path);
    let staging = Staging::open(folder, &path.to_string_lossy()).map_err(failed)?;
    stage(&staging, path, bytes)?.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// The files of a report in some formats, if they stand there as they would be made now.
pub fn standing(folder: &Path, stem: &str, formats: &[Format], make: &Make) -> Option<Vec<PathBuf>> {
    let manifest =
        Manifest::read(&folder.join(format!("{stem}{}", manifest::ENDING))).filter(|known| known.make == *make)?;
    let mut paths = vec![];
    for format in formats {
        let of = |name: &str| {
            name.strip_prefix(stem).and_then(|rest| rest.strip_prefix('.')).is_some_and(|end| format.is_of(end))
        };
        let files = manifest.outputs.iter().filter(|(name, _)| of(name));
        let files: Vec<_> = files.map(|(name, hash)| (folder.join(name), hash)).collect();
        let stands = |(path, hash): &(PathBuf, &String)| fs::read(path).is_ok_and(|bytes| sha256(&bytes) == **hash);
        if files.is_empty() || !files.iter().all(stands) {
            return None;
        }
        paths.extend(files.into_iter().map(|(path, _)| path));
    }
    Some(paths)
}

/// Writes a manifest.
fn put(staging: &Staging, path: &Path, manifest: &Manifest) -> Result<()> {
    let file = stage(staging, path, &manifest.json())?;
    file.persist(path).map_err(|error| cannot_write(path, &error.error, UNTOUCHED))?;
    Ok(())
}

const UNTOUCHED: &str = "原有的文件没有动；用 -o 换一个能写的文件夹";
const PARTLY: &str =
    "这个文件可能正被别的程序打开，或者被同名的文件夹占着，同一份报告的另一个文件可能已经换新；排除之后再生成一次";

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
    let staging = Staging::open(folder, "").map_err(|error| failed(folder, &error))?;
    let staged: Result<Vec<_>> =
        paths.iter().zip(files).map(|(path, (_, text))| stage(&staging, path, text.as_bytes())).collect();
    for (at, file) in staged?.into_iter().enumerate() {
        if let Err(error) = file.persist_noclobber(&paths[at]) {
            // Somebody else was quicker; what stands is theirs, what was just written is not wanted.
            paths[..at].iter().for_each(|path| drop(fs::remove_file(path)));
            return Err(failed(&paths[at], &error.error).into());
        }
    }
    Ok(paths)
}

fn stage(staging: &Staging, path: &Path, bytes: &[u8]) -> Result<NamedTempFile> {
    staging.file(bytes).map_err(|error| cannot_write(path, &error, UNTOUCHED).into())
}

/// What was signed off stays as it is.
fn signed_off(stem: &Path, signing: &Signing, version: &str) -> Diagnostic {
    let message = format!("{} 已{}，这次生成的与它不同，没有覆盖", stem.display(), signing.told());
    Diagnostic::error(Code::SignedOff, message).help(format!(
        "要照原样重制，请用签发时的数据和 nianbao {version}；要另出一份，用 -o 换一个文件夹；确实要替换，请加 --force，签发过的会编上号留在旁边"
    ))
}

/// Another organ's report has the same title.
fn of_another(stem: &Path, organ: &str) -> Diagnostic {
    let message = format!("{} 是“{organ}”的报告，标题相同，没有覆盖", stem.display());
    Diagnostic::error(Code::KeptFile, message).help("改标题，或者用 -o 换一个文件夹；确实要覆盖，请加 --force")
}

/// A file that stands in the way and is not what the program wrote is somebody's own.
fn refuse_foreign(path: &Path, written: &[&String]) -> Result<()> {
    let there = match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(cannot_write(path, &error, UNTOUCHED).into()),
        Ok(bytes) => sha256(&bytes),
    };
    if written.iter().any(|hash| **hash == there) {
        return Ok(());
    }
    let why = if !written.is_empty() { "写出之后被人改过" } else { "不是本程序写出的" };
    let message = format!("{} {why}，没有覆盖", path.display());
    Err(Diagnostic::error(Code::KeptFile, message)
        .help("另存这个文件，或者用 -o 换一个文件夹；确实要覆盖，请加 --force")
        .into())
}

fn cannot_write(path: &Path, error: &io::Error, help: &str) -> Diagnostic {
    let reason = match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "没有写的权限".into(),
        io::ErrorKind::StorageFull => "磁盘已满".into(),
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => "那里有同名的文件".into(),
        io::ErrorKind::IsADirectory => "那里有同名的文件夹".into(),
        io::ErrorKind::NotFound => "没有这个文件夹".into(),
        _ => system(error),
    };
    Diagnostic::error(Code::CannotWrite, format!("写不出 {}：{reason}", path.display())).help(help)
}

/// A title as a file name.
pub fn stem(title: &str) -> String {
    stem_with(title, "")
}

/// A title as a file name that ends with a mark, however much of the title must go: what file systems refuse becomes `－`, and at
/// most 120 characters stay, or as many as leave room for the longest ending in the 255 bytes that file systems give a name.
pub fn stem_with(title: &str, mark: &str) -> String {
    const LONGEST_ENDING: usize = ".元数据.json".len();
    let room = 255 - LONGEST_ENDING - mark.len();
    let refused = |c: char| c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    let letters = title.chars().map(|c| if refused(c) { '－' } else { c });
    let mut stem: String = letters.take(120 - mark.chars().count()).collect();
    while stem.len() > room {
        stem.pop();
    }
    let stem = stem.trim().trim_end_matches('.');
    format!("{}{mark}", if stem.is_empty() { "年报" } else { stem })
}

#[cfg(test)]
mod tests {
    use super::{Manifest, stem, stem_with, write};
    use crate::diagnostic::Code;
    use std::fs;

    #[test]
    fn replaces_its_own_files_and_keeps_others() {
        let folder = tempfile::tempdir().unwrap();
        let put = |bytes: &[u8], force| {
            write(folder.path(), "年 报", &[("pdf".into(), bytes.to_vec().into())], Manifest::default(), force)
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
        let put = |extension: &'static str| {
            write(folder.path(), "报", &[(extension.into(), vec![1].into())], Manifest::default(), false)
        };
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
        let draft = stem_with(&"长".repeat(300), "（送审稿）");
        assert!(draft.ends_with("长（送审稿）") && draft.len() + ".manifest.json".len() <= 255, "{draft}");
    }
}
