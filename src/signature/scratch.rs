//! A private directory for the files that a signing program wants: the payload, a public key, the signature.
//! Nothing else goes in, nobody else may look in, and it goes away with all that the program left there.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering},
};

const PREFIX: &str = "iwcp-sign-";
/// Two signers of one process never share a directory.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// A directory that is removed when this goes, and locked until then: a number of a process says nothing of whether it
/// lives to another container that has the same directory.
pub(super) struct Scratch {
    path: PathBuf,
    _lock: File,
}

impl Scratch {
    /// A new directory inside `parent`, which must exist. Also clears away those that killed runs left.
    pub(super) fn new(parent: &Path) -> io::Result<Self> {
        let parent = std::path::absolute(parent)?;
        sweep(&parent);
        loop {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let path = parent.join(format!("{PREFIX}{}-{number}", process::id()));
            match DirBuilder::new().mode(0o700).create(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                made => made?,
            }
            // Where another run swept it away just now, the next one gets its place.
            if let Some(lock) = locked(&path).filter(|_| path.exists()) {
                return Ok(Self { path, _lock: lock });
            }
        }
    }

    /// Writes a new file that only the user can read, and gives its path.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
        let path = self.path.join(name);
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?.write_all(bytes)?;
        Ok(path)
    }

    /// What a program wrote to the file `name`, `None` when it wrote none. At most `limit` bytes are read.
    pub(super) fn read(&self, name: &str, limit: u64) -> io::Result<Option<Vec<u8>>> {
        let path = self.path.join(name);
        match read_file(&path, limit) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            other => other,
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A directory that can't be removed now is swept by the next run: no reason to fail a signature.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// The first `limit` bytes of a regular file; `None` for anything else (opening a pipe would wait forever).
pub(super) fn read_file(path: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    if !fs::metadata(path)?.is_file() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// A lock on a directory, where nobody else has it; the kernel lets it go when its holder dies.
fn locked(path: &Path) -> Option<File> {
    let directory = File::open(path).ok()?;
    directory.try_lock().ok().map(|()| directory)
}

/// Removes the directories that nobody holds any more; a run that was killed leaves one.
fn sweep(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        // Held while it goes, so that nobody takes it meanwhile.
        if ours && let Some(_lock) = locked(&entry.path()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
