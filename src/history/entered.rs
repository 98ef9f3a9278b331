//! Since when keys stand in a register: the date of the first commit that holds them.

use std::collections::HashMap;

use git2::Oid;

use super::snapshot::{SnapshotError, Snapshots};
use crate::register::{Objects, ancestry};

/// For each participant's key (its id, and the key's fingerprint) in the history of `tip`: the committer date of the
/// earliest commit that holds it, in seconds since 1970.
///
/// # Errors
/// An object that could not be read.
pub fn entered(
    objects: &Objects,
    snapshots: &Snapshots,
    tip: Oid,
) -> Result<HashMap<(String, String), i64>, SnapshotError> {
    let mut found: HashMap<(String, String), i64> = HashMap::new();
    let mut known = None;
    for oid in ancestry(objects, tip, None)?.commits {
        let commit = objects.commit(oid)?;
        let keys = match snapshots.of(objects, commit.tree) {
            Ok(snapshot) => snapshot.keys,
            // Nobody could sign by such a tree.
            Err(SnapshotError::Faulty(_) | SnapshotError::Definitions(_) | SnapshotError::Unjudged(_)) => {
                continue;
            }
            Err(error) => return Err(error),
        };
        // The same keys as the commit before, and nothing in this history is older than what it builds on.
        let address = std::sync::Arc::as_ptr(&keys);
        if known.replace(address) == Some(address) {
            continue;
        }
        for (print, holder) in keys.all() {
            let seconds = commit.committer.seconds;
            let id = (holder.signer.participant.clone(), print.to_owned());
            let first = found.entry(id).or_insert(seconds);
            *first = seconds.min(*first);
        }
    }
    Ok(found)
}
