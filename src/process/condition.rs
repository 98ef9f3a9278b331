//! What a need can say: few primitives, each with parameters, so that a clause is a row of data and not a function.
//! Only types; `evaluate` works them out.

use serde::Deserialize;
use serde_json::Value as Json;

use super::definition::{List, Moment, Named};
use super::pattern::Pattern;

/// Something that holds of a document, of its change, or of the register around it - or does not.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Condition {
    /// All these fields have a value that is not empty.
    Present(List<Pattern>),
    /// None of these fields has one.
    Absent(List<Pattern>),
    /// Each field has the value beside it, or one of several.
    Equals(Named<List<Json>>),
    /// All these fields have a value, and it is the same one.
    Same(List<Pattern>),
    /// At least one item of a list fulfils a condition.
    Some(Within),
    /// Every item does (an empty list fulfils everything).
    Every(Within),
    /// No item does.
    None(Within),
    /// The step appends at least one item (that fulfils a condition).
    Added(Within),
    /// The step changes at least one of these fields.
    Changed(List<Pattern>),
    /// Holds of the document as it was before the step.
    Before(Box<Condition>),
    /// All of these.
    All(Vec<Condition>),
    /// At least one of these.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// Another document of the register, as it stood before the step, exists and fulfils a condition.
    Document(Other),
    /// No other open document of the kind has the values that the definition's `unique` names.
    Unique(bool),
    /// A clock (of the current round) is in one of these states on the day of the step.
    Clock(ClockState),
    /// One moment is not after another; unknown moments fulfil it.
    Order(Order),
    /// The signer has one of these roles.
    Signer(List<String>),
    /// The field holds the id of the signer's participant.
    SignerIs(Pattern),
    /// Enough distinct persons have signed some steps of this document, the signer of this one counted with them.
    Persons(Persons),
    /// A field holds the digest of what stands elsewhere in the document.
    Digest(Digested),
    /// The field names a calendar that is known.
    Calendar(Pattern),
    /// This list of paths names every field that the step changes, and no other.
    NamesChanges(Pattern),
    /// The step takes items away from at least one of these lists.
    Removed(List<Pattern>),
    /// Every value of a field stands in another, too.
    Among(Among),
}

impl Condition {
    /// Whether it asks for nothing but what a field right below the document's root is.
    pub fn reads_only(&self, field: &str) -> bool {
        match self {
            Self::Equals(wanted) => wanted.keys().all(|name| name == field),
            Self::Not(inner) => inner.reads_only(field),
            Self::All(all) | Self::Any(all) => all.iter().all(|inner| inner.reads_only(field)),
            _ => false,
        }
    }

    /// What fulfils it, as the rest of a sentence about an item of a list: `` whose `kind` is `tool` or `software` ``; none
    /// where that takes more than a phrase.
    pub(super) fn which(&self) -> Option<String> {
        let Self::Equals(wanted) = self else { return None };
        let value =
            |value: &Json| format!("`{}`", value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        let field = |(field, values): (&String, &List<Json>)| {
            let values: Vec<String> = values.0.iter().map(value).collect();
            match field.is_empty() {
                true => format!("that is {}", values.join(" or ")),
                false => format!("whose `{field}` is {}", values.join(" or ")),
            }
        };
        Some(format!(" {}", wanted.iter().map(field).collect::<Vec<_>>().join(" and ")))
    }
}

/// A list and what its items fulfil. Patterns inside start at the item.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Within {
    /// The list.
    #[serde(rename = "in")]
    pub list: Pattern,
    /// What an item fulfils; anything, where it is left out.
    #[serde(default, rename = "where")]
    pub fulfils: Option<Box<Condition>>,
}

/// Values, and where they have to stand as well.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Among {
    /// The values.
    pub these: Pattern,
    /// Those that they may be.
    pub of: Pattern,
}

/// How many distinct persons have to sign. Persons count, not keys: whoever signs twice counts once.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Persons {
    /// The steps whose signers count.
    pub steps: List<String>,
    /// How many it takes, together with the signer of the step that asks.
    pub at_least: usize,
}

/// A digest, and what it is of.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Digested {
    /// What it is of.
    pub of: Pattern,
    /// The field that holds it.
    pub is: Pattern,
}

/// Another document.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Other {
    /// Its kind.
    pub kind: String,
    /// The field of this document that holds its id.
    pub id: Pattern,
    /// What it fulfils; patterns inside start at its root.
    #[serde(default, rename = "where")]
    pub fulfils: Option<Box<Condition>>,
}

/// A clock and the states that will do.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockState {
    /// The clock.
    pub name: String,
    /// The states.
    pub is: List<State>,
}

/// The state of a clock on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// What starts it has not happened, or its date is not known or lies ahead.
    NotStarted,
    /// It runs and the due day has not passed.
    Running,
    /// It was stopped up to and including the due day.
    Met,
    /// It was stopped after the due day.
    Late,
    /// It was not stopped and the due day has passed.
    Overdue,
}

/// Two moments in order.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// Not after the other.
    pub earlier: Moment,
    /// Not before the other.
    pub later: Moment,
    /// The same day is not in order.
    #[serde(default)]
    pub strictly: bool,
}
