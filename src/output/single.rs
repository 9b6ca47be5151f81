//! A file that stands for itself: no manifest tells of it, it tells of itself.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Staging, UNTOUCHED, cannot_write, replace};
use crate::diagnostic::{Code, Diagnostic, Result};

/// Writes a file over nothing, over what is `ours` to replace, or with `force` over anything; `what` it is, in a word.
///
/// # Errors
/// `kept-file` if there is a file of somebody else, `cannot-write`. What was there is then as it was.
pub fn write(path: &Path, bytes: &[u8], what: &str, ours: impl Fn(&[u8]) -> bool, force: bool) -> Result<()> {
    if !force {
        refuse_other(path, what, ours)?;
    }
    replace(path, bytes)
}

/// Puts a file in the place of another one, which is kept beside it under the first name that is free, and returns that. The name
/// ends in a number, so that what is kept is no file of its kind any more.
///
/// # Errors
/// `cannot-write`. What was there is then as it was.
pub fn supersede(path: &Path, bytes: &[u8]) -> Result<PathBuf> {
    let failed = |error: io::Error| cannot_write(path, &error, UNTOUCHED);
    let old = fs::read(path).map_err(failed)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let kept = |number: usize| path.with_file_name(format!("{name}.原{number}"));
    let mut number = 1;
    while kept(number).symlink_metadata().is_ok() {
        number += 1;
    }
    let free = kept(number);
    let staging = Staging::open(super::manifest::folder_of(path), &name).map_err(failed)?;
    staging.file(&old).and_then(|file| Ok(file.persist_noclobber(&free)?)).map_err(failed)?;
    staging.file(bytes).and_then(|file| Ok(file.persist(path)?)).map_err(failed)?;
    Ok(free)
}

/// Refuses a file that is not `ours` to replace.
///
/// # Errors
/// `kept-file`, `cannot-write` if it cannot be looked at.
pub fn refuse_other(path: &Path, what: &str, ours: impl Fn(&[u8]) -> bool) -> Result<()> {
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(cannot_write(path, &error, UNTOUCHED).into()),
        Ok(there) if ours(&there) => Ok(()),
        Ok(_) => {
            let message = format!("{} 已有，不是本程序写出的{what}，或者写出之后被人改过，没有覆盖", path.display());
            Err(Diagnostic::error(Code::KeptFile, message).help("另取一个文件名，或者先把它移开").into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{supersede, write};
    use crate::diagnostic::Code;
    use std::fs;

    #[test]
    fn what_is_superseded_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("表.yaml");
        fs::write(&path, "1").unwrap();
        for (new, kept) in [("2", "表.yaml.原1"), ("3", "表.yaml.原2")] {
            let old = fs::read(&path).unwrap();
            assert_eq!(supersede(&path, new.as_bytes()).unwrap(), folder.path().join(kept));
            assert_eq!(fs::read(folder.path().join(kept)).unwrap(), old);
            assert_eq!(fs::read(&path).unwrap(), new.as_bytes());
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn only_what_is_ours_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("内/比较.docx");
        let put = |bytes: &[u8], force| write(&path, bytes, "比较稿", |there| there == b"1", force);
        put(b"1", false).unwrap();
        put(b"2", false).unwrap();
        assert_eq!(put(b"3", false).unwrap_err().0[0].code, Code::KeptFile);
        assert_eq!(fs::read(&path).unwrap(), b"2");
        put(b"3", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"3");
    }
}
