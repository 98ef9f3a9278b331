//! Assignments as people write them: where `FIELD=VALUE` is split, and what the value means. A value is YAML, read as
//! the schema means it: where only text is wanted, text stays as it was written, whatever YAML would make of it.

use serde_json::Value as Json;

use super::DraftError;
use crate::process::Kind;
use crate::source::{Node, Path, Scalar, Style, Value, parse};

/// How a value begins that is meant as YAML even where text is wanted: quotes, and block scalars.
const MARKS: [char; 4] = ['"', '\'', '|', '>'];

/// The field that an assignment names, without its value: values are not repeated.
pub fn field_of(assignment: &str) -> String {
    let field = split(assignment).map_or(assignment, |(field, _)| field);
    field.split('=').next().unwrap_or(field).trim().to_owned()
}

/// `FIELD=VALUE` at its first `=` that is not part of a list's selector (`kind=public.ended=…`).
pub(super) fn split(assignment: &str) -> Option<(&str, &str)> {
    let (field, value) = assignment.split_once('=').filter(|(field, _)| !field.trim().is_empty())?;
    match value.split_once('=') {
        Some((selected, rest)) if is_selector(field, selected) => {
            let end = field.len() + 1 + selected.len();
            Some((assignment.get(..end)?, rest))
        }
        _ => Some((field, value)),
    }
}

/// Whether `list.key` `=` `value.field` reads as a selector: the value is one word and a field follows it.
fn is_selector(field: &str, selected: &str) -> bool {
    let word = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    field.contains('.') && word(selected) && selected.contains('.') && !selected.contains(' ')
}

/// What the text of a value means at a path.
pub(super) fn read(kind: &Kind, path: &Path, field: &str, text: &str) -> Result<Json, DraftError> {
    if is_text(kind, path) {
        return Ok(Json::String(words(field, text)));
    }
    if text.trim().is_empty() {
        return Ok(Json::Null);
    }
    match parse(field, text.as_bytes()) {
        Ok(tree) => Ok(meant(kind, path, &tree.root)),
        Err(refusal) => Err(DraftError::Value {
            field: field.to_owned(),
            why: refusal.flaws.first().map(|flaw| flaw.message.clone()).unwrap_or_default(),
        }),
    }
}

/// The data of a node that is to stand at a path: `1.10` stays `1.10` where the schema wants text.
pub(super) fn meant(kind: &Kind, path: &Path, node: &Node) -> Json {
    match &node.value {
        Value::Sequence(items) => {
            items.iter().enumerate().map(|(at, item)| meant(kind, &path.index(at), item)).collect()
        }
        Value::Mapping(entries) => entries
            .iter()
            .map(|entry| (entry.key.clone(), meant(kind, &path.key(&entry.key), &entry.value)))
            .collect(),
        Value::Scalar(scalar) if is_written(scalar) && is_text(kind, path) => {
            Json::String(scalar.text.clone())
        }
        Value::Scalar(scalar) => scalar.to_json(),
    }
}

/// Whether there is anything to keep: an empty value and an explicit null say that there is none.
fn is_written(scalar: &Scalar) -> bool {
    scalar.style == Style::Plain && !scalar.to_json().is_null()
}

fn is_text(kind: &Kind, path: &Path) -> bool {
    kind.schema.field(path).is_some_and(|known| known.types == ["string"])
}

/// Text as it was written, line breaks included; quoted text and block scalars without their marks.
fn words(field: &str, text: &str) -> String {
    let plain = text.trim();
    if plain.starts_with(MARKS)
        && let Ok(tree) = parse(field, text.as_bytes())
        && let Json::String(text) = tree.to_json()
    {
        return text;
    }
    plain.to_owned()
}
