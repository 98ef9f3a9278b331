//! The verified history of a register at a tip, with its events: what everything that is computed from events reads.
//! Only what is new since the last time is verified; events come from what is remembered, not from blobs.

use chrono::NaiveDate;
use git2::Oid;

use super::store::{Kept, Mark, Store};
use super::verify::{Cache, Options, Verification, examine};
use crate::calendar::Zone;
use crate::process::Event;
use crate::register::{ObjectError, Objects, Register, RegisterError};

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
        let found = Self::glance(register, tip, options)?;
        if found.load() { Ok(found) } else { Self::anew(register, tip, options) }
    }

    /// The same for whoever asks for the lives of few documents, which are read when they are asked for: whoever used
    /// what it gave asks [`Self::is_broken`] afterwards.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn glance(register: &Register, tip: Oid, options: &Options) -> Result<Self, RegisterError> {
        let (verification, kept) = examine(register, tip, options, true)?;
        Ok(Self { verification, kept })
    }

    /// The same without what is remembered, which can't be read back and is forgotten.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn anew(register: &Register, tip: Oid, options: &Options) -> Result<Self, RegisterError> {
        Store::forget(register);
        Self::glance(register, tip, &Options { cache: Cache::Off, ..*options })
    }

    /// Reads all lives at once, for whoever is going to ask for many; whether that worked.
    pub fn load(&self) -> bool {
        self.kept.as_ref().is_none_or(Kept::load)
    }

    /// Whether something that is remembered could not be read back: then nothing counts that was answered.
    pub fn is_broken(&self) -> bool {
        self.kept.as_ref().is_some_and(Kept::is_broken)
    }

    /// What the life of each document is known by.
    pub(super) fn marks(&self) -> Option<Vec<(&str, Mark)>> {
        self.kept.as_ref()?.marks()
    }

    /// How many commits the register had at the end of a day: those of its own line up to then, with all that they
    /// build on, in the order of [`Self::placed_life`].
    ///
    /// # Errors
    /// A commit that can't be read.
    pub fn commits_at(&self, objects: &Objects, zone: &Zone, day: NaiveDate) -> Result<usize, ObjectError> {
        let Some(kept) = &self.kept else { return Ok(0) };
        let own = |position: &usize| kept.store().is_own(*position);
        let (mut low, mut high) = (0, kept.count);
        // Commits of the own line stand in the order of their days: what lies between two of them came in by a merge.
        while low < high {
            let middle = low.midpoint(high);
            let Some(position) = (middle..high).find(own) else {
                high = middle;
                continue;
            };
            let Some(oid) = kept.store().at(position) else { return Ok(low) };
            match zone.date_of(objects.links(oid)?.seconds) <= day {
                true => low = position.saturating_add(1),
                false => high = middle,
            }
        }
        Ok(low)
    }

    /// The commit that has so many commits up to and with itself, and stands on the register's own line.
    pub fn commit_of(&self, count: usize) -> Option<Oid> {
        self.kept.as_ref()?.store().at(count.checked_sub(1)?)
    }

    /// The steps of the document at a path, in order, each with the place of its commit in the history, and with the
    /// fields right below its root that are wanted.
    pub fn placed_life(&self, path: &str, wanted: &dyn Fn(&str) -> bool) -> Vec<(usize, Event)> {
        self.kept.as_ref().map(|kept| kept.placed(path, wanted)).unwrap_or_default()
    }

    /// The paths of all documents that made a step, in order.
    pub fn paths(&self) -> Vec<&str> {
        self.kept.as_ref().map(Kept::paths).unwrap_or_default()
    }
}
