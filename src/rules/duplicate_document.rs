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
        know_of_each_other(unique, (&document.id, &document.data), (other, there.as_deref()))
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

/// Whether one of two documents, by their ids, names the other as known and meant; the other one may not be there.
pub fn know_of_each_other(
    unique: &Unique,
    (id, one): (&str, &Json),
    (other, there): (&str, Option<&Json>),
) -> bool {
    names(unique, one, other) || there.is_some_and(|there| names(unique, there, id))
}

fn names(unique: &Unique, document: &Json, other: &str) -> bool {
    let lists = unique.unless.iter().flat_map(|list| list.values(document));
    lists.into_iter().any(|value| match value {
        Json::Array(items) => items.iter().any(|item| item.as_str() == Some(other)),
        value => value.as_str() == Some(other),
    })
}
