//! Judges one commit before a ref moves to it, and works out one document's life, both without replaying everything.

use std::sync::Arc;

use git2::Oid;
use serde_json::Value as Json;

use super::facts::facts;
use super::judge::{Ancestor, Now, ordinary};
use super::life::Lives;
use super::message::{STEP, values};
use super::replay::Replay;
use super::rivals::Rivals;
use super::root::root;
use super::signed::Signed;
use super::signer::who;
use super::snapshot::{Snapshot, SnapshotError, Snapshots};
use super::verify::mainline;
use super::world::Parent;
use crate::diagnostic::Finding;
use crate::document::Document;
use crate::process::Event;
use crate::register::{ObjectError, Objects, RawCommit, ancestry, entry_at};
use crate::signature::OPENPGP;

/// The judge of single commits.
pub struct Trial<'a> {
    /// Where objects are read.
    pub objects: &'a Objects,
    /// What stands in trees.
    pub snapshots: &'a Snapshots,
    /// The clock.
    pub now: Now,
    /// The fingerprint of an OpenPGP key that the signer's own program vouches for, right after it signed.
    pub vouched: Option<String>,
}

impl Trial<'_> {
    /// Everything that is wrong with a commit that builds on a commit which is taken as good (or on none).
    ///
    /// # Errors
    /// An object that could not be read.
    pub fn judge(&self, oid: Oid) -> Result<Vec<Finding>, SnapshotError> {
        let mut facts = facts(self.objects, self.snapshots, oid)?;
        if let (Signed::Unsupported(_), Some(fingerprint)) = (&facts.signed, &self.vouched) {
            let fingerprint = format!("{OPENPGP}{fingerprint}");
            facts.signed = Signed::By { fingerprint, user_present: true };
        }
        let Some(parent) = facts.commit.parents.first() else { return Ok(root(&facts, self.now).findings) };
        let tip = *parent;
        let parent = self.objects.commit(tip)?;
        let ancestor = Ancestor { tree: parent.tree, seconds: parent.committer.seconds, fingerprint: None };
        let path = facts.touched.first().map(|touched| touched.change.path.clone()).unwrap_or_default();
        let before = self.document(&facts.snapshot, parent.tree, &path)?;
        let mut rivals = Rivals::default();
        let events = || life_of(self.objects, self.snapshots, tip, &path);
        let world = Parent::new(self.objects, &facts.snapshot, Some(parent.tree), &mut rivals, &events);
        let verdict = ordinary(&facts, &ancestor, before.as_ref(), &world, self.now);
        match world.failure() {
            Some(error) => Err(error.into()),
            None => Ok(verdict.findings),
        }
    }

    fn document(&self, snapshot: &Snapshot, tree: Oid, path: &str) -> Result<Option<Arc<Json>>, ObjectError> {
        if path.is_empty() {
            return Ok(None);
        }
        let Some(entry) = entry_at(self.objects, tree, path)? else { return Ok(None) };
        let bytes = self.objects.blob(entry.oid, Objects::BLOB_LIMIT)?;
        let read = Document::read(&snapshot.library, &snapshot.settings.process, path, &bytes);
        Ok(match read {
            Some(Ok(document)) => Some(document.data),
            Some(Err(_)) => Some(Arc::new(Json::Null)),
            None => None,
        })
    }
}

/// The steps of the document at `path` in the history of `tip`, which is taken as good: nothing is judged but who
/// signed.
///
/// # Errors
/// An object that could not be read.
pub fn life_of(
    objects: &Objects,
    snapshots: &Snapshots,
    tip: Oid,
    path: &str,
) -> Result<Arc<[Event]>, ObjectError> {
    let order = ancestry(objects, tip, None)?.commits;
    let mainline = mainline(objects, tip)?;
    let mut lives = Lives::default();
    let mut held = std::collections::HashSet::new();
    for oid in order {
        let commit = objects.commit(oid)?;
        let merge = commit.parents.len() > 1;
        let moved = !merge && moves(objects, &commit, path)?;
        if mainline.contains(&oid) {
            held.insert(oid);
        }
        let merges_in = merge && mainline.contains(&oid);
        if !moved && !merges_in {
            continue;
        }
        let Ok(facts) = facts(objects, snapshots, oid) else { continue };
        if merge {
            let brought =
                Replay::brought_by(objects, &held, facts.commit.parents.get(1..).unwrap_or_default())?;
            lives.attest(&facts, &brought);
            held.extend(brought);
            continue;
        }
        let (signer, _) = who(&facts, &facts.snapshot);
        let step = values(&facts.message.trailers, STEP).next();
        if let ([touched], Some(step), Some(signer)) = (facts.touched.as_slice(), step, &signer) {
            lives.note(&facts, touched, step, signer, mainline.contains(&oid));
        }
    }
    let tree = objects.commit(tip)?.tree;
    match snapshots.of(objects, tree) {
        Ok(snapshot) => lives.events(objects, &snapshot, path),
        Err(SnapshotError::Object(error)) => Err(error),
        Err(SnapshotError::Faulty(_) | SnapshotError::Unjudged(_)) => Ok(Arc::new([])),
    }
}

fn moves(objects: &Objects, commit: &RawCommit, path: &str) -> Result<bool, ObjectError> {
    let after = entry_at(objects, commit.tree, path)?;
    let before = match commit.parents.first() {
        Some(parent) => entry_at(objects, objects.commit(*parent)?.tree, path)?,
        None => None,
    };
    Ok(after != before)
}
