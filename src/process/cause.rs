//! Why a clock has its dates: which field or step set each of them, in which commit, and what the definition says of
//! it. For people only: nothing is judged by what stands here.

use chrono::NaiveDate;

use super::clock::{Item, Reading, beginning, bound, counted_by, later, moment, receipt};
use super::definition::{After, Clock, Moment, Runs, Worked};
use super::scene::{Event, Scene};
use crate::source::Path;

/// A date of a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Day 0.
    Started,
    /// The last day in time.
    Due,
    /// The day it stopped.
    Stopped,
}

impl Part {
    /// Its name, as JSON has it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Due => "due",
            Self::Stopped => "stopped",
        }
    }
}

/// What set a date of a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Which date.
    pub part: Part,
    /// The date.
    pub date: NaiveDate,
    /// How it comes about: `rounds.0.notice.furnished`, `10 working days after …`.
    pub from: String,
    /// The commit that wrote it, where a history is known.
    pub commit: Option<String>,
    /// Why this and nothing else sets it, in the definition's words.
    pub reason: Option<String>,
}

/// What set the dates of a reading.
pub(super) fn causes(
    scene: &Scene<'_>,
    clock: &Clock,
    item: Option<Item<'_>>,
    reading: &Reading,
) -> Vec<Cause> {
    let life = scene.world.life();
    let teller = Teller { scene, item, life: &life };
    let mut found = Vec::new();
    if let Some((date, set_by, start)) = beginning(scene, clock, item) {
        found.push(Cause { reason: start.why.clone(), ..teller.cause(Part::Started, date, set_by) });
    }
    if let Some(date) = reading.due {
        let length = |from| Cause { part: Part::Due, date, from, commit: None, reason: None };
        found.extend(match &clock.runs {
            Runs::Days(days) => Some(length(counted(*days, "day", "after the start"))),
            Runs::Months(months) => Some(length(counted(*months, "month", "after the start"))),
            Runs::Until(until) => Some(teller.cause(Part::Due, date, until)),
            Runs::Open => None,
        });
    }
    if let Some(date) = reading.stopped {
        let stop = clock.stops.iter().find(|stop| moment(scene, stop, scene.ground(), item).is_some());
        found.extend(stop.map(|stop| teller.cause(Part::Stopped, date, stop)));
    }
    found
}

struct Teller<'a> {
    scene: &'a Scene<'a>,
    item: Option<Item<'a>>,
    life: &'a [Event],
}

impl Teller<'_> {
    fn cause(&self, part: Part, date: NaiveDate, set_by: &Moment) -> Cause {
        let commit = self.event(set_by).map(|event| event.commit.clone()).filter(|commit| !commit.is_empty());
        Cause { part, date, from: self.told(set_by), commit, reason: None }
    }

    /// The event that set a moment: the last that changed the field, or the step itself.
    fn event(&self, set_by: &Moment) -> Option<&Event> {
        match set_by {
            Moment::Field(_) => {
                let path = self.path(set_by)?;
                self.life.iter().rev().find(|event| event.sets(&path))
            }
            Moment::Worked(Worked::Step(step)) => {
                let (at, _) = receipt(self.scene, self.life, step, self.item)?;
                self.life.get(at)
            }
            Moment::Worked(Worked::Due(_)) => None,
            Moment::Worked(Worked::After(after)) => self.event(&after.of),
            Moment::Worked(Worked::Earliest(of) | Worked::Latest(of)) => {
                self.event(self.deciding(set_by, of)?)
            }
        }
    }

    /// Of several moments the one that is the day of them all.
    fn deciding<'m>(&self, all: &Moment, of: &'m [Moment]) -> Option<&'m Moment> {
        let day = |of: &Moment| moment(self.scene, of, self.scene.ground(), self.item);
        of.iter().find(|one| day(one).is_some() && day(one) == day(all))
    }

    fn path(&self, set_by: &Moment) -> Option<Path> {
        match set_by {
            Moment::Field(field) => bound(field, self.item).first(self.scene.after),
            Moment::Worked(_) => None,
        }
    }

    fn told(&self, set_by: &Moment) -> String {
        match set_by {
            Moment::Field(field) => {
                self.path(set_by).map_or_else(|| field.to_string(), |path| path.to_string())
            }
            Moment::Worked(Worked::Step(step)) => step.clone(),
            Moment::Worked(Worked::Due(clock)) => format!("{clock} due"),
            Moment::Worked(Worked::After(after)) => self.later(after),
            Moment::Worked(Worked::Earliest(of) | Worked::Latest(of)) => {
                self.deciding(set_by, of).map(|one| self.told(one)).unwrap_or_default()
            }
        }
    }

    fn later(&self, after: &After) -> String {
        let spans = [(after.months, "month"), (after.days, "day"), (after.working_days, "working day")];
        let spans: Vec<String> = spans
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, noun)| counted(*count, noun, ""))
            .collect();
        let calendar = match after.working_days {
            0 => None,
            _ => counted_by(self.scene, after, self.scene.ground(), self.item),
        };
        let end = later(self.scene, after, self.scene.ground(), self.item);
        let calendar =
            calendar.map(|calendar| format!(" ({})", calendar.counted_to(end))).unwrap_or_default();
        let of = moment(self.scene, &after.of, self.scene.ground(), self.item);
        let of = of.map(|day| format!(" {day}")).unwrap_or_default();
        format!("{}{calendar} after {}{of}", spans.join(" and "), self.told(&after.of))
    }
}

fn counted(count: u32, noun: &str, rest: &str) -> String {
    let many = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{many} {rest}").trim_end().to_owned()
}
