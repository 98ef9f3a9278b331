//! What the validator reports, as findings that a person can act on: one finding for one fault, at its place.

use std::collections::HashSet;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value as Json;

use super::branch::{self, Outcome};
use super::field::{Field, plain};
use super::wording::{self, Wanted};
use super::{Schema, nearest};
use crate::diagnostic::{Finding, rule};
use crate::source::{Path, Segment, Tree, Value};

/// Of one document no more faults than this are told: it is not what it claims to be.
const MOST: usize = 200;

/// Everything that the schema has against a document that is not valid.
pub(super) fn findings(schema: &Schema, tree: &Tree, data: &Json) -> Vec<Finding> {
    let mut faults = Faults { schema, tree, found: Vec::new() };
    for error in schema.validator.iter_errors(data) {
        faults.take(&error);
        if faults.found.len() >= MOST {
            break;
        }
    }
    distinct(faults.found)
}

/// One fault, one finding: a value of the wrong type is not also malformed, a misspelled key is not also missing.
fn distinct(mut found: Vec<Finding>) -> Vec<Finding> {
    let mistyped: HashSet<Path> =
        found.iter().filter(|finding| *finding.rule == rule::WRONG_TYPE).filter_map(place).collect();
    let misspelled: HashSet<Path> = found.iter().filter_map(meant_key).collect();
    found.retain(|finding| match place(finding) {
        Some(path) if *finding.rule == rule::MISSING_FIELD => !misspelled.contains(&path),
        Some(path) => *finding.rule == rule::WRONG_TYPE || !mistyped.contains(&path),
        None => true,
    });
    let mut seen = HashSet::new();
    found.retain(|finding| seen.insert((finding.rule.slug, place(finding))));
    found.sort_by_key(|finding| finding.place.span.map_or(0, |span| span.start));
    found
}

fn place(finding: &Finding) -> Option<Path> {
    finding.place.path.clone()
}

/// The field that a misspelled key stands for.
fn meant_key(finding: &Finding) -> Option<Path> {
    let help = finding.help.as_deref().filter(|_| *finding.rule == rule::UNKNOWN_FIELD)?;
    let name = help.strip_prefix(wording::DID_YOU_MEAN)?.trim_end_matches(['`', '?']);
    finding.place.path.as_ref()?.parent().map(|parent| parent.key(name))
}

struct Faults<'s> {
    schema: &'s Schema,
    tree: &'s Tree,
    found: Vec<Finding>,
}

impl<'s> Faults<'s> {
    fn take(&mut self, error: &ValidationError<'_>) {
        let path = Path::from_pointer(error.instance_path().as_str());
        match error.kind() {
            Kind::Required { property } => self.missing(error, &path, &plain(property)),
            Kind::AdditionalProperties { unexpected } => self.unknown(error, &path, unexpected),
            Kind::UnevaluatedProperties { unexpected } => {
                // Where a part of the schema fails, what it knows counts as unevaluated: no fault of those fields.
                let known: HashSet<_> = self.schema.below(&path).into_iter().filter_map(Field::key).collect();
                let unknown: Vec<_> =
                    unexpected.iter().filter(|key| !known.contains(key.as_str())).cloned().collect();
                self.unknown(error, &path, &unknown);
            }
            Kind::FalseSchema => self.out_of_place(&path),
            Kind::PropertyNames { error } => {
                let key = plain(error.instance());
                let finding = Finding::new(&rule::MALFORMED_VALUE, format!("`{key}` can't be a key here"));
                self.found.push(finding.at_key(self.tree, &path.key(&key)));
            }
            Kind::Type { .. } => self.mistyped(&path, error.instance(), &[self.wanted(error, &path)]),
            Kind::Enum { options } => {
                self.not_allowed(&path, error.instance(), options.as_array().map_or(&[], Vec::as_slice));
            }
            Kind::Constant { expected_value } => {
                self.not_allowed(&path, error.instance(), std::slice::from_ref(&**expected_value));
            }
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                self.alternatives(error, &path, context);
            }
            _ => self.malformed(error, &path),
        }
    }

    /// The schema's node that reported an error.
    fn node(&self, error: &ValidationError<'_>) -> Option<&'s Json> {
        let (node, _) = error.schema_path().as_str().rsplit_once('/')?;
        self.schema.root.pointer(node)
    }

    fn wanted(&self, error: &ValidationError<'_>, path: &Path) -> Wanted {
        let types = self.node(error).and_then(|node| node.get("type"));
        let format = self.schema.field(path).and_then(|field| field.format.clone());
        Wanted { types: types.map(wording::type_names).unwrap_or_default(), format }
    }

    fn missing(&mut self, error: &ValidationError<'_>, path: &Path, name: &str) {
        let field = path.key(name);
        let known = self.schema.field(&field);
        let described = self.node(error).and_then(|node| node.get("properties")?.get(name));
        let description = known.map(|field| field.description.as_str()).filter(|text| !text.is_empty());
        let description =
            description.or_else(|| described.and_then(|node| node.get("description")).and_then(Json::as_str));
        let message = wording::missing(&field, description);
        let help = wording::add(name, known);
        let finding = Finding::new(&rule::MISSING_FIELD, message).label(format!("needs `{name}`")).help(help);
        self.found.push(finding.at(self.tree, &field));
    }

    fn unknown(&mut self, error: &ValidationError<'_>, path: &Path, keys: &[String]) {
        let present = error.instance().as_object();
        let named = self.node(error).and_then(|node| node.get("properties")).and_then(Json::as_object);
        let mut candidates: Vec<&str> =
            named.into_iter().flat_map(|named| named.keys().map(String::as_str)).collect();
        candidates.extend(self.schema.below(path).into_iter().filter_map(Field::key));
        candidates.retain(|name| !present.is_some_and(|present| present.contains_key(*name)));
        for key in keys.iter().take(MOST) {
            let mut finding = Finding::new(&rule::UNKNOWN_FIELD, wording::unknown(path, key));
            // A field that does stand there, in another of the forms that this may have, belongs nowhere else.
            let other_form = self.schema.field(&path.key(key)).is_some();
            match self.meant(key, &candidates) {
                _ if other_form => {}
                Some(help) => finding = finding.help(help),
                None if candidates.is_empty() => {}
                None => finding = finding.label(wording::fields(&candidates)),
            }
            self.found.push(finding.at_key(self.tree, &path.key(key)));
        }
    }

    /// What to do about an unknown key: another spelling, or another place.
    fn meant(&self, key: &str, candidates: &[&str]) -> Option<String> {
        if let Some(name) = nearest(key, candidates.iter().copied()) {
            return Some(format!("{}{name}`?", wording::DID_YOU_MEAN));
        }
        let elsewhere = self.schema.fields().iter().find(|field| field.key() == Some(key))?;
        Some(match elsewhere.pattern.rsplit_once('.') {
            Some((holder, _)) => format!("it belongs in `{holder}`"),
            None => "it belongs at the top of the document".to_owned(),
        })
    }

    fn out_of_place(&mut self, path: &Path) {
        let finding = match path.0.last() {
            Some(Segment::Key(key)) => {
                Finding::new(&rule::UNKNOWN_FIELD, format!("`{key}` may not stand here"))
            }
            _ => Finding::new(&rule::MALFORMED_VALUE, format!("{} may not stand here", wording::name(path))),
        };
        self.found.push(finding.at_key(self.tree, path));
    }

    fn mistyped(&mut self, path: &Path, value: &Json, wanted: &[Wanted]) {
        let written = self.written(path);
        let mut finding = Finding::new(&rule::WRONG_TYPE, wording::mistyped(path, value, wanted))
            .label(format!("expected {}", wording::expected(wanted)));
        if let Some(help) = wording::retype(path, value, written.as_deref(), wanted) {
            finding = finding.help(help);
        }
        self.put(finding, path);
    }

    fn not_allowed(&mut self, path: &Path, value: &Json, options: &[Json]) {
        let options: Vec<String> = options.iter().map(plain).collect();
        let message = match wording::shown(value) {
            Some(shown) => format!("{} can't be `{shown}`", wording::name(path)),
            None => format!("{} has a value that is not allowed", wording::name(path)),
        };
        let mut finding =
            Finding::new(&rule::VALUE_NOT_ALLOWED, message).label(wording::listed("allowed: ", &options));
        let meant = value.as_str().and_then(|value| nearest(value, options.iter().map(String::as_str)));
        if let Some(meant) = meant {
            finding = finding.help(format!("{}{meant}`?", wording::DID_YOU_MEAN));
        }
        self.put(finding, path);
    }

    fn alternatives(
        &mut self,
        error: &ValidationError<'_>,
        path: &Path,
        branches: &[Vec<ValidationError<'static>>],
    ) {
        match branch::meant(error.instance_path().as_str(), branches) {
            Outcome::Meant(errors) => errors.into_iter().for_each(|error| self.take(error)),
            Outcome::Values(values) => self.not_allowed(path, error.instance(), &values),
            Outcome::OtherType(errors) => {
                let wanted: Vec<Wanted> = errors.iter().map(|error| self.wanted(error, path)).collect();
                self.mistyped(path, error.instance(), &wanted);
            }
            Outcome::OneOfFields(names) => {
                let listed = wording::listed("", &names);
                let message = format!("{} needs one of {listed}", wording::name(path));
                let first = names.first().map_or_else(|| path.clone(), |name| path.key(name));
                self.found.push(Finding::new(&rule::MISSING_FIELD, message).at(self.tree, &first));
            }
        }
    }

    fn malformed(&mut self, error: &ValidationError<'_>, path: &Path) {
        let node = self.node(error);
        let fault = wording::malformed(error, path, self.schema.field(path), node);
        let mut finding = Finding::new(&rule::MALFORMED_VALUE, fault.message);
        if let Some(label) = fault.label {
            finding = finding.label(label);
        }
        if let Some(help) = fault.help {
            finding = finding.help(help);
        }
        let path = match error.kind() {
            Kind::UniqueItems => repeated(error.instance()).map_or_else(|| path.clone(), |at| path.index(at)),
            _ => path.clone(),
        };
        self.put(finding, &path);
    }

    /// Puts a finding on a value, or on its key where the value is empty or takes many lines.
    fn put(&mut self, finding: Finding, path: &Path) {
        let node = self.tree.node(path);
        let plain = node
            .is_some_and(|node| matches!(node.value, Value::Scalar(_)) && node.span.end > node.span.start);
        self.found.push(match plain {
            true => finding.at(self.tree, path),
            false => finding.at_key(self.tree, path),
        });
    }

    /// The text of a scalar, as its author wrote it.
    fn written(&self, path: &Path) -> Option<String> {
        match &self.tree.node(path)?.value {
            Value::Scalar(scalar) => Some(scalar.text.clone()),
            _ => None,
        }
    }
}

/// The first item of a list that stands there a second time.
fn repeated(list: &Json) -> Option<usize> {
    let mut seen = HashSet::new();
    list.as_array()?.iter().position(|item| !seen.insert(item.to_string()))
}
