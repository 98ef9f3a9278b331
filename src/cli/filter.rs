//! Which documents `iwcp list` shows, and in which order: fields are named by their paths, by the heading of a column,
//! or by the end of a path that only one field has.

use std::cmp::Ordering;

use serde_json::Value as Json;

use super::CliError;
use crate::process::{Kind, Pattern};
use crate::schema::nearest;

/// A field and what it has to hold.
#[derive(Debug)]
pub struct Filter {
    field: Pattern,
    wanted: String,
}

impl Filter {
    /// Reads `FIELD=VALUE`; an empty value stands for a field that holds nothing.
    ///
    /// # Errors
    /// Wrong usage: no such field, or nothing that could be one.
    pub fn read(kind: &Kind, text: &str) -> Result<Self, CliError> {
        let Some((field, wanted)) = text.split_once('=') else {
            let error = CliError::usage(format!("`--where {text}` is not FIELD=VALUE"));
            return Err(error.hint(format!("`--where {text}=VALUE`")));
        };
        let (field, wanted) = (field_named(kind, field.trim())?, wanted.trim());
        possible(kind, &field, wanted)?;
        Ok(Self { field, wanted: wanted.to_owned() })
    }

    /// The field.
    pub fn field(&self) -> &Pattern {
        &self.field
    }

    /// Whether a document holds it: in the field itself, or in one of the items of a list.
    pub fn fits(&self, document: &Json) -> bool {
        let values: Vec<String> = self.field.values(document).into_iter().flat_map(texts).collect();
        match self.wanted.is_empty() {
            true => values.iter().all(String::is_empty),
            false => values.contains(&self.wanted),
        }
    }
}

/// A field to sort by, and which way.
#[derive(Debug)]
pub struct Sorting {
    field: Pattern,
    backwards: bool,
}

impl Sorting {
    /// Reads a field; a `-` before it turns the order round.
    ///
    /// # Errors
    /// Wrong usage: no such field.
    pub fn read(kind: &Kind, text: &str) -> Result<Self, CliError> {
        let field = text.strip_prefix('-');
        Ok(Self { field: field_named(kind, field.unwrap_or(text))?, backwards: field.is_some() })
    }

    /// The field.
    pub fn field(&self) -> &Pattern {
        &self.field
    }

    /// Which of two documents comes first; one that lacks the field comes last either way.
    pub fn compare(&self, one: &Json, other: &Json) -> Ordering {
        match (self.field.value(one), self.field.value(other)) {
            (Some(one), Some(other)) if self.backwards => order(other, one),
            (Some(one), Some(other)) => order(one, other),
            (one, other) => other.is_some().cmp(&one.is_some()),
        }
    }
}

fn order(one: &Json, other: &Json) -> Ordering {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => one.total_cmp(&other),
        _ => texts(one).cmp(&texts(other)),
    }
}

/// What a value says, item by item.
fn texts(value: &Json) -> Vec<String> {
    match value {
        Json::Array(items) => items.iter().flat_map(texts).collect(),
        Json::String(text) => vec![text.clone()],
        Json::Null => vec![String::new()],
        other => vec![other.to_string()],
    }
}

/// Refuses a value that the field never has.
fn possible(kind: &Kind, field: &Pattern, wanted: &str) -> Result<(), CliError> {
    let named = generic(&field.to_string());
    let known = kind.schema.fields().iter().find(|known| known.pattern == named);
    let allowed = known.map(|known| known.allowed.as_slice()).unwrap_or_default();
    if wanted.is_empty() || allowed.is_empty() || allowed.iter().any(|value| value == wanted) {
        return Ok(());
    }
    let error = CliError::usage(format!("`{field}` of a {} is never `{wanted}`", kind.definition.title));
    Err(error.or_meant(wanted, allowed.iter().map(String::as_str)))
}

/// A field's name with each place in a list left open, as schemas name it.
fn generic(name: &str) -> String {
    let place = |part: &str| match part.parse::<usize>() {
        Ok(_) => "*".to_owned(),
        Err(_) if part == "-1" => "*".to_owned(),
        Err(_) => part.to_owned(),
    };
    name.split('.').map(place).collect::<Vec<_>>().join(".")
}

/// The field that a name stands for.
fn field_named(kind: &Kind, name: &str) -> Result<Pattern, CliError> {
    let columns = &kind.definition.columns;
    if let Some((_, field)) = columns.iter().find(|(heading, _)| heading.eq_ignore_ascii_case(name)) {
        return Ok(field.clone());
    }
    let fields: Vec<&str> = kind.schema.fields().iter().map(|field| field.pattern.as_str()).collect();
    if fields.contains(&generic(name).as_str()) {
        return Ok(Pattern::parse(name));
    }
    let end = format!(".{name}");
    let ends: Vec<&&str> = fields.iter().filter(|field| field.ends_with(&end)).collect();
    match ends.as_slice() {
        [only] => Ok(Pattern::parse(only)),
        [] => {
            let last = fields.iter().filter_map(|field| field.rsplit('.').next());
            let known = fields.iter().copied().chain(last).chain(columns.keys().map(String::as_str));
            let error = CliError::usage(format!("a {} has no field `{name}`", kind.definition.title));
            Err(match nearest(name, known) {
                Some(near) => error.hint(format!("did you mean `{near}`?")),
                None => {
                    error.hint(format!("columns: {}", columns.keys().cloned().collect::<Vec<_>>().join(", ")))
                }
            })
        }
        several => {
            let names: Vec<String> = several.iter().map(|field| format!("`{field}`")).collect();
            Err(CliError::usage(format!("`{name}` could be {}", names.join(" or "))).hint("write it out"))
        }
    }
}
