//! What is remembered outside the work tree: the last verified tip of each branch, so that a history that was
//! rewritten or rolled back since is noticed. `<common git directory>/iwcp/verified`, one line a branch.

use super::id::full_id;
use super::{Oid, Register, RegisterError};
use super::{durable, locks};
use std::fs::File;
use std::io::{Error, ErrorKind};
use std::path::PathBuf;

/// More branches than anybody verifies; the file can't grow without end. The one that is checked out is never forgotten.
const MOST: usize = 100;

impl Register {
    /// The tip that was verified last on this branch, by its full name.
    ///
    /// # Errors
    /// [`RegisterError::Io`] where the file is there but can't be read.
    pub fn remembered(&self, branch: &str) -> Result<Option<Oid>, RegisterError> {
        Ok(self.memory()?.into_iter().find(|(known, _)| known == branch).map(|(_, tip)| tip))
    }

    /// Remembers a verified tip.
    ///
    /// # Errors
    /// [`RegisterError::Io`] where it can't be written, as on a read-only medium.
    pub fn remember(&self, branch: &str, tip: Oid) -> Result<(), RegisterError> {
        if self.memory()?.first().is_some_and(|(known, at)| known == branch && *at == tip) {
            return Ok(());
        }
        let folder = self.common_dir().join("iwcp");
        durable::require_own_folder(&folder)?;
        durable::make_folder(&folder)?;
        let _turn = locks::lock_file(File::open(&folder), &folder, locks::BRIEFLY)?;
        let mut memory = self.memory()?;
        memory.retain(|(known, _)| known != branch);
        memory.insert(0, (branch.to_owned(), tip));
        // Whoever has many branches verified must not make the one that counts forgotten.
        let checked_out = self.head()?.branch;
        let mut room = MOST;
        memory.retain(|(known, _)| {
            let fits = room > 0;
            room = room.saturating_sub(1);
            fits || Some(known) == checked_out.as_ref()
        });
        let text: String = memory.iter().map(|(branch, tip)| format!("{tip} {branch}\n")).collect();
        durable::replace(&self.memory_file(), text.as_bytes(), self.durability())
    }

    /// The root that git's configuration pins (`iwcp.root`).
    ///
    /// # Errors
    /// As [`Register::config_string`].
    pub fn configured_root(&self) -> Result<Option<String>, RegisterError> {
        self.config_string("iwcp.root")
    }

    /// The commit up to which git's configuration says that what is wrong with the history was accepted
    /// (`iwcp.accepted`).
    ///
    /// # Errors
    /// As [`Register::config_string`].
    pub fn accepted_faults(&self) -> Result<Option<String>, RegisterError> {
        self.config_string("iwcp.accepted")
    }

    fn memory(&self) -> Result<Vec<(String, Oid)>, RegisterError> {
        let bytes = durable::read(&self.memory_file())?.unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let line = |line: &str| {
            let (tip, branch) = line.split_once(' ')?;
            Some((branch.to_owned(), full_id(tip)?))
        };
        // A line that is passed over would be a tip that is forgotten.
        text.lines().map(|text| line(text).ok_or_else(|| self.damaged(text))).collect()
    }

    fn damaged(&self, line: &str) -> RegisterError {
        let why = format!("`{line}` is no verified tip: see what happened to it, then remove the file");
        RegisterError::io("can't read", &self.memory_file())(Error::new(ErrorKind::InvalidData, why))
    }

    fn memory_file(&self) -> PathBuf {
        self.common_dir().join("iwcp").join("verified")
    }
}
