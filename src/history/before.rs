//! The commits that were there before a change: `tips` and everything behind them. What is remembered is not walked again,
//! so that a push to a long history costs what is new in it.

use std::collections::HashSet;

use git2::Oid;

use super::snapshot::Snapshots;
use super::store::Kept;
use crate::register::{ObjectError, Objects, ancestry_until};

/// A set of commits that holds with each all that is behind it.
pub struct Before {
    kept: Option<Kept>,
    rest: HashSet<Oid>,
}

impl Before {
    /// Whether a commit was there.
    pub fn contains(&self, oid: Oid) -> bool {
        self.rest.contains(&oid) || self.kept.as_ref().is_some_and(|kept| kept.holds(oid))
    }
}

/// The commits that were there before a change.
///
/// # Errors
/// A commit that can't be read.
pub fn behind(objects: &Objects, snapshots: &Snapshots, tips: &[Oid]) -> Result<Before, ObjectError> {
    let mut before = Before { kept: None, rest: HashSet::new() };
    for tip in tips {
        let kept = snapshots.kept(objects, *tip)?;
        let known = before.kept.as_ref().map_or(0, |kept| kept.count);
        before.kept = kept.filter(|kept| kept.count > known).or(before.kept);
    }
    for tip in tips {
        let found = ancestry_until(objects, *tip, |oid| before.contains(oid))?;
        before.rest.extend(found.commits);
    }
    Ok(before)
}
