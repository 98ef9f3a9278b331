//! The shape of a process definition: what `schemas/*.process.yaml` hold of a kind, its documents and its statuses;
//! steps, clocks and what kinds share stand in files of their own. Only types; `schemas/process.schema.json` says the
//! same to editors.

mod shared;
mod measures;
mod step;
mod timing;

use serde::Deserialize;
use serde_json::Value as Json;

use super::condition::Condition;
use super::pattern::Pattern;

pub use measures::{Age, Count, Edge, Measures, Population, Ratio, Release, Section, Span, Sum};
pub use shared::{Audience, Clause, Role, Shared};
pub use step::{By, Elsewhere, FromStatus, Need, Step};
pub use timing::{After, Clock, Moment, Runs, Start, Worked};

/// One or several: `clause: "3"` and `clause: ["3", "4"]` both read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "OneOrMany<T>")]
pub struct List<T>(pub Vec<T>);

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany<T> {
    Many(Vec<T>),
    One(T),
}

impl<T> From<OneOrMany<T>> for List<T> {
    fn from(given: OneOrMany<T>) -> Self {
        match given {
            OneOrMany::One(one) => Self(vec![one]),
            OneOrMany::Many(many) => Self(many),
        }
    }
}

/// A map that keeps the order of the file; names are unique (duplicate keys are refused when the file is read).
pub type Named<T> = indexmap::IndexMap<String, T>;

/// A kind of document and how it may move.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// The kind's name, as commands take it.
    pub kind: String,
    /// What one such document is called.
    pub title: String,
    /// The trailer that names the document in a commit message.
    pub label: String,
    /// Where its documents stand, with `{id}` and `{year}` (the first four digits of the id).
    pub path: String,
    /// How its ids look and how the next one is made.
    pub id: IdScheme,
    /// Which fields are the envelope of every such document.
    pub envelope: Envelope,
    /// For each role: the field that holds the id of the participant whose document it is. A role that is named here
    /// may sign steps of its own documents only.
    #[serde(default)]
    pub parties: Named<Pattern>,
    /// Folders (with `{id}`) of files that belong to a document.
    #[serde(default)]
    pub belongs: Vec<String>,
    /// What every step may write beside its own fields.
    #[serde(default)]
    pub always: Vec<Pattern>,
    /// What is written by itself into an item of `always` that a step is given, where nothing else is: as a step's
    /// own `sets`.
    #[serde(default)]
    pub sets: Named<Json>,
    /// Needs of every step.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// What only one open document may have.
    #[serde(default)]
    pub unique: Option<Unique>,
    /// Which dates come before which.
    #[serde(default)]
    pub dates: Vec<DateOrder>,
    /// Worth a look, never a bar.
    #[serde(default)]
    pub warnings: Vec<Warning>,
    /// Columns of `iwcp list`: heading and field.
    #[serde(default)]
    pub columns: Named<Pattern>,
    /// Who is to do what, whatever the status.
    #[serde(default)]
    pub waits: Vec<Wait>,
    /// Where a document can stand.
    pub statuses: Named<Status>,
    /// How it gets from one to another.
    pub steps: Named<Step>,
    /// What runs meanwhile.
    #[serde(default)]
    pub clocks: Named<Clock>,
    /// What is counted over a period.
    #[serde(default)]
    pub measures: Option<Measures>,
}

/// How ids look.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdScheme {
    /// What such an id looks like, for people.
    pub example: String,
    /// `{year}` and `{number}` (with a width: `{number:4}`), counted up within a year; without it the id is given.
    #[serde(default)]
    pub next: Option<String>,
    /// The field that gives the id, where another document's id is its own (an agreement's party).
    #[serde(default)]
    pub from: Option<Pattern>,
}

/// The fields that every document of a kind begins with.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// Holds its id.
    pub id: String,
    /// Holds the process version that it runs under.
    pub process: String,
    /// Holds its status.
    pub status: String,
}

/// Only one open document may have these values, written in whichever case and with whichever space, unless it names
/// the others.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unique {
    /// The fields that together must differ.
    pub by: Vec<Pattern>,
    /// A list of ids: those are known and meant.
    #[serde(default)]
    pub unless: Option<Pattern>,
    /// The clause it comes from.
    pub clause: String,
}

/// Two dates of which one comes first (the same day is in order).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateOrder {
    /// A list: the two are looked up in each of its items.
    #[serde(default, rename = "in")]
    pub within: Option<Pattern>,
    /// The second is looked up in the item of this list that has the same index.
    #[serde(default)]
    pub beside: Option<Pattern>,
    /// The second is looked up in the item that follows.
    #[serde(default)]
    pub next: bool,
    /// The first.
    pub earlier: Pattern,
    /// The second.
    pub later: Pattern,
}

/// Something that a document (or a step) should make people look at.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Warning {
    /// The slug of the rule that says it.
    pub rule: String,
    /// When to say it.
    pub when: Condition,
    /// The field it is about.
    pub at: Pattern,
    /// What to say.
    pub say: String,
    /// The clause it comes from.
    #[serde(default)]
    pub clause: Option<String>,
}

/// A status.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    /// What it means.
    pub means: String,
    /// Where the process document names it.
    #[serde(default)]
    pub clause: List<String>,
    /// Nothing is owed any more; a final status may still be left (re-opened), but need not be.
    #[serde(default, rename = "final")]
    pub is_final: bool,
    /// What a document of this status holds.
    #[serde(default)]
    pub holds: Vec<Need>,
    /// Who is to do what now.
    #[serde(default)]
    pub waits: Vec<Wait>,
}

/// An obligation: for whom a status waits.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wait {
    /// The role that owes it.
    #[serde(rename = "for")]
    pub role: String,
    /// What it owes, in the infinitive without "to".
    pub to: String,
    /// Only while this holds.
    #[serde(default)]
    pub when: Option<Condition>,
    /// The clock that says by when.
    #[serde(default)]
    pub clock: Option<String>,
    /// The day from which on it may be done, where that is worth telling.
    #[serde(default)]
    pub since: Option<Moment>,
    /// Whether nothing else can go on before it is done.
    #[serde(default)]
    pub blocks: bool,
    /// The clause, where it is not the status's.
    #[serde(default)]
    pub clause: Option<String>,
}
