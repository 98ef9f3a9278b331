//! Which fields right below a document's root its measures read: whoever reads many documents can leave out the rest.

use std::collections::BTreeSet;

use super::catalogue::Kind;
use super::pattern::{Pattern, Place};
use super::visit::{Mention, Mentions};
use crate::source::Path;

/// The fields that a kind's measures read; none where they may read anything.
pub fn reads(kind: &Kind) -> Option<BTreeSet<String>> {
    let definition = &kind.definition;
    let envelope = &definition.envelope;
    let mut fields = BTreeSet::from([envelope.id.clone(), envelope.process.clone(), envelope.status.clone()]);
    let Some(measures) = &definition.measures else { return Some(fields) };
    let mut mentions = Mentions::default();
    let (root, at) = (Pattern::parse(""), Path::root());
    let mut note = |field: &Pattern| mentions.note(at.clone(), Mention::Field(field.clone()));
    note(&measures.source);
    measures.by.values().flat_map(|fields| &fields.0).for_each(&mut note);
    for section in measures.sections.values() {
        for count in section.counts.values() {
            count.when.iter().for_each(|when| mentions.condition(when, &root, &at));
            count.age.iter().for_each(|age| mentions.moment(&age.since, &root, &at));
        }
        for span in section.spans.values() {
            span.when.iter().for_each(|when| mentions.condition(when, &root, &at));
        }
    }
    for clock in measures.clocks().into_iter().filter_map(|name| definition.clocks.get(name)) {
        mentions.note(at.clone(), Mention::Field(clock.each.clone().unwrap_or_default()));
        mentions.clock(clock, &at);
    }
    for (_, mention) in &mentions.0 {
        let field = match mention {
            Mention::Field(field) | Mention::Value(field, _) => Some(field),
            // The day of a step may stand in a field of its own, and be corrected there.
            Mention::Step(step) => definition.steps.get(step).and_then(|step| step.received.as_ref()),
            // What another clock reads is not followed.
            Mention::Clock(_) => return None,
            _ => None,
        };
        match field.and_then(|field| field.0.first()) {
            Some(Place::Key(key)) => drop(fields.insert(key.clone())),
            Some(_) => return None,
            None => {}
        }
    }
    Some(fields)
}
