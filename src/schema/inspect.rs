//! A schema's own text: what keeps it from being a JSON Schema that says what it seems to say, each fault at its place.
//! For schemas that come from a register; those in the program are kept right by tests.

use serde_json::Value as Json;

use super::field::narrowed;
use super::{Schema, SchemaError, nearest};
use crate::diagnostic::{Finding, rule};
use crate::source::{Path, Tree};

/// The keywords of draft 2020-12 and our own; what is none of them would say nothing.
const KEYWORDS: &[&str] = &[
    "$schema",
    "$id",
    "$ref",
    "$defs",
    "$comment",
    "$anchor",
    "$vocabulary",
    "$dynamicRef",
    "$dynamicAnchor",
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "type",
    "enum",
    "const",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "dependentSchemas",
    "dependentRequired",
    "properties",
    "patternProperties",
    "additionalProperties",
    "unevaluatedProperties",
    "propertyNames",
    "required",
    "minProperties",
    "maxProperties",
    "items",
    "prefixItems",
    "contains",
    "minContains",
    "maxContains",
    "unevaluatedItems",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "x-audience",
    "x-audience-where",
    "x-shown-digits",
    "x-refers-to",
    "x-refers-to-role",
    "x-future",
];

/// Keywords that hold one schema.
const ONE: &[&str] = &[
    "not",
    "if",
    "then",
    "else",
    "additionalProperties",
    "unevaluatedProperties",
    "propertyNames",
    "items",
    "contains",
    "unevaluatedItems",
    "contentSchema",
];
/// Keywords that hold a list of schemas.
const LIST: &[&str] = &["allOf", "anyOf", "oneOf", "prefixItems"];
/// Keywords that hold schemas by name.
const MAP: &[&str] = &["$defs", "dependentSchemas", "properties", "patternProperties"];

/// The types of JSON.
const TYPES: &[&str] = &["string", "number", "integer", "boolean", "object", "array", "null"];

impl Schema {
    /// Compiles a schema from a text that nobody has checked.
    ///
    /// # Errors
    /// Every fault, at its place.
    pub fn inspect(tree: &Tree) -> Result<Self, Vec<Finding>> {
        let root = tree.to_json();
        let mut found = Vec::new();
        Keywords { tree, root: &root }.walk(&root, &Path::root(), &mut found);
        let meta = jsonschema::draft202012::meta::validator();
        for error in meta.iter_errors(&root) {
            let path = Path::from_pointer(error.instance_path().as_str());
            found.push(not_valid(tree, &path, error.instance(), &error.to_string()));
        }
        if !found.is_empty() {
            found.sort_by_key(|finding| finding.place.span.map_or(0, |span| span.start));
            return Err(found);
        }
        Self::compile(&tree.source.name, &tree.source.text).map_err(|error| {
            let (place, message) = match error {
                SchemaError::Faulty { place, message, .. } => (place, message),
                SchemaError::Syntax { error, .. } => (Path::root(), error.to_string()),
            };
            vec![Finding::new(&rule::MALFORMED_VALUE, message).at(tree, &place)]
        })
    }
}

fn not_valid(tree: &Tree, path: &Path, value: &Json, message: &str) -> Finding {
    let is_type = path.0.last().is_some_and(|last| last.to_string() == "type");
    match value.as_str().filter(|_| is_type) {
        Some(word) => {
            let finding = Finding::new(&rule::VALUE_NOT_ALLOWED, format!("there is no type `{word}`"));
            suggest(finding.label(TYPES.join(", ")), word, TYPES).at(tree, path)
        }
        None => Finding::new(&rule::MALFORMED_VALUE, message).at(tree, path),
    }
}

fn suggest(finding: Finding, word: &str, known: &[&str]) -> Finding {
    match nearest(word, known.iter().copied()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding,
    }
}

/// A reference leads to another part of the same schema: nothing is fetched.
fn reference(tree: &Tree, root: &Json, value: &Json, at: &Path) -> Option<Finding> {
    let text = value.as_str()?;
    let message = match text.strip_prefix('#') {
        None => format!("`{text}` refers to something outside the schema"),
        Some(pointer) if pointer.starts_with('/') && root.pointer(pointer).is_none() => {
            format!("`{text}` refers to nothing")
        }
        Some(_) => return None,
    };
    Some(
        Finding::new(&rule::MALFORMED_VALUE, message)
            .at(tree, at)
            .help("define it under `$defs` of the schema"),
    )
}

struct Keywords<'t> {
    tree: &'t Tree,
    root: &'t Json,
}

impl Keywords<'_> {
    /// Keywords that are none (a misspelled one is no fault to the standard, and says nothing), references that lead
    /// nowhere, and what of our own can't be read.
    fn walk(&self, node: &Json, path: &Path, found: &mut Vec<Finding>) {
        for (key, value) in node.as_object().into_iter().flatten() {
            let here = path.key(key);
            if key == "$ref" {
                found.extend(reference(self.tree, self.root, value, &here));
            }
            if key == "x-audience-where" && narrowed(value).is_none() {
                let message = "it does not say by which values of its keys an audience may read an item";
                let help = "like `{\"AUDIENCE\": {\"KEY\": [null, \"VALUE\", \"$PATH.OF.A.FIELD\"]}}`";
                found.push(Finding::new(&rule::MALFORMED_VALUE, message).at(self.tree, &here).help(help));
            }
            if !KEYWORDS.contains(&key.as_str()) {
                let finding = Finding::new(&rule::UNKNOWN_FIELD, format!("a schema has no keyword `{key}`"));
                found.push(suggest(finding, key, KEYWORDS).at_key(self.tree, &here));
            } else if ONE.contains(&key.as_str()) {
                self.walk(value, &here, found);
            } else if LIST.contains(&key.as_str()) {
                for (index, part) in value.as_array().into_iter().flatten().enumerate() {
                    self.walk(part, &here.index(index), found);
                }
            } else if MAP.contains(&key.as_str()) {
                for (name, part) in value.as_object().into_iter().flatten() {
                    self.walk(part, &here.key(name), found);
                }
            }
        }
    }
}
