//! Files that are whole or not there, also after a power failure: written, brought to the disk, renamed.

use super::RegisterError;
use rustix::fs::OFlags;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// More bytes than any file that is read whole has: an index of a million files. A file with holes has as many as
/// somebody likes.
pub(super) const LARGEST: u64 = 256 << 20;

/// What a write is to outlast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Durability {
    /// A power failure.
    Disk,
    /// The process that wrote it, and no more: what is played can be played once more.
    Process,
}

/// Reads a file; `None` where there is none. Any other failure is an error, never "none".
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, RegisterError> {
    match read_plain(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if is_absence(&error) => Ok(None),
        Err(error) => Err(RegisterError::io("can't read", path)(error)),
    }
}

/// Writes a file that nobody else knows of yet, in place of one of that name.
pub(super) fn write_new(path: &Path, bytes: &[u8], durability: Durability) -> Result<(), RegisterError> {
    let written = write_passing(path, bytes)?;
    match durability {
        Durability::Disk => written.sync_all().map_err(RegisterError::io("can't write", path)),
        Durability::Process => Ok(()),
    }
}

/// The same for a file that need not outlast a power failure.
pub(super) fn write_passing(path: &Path, bytes: &[u8]) -> Result<File, RegisterError> {
    // A leftover may be a hard link to something in use: it is removed, never written into.
    remove(path)?;
    let write = || -> io::Result<File> {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        file.write_all(bytes)?;
        Ok(file)
    };
    write().map_err(RegisterError::io("can't write", path))
}

/// Replaces a file as a whole.
pub(super) fn replace(path: &Path, bytes: &[u8], durability: Durability) -> Result<(), RegisterError> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    let replaced = write_new(&beside, bytes, durability).and_then(|()| rename(&beside, path));
    if replaced.is_err() {
        let _ = fs::remove_file(&beside);
    }
    replaced?;
    sync_parent(path, durability)
}

/// Renames, over what is there.
pub(super) fn rename(from: &Path, to: &Path) -> Result<(), RegisterError> {
    fs::rename(from, to).map_err(RegisterError::io("can't write", to))
}

/// Removes a file, if it is there.
pub(super) fn remove(path: &Path) -> Result<(), RegisterError> {
    match fs::remove_file(path) {
        Err(error) if !is_absence(&error) => Err(RegisterError::io("can't remove", path)(error)),
        _ => Ok(()),
    }
}

/// Makes a folder and those above it.
pub(super) fn make_folder(path: &Path) -> Result<(), RegisterError> {
    fs::create_dir_all(path).map_err(RegisterError::io("can't make the folder", path))
}

/// Brings a file's bytes to the disk.
pub(super) fn sync(path: &Path, durability: Durability) -> Result<(), RegisterError> {
    if durability == Durability::Process {
        return Ok(());
    }
    File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(RegisterError::io("can't bring to the disk", path))
}

/// Brings the names in a file's folder to the disk.
pub(super) fn sync_parent(path: &Path, durability: Durability) -> Result<(), RegisterError> {
    path.parent().map_or(Ok(()), |folder| sync(folder, durability))
}

/// Opens a plain file to read. Whoever handed a folder over may have put a pipe or a device in a file's place, which
/// would be waited for, or be without end.
pub(super) fn open_plain(path: &Path) -> io::Result<File> {
    // A pipe is not waited for; it is told apart once it is open, so that nothing takes its place in between.
    let file = OpenOptions::new().read(true).custom_flags(flags(OFlags::NONBLOCK)).open(path)?;
    match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(io::Error::new(ErrorKind::InvalidInput, "it is no plain file")),
    }
}

/// Opens a file to lock it, and makes it where there is none; not what a link or a pipe of that name leads to.
pub(super) fn open_to_lock(path: &Path) -> io::Result<File> {
    let only_this = flags(OFlags::NOFOLLOW | OFlags::NONBLOCK);
    OpenOptions::new().write(true).create(true).truncate(false).custom_flags(only_this).open(path)
}

fn flags(flags: OFlags) -> i32 {
    flags.bits().cast_signed()
}

/// Refuses a folder that is a link: files are made and removed in it.
pub(super) fn require_own_folder(path: &Path) -> Result<(), RegisterError> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => Ok(()),
        Ok(_) => Err(io::Error::new(ErrorKind::NotADirectory, "it is a link, or no folder")),
        Err(error) if is_absence(&error) => Ok(()),
        Err(error) => Err(error),
    };
    found.map_err(RegisterError::io("can't use", path))
}

fn read_plain(path: &Path) -> io::Result<Vec<u8>> {
    let file = open_plain(path)?;
    if file.metadata()?.len() > LARGEST {
        return Err(io::Error::new(ErrorKind::FileTooLarge, "it is larger than any that is written there"));
    }
    let mut bytes = Vec::new();
    file.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub(super) fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}
