//! What a step is about to do, written down before the branch moves, so that the next run can finish what
//! a killed one began. `<git directory>/iwcp/journal`; it is there only between the two.

use super::durable;
use super::id::full_id;
use super::store::require_path;
use super::{Entry, Register, RegisterError};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The step that is being made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    /// The branch's full name.
    pub(super) branch: String,
    /// The new commit, in hexadecimal.
    pub(super) commit: String,
    /// The line for the reflogs.
    pub(super) log: String,
    /// The files of the step.
    pub(super) files: Vec<Written>,
}

/// One file of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Written {
    /// Its path.
    pub(super) path: String,
    old: Option<(u32, String)>,
    new: Option<(u32, String)>,
}

impl Written {
    pub(super) fn new(path: &str, old: Option<Entry>, new: Option<Entry>) -> Self {
        let text = |entry: Entry| (entry.mode, entry.oid.to_string());
        Self { path: path.to_owned(), old: old.map(text), new: new.map(text) }
    }

    /// What stood there before.
    pub(super) fn old(&self) -> Option<Entry> {
        entry(self.old.as_ref())
    }

    /// What is to stand there.
    pub(super) fn new_entry(&self) -> Option<Entry> {
        entry(self.new.as_ref())
    }
}

fn entry(text: Option<&(u32, String)>) -> Option<Entry> {
    let (mode, oid) = text?;
    Some(Entry { mode: *mode, oid: full_id(oid)? })
}

impl Journal {
    fn file(register: &Register) -> PathBuf {
        register.git_dir().join("iwcp").join("journal")
    }

    /// Whether a killed process left one.
    pub(super) fn is_there(register: &Register) -> bool {
        Self::file(register).exists()
    }

    /// The journal of a killed process. One that makes no sense is none: they are replaced whole. Nor is one that would
    /// write outside the work tree: whoever handed the repository over wrote that.
    pub(super) fn read(register: &Register) -> Result<Option<Self>, RegisterError> {
        let bytes = durable::read(&Self::file(register))?;
        let journal: Option<Self> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Ok(journal.filter(|journal| journal.files.iter().all(|file| require_path(&file.path).is_ok())))
    }

    pub(super) fn write(&self, register: &Register) -> Result<(), RegisterError> {
        let bytes = serde_json::to_vec(self).map_err(|error| RegisterError::Git {
            what: "can't write the journal of the step",
            message: error.to_string(),
        })?;
        durable::replace(&Self::file(register), &bytes, register.durability())
    }

    pub(super) fn remove(register: &Register) -> Result<(), RegisterError> {
        durable::remove(&Self::file(register).with_extension("new"))?;
        durable::remove(&Self::file(register))
    }
}
