//! What a schema says about each field: read out once, with references resolved and audiences inherited.
//! Bounded in depth and number, whatever the schema refers to.

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::source::Path;

/// How a pattern writes "any item" (and "any key", where a schema leaves the keys open).
pub(super) const ANY: &str = "*";
/// Documents are not nested deeper than this, so fields need not be.
const DEPTH: usize = 32;
/// No schema of documents that people write has more fields.
const FIELDS: usize = 10_000;

/// A field of a schema.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// Its dotted name, `*` for the items of a list: `rounds.*.notice.furnished`.
    pub pattern: String,
    /// What it holds, as its schema says.
    pub description: String,
    /// The JSON types it may have (`string`, `array` …); empty where any will do.
    pub types: Vec<String>,
    /// Whether what holds it must have it.
    pub required: bool,
    /// The values it may have; empty where they are not listed.
    pub allowed: Vec<String>,
    /// Its `format`.
    pub format: Option<String>,
    /// An example of a value.
    pub example: Option<String>,
    /// Who may read it (`x-audience`, its own or that of what holds it); empty: nobody but the keeper. A field that
    /// names none and inherits none is nobody else's either, and a definition with such a field is faulty.
    pub audience: Option<Vec<String>>,
    /// The kind of document whose id it holds (`x-refers-to`).
    pub refers_to: Option<String>,
    /// The roles that such a document may have (`x-refers-to-role`); empty: any.
    pub refers_to_role: Vec<String>,
    /// Whether its date may lie ahead (`x-future`).
    pub future: bool,
    /// For items of a list: which of them an audience may read (`x-audience-where`), by the values of their keys; an
    /// audience that is not named here reads all of them.
    pub audience_where: Narrowed,
    /// How many of its leading digits may be shown to anybody (`x-shown-digits`); the others name a subscriber's phone.
    pub shown_digits: Option<usize>,
    /// Its place in the schema, from 0.
    pub order: usize,
}

/// By audience and key of an item, what the key holds for the audience to read the item.
pub(super) type Narrowed = IndexMap<String, IndexMap<String, Wanted>>;

/// What `x-audience-where` says; none where it can't be read.
pub(super) fn narrowed(keyword: &Json) -> Option<Narrowed> {
    serde_json::from_value(keyword.clone()).ok()
}

/// What a key of an item holds for an audience to read the item: one of these.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "OneOrSeveral")]
pub struct Wanted(pub Vec<Option<String>>);

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrSeveral {
    Several(Vec<Option<String>>),
    One(Option<String>),
}

impl From<OneOrSeveral> for Wanted {
    fn from(given: OneOrSeveral) -> Self {
        match given {
            OneOrSeveral::Several(several) => Self(several),
            OneOrSeveral::One(one) => Self(vec![one]),
        }
    }
}

impl Wanted {
    /// Whether a value of an item of `document` is one of these: a text, nothing (`null`), or what stands at a path of
    /// the document (`$` and the path).
    pub fn admits(&self, value: Option<&Json>, document: &Json) -> bool {
        let value = value.filter(|value| !value.is_null());
        self.0.iter().any(|wanted| match wanted.as_deref() {
            None => value.is_none(),
            Some(wanted) => match wanted.strip_prefix('$') {
                Some(path) => value.is_some() && Path::parse(path).find(document) == value,
                None => value.and_then(Json::as_str) == Some(wanted),
            },
        })
    }
}

impl Field {
    /// The key that it ends with; none for the items of a list.
    pub fn key(&self) -> Option<&str> {
        self.pattern.rsplit('.').next().filter(|key| *key != ANY)
    }

    /// Its description's first sentence, without the full stop.
    pub fn summary(&self) -> &str {
        summary(&self.description)
    }
}

/// A description's first sentence, without the full stop.
pub(super) fn summary(description: &str) -> &str {
    let line = description.trim();
    line.split_once(". ").map_or(line, |(first, _)| first).trim_end_matches('.')
}

/// How sure it is that a part of a schema applies to a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Holds {
    Always,
    /// One of several alternatives (`anyOf`, `oneOf`).
    Alternatively,
    /// Under a condition (`then`, `else`).
    Sometimes,
}

/// A part of a schema that has a say about a node.
type Layer<'s> = (&'s Json, Holds);

/// Every field of a schema.
pub(super) fn fields(root: &Json) -> Vec<Field> {
    let mut reader = Reader { root, fields: Vec::new() };
    let mut seen = Vec::new();
    let layers = reader.layers(vec![(root, Holds::Always)], &mut seen);
    let audience = words(&layers, "x-audience");
    reader.children(&layers, "", audience.as_deref(), &mut seen);
    reader.fields
}

/// A reference that leads back to itself without ever going down into the document: no document could be judged.
pub(super) fn endless_reference(root: &Json) -> Option<String> {
    let mut starts = vec!["#"];
    references(root, &mut starts);
    let mut done = std::collections::HashSet::new();
    let found = starts.into_iter().find(|start| circles(root, start, &mut Vec::new(), &mut done));
    found.map(str::to_owned)
}

/// Every reference of a schema.
fn references<'s>(node: &'s Json, found: &mut Vec<&'s str>) {
    match node {
        Json::Object(entries) => {
            found.extend(entries.get("$ref").and_then(Json::as_str));
            entries.values().for_each(|value| references(value, found));
        }
        Json::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

/// Whether following references in place (not into properties or items) from here comes back to where it has been.
fn circles(
    root: &Json,
    reference: &str,
    on: &mut Vec<String>,
    done: &mut std::collections::HashSet<String>,
) -> bool {
    if on.iter().any(|seen| seen == reference) {
        return true;
    }
    if !done.insert(reference.to_owned()) {
        return false;
    }
    on.push(reference.to_owned());
    let mut open: Vec<&Json> = resolve(root, reference).into_iter().collect();
    while let Some(node) = open.pop() {
        if let Some(next) = node.get("$ref").and_then(Json::as_str)
            && circles(root, next, on, done)
        {
            return true;
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            open.extend(node.get(keyword).and_then(Json::as_array).into_iter().flatten());
        }
        open.extend(["if", "then", "else", "not"].into_iter().filter_map(|keyword| node.get(keyword)));
    }
    on.pop();
    false
}

fn resolve<'s>(root: &'s Json, reference: &str) -> Option<&'s Json> {
    root.pointer(reference.strip_prefix('#')?)
}

struct Reader<'s> {
    root: &'s Json,
    fields: Vec<Field>,
}

impl<'s> Reader<'s> {
    /// Everything that has a say about a node: the given parts, what they refer to, and their alternatives.
    /// `seen` gathers the references followed, so that a schema that refers to itself ends.
    fn layers(&self, given: Vec<Layer<'s>>, seen: &mut Vec<&'s str>) -> Vec<Layer<'s>> {
        let mut layers = Vec::new();
        let mut open: Vec<Layer<'s>> = given.into_iter().rev().collect();
        let mut followed = Vec::new();
        while let Some((node, holds)) = open.pop() {
            layers.push((node, holds));
            let mut more = Vec::new();
            if let Some(reference) = node.get("$ref").and_then(Json::as_str)
                && !seen.contains(&reference)
            {
                followed.push(reference);
                more.extend(resolve(self.root, reference).map(|target| (target, holds)));
            }
            for (keyword, how) in
                [("allOf", Holds::Always), ("anyOf", Holds::Alternatively), ("oneOf", Holds::Alternatively)]
            {
                let parts = node.get(keyword).and_then(Json::as_array).into_iter().flatten();
                more.extend(parts.map(|part| (part, holds.max(how))));
            }
            for keyword in ["then", "else"] {
                more.extend(node.get(keyword).map(|part| (part, Holds::Sometimes)));
            }
            open.extend(more.into_iter().rev());
            if layers.len() > FIELDS {
                break;
            }
        }
        seen.append(&mut followed);
        layers
    }

    fn children(
        &mut self,
        layers: &[Layer<'s>],
        pattern: &str,
        audience: Option<&[String]>,
        seen: &mut Vec<&'s str>,
    ) {
        let mut keys: IndexMap<&'s str, Vec<Layer<'s>>> = IndexMap::new();
        for (node, holds) in layers {
            for (key, part) in node.get("properties").and_then(Json::as_object).into_iter().flatten() {
                keys.entry(key).or_default().push((part, *holds));
            }
            for part in open_children(node) {
                keys.entry(ANY).or_default().push((part, *holds));
            }
        }
        for (key, mut parts) in keys {
            // A property that is only ever forbidden (`false`) is no field.
            parts.retain(|(part, _)| part.is_object());
            if parts.is_empty() || self.fields.len() >= FIELDS || pattern.matches('.').count() >= DEPTH {
                continue;
            }
            parts.sort_by_key(|(_, holds)| *holds);
            let pattern = if pattern.is_empty() { key.to_owned() } else { format!("{pattern}.{key}") };
            let required = layers.iter().any(|(node, holds)| *holds == Holds::Always && requires(node, key));
            self.field(parts, pattern, required, audience, seen);
        }
    }

    fn field(
        &mut self,
        parts: Vec<Layer<'s>>,
        pattern: String,
        required: bool,
        audience: Option<&[String]>,
        seen: &mut Vec<&'s str>,
    ) {
        let depth = seen.len();
        let layers = self.layers(parts, seen);
        let text = |keyword: &str| {
            layers.iter().find_map(|(node, _)| node.get(keyword).and_then(Json::as_str)).map(str::to_owned)
        };
        let mut audience = words(&layers, "x-audience").or_else(|| audience.map(<[String]>::to_vec));
        let audience_where = layers.iter().find_map(|(node, _)| node.get("x-audience-where")).map(narrowed);
        if matches!(audience_where, Some(None)) {
            // What can't be read narrows down to nothing.
            audience = Some(Vec::new());
        }
        self.fields.push(Field {
            description: text("description").unwrap_or_default(),
            types: types(&layers),
            required,
            allowed: allowed(&layers),
            format: text("format"),
            example: layers.iter().find_map(|(node, _)| node.get("examples")?.get(0).map(plain)),
            audience: audience.clone(),
            refers_to: text("x-refers-to"),
            refers_to_role: words(&layers, "x-refers-to-role").unwrap_or_default(),
            audience_where: audience_where.flatten().unwrap_or_default(),
            shown_digits: layers
                .iter()
                .find_map(|(node, _)| usize::try_from(node.get("x-shown-digits")?.as_u64()?).ok()),
            future: layers.iter().any(|(node, _)| node.get("x-future").and_then(Json::as_bool) == Some(true)),
            order: self.fields.len(),
            pattern: pattern.clone(),
        });
        self.children(&layers, &pattern, audience.as_deref(), seen);
        seen.truncate(depth);
    }
}

/// The parts of a schema that speak of items, or of keys that it does not name.
fn open_children(node: &Json) -> Vec<&Json> {
    let single = ["items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems"];
    let mut parts: Vec<&Json> = single.into_iter().filter_map(|keyword| node.get(keyword)).collect();
    parts.extend(node.get("prefixItems").and_then(Json::as_array).into_iter().flatten());
    parts.extend(
        node.get("patternProperties").and_then(Json::as_object).into_iter().flat_map(|map| map.values()),
    );
    parts
}

fn requires(node: &Json, key: &str) -> bool {
    node.get("required").and_then(Json::as_array).into_iter().flatten().any(|name| name.as_str() == Some(key))
}

/// A keyword that holds a word or a list of words, from the first part that has it.
fn words(layers: &[Layer<'_>], keyword: &str) -> Option<Vec<String>> {
    layers.iter().find_map(|(node, _)| node.get(keyword)).map(strings)
}

fn strings(value: &Json) -> Vec<String> {
    match value {
        Json::Array(items) => items.iter().filter_map(Json::as_str).map(str::to_owned).collect(),
        Json::String(word) => vec![word.clone()],
        _ => Vec::new(),
    }
}

fn types(layers: &[Layer<'_>]) -> Vec<String> {
    let of = |wanted: Holds| {
        let named = layers.iter().filter(move |(_, holds)| *holds == wanted);
        let mut found: Vec<String> = Vec::new();
        for word in named.filter_map(|(node, _)| node.get("type")).flat_map(strings) {
            if !found.contains(&word) {
                found.push(word);
            }
        }
        found
    };
    let always = of(Holds::Always);
    if always.is_empty() { of(Holds::Alternatively) } else { always }
}

/// The values that a field may have: those listed for it, or those of its alternatives where every one lists some.
fn allowed(layers: &[Layer<'_>]) -> Vec<String> {
    let of = |wanted: Holds| layers.iter().filter(move |(_, holds)| *holds == wanted).map(|(node, _)| *node);
    if let Some(listed) = of(Holds::Always).map(listed).find(|listed| !listed.is_empty()) {
        return listed;
    }
    let mut union: Vec<String> = Vec::new();
    for node in of(Holds::Alternatively).filter(|node| node.get("$ref").is_none()) {
        let listed = listed(node);
        if listed.is_empty() {
            return Vec::new();
        }
        union.extend(listed);
    }
    union.dedup();
    union
}

fn listed(node: &Json) -> Vec<String> {
    let listed = node.get("enum").and_then(Json::as_array).into_iter().flatten().chain(node.get("const"));
    listed.filter(|value| !value.is_null()).map(plain).collect()
}

/// A value as people write it: text without quotes.
pub(super) fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
