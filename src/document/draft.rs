//! A step in the making: fields given by their paths or by short names, put into the author's own text, everything
//! else left as it is.

use serde_json::Value as Json;

use crate::process::definition::Step;
use crate::process::{Kind, Pattern, Place, Words, copies, defaults};
use crate::source::{Change, Edit, Node, Path, Source, Tree, edit, parse, render};

use super::DraftError;
use super::value::{field_of, meant, read, split};

/// A step in the making.
#[derive(Clone)]
pub struct Draft<'a> {
    pub(super) kind: &'a Kind,
    pub(super) step: &'a Step,
    pub(super) before: Json,
    edits: Vec<Edit>,
    given: Vec<Path>,
    /// What was assigned, filled in or taken away so far.
    assigned: Vec<Path>,
    /// What goes by itself into an item that the step is given beside its own fields.
    fills: Vec<(Path, Json)>,
}

impl<'a> Draft<'a> {
    /// A draft of a step on a document (or on nothing, for a new one), with what the step writes by itself.
    pub fn new(kind: &'a Kind, step: &'a Step, before: Option<&Json>, words: &dyn Words) -> Self {
        let before = before.cloned().unwrap_or_else(|| Json::Object(serde_json::Map::new()));
        let fills = defaults(&kind.definition.sets, &before, words);
        // The first day of receipt stands.
        let received = step.received.as_ref().and_then(|field| field.first(&before));
        let stands = |path: &Path| received.as_ref() == Some(path) && path.find(&before).is_some();
        let mut edits: Vec<Edit> = defaults(&step.sets, &before, words)
            .into_iter()
            .filter(|(path, _)| !stands(path))
            .map(|(path, value)| Edit { path, change: Change::Set(value) })
            .collect();
        if let Some(to) = &step.to {
            let path = Path::root().key(&kind.definition.envelope.status);
            edits.insert(0, Edit { path, change: Change::Set(Json::String(to.clone())) });
        }
        Self { kind, step, before, edits, given: Vec::new(), assigned: Vec::new(), fills }
    }

    /// The same draft on a text that somebody wrote for a new document: fields are named as they stand in it.
    #[must_use]
    pub fn on(mut self, text: &Tree) -> Self {
        self.before = text.to_json();
        self
    }

    /// Sets a field; a value given later wins over an earlier one and over what the step writes by itself.
    pub fn set(&mut self, path: Path, value: Json) {
        let (own, rest): (Vec<Edit>, Vec<Edit>) =
            std::mem::take(&mut self.edits).into_iter().partition(|edit| edit.path.is_within(&path));
        self.edits = rest;
        self.given.push(path.clone());
        self.edits.push(Edit { path: path.clone(), change: Change::Set(value.clone()) });
        // What the step writes by itself into something that is given whole stays, where that says nothing of it.
        self.edits.extend(own.into_iter().filter(|edit| {
            let lacks = || {
                edit.path.0.get(path.0.len()..).is_some_and(|rest| Path(rest.to_vec()).find(&value).is_none())
            };
            value.is_object() && edit.path.parent().as_ref() == Some(&path) && lacks()
        }));
        self.fill_up(&path, &value);
    }

    /// Writes what goes by itself into the item that a path lies in, where nothing stands there yet.
    fn fill_up(&mut self, path: &Path, value: &Json) {
        for (fill, word) in self.fills.clone() {
            let Some(item) = fill.parent().filter(|item| path.is_within(item)) else { continue };
            let key = fill.0.last().map(ToString::to_string).unwrap_or_default();
            let within = *path == item && (value.get(&key).is_some() || !value.is_object());
            if !within && self.edits.iter().all(|edit| edit.path != fill) {
                self.edits.push(Edit { path: fill, change: Change::Set(word) });
            }
        }
    }

    /// Sets a field from `FIELD=VALUE`, for an assignment that is to come to win over.
    ///
    /// # Errors
    /// A field that is not there or not clear, a value that is no YAML.
    pub fn preset(&mut self, assignment: &str) -> Result<(), DraftError> {
        let (path, value) = self.assignment(assignment)?;
        self.set(path, value);
        Ok(())
    }

    /// Sets a field from `FIELD=VALUE`. Each field is set once; `LIST.+=VALUE` adds an item each time.
    ///
    /// # Errors
    /// As [`Self::preset`]; a field that was assigned before.
    pub fn assign(&mut self, assignment: &str) -> Result<(), DraftError> {
        let (mut path, value) = self.assignment(assignment)?;
        if split(assignment).is_some_and(|(field, _)| Pattern::parse(field).0.last() == Some(&Place::New)) {
            while let (true, Some(next)) = (self.assigned.contains(&path), path.next()) {
                path = next;
            }
        }
        self.once(&path, assignment)?;
        self.set(path, value);
        Ok(())
    }

    /// Takes a field away that stands in the document.
    ///
    /// # Errors
    /// A field that is not there or not clear, or that was assigned before.
    pub fn unset(&mut self, field: &str) -> Result<(), DraftError> {
        let path = self.resolve(field)?;
        if path.find(&self.before).is_none() {
            return Err(DraftError::Nothing { field: field.to_owned(), path });
        }
        self.once(&path, field)?;
        self.edits.retain(|edit| !edit.path.is_within(&path));
        self.given.push(path.clone());
        self.edits.push(Edit { path, change: Change::Remove });
        Ok(())
    }

    fn assignment(&self, assignment: &str) -> Result<(Path, Json), DraftError> {
        let (field, text) =
            split(assignment).ok_or_else(|| DraftError::NoAssignment(field_of(assignment)))?;
        let path = self.resolve(field)?;
        let value = read(self.kind, &path, field, text)?;
        Ok((path, value))
    }

    /// Notes an assignment; of two to the same field nobody can tell which one is meant.
    fn once(&mut self, path: &Path, assignment: &str) -> Result<(), DraftError> {
        if self.assigned.contains(path) {
            return Err(DraftError::Twice { field: field_of(assignment), path: path.clone() });
        }
        self.assigned.push(path.clone());
        Ok(())
    }

    /// Whether somebody assigned, filled in or took away a field that `fits`: neither the step by itself nor a preset.
    pub fn is_assigned(&self, fits: impl Fn(&Path) -> bool) -> bool {
        self.assigned.iter().any(fits)
    }

    /// Sets a field, named as in an assignment, to what a node of a YAML text says.
    ///
    /// # Errors
    /// A field that is not there or not clear.
    pub fn fill(&mut self, field: &str, node: &Node) -> Result<(), DraftError> {
        let path = self.resolve(field)?;
        let value = meant(self.kind, &path, node);
        self.assigned.push(path.clone());
        self.set(path, value);
        Ok(())
    }

    /// Takes back what the step would write to a field by itself.
    ///
    /// # Errors
    /// A field that is not there or not clear.
    pub fn leave_out(&mut self, field: &str) -> Result<(), DraftError> {
        let path = self.resolve(field)?;
        self.edits.retain(|edit| edit.path != path);
        Ok(())
    }

    /// The document as the step would leave it.
    ///
    /// # Errors
    /// An edit that the text has no place for.
    pub fn apply(&self, tree: &Tree) -> Result<Tree, DraftError> {
        let order = |mapping: &Path, key: &str| self.kind.schema.key_order(mapping, key);
        let made = edit(tree, &self.edits, &order)?;
        let copied = copies(self.step, &self.before, &made.to_json());
        let copied = copied.into_iter().map(|(path, value)| Edit { path, change: Change::Set(value) });
        match copied.collect::<Vec<_>>().as_slice() {
            [] => Ok(made),
            edits => Ok(edit(&made, edits, &order)?),
        }
    }

    /// A new document with this id, at its path.
    ///
    /// # Errors
    /// An edit that the text has no place for.
    pub fn create(&self, id: &str) -> Result<Tree, DraftError> {
        let envelope = &self.kind.definition.envelope;
        let mut start = serde_json::Map::new();
        start.insert(envelope.id.clone(), Json::String(id.to_owned()));
        start.insert(envelope.process.clone(), Json::String(self.kind.shared.process.clone()));
        let text = render(&Json::Object(start));
        let tree = parse(&self.kind.definition.path_of(id), text.as_bytes()).map_err(|_| {
            DraftError::Value { field: envelope.id.clone(), why: "the id can't be written".to_owned() }
        })?;
        self.apply(&tree)
    }

    /// A new document with this id from a text that somebody wrote, at its path.
    ///
    /// # Errors
    /// An edit that the text has no place for.
    pub fn complete(&self, text: &Tree, id: &str) -> Result<Tree, DraftError> {
        let envelope = &self.kind.definition.envelope;
        let order = |mapping: &Path, key: &str| self.kind.schema.key_order(mapping, key);
        let set = |key: &str, value: &str| Edit {
            path: Path::root().key(key),
            change: Change::Set(Json::String(value.to_owned())),
        };
        let start = [set(&envelope.id, id), set(&envelope.process, &self.kind.shared.process)];
        let mut edits = start.to_vec();
        let data = text.to_json();
        // What the step writes by itself gives way to what the text says.
        edits.extend(
            self.edits.iter().filter(|edit| self.forced(edit) || edit.path.find(&data).is_none()).cloned(),
        );
        let named = Tree {
            source: Source::new(self.kind.definition.path_of(id), text.source.text.clone()),
            ..text.clone()
        };
        Ok(edit(&named, &edits, &order)?)
    }

    fn forced(&self, edit: &Edit) -> bool {
        edit.path == Path::root().key(&self.kind.definition.envelope.status)
            || self.given.contains(&edit.path)
    }

    /// The path that a pattern names in the document as it was.
    pub fn first(&self, pattern: &Pattern) -> Option<Path> {
        pattern.first(&self.before)
    }

    /// What is set at a path so far, or stood there before.
    pub fn given(&self, path: &Path) -> Option<Json> {
        match self.edits.iter().rev().find(|edit| edit.path == *path).map(|edit| &edit.change) {
            Some(Change::Set(value)) => Some(value.clone()),
            Some(Change::Remove) => None,
            None => path.find(&self.before).cloned(),
        }
    }
}
