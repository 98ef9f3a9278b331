//! The fields of a schema as a tree of keys, so that finding the field of a path takes as many steps as the path.

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::field::{ANY, Field};
use crate::source::{Path, Segment};

/// Where so few keys are known, looking at each is faster than hashing the one that is looked for.
const FEW: usize = 16;

/// What may stand below a node.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// The field of this node, by its place in the list of fields; the root has none.
    pub(super) field: Option<usize>,
    keys: IndexMap<String, Shape>,
    any: Option<Box<Shape>>,
}

/// A value of a document that is a field of its schema.
pub struct Site<'a, 'd> {
    /// What the schema says of it.
    pub field: &'a Field,
    /// The value.
    pub value: &'d Json,
    trail: &'a Trail<'a>,
}

impl Site<'_, '_> {
    /// Where the value stands.
    pub fn path(&self) -> Path {
        let mut segments = Vec::new();
        let mut trail = Some(self.trail);
        while let Some(Trail { up, step: Some(step) }) = trail {
            segments.push(match step {
                Step::Key(key) => Segment::Key((*key).to_owned()),
                Step::Index(index) => Segment::Index(*index),
            });
            trail = *up;
        }
        segments.reverse();
        Path(segments)
    }
}

/// The way to a value, kept on the stack: most visits never need it as a path.
struct Trail<'t> {
    up: Option<&'t Trail<'t>>,
    step: Option<Step<'t>>,
}

enum Step<'t> {
    Key(&'t str),
    Index(usize),
}

impl Shape {
    pub(super) fn of(fields: &[Field]) -> Self {
        let mut root = Self::default();
        for (at, field) in fields.iter().enumerate() {
            let end = field.pattern.split('.').fold(&mut root, |shape, part| match part {
                ANY => shape.any.get_or_insert_default(),
                key => shape.keys.entry(key.to_owned()).or_default(),
            });
            end.field = Some(at);
        }
        root
    }

    pub(super) fn at(&self, path: &Path) -> Option<&Shape> {
        path.0.iter().try_fold(self, Self::step)
    }

    pub(super) fn step(&self, segment: &Segment) -> Option<&Shape> {
        let any = self.any.as_deref();
        match segment {
            Segment::Key(key) => self.key(key).or(any),
            Segment::Index(_) => any,
        }
    }

    fn key(&self, key: &str) -> Option<&Shape> {
        match self.keys.len() {
            0..=FEW => self.keys.iter().find(|(known, _)| *known == key).map(|(_, shape)| shape),
            _ => self.keys.get(key),
        }
    }

    pub(super) fn keys<'f>(&self, fields: &'f [Field]) -> Vec<&'f Field> {
        self.keys.values().filter_map(|shape| fields.get(shape.field?)).collect()
    }

    pub(super) fn visit<'d>(&self, fields: &[Field], data: &'d Json, seen: &mut dyn FnMut(&Site<'_, 'd>)) {
        self.walk(fields, data, &Trail { up: None, step: None }, seen);
    }

    fn walk<'d>(
        &self,
        fields: &[Field],
        value: &'d Json,
        trail: &Trail<'_>,
        seen: &mut dyn FnMut(&Site<'_, 'd>),
    ) {
        if let Some(field) = self.field.and_then(|at| fields.get(at)) {
            seen(&Site { field, value, trail });
        }
        match value {
            Json::Object(entries) => {
                for (key, value) in entries {
                    if let Some(shape) = self.key(key).or(self.any.as_deref()) {
                        shape.walk(
                            fields,
                            value,
                            &Trail { up: Some(trail), step: Some(Step::Key(key)) },
                            seen,
                        );
                    }
                }
            }
            Json::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    if let Some(shape) = self.any.as_deref() {
                        shape.walk(
                            fields,
                            value,
                            &Trail { up: Some(trail), step: Some(Step::Index(index)) },
                            seen,
                        );
                    }
                }
            }
            _ => {}
        }
    }
}
