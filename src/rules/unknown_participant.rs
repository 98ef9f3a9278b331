//! `unknown-participant`: what a document refers to is in the register, and has the role that is meant.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value as Json;

use super::surroundings::Surroundings;
use crate::diagnostic::{Finding, rule};
use crate::document::Document;
use crate::process::World;
use crate::schema::{Field, nearest};

/// So many ids are listed where none is near.
const LISTED: usize = 8;

/// What the rule must know of a participant; the rest of such a document is its schema's business.
#[derive(Deserialize)]
struct Participant {
    role: String,
}

pub(super) fn check(document: &Document, around: &dyn Surroundings, _today: NaiveDate) -> Vec<Finding> {
    let unknown = |kind: &str, id: &str| {
        (!around.is_unreadable(kind, id)).then(|| unknown(kind, id, &around.ids(kind)))
    };
    faults(document, None, around.world(), unknown)
}

/// What is wrong with what a step refers to, in the register that it is made in. What stood there `before` is not asked
/// again. `ids` are the documents of a kind, to name the one that may have been meant; they may be left out.
pub fn references(
    document: &Document,
    before: Option<&Json>,
    world: &dyn World,
    ids: impl Fn(&str) -> Vec<String>,
) -> Vec<Finding> {
    let unknown = |kind: &str, id: &str| {
        let ids = ids(kind);
        Some(unknown(kind, id, &ids.iter().map(String::as_str).collect::<Vec<_>>()))
    };
    let found = faults(document, before, world, unknown);
    found.into_iter().map(|finding| finding.of_document(document.name())).collect()
}

fn faults(
    document: &Document,
    before: Option<&Json>,
    world: &dyn World,
    unknown: impl Fn(&str, &str) -> Option<Finding>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    document.kind.schema.visit(&document.data, &mut |site| {
        let (Some(kind), Some(id)) = (&site.field.refers_to, site.value.as_str()) else { return };
        let path = site.path();
        if before.and_then(|before| path.find(before)) == Some(site.value) {
            return;
        }
        let finding = match world.document(kind, id) {
            None => unknown(kind, id),
            Some(other) => other_role(site.field, id, &other),
        };
        found.extend(finding.map(|finding| finding.at(&document.tree, &path)));
    });
    found
}

fn unknown(kind: &str, id: &str, ids: &[&str]) -> Finding {
    let shown: String = id.chars().take(40).collect();
    let finding = Finding::new(&rule::UNKNOWN_PARTICIPANT, format!("the register has no {kind} `{shown}`"));
    // Of numbers the next one is as near as any other.
    let named = id.contains(char::is_alphabetic);
    match nearest(id, ids.iter().copied()).filter(|_| named) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None if ids.is_empty() || ids.len() > LISTED => {
            finding.help(format!("`iwcp list {kind}` shows those it has"))
        }
        None => finding.help(format!("it has {}", ids.join(", "))),
    }
}

fn other_role(field: &Field, id: &str, participant: &Json) -> Option<Finding> {
    if field.refers_to_role.is_empty() {
        return None;
    }
    let role = Participant::deserialize(participant).ok()?.role;
    if field.refers_to_role.contains(&role) {
        return None;
    }
    let wanted = field.refers_to_role.join(" or ");
    let message = format!("`{id}` has the role `{role}`, not `{wanted}`");
    Some(
        Finding::new(&rule::UNKNOWN_PARTICIPANT, message)
            .label(format!("a participant of the role {wanted}")),
    )
}
