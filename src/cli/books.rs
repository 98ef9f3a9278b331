//! The verified history of a register with what is computed from it: a desk that stands where the history is looked
//! at from, and the steps of every document with their places. A history that is not clean is told of.

use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::desk::Desk;
use super::standing::ROOT;
use super::verify::pinned;
use super::{CliError, Context};
use crate::calendar::Calendar;
use crate::history::{Cache, History, Now, Options};
use crate::process::definition::Unique;
use crate::process::{Event, Kind, World, reads};
use crate::register::{entry_at, full_id};
use crate::statistics::{Around, Period, Placed, Subject, Tally, Window};

/// The register around a document, for its clocks: its steps, and calendars as they stood.
pub struct Place<'a> {
    /// The register.
    pub books: &'a Books,
    /// The document's steps.
    pub life: Arc<[Event]>,
}

impl World for Place<'_> {
    fn document(&self, kind: &str, id: &str) -> Option<Arc<Json>> {
        self.books.document(kind, id)
    }

    fn rivals(&self, _kind: &str, _unique: &Unique, _document: &Json) -> Vec<String> {
        Vec::new()
    }

    fn calendar(&self, name: Option<&str>) -> Option<Arc<Calendar>> {
        self.books.calendar(name, None)
    }

    fn calendar_at(&self, name: Option<&str>, commit: &str) -> Option<Arc<Calendar>> {
        self.books.calendar(name, Some(commit))
    }

    fn life(&self) -> Arc<[Event]> {
        Arc::clone(&self.life)
    }
}

/// A register whose history was verified.
pub struct Books {
    /// The register, at the commit from which it is looked at.
    pub desk: Desk,
    /// Its history, up to the tip.
    pub history: History,
}

impl Books {
    /// Verifies what is checked out, as it stood at the end of a day where one is given.
    ///
    /// # Errors
    /// The environment's; wrong usage where the register was not there yet.
    pub fn open(day: Option<NaiveDate>, context: &Context) -> Result<Self, CliError> {
        let desk = Desk::open(context)?;
        let root = pinned(&desk.register, context.environment.get(ROOT))?;
        let now = Now { seconds: context.now.timestamp() };
        let options = Options { root, remembered: None, after: None, now, cache: Cache::Kept };
        let history = History::read(&desk.register, desk.tip, &options)?;
        let books = Self { desk, history };
        let Some(day) = day else { return Ok(books) };
        let count = books.commits_at(day)?;
        match books.history.commit_of(count) {
            Some(commit) => Ok(Self { desk: books.desk.at_commit(commit)?, history: books.history }),
            None => Err(CliError::usage(format!("the register was not there yet on {day}"))),
        }
    }

    /// Whether nothing is wrong with the history; says so where something is.
    ///
    /// # Errors
    /// What the output gives.
    pub fn is_clean(&self, context: &Context) -> Result<bool, CliError> {
        let clean = self.history.verification.is_clean();
        if !clean {
            context
                .output
                .warning("the history does not verify, so nothing that is computed from it counts")?;
            context.output.note("`iwcp verify` says what is wrong")?;
        }
        Ok(clean)
    }

    /// How many commits the register had at the end of a day.
    ///
    /// # Errors
    /// A commit that can't be read.
    pub fn commits_at(&self, day: NaiveDate) -> Result<usize, CliError> {
        Ok(self.history.commits_at(&self.desk.objects, &self.desk.snapshot.zone, day)?)
    }

    /// A period as it is seen on a day: on the day after its end, or today where it is not over, unless a day is given.
    ///
    /// # Errors
    /// A commit that can't be read.
    pub fn window(
        &self,
        period: &Period,
        as_of: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Result<Window, CliError> {
        let after = period.to.succ_opt().unwrap_or(period.to);
        let watched = as_of.unwrap_or_else(|| period.to.min(today));
        let before = period.from.pred_opt().unwrap_or(period.from).min(watched);
        let end = self.commits_at(period.to.min(watched))?;
        Ok(Window {
            period: period.clone(),
            start: self.commits_at(before)?,
            end,
            known: self.commits_at(watched)?.max(end),
            today: as_of.unwrap_or_else(|| after.min(today)),
            watched,
        })
    }

    /// The documents of a kind with their steps, as whole as their measures need them.
    pub fn subjects<'k>(&self, kind: &'k Kind) -> Vec<Subject<'k>> {
        let fields = reads(kind);
        let wanted = |field: &str| fields.as_ref().is_none_or(|fields| fields.contains(field));
        let paths = self.history.paths().into_iter().filter(|path| kind.definition.id_at(path).is_some());
        let placed = |path| {
            let steps = self.history.placed_life(path, &wanted);
            steps.into_iter().map(|(place, event)| Placed { place, event }).collect()
        };
        paths.map(|path| Subject::new(kind, placed(path))).collect()
    }

    /// The parts of documents in the figures of a window.
    pub fn tallies(&self, subjects: &[Subject<'_>], by: Option<&str>, window: &Window) -> Vec<Tally> {
        let documents = |kind: &str, id: &str| self.document(kind, id);
        let calendars = |name: Option<&str>, commit: Option<&str>| self.calendar(name, commit);
        let around = Around { calendars: &calendars, documents: &documents };
        let part = |subject: &Subject<'_>| {
            let measures = subject.kind.definition.measures.as_ref()?;
            Tally::of(subject, measures, by, window, around)
        };
        subjects.iter().filter_map(part).collect()
    }

    /// The steps of the document at a path among the first so many commits.
    pub fn life(&self, path: &str, known: usize) -> Arc<[Event]> {
        let life = self.history.placed_life(path, &|_| true);
        life.into_iter().filter(|(place, _)| *place < known).map(|(_, event)| event).collect()
    }

    /// Another document, by kind and id. Many documents ask for the same few, so they are read once.
    fn document(&self, kind: &str, id: &str) -> Option<Arc<Json>> {
        let desk = &self.desk;
        let path = desk.snapshot.catalogue()?.kind(kind)?.definition.path_of(id);
        let entry = entry_at(&desk.objects, desk.tree, &path).ok()??;
        desk.snapshots.document(&desk.objects, &desk.snapshot, &path, entry.oid).ok()?
    }

    /// A calendar by name, the register's where it is none, as it stood in a commit of the history or stands now.
    pub fn calendar(&self, name: Option<&str>, commit: Option<&str>) -> Option<Arc<Calendar>> {
        let snapshot = &self.desk.snapshot;
        let name = name.unwrap_or(&snapshot.settings.calendar);
        let Some(commit) = commit else { return snapshot.calendars.named(name) };
        let tree = self.desk.objects.commit(full_id(commit)?).ok()?.tree;
        self.desk.snapshots.of(&self.desk.objects, tree).ok()?.calendars.named(name)
    }
}
