//! What is given to a step that is looked ahead to, and the document as it is then. Knows nothing of what a step may write
//! or needs.

use serde_json::Value as Json;

use crate::source::{Change, Edit, EditError, Path, apply};

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
        let change = input.values.first().map_or(Change::Remove, |value| Change::Set(value.clone()));
        match apply(&mut made, &Edit { path: input.path.clone(), change }) {
            Ok(()) | Err(EditError::Missing(_)) => {}
            Err(_) => return None,
        }
    }
    Some(made)
}
