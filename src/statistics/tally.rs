//! One document's part in the figures of a window: how often each count counts it, and how long what is measured took.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::cohort::{Around, Subject};
use super::period::Period;
use super::survival::Case;
use crate::process::clock::{day_of, of_item, readings_of};
use crate::process::condition::{Condition, State};
use crate::process::definition::{Age, Count, Edge, Measures, Population, Span};
use crate::process::{Event, Reading, Scene};

/// The time that is looked at, and up to where the history is known.
#[derive(Clone, Debug)]
pub struct Window {
    /// The days.
    pub period: Period,
    /// How many commits the register had before the period.
    pub start: usize,
    /// How many it had at the period's end.
    pub end: usize,
    /// How many are known: at least as many.
    pub known: usize,
    /// The day on which it is looked at: what was due on it or later may still be in time.
    pub today: NaiveDate,
    /// The last day that was watched.
    pub watched: NaiveDate,
}

/// A document's part in the figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// What its group is called, by how figures are broken down.
    pub group: Option<String>,
    /// Whose it is: enough of these stand behind a released cell.
    pub source: String,
    /// For each count, in order, how often it counts.
    pub counts: Vec<u64>,
    /// For each span, in order, what was measured.
    pub spans: Vec<Vec<Case>>,
}

impl Window {
    /// The day as of which documents stand at the period's end.
    pub fn last(&self) -> NaiveDate {
        self.period.to.min(self.watched)
    }
}

impl Tally {
    /// A document's part; none where it was not there yet.
    pub fn of(
        subject: &Subject<'_>,
        measures: &Measures,
        by: Option<&str>,
        window: &Window,
        around: Around<'_>,
        standing: &Standing,
    ) -> Option<Self> {
        let known = subject.steps_at(window.known);
        let document = subject.document(known)?;
        let group = by.and_then(|by| measures.by.get(by)).map(|fields| {
            let values: Vec<&str> = fields.0.iter().filter_map(|field| field.text(document)).collect();
            values.join(" ")
        });
        let (start, end) = (subject.steps_at(window.start), subject.steps_at(window.end));
        let look = Look { subject, window, around, known, start, end, standing };
        let spans = measures.sections.values().flat_map(|section| section.spans.values());
        Some(Self {
            group,
            source: measures.source.text(document).unwrap_or_default().to_owned(),
            counts: measures.counts().enumerate().map(|(at, (_, count))| look.count(at, count)).collect(),
            spans: spans.map(|span| look.span(span)).collect(),
        })
    }

    /// Whether it counts anywhere.
    pub fn is_empty(&self) -> bool {
        self.counts.iter().all(|count| *count == 0) && self.spans.iter().all(Vec::is_empty)
    }
}

/// What holds of every document of a status, for each count: worked out once.
#[derive(Default)]
pub struct Standing(RefCell<HashMap<String, HashMap<usize, bool>>>);

impl Standing {
    fn holds(&self, status: &str, count: usize, holds: impl FnOnce() -> bool) -> bool {
        if let Some(known) = self.0.borrow().get(status).and_then(|known| known.get(&count)) {
            return *known;
        }
        let holds = holds();
        self.0.borrow_mut().entry(status.to_owned()).or_default().insert(count, holds);
        holds
    }
}

/// A document in a window.
struct Look<'a> {
    subject: &'a Subject<'a>,
    window: &'a Window,
    around: Around<'a>,
    /// How many of its steps are known.
    known: usize,
    /// How many there were before the period, and at its end.
    start: usize,
    end: usize,
    standing: &'a Standing,
}

impl Look<'_> {
    fn count(&self, at: usize, count: &Count) -> u64 {
        let found = match &count.of {
            Population::Steps(steps) => {
                let within = |place| self.window.start <= place && place < self.window.end;
                let made = self
                    .subject
                    .steps()
                    .filter(|(_, event, place)| within(*place) && steps.0.contains(&event.step));
                made.filter(|(at, event, _)| self.holds_of(event, *at, count.when.as_ref())).count()
            }
            Population::Due(clock) => {
                let is = |reading: &Reading| count.is.is_empty() || count.is.contains(&ended(reading));
                self.due(clock, count.when.as_ref()).iter().filter(|reading| is(reading)).count()
            }
            Population::AtStart => {
                let before = self.window.period.from.pred_opt().unwrap_or(self.window.period.from);
                usize::from(self.stands(at, count, self.start, before))
            }
            Population::AtEnd => usize::from(self.stands(at, count, self.end, self.window.last())),
        };
        u64::try_from(found).unwrap_or(u64::MAX)
    }

    /// Whether a condition holds of what a step did.
    fn holds_of(&self, event: &Event, at: usize, when: Option<&Condition>) -> bool {
        let Some(when) = when else { return true };
        let view = self.subject.view(at, self.around);
        let scene = Scene {
            definition: &self.subject.kind.definition,
            before: event.before.as_deref(),
            after: &event.document,
            signer: Some(&event.signer),
            today: event.date,
            world: &view,
        };
        scene.holds(when).is_ok()
    }

    /// Does something with the document as it stood when the register had so many commits.
    fn on<T>(&self, steps: usize, today: NaiveDate, with: impl FnOnce(&Scene<'_>, &Json) -> T) -> Option<T> {
        let document = self.subject.document(steps)?;
        let view = self.subject.view(steps, self.around);
        let definition = &self.subject.kind.definition;
        let scene = Scene { definition, before: None, after: document, signer: None, today, world: &view };
        Some(with(&scene, document))
    }

    /// Whether the document stood so; `at` is which of the counts this is.
    fn stands(&self, at: usize, count: &Count, steps: usize, today: NaiveDate) -> bool {
        let Some(document) = self.subject.document(steps) else { return false };
        let definition = &self.subject.kind.definition;
        let is =
            |holds: &dyn Fn(&Scene<'_>) -> bool| self.on(steps, today, |scene, _| holds(scene)) == Some(true);
        let fulfils = |when: &Condition| {
            let holds = || is(&|scene| scene.holds(when).is_ok());
            match definition.status_of(document).filter(|_| when.reads_only(&definition.envelope.status)) {
                Some(status) => self.standing.holds(status, at, holds),
                None => holds(),
            }
        };
        count.when.as_ref().is_none_or(fulfils)
            && count.age.as_ref().is_none_or(|age| is(&|scene| is_of(age, scene)))
    }

    /// The clocks of that name whose due day lies in the period, and is over or was met, where a condition holds of them.
    fn due(&self, clock: &str, when: Option<&Condition>) -> Vec<Reading> {
        let fell = |reading: &&Reading| {
            let over = |due| reading.stopped.is_some() || due < self.window.today;
            reading.due.is_some_and(|due| self.window.period.contains(due) && over(due))
        };
        let mut fell: Vec<Reading> = self.readings(clock).iter().filter(fell).cloned().collect();
        let Some(when) = when.filter(|_| !fell.is_empty()) else { return fell };
        let held = self.on(self.known, self.window.today, |scene, document| {
            fell.retain(|reading| {
                scene.holds(&of_item(when, scene.definition, clock, document, reading.item)).is_ok()
            });
            fell
        });
        held.unwrap_or_default()
    }

    fn readings(&self, clock: &str) -> Arc<[Reading]> {
        let today = self.window.today;
        self.subject.readings(clock, self.known, today, || {
            let read = |scene: &Scene<'_>, _: &Json| readings_of(scene, clock).into();
            self.on(self.known, today, read).unwrap_or_default()
        })
    }

    fn span(&self, span: &Span) -> Vec<Case> {
        let measured = self.due(&span.due, span.when.as_ref()).into_iter().filter_map(|reading| {
            let from = match span.from {
                Edge::Started => reading.started?,
                Edge::Due => reading.due?,
            };
            let until = reading.stopped.unwrap_or(self.window.watched);
            let days = until.signed_duration_since(from).num_days();
            Some(Case { days, over: reading.stopped.is_some() })
        });
        measured.collect()
    }
}

/// How a clock ended whose due day is over.
fn ended(reading: &Reading) -> State {
    match (reading.stopped, reading.due) {
        (Some(stopped), Some(due)) if stopped <= due => State::Met,
        (Some(_), _) => State::Late,
        (None, _) => State::Overdue,
    }
}

fn is_of(age: &Age, scene: &Scene<'_>) -> bool {
    let Some(since) = day_of(scene, &age.since) else { return false };
    let days = scene.today.signed_duration_since(since).num_days().max(0);
    age.from <= days && age.to.is_none_or(|to| days <= to)
}
