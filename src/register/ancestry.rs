//! The commits behind a commit, parents first, in an order that depends on nothing but the commits.
//! Walks with a stack of its own: a million commits in a row do not exhaust the thread's.

use super::{ObjectError, Objects, Oid};
use std::collections::HashSet;

/// Commits and the roots among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ancestry {
    /// Every commit after all of its parents; first parents' lines first.
    pub commits: Vec<Oid>,
    /// Those without a parent, in the same order.
    pub roots: Vec<Oid>,
}

/// The commits reachable from `tip`, and where `stop` is given, not from `stop`.
///
/// # Errors
/// The [`ObjectError`] of the first commit that can't be read: in a shallow clone, `Missing`.
pub fn ancestry(objects: &Objects, tip: Oid, stop: Option<Oid>) -> Result<Ancestry, ObjectError> {
    let Some(stop) = stop else { return ancestry_until(objects, tip, |_| false) };
    let found = ancestry_until(objects, tip, |oid| oid == stop)?;
    if found.roots.is_empty() {
        // Every line ended at `stop`; so none of these commits can lie behind it.
        return Ok(found);
    }
    let behind: HashSet<Oid> = ancestry_until(objects, stop, |_| false)?.commits.into_iter().collect();
    let keep = |commits: Vec<Oid>| commits.into_iter().filter(|oid| !behind.contains(oid)).collect();
    Ok(Ancestry { commits: keep(found.commits), roots: keep(found.roots) })
}

/// The commits reachable from `tip` without passing through one that is `known`.
///
/// # Errors
/// As [`ancestry`].
pub fn ancestry_until(
    objects: &Objects,
    tip: Oid,
    known: impl Fn(Oid) -> bool,
) -> Result<Ancestry, ObjectError> {
    let mut found = Ancestry::default();
    if known(tip) {
        return Ok(found);
    }
    let mut seen = HashSet::from([tip]);
    let mut stack = vec![Visit::new(objects, tip)?];
    while let Some(visit) = stack.last_mut() {
        match visit.parents.pop() {
            Some(parent) => {
                if !known(parent) && seen.insert(parent) {
                    let visit = Visit::new(objects, parent)?;
                    stack.push(visit);
                }
            }
            None => {
                found.commits.push(visit.oid);
                if visit.is_root {
                    found.roots.push(visit.oid);
                }
                stack.pop();
            }
        }
    }
    Ok(found)
}

struct Visit {
    oid: Oid,
    is_root: bool,
    /// Those still to be visited, last first.
    parents: Vec<Oid>,
}

impl Visit {
    fn new(objects: &Objects, oid: Oid) -> Result<Self, ObjectError> {
        let mut parents = objects.commit(oid)?.parents;
        parents.reverse();
        Ok(Self { oid, is_root: parents.is_empty(), parents })
    }
}
