//! JSON Schema 2020-12 against a tree: findings at the right span, and what a schema says about its fields.
//! A schema is compiled once and shared between threads; it never fetches anything.
//! Knows nothing of processes: our own keywords (`x-audience`, `x-audience-where`, `x-refers-to`, `x-refers-to-role`,
//! `x-future`, `x-shown-digits`) are only read out here.

mod branch;
mod fault;
mod field;
mod format;
mod inspect;
mod nearest;
mod place;
mod shape;
mod wording;

pub use field::Field;
pub use format::{day, is_date, is_email, why_no_date};
pub use nearest::nearest;
pub use place::{keyword_of, place_of};
pub use shape::Site;

use jsonschema::{PatternOptions, Validator};
use serde_json::Value as Json;

use crate::diagnostic::Finding;
use crate::source::{Path, Segment, Tree};
use shape::Shape;

/// A compiled regular expression of a schema takes no more than this many bytes.
const PATTERN_SIZE: usize = 1 << 20;

/// A schema, ready to check documents.
#[derive(Debug)]
pub struct Schema {
    validator: Validator,
    root: Json,
    fields: Vec<Field>,
    shape: Shape,
}

/// Why a schema can't be used.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// It is not JSON.
    #[error("{name} is not JSON: {error}")]
    Syntax {
        /// The schema's file.
        name: String,
        /// What the parser says, with line and column.
        error: serde_json::Error,
    },
    /// It is not a JSON Schema of draft 2020-12, or it refers to something outside itself.
    #[error("{name} is not a usable JSON Schema: {message} (at `{place}`)")]
    Faulty {
        /// The schema's file.
        name: String,
        /// Where in the schema.
        place: Path,
        /// What is wrong.
        message: String,
    },
}

impl Schema {
    /// Compiles a schema from its JSON text; `name` is what errors call it. Patterns run on an engine that takes
    /// linear time; a reference to anything but the schema itself is refused.
    ///
    /// # Errors
    /// [`SchemaError`] for a text that is no JSON or no such schema.
    pub fn compile(name: &str, text: &str) -> Result<Self, SchemaError> {
        let root: Json = serde_json::from_str(text)
            .map_err(|error| SchemaError::Syntax { name: name.to_owned(), error })?;
        let faulty = |place, message| SchemaError::Faulty { name: name.to_owned(), place, message };
        if let Some(reference) = field::endless_reference(&root) {
            let place = Path::from_pointer(reference.trim_start_matches('#'));
            return Err(faulty(place, format!("`{reference}` refers to nothing but itself")));
        }
        let validator = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .offline()
            .with_pattern_options(
                PatternOptions::regex().size_limit(PATTERN_SIZE).dfa_size_limit(PATTERN_SIZE),
            )
            .should_validate_formats(true)
            .with_format("date", is_date)
            .with_format("email", is_email)
            .build(&root)
            .map_err(|error| faulty(Path::from_pointer(error.instance_path().as_str()), error.to_string()))?;
        let fields = field::fields(&root);
        let shape = Shape::of(&fields);
        Ok(Self { validator, root, fields, shape })
    }

    /// What the schema has against a document, in the order of its text. `data` is the tree's data.
    pub fn check(&self, tree: &Tree, data: &Json) -> Vec<Finding> {
        if self.validator.is_valid(data) {
            return Vec::new();
        }
        fault::findings(self, tree, data)
    }

    /// Every field that a document may have, in the order of the schema, a mapping before what it holds.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The field that stands at a path.
    pub fn field(&self, path: &Path) -> Option<&Field> {
        self.fields.get(self.shape.at(path)?.field?)
    }

    /// The fields right below a path.
    pub fn below(&self, path: &Path) -> Vec<&Field> {
        self.shape.at(path).map_or_else(Vec::new, |shape| shape.keys(&self.fields))
    }

    /// Where among its siblings a key of the mapping at a path belongs: smaller comes first.
    pub fn key_order(&self, mapping: &Path, key: &str) -> Option<usize> {
        let step = Segment::Key(key.to_owned());
        self.shape.at(mapping)?.step(&step)?.field.and_then(|at| self.fields.get(at)).map(|field| field.order)
    }

    /// The field whose dotted name, or the end of it, is nearest to a misspelled one.
    pub fn suggest(&self, misspelled: &str) -> Option<&str> {
        let patterns = || self.fields.iter().map(|field| field.pattern.as_str());
        nearest(misspelled, patterns()).or_else(|| {
            let found = nearest(misspelled, self.fields.iter().filter_map(Field::key))?;
            self.fields.iter().find(|field| field.key() == Some(found)).map(|field| field.pattern.as_str())
        })
    }

    /// Shows every value of a document that is a field of the schema, in the document's order.
    pub fn visit<'d>(&self, data: &'d Json, seen: &mut dyn FnMut(&Site<'_, 'd>)) {
        self.shape.visit(&self.fields, data, seen);
    }
}

#[cfg(test)]
mod tests;
