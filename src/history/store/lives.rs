//! Reads remembered steps: a document's life, and documents as they stood, as whole as they are wanted.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use git2::Oid;
use serde_json::{Map, Value as Json};

use super::Store;
use super::bytes::Reader;
use super::chunk::{Chunk, Entry, Stored};
use super::seal::digest;
use crate::diagnostic::Finding;
use crate::history::judge::Now;
use crate::process::Event;
use crate::register::{Objects, Register, Stock};
use crate::trust::Proof;

/// Kind and key of what only one open document may have.
pub(in crate::history) type Rival = Option<(String, String)>;

/// The first so many commits of a remembered history, with their steps.
#[derive(Clone, Debug)]
pub(in crate::history) struct Kept {
    store: Arc<Store>,
    /// How many commits.
    pub count: usize,
    /// Whether something could not be read back: then nothing that was answered counts.
    broken: Arc<AtomicBool>,
}

impl Kept {
    /// The first `count` commits of a store.
    pub(in crate::history) fn new(store: Arc<Store>, count: usize) -> Self {
        Self { store, count, broken: Arc::default() }
    }

    /// All of a store.
    pub(in crate::history) fn whole(store: Store) -> Self {
        let count = store.len();
        Self::new(Arc::new(store), count)
    }

    /// What is remembered of the history of a tip, where something is. Nothing is, where a commit was dated later than
    /// now is: what was fine then may be too early again.
    pub(in crate::history) fn of(
        register: &Register,
        stock: &Stock,
        objects: &Objects,
        tip: Oid,
        now: Now,
    ) -> Option<Self> {
        let store = Store::open(register, stock).filter(|store| store.latest() <= now.seconds)?;
        let count = store.base_of(objects, tip).ok().filter(|count| *count > 0)?;
        Some(Self::new(Arc::new(store), count))
    }

    /// What the signature of the one at a position proves.
    pub(in crate::history) fn proof(&self, position: usize) -> Option<&Proof> {
        self.store.proof(position)
    }

    /// How many steps they made.
    pub(in crate::history) fn steps(&self) -> usize {
        self.store.steps(self.count)
    }

    /// What is wrong with them, each with its position.
    pub(in crate::history) fn findings(&self) -> impl Iterator<Item = (usize, &Finding)> {
        self.store.findings(self.count)
    }

    /// What it is read from.
    pub(in crate::history) fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// Whether a commit is among them.
    pub(in crate::history) fn holds(&self, oid: Oid) -> bool {
        self.store.position(oid).is_some_and(|position| position < self.count)
    }

    /// Whether something could not be read back.
    pub(in crate::history) fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Relaxed)
    }

    /// Reads all lives at once; whether that worked.
    pub(in crate::history) fn load(&self) -> bool {
        self.sound(self.store.load().then_some(())).is_some()
    }

    fn sound<T>(&self, read: Option<T>) -> Option<T> {
        if read.is_none() {
            self.broken.store(true, Ordering::Relaxed);
        }
        read
    }

    /// The paths of all documents that made a step.
    pub(in crate::history) fn paths(&self) -> Vec<&str> {
        let tables = self.store.chunks.iter().filter(|chunk| chunk.header.first < self.count);
        let mut paths: Vec<&str> = tables
            .filter_map(|chunk| self.sound(chunk.table()))
            .flat_map(|table| table.documents.keys().map(String::as_str))
            .collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    /// What the life of each document that made a step is known by: as long as it is the same, so is the life. None
    /// where less than all of what is remembered is asked for, or it can't be read.
    pub(in crate::history) fn marks(&self) -> Option<Vec<(&str, Mark)>> {
        let chunks = &self.store.chunks;
        let mut found: Vec<(&str, usize)> = Vec::new();
        for (at, chunk) in chunks.iter().enumerate() {
            found.extend(self.sound(chunk.table())?.documents.keys().map(|path| (path.as_str(), at)));
        }
        found.sort_unstable();
        // Most lives lie in one chunk, and many in the same ones.
        let mut known: HashMap<Vec<usize>, Mark> = HashMap::new();
        let mut marks = Vec::new();
        for life in found.chunk_by(|one, other| one.0 == other.0) {
            let within: Vec<usize> = life.iter().map(|(_, at)| *at).collect();
            let names = |within: &[usize]| {
                within.iter().filter_map(|at| Some(chunks.get(*at)?.name.as_str())).collect()
            };
            let mark = known.entry(within).or_insert_with_key(|within| mark(names(within)));
            marks.extend(life.first().map(|(path, _)| (*path, *mark)));
        }
        (self.count == self.store.len()).then_some(marks)
    }

    /// The life of the document at a path, with the fields right below the document's root that are wanted.
    pub(in crate::history) fn events(&self, path: &str, wanted: &dyn Fn(&str) -> bool) -> Vec<Event> {
        self.placed(path, wanted).into_iter().map(|(_, event)| event).collect()
    }

    /// The same, each step with the position of its commit.
    pub(in crate::history) fn placed(
        &self,
        path: &str,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Vec<(usize, Event)> {
        let mut events: Vec<(usize, Event)> = Vec::new();
        for chunk in self.store.chunks.iter().filter(|chunk| chunk.header.first < self.count) {
            let Some(table) = self.sound(chunk.table()) else { continue };
            let Some(entry) = table.documents.get(path) else { continue };
            self.sound(self.events_in(chunk, entry, wanted, &mut events));
        }
        events
    }

    fn events_in(
        &self,
        chunk: &Chunk,
        entry: &Entry,
        wanted: &dyn Fn(&str) -> bool,
        events: &mut Vec<(usize, Event)>,
    ) -> Option<()> {
        let block = chunk.block(entry)?;
        let commits = chunk.commits()?;
        let mut document = Map::new();
        for stored in chunk.steps(&block)? {
            let position = chunk.header.first.saturating_add(stored.at);
            if position >= self.count {
                break;
            }
            apply(&mut document, &stored, wanted)?;
            let event = Event {
                commit: commits.at(stored.at)?.to_string(),
                step: stored.step.to_string(),
                signer: (*stored.signer).clone(),
                date: stored.date,
                received: stored.received,
                before: events.last().map(|(_, event)| Arc::clone(&event.document)),
                document: Arc::new(Json::Object(document.clone())),
            };
            events.push((position, event));
        }
        Some(())
    }
}

/// What a life is known by.
pub(in crate::history) type Mark = [u8; 16];

/// The mark of a life that stands in chunks of these names: each is the digest of all that the chunk holds.
fn mark(names: Vec<&str>) -> Mark {
    let mut mark = Mark::default();
    let digest = digest(names.join("\n").as_bytes());
    mark.iter_mut().zip(digest).for_each(|(byte, of)| *byte = of);
    mark
}

impl Store {
    /// Of the document at a path, if its last step left that blob, what only one open document may have.
    pub(in crate::history) fn rival(&self, path: &str, blob: Oid) -> Option<&Rival> {
        let found = self.chunks.iter().rev().find_map(|chunk| chunk.table()?.documents.get(path));
        found.filter(|entry| entry.blob == blob).map(|entry| &entry.rival)
    }

    /// The document at a path as its last step left it, if that was that blob, with the fields that are wanted.
    pub(in crate::history) fn state(
        &self,
        path: &str,
        blob: Oid,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Option<Json> {
        let in_chunk = |chunk: &Arc<Chunk>| chunk.table().map(|table| table.documents.contains_key(path));
        let chunk = self.chunks.iter().rev().find(|chunk| in_chunk(chunk) == Some(true))?;
        let entry = chunk.table()?.documents.get(path).filter(|entry| entry.blob == blob)?;
        let block = chunk.block(entry)?;
        // Each field is read once, as the last step left it.
        let mut last: Vec<(&str, &[u8])> = Vec::new();
        for stored in chunk.steps(&block)? {
            last.retain(|(key, _)| !stored.gone.contains(key));
            for (key, value) in stored.set.into_iter().filter(|(key, _)| wanted(key)) {
                match last.iter_mut().find(|(known, _)| *known == key) {
                    Some(known) => known.1 = value,
                    None => last.push((key, value)),
                }
            }
        }
        let field = |(key, value): (&str, &[u8])| Some((key.to_owned(), Reader::new(value).json()?));
        Some(Json::Object(last.into_iter().map(field).collect::<Option<_>>()?))
    }

    /// Reads the steps of all documents at once, for whoever is going to ask for many; whether they are what they were.
    pub(in crate::history) fn load(&self) -> bool {
        thread::scope(|scope| {
            let all: Vec<_> = self.chunks.iter().map(|chunk| scope.spawn(|| chunk.load())).collect();
            all.into_iter().all(|loaded| loaded.join().is_ok_and(|loaded| loaded))
        })
    }
}

/// Brings a document from one step to the next.
fn apply(document: &mut Map<String, Json>, stored: &Stored<'_>, wanted: &dyn Fn(&str) -> bool) -> Option<()> {
    for key in &stored.gone {
        document.shift_remove(*key);
    }
    for (key, value) in stored.set.iter().filter(|(key, _)| wanted(key)) {
        document.insert((*key).to_owned(), Reader::new(value).json()?);
    }
    Some(())
}
