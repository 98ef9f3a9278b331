//! Judges one commit before a ref moves to it, and works out one document's life, both without replaying everything.

use std::collections::HashSet;
use std::sync::Arc;

use git2::Oid;

use super::facts::{Facts, facts, facts_of};
use super::judge::{Ancestor, Now, ordinary};
use super::life::Lives;
use super::message::STEP;
use super::order::Order;
use super::rivals::Rivals;
use super::root::root;
use super::signer::who;
use super::snapshot::{Snapshot, SnapshotError, Snapshots};
use super::store::Kept;
use super::world::Parent;
use crate::diagnostic::Finding;
use crate::process::Event;
use crate::register::{Entry, ObjectError, Objects, RawCommit, ancestry_read};

/// The judge of single commits.
pub struct Trial<'a> {
    /// Where objects are read.
    pub objects: &'a Objects,
    /// What stands in trees.
    pub snapshots: &'a Snapshots,
    /// The clock.
    pub now: Now,
}

impl Trial<'_> {
    /// Everything that is wrong with a commit that builds on a commit which is taken as good (or on none).
    ///
    /// # Errors
    /// An object that could not be read.
    pub fn judge(&self, oid: Oid) -> Result<Vec<Finding>, SnapshotError> {
        self.verdict(&facts(self.objects, self.snapshots, oid)?)
    }

    /// The same of a commit that need not be written yet.
    ///
    /// # Errors
    /// As [`Self::judge`].
    pub fn judge_commit(&self, commit: RawCommit) -> Result<Vec<Finding>, SnapshotError> {
        self.verdict(&facts_of(self.objects, self.snapshots, commit)?)
    }

    fn verdict(&self, facts: &Facts) -> Result<Vec<Finding>, SnapshotError> {
        let Some(parent) = facts.commit.parents.first() else { return Ok(root(facts, self.now).findings) };
        let (tip, parent) = (*parent, facts.parents.first().map(Ancestor::from));
        let Some(parent) = parent else { return Ok(root(facts, self.now).findings) };
        let touched = facts.touched.first();
        let path = touched.map(|touched| touched.change.path.as_str()).unwrap_or_default();
        let before = match touched.and_then(|touched| touched.change.old).filter(Entry::is_file) {
            Some(entry) => {
                let data = self.snapshots.document(self.objects, &facts.snapshot, path, entry.oid)?;
                Some(data.unwrap_or_default())
            }
            None => None,
        };
        let mut rivals = Rivals::default();
        let events = || life_of(self.objects, self.snapshots, tip, path);
        let tree = Some(parent.tree);
        let world = Parent::new(self.objects, self.snapshots, &facts.snapshot, tree, &mut rivals, &events);
        let verdict = ordinary(facts, &parent, before.as_ref(), &world, self.now);
        match world.failure() {
            Some(error) => Err(error.into()),
            None => Ok(verdict.findings),
        }
    }
}

/// The steps of the document at `path` in the history of `tip`, which is taken as good: nothing is judged but who
/// signed, and a commit whose message does not name the document is taken not to move it.
///
/// # Errors
/// An object that could not be read.
pub fn life_of(
    objects: &Objects,
    snapshots: &Snapshots,
    tip: Oid,
    path: &str,
) -> Result<Arc<[Event]>, ObjectError> {
    if let Some(known) = snapshots.known_life(tip, path) {
        return Ok(known);
    }
    let snapshot = match snapshots.of(objects, objects.links(tip)?.tree) {
        Ok(snapshot) => snapshot,
        Err(SnapshotError::Object(error)) => return Err(error),
        Err(SnapshotError::Faulty(_) | SnapshotError::Definitions(_) | SnapshotError::Unjudged(_)) => {
            return Ok(Arc::new([]));
        }
    };
    let kept = snapshots.kept(objects, tip)?;
    let asked = Asked { objects, snapshots, snapshot: &snapshot, tip, path };
    let mut events = asked.life(kept.clone())?;
    if kept.is_some_and(|kept| kept.is_broken()) {
        events = asked.life(None)?;
    }
    snapshots.learn_life(tip, path, &events);
    Ok(events)
}

struct Asked<'a> {
    objects: &'a Objects,
    snapshots: &'a Snapshots,
    snapshot: &'a Snapshot,
    tip: Oid,
    path: &'a str,
}

impl Asked<'_> {
    fn life(&self, kept: Option<Kept>) -> Result<Arc<[Event]>, ObjectError> {
        let (objects, snapshots) = (self.objects, self.snapshots);
        let id = self.snapshot.at(self.path).map(|(_, id)| id);
        let names = |bytes: &[u8]| match (id, std::str::from_utf8(bytes)) {
            (Some(id), Ok(text)) => text.contains(id),
            _ => true,
        };
        let known = |oid| kept.as_ref().is_some_and(|kept| kept.holds(oid));
        let mut concerned = HashSet::new();
        let found = ancestry_read(objects, self.tip, known, |oid, links, bytes| {
            if links.parents.len() > 1 || names(bytes) {
                concerned.insert(oid);
            }
        })?;
        let order = Order::of(found, kept.clone());
        let mut lives = Lives::behind(kept.clone());
        for oid in order.new_ones().iter().copied().filter(|oid| concerned.contains(oid)) {
            let own = order.is_own(oid);
            let Ok(facts) = facts(objects, snapshots, oid) else { continue };
            match facts.commit.parents.as_slice() {
                [first, _, ..] if own => lives.attest(&facts, &order.brought(oid, *first)),
                [_, _, ..] => {}
                _ => note(&mut lives, &facts, self.path, own),
            }
        }
        lives.events(objects, snapshots, self.snapshot, self.path)
    }
}

fn note(lives: &mut Lives, facts: &Facts, path: &str, own: bool) {
    let (signer, _) = who(facts, &facts.snapshot);
    let step = facts.message.values(STEP).next();
    if let ([touched], Some(step), Some(signer)) = (facts.touched.as_slice(), step, &signer)
        && touched.change.path == path
    {
        lives.note(facts, touched, step, signer, own);
    }
}
