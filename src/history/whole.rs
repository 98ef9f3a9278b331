//! The verified history of a register at a tip, with its events: what everything that is computed from events reads.
//! Only what is new since the last time is verified; events come from what is remembered, not from blobs.

use git2::Oid;

use super::store::{Kept, Store};
use super::verify::{Cache, Options, Verification, examine};
use crate::process::Event;
use crate::register::{Register, RegisterError};

/// A verified history and its events.
///
/// What was found wrong stands in [`Self::verification`]: whoever computes something from a history that is not clean
/// says so. Events are given all the same, as far as commits could be read and their signers are known.
pub struct History {
    /// What verifying it found.
    pub verification: Verification,
    kept: Option<Kept>,
}

impl History {
    /// Verifies `tip` and all its ancestors, as [`super::verify`] does, and makes its events ready.
    ///
    /// # Errors
    /// A repository that can't be read at all.
    pub fn read(register: &Register, tip: Oid, options: &Options) -> Result<Self, RegisterError> {
        let (verification, kept) = examine(register, tip, options, true)?;
        match kept.as_ref().is_none_or(|kept| kept.store().load()) {
            true => Ok(Self { verification, kept }),
            false => {
                Store::forget(register);
                let anew = Options { cache: Cache::Off, ..*options };
                let (verification, kept) = examine(register, tip, &anew, true)?;
                Ok(Self { verification, kept })
            }
        }
    }

    /// The paths of all documents that made a step, in order.
    pub fn paths(&self) -> Vec<&str> {
        self.kept.as_ref().map(Kept::paths).unwrap_or_default()
    }

    /// The steps of the document at a path, in order.
    pub fn life(&self, path: &str) -> Vec<Event> {
        self.life_with(path, &|_| true)
    }

    /// The same with documents that have only the fields right below their root that are wanted: a statistic over all
    /// documents is quick where it asks for few.
    pub fn life_with(&self, path: &str, wanted: &dyn Fn(&str) -> bool) -> Vec<Event> {
        self.kept.as_ref().map(|kept| kept.events(path, wanted)).unwrap_or_default()
    }
}
