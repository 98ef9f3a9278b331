//! One branch: where it stands, moving it, and the line that git keeps of each move.
//! Moved by a rename of our own: libgit2's writer leaves locks that nobody knows whose they are.

use super::durable;
use super::{Oid, Register, RegisterError};
use git2::ErrorCode;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Where a branch stands; `None` where it has no commit.
pub(super) fn tip(register: &Register, branch: &str) -> Result<Option<Oid>, RegisterError> {
    match register.repository.refname_to_id(branch) {
        Ok(oid) => Ok(Some(oid)),
        Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
        Err(error) => Err(RegisterError::git("can't read the branch")(error)),
    }
}

impl Register {
    /// All references below a prefix (`refs/heads/`), with the commit that each names; none where it names something else.
    ///
    /// # Errors
    /// [`RegisterError::Git`] where references can't be listed.
    pub fn references(&self, prefix: &str) -> Result<Vec<(String, Option<Oid>)>, RegisterError> {
        let failed = || RegisterError::git("can't list references");
        let mut found = Vec::new();
        for reference in self.repository.references().map_err(failed())? {
            let reference = reference.map_err(failed())?;
            let name = String::from_utf8_lossy(reference.name_bytes()).into_owned();
            if name.starts_with(prefix) {
                let commit = reference.peel(git2::ObjectType::Commit).ok().map(|commit| commit.id());
                found.push((name, commit));
            }
        }
        Ok(found)
    }
}

/// The file that holds a branch.
pub(super) fn file(register: &Register, branch: &str) -> PathBuf {
    register.common_dir().join(branch)
}

/// The locks git would take to commit on a branch: index, HEAD, branch.
pub(super) fn locks(register: &Register, branch: &str) -> [PathBuf; 3] {
    let locked = |path: PathBuf| {
        let mut name = path.into_os_string();
        name.push(".lock");
        PathBuf::from(name)
    };
    let head = register.git_dir().join("HEAD");
    [locked(super::index::file(register)), locked(head), locked(file(register, branch))]
}

/// Moves a branch. This is the moment at which a step has happened.
pub(super) fn move_to(register: &Register, branch: &str, prepared: &Path) -> Result<(), RegisterError> {
    durable::rename(prepared, &file(register, branch))
}

/// Writes the move into the reflogs of the branch and of HEAD, where they are kept and do not have it yet.
pub(super) fn log(register: &Register, branch: &str, line: &str) -> Result<(), RegisterError> {
    let setting = register.config_string("core.logAllRefUpdates")?;
    let keep = match setting.as_deref() {
        Some("always") | None => true,
        Some(_) => register.config_bool("core.logAllRefUpdates")?.unwrap_or(true),
    };
    let paths = [register.common_dir().join("logs").join(branch), register.git_dir().join("logs/HEAD")];
    for path in paths {
        let there = durable::read(&path)?;
        let last = there.as_deref().unwrap_or_default().split_inclusive(|byte| *byte == b'\n').next_back();
        if (there.is_none() && !keep) || last == Some(line.as_bytes()) {
            continue;
        }
        if let Some(folder) = path.parent() {
            durable::make_folder(folder)?;
        }
        let mut open = OpenOptions::new();
        let append = open.append(true).create(true).open(&path);
        append
            .and_then(|mut file| file.write_all(line.as_bytes()))
            .map_err(RegisterError::io("can't write", &path))?;
    }
    Ok(())
}
