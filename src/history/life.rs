//! The steps of each document, in order, with the day that each counts as received: for a step that came in through
//! a merge, what the register's keeper attests there decides, never what its author wrote (process.md 4).

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use chrono::NaiveDate;
use git2::Oid;

use super::facts::{Facts, Touched};
use super::receipt::{receipt, said};
use super::snapshot::{Snapshot, Snapshots};
use super::store::Kept;
use crate::document::Document;
use crate::process::{Event, Signer, date};
use crate::register::{ObjectError, Objects};

/// A step in short: enough to work out the whole event when somebody asks.
#[derive(Clone)]
pub(super) struct Trace {
    /// The commit.
    pub commit: Oid,
    /// The step.
    pub step: Arc<str>,
    /// Who signed it.
    pub signer: Arc<Signer>,
    /// The commit's day.
    pub date: NaiveDate,
    /// The day of receipt.
    pub received: NaiveDate,
    /// The document's blob as the step left it.
    pub blob: Oid,
}

/// The steps of all documents of a history, by path.
#[derive(Default)]
pub(super) struct Lives {
    /// The steps that are remembered, before these.
    kept: Option<Kept>,
    traces: HashMap<String, Vec<Trace>>,
    /// A million steps have the names of few steps and few people.
    steps: HashSet<Arc<str>>,
    signers: HashSet<Arc<Signer>>,
    /// Where each commit's trace stands, until a merge attests it.
    side: HashMap<Oid, String>,
}

impl Lives {
    /// Lives that go on from those that are remembered.
    pub(super) fn behind(kept: Option<Kept>) -> Self {
        Self { kept, ..Self::default() }
    }

    /// The step that a commit made on the document at `path`, in short.
    pub(super) fn trace(&self, path: &str, commit: Oid) -> Option<&Trace> {
        self.traces.get(path)?.iter().rev().find(|trace| trace.commit == commit)
    }

    /// Notes a step. `mainline` tells whether the commit stands on the register's own line of first parents.
    pub(super) fn note(
        &mut self,
        facts: &Facts,
        touched: &Touched,
        step: &str,
        signer: &Signer,
        mainline: bool,
    ) {
        let (Some(document), Some(entry)) = (&touched.document, &touched.change.new) else { return };
        let date = facts.snapshot.zone.date_of(facts.commit.committer.seconds);
        let path = touched.change.path.clone();
        let received = attested(document, step, signer, &facts.snapshot).unwrap_or(date);
        let trace = Trace {
            commit: facts.commit.oid,
            step: shared(&mut self.steps, step),
            signer: shared(&mut self.signers, signer),
            date,
            received,
            blob: entry.oid,
        };
        if !mainline {
            self.side.insert(trace.commit, path.clone());
        }
        self.traces.entry(path).or_default().push(trace);
    }

    /// The day of the last step among commits that a merge brings in, but those of the register's keeper.
    pub(super) fn last_of_others(&self, mainline: &Snapshot, brought: &[Oid]) -> Option<NaiveDate> {
        let traces = brought.iter().filter_map(|commit| self.trace(self.side.get(commit)?, *commit));
        traces.filter(|trace| !mainline.is_keeper(&trace.signer.role)).map(|trace| trace.date).max()
    }

    /// Notes that a merge brought commits into the mainline, which settles when their steps were received.
    pub(super) fn attest(&mut self, merge: &Facts, brought: &[Oid]) {
        let merged = merge.snapshot.zone.date_of(merge.commit.committer.seconds);
        let said = said(&merge.message).filter(|day| *day <= merged);
        for commit in brought {
            let Some(path) = self.side.remove(commit) else { continue };
            let traces = self.traces.get_mut(&path).into_iter().flatten();
            for trace in traces
                .filter(|trace| trace.commit == *commit && !merge.snapshot.is_keeper(&trace.signer.role))
            {
                trace.received = receipt(&merge.snapshot, trace.date, merged, said);
            }
        }
    }

    /// The steps of the document at `path`, whole.
    ///
    /// # Errors
    /// An object that could not be read.
    pub(super) fn events(
        &self,
        objects: &Objects,
        snapshots: &Snapshots,
        snapshot: &Snapshot,
        path: &str,
    ) -> Result<Arc<[Event]>, ObjectError> {
        let mut events = self.kept.as_ref().map(|kept| kept.events(path, &|_| true)).unwrap_or_default();
        for trace in self.traces.get(path).into_iter().flatten() {
            let Some(document) = snapshots.document(objects, snapshot, path, trace.blob)? else { continue };
            events.push(Event {
                commit: trace.commit.to_string(),
                step: trace.step.to_string(),
                signer: (*trace.signer).clone(),
                date: trace.date,
                received: trace.received,
                before: events.last().map(|event| Arc::clone(&event.document)),
                document,
            });
        }
        Ok(events.into())
    }
}

/// The one value of a set that equals this one.
fn shared<T: ?Sized + Eq + Hash + ToOwned>(known: &mut HashSet<Arc<T>>, value: &T) -> Arc<T>
where
    Arc<T>: From<T::Owned>,
{
    if let Some(one) = known.get(value) {
        return Arc::clone(one);
    }
    let one = Arc::from(value.to_owned());
    known.insert(Arc::clone(&one));
    one
}

/// The day that a keeper says the thing recorded came in, where the step has a field for it.
fn attested(document: &Document, step: &str, signer: &Signer, snapshot: &Snapshot) -> Option<NaiveDate> {
    let field = document.kind.definition.steps.get(step)?.received.as_ref()?;
    if !snapshot.is_keeper(&signer.role) {
        return None;
    }
    // The step has been made: what it wrote to the last item of a list stands there now.
    field.value(&document.data).and_then(date)
}
