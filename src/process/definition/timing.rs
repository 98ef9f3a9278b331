//! Clocks as a definition declares them: from when they run, how long, and what stops them. Only types; what they read
//! on a day is worked out by `clock`.

use serde::Deserialize;

use super::{List, Named};
use crate::process::calculator::Ask;
use crate::process::condition::Condition;
use crate::process::pattern::Pattern;

/// A clock: from when it runs, how long, and what stops it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// What it times.
    pub title: String,
    /// Where it comes from.
    pub clause: List<String>,
    /// Who may read it beside the keeper.
    #[serde(default)]
    pub audience: Vec<String>,
    /// A list of the document: one clock an item, which `this` names in the patterns below.
    #[serde(default)]
    pub each: Option<Pattern>,
    /// The first alternative that applies.
    pub starts: Vec<Start>,
    /// How long it runs.
    pub runs: Runs,
    /// What stops it: the first of these that has happened.
    #[serde(default)]
    pub stops: Vec<Moment>,
    /// What the calculator asks for, which has no document: option and what it stands for.
    #[serde(default)]
    pub asks: Named<Ask>,
}

/// One way for a clock to start.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    /// Only where this holds.
    #[serde(default)]
    pub when: Option<Condition>,
    /// The day it starts: the first of these that is known.
    pub on: Vec<Moment>,
    /// Never later than this, known or not.
    #[serde(default)]
    pub at_latest: Option<Moment>,
    /// Never earlier than this.
    #[serde(default)]
    pub at_earliest: Option<Moment>,
    /// What to tell people who ask why it starts then; a sentence without a full stop.
    #[serde(default)]
    pub why: Option<String>,
}

/// How long a clock runs.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Runs {
    /// Calendar days; the starting day is day 0.
    Days(u32),
    /// Calendar months to the corresponding date, clamped to the month's end.
    Months(u32),
    /// Until a date of the document.
    Until(Moment),
    /// No length is set: only its age is told.
    Open,
}

/// A day.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Moment {
    /// A date of the document; `$today` is the day of the step.
    Field(Pattern),
    /// A moment that is worked out.
    Worked(Worked),
}

/// A moment that is worked out.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Worked {
    /// The day that a step of this document was received (the first one of the round, where clocks run by rounds).
    Step(String),
    /// The day that another clock is due.
    Due(String),
    /// Some time after a moment.
    After(After),
    /// The first of these that are known.
    Earliest(Vec<Moment>),
    /// The last of these that are known.
    Latest(Vec<Moment>),
}

/// Some time after a moment.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct After {
    /// The moment.
    pub of: Box<Moment>,
    /// Calendar months.
    #[serde(default)]
    pub months: u32,
    /// Calendar days.
    #[serde(default)]
    pub days: u32,
    /// Working days by `calendar`.
    #[serde(default)]
    pub working_days: u32,
    /// The field that names the calendar; the register's where it is empty.
    #[serde(default)]
    pub calendar: Option<Pattern>,
}
