//! The wall between a document and its readers: what an audience may read of it, as the schema declares, and nothing
//! else. A field without an audience is the keeper's. Serial numbers of phones are masked for everybody.

use std::collections::HashSet;

use serde_json::{Map, Value as Json};

use crate::process::Kind;
use crate::rules::without_serials;
use crate::schema::Field;
use crate::source::Path;

/// What one audience may read of documents of a kind.
///
/// Projections are complete: every field that the audience may read is there, empty (`null`, `[]`) where the document
/// does not have it. A field that it may not read is not there at all.
pub struct View<'k> {
    kind: &'k Kind,
    audience: &'k str,
    /// Dotted names of the fields it may read, and of all that hold one of them.
    open: HashSet<&'k str>,
}

impl<'k> View<'k> {
    /// What `audience` may read of documents of a kind.
    pub fn new(kind: &'k Kind, audience: &'k str) -> Self {
        let everything = kind.shared.audiences.get(audience).is_some_and(|known| known.everything);
        let fields = kind.schema.fields();
        let parents: HashSet<&str> =
            fields.iter().filter_map(|field| Some(field.pattern.rsplit_once('.')?.0)).collect();
        let mut open = HashSet::new();
        for field in fields.iter().filter(|field| everything || may_read(field, audience)) {
            // What holds others is there for their sake alone.
            if parents.contains(field.pattern.as_str()) {
                continue;
            }
            let pattern = field.pattern.as_str();
            open.extend(pattern.match_indices('.').filter_map(|(at, _)| pattern.get(..at)));
            open.insert(pattern);
        }
        Self { kind, audience, open }
    }

    /// What the audience may read of a document.
    pub fn of(&self, document: &Json) -> Json {
        let fields = self.kind.schema.below(&Path::root());
        self.object(&fields, &Path::root(), Some(document), document)
    }

    fn object(&self, fields: &[&Field], path: &Path, value: Option<&Json>, root: &Json) -> Json {
        let mut shown = Map::new();
        for field in fields.iter().filter(|field| self.open.contains(field.pattern.as_str())) {
            let Some(key) = field.key() else { continue };
            let part = value.and_then(|value| value.get(key)).filter(|part| !part.is_null());
            shown.insert(key.to_owned(), self.value(field, &path.key(key), part, root));
        }
        // Keys that the schema leaves open stand under their own names.
        for (key, part) in value.and_then(Json::as_object).into_iter().flatten() {
            let path = path.key(key);
            let field = self.kind.schema.field(&path).filter(|field| field.key().is_none());
            if let Some(field) = field.filter(|field| self.open.contains(field.pattern.as_str())) {
                shown.insert(key.clone(), self.value(field, &path, Some(part), root));
            }
        }
        Json::Object(shown)
    }

    fn value(&self, field: &Field, path: &Path, value: Option<&Json>, root: &Json) -> Json {
        let is = |word: &str| field.types.iter().any(|known| known == word);
        match value {
            Some(Json::Array(items)) => self.items(path, items, root),
            None if is("array") => Json::Array(Vec::new()),
            Some(Json::Object(_)) => self.object(&self.kind.schema.below(path), path, value, root),
            None if is("object") => self.object(&self.kind.schema.below(path), path, None, root),
            Some(Json::String(text)) => Json::String(shown(field, text)),
            Some(other) => other.clone(),
            None => Json::Null,
        }
    }

    fn items(&self, path: &Path, items: &[Json], root: &Json) -> Json {
        let mut shown = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let place = path.index(index);
            let Some(field) = self.kind.schema.field(&place) else { continue };
            if self.open.contains(field.pattern.as_str()) && self.admits(field, item, root) {
                shown.push(self.value(field, &place, Some(item), root));
            }
        }
        Json::Array(shown)
    }

    /// Whether the audience may read this item of a list, where it may read some of them only.
    fn admits(&self, field: &Field, item: &Json, root: &Json) -> bool {
        let wanted = field.audience_where.get(self.audience).into_iter().flatten();
        wanted.into_iter().all(|(key, wanted)| wanted.admits(item.get(key), root))
    }
}

fn may_read(field: &Field, audience: &str) -> bool {
    field.audience.as_ref().is_some_and(|readers| readers.iter().any(|reader| reader == audience))
}

/// A text as anybody may read it.
fn shown(field: &Field, text: &str) -> String {
    let Some(digits) = field.shown_digits else { return without_serials(text).into_owned() };
    let mut seen = 0_usize;
    let masked = text.chars().map(|character| {
        seen = seen.saturating_add(usize::from(character.is_alphanumeric()));
        if seen > digits && character.is_alphanumeric() { '*' } else { character }
    });
    masked.collect()
}
