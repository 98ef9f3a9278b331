//! One step, one signed commit, all or nothing: prepared in full, then the branch moves by one rename, then
//! index and work tree follow. Killed or failing before that rename nothing has changed; after it the step
//! has happened, and the journal lets the next run bring up what is missing.

use super::finish::{self, aside};
use super::id::{file_id, full_id, signature_header};
use super::journal::{Journal, Written};
use super::locks::{GitLocks, PATIENT, Turn};
use super::store::{Store, require_path};
use super::{Entry, Head, Identity, Objects, Oid, Register, RegisterError};
use super::{durable, entry_at, index, refs, worktree};
use git2::{ObjectFormat, ObjectType, RepositoryState};

/// What a step writes.
#[derive(Clone, Debug)]
pub struct StepCommit {
    /// Paths and their new bytes; `None` takes the file away.
    pub changes: Vec<(String, Option<Vec<u8>>)>,
    /// The message.
    pub message: String,
    /// Who wrote it.
    pub author: Identity,
    /// Who commits it.
    pub committer: Identity,
}

/// The right to make one step on the branch that is checked out. While it stands, no other process of this
/// program writes; dropped, it leaves no trace.
pub struct Transaction<'r> {
    register: &'r Register,
    objects: Objects,
    branch: String,
    tip: Option<Oid>,
    bench: Bench,
}

/// A step that only lacks its signature.
pub struct Prepared<'r> {
    /// The commit it stands on; `None` for a root.
    pub parent: Option<Oid>,
    /// Its tree.
    pub tree: Oid,
    /// The bytes to be signed.
    pub payload: Vec<u8>,
    transaction: Transaction<'r>,
    files: Vec<Written>,
    committer: Identity,
    store: Store<'r>,
}

/// A step that has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The new tip.
    pub oid: Oid,
    /// What could not be brought up to it; the next command mends that.
    pub warnings: Vec<String>,
}

/// The folder in which things are prepared, and the locks; both are gone when it is dropped.
struct Bench {
    locks: GitLocks,
    turn: Turn,
}

impl Drop for Bench {
    fn drop(&mut self) {
        // Locks that can't be taken away have to stay known: then the note stays too.
        if self.locks.release().is_ok() {
            let _ = self.turn.clear();
        }
    }
}

impl<'r> Transaction<'r> {
    /// Waits for other processes of this program, finishes what a killed one left, and begins.
    ///
    /// # Errors
    /// [`RegisterError`]: bare, its work tree elsewhere, detached, in the middle of a merge or its like, another step for more than ten seconds,
    /// a lock nobody answers for.
    pub fn begin(register: &'r Register) -> Result<Self, RegisterError> {
        register.root_dir().ok_or(RegisterError::Bare)?;
        if let Some(elsewhere) = register.stray_work_tree()? {
            return Err(RegisterError::WorkTreeElsewhere(elsewhere));
        }
        require_finished(register)?;
        require_branch(register.head()?)?;
        let turn = Turn::take(register, PATIENT)?;
        finish::recover(register, &turn)?;
        let (branch, tip) = require_branch(register.head()?)?;
        let locks = GitLocks::announce(&turn, &refs::locks(register, &branch), register.durability())?;
        let objects = register.objects()?;
        Ok(Self { register, objects, branch, tip, bench: Bench { locks, turn } })
    }

    pub(super) fn register(&self) -> &'r Register {
        self.register
    }

    pub(super) fn objects(&self) -> &Objects {
        &self.objects
    }

    /// The branch's full name.
    pub fn branch(&self) -> &str {
        &self.branch
    }

    /// The branch's tip, on which the step will stand; `None` for a branch without a commit.
    pub fn tip(&self) -> Option<Oid> {
        self.tip
    }

    /// Writes the step's objects, and gives the bytes to be signed.
    ///
    /// # Errors
    /// [`RegisterError::Changed`] where a file of the step has changes of the user's own; I/O.
    pub fn prepare(self, step: &StepCommit) -> Result<Prepared<'r>, RegisterError> {
        let base = self.tip.map(|tip| self.objects.commit(tip)).transpose()?.map(|commit| commit.tree);
        let mut files = Vec::new();
        for (n, (path, bytes)) in step.changes.iter().enumerate() {
            require_path(path)?;
            if step.changes.iter().skip(n.saturating_add(1)).any(|(other, _)| other == path) {
                return Err(RegisterError::Path(format!("{path} (twice)")));
            }
            files.extend(self.plan(base, path, bytes.as_deref())?);
        }
        self.require_unchanged(&files)?;
        let mut store = Store::new(self.register);
        for (_, bytes) in &step.changes {
            if let Some(bytes) = bytes {
                store.write(ObjectType::Blob, bytes)?;
            }
        }
        let entries: Vec<(&str, Option<Entry>)> =
            files.iter().map(|file| (file.path.as_str(), file.new_entry())).collect();
        let tree = store.write_trees(&self.objects, base, &entries)?;
        let parents: Vec<Oid> = self.tip.into_iter().collect();
        Ok(Prepared {
            parent: self.tip,
            tree,
            payload: payload(tree, &parents, &step.author, &step.committer, &step.message),
            transaction: self,
            files,
            committer: step.committer.clone(),
            store,
        })
    }

    /// What becomes of one path; `None` where it has that content already.
    fn plan(
        &self,
        base: Option<Oid>,
        path: &str,
        bytes: Option<&[u8]>,
    ) -> Result<Option<Written>, RegisterError> {
        let old = base.map(|base| entry_at(&self.objects, base, path)).transpose()?.flatten();
        if old.is_some_and(|old| !old.is_file()) {
            let how = "is not a plain file in the current commit";
            return Err(RegisterError::Changed { path: path.to_owned(), how });
        }
        let named = bytes.map(|bytes| file_id(bytes, self.register.repository.object_format())).transpose();
        let mode = old.map_or(Entry::FILE, |old| old.mode);
        let new = named.map_err(RegisterError::git("can't name an object"))?.map(|oid| Entry { mode, oid });
        Ok((old != new).then(|| Written::new(path, old, new)))
    }

    pub(super) fn require_unchanged(&self, files: &[Written]) -> Result<(), RegisterError> {
        let copy = finish::index_copy(self.bench.turn.folder());
        let index = index::open_copy(self.register, &copy)?;
        let root = self.register.root_dir().ok_or(RegisterError::Bare)?;
        for file in files {
            let absent = index::require_unchanged(&index, file)?;
            worktree::require_unchanged(root, file, absent)?;
        }
        Ok(())
    }

    fn require_unmoved(&self) -> Result<(), RegisterError> {
        let head = self.register.head()?;
        if head.branch.as_ref() == Some(&self.branch) && head.oid == self.tip {
            return Ok(());
        }
        Err(RegisterError::Moved { branch: self.branch.clone() })
    }
}

/// A step would end what git is in the middle of, or be undone when that is broken off.
fn require_finished(register: &Register) -> Result<(), RegisterError> {
    let what = match register.repository.state() {
        RepositoryState::Merge => "merge",
        RepositoryState::Revert | RepositoryState::RevertSequence => "revert",
        RepositoryState::CherryPick | RepositoryState::CherryPickSequence => "cherry-pick",
        RepositoryState::Rebase | RepositoryState::RebaseInteractive | RepositoryState::RebaseMerge => {
            "rebase"
        }
        RepositoryState::ApplyMailbox | RepositoryState::ApplyMailboxOrRebase => "am",
        RepositoryState::Clean | RepositoryState::Bisect => return Ok(()),
    };
    Err(RegisterError::Unfinished { what })
}

fn require_branch(head: Head) -> Result<(String, Option<Oid>), RegisterError> {
    let branch = head.branch.ok_or(RegisterError::Detached)?;
    if !branch.starts_with("refs/heads/") {
        return Err(RegisterError::NotABranch(branch));
    }
    Ok((branch, head.oid))
}

/// The bytes of a commit without its signature.
pub(super) fn payload(
    tree: Oid,
    parents: &[Oid],
    author: &Identity,
    committer: &Identity,
    message: &str,
) -> Vec<u8> {
    let mut text = format!("tree {tree}\n");
    for parent in parents {
        text.push_str(&format!("parent {parent}\n"));
    }
    text.push_str(&format!("author {}\ncommitter {}\n\n", author.line(), committer.line()));
    text.push_str(message.replace('\0', "").trim_end());
    text.push('\n');
    text.into_bytes()
}

/// The bytes of a commit with its signature.
pub(super) fn sealed(payload: &[u8], signature: &str) -> Vec<u8> {
    let head = payload.windows(2).position(|pair| pair == b"\n\n").map_or(0, |at| at.saturating_add(1));
    let (head, message) = payload.split_at(head);
    let mut bytes = head.to_vec();
    let tree = payload.split(|byte| *byte == b'\n').next().and_then(|line| line.strip_prefix(b"tree "));
    let tree = tree.and_then(|id| std::str::from_utf8(id).ok()).and_then(full_id);
    let form = tree.map_or(ObjectFormat::Sha1, |tree| tree.object_format());
    bytes.extend_from_slice(signature_header(form).as_bytes());
    bytes.push(b' ');
    bytes.extend_from_slice(signature.trim_end().replace('\n', "\n ").as_bytes());
    bytes.push(b'\n');
    bytes.extend_from_slice(message);
    bytes
}

impl Prepared<'_> {
    /// The objects as the repository has them, the prepared ones included.
    pub fn objects(&self) -> &Objects {
        &self.transaction.objects
    }

    /// Writes the commit with its signature. Nothing names it yet.
    ///
    /// # Errors
    /// [`RegisterError::Git`] where the object can't be written.
    pub fn seal(&mut self, signature: &str) -> Result<Oid, RegisterError> {
        self.store.write(ObjectType::Commit, &sealed(&self.payload, signature))
    }

    /// Moves the branch to the commit and brings index and work tree up to it.
    ///
    /// # Errors
    /// [`RegisterError`]; then nothing has changed. Once the branch has moved there is no error any more, only
    /// warnings.
    pub fn publish(self, oid: Oid, reflog: &str) -> Result<Published, RegisterError> {
        self.transaction.arrive(self.store, self.files, oid, &self.committer, reflog)
    }
}

impl Transaction<'_> {
    /// Moves the branch to a commit that is written, and brings index and work tree up to it: `files` are those in
    /// which it differs from what is checked out.
    pub(super) fn arrive(
        mut self,
        mut store: Store<'_>,
        files: Vec<Written>,
        oid: Oid,
        committer: &Identity,
        reflog: &str,
    ) -> Result<Published, RegisterError> {
        store.sync()?;
        let register = self.register;
        for lock in refs::locks(register, &self.branch) {
            self.bench.locks.take(&lock)?;
        }
        self.require_unmoved()?;
        self.require_unchanged(&files)?;
        let journal = self.journal(files, oid, committer, reflog);
        let folder = self.bench.turn.folder();
        finish::prepare(register, folder, &journal)?;
        let prepared = aside(folder, journal.files.len());
        durable::write_new(&prepared, format!("{oid}\n").as_bytes(), register.durability())?;
        journal.write(register)?;
        if let Err(error) = refs::move_to(register, &journal.branch, &prepared) {
            let _ = Journal::remove(register);
            return Err(error);
        }
        let finished = finish::finish(register, folder, &journal).and_then(|()| Journal::remove(register));
        let released = self.bench.locks.release();
        let warnings = finished.err().into_iter().chain(released.err());
        Ok(Published { oid, warnings: warnings.map(|error| warning(&error)).collect() })
    }

    fn journal(&self, files: Vec<Written>, oid: Oid, committer: &Identity, reflog: &str) -> Journal {
        let old = self.tip.map_or_else(|| "0".repeat(40), |tip| tip.to_string());
        let reflog = reflog.split_whitespace().collect::<Vec<_>>().join(" ");
        Journal {
            branch: self.branch.clone(),
            commit: oid.to_string(),
            log: format!("{old} {oid} {}\t{reflog}\n", committer.line()),
            files,
        }
    }
}

fn warning(error: &RegisterError) -> String {
    format!(
        "the step is made, but not all of it could be put in its place ({error}); the next iwcp command does that"
    )
}
