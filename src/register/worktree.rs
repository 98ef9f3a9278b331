//! The files of a step in the work tree: are they as committed, and if so, replaced whole.
//! Where git's line-ending conversion made a file CRLF it stays CRLF. Nothing goes through a symbolic link.

use super::durable::{self, Durability};
use super::id::file_id;
use super::journal::Written;
use super::{Oid, Register, RegisterError};
use std::fs::{self, Metadata, Permissions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What stands at a path of the work tree.
pub(super) enum Found {
    Nothing,
    File {
        bytes: Vec<u8>,
        permissions: Permissions,
    },
    /// A folder, a link, or something behind one.
    Other,
}

/// Looks at a path of the work tree.
pub(super) fn look(root: &Path, path: &str) -> Result<Found, RegisterError> {
    let mut at = root.to_owned();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        at.push(part);
        let Some(found) = metadata(&at)? else { return Ok(Found::Nothing) };
        match parts.peek() {
            Some(_) if found.is_dir() => {}
            None if found.is_file() => {
                let Some(bytes) = durable::read(&at)? else { return Ok(Found::Nothing) };
                return Ok(Found::File { bytes, permissions: found.permissions() });
            }
            _ => return Ok(Found::Other),
        }
    }
    Ok(Found::Other)
}

/// The metadata of a path itself, not of what a link points at; `None` where there is nothing.
pub(super) fn metadata(path: &Path) -> Result<Option<Metadata>, RegisterError> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if durable::is_absence(&error) => Ok(None),
        Err(error) => Err(RegisterError::io("can't read", path)(error)),
    }
}

/// Refuses a step on a file that is not as its commit has it; `absent` where the index says that the file
/// is left out of the work tree on purpose.
pub(super) fn require_unchanged(root: &Path, file: &Written, absent: bool) -> Result<(), RegisterError> {
    let how = match (look(root, &file.path)?, file.old()) {
        (Found::Nothing, None) => return Ok(()),
        (Found::Nothing, Some(_)) if absent => return Ok(()),
        (Found::Nothing, Some(_)) => "was deleted in the work tree, but not in a commit",
        (Found::Other, _) => "is not a plain file in the work tree, or lies behind a symbolic link",
        (Found::File { bytes, .. }, Some(old)) if is(&bytes, old.oid) => return Ok(()),
        (Found::File { bytes, .. }, None) if file.new_entry().is_some_and(|new| is(&bytes, new.oid)) => {
            return Ok(());
        }
        (Found::File { .. }, Some(_)) => "has changes that are not committed",
        (Found::File { .. }, None) => "is already there, but in no commit",
    };
    Err(RegisterError::Changed { path: file.path.clone(), how })
}

/// Whether a file of the work tree is what the step wants there, byte for byte.
pub(super) fn is_settled(root: &Path, file: &Written) -> Result<bool, RegisterError> {
    let Found::File { bytes, .. } = look(root, &file.path)? else { return Ok(false) };
    Ok(file.new_entry().is_some_and(|new| is(&bytes, new.oid)))
}

/// Whether bytes are that blob, as they are or with CRLF for LF.
fn is(bytes: &[u8], blob: Oid) -> bool {
    let named = |bytes: &[u8]| file_id(bytes, blob.object_format()).is_ok_and(|oid| oid == blob);
    named(bytes) || (bytes.contains(&b'\r') && named(&without_returns(bytes)))
}

fn without_returns(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len());
    for (at, byte) in bytes.iter().enumerate() {
        if *byte != b'\r' || bytes.get(at.saturating_add(1)) != Some(&b'\n') {
            text.push(*byte);
        }
    }
    text
}

fn with_returns(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len());
    for byte in without_returns(bytes) {
        if byte == b'\n' {
            text.push(b'\r');
        }
        text.push(byte);
    }
    text
}

/// Writes the new bytes of a file aside, ready to be renamed into the work tree.
pub(super) fn stage(
    register: &Register,
    root: &Path,
    aside: &Path,
    file: &Written,
) -> Result<(), RegisterError> {
    let Some(new) = file.new_entry() else { return Ok(()) };
    let blob = register.repository.find_blob(new.oid).map_err(RegisterError::git("can't read an object"))?;
    let (text, permissions) = match (look(root, &file.path)?, file.old()) {
        (Found::File { bytes, permissions }, Some(old)) => {
            let exact = file_id(&bytes, old.oid.object_format()).is_ok_and(|oid| oid == old.oid);
            let text = if exact { blob.content().to_vec() } else { with_returns(blob.content()) };
            (text, Some(permissions))
        }
        _ => (blob.content().to_vec(), None),
    };
    durable::write_new(aside, &text, register.durability())?;
    match permissions {
        Some(permissions) => {
            fs::set_permissions(aside, permissions).map_err(RegisterError::io("can't write", aside))
        }
        None => Ok(()),
    }
}

/// Puts a staged file into the work tree, where what stands there is still what the commit replaced.
pub(super) fn settle(
    register: &Register,
    root: &Path,
    aside: &Path,
    file: &Written,
) -> Result<(), RegisterError> {
    let target = root.join(&file.path);
    let still_old = match (look(root, &file.path)?, file.old()) {
        (Found::Nothing, None) => true,
        (Found::File { bytes, .. }, Some(old)) => is(&bytes, old.oid),
        _ => false,
    };
    if !still_old {
        return Ok(());
    }
    if file.new_entry().is_none() {
        durable::remove(&target)?;
        remove_empty_folders(root, &target);
        return Ok(());
    }
    if let Some(folder) = target.parent() {
        durable::make_folder(folder)?;
    }
    match fs::rename(aside, &target) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {
            copy_over(aside, &target, register.durability())?
        }
        Err(error) => return Err(RegisterError::io("can't write", target)(error)),
    }
    durable::sync_parent(&target, register.durability())
}

/// The work tree is on another file system than the git directory: by way of a file beside the target.
fn copy_over(aside: &Path, target: &Path, durability: Durability) -> Result<(), RegisterError> {
    let beside = beside(target);
    durable::remove(&beside)?;
    let copied = fs::copy(aside, &beside)
        .map_err(RegisterError::io("can't write", &beside))
        .and_then(|_| durable::sync(&beside, durability))
        .and_then(|()| durable::rename(&beside, target));
    if copied.is_err() {
        let _ = fs::remove_file(&beside);
    }
    copied
}

/// Removes what [`settle`] may have left beside a file when it was killed.
pub(super) fn remove_beside(root: &Path, file: &Written) -> Result<(), RegisterError> {
    durable::remove(&beside(&root.join(&file.path)))
}

fn beside(target: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(".iwcp-new");
    target.with_file_name(name)
}

fn remove_empty_folders(root: &Path, target: &Path) {
    for folder in target.ancestors().skip(1).take_while(|folder| *folder != root && folder.starts_with(root))
    {
        if fs::remove_dir(folder).is_err() {
            return;
        }
    }
}
