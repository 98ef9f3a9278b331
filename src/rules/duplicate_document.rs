//! `duplicate-document`: two open documents about the same thing know of each other.

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::surroundings::Surroundings;
use crate::diagnostic::{Finding, rule};
use crate::document::Document;
use crate::process::definition::Unique;

pub(super) fn check(document: &Document, around: &dyn Surroundings, _today: NaiveDate) -> Vec<Finding> {
    let definition = &document.kind.definition;
    let Some(unique) = definition.unique.as_ref().filter(|_| document.is_open()) else { return Vec::new() };
    let known = |other: &str| {
        let there = around.document(&definition.kind, other);
        is_named(unique, &document.data, other)
            || there.is_some_and(|there| is_named(unique, &there, &document.id))
    };
    // Of two, it is the later one that should not have been made: one finding, not two.
    let rivals = around.rivals(&definition.kind, unique, &document.data);
    let Some(other) = rivals.iter().find(|other| **other < document.id && !known(other)) else {
        return Vec::new();
    };
    let fields: Vec<String> = unique.by.iter().map(|field| format!("`{field}`")).collect();
    let message = format!("{} `{other}` is open for the same {}", definition.title, fields.join(" and "));
    let mut finding = Finding::new(&rule::DUPLICATE_DOCUMENT, message).clause(unique.clause.clone());
    if let Some(list) = &unique.unless {
        finding = finding.help(format!("where it is another matter, name it: `{list}: [{other}]`"));
    }
    match unique.by.last().and_then(|field| field.first(&document.data)) {
        Some(path) => vec![finding.at(&document.tree, &path)],
        None => vec![finding],
    }
}

/// Whether a document names another as known and meant.
pub fn is_named(unique: &Unique, document: &Json, other: &str) -> bool {
    let lists = unique.unless.iter().flat_map(|list| list.values(document));
    lists.into_iter().any(|value| match value {
        Json::Array(items) => items.iter().any(|item| item.as_str() == Some(other)),
        value => value.as_str() == Some(other),
    })
}
