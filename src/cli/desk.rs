//! What commands work on: the opened register at its current commit, its documents, and who sits here.

use std::cell::OnceCell;
use std::sync::Arc;

use chrono::NaiveDate;

use super::signing::signer;
use super::{CliError, Context};
use crate::diagnostic::{Finding, rule};
use crate::document::Document;
use crate::history::{Now, Recorder, Rivals, Snapshot, Snapshots, life_of};
use crate::process::{self, Event, Kind};
use crate::register::{Objects, Oid, Register, entry_at, walk_files};
use crate::schema::nearest;
use crate::signature::{HeldKey, PublicKey, Signer, fingerprint};

/// An opened register at its current commit.
pub struct Desk {
    /// The repository.
    pub register: Register,
    /// Its objects.
    pub objects: Objects,
    /// What stands in its trees, read so far.
    pub snapshots: Snapshots,
    /// The commit that is checked out.
    pub tip: Oid,
    /// Its tree.
    pub tree: Oid,
    /// What stands there.
    pub snapshot: Snapshot,
    /// The key that git signs with: what names it may be a program, and is asked once.
    key: OnceCell<Option<PublicKey>>,
    held: Option<Arc<HeldKey>>,
}

impl Desk {
    /// Opens the register that the command was pointed at.
    ///
    /// # Errors
    /// The environment's: no repository, no register, an object that can't be read.
    pub fn open(context: &Context) -> Result<Self, CliError> {
        Self::on(context.register()?, context)
    }

    fn on(register: Register, context: &Context) -> Result<Self, CliError> {
        let objects = register.objects()?;
        let tip = register.tip()?;
        let tree = objects.commit(tip)?.tree;
        let snapshots = Snapshots::of_register(&register);
        let snapshot = snapshots.of(&objects, tree)?;
        Ok(Self {
            register,
            objects,
            snapshots,
            tip,
            tree,
            snapshot,
            key: OnceCell::new(),
            held: context.held.clone(),
        })
    }

    /// The register that the command was pointed at, as of the day that was asked for; none where there is no register.
    ///
    /// # Errors
    /// As [`Self::open`]: a register that is there and can't be opened is not none.
    pub fn if_any(context: &Context) -> Result<Option<Self>, CliError> {
        match context.register() {
            Ok(register) => Ok(Some(Self::on(register, context)?.at(context.as_of)?)),
            Err(error) if error.means_none() => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The same register as it stood at the end of a day: at the last commit of the main line up to then.
    ///
    /// # Errors
    /// The environment's; wrong usage where the register was not there yet.
    pub fn at(mut self, day: Option<NaiveDate>) -> Result<Self, CliError> {
        let Some(day) = day else { return Ok(self) };
        let (mut next, mut first) = (Some(self.tip), None);
        while let Some(oid) = next {
            let commit = self.objects.commit(oid)?;
            let date = self.snapshot.zone.date_of(commit.committer.seconds);
            first = Some(date);
            if date <= day {
                self.tip = oid;
                self.tree = commit.tree;
                self.snapshot = self.snapshots.of(&self.objects, commit.tree)?;
                return Ok(self);
            }
            next = commit.parents.first().copied();
        }
        Err(not_there_yet(day, first))
    }

    /// The same register as it stood at a commit.
    ///
    /// # Errors
    /// An object that can't be read.
    pub fn at_commit(mut self, commit: Oid) -> Result<Self, CliError> {
        self.tree = self.objects.commit(commit)?.tree;
        self.snapshot = self.snapshots.of(&self.objects, self.tree)?;
        self.tip = commit;
        Ok(self)
    }

    /// The kind whose documents are participants.
    ///
    /// # Errors
    /// The environment's, where the process has none.
    pub fn participants(&self) -> Result<Arc<Kind>, CliError> {
        let kind = self.snapshot.catalogue().and_then(|catalogue| catalogue.participants());
        kind.cloned().ok_or_else(|| CliError::environment("this register's process has no participants"))
    }

    /// The day for which things are computed.
    pub fn today(&self, context: &Context) -> NaiveDate {
        context.day(&self.snapshot.zone)
    }

    /// Reads the document of a kind with this id, where there is one.
    ///
    /// # Errors
    /// An object that can't be read; a document that is none.
    pub fn document(&self, kind: &Kind, id: &str) -> Result<Option<Document>, CliError> {
        self.document_at(&kind.definition.path_of(id))
    }

    /// Reads the document at a path.
    ///
    /// # Errors
    /// As [`Self::document`].
    pub fn document_at(&self, path: &str) -> Result<Option<Document>, CliError> {
        let Some(entry) = entry_at(&self.objects, self.tree, path)?.filter(|entry| entry.is_file()) else {
            return Ok(None);
        };
        let bytes = self.objects.blob(entry.oid, Objects::BLOB_LIMIT)?;
        match Document::read(&self.snapshot.library, &self.snapshot.settings.process, path, &bytes) {
            Some(Ok(document)) => Ok(Some(document)),
            Some(Err(_)) => {
                Err(CliError::environment(format!("`{path}` can't be read as it stands in the register"))
                    .hint(format!("`iwcp check {path}` says what is wrong")))
            }
            None => Ok(None),
        }
    }

    /// All documents of a kind, by id; those that can't be read are left out (`check` tells of them).
    ///
    /// # Errors
    /// An object that can't be read.
    pub fn documents(&self, kind: &Kind) -> Result<Vec<Document>, CliError> {
        let mut found = Vec::new();
        for file in walk_files(&self.objects, self.tree, kind.definition.home()) {
            let (path, _) = file?;
            if kind.definition.id_at(&path).is_some()
                && let Ok(Some(document)) = self.document_at(&path)
            {
                found.push(document);
            }
        }
        Ok(found)
    }

    /// The ids of all documents of a kind, from their paths alone.
    ///
    /// # Errors
    /// An object that can't be read.
    pub fn ids(&self, kind: &Kind) -> Result<Vec<String>, CliError> {
        let mut found = Vec::new();
        for file in walk_files(&self.objects, self.tree, kind.definition.home()) {
            let (path, _) = file?;
            found.extend(kind.definition.id_at(&path).map(str::to_owned));
        }
        Ok(found)
    }

    /// The kinds of the register's process version.
    pub fn kinds(&self) -> &[Arc<Kind>] {
        self.snapshot.catalogue().map_or(&[], |catalogue| catalogue.kinds())
    }

    /// The kind of that name.
    ///
    /// # Errors
    /// Wrong usage, where there is none.
    pub fn kind(&self, name: &str) -> Result<Arc<Kind>, CliError> {
        let names = || self.kinds().iter().map(|kind| kind.definition.kind.as_str());
        match self.kinds().iter().find(|kind| kind.definition.kind == name) {
            Some(kind) => Ok(Arc::clone(kind)),
            None => {
                Err(CliError::usage(format!("there is no kind of document `{name}`")).or_meant(name, names()))
            }
        }
    }

    /// The document that a person names: `2026-0007`, or `nda/acme` where several kinds have a document of that id.
    /// A step tells which of them is meant, where only one of their kinds has it.
    ///
    /// # Errors
    /// Wrong usage: there is no such document, or it is not clear which.
    pub fn find(&self, name: &str, step: Option<&str>) -> Result<Document, CliError> {
        let (wanted, id) = match name.split_once('/') {
            Some((kind, id)) => (vec![self.kind(kind)?], id),
            None => (self.kinds().to_vec(), name),
        };
        let mut found = Vec::new();
        for kind in &wanted {
            found.extend(self.document(kind, id)?);
        }
        if let (Some(step), true) = (step, found.len() > 1) {
            let knows = |document: &Document| document.kind.definition.steps.contains_key(step);
            if found.iter().filter(|document| knows(document)).count() == 1 {
                found.retain(knows);
            }
        }
        match found.len() {
            0 => Err(self.nothing(name, id, &wanted)?),
            1 => found.pop().ok_or_else(|| CliError::usage(format!("there is no document `{name}`"))),
            _ => {
                let names: Vec<String> = found
                    .iter()
                    .map(|document| format!("`{}/{id}`", document.kind.definition.kind))
                    .collect();
                Err(CliError::usage(format!("`{name}` could be {}", names.join(" or "))).hint("write it out"))
            }
        }
    }

    fn nothing(&self, name: &str, id: &str, kinds: &[Arc<Kind>]) -> Result<CliError, CliError> {
        let mut ids = Vec::new();
        for kind in kinds {
            ids.extend(self.ids(kind)?);
        }
        let error = CliError::usage(format!("there is no document `{name}` in this register"));
        Ok(match nearest(id, ids.iter().map(String::as_str)) {
            Some(near) => error.hint(format!("did you mean `{near}`?")),
            None => error.hint("`iwcp list` shows what is there"),
        })
    }

    /// The steps of a document so far.
    ///
    /// # Errors
    /// An object that can't be read.
    pub fn life(&self, path: &str) -> Result<Arc<[Event]>, CliError> {
        Ok(life_of(&self.objects, &self.snapshots, self.tip, path)?)
    }

    /// Does something with the register around a document, as the next step would see it.
    ///
    /// # Errors
    /// An object that can't be read.
    pub fn with_world<T>(
        &self,
        path: &str,
        use_it: impl FnOnce(&dyn process::World) -> T,
    ) -> Result<T, CliError> {
        let events = || life_of(&self.objects, &self.snapshots, self.tip, path);
        let mut rivals = Rivals::default();
        let world = crate::history::Parent::new(
            &self.objects,
            &self.snapshots,
            &self.snapshot,
            Some(self.tree),
            &mut rivals,
            &events,
        );
        let result = use_it(&world);
        match world.failure() {
            Some(error) => Err(error.into()),
            None => Ok(result),
        }
    }

    /// The signer that git is configured for.
    ///
    /// # Errors
    /// A configuration that can't be read.
    pub fn signer(&self) -> Result<Signer, CliError> {
        signer(&self.register, self.held.as_ref())
    }

    /// The key that git signs with, where it can be told before it signs.
    ///
    /// # Errors
    /// A configuration that can't be read.
    pub fn key(&self) -> Result<Option<&PublicKey>, CliError> {
        if let Some(known) = self.key.get() {
            return Ok(known.as_ref());
        }
        let key = self.signer()?.public_key();
        Ok(self.key.get_or_init(|| key).as_ref())
    }

    /// Who would sign here, where the key can be told before it signs and belongs to somebody who takes part.
    ///
    /// # Errors
    /// A configuration that can't be read.
    pub fn person(&self) -> Result<Option<process::Signer>, CliError> {
        self.person_in(&self.snapshot)
    }

    /// The same by the keys of another state of the register.
    ///
    /// # Errors
    /// As [`Self::person`].
    pub fn person_in(&self, snapshot: &Snapshot) -> Result<Option<process::Signer>, CliError> {
        let print = self.key()?.and_then(|key| fingerprint(&key.to_openssh()));
        Ok(print.and_then(|print| snapshot.keys.holder(&print)).map(|holder| holder.signer.clone()))
    }

    /// What keeps somebody from signing anything here: a key that is nobody's. `person` is whose it is, where known.
    ///
    /// # Errors
    /// A configuration that can't be read.
    pub fn stranger(&self, person: Option<&process::Signer>) -> Result<Option<Finding>, CliError> {
        let Some(key) = self.key()?.filter(|_| person.is_none()) else { return Ok(None) };
        let print = fingerprint(&key.to_openssh()).unwrap_or_default();
        let message = format!("git signs with the key {print}, which belongs to nobody who takes part");
        let help = "a keeper of the register admits it (`iwcp participant add`), or sign with a key that takes part: \
                    `git config user.signingkey FILE.pub`; `iwcp participant list` shows them";
        Ok(Some(Finding::new(&rule::UNKNOWN_KEY, message).help(help)))
    }

    /// Whether anything stands at a path of the current commit.
    ///
    /// # Errors
    /// An object that can't be read.
    pub fn is_there(&self, path: &str) -> Result<bool, CliError> {
        Ok(entry_at(&self.objects, self.tree, path)?.is_some())
    }

    /// What records commits here.
    pub fn recorder<'a>(&'a self, signer: &'a Signer, now: Now) -> Recorder<'a> {
        Recorder { register: &self.register, objects: &self.objects, snapshots: &self.snapshots, signer, now }
    }
}

/// That a register was not there yet on a day, since it begins on another.
pub(super) fn not_there_yet(day: NaiveDate, first: Option<NaiveDate>) -> CliError {
    let error = CliError::usage(format!("the register was not there yet on {day}"));
    match first {
        Some(first) => error.hint(format!("name a later day: it begins on {first}")),
        None => error,
    }
}
