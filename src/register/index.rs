//! The index: are the entries of a step's files as committed, and if so, replaced; every other entry stays
//! as it is. libgit2 edits a copy; the copy takes the index's place by a rename.

use super::durable::{self, Durability};
use super::journal::Written;
use super::worktree;
use super::{Entry, Register, RegisterError};
use git2::{Index, IndexEntry, IndexTime, Repository};
use std::collections::BTreeSet;
use std::fs::{File, Metadata};
use std::ops::Bound;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

const SKIP_WORKTREE: u16 = 1 << 14;
const INTENT_TO_ADD: u16 = 1 << 13;

/// The index's file.
pub(super) fn file(register: &Register) -> PathBuf {
    register.git_dir().join("index")
}

/// Opens a copy of the index at `copy`; an empty one where there is none.
pub(super) fn open_copy(register: &Register, copy: &Path) -> Result<Index, RegisterError> {
    let failed = || RegisterError::git("can't read the index");
    durable::remove(copy)?;
    let there = durable::read(&file(register))?;
    if let Some(bytes) = &there {
        // What takes the index's place is brought to the disk then, by itself.
        durable::write_passing(copy, bytes)?;
    }
    let index = Index::open_ext(copy, register.repository.object_format()).map_err(failed())?;
    // libgit2 takes an index that it can't open for an empty one.
    let count = there.as_ref().and_then(|bytes| bytes.get(8..12)).and_then(|count| count.try_into().ok());
    if index.len() != count.map_or(0, u32::from_be_bytes) as usize {
        return Err(failed()(git2::Error::from_str("it holds other entries than it says")));
    }
    Ok(index)
}

/// Refuses a step on a file whose entry is not as its commit has it. Tells whether the entry says that the
/// file is left out of the work tree (`git sparse-checkout`).
pub(super) fn require_unchanged(index: &Index, file: &Written) -> Result<bool, RegisterError> {
    let path = Path::new(&file.path);
    let changed = |how| Err(RegisterError::Changed { path: file.path.clone(), how });
    if (1..=3).any(|stage| index.get_path(path, stage).is_some()) {
        return changed("is in the middle of a merge conflict");
    }
    let in_the_way = |path: &Path| (0..=3).any(|stage| index.get_path(path, stage).is_some());
    if path.ancestors().skip(1).any(|folder| !folder.as_os_str().is_empty() && in_the_way(folder))
        || index.find_prefix(format!("{}/", file.path)).is_ok()
    {
        return changed("is both a file and a folder in the index");
    }
    match (index.get_path(path, 0), file.old()) {
        (None, None) => Ok(false),
        (None, Some(_)) => changed("is staged for removal"),
        (Some(entry), _) if entry.flags_extended & INTENT_TO_ADD != 0 => {
            changed("is marked as to be added (`git add -N`)")
        }
        (Some(_), None) => changed("is staged, but not committed"),
        (Some(entry), Some(old)) if same(&entry, old) => Ok(entry.flags_extended & SKIP_WORKTREE != 0),
        (Some(_), Some(_)) => changed("has staged changes"),
    }
}

fn same(entry: &IndexEntry, committed: Entry) -> bool {
    entry.id == committed.oid && entry.mode == committed.mode
}

/// Writes at `copy` the index as it has to be after the step: entries that are as the step found them get
/// its new content. Their times are zero, so that git looks for itself, until [`refresh`].
pub(super) fn write_copy(register: &Register, copy: &Path, files: &[Written]) -> Result<(), RegisterError> {
    let failed = || RegisterError::git("can't write the index");
    let mut index = open_copy(register, copy)?;
    for file in files {
        let path = Path::new(&file.path);
        let there = index.get_path(path, 0);
        let is_old = match (&there, file.old()) {
            (Some(entry), Some(old)) => same(entry, old),
            (None, None) => true,
            _ => false,
        };
        match file.new_entry().filter(|_| is_old) {
            Some(new) => index.add(&entry(file, new, there.as_ref(), None)).map_err(failed())?,
            None if is_old => index.remove(path, 0).map_err(failed())?,
            None => {}
        }
    }
    index.write().map_err(failed())?;
    keep_times(register, copy)
}

/// Gives the entries of a step's files the times of the files in the work tree, where those are as committed,
/// so that git need not read them again. Nothing depends on it.
pub(super) fn refresh(register: &Register, copy: &Path, files: &[Written]) -> Result<(), RegisterError> {
    let failed = || RegisterError::git("can't write the index");
    let Some(root) = register.root_dir() else { return Ok(()) };
    let mut index = open_copy(register, copy)?;
    for file in files {
        let there = index.get_path(Path::new(&file.path), 0);
        let Some((new, there)) = file.new_entry().zip(there).filter(|(new, there)| same(there, *new)) else {
            continue;
        };
        let found = worktree::metadata(&root.join(&file.path))?;
        if worktree::is_settled(root, file)? {
            index.add(&entry(file, new, Some(&there), found.as_ref())).map_err(failed())?;
        }
    }
    index.write().map_err(failed())?;
    keep_times(register, copy)?;
    durable::rename(copy, &self::file(register))
}

/// Gives the copy the index's permissions and time. The time matters: git takes a file that changed after
/// the index was written for possibly changed, and must not lose that doubt about other files.
fn keep_times(register: &Register, copy: &Path) -> Result<(), RegisterError> {
    let failed = || RegisterError::io("can't write", copy);
    let written = File::open(copy).map_err(failed())?;
    if let Some(index) = worktree::metadata(&file(register))? {
        written.set_permissions(index.permissions()).map_err(failed())?;
        let modified = index.modified().map_err(failed())?;
        written.set_modified(modified).map_err(failed())?;
    }
    match register.durability() {
        Durability::Disk => written.sync_all().map_err(failed()),
        Durability::Process => Ok(()),
    }
}

/// An entry with the flags of the one before it; without a file in the work tree its times are zero, so
/// that git looks for itself.
fn entry(file: &Written, new: Entry, before: Option<&IndexEntry>, found: Option<&Metadata>) -> IndexEntry {
    let low = |number: u64| u32::try_from(number & u64::from(u32::MAX)).unwrap_or_default();
    let time = |seconds: i64, nanos: i64| {
        IndexTime::new(i32::try_from(seconds).unwrap_or_default(), u32::try_from(nanos).unwrap_or_default())
    };
    IndexEntry {
        ctime: found.map_or(time(0, 0), |found| time(found.ctime(), found.ctime_nsec())),
        mtime: found.map_or(time(0, 0), |found| time(found.mtime(), found.mtime_nsec())),
        dev: found.map_or(0, |found| low(found.dev())),
        ino: found.map_or(0, |found| low(found.ino())),
        mode: new.mode,
        uid: found.map_or(0, Metadata::uid),
        gid: found.map_or(0, Metadata::gid),
        file_size: found.map_or(0, |found| low(found.len())),
        id: new.oid,
        flags: before.map_or(0, |entry| entry.flags),
        flags_extended: before.map_or(0, |entry| entry.flags_extended),
        path: file.path.as_bytes().to_vec(),
    }
}

/// What of a work tree git neither tracks nor would add.
pub struct Ignored<'r> {
    repository: &'r Repository,
    tracked: BTreeSet<String>,
}

impl Ignored<'_> {
    /// Whether a file or a folder, by its path from the root of the work tree, is left out by git. A folder in which
    /// something is tracked is not.
    pub fn has(&self, path: &str) -> bool {
        let below = format!("{path}/");
        let first = self.tracked.range::<str, _>((Bound::Included(below.as_str()), Bound::Unbounded)).next();
        let tracked = self.tracked.contains(path) || first.is_some_and(|tracked| tracked.starts_with(&below));
        !tracked && self.repository.is_path_ignored(path).unwrap_or(false)
    }
}

impl Register {
    /// What git leaves out here (`.gitignore`, `core.excludesFile`, `info/exclude`).
    ///
    /// # Errors
    /// [`RegisterError::Git`] where the index can't be read.
    pub fn ignored(&self) -> Result<Ignored<'_>, RegisterError> {
        let tracked = self.staged_files()?.into_iter().map(|(path, _)| path).collect();
        Ok(Ignored { repository: &self.repository, tracked })
    }

    /// What is staged: every path of the index that is not in conflict, with its entry, in git's order.
    ///
    /// # Errors
    /// [`RegisterError::Git`] where the index can't be read.
    pub fn staged_files(&self) -> Result<Vec<(String, Entry)>, RegisterError> {
        let index = self.repository.index().map_err(RegisterError::git("can't read the index"))?;
        let stage = |entry: &IndexEntry| (entry.flags >> 12) & 3;
        let entries = index.iter().filter(|entry| stage(entry) == 0);
        let readable = |entry: IndexEntry| {
            let path = String::from_utf8_lossy(&entry.path).into_owned();
            (path, Entry { mode: entry.mode, oid: entry.id })
        };
        Ok(entries.map(readable).collect())
    }
}
