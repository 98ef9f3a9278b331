//! Clocks: when each started, is due and was stopped, worked out from a document, its events and a calendar.
//! Nothing pauses or extends one; a document's word about its own receipt moves none.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use serde_json::Value as Json;

use super::cause::{Cause, causes};
use super::condition::{Condition, State};
use super::definition::{After, Clock, Definition, Moment, Runs, Start, Worked};
use super::pattern::{Pattern, Place};
use super::scene::{Event, Ground, Scene, date};
use crate::calendar::{Calendar, add_months};
use crate::source::Path;

/// How a definition writes the day of the step.
pub(super) const TODAY: &str = "$today";

/// The name that a clock's patterns give to the item it belongs to.
pub(super) const THIS: &str = "this";

/// A clock, read on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The clock's name in the definition.
    pub clock: String,
    /// Which item of the list it belongs to, where there is one clock an item.
    pub item: Option<usize>,
    /// The day it started (day 0), or starts at the latest where that lies ahead.
    pub started: Option<NaiveDate>,
    /// The last day that is in time.
    pub due: Option<NaiveDate>,
    /// The day it was stopped.
    pub stopped: Option<NaiveDate>,
    /// Its state on the day it is read.
    pub state: State,
    /// Days left until the due day, negative when over: to the stop where it was stopped, else to the day it is read.
    pub days: Option<i64>,
    /// What set each of its dates; filled by [`readings`] only.
    pub causes: Vec<Cause>,
}

impl Reading {
    /// A clock that started, was due and was stopped on one day: an example, as templates are tried with.
    pub fn of_a_day(clock: &str, day: NaiveDate) -> Self {
        let (clock, day) = (clock.to_owned(), Some(day));
        let (state, days) = (State::Met, Some(0));
        Self { clock, item: None, started: day, due: day, stopped: day, state, days, causes: Vec::new() }
    }
}

impl State {
    /// The state's name.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotStarted => "not-started",
            Self::Running => "running",
            Self::Met => "met",
            Self::Late => "late",
            Self::Overdue => "overdue",
        }
    }
}

/// The item of a list that a clock belongs to.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    pub(super) list: &'a Pattern,
    pub(super) path: &'a Path,
    pub(super) index: usize,
}

/// All clocks of a document, those of lists item by item, each with what set its dates.
pub fn readings(scene: &Scene<'_>) -> Vec<Reading> {
    let told = |scene: &Scene<'_>, name: &str, clock: &Clock, item: Option<Item<'_>>| {
        let mut reading = read(scene, name, clock, item);
        reading.causes = causes(scene, clock, item, &reading);
        reading
    };
    scene.definition.clocks.iter().flat_map(|(name, clock)| of_clock(scene, name, clock, told)).collect()
}

/// The clocks of that name, those of lists item by item, without what set their dates.
pub fn readings_of(scene: &Scene<'_>, name: &str) -> Vec<Reading> {
    scene.definition.clocks.get(name).map(|clock| of_clock(scene, name, clock, read)).unwrap_or_default()
}

/// A condition about a clock, with `this` as the item of the clock's list that is meant.
pub fn of_item(
    condition: &Condition,
    definition: &Definition,
    clock: &str,
    document: &Json,
    item: Option<usize>,
) -> Condition {
    let list = definition.clocks.get(clock).and_then(|clock| clock.each.as_ref()?.first(document));
    match list.zip(item) {
        Some((list, item)) => condition.bind(THIS, &list.index(item)),
        None => condition.clone(),
    }
}

/// The day of a moment of the document, where it is known.
pub fn day_of(scene: &Scene<'_>, wanted: &Moment) -> Option<NaiveDate> {
    moment(scene, wanted, scene.ground(), None)
}

/// The clock of that name as it concerns the document now: the last item's, where there is one an item.
pub(super) fn current(scene: &Scene<'_>, name: &str) -> Option<Reading> {
    of_clock(scene, name, scene.definition.clocks.get(name)?, read).pop()
}

fn of_clock(
    scene: &Scene<'_>,
    name: &str,
    clock: &Clock,
    read: impl Fn(&Scene<'_>, &str, &Clock, Option<Item<'_>>) -> Reading,
) -> Vec<Reading> {
    let Some(list) = &clock.each else { return vec![read(scene, name, clock, None)] };
    let Some(path) = list.first(scene.after) else { return Vec::new() };
    let count = path.find(scene.after).and_then(Json::as_array).map_or(0, Vec::len);
    (0..count)
        .map(|index| read(scene, name, clock, Some(Item { list, path: &path.index(index), index })))
        .collect()
}

fn read(scene: &Scene<'_>, name: &str, clock: &Clock, item: Option<Item<'_>>) -> Reading {
    let ground = scene.ground();
    let started = beginning(scene, clock, item).map(|(day, ..)| day);
    let due = started.and_then(|from| match &clock.runs {
        Runs::Days(days) => from.checked_add_days(Days::new(u64::from(*days))),
        Runs::Months(months) => add_months(from, *months),
        Runs::Until(until) => moment(scene, until, ground, item),
        Runs::Open => None,
    });
    // What is only announced has not happened.
    let stopped = clock.stops.iter().find_map(|stop| moment(scene, stop, ground, item));
    let stopped = stopped.filter(|stopped| started.is_some() && *stopped <= scene.today);
    // What nothing stops runs out, and that is no lateness.
    let stopped = stopped.or_else(|| due.filter(|due| clock.stops.is_empty() && *due < scene.today));
    let end = stopped.unwrap_or(scene.today);
    let in_time = due.is_none_or(|due| end <= due);
    let begun = started.is_some_and(|started| started <= scene.today);
    let state = match (started.filter(|_| begun || stopped.is_some()), stopped.is_some(), in_time) {
        (None, ..) => State::NotStarted,
        (Some(_), false, true) => State::Running,
        (Some(_), false, false) => State::Overdue,
        (Some(_), true, true) => State::Met,
        (Some(_), true, false) => State::Late,
    };
    let days = due.map(|due| due.signed_duration_since(end).num_days());
    let item = item.map(|item| item.index);
    Reading { clock: name.to_owned(), item, started, due, stopped, state, days, causes: Vec::new() }
}

/// The day that a clock started, the moment that set it, and the alternative that this is one of.
pub(super) fn beginning<'c>(
    scene: &Scene<'_>,
    clock: &'c Clock,
    item: Option<Item<'_>>,
) -> Option<(NaiveDate, &'c Moment, &'c Start)> {
    let start = clock.starts.iter().find(|start| applies(scene, start, item))?;
    let (day, moment) = start_day(scene, start, scene.ground(), item)?;
    Some((day, moment, start))
}

fn applies(scene: &Scene<'_>, start: &Start, item: Option<Item<'_>>) -> bool {
    let Some(condition) = &start.when else { return true };
    // Conditions of a clock look at the item where there is one, or at the document where a pattern does not say `this`.
    let bound = match item {
        Some(item) => condition.bind(THIS, item.path),
        None => condition.clone(),
    };
    scene.test(&bound, scene.ground()).is_ok()
}

/// What of an alternative sets the day: what it waits for, unless the cap comes first or the floor later.
fn start_day<'c>(
    scene: &Scene<'_>,
    start: &'c Start,
    ground: Ground<'_>,
    item: Option<Item<'_>>,
) -> Option<(NaiveDate, &'c Moment)> {
    let day = |of: &'c Moment| moment(scene, of, ground, item).map(|day| (day, of));
    let known = start.on.iter().find_map(day);
    let cap = start.at_latest.as_ref().and_then(day);
    let from = match (known, cap) {
        (Some(known), Some(cap)) if cap.0 < known.0 => cap,
        (known, cap) => known.or(cap)?,
    };
    let floor = start.at_earliest.as_ref().and_then(day);
    Some(floor.filter(|floor| floor.0 > from.0).unwrap_or(from))
}

/// The day of a moment, where it is known.
pub(super) fn moment(
    scene: &Scene<'_>,
    wanted: &Moment,
    ground: Ground<'_>,
    item: Option<Item<'_>>,
) -> Option<NaiveDate> {
    match wanted {
        Moment::Field(field) => field_day(scene, field, ground, item),
        Moment::Worked(Worked::Step(step)) => {
            receipt(scene, &scene.world.life(), step, item).map(|(_, day)| day)
        }
        Moment::Worked(Worked::Due(name)) => beside(scene, name, item).and_then(|reading| reading.due),
        Moment::Worked(Worked::Earliest(of)) => {
            of.iter().filter_map(|one| moment(scene, one, ground, item)).min()
        }
        Moment::Worked(Worked::Latest(of)) => {
            of.iter().filter_map(|one| moment(scene, one, ground, item)).max()
        }
        Moment::Worked(Worked::After(after)) => later(scene, after, ground, item),
    }
}

fn field_day(
    scene: &Scene<'_>,
    field: &Pattern,
    ground: Ground<'_>,
    item: Option<Item<'_>>,
) -> Option<NaiveDate> {
    if let [Place::Key(name)] = field.0.as_slice()
        && name == TODAY
    {
        return Some(scene.today);
    }
    bound(field, item).value(ground.after).and_then(date)
}

/// The clock of that name as it concerns the same item, or the document now where it has none of this item.
fn beside(scene: &Scene<'_>, name: &str, item: Option<Item<'_>>) -> Option<Reading> {
    let clock = scene.definition.clocks.get(name)?;
    match item.filter(|item| clock.each.as_ref() == Some(item.list)) {
        Some(item) => Some(read(scene, name, clock, Some(item))),
        None => current(scene, name),
    }
}

/// The day that a step was received, and which event of the document's life says so: the first time that it made the
/// step while this item was the last of its list, unless a later step of another kind corrected the day.
pub(super) fn receipt(
    scene: &Scene<'_>,
    life: &[Event],
    step: &str,
    item: Option<Item<'_>>,
) -> Option<(usize, NaiveDate)> {
    let of_item = |document: &Json| match item {
        Some(item) => {
            item.list.value(document).and_then(Json::as_array).map_or(0, Vec::len) == item.index + 1
        }
        None => true,
    };
    let first = life.iter().position(|event| event.step == step && of_item(&event.document))?;
    let event = life.get(first)?;
    let receives = |name: &str| scene.definition.steps.get(name).and_then(|step| step.received.as_ref());
    let path = receives(step).and_then(|field| field.first(&event.document));
    let corrected = path.and_then(|path| {
        let corrects = |event: &Event| receives(&event.step).is_none() && event.sets(&path);
        let at = life.iter().rposition(corrects).filter(|at| *at > first)?;
        Some((at, path.find(&life.get(at)?.document).and_then(date)?))
    });
    Some(corrected.unwrap_or((first, event.received)))
}

/// The day so much time after a moment.
pub(super) fn later(
    scene: &Scene<'_>,
    after: &After,
    ground: Ground<'_>,
    item: Option<Item<'_>>,
) -> Option<NaiveDate> {
    let from = moment(scene, &after.of, ground, item)?;
    let from = add_months(from, after.months)?.checked_add_days(Days::new(u64::from(after.days)))?;
    if after.working_days == 0 {
        return Some(from);
    }
    counted_by(scene, after, ground, item)?.add_working_days(from, after.working_days)
}

/// The calendar that a span counts by: as it stood in the commit that wrote its name down, if one has.
pub(super) fn counted_by(
    scene: &Scene<'_>,
    after: &After,
    ground: Ground<'_>,
    item: Option<Item<'_>>,
) -> Option<Arc<Calendar>> {
    let field = after.calendar.as_ref().map(|field| bound(field, item));
    let name = field.as_ref().and_then(|field| field.text(ground.after));
    let Some(path) = field.as_ref().and_then(|field| field.first(ground.after)).filter(|_| name.is_some())
    else {
        return scene.world.calendar(name);
    };
    match scene.world.life().iter().rev().find(|event| event.sets(&path)) {
        Some(event) => scene.world.calendar_at(name, &event.commit),
        None => scene.world.calendar(name),
    }
}

/// A clock's pattern, with `this` as the item that the clock belongs to.
pub(super) fn bound(field: &Pattern, item: Option<Item<'_>>) -> Pattern {
    item.map_or_else(|| field.clone(), |item| field.bind(THIS, item.path))
}

/// The field that a moment is read from, where it is one.
pub(super) fn field(moment: &Moment) -> Option<&Pattern> {
    match moment {
        Moment::Field(field) => Some(field),
        Moment::Worked(Worked::After(after)) => field(&after.of),
        Moment::Worked(Worked::Earliest(of) | Worked::Latest(of)) => of.iter().find_map(field),
        Moment::Worked(_) => None,
    }
}

/// A clock's pattern as one over the whole document: `this` is any item of its list.
pub(super) fn unbind(field: &Pattern, each: Option<&Pattern>) -> Pattern {
    match (field.0.split_first(), each) {
        (Some((Place::Key(first), rest)), Some(list)) if first == THIS => {
            Pattern(list.0.iter().cloned().chain([Place::Any]).chain(rest.iter().cloned()).collect())
        }
        _ => field.clone(),
    }
}
