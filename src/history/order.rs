//! The commits of a history in the order in which they are judged, and which of them stand on the register's own line.
//! What stands before a commit of that line are its ancestors and no others: so positions alone tell what a merge
//! brings in. Holds a million commits, so it holds nothing else of them.

use git2::Oid;
use indexmap::IndexSet;

use crate::register::Ancestry;

/// The commits of a history, parents first.
pub(super) struct Order {
    commits: IndexSet<Oid>,
    /// By position, whether it is one of the tip's first parents.
    own: Vec<bool>,
    roots: Vec<Oid>,
}

impl Order {
    /// The order of what was found behind a tip.
    pub(super) fn of(found: Ancestry) -> Self {
        let commits: IndexSet<Oid> = found.commits.into_iter().collect();
        let mut own = vec![false; commits.len()];
        for oid in &found.line {
            if let Some(flag) = commits.get_index_of(oid).and_then(|at| own.get_mut(at)) {
                *flag = true;
            }
        }
        Self { commits, own, roots: found.roots }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.commits.len()
    }

    /// The commit at a position.
    pub(super) fn at(&self, position: usize) -> Option<Oid> {
        self.commits.get_index(position).copied()
    }

    /// Where a commit stands.
    pub(super) fn position(&self, oid: Oid) -> Option<usize> {
        self.commits.get_index_of(&oid)
    }

    /// Whether a commit stands on the register's own line.
    pub(super) fn is_own(&self, oid: Oid) -> bool {
        self.position(oid).and_then(|at| self.own.get(at)).is_some_and(|own| *own)
    }

    /// The first commit of the register's own line.
    pub(super) fn root(&self) -> Option<Oid> {
        self.own.iter().position(|own| *own).and_then(|at| self.at(at))
    }

    /// Whether a commit has no parent.
    pub(super) fn is_root(&self, oid: Oid) -> bool {
        self.roots.contains(&oid)
    }

    /// The commits that a merge of the own line brings in: those that its first parent does not have behind it.
    pub(super) fn brought(&self, merge: Oid, first: Oid) -> Vec<Oid> {
        let (Some(first), Some(merge)) = (self.position(first), self.position(merge)) else {
            return Vec::new();
        };
        (first.saturating_add(1)..merge).filter_map(|at| self.at(at)).collect()
    }
}
