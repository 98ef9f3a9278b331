//! The commits behind a commit, parents first, in an order that depends on nothing but the commits.
//! Walks with a stack of its own: a million commits in a row do not exhaust the thread's.

use super::{Links, ObjectError, Objects, Oid};
use std::collections::HashSet;

/// Commits and the roots among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ancestry {
    /// Every commit after all of its parents; first parents' lines first. So what stands before a commit of the
    /// tip's own line of first parents, and itself, are that commit's ancestors and no others.
    pub commits: Vec<Oid>,
    /// Those without a parent, in the same order.
    pub roots: Vec<Oid>,
    /// The tip's own line: its first parents, as far as they are among `commits`, tip first.
    pub line: Vec<Oid>,
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
    Ok(Ancestry { commits: keep(found.commits), roots: keep(found.roots), line: keep(found.line) })
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
    walk(tip, known, |oid| Ok(objects.links(oid)?.parents))
}

/// The commits reachable from `tip` without passing through one that is `known`, each shown as it is read: what it is
/// linked to, and its bytes.
///
/// # Errors
/// As [`ancestry`].
pub fn ancestry_read(
    objects: &Objects,
    tip: Oid,
    known: impl Fn(Oid) -> bool,
    mut look: impl FnMut(Oid, &Links, &[u8]),
) -> Result<Ancestry, ObjectError> {
    walk(tip, known, |oid| {
        let bytes = objects.commit_bytes(oid)?;
        let links = Links::parse(oid, &bytes)?;
        look(oid, &links, &bytes);
        Ok(links.parents)
    })
}

fn walk(
    tip: Oid,
    known: impl Fn(Oid) -> bool,
    mut parents: impl FnMut(Oid) -> Result<Vec<Oid>, ObjectError>,
) -> Result<Ancestry, ObjectError> {
    let mut found = Ancestry::default();
    let mut seen = HashSet::new();
    let mut stack = vec![Visit::Enter(tip)];
    // The walk begins down the tip's own line, and leaves it where it first can't go on.
    let mut on_line = true;
    while let Some(visit) = stack.pop() {
        match visit {
            Visit::Leave(oid) => {
                on_line = false;
                found.commits.push(oid);
            }
            Visit::Enter(oid) if known(oid) || !seen.insert(oid) => on_line = false,
            Visit::Enter(oid) => {
                let parents = parents(oid)?;
                if on_line {
                    found.line.push(oid);
                }
                if parents.is_empty() {
                    found.roots.push(oid);
                }
                stack.push(Visit::Leave(oid));
                stack.extend(parents.into_iter().rev().map(Visit::Enter));
            }
        }
    }
    Ok(found)
}

/// What is still to be done with a commit. A million of them may wait, so they hold nothing else.
enum Visit {
    /// Look at its parents.
    Enter(Oid),
    /// All its parents are listed: list it.
    Leave(Oid),
}
