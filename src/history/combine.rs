//! What a merge of two commits would hold, as git makes it: what it changes of the first, which paths both moved, and on
//! which of them only a person can tell.

use std::collections::BTreeSet;

use git2::Oid;

use super::parting::{order_of_both, parting};
use super::snapshot::Snapshots;
use super::weave::{Stand, Weaver};
use crate::register::{Content, ObjectError, Objects, changes};

/// A merge of two commits, worked out and not made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Combined {
    /// Paths with what stands there after the merge, where that is not what the first has; `None` where nothing does.
    pub changes: Vec<(String, Option<Content>)>,
    /// Paths that both moved since they parted.
    pub both: Vec<String>,
    /// Those of them on which the two do not fit together.
    pub conflicts: Vec<String>,
    /// Whether they share any commit.
    pub related: bool,
}

/// Works out the merge of `theirs` into `ours`.
///
/// # Errors
/// An object that could not be read.
pub(super) fn combine(
    objects: &Objects,
    snapshots: &Snapshots,
    ours: Oid,
    theirs: Oid,
) -> Result<Combined, ObjectError> {
    let order = order_of_both(objects, snapshots, ours, theirs)?;
    let bases = parting(objects, &order, theirs, &[ours])?.bases;
    let mut combined = Combined { related: !bases.is_empty(), ..Combined::default() };
    let tree = objects.links(theirs)?.tree;
    let mut paths: BTreeSet<String> = BTreeSet::new();
    for base in bases.iter().chain([&ours]) {
        let moved = changes(objects, Some(objects.links(*base)?.tree), tree)?;
        paths.extend(moved.into_iter().map(|change| change.path));
    }
    let weaver = Weaver::new(objects, &order);
    for path in paths {
        let base = weaver.base(&bases, &path)?;
        let (mine, other) = (weaver.at(ours, &path)?, weaver.at(theirs, &path)?);
        if mine != base && other != base {
            combined.both.push(path.clone());
        }
        match weaver.merged(base, mine, other)?.first() {
            None => combined.conflicts.push(path),
            Some(stand) if *stand == mine => {}
            Some(stand) => {
                let content = content(objects, &weaver, *stand)?;
                combined.changes.push((path, content));
            }
        }
    }
    Ok(combined)
}

/// What stands there, as something that can be written.
fn content(objects: &Objects, weaver: &Weaver<'_>, stand: Stand) -> Result<Option<Content>, ObjectError> {
    let Some(entry) = stand else { return Ok(None) };
    Ok(Some(match objects.has(entry.oid) {
        true => Content::Entry(entry),
        false => Content::Bytes(weaver.bytes(entry)?),
    }))
}
