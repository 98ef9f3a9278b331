//! What stands in a tree that commits are judged by: the register's settings, the process versions it knows, and the
//! keys of its participants. Each is read once per distinct part of a tree and shared between threads.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use git2::Oid;
use serde_json::Value as Json;

use super::settings::Named;
use super::store::{Kept, Rival, Store};
use crate::calendar::{Calendars, FOLDER, Zone};
use crate::diagnostic::{Finding, rule};
use crate::document::Document;
use crate::process::{Catalogue, Event, Kind, Library};
use crate::register::{Entry, ObjectError, Objects, Register, Settings, entry_at, short, walk_files};
use crate::signature::{OpenPgpCertificates, fingerprint};
use crate::source::MAX_BYTES;
use crate::trust::{Keys, Proof};

/// Where a register keeps its settings and its own process versions.
pub const SETTINGS: &str = "register.yaml";
/// The folder of a register's own process versions, one folder a version.
pub const PROCESSES: &str = "process";

/// What helps where settings can't be read.
const REPAIR: &str =
    "nothing that builds on this commit can be judged: take it back, and mend the settings first";

/// What stands in one tree.
#[derive(Clone)]
pub struct Snapshot {
    /// The register's settings.
    pub settings: Arc<Settings>,
    /// The process versions it knows.
    pub library: Arc<Library>,
    /// The keys of its participants.
    pub keys: Arc<Keys>,
    /// The calendars that it can name; a file that is no calendar is left out (`check` says so).
    pub calendars: Arc<Calendars>,
    /// The OpenPGP certificates among them.
    pub certificates: Arc<OpenPgpCertificates>,
    /// Its time zone.
    pub zone: Zone,
}

impl Snapshot {
    /// The catalogue of the version that new documents run under.
    pub fn catalogue(&self) -> Option<&Arc<Catalogue>> {
        self.library.version(&self.settings.process)
    }

    /// The kind of a document at `path`, and its id.
    pub fn at<'l, 'p>(&'l self, path: &'p str) -> Option<(&'l Arc<Kind>, &'p str)> {
        self.library.at(&self.settings.process, path)
    }

    /// The kind in the version that a document names; as its path has it, where it names none that is known.
    pub fn versioned<'l>(&'l self, kind: &'l Arc<Kind>, data: &Json) -> &'l Arc<Kind> {
        let definition = &kind.definition;
        let named = definition.field(data, &definition.envelope.process);
        let version = named.and_then(|version| self.library.version(version));
        version.and_then(|catalogue| catalogue.kind(&definition.kind)).unwrap_or(kind)
    }

    /// Whether what made a signature is revoked by now beside its entry: an OpenPGP key by its own certificate, the key
    /// inside a certificate of SSH by an entry of its own.
    pub fn is_revoked(&self, proof: &Proof) -> bool {
        let by_itself = proof.subkey.as_deref();
        let by_itself = by_itself.is_some_and(|key| self.certificates.is_revoked(&proof.fingerprint, key));
        let inside = proof.vouched.as_ref().and_then(|_| self.keys.holder(&proof.fingerprint));
        by_itself || inside.is_some_and(|holder| holder.revoked.is_some())
    }

    /// Whether a role keeps this register.
    pub fn is_keeper(&self, role: &str) -> bool {
        self.catalogue().is_some_and(|catalogue| catalogue.is_keeper(role))
    }
}

/// Why a tree can't be judged by.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// An object could not be read.
    #[error(transparent)]
    Object(#[from] ObjectError),
    /// The settings or a process definition are faulty.
    #[error("{0}")]
    Faulty(String),
    /// A process definition of the register's own is faulty.
    #[error("the register's own process is faulty: {}", .0.first().map_or("", |finding| finding.message.as_str()))]
    Definitions(Vec<Finding>),
    /// A parent could not be judged.
    #[error("it builds on {}, which could not be checked", short(*.0))]
    Unjudged(Oid),
}

/// The keys of participants, and the certificates that belong to some of them.
#[derive(Default)]
struct Held {
    keys: Arc<Keys>,
    certificates: Arc<OpenPgpCertificates>,
}

type Memo<K, V> = Mutex<HashMap<K, Arc<V>>>;

/// All snapshots of a run, and the documents that it read lately.
#[derive(Default)]
pub struct Snapshots {
    settings: Memo<Oid, Settings>,
    libraries: Memo<Option<Oid>, Library>,
    keys: Memo<(Oid, Option<Oid>, String), Held>,
    documents: Mutex<Documents>,
    lives: Mutex<KnownLives>,
    calendars: Memo<Option<Oid>, Calendars>,
    store: Option<Arc<Store>>,
}

impl Snapshots {
    /// What stands in a tree.
    ///
    /// # Errors
    /// A missing object, no or faulty settings, a faulty process definition.
    pub fn of(&self, objects: &Objects, tree: Oid) -> Result<Snapshot, SnapshotError> {
        let settings = settings_of(objects, tree)?
            .ok_or_else(|| SnapshotError::Faulty(format!("there is no `{SETTINGS}`")))?;
        let settings = remember(&self.settings, settings.oid, || {
            Settings::parse(&bytes_of(objects, settings.oid)?)
                .map_err(|error| SnapshotError::Faulty(error.to_string()))
        })?;
        let own = entry_at(objects, tree, PROCESSES)?.map(|entry| entry.oid);
        let library = remember(&self.libraries, own, || library(objects, tree, own))?;
        let zone =
            Zone::parse(&settings.timezone).map_err(|error| SnapshotError::Faulty(error.to_string()))?;
        let Some(catalogue) = library.version(&settings.process) else {
            return Err(SnapshotError::Faulty(format!(
                "`{SETTINGS}` names an unknown process, `{}`",
                settings.process
            )));
        };
        let held = match catalogue.participants() {
            Some(kind) => self.keys(objects, tree, own, kind, &library, &settings)?,
            None => Arc::default(),
        };
        let folder = entry_at(objects, tree, FOLDER)?.map(|entry| entry.oid);
        let calendars = remember(&self.calendars, folder, || calendars(objects, tree))?;
        let (keys, certificates) = (Arc::clone(&held.keys), Arc::clone(&held.certificates));
        Ok(Snapshot { settings, library, keys, certificates, calendars, zone })
    }

    /// What is wrong with the settings of a tree that can't be judged by; `why` is what is said where nothing in them is.
    pub(super) fn faults(
        &self,
        objects: &Objects,
        tree: Oid,
        why: &str,
    ) -> Result<Vec<Finding>, SnapshotError> {
        let mut found = Vec::new();
        if let Some(settings) = settings_of(objects, tree)? {
            let own = entry_at(objects, tree, PROCESSES)?.map(|entry| entry.oid);
            let library = remember(&self.libraries, own, || library(objects, tree, own));
            let is_partial = library.is_err();
            let library = library.unwrap_or_default();
            let calendars = calendars(objects, tree)?;
            let named = Named { library: &library, calendars: &calendars, is_partial };
            found = named.faults(&bytes_of(objects, settings.oid)?);
        }
        if found.is_empty() {
            found.push(Finding::new(&rule::DOCUMENT_REMOVED, why).in_file(SETTINGS));
        }
        for finding in &mut found {
            finding.help.get_or_insert_with(|| REPAIR.to_owned());
        }
        Ok(found)
    }

    fn keys(
        &self,
        objects: &Objects,
        tree: Oid,
        own: Option<Oid>,
        kind: &Arc<Kind>,
        library: &Library,
        settings: &Settings,
    ) -> Result<Arc<Held>, SnapshotError> {
        let home = kind.definition.home();
        let Some(entry) = entry_at(objects, tree, home)? else { return Ok(Arc::default()) };
        remember(&self.keys, (entry.oid, own, settings.process.clone()), || {
            let mut documents = Vec::new();
            for found in walk_files(objects, tree, home) {
                let (path, file) = found?;
                if !file.is_file() {
                    continue;
                }
                let bytes = bytes_of(objects, file.oid)?;
                if let Some(Ok(document)) = Document::read(library, &settings.process, &path, &bytes) {
                    documents.push(document);
                }
            }
            let held =
                documents.iter().map(|document| (document.id.as_str(), &*document.data, document.is_open()));
            let keys = Keys::read(held, fingerprint);
            let texts = keys.all().filter_map(|(_, holder)| holder.certificate.as_deref());
            let certificates = Arc::new(OpenPgpCertificates::read(texts));
            Ok(Held { keys: Arc::new(keys), certificates })
        })
    }
}

impl Snapshots {
    /// Snapshots that look for what is remembered first.
    pub(super) fn reading(store: Option<Arc<Store>>) -> Self {
        Self { store, ..Self::default() }
    }

    /// Snapshots of a register, of which something may be remembered.
    pub fn of_register(register: &Register) -> Self {
        let store = register.stock().and_then(|stock| Store::open(register, stock));
        Self::reading(store.map(Arc::new))
    }

    /// What is remembered of the history of a tip.
    pub(super) fn kept(&self, objects: &Objects, tip: Oid) -> Result<Option<Kept>, ObjectError> {
        let Some(store) = &self.store else { return Ok(None) };
        let count = store.base_of(objects, tip)?;
        Ok((count > 0).then(|| Kept::new(Arc::clone(store), count)))
    }

    /// The document at `path` with that blob as it is remembered, where it is, with the fields right below its root that
    /// are wanted.
    pub fn remembered(&self, path: &str, blob: Oid, wanted: &dyn Fn(&str) -> bool) -> Option<Json> {
        self.store.as_ref()?.state(path, blob, wanted)
    }

    /// Reads all that is remembered of documents at once, for whoever is going to ask for many.
    pub fn look_up(&self) {
        // What is not as it was is read from the documents themselves.
        let _ = self.store.as_ref().map(|store| store.load());
    }

    /// What is remembered of a document with that blob: kind and key of what only one open document may have.
    pub(super) fn kept_rival(&self, path: &str, blob: Oid) -> Option<Rival> {
        self.store.as_ref()?.rival(path, blob).cloned()
    }

    /// The data of the document at `path` that a blob holds; none where it is no document that can be read.
    ///
    /// # Errors
    /// An object that could not be read.
    pub fn document(
        &self,
        objects: &Objects,
        snapshot: &Snapshot,
        path: &str,
        blob: Oid,
    ) -> Result<Option<Arc<Json>>, ObjectError> {
        let known = self.documents.lock().unwrap_or_else(PoisonError::into_inner).get(&key(snapshot, blob));
        if known.is_some() {
            return Ok(known);
        }
        let bytes = bytes_of(objects, blob)?;
        let read = Document::read(&snapshot.library, &snapshot.settings.process, path, &bytes);
        let data = read.and_then(Result::ok).map(|document| document.data);
        if let Some(data) = &data {
            self.learn(snapshot, blob, data);
        }
        Ok(data)
    }

    /// Remembers what a blob holds.
    pub(super) fn learn(&self, snapshot: &Snapshot, blob: Oid, data: &Arc<Json>) {
        let mut documents = self.documents.lock().unwrap_or_else(PoisonError::into_inner);
        documents.put(key(snapshot, blob), Arc::clone(data));
    }
}

/// Lives of documents, by tip and path.
type KnownLives = HashMap<(Oid, String), Arc<[Event]>>;

/// How many documents' lives are remembered: a command asks again and again for that of one.
const LIVES: usize = 16;

impl Snapshots {
    /// The life of the document at `path` up to a commit, where it was worked out before.
    pub(super) fn known_life(&self, tip: Oid, path: &str) -> Option<Arc<[Event]>> {
        let lives = self.lives.lock().unwrap_or_else(PoisonError::into_inner);
        lives.get(&(tip, path.to_owned())).cloned()
    }

    /// Remembers the life of the document at `path` up to a commit.
    pub(super) fn learn_life(&self, tip: Oid, path: &str, events: &Arc<[Event]>) {
        let mut lives = self.lives.lock().unwrap_or_else(PoisonError::into_inner);
        if lives.len() >= LIVES {
            lives.clear();
        }
        lives.insert((tip, path.to_owned()), Arc::clone(events));
    }
}

/// A blob, and the versions of the process by which it was read.
type Key = (Oid, usize);

fn key(snapshot: &Snapshot, blob: Oid) -> Key {
    (blob, Arc::as_ptr(&snapshot.library).addr())
}

/// Documents, the last few thousand, in two generations: when the younger one is full, the older one is forgotten.
#[derive(Default)]
struct Documents {
    young: HashMap<Key, Arc<Json>>,
    old: HashMap<Key, Arc<Json>>,
}

impl Documents {
    /// How many documents a generation holds: of a register of 100,000 reports, that many steps go by between two of one.
    const KEPT: usize = 4_096;

    fn put(&mut self, key: Key, data: Arc<Json>) {
        if self.young.len() >= Self::KEPT {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, data);
    }

    fn get(&mut self, key: &Key) -> Option<Arc<Json>> {
        if let Some(known) = self.young.get(key) {
            return Some(Arc::clone(known));
        }
        let known = self.old.remove(key)?;
        self.put(*key, Arc::clone(&known));
        Some(known)
    }
}

fn remember<K: Hash + Eq, V>(
    memo: &Memo<K, V>,
    key: K,
    read: impl FnOnce() -> Result<V, SnapshotError>,
) -> Result<Arc<V>, SnapshotError> {
    if let Some(known) = memo.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return Ok(Arc::clone(known));
    }
    let read = Arc::new(read()?);
    memo.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&read));
    Ok(read)
}

/// The bytes of a file, one more than a document may have at the most.
pub(super) fn bytes_of(objects: &Objects, oid: Oid) -> Result<Vec<u8>, ObjectError> {
    objects.beginning(oid, MAX_BYTES.saturating_add(1), Objects::BLOB_LIMIT)
}

/// Where a tree has its settings; a link or a folder of that name holds none.
fn settings_of(objects: &Objects, tree: Oid) -> Result<Option<Entry>, ObjectError> {
    Ok(entry_at(objects, tree, SETTINGS)?.filter(Entry::is_file))
}

/// The version in the program and a register's own, one folder each.
fn library(objects: &Objects, tree: Oid, own: Option<Oid>) -> Result<Library, SnapshotError> {
    let mut library = Library::builtin().map_err(SnapshotError::Definitions)?;
    if own.is_none() {
        return Ok(library);
    }
    let mut versions: HashMap<String, Vec<(String, Vec<u8>)>> = HashMap::new();
    for found in walk_files(objects, tree, PROCESSES) {
        let (path, file) = found?;
        let Some((folder, _)) = path.rsplit_once('/').filter(|_| file.is_file()) else { continue };
        versions.entry(folder.to_owned()).or_default().push((path.clone(), bytes_of(objects, file.oid)?));
    }
    for files in versions.values() {
        let files: Vec<(String, &[u8])> =
            files.iter().map(|(name, bytes)| (name.clone(), bytes.as_slice())).collect();
        library.add(Arc::new(Catalogue::read(&files).map_err(SnapshotError::Definitions)?));
    }
    Ok(library)
}

/// The calendars of a tree.
///
/// # Errors
/// An object that can't be read.
fn calendars(objects: &Objects, tree: Oid) -> Result<Calendars, SnapshotError> {
    let mut calendars = Calendars::default();
    for found in walk_files(objects, tree, FOLDER) {
        let (path, file) = found?;
        if file.is_file()
            && let Ok(calendar) = Calendars::read(&path, &bytes_of(objects, file.oid)?)
        {
            calendars.add(calendar);
        }
    }
    Ok(calendars)
}
