//! What follows the move of a branch: reflogs, index, work tree. Also for a step whose process was killed:
//! the next run finishes it where the branch has moved, and forgets it where it has not.

use super::journal::Journal;
use super::locks::{GitLocks, Turn, release_stale};
use super::{Objects, Register, RegisterError, durable, entry_at, index, refs, store, worktree};
use std::path::{Path, PathBuf};

/// Where the new index is prepared.
pub(super) fn index_copy(folder: &Path) -> PathBuf {
    folder.join("index.new")
}

/// Where the `n`th file is prepared.
pub(super) fn aside(folder: &Path, n: usize) -> PathBuf {
    folder.join(format!("file.{n}"))
}

/// Brings reflogs, index and work tree to a branch that has moved. The index is the one prepared in
/// `folder`, and the files too. Does all it can; returns the first error.
pub(super) fn finish(register: &Register, folder: &Path, journal: &Journal) -> Result<(), RegisterError> {
    let synced = durable::sync_parent(&refs::file(register, &journal.branch), register.durability());
    let is_tip = refs::tip(register, &journal.branch)?.is_some_and(|tip| tip.to_string() == journal.commit);
    let logged = if is_tip { refs::log(register, &journal.branch, &journal.log) } else { Ok(()) };
    let copy = index_copy(folder);
    let indexed = durable::rename(&copy, &index::file(register));
    let mut settled = Ok(());
    if let Some(root) = register.root_dir() {
        for (n, file) in journal.files.iter().enumerate() {
            settled = settled.and(worktree::settle(register, root, &aside(folder, n), file));
        }
    }
    synced.and(logged).and(indexed).and(settled)?;
    // Spares git a look at the files; where it fails, git looks.
    let _ = index::refresh(register, &copy, &journal.files);
    Ok(())
}

/// Prepares, in `folder`, all that [`finish`] puts in its place.
pub(super) fn prepare(register: &Register, folder: &Path, journal: &Journal) -> Result<(), RegisterError> {
    index::write_copy(register, &index_copy(folder), &journal.files)?;
    if let Some(root) = register.root_dir() {
        for (n, file) in journal.files.iter().enumerate() {
            worktree::stage(register, root, &aside(folder, n), file)?;
        }
    }
    Ok(())
}

/// Sets right what a killed process left: its locks go, its step is finished or forgotten.
pub(super) fn recover(register: &Register, turn: &Turn) -> Result<(), RegisterError> {
    if !is_needed(register) {
        return Ok(());
    }
    let started = worktree::metadata(&turn.folder().join("held"))?.and_then(|note| note.modified().ok());
    release_stale(turn)?;
    // Whatever was being prepared is worthless, and libgit2 stumbles over a half-written index.
    turn.clear()?;
    if let Some(journal) = Journal::read(register)? {
        if let Some(root) = register.root_dir() {
            for file in &journal.files {
                worktree::remove_beside(root, file)?;
            }
        }
        if has_happened(register, &journal)? {
            let wanted = refs::locks(register, &journal.branch);
            let [index, ..] = &wanted;
            let mut locks = GitLocks::announce(turn, &wanted, register.durability())?;
            locks.take(index)?;
            prepare(register, turn.folder(), &journal)?;
            finish(register, turn.folder(), &journal)?;
            Journal::remove(register)?;
            locks.release()?;
        }
    }
    Journal::remove(register)?;
    if let Some(started) = started {
        store::remove_unfinished(register, started);
    }
    turn.clear()
}

fn is_needed(register: &Register) -> bool {
    register.git_dir().join("iwcp/step").exists() || Journal::is_there(register)
}

/// Whether the branch that is checked out holds what the journal wanted to write. It may have moved on since.
fn has_happened(register: &Register, journal: &Journal) -> Result<bool, RegisterError> {
    let head = register.head()?;
    let Some(tip) = head.oid.filter(|_| head.branch.as_ref() == Some(&journal.branch)) else {
        return Ok(false);
    };
    let objects: Objects = register.objects()?;
    let tree = objects.commit(tip)?.tree;
    for file in &journal.files {
        if entry_at(&objects, tree, &file.path)? != file.new_entry() {
            return Ok(false);
        }
    }
    Ok(true)
}

impl Register {
    /// Finishes what a killed process left half done, if that is possible now: not while another process
    /// makes a step, nor where nothing can be written. Never in the way of a command that only reads.
    pub(super) fn repair(&self) {
        // In a folder that was handed over it is somebody else who says what was left half done, and where.
        if is_needed(self) && matches!(self.stray_work_tree(), Ok(None)) {
            let _ = Turn::take(self, 0).and_then(|turn| recover(self, &turn));
        }
    }
}
