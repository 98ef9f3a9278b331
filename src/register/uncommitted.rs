//! A commit that git is about to make: what is staged, on a parent, with a message; not signed, and not written.

use super::transaction::payload;
use super::{Identity, Oid, RawCommit, Register, RegisterError};
use git2::ObjectType;

/// A commit that git is about to make of what is staged.
pub struct Uncommitted<'m> {
    /// Its parent.
    pub parent: Oid,
    /// Its message.
    pub message: &'m str,
    /// Who writes it.
    pub author: Identity,
    /// Who commits it.
    pub committer: Identity,
}

impl Register {
    /// The commit as it will be, without its signature. The trees of what is staged are written, as git itself does right
    /// after; nothing else is.
    ///
    /// # Errors
    /// [`RegisterError::Git`] where the index can't be read or holds conflicts.
    pub fn staged_commit(&self, draft: &Uncommitted<'_>) -> Result<RawCommit, RegisterError> {
        let failed = || RegisterError::git("can't read what is staged");
        let tree = self.repository.index().and_then(|mut index| index.write_tree()).map_err(failed())?;
        let bytes = payload(tree, &[draft.parent], &draft.author, &draft.committer, draft.message);
        let oid = Oid::hash_object_ext(ObjectType::Commit, &bytes, tree.object_format()).map_err(failed())?;
        Ok(RawCommit::parse(oid, &bytes)?)
    }
}
