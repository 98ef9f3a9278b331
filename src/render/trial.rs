//! Tries templates: what a document names is there, and it can be made for every reader that it is for.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::sparse::sparse;
use super::templates::{TemplateError, Templates};
use super::{Renderer, Sheet, Subject, example, specimen};
use crate::process::{Catalogue, Kind, Reading};

/// Everything that is wrong with the templates, in the words of a language; each fault once.
pub fn trial(templates: &Templates, catalogue: &Catalogue, language: &str) -> Vec<TemplateError> {
    let (sheets, renderer) = match (Sheet::all(templates), Renderer::new(templates, language)) {
        (Ok(sheets), Ok(renderer)) => (sheets, renderer),
        (Err(error), _) | (_, Err(error)) => return vec![error],
    };
    let mut found: Vec<TemplateError> = Vec::new();
    for sheet in &sheets {
        let mut errors = names(templates, catalogue, sheet);
        if errors.is_empty() {
            errors = made(&renderer, catalogue, sheet);
        }
        for error in errors {
            if !found.iter().any(|other| other.to_string() == error.to_string()) {
                found.push(error);
            }
        }
    }
    found
}

/// What a description names and is not there.
fn names(templates: &Templates, catalogue: &Catalogue, sheet: &Sheet) -> Vec<TemplateError> {
    let mut found = Vec::new();
    let mut miss = |key: &str, what: &str, name: &str| {
        let (file, line) = sheet.line_of(templates, key);
        found.push(TemplateError { file, line, message: format!("there is no {what} `{name}`") });
    };
    let Some(kind) = catalogue.kind(&sheet.kind) else {
        miss("kind", "kind of document", &sheet.kind);
        return found;
    };
    for audience in sheet.audiences.iter().filter(|name| !catalogue.shared.audiences.contains_key(*name)) {
        miss("audiences", "audience", audience);
    }
    for clause in sheet.clause.0.iter().filter(|name| !catalogue.shared.clauses.contains_key(*name)) {
        miss("clause", "clause", clause);
    }
    if let Some(role) = sheet.to.as_ref().filter(|role| !kind.definition.parties.contains_key(*role)) {
        miss("to", &format!("party of a {}", sheet.kind), role);
    }
    found
}

/// What goes wrong when the document is made of one in which every field is filled, before any of its clocks can be read
/// and when all of them were stopped, and of those in which no more stands than has to.
fn made(renderer: &Renderer<'_>, catalogue: &Catalogue, sheet: &Sheet) -> Vec<TemplateError> {
    let kinds = catalogue.kind(&sheet.kind).zip(catalogue.participants());
    let Some((kind, participants)) = kinds else { return Vec::new() };
    let (full, party) = (specimen(kind, &mut example), specimen(participants, &mut example));
    let bare = sparse(participants, None).pop().unwrap_or_default();
    let all = |party: &Json| -> BTreeMap<String, Json> {
        kind.definition.parties.keys().map(|role| (role.clone(), party.clone())).collect()
    };
    let (known, barely) = (all(&party), all(&bare));
    let (sparse, stopped) = (sparse(kind, sheet.when.as_ref()), clocks(kind));
    let subject = |data, keeper, parties, clocks| Subject {
        kind,
        data,
        clocks,
        parties,
        keeper,
        participants,
        register: None,
        commit: "0000000000000000000000000000000000000000",
        today: chrono::NaiveDate::default(),
        moment: 0,
    };
    let mut subjects = vec![subject(&full, &party, &known, &stopped), subject(&full, &party, &known, &[])];
    subjects.extend(sparse.iter().map(|data| subject(data, &bare, &barely, &[])));
    let tried = sheet.audiences.iter().flat_map(|audience| {
        let make = move |subject| renderer.make(sheet, audience, subject).and_then(|made| made.name).err();
        subjects.iter().filter_map(make)
    });
    tried.collect()
}

/// A reading of every clock of a kind.
fn clocks(kind: &Kind) -> Vec<Reading> {
    let clocks = kind.definition.clocks.keys();
    clocks.map(|clock| Reading::of_a_day(clock, chrono::NaiveDate::default())).collect()
}
