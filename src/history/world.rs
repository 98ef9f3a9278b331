//! The register around a document, as a step sees it: the tree of the commit's parent.

use std::cell::{OnceCell, RefCell};
use std::sync::Arc;

use git2::Oid;
use serde_json::Value as Json;

use super::rivals::Rivals;
use super::snapshot::{Snapshot, Snapshots};
use crate::calendar::Calendar;
use crate::process::definition::Unique;
use crate::process::{Event, World};
use crate::register::{Entry, ObjectError, Objects, entry_at, full_id};

/// A parent's tree with everything that a need may ask of it.
pub struct Parent<'a> {
    objects: &'a Objects,
    snapshots: &'a Snapshots,
    snapshot: &'a Snapshot,
    tree: Option<Oid>,
    rivals: RefCell<&'a mut Rivals>,
    events: &'a dyn Fn() -> Result<Arc<[Event]>, ObjectError>,
    life: OnceCell<Arc<[Event]>>,
    failed: RefCell<Option<ObjectError>>,
}

impl<'a> Parent<'a> {
    /// The world of a commit whose parent's tree is `tree`; `events` works out the document's life when asked.
    pub fn new(
        objects: &'a Objects,
        snapshots: &'a Snapshots,
        snapshot: &'a Snapshot,
        tree: Option<Oid>,
        rivals: &'a mut Rivals,
        events: &'a dyn Fn() -> Result<Arc<[Event]>, ObjectError>,
    ) -> Self {
        Self {
            objects,
            snapshots,
            snapshot,
            tree,
            rivals: RefCell::new(rivals),
            events,
            life: OnceCell::new(),
            failed: RefCell::new(None),
        }
    }

    /// The error that kept a question from being answered; then nothing that was judged counts.
    pub fn failure(&self) -> Option<ObjectError> {
        self.failed.borrow_mut().take()
    }

    fn note<T>(&self, answer: Result<T, ObjectError>) -> Option<T> {
        answer.map_err(|error| self.failed.borrow_mut().replace(error)).ok()
    }
}

impl World for Parent<'_> {
    fn document(&self, kind: &str, id: &str) -> Option<Arc<Json>> {
        let path = self.snapshot.catalogue()?.kind(kind)?.definition.path_of(id);
        let entry = self.note(entry_at(self.objects, self.tree?, &path))?.filter(Entry::is_file)?;
        self.note(self.snapshots.document(self.objects, self.snapshot, &path, entry.oid))?
    }

    fn rivals(&self, kind: &str, unique: &Unique, document: &Json) -> Vec<String> {
        let (Some(tree), Some(catalogue)) = (self.tree, self.snapshot.catalogue()) else { return Vec::new() };
        let mut rivals = self.rivals.borrow_mut();
        let moved = self.note(rivals.move_to(self.objects, self.snapshots, self.snapshot, tree));
        match (moved, catalogue.kind(kind)) {
            (Some(()), Some(kind)) => rivals.of(kind, unique, document),
            _ => Vec::new(),
        }
    }

    fn calendar(&self, name: Option<&str>) -> Option<Arc<Calendar>> {
        self.snapshot.calendars.named(name.unwrap_or(&self.snapshot.settings.calendar))
    }

    fn calendar_at(&self, name: Option<&str>, commit: &str) -> Option<Arc<Calendar>> {
        let name = name.unwrap_or(&self.snapshot.settings.calendar);
        let tree = self.note(self.objects.commit(full_id(commit)?))?.tree;
        // A tree that can't be judged by has been told of already.
        self.snapshots.of(self.objects, tree).ok()?.calendars.named(name)
    }

    fn life(&self) -> Arc<[Event]> {
        Arc::clone(self.life.get_or_init(|| self.note((self.events)()).unwrap_or_else(|| Arc::new([]))))
    }
}
