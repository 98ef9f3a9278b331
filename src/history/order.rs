//! The commits of a history in the order in which they are judged, and which of them stand on the register's own line.
//! What stands before a commit of that line are its ancestors and no others: so positions alone tell what a merge
//! brings in. Those that are remembered come first; of the others, a million perhaps, it holds nothing but this.

use git2::Oid;
use indexmap::IndexSet;

use super::store::Kept;
use crate::register::Ancestry;

/// The commits of a history, parents first.
pub(super) struct Order {
    kept: Option<Kept>,
    new: IndexSet<Oid>,
    /// For each new commit, whether it is one of the tip's first parents.
    own: Vec<bool>,
    roots: Vec<Oid>,
}

impl Order {
    /// The order of what was found behind a tip, behind what is remembered.
    pub(super) fn of(found: Ancestry, kept: Option<Kept>) -> Self {
        let new: IndexSet<Oid> = found.commits.into_iter().collect();
        let mut own = vec![false; new.len()];
        for oid in &found.line {
            if let Some(flag) = new.get_index_of(oid).and_then(|at| own.get_mut(at)) {
                *flag = true;
            }
        }
        Self { kept, new, own, roots: found.roots }
    }

    /// How many commits are remembered.
    pub(super) fn kept(&self) -> usize {
        self.kept.as_ref().map_or(0, |kept| kept.count)
    }

    /// How many commits there are.
    pub(super) fn len(&self) -> usize {
        self.kept().saturating_add(self.new.len())
    }

    /// The commits that are not remembered, in order.
    pub(super) fn new_ones(&self) -> &IndexSet<Oid> {
        &self.new
    }

    /// The commit at a position.
    pub(super) fn at(&self, position: usize) -> Option<Oid> {
        match position.checked_sub(self.kept()) {
            Some(new) => self.new.get_index(new).copied(),
            None => self.kept.as_ref()?.store().at(position),
        }
    }

    /// Where a commit stands.
    pub(super) fn position(&self, oid: Oid) -> Option<usize> {
        match self.new.get_index_of(&oid) {
            Some(at) => Some(self.kept().saturating_add(at)),
            None => {
                let kept = self.kept.as_ref()?;
                kept.store().position(oid).filter(|position| *position < kept.count)
            }
        }
    }

    /// Whether a commit stands on the register's own line.
    pub(super) fn is_own(&self, oid: Oid) -> bool {
        match (self.new.get_index_of(&oid), &self.kept) {
            (Some(at), _) => self.own.get(at).is_some_and(|own| *own),
            (None, Some(kept)) => self.position(oid).is_some_and(|at| kept.store().is_own(at)),
            (None, None) => false,
        }
    }

    /// The first commit of the register's own line.
    pub(super) fn root(&self) -> Option<Oid> {
        match &self.kept {
            Some(kept) => kept.store().at(0),
            None => self.own.iter().position(|own| *own).and_then(|at| self.new.get_index(at).copied()),
        }
    }

    /// Whether a new commit has no parent.
    pub(super) fn is_root(&self, oid: Oid) -> bool {
        self.roots.contains(&oid)
    }

    /// The commits that a merge of the own line brings in: those that its first parent does not have behind it.
    pub(super) fn brought(&self, merge: Oid, first: Oid) -> Vec<Oid> {
        let (Some(first), Some(merge)) = (self.position(first), self.new.get_index_of(&merge)) else {
            return Vec::new();
        };
        let start = first.saturating_add(1).saturating_sub(self.kept());
        (start..merge).filter_map(|at| self.new.get_index(at).copied()).collect()
    }
}
