//! What a worker needs to look at documents and their lives by itself: the objects of a desk are for one thread, what
//! stands in its tree and the history are for all of them.

use std::sync::Arc;

use serde_json::Value as Json;

use super::books::Books;
use super::{CliError, parallel};
use crate::calendar::Calendar;
use crate::history::{History, Parent, Rivals, Snapshot, Snapshots};
use crate::process::{Event, World};
use crate::register::{Entry, ObjectError, Objects, Oid, entry_at, full_id};

/// From how many documents on all that is remembered of them is read at once.
pub(super) const MANY: usize = 2_048;

/// The books as a worker sees them.
pub(super) struct Reader<'d> {
    objects: Objects,
    snapshots: &'d Snapshots,
    snapshot: &'d Snapshot,
    tree: Oid,
    history: &'d History,
    known: usize,
}

impl<'d> Reader<'d> {
    /// As many as there is use for with so many documents.
    ///
    /// # Errors
    /// A repository that can't be opened once more.
    pub(super) fn several(books: &'d Books, documents: usize) -> Result<Vec<Self>, CliError> {
        (0..parallel::workers_for(documents)).map(|_| Self::of(books)).collect()
    }

    fn of(Books { desk, history, known, .. }: &'d Books) -> Result<Self, CliError> {
        let (snapshots, snapshot, tree) = (&desk.snapshots, &desk.snapshot, desk.tree);
        Ok(Self { objects: desk.register.objects()?, snapshots, snapshot, tree, history, known: *known })
    }

    /// All steps of the document at a path, each with its place in the history, and with the fields right below its root
    /// that are wanted.
    pub(super) fn placed(&self, path: &str, wanted: &dyn Fn(&str) -> bool) -> Vec<(usize, Event)> {
        self.history.placed_life(path, wanted)
    }

    /// The steps that are known where the books are looked at from.
    pub(super) fn steps(&self, path: &str) -> Vec<(usize, Event)> {
        let mut steps = self.placed(path, &|_| true);
        steps.retain(|(place, _)| *place < self.known);
        steps
    }

    /// What stands in the tree.
    pub(super) fn snapshot(&self) -> &'d Snapshot {
        self.snapshot
    }

    /// Does something with the register around a document whose steps are known.
    ///
    /// # Errors
    /// An object that can't be read.
    pub(super) fn with_life<T>(
        &self,
        life: &Arc<[Event]>,
        use_it: impl FnOnce(&dyn World) -> T,
    ) -> Result<T, ObjectError> {
        let mut rivals = Rivals::default();
        let events = || Ok(Arc::clone(life));
        let tree = Some(self.tree);
        let world = Parent::new(&self.objects, self.snapshots, self.snapshot, tree, &mut rivals, &events);
        let result = use_it(&world);
        world.failure().map_or(Ok(result), Err)
    }

    /// Another document, by kind and id. Many documents ask for the same few, so they are read once.
    pub(super) fn document(&self, kind: &str, id: &str) -> Option<Arc<Json>> {
        let path = self.snapshot.catalogue()?.kind(kind)?.definition.path_of(id);
        let entry = entry_at(&self.objects, self.tree, &path).ok()?.filter(Entry::is_file)?;
        self.snapshots.document(&self.objects, self.snapshot, &path, entry.oid).ok()?
    }

    /// A calendar by name, the register's where it is none, as it stood in a commit of the history or stands now.
    pub(super) fn calendar(&self, name: Option<&str>, commit: Option<&str>) -> Option<Arc<Calendar>> {
        let name = name.unwrap_or(&self.snapshot.settings.calendar);
        let Some(commit) = commit else { return self.snapshot.calendars.named(name) };
        let tree = self.objects.commit(full_id(commit)?).ok()?.tree;
        self.snapshots.of(&self.objects, tree).ok()?.calendars.named(name)
    }
}
