//! `backdated`: a date is the word of whoever signs it; one that was written down long after the fact is marked in
//! every timeline.

use chrono::NaiveDate;
use serde_json::Value as Json;

use crate::calendar::Calendar;
use crate::diagnostic::{Finding, rule};
use crate::process::{Kind, date};
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
    /// As a finding about the step that wrote it down on a day.
    pub fn finding(&self, step: NaiveDate) -> Finding {
        let message = format!(
            "`{}` is {}, and was written down {} working days later, on {step}",
            self.path, self.date, self.working_days
        );
        Finding::new(&rule::BACKDATED, message).about(&self.path)
    }
}

/// The dates that a step wrote more than `tolerance` working days after them: those among what it `changed` in the
/// document that it left on `day`. What is planned is no fact.
pub fn backdated(
    kind: &Kind,
    changed: Vec<Path>,
    document: &Json,
    day: NaiveDate,
    calendar: &Calendar,
    tolerance: u32,
) -> Vec<Backdated> {
    let late = |path: Path| {
        let field = kind.schema.field(&path)?;
        let date = date(path.find(document)?).filter(|date| *date < day)?;
        let working_days = calendar.working_days_between(date, day);
        let is_fact = field.format.as_deref() == Some("date") && !field.future;
        (is_fact && working_days > tolerance).then_some(Backdated { path, date, working_days })
    };
    changed.into_iter().filter_map(late).collect()
}
