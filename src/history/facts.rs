//! What a commit is, by itself: who signed it, what it changes, and the documents it leaves. Worked out for many
//! commits at once, on all processors; nothing here depends on an earlier commit's verdict.

use std::collections::HashSet;
use std::sync::Arc;

use git2::Oid;

use super::authority::check_keys;
use super::clash::clashes;
use super::signed::{Signed, signed};
use super::snapshot::{PROCESSES, SETTINGS, Snapshot, SnapshotError, Snapshots, bytes_of};
use crate::calendar::FOLDER;
use crate::diagnostic::Finding;
use crate::document::Document;
use crate::process::Kind;
use crate::register::{Change, Links, Message, Objects, RawCommit, changes, message};
use crate::rules;
use crate::source::MAX_BYTES;

/// A change of a document.
pub(super) struct Touched {
    /// What changed.
    pub change: Change,
    /// The document's kind, as the register knew it before the commit.
    pub kind: Arc<Kind>,
    /// The id that the path gives it.
    pub id: String,
    /// The document as the commit leaves it; none where it was removed or is no document.
    pub document: Option<Document>,
    /// What is wrong with the document by itself.
    pub findings: Vec<Finding>,
}

/// All that a commit is by itself.
pub(super) struct Facts {
    /// The commit.
    pub commit: RawCommit,
    /// What its parents are linked to, in order.
    pub parents: Vec<Links>,
    /// Its message.
    pub message: Message,
    /// Who signed it.
    pub signed: Signed,
    /// What stood in the tree that it is judged by: its first parent's, for a root its own.
    pub snapshot: Snapshot,
    /// What stands in its own tree, where it changes something of what later commits are judged by.
    pub after: Option<Snapshot>,
    /// The documents that it changes against its first parent; for a merge those that differ from every parent.
    pub touched: Vec<Touched>,
    /// Everything else that it changes against its first parent; for a merge what differs from every parent.
    pub other: Vec<Change>,
    /// What is wrong with files that belong to documents, with calendars, with names, and with the definitions that it
    /// leaves.
    pub belongings: Vec<Finding>,
    /// For a merge: what it changes against each parent.
    pub sides: Vec<Vec<Change>>,
}

/// Works out the facts of one commit.
///
/// # Errors
/// A missing or malformed object, or a tree that commits can't be judged by.
pub(super) fn facts(objects: &Objects, snapshots: &Snapshots, oid: Oid) -> Result<Facts, SnapshotError> {
    facts_of(objects, snapshots, objects.commit(oid)?)
}

/// Works out the facts of a commit that need not be written yet.
///
/// # Errors
/// As [`facts`].
pub(super) fn facts_of(
    objects: &Objects,
    snapshots: &Snapshots,
    commit: RawCommit,
) -> Result<Facts, SnapshotError> {
    let parents =
        commit.parents.iter().map(|parent| objects.links(*parent)).collect::<Result<Vec<_>, _>>()?;
    let basis = parents.first().map_or(commit.tree, |parent| parent.tree);
    let snapshot = snapshots.of(objects, basis)?;
    let mut sides = Vec::new();
    for parent in &parents {
        sides.push(changes(objects, Some(parent.tree), commit.tree)?);
    }
    let own = match sides.split_first() {
        None => changes(objects, None, commit.tree)?,
        Some((first, rest)) => {
            let paths = |side: &Vec<Change>| side.iter().map(|change| change.path.clone()).collect();
            let rest: Vec<HashSet<String>> = rest.iter().map(paths).collect();
            let everywhere = |change: &&Change| rest.iter().all(|side| side.contains(&change.path));
            first.iter().filter(everywhere).cloned().collect()
        }
    };
    let (after, mut belongings) = match concerns(&snapshot, sides.first().unwrap_or(&own)) {
        true => after(objects, snapshots, commit.tree)?,
        false => (None, Vec::new()),
    };
    let before = parents.first().map(|parent| parent.tree);
    belongings.extend(clashes(objects, before, commit.tree, &snapshot, sides.first().unwrap_or(&own))?);
    let today = snapshot.zone.date_of(commit.committer.seconds);
    let (mut touched, mut other) = (Vec::new(), Vec::new());
    for change in own {
        match touch(objects, snapshots, &snapshot, &change, today)? {
            Some(found) => touched.push(found),
            None => {
                belongings.extend(belonging(objects, &snapshot, &change)?);
                other.push(change);
            }
        }
    }
    let message = message::parse(&commit.message);
    let signed = signed(&commit, &snapshot.certificates);
    Ok(Facts { message, signed, snapshot, after, touched, other, belongings, sides, commit, parents })
}

/// Whether changes concern what later commits are judged by: settings, process versions, participants.
fn concerns(snapshot: &Snapshot, changed: &[Change]) -> bool {
    let participants = snapshot.catalogue().and_then(|catalogue| catalogue.participants());
    changed.iter().any(|Change { path, .. }| {
        path == SETTINGS
            || path.starts_with(PROCESSES)
            || participants.is_some_and(|kind| kind.definition.is_home_of(path))
    })
}

/// What stands in a commit's own tree; nothing where no later commit can be judged by it: that is told of the commit
/// which leaves it so, with its lines.
fn after(
    objects: &Objects,
    snapshots: &Snapshots,
    tree: Oid,
) -> Result<(Option<Snapshot>, Vec<Finding>), SnapshotError> {
    match snapshots.of(objects, tree) {
        Ok(snapshot) => Ok((Some(snapshot), Vec::new())),
        Err(SnapshotError::Faulty(why)) => Ok((None, snapshots.faults(objects, tree, &why)?)),
        Err(SnapshotError::Definitions(found)) => Ok((None, found)),
        Err(error) => Err(error),
    }
}

/// A calendar can be read, and a file that belongs to a document stands encrypted, however large it is.
fn belonging(
    objects: &Objects,
    snapshot: &Snapshot,
    change: &Change,
) -> Result<Option<Finding>, SnapshotError> {
    let (Some(entry), Some(catalogue)) = (&change.new, snapshot.catalogue()) else { return Ok(None) };
    let calendar = change.path.starts_with(FOLDER);
    let belongs = catalogue.kinds().iter().any(|kind| kind.definition.owner_of(&change.path).is_some());
    if !(calendar || belongs) || !entry.is_file() {
        return Ok(None);
    }
    Ok(match calendar {
        true => rules::calendar_file(&change.path, &bytes_of(objects, entry.oid)?),
        false => {
            let head = objects.beginning(entry.oid, MAX_BYTES, Objects::FILE_LIMIT)?;
            rules::clear_evidence(catalogue, &change.path, &head)
        }
    })
}

fn touch(
    objects: &Objects,
    snapshots: &Snapshots,
    snapshot: &Snapshot,
    change: &Change,
    today: chrono::NaiveDate,
) -> Result<Option<Touched>, SnapshotError> {
    let Some((kind, id)) = snapshot.at(&change.path) else { return Ok(None) };
    let mut touched = Touched {
        change: change.clone(),
        kind: Arc::clone(kind),
        id: id.to_owned(),
        document: None,
        findings: Vec::new(),
    };
    let Some(entry) = change.new.as_ref().filter(|entry| entry.is_file()) else { return Ok(Some(touched)) };
    let bytes = bytes_of(objects, entry.oid)?;
    match Document::read(&snapshot.library, &snapshot.settings.process, &change.path, &bytes) {
        Some(Ok(document)) => {
            touched.findings = document.check_schema();
            touched.findings.extend(rules::alone(&document, today));
            snapshots.learn(snapshot, entry.oid, &document.data);
            if document.kind.definition.kind == document.kind.shared.participants {
                touched.findings.extend(check_keys(&[&document]));
            }
            touched.document = Some(document);
        }
        Some(Err(findings)) => touched.findings = findings,
        None => {}
    }
    Ok(Some(touched))
}
