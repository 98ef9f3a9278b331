//! A kind's schema beside its definition: every field is written by some step and has somebody who may read it, what
//! it refers to is there, and both know the same statuses.

use serde_json::Value as Json;

use super::super::catalogue::Kind;
use super::super::pattern::{Pattern, Place};
use super::{Audit, keys};
use crate::diagnostic::{Finding, Rule, rule};
use crate::schema::{Field, keyword_of, nearest, place_of};
use crate::source::Path;

impl Audit<'_> {
    pub(super) fn schema_fields(&mut self) {
        let definition = &self.kind.definition;
        let envelope = [&definition.envelope.id, &definition.envelope.process, &definition.envelope.status];
        let writes: Vec<&Pattern> =
            definition.steps.values().flat_map(|step| &step.writes).chain(&definition.always).collect();
        let (mut unwritten, mut unread): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        for field in self.kind.schema.fields() {
            let pattern = Pattern::parse(&field.pattern);
            let first = field.pattern.split('.').next().unwrap_or_default();
            let written = envelope.iter().any(|name| *name == first)
                || writes.iter().any(|write| meets(write, &pattern));
            if !written && !below_any(&unwritten, &field.pattern) {
                unwritten.push(&field.pattern);
                self.of_field(
                    &rule::DEFINITION_UNWRITTEN_FIELD,
                    field,
                    format!("no step writes `{pattern}`"),
                );
            }
            if field.audience.is_none() && !below_any(&unread, &field.pattern) {
                unread.push(&field.pattern);
                self.of_field(&rule::DEFINITION_NO_AUDIENCE, field, format!("`{pattern}` names no audience"));
            }
            self.references(field);
        }
        self.audiences();
        self.envelope_status();
    }

    fn of_field(&mut self, rule: &'static Rule, field: &Field, message: String) {
        let place = place_of(&self.shape, &field.pattern).unwrap_or_default();
        self.found.push(Finding::new(rule, message).at_key(self.schema, &place));
    }

    /// Something that the schema names and that is not there.
    fn unknown_in_schema(&mut self, at: &Path, what: &str, name: &str, known: &[&String]) {
        if known.iter().any(|other| *other == name) {
            return;
        }
        let mut finding =
            Finding::new(&rule::DEFINITION_UNKNOWN_NAME, format!("there is no {what} `{name}`"))
                .at(self.schema, at);
        finding.help = nearest(name, known.iter().map(|known| known.as_str()))
            .map(|near| format!("did you mean `{near}`?"));
        if !self.found.contains(&finding) {
            self.found.push(finding);
        }
    }

    /// What a field refers to is there.
    fn references(&mut self, field: &Field) {
        if field.refers_to.is_none() && field.refers_to_role.is_empty() {
            return;
        }
        let at = |keyword| keyword_of(&self.shape, &field.pattern, keyword).unwrap_or_default();
        let (kind_at, role_at) = (at("x-refers-to"), at("x-refers-to-role"));
        if let Some(kind) = &field.refers_to {
            self.unknown_in_schema(&kind_at, "kind", kind, &self.kinds.iter().collect::<Vec<_>>());
        }
        let roles: Vec<&String> = self.catalogue.shared.roles.keys().collect();
        for role in &field.refers_to_role {
            self.unknown_in_schema(&role_at, "role", role, &roles);
        }
    }

    fn audiences(&mut self) {
        let known: Vec<&String> = self.catalogue.shared.audiences.keys().collect();
        for field in self.kind.schema.fields() {
            for reader in field.audience.iter().flatten().filter(|reader| !known.contains(reader)) {
                let list = keyword_of(&self.shape, &field.pattern, "x-audience").unwrap_or_default();
                let item = list
                    .find(&self.shape)
                    .and_then(Json::as_array)
                    .and_then(|readers| readers.iter().position(|named| named.as_str() == Some(reader)));
                let at = item.map_or_else(|| list.clone(), |index| list.index(index));
                self.unknown_in_schema(&at, "audience", reader, &known);
            }
            if !field.audience_where.is_empty() {
                self.narrowed(field, &known);
            }
        }
    }

    /// Items of a list that an audience reads by the values of their keys: a name that is not there would open all of
    /// them, or none.
    fn narrowed(&mut self, field: &Field, audiences: &[&String]) {
        let keyword = "x-audience-where";
        let at = keyword_of(&self.shape, &field.pattern, keyword).unwrap_or_default();
        let kind = self.kind;
        let list = kind.schema.fields().iter().find(|list| field.pattern == format!("{}.*", list.pattern));
        if !list.is_some_and(|list| list.types.is_empty() || list.types.iter().any(|word| word == "array")) {
            let message =
                format!("`{keyword}` is about the items of a list, and `{}` is none", field.pattern);
            self.found.push(Finding::new(&rule::DEFINITION_CONTRADICTION, message).at_key(self.schema, &at));
        }
        let fields: Vec<&String> = kind.schema.fields().iter().map(|field| &field.pattern).collect();
        for (reader, keys) in &field.audience_where {
            self.unknown_in_schema(&at.key(reader), "audience", reader, audiences);
            for (key, wanted) in keys {
                let at = at.key(reader).key(key);
                self.unknown_in_schema(&at, "field", &format!("{}.{key}", field.pattern), &fields);
                let paths = wanted.0.iter().flatten().filter_map(|wanted| wanted.strip_prefix('$'));
                for path in paths.filter(|path| !names(kind, &Pattern::parse(path))) {
                    self.unknown_in_schema(&at, "field", path, &fields);
                }
            }
        }
    }

    /// The schema allows the statuses of the definition, and no other.
    fn envelope_status(&mut self) {
        let definition = &self.kind.definition;
        let status = &definition.envelope.status;
        let Some(field) = self.kind.schema.fields().iter().find(|field| field.pattern == *status) else {
            return;
        };
        if field.allowed.is_empty() {
            return;
        }
        for name in definition.statuses.keys().filter(|name| !field.allowed.contains(name)) {
            self.found.push(
                Finding::new(
                    &rule::DEFINITION_CONTRADICTION,
                    format!("the schema does not allow the status `{name}`"),
                )
                .at_key(self.definition, &keys(["statuses", name])),
            );
        }
        let list = keyword_of(&self.shape, status, "enum").unwrap_or_default();
        let known: Vec<&String> = definition.statuses.keys().collect();
        for (index, name) in field.allowed.iter().enumerate() {
            self.unknown_in_schema(&list.index(index), "status", name, &known);
        }
    }
}

fn below_any(parents: &[&str], pattern: &str) -> bool {
    parents.iter().any(|parent| pattern.strip_prefix(parent).is_some_and(|rest| rest.starts_with('.')))
}

/// Whether a pattern names a field of the kind's schema, or a place in one that is left open.
pub(super) fn names(kind: &Kind, pattern: &Pattern) -> bool {
    Names { fields: kind.schema.fields() }.below("", &pattern.0)
}

struct Names<'k> {
    fields: &'k [Field],
}

impl<'k> Names<'k> {
    fn field(&self, name: &str) -> Option<&'k Field> {
        self.fields.iter().find(|field| field.pattern == name)
    }

    fn below(&self, here: &str, places: &[Place]) -> bool {
        let Some((place, rest)) = places.split_first() else { return true };
        let of = |types: &[&str]| match self.field(here) {
            None => types.contains(&"object"),
            Some(field) => {
                field.types.is_empty() || field.types.iter().any(|word| types.contains(&word.as_str()))
            }
        };
        let child = |key: &str| if here.is_empty() { key.to_owned() } else { format!("{here}.{key}") };
        let items = child("*");
        let step = |name: &str| self.field(name).is_some() && self.below(name, rest);
        match place {
            Place::Below => true,
            Place::Key(key) => step(&child(key)) || (of(&["object"]) && step(&items)),
            Place::Index(_) | Place::Last | Place::New | Place::More => of(&["array"]) && step(&items),
            Place::Where(key, value) => {
                let inner = self.field(&format!("{items}.{key}"));
                let may = inner.is_some_and(|field| allows(field, &Json::String(value.clone())));
                of(&["array"]) && may && step(&items)
            }
            Place::Any => {
                let start = child("");
                let mut own = self.fields.iter().filter_map(|field| {
                    field.pattern.strip_prefix(&start).filter(|rest| !rest.contains('.') && !rest.is_empty())
                });
                own.any(|key| step(&child(key)))
            }
        }
    }
}

fn allows(field: &Field, value: &Json) -> bool {
    let plain = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    field.allowed.is_empty() || field.allowed.contains(&plain)
}

/// Why a field can never have a value, where its schema says so.
pub(super) fn never(kind: &Kind, pattern: &Pattern, value: &Json) -> Option<String> {
    let path: Vec<String> = pattern
        .0
        .iter()
        .map(|place| match place {
            Place::Key(key) => key.clone(),
            _ => "*".to_owned(),
        })
        .collect();
    let name = path.join(".");
    let field = kind.schema.fields().iter().find(|field| field.pattern == name)?;
    if !allows(field, value) {
        return Some(format!("`{pattern}` is never {value}: it may be {}", field.allowed.join(", ")));
    }
    let word = match value {
        Json::Null => return None,
        Json::Bool(_) => "boolean",
        Json::Number(number) if number.is_f64() => "number",
        Json::Number(_) => "integer",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    };
    let fits = field.types.is_empty()
        || field.types.iter().any(|types| types == word || (types == "number" && word == "integer"));
    (!fits).then(|| format!("`{pattern}` is never {value}: it is of type {}", field.types.join(" or ")))
}

/// Whether two patterns can name the same node, or one a node above the other's.
pub(super) fn meets(one: &Pattern, other: &Pattern) -> bool {
    one.0.iter().zip(&other.0).all(|(one, other)| match (one, other) {
        (Place::Below, _) | (_, Place::Below) => true,
        (Place::Key(one), Place::Key(other)) => one == other,
        (Place::Key(_), other) | (other, Place::Key(_)) => *other == Place::Any,
        _ => true,
    })
}
