//! The verified history of a register with what is computed from it: a desk that stands where the history is looked
//! at from, and the steps of every document with their places. A history that is not clean is told of.

use std::sync::Arc;

use chrono::NaiveDate;

use super::desk::{Desk, not_there_yet};
use super::parallel::in_turn;
use super::reader::{self, Reader};
use super::standing::options;
use super::{CliError, Context};
use crate::diagnostic::{Finding, Severity};
use crate::history::{Foreseen, History, Options, Outlooks};
use crate::process::{Event, Kind, Outlook, Scene, reads};
use crate::register::{ObjectError, Oid, Register, RegisterError};
use crate::statistics::{Around, Period, Placed, Standing, Subject, Tally, Window};

/// A register whose history was verified.
pub struct Books {
    /// The register, at the commit from which it is looked at.
    pub desk: Desk,
    /// Its history, up to the tip.
    pub history: History,
    /// How many of its commits are known where it is looked at from.
    pub known: usize,
    /// What comes of its documents, as far as that is remembered.
    outlooks: Option<Outlooks>,
}

/// A document: its kind, its path and its id.
pub type Placement<'b> = (&'b Arc<Kind>, &'b str, &'b str);

impl Books {
    /// Verifies what is checked out, as it stood at the end of a day where one is given, and reads all lives.
    ///
    /// # Errors
    /// The environment's, also a history that does not reach back to its root; wrong usage where the register was not
    /// there yet.
    pub fn open(day: Option<NaiveDate>, context: &Context) -> Result<Self, CliError> {
        Self::read(day, context, History::read)
    }

    /// Verifies the same, and works something out; lives are read when they are asked for. Where one can't be read back
    /// after all, it is worked out once more from nothing: so `work_out` is to do nothing else.
    ///
    /// # Errors
    /// As [`Self::open`], and what `work_out` gives.
    pub fn consult<T>(
        day: Option<NaiveDate>,
        context: &Context,
        work_out: impl Fn(&Self) -> Result<T, CliError>,
    ) -> Result<(Self, T), CliError> {
        let of = |mut books: Self| {
            books.foresee()?;
            let worked_out = work_out(&books);
            Ok::<_, CliError>((books, worked_out))
        };
        let (mut books, mut worked_out) = of(Self::read(day, context, History::glance)?)?;
        if books.history.is_broken() {
            (books, worked_out) = of(Self::read(day, context, History::anew)?)?;
        }
        Ok((books, worked_out?))
    }

    fn read(
        day: Option<NaiveDate>,
        context: &Context,
        read: impl Fn(&Register, Oid, &Options) -> Result<History, RegisterError>,
    ) -> Result<Self, CliError> {
        let desk = Desk::open(context)?;
        let options = options(&desk.register, desk.tip, context)?;
        let history = read(&desk.register, desk.tip, &options)?;
        let Some(root) = history.verification.root else {
            return Err(out_of_reach(&history.verification.findings));
        };
        let mut books = Self::of(desk, history);
        let Some(day) = day else { return Ok(books) };
        books.known = books.commits_at(day)?;
        let Some(commit) = books.history.commit_of(books.known) else {
            let first = books.desk.objects.commit(root)?.committer.seconds;
            return Err(not_there_yet(day, Some(books.desk.snapshot.zone.date_of(first))));
        };
        books.desk = books.desk.at_commit(commit)?;
        Ok(books)
    }

    /// The books of a desk whose history was read.
    pub fn of(desk: Desk, history: History) -> Self {
        Self { desk, history, known: usize::MAX, outlooks: None }
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

    /// The parts of the documents of a kind in the figures of each of some windows. Those that count in none of them may
    /// be left out.
    ///
    /// # Errors
    /// A repository that can't be opened once more.
    pub fn tallies(
        &self,
        kind: &Kind,
        by: Option<&str>,
        windows: &[Window],
    ) -> Result<Vec<Vec<Tally>>, CliError> {
        let mut found = vec![Vec::new(); windows.len()];
        let Some(measures) = &kind.definition.measures else { return Ok(found) };
        let fields = reads(kind);
        let wanted = |field: &str| fields.as_ref().is_none_or(|fields| fields.contains(field));
        let mut paths: Vec<&str> = self.history.paths();
        // What was foreseen, was so by the process as it is: a figure of an earlier version looks at all documents.
        let is_own = self.desk.kinds().iter().any(|own| std::ptr::eq(&**own, kind));
        paths.retain(|path| {
            let may_count = |known: &Foreseen| windows.iter().any(|window| may_count(known, window));
            kind.definition.id_at(path).is_some() && (!is_own || self.foreseen(path).is_none_or(may_count))
        });
        self.ready(paths.len());
        let one = |worker: &(Reader<'_>, Standing), path: &&str| {
            let steps = worker.0.placed(path, &wanted).into_iter();
            let subject = Subject::new(kind, steps.map(|(place, event)| Placed { place, event }).collect());
            let documents = |kind: &str, id: &str| worker.0.document(kind, id);
            let calendars = |name: Option<&str>, commit: Option<&str>| worker.0.calendar(name, commit);
            let around = Around { calendars: &calendars, documents: &documents };
            let tally = |window| Tally::of(&subject, measures, by, window, around, &worker.1);
            windows.iter().map(tally).collect::<Vec<_>>()
        };
        let readers = Reader::several(self, paths.len())?.into_iter();
        let workers = readers.map(|reader| (reader, Standing::default())).collect();
        in_turn(workers, &paths, one, |tallies| {
            found.iter_mut().zip(tallies).for_each(|(found, tally)| found.extend(tally));
            Ok::<_, CliError>(())
        })?;
        Ok(found)
    }

    /// The documents of all kinds that ever made a step, and of which something may be owed.
    pub fn owing(&self) -> Vec<Placement<'_>> {
        let may_owe =
            |known: &Foreseen| known.first < self.known && (known.last >= self.known || known.outlook.owes);
        let mut found = self.documents();
        found.retain(|(_, path, _)| self.foreseen(path).is_none_or(may_owe));
        self.ready(found.len());
        found
    }

    /// The documents of all kinds that ever made a step, kind by kind.
    pub fn documents(&self) -> Vec<Placement<'_>> {
        let paths = self.history.paths();
        let mut found = Vec::with_capacity(paths.len());
        for kind in self.desk.kinds() {
            found.extend(paths.iter().filter_map(|path| Some((kind, *path, kind.definition.id_at(path)?))));
        }
        found
    }

    fn foreseen(&self, path: &str) -> Option<&Foreseen> {
        self.outlooks.as_ref()?.get(path)
    }

    /// Reads all lives at once, where so many are going to be asked for that it takes less time.
    fn ready(&self, count: usize) {
        if count > reader::MANY {
            // What can't be read back is noticed when it is asked for.
            let _ = self.history.load();
        }
    }

    /// Takes what is remembered of what comes of documents, and works out the rest. In the past nothing is worked out:
    /// what stood in the tree then may be other than what does now.
    ///
    /// # Errors
    /// An object that can't be read; a repository that can't be opened once more.
    pub fn foresee(&mut self) -> Result<(), CliError> {
        let desk = &self.desk;
        let outlooks = Outlooks::of(&desk.register, &desk.objects, desk.tree, &self.history)?;
        let Some(mut outlooks) = outlooks else { return Ok(()) };
        if self.known == usize::MAX {
            let unknown: Vec<String> = outlooks.unknown().into_iter().map(str::to_owned).collect();
            self.ready(unknown.len());
            let readers = Reader::several(self, unknown.len())?;
            in_turn(
                readers,
                &unknown,
                |reader, path| outlook(reader, path),
                |found| {
                    if let Some((path, foreseen)) = found? {
                        outlooks.learn(path, foreseen);
                    }
                    Ok::<_, CliError>(())
                },
            )?;
            // What was read while something could not be is no foundation.
            if !self.history.is_broken() {
                outlooks.keep();
            }
        }
        self.outlooks = Some(outlooks);
        Ok(())
    }

    /// The steps that are known of the document at a path, each with its place in the history.
    pub fn steps(&self, path: &str) -> Vec<(usize, Event)> {
        let mut steps = self.history.placed_life(path, &|_| true);
        steps.retain(|(place, _)| *place < self.known);
        steps
    }
}

/// Whether a document may count in a window: where it was there, and made a step since the window began, stands at its
/// ends, or has a clock whose last day lies in it.
fn may_count(known: &Foreseen, window: &Window) -> bool {
    let outlook = &known.outlook;
    let due = outlook.due.as_ref().is_none_or(|days| days.iter().any(|day| window.period.contains(*day)));
    known.first < window.known && (known.last >= window.start || outlook.stands || due)
}

/// What comes of the document at a path; none where it has no life that can be read, or no kind of its own.
fn outlook(reader: &Reader<'_>, path: &str) -> Result<Option<(String, Foreseen)>, ObjectError> {
    let (places, life): (Vec<usize>, Vec<Event>) = reader.placed(path, &|_| true).into_iter().unzip();
    let snapshot = reader.snapshot();
    let kinds = snapshot.catalogue().map_or(&[][..], |catalogue| catalogue.kinds());
    let mut kinds = kinds.iter().filter(|kind| kind.definition.id_at(path).is_some());
    let (Some(kind), None) = (kinds.next(), kinds.next()) else { return Ok(None) };
    let (Some(first), Some(last), Some(event)) = (places.first(), places.last(), life.last()) else {
        return Ok(None);
    };
    let (document, today) = (Arc::clone(&event.document), event.date);
    let owing = snapshot.versioned(kind, &document);
    let outlook = reader.with_life(&life.into(), |world| {
        let definition = &owing.definition;
        let scene = Scene { definition, before: None, after: &document, signer: None, today, world };
        Outlook::of(owing, kind, &scene)
    })?;
    Ok(Some((path.to_owned(), Foreseen { first: *first, last: *last, outlook })))
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
