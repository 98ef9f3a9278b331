//! `backdated`: a date is the word of whoever signs it; one that was written down long after the fact is marked in
//! every timeline.

use chrono::NaiveDate;

use crate::calendar::Calendar;
use crate::diagnostic::{Finding, rule};
use crate::process::{Event, Kind, date};
use crate::source::Path;

/// A date that a step wrote down late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backdated {
    /// Where it stands.
    pub path: Path,
    /// The date.
    pub date: NaiveDate,
    /// Working days from it to the step.
    pub working_days: u32,
}

impl Backdated {
    /// As a finding about the step's commit.
    pub fn finding(&self, event: &Event) -> Finding {
        let message = format!(
            "`{}` is {}, and was written down {} working days later, on {}",
            self.path, self.date, self.working_days, event.date
        );
        Finding::new(&rule::BACKDATED, message).about(&self.path).in_commit(event.commit.clone())
    }
}

/// The dates that a step wrote more than `tolerance` working days after them. What is planned is no fact.
pub fn backdated(kind: &Kind, event: &Event, calendar: &Calendar, tolerance: u32) -> Vec<Backdated> {
    let late = |path: Path| {
        let field = kind.schema.field(&path)?;
        let date = date(path.find(&event.document)?).filter(|day| *day < event.date)?;
        let working_days = calendar.working_days_between(date, event.date);
        let is_fact = field.format.as_deref() == Some("date") && !field.future;
        (is_fact && working_days > tolerance).then_some(Backdated { path, date, working_days })
    };
    event.changed().into_iter().filter_map(late).collect()
}
