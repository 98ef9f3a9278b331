//! What the kinds of one process version share: somebody keeps the register, there is a kind of participants that
//! says what trust is made of, and no two kinds are in each other's way.

use super::super::catalogue::{Catalogue, Kind};
use super::super::pattern::Pattern;
use super::{fields, keys};
use crate::diagnostic::{Finding, rule};
use crate::schema::nearest;
use crate::source::Tree;

/// What trust reads of a participant (`trust`).
const TRUST: &[&str] = &["role", "people.*.name", "people.*.keys.*.key"];

/// Everything that is wrong with what kinds share. `kinds` are the names of all kinds, also of those that can't be read.
pub(in super::super) fn shared(catalogue: &Catalogue, kinds: &[String], tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    if !catalogue.shared.roles.values().any(|role| role.keeper) {
        found.push(
            Finding::new(&rule::DEFINITION_CONTRADICTION, "no role keeps the register")
                .help("add `keeper: true` to a role")
                .at_key(tree, &keys(["roles"])),
        );
    }
    let name = &catalogue.shared.participants;
    let at = keys(["participants"]);
    if !kinds.contains(name) {
        let mut finding =
            Finding::new(&rule::DEFINITION_UNKNOWN_NAME, format!("there is no kind `{name}`")).at(tree, &at);
        finding.help =
            nearest(name, kinds.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`?"));
        found.push(finding);
    }
    for (audience, reader) in &catalogue.shared.audiences {
        let roles = || catalogue.shared.roles.keys().map(String::as_str);
        let unknown = |role: &&String| !roles().any(|known| known == role.as_str());
        if let Some(role) = reader.party.as_ref().filter(unknown) {
            let mut finding =
                Finding::new(&rule::DEFINITION_UNKNOWN_NAME, format!("there is no role `{role}`"))
                    .at(tree, &keys(["audiences", audience, "party"]));
            finding.help = nearest(role, roles()).map(|near| format!("did you mean `{near}`?"));
            found.push(finding);
        }
    }
    if let Some(kind) = catalogue.participants() {
        let lacks = TRUST.iter().filter(|field| !fields::names(kind, &Pattern::parse(field)));
        found.extend(lacks.map(|field| {
            let message =
                format!("a {} has no field `{field}`, by which steps are trusted", kind.definition.title);
            Finding::new(&rule::DEFINITION_UNKNOWN_NAME, message).at(tree, &at)
        }));
    }
    found
}

/// What two kinds may not have in common: their name, and where their documents stand.
pub(in super::super) fn clash(kind: &Kind, others: &[&Kind], tree: &Tree) -> Vec<Finding> {
    let own = &kind.definition;
    let mut found = Vec::new();
    for other in others.iter().map(|other| &other.definition) {
        for (key, one, two) in [("kind", &own.kind, &other.kind), ("label", &own.label, &other.label)] {
            if one == two {
                let message = format!("another kind has the {key} `{one}` as well");
                found.push(Finding::new(&rule::DEFINITION_CONTRADICTION, message).at(tree, &keys([key])));
            }
        }
        if own.home() == other.home() {
            let message = format!("documents of the kind `{}` stand in the same folder", other.kind);
            found.push(Finding::new(&rule::DEFINITION_CONTRADICTION, message).at(tree, &keys(["path"])));
        }
    }
    found
}
