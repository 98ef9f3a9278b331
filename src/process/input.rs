//! What is given to a step that is looked ahead to, and the document as it is then. Knows nothing of what a step may write
//! or needs.

use serde_json::{Map, Value as Json};

use crate::source::{Path, Segment};

/// Something to give to a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// The field.
    pub path: Path,
    /// The values that will do so far as is known: all of a choice, or one as an example; none takes the field away.
    pub values: Vec<Json>,
    /// Whether `values` are all that there are, and no mere example.
    pub is_choice: bool,
    /// Whether it stands for whichever field somebody means.
    pub is_any_field: bool,
}

impl Input {
    pub(super) fn choice(path: Path, values: Vec<Json>) -> Self {
        Self { path, values, is_choice: true, is_any_field: false }
    }

    pub(super) fn example(path: Path, value: Json) -> Self {
        Self { path, values: vec![value], is_choice: false, is_any_field: false }
    }

    pub(super) fn gone(path: Path) -> Self {
        Self { path, values: Vec::new(), is_choice: true, is_any_field: false }
    }
}

/// Puts inputs into a document, each with its first value; none where one has no place.
pub(super) fn with_inputs(document: &Json, inputs: &[Input]) -> Option<Json> {
    let mut made = document.clone();
    for input in inputs {
        match input.values.first() {
            Some(value) => *place_of(&mut made, &input.path)? = value.clone(),
            None => take(&mut made, &input.path),
        }
    }
    Some(made)
}

fn take(root: &mut Json, path: &Path) {
    let Some((last, holder)) = path.0.split_last() else { return };
    let holder = holder.iter().try_fold(root, |at, segment| match (at, segment) {
        (Json::Object(fields), Segment::Key(key)) => fields.get_mut(key),
        (Json::Array(items), Segment::Index(index)) => items.get_mut(*index),
        _ => None,
    });
    match (holder, last) {
        (Some(Json::Object(fields)), Segment::Key(key)) => drop(fields.shift_remove(key)),
        (Some(Json::Array(items)), Segment::Index(index)) if *index < items.len() => {
            drop(items.remove(*index))
        }
        _ => {}
    }
}

/// The place of a value, made where it is not there yet; none where something else stands in the way.
fn place_of<'v>(root: &'v mut Json, path: &Path) -> Option<&'v mut Json> {
    path.0.iter().try_fold(root, |at, segment| {
        if at.is_null() {
            *at = match segment {
                Segment::Key(_) => Json::Object(Map::new()),
                Segment::Index(_) => Json::Array(Vec::new()),
            };
        }
        match (at, segment) {
            (Json::Object(fields), Segment::Key(key)) => {
                Some(fields.entry(key.clone()).or_insert(Json::Null))
            }
            (Json::Array(items), Segment::Index(index)) => {
                if *index == items.len() {
                    items.push(Json::Null);
                }
                items.get_mut(*index)
            }
            _ => None,
        }
    })
}
