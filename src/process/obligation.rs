//! Who owes what by when: what a document's status, and the document whatever its status, waits for.

use chrono::NaiveDate;

use super::Kind;
use super::clock::{Reading, current, moment};
use super::definition::Wait;
use super::scene::Scene;

/// Something that somebody owes, or may do, about a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation {
    /// The role that owes it.
    pub role: String,
    /// The participant that owes it, where the role is a party of the document.
    pub party: Option<String>,
    /// What, in the infinitive without "to".
    pub what: String,
    /// The clauses that ask for it.
    pub clause: Vec<String>,
    /// The clock that says by when.
    pub clock: Option<Reading>,
    /// The day from which on it may be done, where that is told.
    pub since: Option<NaiveDate>,
    /// Whether nothing else can go on before it is done.
    pub blocks: bool,
}

impl Obligation {
    /// The last day that is in time, where there is one.
    pub fn due(&self) -> Option<NaiveDate> {
        self.clock.as_ref().and_then(|clock| clock.due)
    }

    /// Days left until the due day, negative when over; none once the clock is stopped.
    pub fn days(&self) -> Option<i64> {
        self.clock.as_ref().filter(|clock| clock.stopped.is_none()).and_then(|clock| clock.days)
    }
}

/// What a document waits for on the scene's day, its status's obligations first.
pub fn obligations(kind: &Kind, scene: &Scene<'_>) -> Vec<Obligation> {
    let definition = &kind.definition;
    let status = scene.status_of(scene.after).and_then(|name| definition.statuses.get(name));
    let of_status = status.into_iter().flat_map(|status| {
        let clause = &status.clause.0;
        status.waits.iter().map(move |wait| (wait, clause.as_slice()))
    });
    let always = definition.waits.iter().map(|wait| (wait, [].as_slice()));
    of_status
        .chain(always)
        .filter(|(wait, _)| wait.when.as_ref().is_none_or(|when| scene.holds(when).is_ok()))
        .map(|(wait, clause)| obligation(kind, scene, wait, clause))
        .collect()
}

fn obligation(kind: &Kind, scene: &Scene<'_>, wait: &Wait, clause: &[String]) -> Obligation {
    let party = kind.definition.parties.get(&wait.role).and_then(|field| field.text(scene.after));
    let since = wait.since.as_ref().and_then(|since| moment(scene, since, scene.ground(), None));
    Obligation {
        role: wait.role.clone(),
        party: party.map(str::to_owned),
        what: wait.to.clone(),
        clause: wait.clause.clone().map_or_else(|| clause.to_vec(), |own| vec![own]),
        clock: wait.clock.as_ref().and_then(|clock| current(scene, clock)),
        since,
        blocks: wait.blocks,
    }
}
