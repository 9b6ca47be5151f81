//! A file that stands for itself: no manifest tells of it, it tells of itself.

use std::fs;
use std::io;
use std::path::Path;

use super::{UNTOUCHED, cannot_write, replace};
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
    use super::write;
    use crate::diagnostic::Code;
    use std::fs;

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
