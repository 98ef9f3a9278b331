//! What is counted of the documents of a kind over a period, and how counts hang together. Only types; the room
//! `statistics` works them out.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{List, Moment, Named};
use crate::process::condition::{Condition, State};
use crate::process::pattern::Pattern;

/// The measures of a kind.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measures {
    /// The version of this format: a release says which one it follows.
    pub version: u32,
    /// What the figures are called together.
    pub title: String,
    /// The clauses that ask for them.
    pub clause: List<String>,
    /// The field whose values a released cell stands for enough of: from fewer of them it is not released.
    pub source: Pattern,
    /// How figures may be broken down: a name, and the fields whose values together make a group.
    #[serde(default)]
    pub by: Named<List<Pattern>>,
    /// Counts of what stood before a period, and the counts of the same at the end of the one before.
    #[serde(default)]
    pub carries: Named<String>,
    /// How figures are released.
    #[serde(default)]
    pub release: Option<Release>,
    /// The figures, in the order in which they are shown.
    pub sections: Named<Section>,
    /// How counts hang together: where one of these does not hold, no figure is given.
    #[serde(default)]
    pub sums: Vec<Sum>,
}

/// How figures are released: as a document of a kind of its own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// The kind.
    pub kind: String,
    /// Its field that holds the figures.
    pub field: Pattern,
    /// Its field that holds their digest.
    pub digest: Pattern,
    /// The condition on such a document under which its figures count as known outside.
    pub out: Condition,
}

/// Figures that belong together.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// Whether it is left out of a release.
    #[serde(default)]
    pub internal: bool,
    /// Counts.
    #[serde(default)]
    pub counts: Named<Count>,
    /// One count out of another.
    #[serde(default)]
    pub ratios: Named<Ratio>,
    /// How long something takes.
    #[serde(default)]
    pub spans: Named<Span>,
}

/// A count.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// What it is called.
    pub title: String,
    /// What it counts, a sentence without a full stop.
    pub means: String,
    /// What is counted.
    pub of: Population,
    /// Only where this holds: of the document after the step, or as it stood at that moment. `this` is the item that a
    /// clock belongs to.
    #[serde(default)]
    pub when: Option<Condition>,
    /// Only clocks that were in one of these states.
    #[serde(default)]
    pub is: Vec<State>,
    /// Only what is so old at that moment.
    #[serde(default)]
    pub age: Option<Age>,
    /// Whether it is left out of a release.
    #[serde(default)]
    pub internal: bool,
}

/// What is counted.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Population {
    /// Each time that one of these steps came into the register in the period.
    Steps(List<String>),
    /// Each clock of that name whose due day lies in the period and has passed or was met.
    Due(String),
    /// Each document, as it stood before the period.
    AtStart,
    /// Each document, as it stands at the period's end.
    AtEnd,
}

/// How old something is, in days.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Age {
    /// Since when.
    pub since: Moment,
    /// At least so many days.
    #[serde(default)]
    pub from: i64,
    /// At most so many days.
    #[serde(default)]
    pub to: Option<i64>,
}

/// One count out of another.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ratio {
    /// What it is called.
    pub title: String,
    /// The count above the line.
    pub of: String,
    /// The count below it.
    pub over: String,
}

/// How long something takes, with what is not over yet counted as censored.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// What it is called.
    pub title: String,
    /// What is measured, a sentence without a full stop.
    pub means: String,
    /// The clocks whose due day lies in the period.
    pub due: String,
    /// The counts of the same clocks: it is released only where all of them are, since it says something of each.
    #[serde(default)]
    pub cells: Vec<String>,
    /// From when on.
    pub from: Edge,
    /// Only where this holds.
    #[serde(default)]
    pub when: Option<Condition>,
}

/// The day of a clock from which on something is measured, up to the day that stops it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Edge {
    /// The day it started.
    Started,
    /// The day it was due: a slip, negative when early.
    Due,
}

/// Counts that add up: all of `of`, less all of `less`, is `is`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sum {
    /// What is added.
    pub of: Vec<String>,
    /// What is taken away.
    #[serde(default)]
    pub less: Vec<String>,
    /// What comes of it.
    pub is: String,
}

impl Measures {
    /// All counts, with their names.
    pub fn counts(&self) -> impl Iterator<Item = (&str, &Count)> {
        self.sections
            .values()
            .flat_map(|section| section.counts.iter().map(|(name, count)| (name.as_str(), count)))
    }

    /// The clocks that counts and spans of time go by.
    pub fn clocks(&self) -> BTreeSet<&str> {
        let spans = self.sections.values().flat_map(|section| section.spans.values());
        let counts = self.counts().filter_map(|(_, count)| match &count.of {
            Population::Due(clock) => Some(clock.as_str()),
            _ => None,
        });
        counts.chain(spans.map(|span| span.due.as_str())).collect()
    }

    /// The count of that name, and whether it may be released.
    pub fn count(&self, name: &str) -> Option<(&Count, bool)> {
        let found = self.sections.values().find_map(|section| Some((section, section.counts.get(name)?)));
        found.map(|(section, count)| (count, !section.internal && !count.internal))
    }
}

impl Population {
    /// Whether counts of successive periods add up to that of all of them.
    pub fn adds_up(&self) -> bool {
        matches!(self, Self::Steps(_) | Self::Due(_))
    }
}
