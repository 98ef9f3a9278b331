//! All documents of a register side by side, indexed once: what `check` of a work tree looks around in. Of each its text
//! is kept, which takes a tenth of the room of what is read out of it; few are ever asked for.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use serde_json::Value as Json;

use super::surroundings::Surroundings;
use crate::calendar::{Calendar, Calendars};
use crate::document::Document;
use crate::process::definition::Unique;
use crate::process::{Event, World};
use crate::source::{Source, parse};

/// All documents of a register.
#[derive(Default)]
pub struct Holdings {
    kinds: HashMap<String, BTreeMap<String, Held>>,
    /// Kind and id of documents whose text can't be read.
    unreadable: HashSet<(String, String)>,
    /// Kind and the id that documents give themselves, with their files.
    claims: HashMap<(String, String), BTreeSet<String>>,
    /// Kind and unique values of open documents, with their ids.
    open: HashMap<(String, String), BTreeSet<String>>,
    calendars: Arc<Calendars>,
    calendar: String,
}

struct Held {
    text: Source,
    id_field: Arc<str>,
    /// Read when it is asked for first.
    data: OnceLock<Option<Arc<Json>>>,
}

impl Held {
    fn data(&self) -> Option<Arc<Json>> {
        let read = || parse(&self.text.name, self.text.text.as_bytes()).ok();
        self.data.get_or_init(|| Some(Arc::new(read()?.to_json()))).clone()
    }
}

impl Holdings {
    /// Nothing yet; `calendar` is the name of the register's calendar among `calendars`.
    pub fn new(calendar: impl Into<String>, calendars: Arc<Calendars>) -> Self {
        Self { calendar: calendar.into(), calendars, ..Self::default() }
    }

    /// Adds a document of which no more is known than that it is there.
    pub fn add_unreadable(&mut self, kind: &str, id: &str) {
        self.unreadable.insert((kind.to_owned(), id.to_owned()));
    }

    /// Adds a document.
    pub fn add(&mut self, document: &Document) {
        let definition = &document.kind.definition;
        let kind = &definition.kind;
        if let Some(id) = definition.field(&document.data, &definition.envelope.id) {
            self.claims.entry((kind.clone(), id.to_owned())).or_default().insert(document.path.clone());
        }
        let values = definition.unique.as_ref().and_then(|unique| unique.key(&document.data));
        if let Some(values) = values.filter(|_| document.is_open()) {
            self.open.entry((kind.clone(), values)).or_default().insert(document.id.clone());
        }
        let text = document.tree.source.clone();
        let held = Held { text, id_field: definition.envelope.id.as_str().into(), data: OnceLock::new() };
        self.kinds.entry(kind.clone()).or_default().insert(document.id.clone(), held);
    }
}

impl World for Holdings {
    fn document(&self, kind: &str, id: &str) -> Option<Arc<Json>> {
        self.kinds.get(kind)?.get(id)?.data()
    }

    fn rivals(&self, kind: &str, unique: &Unique, document: &Json) -> Vec<String> {
        let found = unique.key(document).and_then(|values| self.open.get(&(kind.to_owned(), values)));
        let Some(held) = self.kinds.get(kind).and_then(|held| held.values().next()) else {
            return Vec::new();
        };
        let own = document.get(&*held.id_field).and_then(Json::as_str);
        found.into_iter().flatten().filter(|id| own != Some(id.as_str())).cloned().collect()
    }

    fn calendar(&self, name: Option<&str>) -> Option<Arc<Calendar>> {
        self.calendars.named(name.unwrap_or(&self.calendar))
    }

    fn life(&self) -> Arc<[Event]> {
        Arc::new([])
    }
}

impl Surroundings for Holdings {
    fn ids(&self, kind: &str) -> Vec<&str> {
        self.kinds.get(kind).map(|held| held.keys().map(String::as_str).collect()).unwrap_or_default()
    }

    fn is_unreadable(&self, kind: &str, id: &str) -> bool {
        self.unreadable.contains(&(kind.to_owned(), id.to_owned()))
    }

    fn files(&self, kind: &str, id: &str) -> Vec<&str> {
        let claims = self.claims.get(&(kind.to_owned(), id.to_owned()));
        claims.into_iter().flatten().map(String::as_str).collect()
    }

    fn world(&self) -> &dyn World {
        self
    }
}
