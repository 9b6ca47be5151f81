//! A report's own folder beside its files, in which they are made whole before they take their places.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::source::sha256;

/// The folder; of all processes and threads only one has that of a report, and it is gone afterwards.
pub struct Staging {
    /// The folder that the files are for.
    pub target: PathBuf,
    path: PathBuf,
    /// Held for as long as the folder is there.
    _lock: Option<File>,
}

impl Staging {
    /// Makes the folder for the files of a report in `target`, once nobody else has it, and empties it of what a run left that
    /// was killed.
    ///
    /// # Errors
    /// If `target` cannot be made or written to.
    pub fn open(target: &Path, report: &str) -> io::Result<Self> {
        fs::create_dir_all(target)?;
        let path = target.join(format!(".nianbao-{}", &sha256(report.as_bytes())[..16]));
        loop {
            // What a link leads to is not ours to clear.
            if let Err(error) = fs::create_dir(&path)
                && (error.kind() != io::ErrorKind::AlreadyExists || path.is_symlink())
            {
                return Err(error);
            }
            let lock = match File::open(&path) {
                // Who had it before has just removed it.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                // Folders cannot be opened or locked on Windows, nor on some network drives.
                folder => folder.ok().and_then(|folder| folder.lock().is_ok().then_some(folder)),
            };
            if lock.as_ref().is_none_or(|lock| is_at(lock, &path)) {
                fs::read_dir(&path)?.flatten().for_each(|left| drop(fs::remove_file(left.path())));
                return Ok(Self { target: target.into(), path, _lock: lock });
            }
        }
    }

    /// A file with some bytes, on disk.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn file(&self, bytes: &[u8]) -> io::Result<NamedTempFile> {
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        let builder = {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o644))
        };
        let mut file = builder.tempfile_in(&self.path)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        Ok(file)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next run.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Whether a folder that was opened still is the one at a path: who had it before has removed it.
#[cfg(unix)]
fn is_at(folder: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let same = |(a, b): (fs::Metadata, fs::Metadata)| a.dev() == b.dev() && a.ino() == b.ino();
    folder.metadata().ok().zip(fs::metadata(path).ok()).is_some_and(same)
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::Staging;
    use std::fs;
    use std::sync::Mutex;

    #[cfg(unix)]
    #[test]
    fn a_link_in_its_place_is_left_alone() {
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(other.path().join("1"), "1").unwrap();
        let path = Staging::open(folder.path(), "甲").unwrap().path.clone();
        for target in [other.path().join("2"), other.path().into()] {
            std::os::unix::fs::symlink(target, &path).unwrap();
            assert!(Staging::open(folder.path(), "甲").is_err());
            fs::remove_file(&path).unwrap();
        }
        assert!(other.path().join("1").exists());
    }

    #[test]
    fn only_one_has_the_folder_of_a_report() {
        let folder = tempfile::tempdir().unwrap();
        let (inside, most) = (Mutex::new(0), Mutex::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        let staging = Staging::open(folder.path(), "甲").unwrap();
                        *inside.lock().unwrap() += 1;
                        let now = *inside.lock().unwrap();
                        let mut most = most.lock().unwrap();
                        *most = now.max(*most);
                        drop(most);
                        staging.file(b"1").unwrap().persist(folder.path().join("1")).unwrap();
                        *inside.lock().unwrap() -= 1;
                    }
                });
            }
        });
        assert_eq!(*most.lock().unwrap(), 1);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_a_killed_run_left_is_gone_afterwards() {
        let folder = tempfile::tempdir().unwrap();
        let staging = Staging::open(folder.path(), "甲").unwrap();
        let left = staging.path.clone();
        std::mem::forget(staging.file(b"half").unwrap());
        std::mem::forget(staging);
        assert_eq!(fs::read_dir(&left).unwrap().count(), 1);
        // The lock of a process that is killed goes with it; this one must let go by itself.
        fs::remove_dir_all(&left).unwrap();
        fs::create_dir(&left).unwrap();
        fs::write(left.join("half"), "").unwrap();
        drop(Staging::open(folder.path(), "甲").unwrap());
        assert!(!left.exists());
    }
}
