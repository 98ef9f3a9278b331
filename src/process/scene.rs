//! What a condition is judged by: the document before and after a step, who signs, on which day, and the register
//! around it as it stood before.

use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::definition::{Definition, Unique};
use super::difference::differences;
use super::pattern::Pattern;
use crate::calendar::Calendar;
use crate::schema::day;
use crate::source::Path;

/// A person who signs, as the participants of a commit's parent know them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Signer {
    /// The id of the participant that the person belongs to.
    pub participant: String,
    /// The participant's role.
    pub role: String,
    /// The person's name.
    pub person: String,
}

/// A step that was made: a verified commit, seen from its document.
#[derive(Clone, Debug)]
pub struct Event {
    /// The commit's full object id.
    pub commit: String,
    /// The step.
    pub step: String,
    /// Who signed it.
    pub signer: Signer,
    /// The commit's day in the register's time zone.
    pub date: NaiveDate,
    /// The day that counts as the day of receipt (process.md 4).
    pub received: NaiveDate,
    /// The document as the step before left it; none for the first.
    pub before: Option<Arc<Json>>,
    /// The document as the step left it.
    pub document: Arc<Json>,
}

impl Event {
    /// The leaves that it changed.
    pub fn changed(&self) -> Vec<Path> {
        let nothing = Json::Object(serde_json::Map::new());
        differences(self.before.as_deref().unwrap_or(&nothing), &self.document)
    }

    /// Whether it changed what stands at a path.
    pub fn sets(&self, path: &Path) -> bool {
        self.before.as_ref().and_then(|before| path.find(before)) != path.find(&self.document)
    }
}

/// The register around a document, as it stood before the step.
pub trait World {
    /// Another document, by kind and id.
    fn document(&self, kind: &str, id: &str) -> Option<Arc<Json>>;
    /// The ids of other documents of a kind that are open and have the same values in the fields of `unique`.
    fn rivals(&self, kind: &str, unique: &Unique, document: &Json) -> Vec<String>;
    /// A calendar by name; `None` names the register's own.
    fn calendar(&self, name: Option<&str>) -> Option<Arc<Calendar>>;
    /// The calendar as it stood in a commit of this history, so that a later change of it moves nothing.
    fn calendar_at(&self, name: Option<&str>, commit: &str) -> Option<Arc<Calendar>> {
        let _ = commit;
        self.calendar(name)
    }
    /// The steps that this document has made so far, in order.
    fn life(&self) -> Arc<[Event]>;
}

/// Everything that a condition may look at.
pub struct Scene<'a> {
    /// How documents of the kind move.
    pub definition: &'a Definition,
    /// The document before the step; none for a new one.
    pub before: Option<&'a Json>,
    /// The document as the step leaves it.
    pub after: &'a Json,
    /// Who signs, where that is known.
    pub signer: Option<&'a Signer>,
    /// The day of the step.
    pub today: NaiveDate,
    /// The register around it.
    pub world: &'a dyn World,
}

/// Where patterns start: a document, an item of one of its lists, or another document.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) after: &'a Json,
    pub(super) before: Option<&'a Json>,
    /// Where `after` stands in the document.
    pub(super) base: Option<&'a Path>,
}

impl<'a> Ground<'a> {
    pub(super) fn locate(&self, pattern: &Pattern) -> Option<Path> {
        let inner = pattern.first(self.after)?;
        match self.base {
            Some(base) => Some(Path(base.0.iter().chain(&inner.0).cloned().collect())),
            None => Some(inner),
        }
    }
}

impl<'a> Scene<'a> {
    pub(super) fn ground(&self) -> Ground<'_> {
        Ground { after: self.after, before: self.before, base: None }
    }

    /// The status that a document is in, as its envelope says.
    pub fn status_of<'v>(&self, document: &'v Json) -> Option<&'v str> {
        document.get(&self.definition.envelope.status).and_then(Json::as_str)
    }
}

/// Reads a date as documents hold it, `YYYY-MM-DD`; anything else is no date.
pub fn date(value: &Json) -> Option<NaiveDate> {
    let text = value.as_str()?;
    // The plain form by far the most often; chrono also takes signs and blanks in its place.
    let other = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == 10);
    day(text).or_else(other)
}
