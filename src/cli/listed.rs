//! The documents of a kind as `iwcp list` needs them: with the fields that are shown or asked for, and no more. Most come
//! from what is remembered of the register's history; what is not remembered is read.

use std::sync::Arc;

use serde_json::Value as Json;

use super::CliError;
use super::columns::{Columns, Shown};
use super::desk::Desk;
use super::parallel::each;
use super::reader;
use crate::history::Snapshot;
use crate::process::definition::Named;
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
    /// What is known of it.
    pub known: Known,
}

/// What is known of a document in a list.
pub(super) enum Known {
    /// Its data, at least the fields that were asked for.
    Data(Arc<Json>),
    /// Its columns.
    Shown(Shown),
}

/// How much of documents is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    /// Fields besides those of the columns.
    pub fields: &'a [&'a Pattern],
    /// Whether the columns of the documents' own kind will do.
    pub own_columns: bool,
    /// Whether it is as the register stands now, and worth remembering.
    pub now: bool,
}

impl Listed {
    /// The status that it says it has.
    pub(super) fn status(&self) -> Option<&str> {
        match &self.known {
            Known::Data(data) => self.kind.definition.status_of(data),
            Known::Shown(shown) => shown.status.as_deref(),
        }
    }

    /// The same with its columns alone, where those of a kind are its own kind's.
    fn shown_as(self, kind: &Arc<Kind>) -> Self {
        if !Arc::ptr_eq(&self.kind, kind) {
            return self;
        }
        let value = |value: Option<&Json>| value.cloned().unwrap_or_default();
        let values = self.values(&kind.definition.columns).into_iter().map(value).collect();
        let status = self.status().map(str::to_owned);
        Self { known: Known::Shown(Shown { status, values }), ..self }
    }

    /// The values of columns, in their order: of its own kind's where no others will ever be asked for.
    pub(super) fn values<'v>(&'v self, columns: &'v Named<Pattern>) -> Vec<Option<&'v Json>> {
        match &self.known {
            Known::Data(data) => columns.values().map(|field| field.value(data)).collect(),
            Known::Shown(shown) => {
                shown.values.iter().map(|value| Some(value).filter(|it| !it.is_null())).collect()
            }
        }
    }

    /// Whether a condition holds of its data; nobody asks of what only its columns are known of.
    pub(super) fn fits(&self, fits: impl Fn(&Json) -> bool) -> bool {
        match &self.known {
            Known::Data(data) => fits(data),
            Known::Shown(_) => false,
        }
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
pub(super) fn listed(desk: &Desk, kind: &Arc<Kind>, asked: Asked<'_>) -> Result<Vec<Listed>, CliError> {
    let mut files: Vec<(String, Oid)> = Vec::new();
    for file in walk_files(&desk.objects, desk.tree, kind.definition.home()) {
        let (path, entry) = file?;
        if entry.is_file() && kind.definition.id_at(&path).is_some() {
            files.push((path, entry.oid));
        }
    }
    if !asked.own_columns {
        return Ok(read(desk, kind, asked.fields, &files).into_iter().flatten().collect());
    }
    let mut columns = Columns::of(desk, kind)?;
    let known = |(path, blob): &(String, Oid)| {
        let (known, id) = (Known::Shown(columns.take(*blob)?), kind.definition.id_at(path)?.to_owned());
        Some(Listed { id, path: path.clone(), kind: Arc::clone(kind), known })
    };
    let mut found: Vec<Option<Listed>> = files.iter().map(known).collect();
    let is_new = |(file, known): (&(String, Oid), &Option<Listed>)| known.is_none().then(|| file.clone());
    let new: Vec<(String, Oid)> = files.iter().zip(&found).filter_map(is_new).collect();
    let mut read = read(desk, kind, asked.fields, &new).into_iter();
    for place in found.iter_mut().filter(|place| place.is_none()) {
        *place = read.next().flatten().map(|listed| listed.shown_as(kind));
    }
    if asked.now && !new.is_empty() {
        columns.keep(files.iter().zip(&found).filter_map(
            |((_, blob), listed)| match &listed.as_ref()?.known {
                Known::Shown(shown) => Some((*blob, shown)),
                Known::Data(_) => None,
            },
        ));
    }
    Ok(found.into_iter().flatten().collect())
}

/// Documents from what is remembered of the history, or as they stand; each where it can be read.
fn read(desk: &Desk, kind: &Arc<Kind>, asked: &[&Pattern], files: &[(String, Oid)]) -> Vec<Option<Listed>> {
    let known = remembered(desk, kind, asked, files).into_iter();
    let read = |(path, _): &(String, Oid)| {
        let document = desk.document_at(path).ok().flatten()?;
        let known = Known::Data(document.data);
        Some(Listed { id: document.id, path: document.path, kind: document.kind, known })
    };
    files.iter().zip(known).map(|(file, known)| known.or_else(|| read(file))).collect()
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
    if files.len() > reader::MANY {
        snapshots.look_up();
    }
    let one = |(path, blob): &(String, Oid)| {
        let data = snapshots.remembered(path, *blob, &wanted)?;
        let kind = version(snapshot, kind, &data)?;
        let id = kind.definition.id_at(path)?.to_owned();
        Some(Listed { id, path: path.clone(), kind, known: Known::Data(Arc::new(data)) })
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
