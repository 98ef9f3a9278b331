//! What has to stand in a git directory before anything else looks into it: files and folders. Whoever handed it over may
//! have put pipes and devices in the places of files, for which git and libgit2 wait for ever, and links in the places of
//! those that are written.

use super::RegisterError;
use super::durable::{LARGEST, is_absence, read};
use super::worktree::metadata;
use std::ffi::OsStr;
use std::fs::{self, FileType};
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

/// What is written to by its own name: a link there would have something else written.
const OWN: [&str; 4] = ["HEAD", "refs", "logs", "objects"];

/// What is no business of ours, or looked at when it is opened.
const PASSED_OVER: [&str; 3] = ["iwcp", "lfs", "modules"];

/// How many object databases may borrow from one another; git follows five.
const BORROWED: usize = 50;

/// Looks at the git directory that `dir` is in, if there is one.
///
/// # Errors
/// As [`require_plain`].
pub(super) fn require_plain_above(dir: &Path) -> Result<(), RegisterError> {
    locate(dir)?.map_or(Ok(()), |git_dir| require_plain(&git_dir))
}

/// Looks at a git directory, and at the one that it shares with others.
///
/// # Errors
/// [`RegisterError::NotPlain`] for the first file that is none, or is larger than any there.
pub(super) fn require_plain(git_dir: &Path) -> Result<(), RegisterError> {
    require(git_dir)?;
    match read(&git_dir.join("commondir"))? {
        Some(named) => require(&git_dir.join(led(&named, b""))),
        None => Ok(()),
    }
}

fn require(git_dir: &Path) -> Result<(), RegisterError> {
    for entry in entries(git_dir)? {
        let (path, name, kind) = (entry.path(), entry.file_name(), kind(&entry)?);
        if PASSED_OVER.iter().any(|passed| name == *passed) {
            continue;
        }
        let own = OWN.iter().any(|own| name == *own);
        require_file(&path, kind, own)?;
        match kind.is_dir() {
            true if name == "objects" => borrowed(path)?,
            true => below(path, own, false)?,
            false => {}
        }
    }
    Ok(())
}

/// An object database, and those that it borrows from.
fn borrowed(objects: PathBuf) -> Result<(), RegisterError> {
    let mut known = vec![objects];
    let mut at = 0;
    while let Some(objects) = known.get(at).cloned() {
        below(objects.clone(), at == 0, true)?;
        let lines = read(&objects.join("info/alternates"))?.unwrap_or_default();
        for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let other = objects.join(led(line, b""));
            if known.len() < BORROWED && !known.contains(&other) {
                known.push(other);
            }
        }
        at = at.saturating_add(1);
    }
    Ok(())
}

/// Everything below a folder. Of objects there may be many, and how large they are is looked at when they are read.
fn below(folder: PathBuf, own: bool, objects: bool) -> Result<(), RegisterError> {
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in entries(&folder)? {
            let kind = kind(&entry)?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if !(objects && kind.is_file()) {
                require_file(&entry.path(), kind, own)?;
            }
        }
    }
    Ok(())
}

/// Refuses what may not stand at a path; a link that leads nowhere is nothing.
fn require_file(path: &Path, kind: FileType, own: bool) -> Result<(), RegisterError> {
    let refused = |why| Err(RegisterError::NotPlain { path: path.to_owned(), why });
    if kind.is_symlink() && own {
        return refused("it is a link");
    }
    let found = match fs::metadata(path) {
        Ok(found) => found,
        Err(error) if is_absence(&error) => return Ok(()),
        Err(error) => return Err(RegisterError::io("can't read", path)(error)),
    };
    let kind = found.file_type();
    match kind.is_fifo() || kind.is_char_device() || kind.is_block_device() {
        true => refused("it is no plain file"),
        false if kind.is_file() && found.len() > LARGEST => {
            refused("it is larger than any that is written there")
        }
        false => Ok(()),
    }
}

/// The git directory that git would find.
fn locate(dir: &Path) -> Result<Option<PathBuf>, RegisterError> {
    let Ok(dir) = fs::canonicalize(dir) else { return Ok(None) };
    for folder in dir.ancestors() {
        let inside = folder.join(".git");
        match fs::metadata(&inside) {
            Ok(found) if found.is_dir() && is_git_dir(&inside)? => return Ok(Some(inside)),
            Ok(found) if found.is_dir() => {}
            Ok(_) => {
                let named = read(&inside)?.unwrap_or_default();
                return Ok(Some(folder.join(led(&named, b"gitdir:"))));
            }
            Err(_) => {}
        }
        if is_git_dir(folder)? {
            return Ok(Some(folder.to_owned()));
        }
    }
    Ok(None)
}

fn is_git_dir(folder: &Path) -> Result<bool, RegisterError> {
    Ok(metadata(&folder.join("HEAD"))?.is_some() && metadata(&folder.join("objects"))?.is_some())
}

/// The path that a file of one line names behind a word.
fn led(line: &[u8], word: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    let path = line.strip_prefix(word).unwrap_or(line).trim_ascii();
    PathBuf::from(OsStr::from_bytes(path))
}

fn entries(folder: &Path) -> Result<Vec<fs::DirEntry>, RegisterError> {
    let failed = || RegisterError::io("can't read", folder);
    match fs::read_dir(folder) {
        Ok(entries) => entries.collect::<Result<_, _>>().map_err(failed()),
        Err(error) if is_absence(&error) => Ok(Vec::new()),
        Err(error) => Err(failed()(error)),
    }
}

fn kind(entry: &fs::DirEntry) -> Result<FileType, RegisterError> {
    entry.file_type().map_err(RegisterError::io("can't read", &entry.path()))
}
