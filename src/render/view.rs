//! The wall between a document and its readers: what an audience may read of it, as the schema declares, and nothing
//! else. A field without an audience is the keeper's. Serial numbers of phones are masked for everybody.

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
    /// By the place of a field in its schema: whether it may read it, or something that it holds.
    open: Vec<bool>,
}

impl<'k> View<'k> {
    /// What `audience` may read of documents of a kind.
    pub fn new(kind: &'k Kind, audience: &'k str) -> Self {
        let everything = kind.shared.audiences.get(audience).is_some_and(|known| known.everything);
        let fields = kind.schema.fields();
        let mut open = vec![false; fields.len()];
        // A schema lists what a field holds right behind it.
        let mut above: Vec<&Field> = Vec::new();
        for (field, next) in fields.iter().zip(fields.iter().skip(1).map(Some).chain([None])) {
            while above.last().is_some_and(|up| !holds(up, field)) {
                above.pop();
            }
            // What holds others is there for their sake alone.
            if next.is_some_and(|next| holds(field, next)) {
                above.push(field);
            } else if everything || may_read(field, audience) {
                for readable in above.iter().copied().chain([field]) {
                    open.get_mut(readable.order).into_iter().for_each(|open| *open = true);
                }
            }
        }
        Self { kind, audience, open }
    }

    /// What the audience may read of a document.
    pub fn of(&self, document: &Json) -> Json {
        let fields = self.kind.schema.below(&Path::root());
        self.object(&fields, &Path::root(), Some(document), document)
    }

    fn is_open(&self, field: &Field) -> bool {
        self.open.get(field.order).is_some_and(|open| *open)
    }

    fn object(&self, fields: &[&Field], path: &Path, value: Option<&Json>, root: &Json) -> Json {
        let mut shown = Map::new();
        for field in fields.iter().filter(|field| self.is_open(field)) {
            let Some(key) = field.key() else { continue };
            let part = value.and_then(|value| value.get(key)).filter(|part| !part.is_null());
            shown.insert(key.to_owned(), self.value(field, &path.key(key), part, root));
        }
        // Keys that the schema leaves open stand under their own names.
        for (key, part) in value.and_then(Json::as_object).into_iter().flatten() {
            let path = path.key(key);
            let field = self.kind.schema.field(&path).filter(|field| field.key().is_none());
            if let Some(field) = field.filter(|field| self.is_open(field)) {
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
            if self.is_open(field) && self.admits(field, item, root) {
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

fn holds(above: &Field, field: &Field) -> bool {
    field.pattern.strip_prefix(above.pattern.as_str()).is_some_and(|rest| rest.starts_with('.'))
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
