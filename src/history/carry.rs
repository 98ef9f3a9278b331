//! What one commit did, done to another state of the register: a file that nobody else changed is taken as it is, a
//! document that moved meanwhile gets the fields that the step wrote, under a new id where it is to have one.

use git2::Oid;
use serde_json::Value as Json;

use super::facts::{Facts, Touched};
use super::message::{STEP, Telling};
use super::snapshot::{Snapshot, SnapshotError};
use crate::diagnostic::{Finding, rule};
use crate::document::Document;
use crate::process::{Kind, differences};
use crate::register::{Change as Moved, Content, Entry, ObjectError, Objects, entry_at};
use crate::source::{Change, Edit, Path, Segment, Tree, edit};

/// A document that gets another id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// Its kind.
    pub kind: String,
    /// The id that it has.
    pub from: String,
    /// The id that it gets.
    pub to: String,
}

/// A state of the register that commits are carried over to.
pub(super) struct Carry<'a> {
    /// Where objects are read.
    pub objects: &'a Objects,
    /// What stands there.
    pub snapshot: &'a Snapshot,
    /// Its tree.
    pub tree: Oid,
    /// The document that gets another id.
    pub renamed: Option<&'a Renamed>,
}

/// A commit as it would be there.
pub(super) struct Carried {
    /// What it changes.
    pub changes: Vec<(String, Option<Content>)>,
    /// Its message.
    pub message: String,
}

type Outcome<T> = Result<Result<T, Vec<Finding>>, SnapshotError>;

impl Carry<'_> {
    /// Carries a commit over; or says why it can't be.
    ///
    /// # Errors
    /// An object that can't be read.
    pub(super) fn over(&self, facts: &Facts) -> Outcome<Carried> {
        let mut changes = Vec::new();
        let mut found = Vec::new();
        let mut message = String::from_utf8_lossy(&facts.commit.message).into_owned();
        for touched in &facts.touched {
            match self.document(facts, touched)? {
                Ok(Some((path, content, told))) => {
                    changes.push((path, Some(content)));
                    message = told.unwrap_or(message);
                }
                Ok(None) => {}
                Err(findings) => found.extend(findings),
            }
        }
        for change in &facts.other {
            let path = self.path_of(&change.path);
            let there = entry_at(self.objects, self.tree, &path)?;
            if there == change.new {
                continue;
            }
            if there != change.old {
                let message = format!("`{path}` changed on both sides, and the changes do not fit together");
                let finding = Finding::new(&rule::MERGE_CONFLICT, message).in_file(path.clone());
                found.push(
                    finding.in_commit(facts.commit.oid.to_string()).help("make the change anew by hand"),
                );
            }
            changes.push((path, change.new.map(Content::Entry)));
        }
        Ok(if found.is_empty() { Ok(Carried { changes, message }) } else { Err(found) })
    }

    /// Where a file that belongs to the renamed document goes.
    fn path_of(&self, path: &str) -> String {
        let Some(renamed) = self.renamed else { return path.to_owned() };
        let kind = self.snapshot.catalogue().and_then(|catalogue| catalogue.kind(&renamed.kind));
        if kind.is_none_or(|kind| kind.definition.owner_of(path) != Some(renamed.from.as_str())) {
            return path.to_owned();
        }
        path.replacen(&format!("/{}/", renamed.from), &format!("/{}/", renamed.to), 1)
    }

    fn id_of(&self, touched: &Touched) -> String {
        let renamed = self.renamed.filter(|renamed| self.is_renamed(renamed, touched));
        renamed.map_or_else(|| touched.id.clone(), |renamed| renamed.to.clone())
    }

    fn is_renamed(&self, renamed: &Renamed, touched: &Touched) -> bool {
        renamed.kind == touched.kind.definition.kind && renamed.from == touched.id
    }

    /// A document's path, its new content, and the message where that changes; `None` where it stands there already.
    #[allow(clippy::type_complexity, reason = "read once, a few lines above")]
    fn document(
        &self,
        facts: &Facts,
        touched: &Touched,
    ) -> Outcome<Option<(String, Content, Option<String>)>> {
        let id = self.id_of(touched);
        let path = touched.kind.definition.path_of(&id);
        let Moved { old, new, .. } = &touched.change;
        let there = entry_at(self.objects, self.tree, &path)?;
        if there == *new {
            return Ok(Ok(None));
        }
        let (Some(document), Some(entry)) = (&touched.document, new) else {
            return Ok(Err(vec![self.unable(facts, touched, "it does not leave a document")]));
        };
        if id == touched.id && there == *old && self.renamed.is_none() {
            return Ok(Ok(Some((path, Content::Entry(*entry), None))));
        }
        let before = self.read(touched.change.path.as_str(), old.as_ref())?;
        let now = self.read(&path, there.as_ref())?;
        let edited = match (&before, &now) {
            (None, Some(_)) => {
                let name = format!("{} {id}", touched.kind.definition.kind);
                let finding = Finding::new(&rule::ID_TAKEN, format!("{name} is taken there already"));
                let finding = finding.in_file(path).in_commit(facts.commit.oid.to_string());
                return Ok(Err(vec![
                    finding.help(format!("give yours the next free id: `iwcp renumber {id}`")),
                ]));
            }
            (None, None) => self.renamed_text(document, &id),
            (Some(before), Some(now)) => self.carried_text(facts, before, document, now),
            (Some(_), None) => None,
        };
        let Some(tree) = edited else {
            return Ok(Err(vec![self.unable(
                facts,
                touched,
                "its changes can't be put into the document as it is now",
            )]));
        };
        let told = self.told(facts, &document.kind, &id, now.as_ref(), &tree);
        Ok(Ok(Some((path, Content::Bytes(tree.source.text.as_bytes().to_vec()), told))))
    }

    fn unable(&self, facts: &Facts, touched: &Touched, why: &str) -> Finding {
        let name = format!("{} {}", touched.kind.definition.kind, touched.id);
        let step = facts.message.values(STEP).next().unwrap_or("STEP").to_owned();
        let finding = Finding::new(&rule::MERGE_CONFLICT, format!("the commit can't be made anew: {why}"));
        let finding = finding.of_document(name).in_file(touched.change.path.clone());
        finding
            .in_commit(facts.commit.oid.to_string())
            .help(format!("make the step anew on a new branch: `iwcp step {} {step}`", touched.id))
    }

    fn read(&self, path: &str, entry: Option<&Entry>) -> Result<Option<Document>, ObjectError> {
        let Some(entry) = entry.filter(|entry| entry.is_file()) else { return Ok(None) };
        let bytes = self.objects.blob(entry.oid, Objects::BLOB_LIMIT)?;
        let read = Document::read(&self.snapshot.library, &self.snapshot.settings.process, path, &bytes);
        Ok(read.and_then(Result::ok))
    }

    /// A new document's text under its new id.
    fn renamed_text(&self, document: &Document, id: &str) -> Option<Tree> {
        let key = &document.kind.definition.envelope.id;
        let mut edits =
            vec![Edit { path: Path::root().key(key), change: Change::Set(Json::String(id.to_owned())) }];
        let nothing = Json::Object(serde_json::Map::new());
        for path in differences(&nothing, &document.data) {
            edits.extend(self.mention(&path, path.find(&document.data)));
        }
        self.edited(&document.kind, &document.tree, &edits)
    }

    /// The edit that has a value name the renamed document by its new id.
    fn mention(&self, path: &Path, value: Option<&Json>) -> Option<Edit> {
        let renamed = self.renamed?;
        let names = value.and_then(Json::as_str).is_some_and(|text| text == renamed.from);
        let change = Change::Set(Json::String(renamed.to.clone()));
        names.then(|| Edit { path: path.clone(), change })
    }

    /// A document as it is now, with what a step made of it then.
    fn carried_text(
        &self,
        facts: &Facts,
        before: &Document,
        after: &Document,
        now: &Document,
    ) -> Option<Tree> {
        let definition = &after.kind.definition;
        let status = Path::root().key(&definition.envelope.status);
        let step = facts.message.values(STEP).next().and_then(|step| definition.steps.get(step));
        let mut edits = Vec::new();
        if let Some(to) = step.and_then(|step| step.to.clone()) {
            edits.push(Edit { path: status.clone(), change: Change::Set(Json::String(to)) });
        }
        for path in differences(&before.data, &after.data) {
            if path == status {
                continue;
            }
            let moved = shifted(&path, &before.data, &now.data);
            let value = path.find(&after.data);
            edits.push(self.mention(&moved, value).unwrap_or_else(|| Edit {
                path: moved,
                change: value.map_or(Change::Remove, |value| Change::Set(value.clone())),
            }));
        }
        self.edited(&after.kind, &now.tree, &edits)
    }

    fn edited(&self, kind: &Kind, tree: &Tree, edits: &[Edit]) -> Option<Tree> {
        edit(tree, edits, &|mapping: &Path, key: &str| kind.schema.key_order(mapping, key)).ok()
    }

    /// The message of a step as it is now: what its author said stays, what the program says is said anew.
    fn told(
        &self,
        facts: &Facts,
        kind: &Kind,
        id: &str,
        now: Option<&Document>,
        tree: &Tree,
    ) -> Option<String> {
        let step = facts.message.values(STEP).next()?;
        let after = tree.to_json();
        let telling = Telling { kind, id, step, before: now.map(|now| &*now.data), after: &after };
        let mut message =
            telling.compose(Some(&facts.message.body)).ok().filter(|message| !message.is_empty())?;
        let known = crate::register::message::parse(message.as_bytes()).trailers;
        for (key, value) in &facts.message.trailers {
            if !known.iter().any(|(name, _)| name.eq_ignore_ascii_case(key)) {
                message += &format!("{key}: {value}\n");
            }
        }
        Some(message)
    }
}

/// A path of one version in another one: what was appended to a list is appended there, too.
fn shifted(path: &Path, before: &Json, now: &Json) -> Path {
    let count = |data: &Json, path: &Path| path.find(data).and_then(Json::as_array).map_or(0, Vec::len);
    let (mut old, mut new) = (Path::root(), Path::root());
    for segment in &path.0 {
        let length = count(before, &old);
        let other = match segment {
            Segment::Index(index) if *index >= length => {
                Segment::Index(count(now, &new).saturating_add(index.saturating_sub(length)))
            }
            same => same.clone(),
        };
        old = old.with(segment.clone());
        new = new.with(other);
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_was_appended_is_appended_there_too() {
        let (before, now) = (json!({"a": [1], "b": {"c": []}}), json!({"a": [1, 2, 3], "b": {"c": [{}]}}));
        let at = |path: &str| shifted(&Path::parse(path), &before, &now).to_string();
        assert_eq!(at("a.0"), "a.0");
        assert_eq!(at("a.1.x"), "a.3.x");
        assert_eq!(at("b.c.1.y"), "b.c.2.y");
        assert_eq!(at("b.d"), "b.d");
    }
}
