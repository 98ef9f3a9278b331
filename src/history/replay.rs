//! Replays a history from its root: facts are worked out for many commits at once, verdicts in order, one commit
//! after the other, each by what stood in its parents.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use git2::Oid;
use serde_json::Value as Json;

use super::facts::{Facts, Touched};
use super::judge::{Ancestor, Now, Verdict, ordinary};
use super::life::Lives;
use super::merge::{Brought, merge};
use super::rivals::Rivals;
use super::root::root;
use super::snapshot::{SnapshotError, Snapshots};
use super::world::Parent;
use crate::diagnostic::{Finding, rule};
use crate::document::Document;
use crate::register::{ObjectError, Objects};

/// How many documents are kept read, of each of two generations.
const KEPT: usize = 8_192;

/// The state of a replay.
pub(super) struct Replay<'a> {
    objects: &'a Objects,
    snapshots: &'a Snapshots,
    now: Now,
    /// The register's own line: the tip's first parents.
    mainline: HashSet<Oid>,
    ancestors: HashMap<Oid, Ancestor>,
    /// Commits that the mainline holds already.
    held: HashSet<Oid>,
    documents: Documents,
    rivals: Rivals,
    /// The steps of all documents so far.
    pub(super) lives: Lives,
    /// How many steps were made.
    pub(super) steps: usize,
}

/// Documents by their blobs, the last few thousand.
#[derive(Default)]
struct Documents {
    young: HashMap<Oid, Arc<Json>>,
    old: HashMap<Oid, Arc<Json>>,
}

impl Documents {
    fn put(&mut self, blob: Oid, data: Arc<Json>) {
        if self.young.len() >= KEPT {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(blob, data);
    }

    fn get(&self, blob: Oid) -> Option<Arc<Json>> {
        self.young.get(&blob).or_else(|| self.old.get(&blob)).cloned()
    }
}

impl<'a> Replay<'a> {
    /// A replay of the ancestors of a tip whose first parents are `mainline`.
    pub(super) fn new(
        objects: &'a Objects,
        snapshots: &'a Snapshots,
        now: Now,
        mainline: HashSet<Oid>,
    ) -> Self {
        Self {
            objects,
            snapshots,
            now,
            mainline,
            ancestors: HashMap::new(),
            held: HashSet::new(),
            documents: Documents::default(),
            rivals: Rivals::default(),
            lives: Lives::default(),
            steps: 0,
        }
    }

    /// Judges the next commit; all its parents were judged before.
    ///
    /// # Errors
    /// An object that could not be read: then nothing can be said of the commit.
    pub(super) fn next(&mut self, facts: &Facts) -> Result<Vec<Finding>, SnapshotError> {
        let verdict = match facts.commit.parents.as_slice() {
            [] => root(facts, self.now),
            [parent] => self.ordinary(facts, *parent)?,
            _ => self.merge(facts)?,
        };
        self.note(facts, &verdict);
        Ok(verdict.findings)
    }

    /// Whether a commit has no parents.
    pub(super) fn is_root(&self, oid: Oid) -> bool {
        self.objects.commit(oid).is_ok_and(|commit| commit.parents.is_empty())
    }

    fn ordinary(&mut self, facts: &Facts, parent: Oid) -> Result<Verdict, SnapshotError> {
        let parent = self.known(parent)?;
        let before = match facts.touched.as_slice() {
            [touched] => self.before(facts, touched)?,
            _ => None,
        };
        let path = facts.touched.first().map(|touched| touched.change.path.clone()).unwrap_or_default();
        let (objects, lives) = (self.objects, &self.lives);
        let events = || lives.events(objects, &facts.snapshot, &path);
        let world = Parent::new(objects, &facts.snapshot, Some(parent.tree), &mut self.rivals, &events);
        let verdict = ordinary(facts, &parent, before.as_ref(), &world, self.now);
        if let Some(error) = world.failure() {
            return Err(error.into());
        }
        Ok(verdict)
    }

    fn merge(&mut self, facts: &Facts) -> Result<Verdict, SnapshotError> {
        let mut parents = Vec::new();
        let mut snapshots = Vec::new();
        for oid in &facts.commit.parents {
            let parent = self.known(*oid)?;
            snapshots.push(self.snapshots.of(self.objects, parent.tree)?);
            parents.push(parent);
        }
        let side: Vec<Oid> = facts.commit.parents.iter().skip(1).copied().collect();
        let brought = match self.mainline.contains(&facts.commit.oid) {
            true => Self::brought_by(self.objects, &self.held, &side)?,
            false => Vec::new(),
        };
        let signed: Vec<Brought> = brought
            .iter()
            .map(|commit| Brought {
                commit: *commit,
                fingerprint: self.ancestors.get(commit).and_then(|ancestor| ancestor.fingerprint.clone()),
            })
            .collect();
        let verdict = merge(self.objects, facts, &parents, &snapshots, &signed, self.now)?;
        self.lives.attest(facts, &brought);
        self.held.extend(brought);
        Ok(verdict)
    }

    /// The commits that a merge brings in: the ancestors of its other parents that are not held already.
    ///
    /// # Errors
    /// An object that could not be read.
    pub(super) fn brought_by(
        objects: &Objects,
        held: &HashSet<Oid>,
        side: &[Oid],
    ) -> Result<Vec<Oid>, ObjectError> {
        let mut seen: BTreeSet<Oid> = BTreeSet::new();
        let mut open: Vec<Oid> = side.to_vec();
        while let Some(oid) = open.pop() {
            if held.contains(&oid) || !seen.insert(oid) {
                continue;
            }
            open.extend(objects.commit(oid)?.parents);
        }
        Ok(seen.into_iter().collect())
    }

    fn known(&self, oid: Oid) -> Result<Ancestor, SnapshotError> {
        self.ancestors.get(&oid).cloned().ok_or(SnapshotError::Unjudged(oid))
    }

    fn before(&mut self, facts: &Facts, touched: &Touched) -> Result<Option<Arc<Json>>, ObjectError> {
        let Some(entry) = touched.change.old.as_ref().filter(|entry| entry.is_file()) else {
            return Ok(None);
        };
        if let Some(known) = self.documents.get(entry.oid) {
            return Ok(Some(known));
        }
        let bytes = self.objects.blob(entry.oid, Objects::BLOB_LIMIT)?;
        let version = &facts.snapshot.settings.process;
        let read = Document::read(&facts.snapshot.library, version, &touched.change.path, &bytes);
        // A document that can't be read was refused when it came in; what follows is judged as if it were empty.
        let data = match read {
            Some(Ok(document)) => document.data,
            _ => Arc::new(Json::Null),
        };
        self.documents.put(entry.oid, Arc::clone(&data));
        Ok(Some(data))
    }

    fn note(&mut self, facts: &Facts, verdict: &Verdict) {
        let id = facts.commit.oid;
        let mainline = self.mainline.contains(&id);
        let fingerprint = facts.signed.fingerprint().map(str::to_owned);
        let ancestor =
            Ancestor { tree: facts.commit.tree, seconds: facts.commit.committer.seconds, fingerprint };
        self.ancestors.insert(id, ancestor);
        if mainline {
            self.held.insert(id);
        }
        let mut documents = Vec::new();
        for touched in &facts.touched {
            if let (Some(document), Some(entry)) = (&touched.document, &touched.change.new) {
                self.documents.put(entry.oid, Arc::clone(&document.data));
                documents.push(document.clone());
            }
        }
        if let [parent] = facts.commit.parents.as_slice()
            && let Some(parent) = self.ancestors.get(parent)
        {
            self.rivals.step(parent.tree, facts.commit.tree, &documents);
        }
        if let ([touched], Some(step), Some(signer)) =
            (facts.touched.as_slice(), &verdict.step, &verdict.signer)
        {
            self.steps += 1;
            self.lives.note(facts, touched, step, signer, mainline);
        }
    }
}

/// A commit of which nothing can be said, as a finding.
pub(super) fn unchecked(oid: Oid, error: &SnapshotError) -> Finding {
    let finding = Finding::new(&rule::MISSING_OBJECT, error.to_string());
    finding
        .in_commit(oid.to_string())
        .help("fetch what is missing: `git fetch --unshallow`, or `git fsck` to see more")
}
