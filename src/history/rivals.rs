//! Which open documents share what only one may have: an index that moves from tree to tree with the changes between
//! them, so that a history of a million commits never reads all documents twice.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use git2::Oid;
use serde_json::Value as Json;

use super::snapshot::{Snapshot, Snapshots};
use crate::document::Document;
use crate::process::definition::Unique;
use crate::process::{Definition, Kind};
use crate::register::{Change, ObjectError, Objects, changes};

/// Kind and key of a document, where it is open and has what only one open document may have.
pub(super) fn place(definition: &Definition, data: &Json) -> Option<(String, String)> {
    let open = definition.status_of(data).is_none_or(|status| definition.is_open(status));
    let unique = definition.unique.as_ref().filter(|_| open)?;
    Some((definition.kind.clone(), unique.key(data)?))
}

/// The open documents of one tree, by kind and key.
#[derive(Default)]
pub struct Rivals {
    tree: Option<Oid>,
    open: HashMap<(String, String), BTreeSet<String>>,
    keys: BTreeMap<String, (String, String)>,
}

impl Rivals {
    /// Moves the index to another tree.
    ///
    /// # Errors
    /// An object that could not be read.
    pub fn move_to(
        &mut self,
        objects: &Objects,
        snapshots: &Snapshots,
        snapshot: &Snapshot,
        tree: Oid,
    ) -> Result<(), ObjectError> {
        if self.tree == Some(tree) {
            return Ok(());
        }
        for change in changes(objects, self.tree, tree)? {
            self.apply(objects, snapshots, snapshot, &change)?;
        }
        self.tree = Some(tree);
        Ok(())
    }

    fn apply(
        &mut self,
        objects: &Objects,
        snapshots: &Snapshots,
        snapshot: &Snapshot,
        change: &Change,
    ) -> Result<(), ObjectError> {
        let Some((kind, id)) = snapshot.at(&change.path) else { return Ok(()) };
        if kind.definition.unique.is_none() {
            return Ok(());
        }
        self.forget(&change.path, id);
        let Some(entry) = change.new.as_ref().filter(|entry| entry.is_file()) else { return Ok(()) };
        if let Some(place) = snapshots.kept_rival(&change.path, entry.oid) {
            self.learn(place, &change.path, id);
        } else if let Some(data) = snapshots.document(objects, snapshot, &change.path, entry.oid)? {
            let kind = snapshot.versioned(kind, &data);
            self.learn(place(&kind.definition, &data), &change.path, id);
        }
        Ok(())
    }

    /// Moves the index from one tree to the next, of which the only changed documents are these; an index that stands
    /// elsewhere stays there, and moves when it is asked.
    pub fn step(&mut self, from: Oid, tree: Oid, documents: &[&Document]) {
        if self.tree != Some(from) {
            return;
        }
        for document in documents {
            self.forget(&document.path, &document.id);
            self.learn(place(&document.kind.definition, &document.data), &document.path, &document.id);
        }
        self.tree = Some(tree);
    }

    fn learn(&mut self, place: Option<(String, String)>, path: &str, id: &str) {
        let Some(place) = place else { return };
        self.open.entry(place.clone()).or_default().insert(id.to_owned());
        self.keys.insert(path.to_owned(), place);
    }

    fn forget(&mut self, path: &str, id: &str) {
        let Some(place) = self.keys.remove(path) else { return };
        if let Some(ids) = self.open.get_mut(&place) {
            ids.remove(id);
            if ids.is_empty() {
                self.open.remove(&place);
            }
        }
    }

    /// The ids of other open documents of a kind with the same key.
    pub fn of(&self, kind: &Kind, unique: &Unique, document: &Json) -> Vec<String> {
        let Some(key) = unique.key(document) else { return Vec::new() };
        let own = kind.definition.field(document, &kind.definition.envelope.id);
        let ids = self.open.get(&(kind.definition.kind.clone(), key));
        ids.into_iter().flatten().filter(|id| Some(id.as_str()) != own).cloned().collect()
    }
}
