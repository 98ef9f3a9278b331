//! Files that a command writes where somebody says: only a plain file is replaced, and keeps who may read it. What a link
//! leads to, a device or a pipe is never written, and nothing takes their place.

use std::fs::{self, Permissions};
use std::io::{ErrorKind, Write};
use std::path::Path;

use super::CliError;

/// What stands for standard output elsewhere, and is no name of a file.
const STANDARD_OUTPUT: &str = "-";

/// Refuses the name that stands for standard output elsewhere.
///
/// # Errors
/// Wrong usage.
pub(super) fn require_named(path: &Path) -> Result<(), CliError> {
    match path == Path::new(STANDARD_OUTPUT) {
        true => Err(CliError::usage("`-` names no file to write").hint("a file that is called so is `./-`")),
        false => Ok(()),
    }
}

/// The permissions of the plain file that stands at a path; none where nothing stands there.
///
/// # Errors
/// Wrong usage: what stands there is not replaced.
pub(super) fn replaceable(path: &Path) -> Result<Option<Permissions>, CliError> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(CliError::caused(&format!("cannot write {}", path.display()), &error)),
    };
    let what = match found.file_type() {
        kind if kind.is_file() => return Ok(Some(found.permissions())),
        kind if kind.is_dir() => "a folder",
        kind if kind.is_symlink() => "a link",
        _ => "no plain file",
    };
    Err(CliError::usage(format!("{} is {what}, and is not replaced", path.display()))
        .hint("name another file"))
}

/// Refuses a folder that is a link: what is written below it would stand elsewhere.
///
/// # Errors
/// Wrong usage.
pub(super) fn require_own_folder(path: &Path) -> Result<(), CliError> {
    match fs::symlink_metadata(path) {
        Ok(found) if !found.is_dir() => {
            let message =
                format!("{} is a link, or no folder, and nothing is written below it", path.display());
            Err(CliError::usage(message).hint("name another folder"))
        }
        _ => Ok(()),
    }
}

/// Writes a file beside its place, and puts it there when it is whole.
///
/// # Errors
/// Wrong usage: what stands there is not replaced; the environment's.
pub(super) fn put(file: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let stood = replaceable(file)?;
    let failed = |error| CliError::caused(&format!("cannot write {}", file.display()), &error);
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder.join(format!(".{name}.{}", std::process::id()));
    let write = || {
        let mut open = fs::File::create_new(&beside)?;
        // Before anything stands in it that not everybody may read.
        stood.into_iter().try_for_each(|permissions| open.set_permissions(permissions))?;
        open.write_all(bytes)?;
        open.sync_all()?;
        fs::rename(&beside, file)
    };
    write().map_err(|error| {
        // What is half written says less than nothing.
        let _ = fs::remove_file(&beside);
        failed(error)
    })
}
