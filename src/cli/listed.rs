//! The documents of a kind as `iwcp list` needs them: with the fields that are shown or asked for, and no more. Most come
//! from what is remembered of the register's history; what is not remembered is read.

use std::sync::Arc;

use serde_json::Value as Json;

use super::CliError;
use super::desk::Desk;
use super::parallel::each;
use crate::history::Snapshot;
use crate::process::{Kind, Pattern, Place};
use crate::register::{Oid, walk_files};

/// A document in a list.
pub(super) struct Listed {
    /// The id that its path gives it.
    pub id: String,
    /// Where it stands.
    pub path: String,
    /// Its kind, in the process version that it runs under.
    pub kind: Arc<Kind>,
    /// Its data, at least the fields that were asked for.
    pub data: Arc<Json>,
}

impl Listed {
    /// The status that it says it has.
    pub(super) fn status(&self) -> Option<&str> {
        self.kind.definition.status_of(&self.data)
    }

    /// Whether its status is an open one; a document without a status is open.
    pub(super) fn is_open(&self) -> bool {
        self.status().is_none_or(|status| self.kind.definition.is_open(status))
    }
}

/// All documents of a kind, by id, with the fields of its columns and those that are asked for besides; those that can't
/// be read are left out (`check` tells of them).
///
/// # Errors
/// An object that can't be read.
pub(super) fn listed(desk: &Desk, kind: &Arc<Kind>, asked: &[&Pattern]) -> Result<Vec<Listed>, CliError> {
    let mut files: Vec<(String, Oid)> = Vec::new();
    for file in walk_files(&desk.objects, desk.tree, kind.definition.home()) {
        let (path, entry) = file?;
        if entry.is_file() && kind.definition.id_at(&path).is_some() {
            files.push((path, entry.oid));
        }
    }
    let known = remembered(desk, kind, asked, &files);
    let mut found = Vec::with_capacity(files.len());
    for ((path, _), known) in files.into_iter().zip(known) {
        let document = match known {
            Some(known) => Some(known),
            None => desk.document_at(&path).ok().flatten().map(|document| Listed {
                id: document.id,
                path: document.path,
                kind: document.kind,
                data: document.data,
            }),
        };
        found.extend(document);
    }
    Ok(found)
}

/// What is remembered of files, each as far as it is; worked out on all processors.
fn remembered(
    desk: &Desk,
    kind: &Arc<Kind>,
    asked: &[&Pattern],
    files: &[(String, Oid)],
) -> Vec<Option<Listed>> {
    let definition = &kind.definition;
    let envelope = &definition.envelope;
    let keys: Option<Vec<&str>> = definition.columns.values().chain(asked.iter().copied()).map(top).collect();
    let wanted = |key: &str| {
        [&envelope.id, &envelope.process, &envelope.status].into_iter().any(|field| field == key)
            || keys.as_ref().is_none_or(|keys| keys.contains(&key))
    };
    let (snapshots, snapshot) = (&desk.snapshots, &desk.snapshot);
    snapshots.look_up();
    let one = |(path, blob): &(String, Oid)| {
        let data = snapshots.remembered(path, *blob, &wanted)?;
        let kind = version(snapshot, kind, &data)?;
        let id = kind.definition.id_at(path)?.to_owned();
        Some(Listed { id, path: path.clone(), kind, data: Arc::new(data) })
    };
    each(files, one)
}

/// The field right below the root that a pattern looks into; none where that may be any.
fn top(pattern: &Pattern) -> Option<&str> {
    match pattern.0.first() {
        Some(Place::Key(key)) => Some(key),
        _ => None,
    }
}

/// The kind in the version that a document names; none where the register does not know that version.
fn version(snapshot: &Snapshot, kind: &Arc<Kind>, data: &Json) -> Option<Arc<Kind>> {
    let definition = &kind.definition;
    let Some(version) = definition.field(data, &definition.envelope.process) else {
        return Some(Arc::clone(kind));
    };
    snapshot.library.version(version)?.kind(&definition.kind).cloned()
}
