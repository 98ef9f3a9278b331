//! The calculator: a clock read off a case that somebody describes, without a register. The case becomes a document
//! with a life, and the same engine reads it that reads the register's documents.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::Kind;
use super::clock::{Reading, THIS, readings};
use super::definition::{Clock, List, Moment, Named, Unique, Worked};
use super::pattern::Pattern;
use super::scene::{Event, Scene, Signer, World};
use crate::calendar::Calendar;
use crate::source::Segment;

/// Something that the calculator asks for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// What it is, for people.
    pub help: String,
    /// The fields that the value is written to.
    #[serde(default)]
    pub field: List<Pattern>,
    /// The step that was received on the day given.
    #[serde(default)]
    pub step: Option<String>,
    /// What is written when the option is given; it takes no value then unless it has a field or a step, too.
    #[serde(default)]
    pub fills: Named<Json>,
    /// Whether nothing can be said without it.
    #[serde(default)]
    pub required: bool,
    /// The option without which it changes nothing.
    #[serde(default)]
    pub with: Option<String>,
    /// Whether it takes a name, not a date.
    #[serde(default)]
    pub name: bool,
}

impl Ask {
    /// Whether it is given or not, without a value.
    pub fn is_flag(&self) -> bool {
        self.field.0.is_empty() && self.step.is_none()
    }

    /// Whether the day that is given stops the clock.
    pub fn stops(&self, clock: &Clock) -> bool {
        clock.stops.iter().any(|stop| match stop {
            Moment::Field(field) => self.field.0.contains(field),
            Moment::Worked(Worked::Step(step)) => self.step.as_ref() == Some(step),
            Moment::Worked(_) => false,
        })
    }
}

/// What somebody gave for an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// A flag.
    Set,
    /// A date.
    Day(NaiveDate),
    /// A name.
    Name(String),
}

/// Where the calculator finds calendars: by name, or the one to use where none is named.
pub type Calendars<'a> = dyn Fn(Option<&str>) -> Option<Arc<Calendar>> + 'a;

/// Reads a clock of a kind off a case, on a day. `None` where the kind has no such clock.
pub fn calculate(
    kind: &Kind,
    clock: &str,
    given: &[(&str, Given)],
    today: NaiveDate,
    calendars: &Calendars<'_>,
) -> Option<Reading> {
    let definition = kind.definition.clocks.get(clock)?;
    let (document, steps) = case(definition, given);
    let life = steps.into_iter().map(|(step, day)| event(step, day, &document)).collect();
    let world = Case { calendars, life };
    let scene = Scene {
        definition: &kind.definition,
        before: None,
        after: &document,
        signer: None,
        today,
        world: &world,
    };
    readings(&scene).into_iter().find(|reading| reading.clock == clock)
}

/// The document that the case is, and the steps it made.
fn case<'a>(clock: &'a Clock, given: &[(&str, Given)]) -> (Json, Vec<(&'a str, NaiveDate)>) {
    let mut document = Json::Object(Map::new());
    let mut steps = Vec::new();
    let item = clock.each.as_ref().and_then(|list| list.first(&document)).map(|list| list.index(0));
    if let Some(item) = &item {
        put(&mut document, &item.0, Json::Object(Map::new()));
    }
    let path = |field: &Pattern| match &item {
        Some(item) => field.bind(THIS, item).first(&Json::Null),
        None => field.first(&Json::Null),
    };
    for (option, value) in given {
        let Some(ask) = clock.asks.get(*option) else { continue };
        for (field, filled) in &ask.fills {
            if let Some(path) = path(&Pattern::parse(field)) {
                put(&mut document, &path.0, filled.clone());
            }
        }
        if let (Some(step), Given::Day(day)) = (&ask.step, value) {
            steps.push((step.as_str(), *day));
        }
        let text = match value {
            Given::Set => continue,
            Given::Day(day) => day.to_string(),
            Given::Name(name) => name.clone(),
        };
        for path in ask.field.0.iter().filter_map(path) {
            put(&mut document, &path.0, Json::String(text.clone()));
        }
    }
    (document, steps)
}

/// Writes a value, with whatever has to stand above it.
fn put(at: &mut Json, path: &[Segment], value: Json) {
    let Some((first, rest)) = path.split_first() else {
        *at = value;
        return;
    };
    match first {
        Segment::Key(key) => {
            if !at.is_object() {
                *at = Json::Object(Map::new());
            }
            if let Some(fields) = at.as_object_mut() {
                put(fields.entry(key.clone()).or_insert(Json::Null), rest, value);
            }
        }
        Segment::Index(index) => {
            if !at.is_array() {
                *at = Json::Array(Vec::new());
            }
            if let Some(items) = at.as_array_mut() {
                let missing = index.saturating_add(1).saturating_sub(items.len());
                items.extend(std::iter::repeat_n(Json::Null, missing));
                if let Some(item) = items.get_mut(*index) {
                    put(item, rest, value);
                }
            }
        }
    }
}

fn event(step: &str, day: NaiveDate, document: &Json) -> Event {
    Event {
        commit: String::new(),
        step: step.to_owned(),
        signer: Signer { participant: String::new(), role: String::new(), person: String::new() },
        date: day,
        received: day,
        before: None,
        document: Arc::new(document.clone()),
    }
}

/// The world of a case: calendars, and what it did.
struct Case<'a> {
    calendars: &'a Calendars<'a>,
    life: Arc<[Event]>,
}

impl World for Case<'_> {
    fn document(&self, _kind: &str, _id: &str) -> Option<Arc<Json>> {
        None
    }

    fn rivals(&self, _kind: &str, _unique: &Unique, _document: &Json) -> Vec<String> {
        Vec::new()
    }

    fn calendar(&self, name: Option<&str>) -> Option<Arc<Calendar>> {
        (self.calendars)(name)
    }

    fn life(&self) -> Arc<[Event]> {
        Arc::clone(&self.life)
    }
}
