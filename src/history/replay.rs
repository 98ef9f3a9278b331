//! Replays a history from its root: facts are worked out for many commits at once, verdicts in order, one commit
//! after the other, each by what stood in its parents. Keeps a few bytes of each commit: there may be a million.

use std::sync::Arc;

use git2::Oid;
use indexmap::IndexSet;
use serde_json::Value as Json;

use super::facts::{Facts, Touched};
use super::judge::{Ancestor, Now, Verdict, ordinary};
use super::life::Lives;
use super::merge::{Brought, Joint, merge};
use super::order::Order;
use super::rivals::{Rivals, place};
use super::root::root;
use super::snapshot::{SnapshotError, Snapshots};
use super::store::{Keeper, Kept, Noted, Pending, fields};
use super::unattested::Unattested;
use super::world::Parent;
use crate::diagnostic::{Finding, rule};
use crate::document::Document;
use crate::register::{ObjectError, Objects};
use crate::trust::Proof;

/// The state of a replay.
pub(super) struct Replay<'a> {
    objects: &'a Objects,
    snapshots: &'a Snapshots,
    now: Now,
    order: &'a Order,
    /// What is remembered of the first of them.
    kept: Option<Kept>,
    /// What became of each of the others.
    judged: Vec<Judged>,
    /// What the signatures prove, each once.
    proofs: IndexSet<Proof>,
    rivals: Rivals,
    /// The steps of all documents so far.
    pub(super) lives: Lives,
    /// How many steps were made.
    pub(super) steps: usize,
    /// Who remembers what is judged, where somebody does.
    pub(super) keeper: Option<Keeper>,
}

/// What became of a commit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Judged {
    Not,
    Unsigned,
    /// Signed by one of the keys seen so far.
    By(u32),
}

impl<'a> Replay<'a> {
    /// A replay of commits in their order, behind those that are remembered.
    pub(super) fn new(
        objects: &'a Objects,
        snapshots: &'a Snapshots,
        now: Now,
        order: &'a Order,
        kept: Option<Kept>,
    ) -> Self {
        Self {
            objects,
            snapshots,
            now,
            order,
            judged: vec![Judged::Not; order.new_ones().len()],
            proofs: IndexSet::new(),
            rivals: Rivals::default(),
            lives: Lives::behind(kept.clone()),
            kept,
            steps: 0,
            keeper: None,
        }
    }

    /// Judges the next commit, of which something may have been found already; all its parents were judged before.
    ///
    /// # Errors
    /// An object that could not be read: then nothing can be said of the commit.
    pub(super) fn next(&mut self, facts: &Facts, found: &mut Vec<Finding>) -> Result<(), SnapshotError> {
        if let Some(parent) = facts.commit.parents.iter().find(|parent| !self.is_known(**parent)) {
            return Err(SnapshotError::Unjudged(*parent));
        }
        let verdict = match facts.parents.as_slice() {
            [] => root(facts, self.now),
            [parent] => self.ordinary(facts, &Ancestor::from(parent))?,
            _ => self.merge(facts)?,
        };
        found.extend(verdict.findings.iter().cloned());
        if self.order.is_own(facts.commit.oid) {
            let proof = |commit| self.proof(commit);
            found.extend(Unattested { objects: self.objects, facts, proof: &proof }.warnings()?);
        }
        self.note(facts, &verdict, found);
        Ok(())
    }

    /// Passes over a commit of which nothing can be said.
    pub(super) fn pass(&mut self, oid: Oid, found: &[Finding]) {
        let own = self.order.is_own(oid);
        let noted =
            Noted { commit: oid, own, step: false, seconds: 0, proof: None, findings: found.to_vec() };
        if let Some(keeper) = &mut self.keeper {
            keeper.note(noted, None, &self.lives);
        }
    }

    fn is_known(&self, oid: Oid) -> bool {
        match self.of(oid) {
            Some(judged) => judged != Judged::Not,
            // What is remembered was judged.
            None => self.order.position(oid).is_some(),
        }
    }

    fn of(&self, oid: Oid) -> Option<Judged> {
        self.judged.get(self.order.new_ones().get_index_of(&oid)?).copied()
    }

    fn ordinary(&mut self, facts: &Facts, parent: &Ancestor) -> Result<Verdict, SnapshotError> {
        let before = match facts.touched.as_slice() {
            [touched] => self.before(facts, touched)?,
            _ => None,
        };
        let path = facts.touched.first().map(|touched| touched.change.path.as_str()).unwrap_or_default();
        let (objects, snapshots, lives) = (self.objects, self.snapshots, &self.lives);
        let events = || lives.events(objects, snapshots, &facts.snapshot, path);
        let tree = Some(parent.tree);
        let world = Parent::new(objects, snapshots, &facts.snapshot, tree, &mut self.rivals, &events);
        let verdict = ordinary(facts, parent, before.as_ref(), &world, self.now);
        if let Some(error) = world.failure() {
            return Err(error.into());
        }
        Ok(verdict)
    }

    fn merge(&mut self, facts: &Facts) -> Result<Verdict, SnapshotError> {
        let parents: Vec<Ancestor> = facts.parents.iter().map(Ancestor::from).collect();
        let mut snapshots = Vec::new();
        for parent in &parents {
            snapshots.push(self.snapshots.of(self.objects, parent.tree)?);
        }
        let brought = match facts.commit.parents.first() {
            Some(first) if self.order.is_own(facts.commit.oid) => {
                self.order.brought(facts.commit.oid, *first)
            }
            _ => Vec::new(),
        };
        let signed: Vec<Brought> =
            brought.iter().map(|commit| Brought { commit: *commit, proof: self.proof(*commit) }).collect();
        let joint = Joint {
            objects: self.objects,
            order: self.order,
            facts,
            parents: &parents,
            snapshots: &snapshots,
            brought: &signed,
            last: self.lives.last_of_others(&facts.snapshot, &brought),
            proof: &|commit| self.proof(commit),
        };
        let verdict = merge(&joint, self.now)?;
        self.lives.attest(facts, &brought);
        Ok(verdict)
    }

    /// What the signature of a commit that was judged proves.
    pub(super) fn proof(&self, oid: Oid) -> Option<Proof> {
        self.proof_at(self.order.position(oid)?).cloned()
    }

    /// The same of the commit at a position.
    pub(super) fn proof_at(&self, position: usize) -> Option<&Proof> {
        let Some(new) = position.checked_sub(self.order.kept()) else {
            return self.kept.as_ref()?.proof(position);
        };
        let Judged::By(proof) = self.judged.get(new)? else { return None };
        self.proofs.get_index(usize::try_from(*proof).ok()?)
    }

    fn before(&self, facts: &Facts, touched: &Touched) -> Result<Option<Arc<Json>>, ObjectError> {
        let Some(entry) = touched.change.old.as_ref().filter(|entry| entry.is_file()) else {
            return Ok(None);
        };
        let path = &touched.change.path;
        let data = self.snapshots.document(self.objects, &facts.snapshot, path, entry.oid)?;
        // A document that can't be read was refused when it came in; what follows is judged as if it were empty.
        Ok(Some(data.unwrap_or_default()))
    }

    fn note(&mut self, facts: &Facts, verdict: &Verdict, found: &[Finding]) {
        let id = facts.commit.oid;
        let judged = self.signed_by(facts.signed.proof());
        if let Some(known) = self.order.new_ones().get_index_of(&id).and_then(|at| self.judged.get_mut(at)) {
            *known = judged;
        }
        if let [parent] = facts.parents.as_slice() {
            let documents: Vec<&Document> =
                facts.touched.iter().filter_map(|touched| touched.document.as_ref()).collect();
            self.rivals.step(parent.tree, facts.commit.tree, &documents);
        }
        let own = self.order.is_own(id);
        let mut pending = None;
        let made = self.steps;
        if let ([touched], Some(step), Some(signer)) =
            (facts.touched.as_slice(), &verdict.step, &verdict.signer)
        {
            self.steps += 1;
            self.lives.note(facts, touched, step, signer, own);
            pending = touched.document.as_ref().filter(|_| self.keeper.is_some()).map(|document| Pending {
                path: document.path.clone(),
                fields: fields(&document.data),
                rival: place(&document.kind.definition, &document.data),
            });
        }
        if let Some(keeper) = &mut self.keeper {
            let seconds = facts.commit.committer.seconds;
            let step = self.steps > made;
            let proof = facts.signed.proof().cloned();
            let noted = Noted { commit: id, own, step, seconds, proof, findings: found.to_vec() };
            keeper.note(noted, pending, &self.lives);
        }
    }

    fn signed_by(&mut self, proof: Option<&Proof>) -> Judged {
        let Some(proof) = proof else { return Judged::Unsigned };
        let at = match self.proofs.get_index_of(proof) {
            Some(at) => at,
            None => self.proofs.insert_full(proof.clone()).0,
        };
        u32::try_from(at).map_or(Judged::Unsigned, Judged::By)
    }
}

/// A commit of which nothing can be said, as a finding.
pub(super) fn unchecked(oid: Oid, error: &SnapshotError) -> Finding {
    let (rule, help) = match error {
        SnapshotError::Object(ObjectError::Missing(_)) => (&rule::MISSING_OBJECT, ObjectError::FETCH),
        SnapshotError::Object(_) => (
            &rule::MISSING_OBJECT,
            "`git fsck --full` says more; clone the repository again from a sound copy",
        ),
        SnapshotError::Faulty(_) | SnapshotError::Definitions(_) => (
            &rule::NOT_JUDGED,
            "go on from the last commit that left settings and process definitions sound: `iwcp check` tells what is wrong with them",
        ),
        SnapshotError::Unjudged(_) => (
            &rule::NOT_JUDGED,
            "go back to the last commit that could be judged (`git reset --keep COMMIT`), and make what follows anew",
        ),
    };
    Finding::new(rule, error.to_string()).in_commit(oid.to_string()).help(help)
}
