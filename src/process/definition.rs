//! The shape of a process definition: what `schemas/*.process.yaml` and `schemas/catalogue.yaml` hold.
//! Only types; `schemas/process.schema.json` and `schemas/catalogue.schema.json` say the same to editors.

use serde::Deserialize;
use serde_json::Value as Json;

use super::condition::Condition;
use super::pattern::Pattern;

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

/// What the kinds of one process version share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shared {
    /// The version that documents name.
    pub process: String,
    /// The process's name.
    pub title: String,
    /// Who signs steps.
    pub roles: Named<Role>,
    /// Who reads fields.
    pub audiences: Named<Audience>,
    /// What steps, statuses and clocks cite.
    pub clauses: Named<Clause>,
    /// The kind whose documents say who takes part and with which keys.
    pub participants: String,
}

/// A role that a participant may have.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// What it is called in a sentence.
    pub title: String,
    /// Keeps the register: signs the root, merges and housekeeping.
    #[serde(default)]
    pub keeper: bool,
}

/// A group of readers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    /// What it is called in a sentence.
    pub title: String,
    /// Reads every field, named or not.
    #[serde(default)]
    pub everything: bool,
}

/// A clause of the process document.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// What it is about, in a few words.
    pub title: String,
    /// What it says, quoted or shortened.
    pub text: String,
}

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
}

/// How ids look.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdScheme {
    /// A regular expression for the whole id, in words that a finding can print beside it.
    pub pattern: String,
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

/// Only one open document may have these values, unless it names the others.
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
}

/// A step: one change of a document, one signed commit.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What it does, as a person would choose it from a list.
    pub title: String,
    /// The rest of the commit's subject behind the id; a template over the document.
    pub subject: String,
    /// Who may sign it.
    pub by: Vec<By>,
    /// From where it is legal.
    pub from: FromStatus,
    /// Where it leads; the same status where it is left out.
    #[serde(default)]
    pub to: Option<String>,
    /// The clauses that allow it.
    pub clause: List<String>,
    /// What it may write.
    pub writes: Vec<Pattern>,
    /// What it writes by itself where nothing else is given: a field and a value (`$today`, `$calendar`, `$signer`,
    /// `$party`, `$person`, or a literal). `$party` is the signer's participant where `parties` names the signer's
    /// role, and nothing otherwise: a keeper who records for others is no party.
    #[serde(default)]
    pub sets: Named<Json>,
    /// What must hold for it.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// The field that says, when a keeper signs, on which day the thing recorded came in.
    #[serde(default)]
    pub received: Option<Pattern>,
    /// Whether files that belong to the document may come with it.
    #[serde(default)]
    pub attaches: bool,
    /// A person of another role, a keeper, may have to say why: not enforced, shown in help.
    #[serde(default)]
    pub note: Option<String>,
}

/// From where a step is legal.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FromStatus {
    /// It creates the document.
    New,
    /// From every status.
    Any,
    /// From every status but these.
    But(Vec<String>),
    /// From these.
    #[serde(untagged)]
    These(List<String>),
}

/// Who may sign a step.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct By {
    /// The role.
    pub role: String,
    /// Only fields that the signer's participant wrote itself.
    #[serde(default)]
    pub own_fields: bool,
}

/// Something that must hold.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// Only where this holds.
    #[serde(default)]
    pub when: Option<Condition>,
    /// What must hold.
    pub must: Condition,
    /// What to say when it does not; a sentence without a full stop, a template over the document.
    #[serde(default)]
    pub say: Option<String>,
    /// What to do about it; a template over the document.
    #[serde(default)]
    pub help: Option<String>,
    /// The clause, where it is not the step's.
    #[serde(default)]
    pub clause: Option<String>,
}

/// A clock: from when it runs, how long, and what stops it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// What it times.
    pub title: String,
    /// Where it comes from.
    pub clause: List<String>,
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
