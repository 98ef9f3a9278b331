//! Commits made one after the other on a place of one's choice, signed each, and published together: a merge, or a
//! branch made anew on top of another. Nothing names any of them until the branch moves to the last one.

use super::journal::Written;
use super::store::{Store, require_path};
use super::transaction::{Transaction, payload, sealed};
use super::{Entry, Identity, Objects, Oid, Published, RegisterError, changes};
use git2::ObjectType;

/// What stands at a path after a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A file of these bytes.
    Bytes(Vec<u8>),
    /// What the repository holds already.
    Entry(Entry),
}

/// One commit of a series.
#[derive(Clone, Debug)]
pub struct Link {
    /// Paths and what becomes of them; `None` takes the file away.
    pub changes: Vec<(String, Option<Content>)>,
    /// The message.
    pub message: String,
    /// Who wrote it.
    pub author: Identity,
    /// Who commits it.
    pub committer: Identity,
    /// A second parent, for a merge.
    pub merged: Option<Oid>,
}

/// Commits on their way to a branch.
pub struct Series<'r> {
    transaction: Transaction<'r>,
    store: Store<'r>,
    last: Oid,
}

impl<'r> Transaction<'r> {
    /// Begins a series whose first commit stands on `onto`.
    pub fn series(self, onto: Oid) -> Series<'r> {
        Series { store: Store::new(self.register()), transaction: self, last: onto }
    }
}

impl Series<'_> {
    /// The last commit so far.
    pub fn last(&self) -> Oid {
        self.last
    }

    /// The objects as the repository has them, those of the series included.
    pub fn objects(&self) -> &Objects {
        self.transaction.objects()
    }

    /// Writes the objects of the next commit, and gives the bytes to be signed.
    ///
    /// # Errors
    /// [`RegisterError::Changed`] where a file that would change has changes of the user's own; I/O.
    pub fn draft(&mut self, link: &Link) -> Result<Vec<u8>, RegisterError> {
        let base = self.objects().commit(self.last)?.tree;
        let mut entries: Vec<(&str, Option<Entry>)> = Vec::new();
        for (path, content) in &link.changes {
            require_path(path)?;
            let entry = match content {
                None => None,
                Some(Content::Entry(entry)) => Some(*entry),
                Some(Content::Bytes(bytes)) => {
                    let oid = self.store.write(ObjectType::Blob, bytes)?;
                    let before = super::entry_at(self.objects(), base, path)?.filter(|entry| entry.is_file());
                    Some(Entry { mode: before.map_or(Entry::FILE, |before| before.mode), oid })
                }
            };
            entries.push((path.as_str(), entry));
        }
        let tree = self.store.write_trees(self.transaction.objects(), Some(base), &entries)?;
        self.transaction.require_unchanged(&self.files(tree)?)?;
        let parents: Vec<Oid> = std::iter::once(self.last).chain(link.merged).collect();
        Ok(payload(tree, &parents, &link.author, &link.committer, &link.message))
    }

    /// Writes the commit with its signature; the next one stands on it.
    ///
    /// # Errors
    /// [`RegisterError::Git`] where the object can't be written.
    pub fn seal(&mut self, payload: &[u8], signature: &str) -> Result<Oid, RegisterError> {
        self.last = self.store.write(ObjectType::Commit, &sealed(payload, signature))?;
        Ok(self.last)
    }

    /// Moves the branch to the last commit and brings index and work tree up to it.
    ///
    /// # Errors
    /// [`RegisterError`]; then nothing has changed.
    pub fn publish(self, committer: &Identity, reflog: &str) -> Result<Published, RegisterError> {
        let tree = self.objects().commit(self.last)?.tree;
        let files = self.files(tree)?;
        self.transaction.arrive(self.store, files, self.last, committer, reflog)
    }

    /// The files in which a tree differs from what is checked out.
    fn files(&self, tree: Oid) -> Result<Vec<Written>, RegisterError> {
        let tip = self.transaction.tip();
        let before = tip.map(|tip| self.objects().commit(tip)).transpose()?.map(|commit| commit.tree);
        let differing = changes(self.objects(), before, tree)?;
        Ok(differing.iter().map(|change| Written::new(&change.path, change.old, change.new)).collect())
    }
}
