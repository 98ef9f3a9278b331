//! What a document's steps settle whatever the day is: whether anything can be owed about it, and whether and when it
//! can count in figures. Whoever looks at many documents looks no further at those of which nothing can come. Never
//! says that nothing can where something may: what depends on the day or on other documents is left open.

use chrono::NaiveDate;

use super::Kind;
use super::clock::{TODAY, readings_of};
use super::condition::Condition;
use super::definition::{Clock, Definition, Moment, Population, Runs, Worked};
use super::pattern::Place;
use super::scene::Scene;

/// What becomes of a document that makes no further step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// Whether something may be owed about it.
    pub owes: bool,
    /// Whether it may count where what stands at a moment is counted.
    pub stands: bool,
    /// The last days of the clocks that are counted; none where they are not settled.
    pub due: Option<Vec<NaiveDate>>,
}

impl Outlook {
    /// The outlook of the scene's document: what is owed by one definition of its kind, what is counted by another.
    pub fn of(owing: &Kind, counting: &Kind, scene: &Scene<'_>) -> Self {
        let definition = &counting.definition;
        let counted = Scene { definition, ..*scene };
        let (stands, due) = match &definition.measures {
            None => (false, Some(Vec::new())),
            Some(_) => (stands(&counted), due(&counted)),
        };
        Self { owes: owes(owing, scene), stands, due }
    }
}

fn owes(kind: &Kind, scene: &Scene<'_>) -> bool {
    let definition = &kind.definition;
    let scene = Scene { definition, ..*scene };
    let status = scene.status_of(scene.after).and_then(|name| definition.statuses.get(name));
    let mut waits = status.into_iter().flat_map(|status| &status.waits).chain(&definition.waits);
    waits.any(|wait| may_hold(&scene, wait.when.as_ref()))
}

fn stands(scene: &Scene<'_>) -> bool {
    let mut counts = scene.definition.measures.iter().flat_map(|measures| measures.counts());
    counts.any(|(_, count)| {
        matches!(count.of, Population::AtStart | Population::AtEnd) && may_hold(scene, count.when.as_ref())
    })
}

fn may_hold(scene: &Scene<'_>, condition: Option<&Condition>) -> bool {
    condition.is_none_or(|condition| foregone(scene, condition) != Some(false))
}

/// Whether a condition holds on any day, where the document alone tells.
fn foregone(scene: &Scene<'_>, condition: &Condition) -> Option<bool> {
    if is_settled(scene.definition, condition, scene.definition.clocks.len()) {
        return Some(scene.holds(condition).is_ok());
    }
    let mut inner = match condition {
        Condition::Not(inner) => return foregone(scene, inner).map(|holds| !holds),
        Condition::All(inner) | Condition::Any(inner) => inner.iter().map(|inner| foregone(scene, inner)),
        _ => return None,
    };
    let decides = matches!(condition, Condition::Any(_));
    inner.any(|holds| holds == Some(decides)).then_some(decides)
}

fn due(scene: &Scene<'_>) -> Option<Vec<NaiveDate>> {
    let definition = scene.definition;
    let measures = definition.measures.as_ref()?;
    let mut days = Vec::new();
    for name in measures.clocks() {
        let Some(clock) = definition.clocks.get(name) else { continue };
        if !ends_settled(definition, clock, definition.clocks.len()) {
            return None;
        }
        days.extend(readings_of(scene, name).into_iter().filter_map(|reading| reading.due));
    }
    days.sort();
    days.dedup();
    Some(days)
}

/// Whether a condition is the same on any day and whatever stands around the document; `depth` bounds how far clocks are
/// followed.
fn is_settled(definition: &Definition, condition: &Condition, depth: usize) -> bool {
    let settled = |inner: &Condition| is_settled(definition, inner, depth);
    match condition {
        Condition::Present(_) | Condition::Absent(_) | Condition::Equals(_) | Condition::Same(_) => true,
        Condition::Some(within) | Condition::Every(within) | Condition::None(within) => {
            within.fulfils.as_deref().is_none_or(settled)
        }
        Condition::Not(inner) => settled(inner),
        Condition::All(inner) | Condition::Any(inner) => inner.iter().all(settled),
        Condition::Order(order) => {
            [&order.earlier, &order.later].into_iter().all(|moment| is_fixed(definition, moment, depth))
        }
        _ => false,
    }
}

/// Whether the last day of a clock is the same on any day that it is read.
fn ends_settled(definition: &Definition, clock: &Clock, depth: usize) -> bool {
    let fixed = |moment: &Moment| is_fixed(definition, moment, depth);
    let starts = clock.starts.iter().all(|start| {
        let moments = start.on.iter().chain(&start.at_latest).chain(&start.at_earliest);
        start.when.as_ref().is_none_or(|when| is_settled(definition, when, depth))
            && moments.into_iter().all(fixed)
    });
    starts
        && match &clock.runs {
            Runs::Until(until) => fixed(until),
            Runs::Days(_) | Runs::Months(_) | Runs::Open => true,
        }
}

/// Whether a moment is the same day whenever it is asked for.
fn is_fixed(definition: &Definition, moment: &Moment, depth: usize) -> bool {
    match moment {
        Moment::Field(field) => !matches!(field.0.as_slice(), [Place::Key(name)] if name == TODAY),
        Moment::Worked(Worked::Step(_)) => true,
        Moment::Worked(Worked::Due(name)) => {
            let clock = definition.clocks.get(name);
            clock
                .zip(depth.checked_sub(1))
                .is_some_and(|(clock, depth)| ends_settled(definition, clock, depth))
        }
        Moment::Worked(Worked::After(after)) => is_fixed(definition, &after.of, depth),
        Moment::Worked(Worked::Earliest(of) | Worked::Latest(of)) => {
            of.iter().all(|one| is_fixed(definition, one, depth))
        }
    }
}
