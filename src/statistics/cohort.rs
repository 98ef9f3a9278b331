//! What is counted: a document with its steps, and where in the history each of them came into the register, so that
//! it can be seen as it stood at any moment; and the little of the register that conditions may ask for.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::Value as Json;

use crate::calendar::Calendar;
use crate::process::definition::Unique;
use crate::process::{Event, Kind, Reading, World};

/// Where calendars are found: by name (the register's where it is none), as it stood in a commit or stands now.
pub type Calendars<'a> = dyn Fn(Option<&str>, Option<&str>) -> Option<Arc<Calendar>> + 'a;

/// Where other documents are found, by kind and id.
pub type Documents<'a> = dyn Fn(&str, &str) -> Option<Arc<Json>> + 'a;

/// A step and its place in the history: what stood in the register at some commit has a smaller place than the commits
/// that came after.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The place.
    pub place: usize,
    /// The step.
    pub event: Event,
}

/// A document.
pub struct Subject<'a> {
    /// Its kind.
    pub kind: &'a Kind,
    places: Vec<usize>,
    life: Arc<[Event]>,
    /// The last that was read of each clock.
    read: RefCell<BTreeMap<String, Read>>,
}

/// When it had made so many steps, on that day: its readings.
type Read = (usize, NaiveDate, Arc<[Reading]>);

/// The register around documents.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// Calendars.
    pub calendars: &'a Calendars<'a>,
    /// Other documents.
    pub documents: &'a Documents<'a>,
}

impl<'a> Subject<'a> {
    /// A document of a kind with its steps, in order.
    pub fn new(kind: &'a Kind, steps: Vec<Placed>) -> Self {
        let places = steps.iter().map(|step| step.place).collect();
        let life = steps.into_iter().map(|step| step.event).collect();
        Self { kind, places, life, read: RefCell::default() }
    }

    /// How many of its steps stood in the register when that had so many commits.
    pub(super) fn steps_at(&self, commits: usize) -> usize {
        self.places.iter().filter(|place| **place < commits).count()
    }

    /// Its steps, each with how many came up to it and where it stands.
    pub(super) fn steps(&self) -> impl Iterator<Item = (usize, &Event, usize)> {
        self.life.iter().zip(&self.places).enumerate().map(|(at, (event, place))| (at + 1, event, *place))
    }

    /// The document as so many steps left it.
    pub(super) fn document(&self, steps: usize) -> Option<&Json> {
        self.life.get(steps.checked_sub(1)?).map(|event| &*event.document)
    }

    /// A clock of it, when it had made so many steps, on a day: what is looked at over several periods is read once.
    pub(super) fn readings(
        &self,
        clock: &str,
        steps: usize,
        today: NaiveDate,
        read: impl FnOnce() -> Arc<[Reading]>,
    ) -> Arc<[Reading]> {
        if let Some((of, on, known)) = self.read.borrow().get(clock)
            && (*of, *on) == (steps, today)
        {
            return Arc::clone(known);
        }
        let new = read();
        self.read.borrow_mut().insert(clock.to_owned(), (steps, today, Arc::clone(&new)));
        new
    }

    /// What conditions may ask for, when it had made so many steps.
    pub(super) fn view<'s>(&'s self, steps: usize, around: Around<'s>) -> View<'s> {
        View { subject: self, steps, around, life: RefCell::default() }
    }
}

/// The register around a document at a moment.
pub(super) struct View<'a> {
    subject: &'a Subject<'a>,
    steps: usize,
    around: Around<'a>,
    life: RefCell<Option<Arc<[Event]>>>,
}

impl World for View<'_> {
    fn document(&self, kind: &str, id: &str) -> Option<Arc<Json>> {
        (self.around.documents)(kind, id)
    }

    fn rivals(&self, _kind: &str, _unique: &Unique, _document: &Json) -> Vec<String> {
        Vec::new()
    }

    fn calendar(&self, name: Option<&str>) -> Option<Arc<Calendar>> {
        (self.around.calendars)(name, None)
    }

    fn calendar_at(&self, name: Option<&str>, commit: &str) -> Option<Arc<Calendar>> {
        (self.around.calendars)(name, Some(commit))
    }

    fn life(&self) -> Arc<[Event]> {
        if self.steps == self.subject.life.len() {
            return Arc::clone(&self.subject.life);
        }
        let mut life = self.life.borrow_mut();
        let cut = || self.subject.life.iter().take(self.steps).cloned().collect();
        Arc::clone(life.get_or_insert_with(cut))
    }
}
