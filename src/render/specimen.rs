//! A document of a kind in which every field is filled, as its schema describes it: what templates are tried with.

use serde_json::{Map, Value as Json};

use crate::process::Kind;
use crate::schema::Field;
use crate::source::{Path, Segment};

/// How many items a list has in it.
const ITEMS: usize = 2;

/// A document with every field, each of the value that `fill` gives it; lists and mappings are made here.
pub fn specimen(kind: &Kind, fill: &mut dyn FnMut(&Field, &Path) -> Json) -> Json {
    object(kind, &Path::root(), fill)
}

/// A value that a field may have; in the second item of a list the second one, where there are several.
pub fn example(field: &Field, path: &Path) -> Json {
    let is = |word: &str| field.types.iter().any(|known| known == word);
    let item = path.0.iter().rev().find_map(|segment| match segment {
        Segment::Index(index) => Some(*index),
        Segment::Key(_) => None,
    });
    let allowed = field.allowed.get(item.unwrap_or_default()).or(field.allowed.first());
    let text = allowed.or(field.example.as_ref()).cloned();
    match text {
        _ if is("boolean") => Json::Bool(true),
        _ if is("integer") || is("number") => Json::from(1),
        Some(text) => Json::String(text),
        None if field.format.as_deref() == Some("date") => Json::from("2026-01-31"),
        None => Json::from("…"),
    }
}

fn object(kind: &Kind, path: &Path, fill: &mut dyn FnMut(&Field, &Path) -> Json) -> Json {
    let mut made = Map::new();
    for field in kind.schema.below(path) {
        if let Some(key) = field.key() {
            made.insert(key.to_owned(), value(kind, field, &path.key(key), fill));
        }
    }
    Json::Object(made)
}

fn value(kind: &Kind, field: &Field, path: &Path, fill: &mut dyn FnMut(&Field, &Path) -> Json) -> Json {
    let is = |word: &str| field.types.iter().any(|known| known == word);
    if is("object") {
        return object(kind, path, fill);
    }
    if !is("array") {
        return fill(field, path);
    }
    let items = (0..ITEMS).filter_map(|index| {
        let place = path.index(index);
        kind.schema.field(&place).map(|field| value(kind, field, &place, fill))
    });
    items.collect()
}
