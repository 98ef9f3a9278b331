//! `unknown-participant`: what a document refers to is in the register, and has the role that is meant.

use chrono::NaiveDate;

use super::surroundings::Surroundings;
use crate::diagnostic::{Finding, rule};
use crate::document::Document;
use crate::schema::{Field, nearest};

/// So many ids are listed where none is near.
const LISTED: usize = 8;

pub(super) fn check(document: &Document, around: &dyn Surroundings, _today: NaiveDate) -> Vec<Finding> {
    let mut found = Vec::new();
    document.kind.schema.visit(&document.data, &mut |site| {
        let (Some(kind), Some(id)) = (&site.field.refers_to, site.value.as_str()) else { return };
        let finding = match around.document(kind, id) {
            None if around.is_unreadable(kind, id) => None,
            None => Some(unknown(kind, id, around)),
            Some(_) => other_role(site.field, id, around),
        };
        found.extend(finding.map(|finding| finding.at(&document.tree, &site.path())));
    });
    found
}

fn unknown(kind: &str, id: &str, around: &dyn Surroundings) -> Finding {
    let ids = around.ids(kind);
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

fn other_role(field: &Field, id: &str, around: &dyn Surroundings) -> Option<Finding> {
    let role = around.role(id).filter(|_| !field.refers_to_role.is_empty())?;
    if field.refers_to_role.iter().any(|wanted| wanted == role) {
        return None;
    }
    let wanted = field.refers_to_role.join(" or ");
    let message = format!("`{id}` has the role `{role}`, not `{wanted}`");
    Some(
        Finding::new(&rule::UNKNOWN_PARTICIPANT, message)
            .label(format!("a participant of the role {wanted}")),
    )
}
