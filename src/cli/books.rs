//! The verified history of a register with what is computed from it: a desk that stands where the history is looked
//! at from, and the steps of every document with their places. A history that is not clean is told of.

use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::desk::{Desk, not_there_yet};
use super::parallel::each;
use super::standing::options;
use super::{CliError, Context};
use crate::calendar::Calendar;
use crate::diagnostic::{Finding, Severity};
use crate::history::History;
use crate::process::{Event, Kind, reads};
use crate::register::{entry_at, full_id};
use crate::statistics::{Around, Period, Placed, Standing, Subject, Tally, Window};

/// A register whose history was verified.
pub struct Books {
    /// The register, at the commit from which it is looked at.
    pub desk: Desk,
    /// Its history, up to the tip.
    pub history: History,
    /// How many of its commits are known where it is looked at from.
    pub known: usize,
}

impl Books {
    /// Verifies what is checked out, as it stood at the end of a day where one is given.
    ///
    /// # Errors
    /// The environment's, also a history that does not reach back to its root; wrong usage where the register was not
    /// there yet.
    pub fn open(day: Option<NaiveDate>, context: &Context) -> Result<Self, CliError> {
        let desk = Desk::open(context)?;
        let options = options(&desk.register, desk.tip, context)?;
        let history = History::read(&desk.register, desk.tip, &options)?;
        let Some(root) = history.verification.root else {
            return Err(out_of_reach(&history.verification.findings));
        };
        let mut books = Self { desk, history, known: usize::MAX };
        let Some(day) = day else { return Ok(books) };
        books.known = books.commits_at(day)?;
        let Some(commit) = books.history.commit_of(books.known) else {
            let first = books.desk.objects.commit(root)?.committer.seconds;
            return Err(not_there_yet(day, Some(books.desk.snapshot.zone.date_of(first))));
        };
        books.desk = books.desk.at_commit(commit)?;
        Ok(books)
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
        let paths: Vec<(&str, &str)> = self.paths_of(kind).collect();
        let history = &self.history;
        each(&paths, |(path, _)| {
            let steps = history.placed_life(path, &wanted).into_iter();
            Subject::new(kind, steps.map(|(place, event)| Placed { place, event }).collect())
        })
    }

    /// The parts of documents in the figures of a window.
    pub fn tallies(&self, subjects: &[Subject<'_>], by: Option<&str>, window: &Window) -> Vec<Tally> {
        let documents = |kind: &str, id: &str| self.document(kind, id);
        let calendars = |name: Option<&str>, commit: Option<&str>| self.calendar(name, commit);
        let around = Around { calendars: &calendars, documents: &documents };
        let standing = Standing::default();
        let part = |subject: &Subject<'_>| {
            let measures = subject.kind.definition.measures.as_ref()?;
            Tally::of(subject, measures, by, window, around, &standing)
        };
        subjects.iter().filter_map(part).collect()
    }

    /// The paths of the documents of a kind that ever made a step, each with the document's id.
    pub fn paths_of<'s>(&'s self, kind: &'s Kind) -> impl Iterator<Item = (&'s str, &'s str)> {
        self.history.paths().into_iter().filter_map(|path| Some((path, kind.definition.id_at(path)?)))
    }

    /// The steps that are known of the document at a path, each with its place in the history.
    pub fn steps(&self, path: &str) -> Vec<(usize, Event)> {
        let mut steps = self.history.placed_life(path, &|_| true);
        steps.retain(|(place, _)| *place < self.known);
        steps
    }

    /// Another document, by kind and id. Many documents ask for the same few, so they are read once.
    fn document(&self, kind: &str, id: &str) -> Option<Arc<Json>> {
        let desk = &self.desk;
        let path = desk.snapshot.catalogue()?.kind(kind)?.definition.path_of(id);
        let entry = entry_at(&desk.objects, desk.tree, &path).ok()??;
        desk.snapshots.document(&desk.objects, &desk.snapshot, &path, entry.oid).ok()?
    }

    /// A calendar by name, the register's where it is none, as it stood in a commit of the history or stands now.
    fn calendar(&self, name: Option<&str>, commit: Option<&str>) -> Option<Arc<Calendar>> {
        let snapshot = &self.desk.snapshot;
        let name = name.unwrap_or(&snapshot.settings.calendar);
        let Some(commit) = commit else { return snapshot.calendars.named(name) };
        let tree = self.desk.objects.commit(full_id(commit)?).ok()?.tree;
        self.desk.snapshots.of(&self.desk.objects, tree).ok()?.calendars.named(name)
    }
}

/// Why nothing is known of a history: what kept it from being walked to its root.
fn out_of_reach(found: &[Finding]) -> CliError {
    let why = found.iter().find(|finding| finding.severity == Severity::Unchecked);
    let Some(why) = why else { return CliError::environment("the history has no beginning") };
    let error = CliError::environment(why.message.clone());
    match &why.help {
        Some(help) => error.hint(help.clone()),
        None => error,
    }
}
