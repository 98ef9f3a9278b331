//! Paths with open places, as process definitions write them, and how they meet a document.
//! `rounds.-1.response` is the last round's; `rounds.+` the one item that this step appends, `evidence.++` all that it
//! appends; `keys.*.until` any item's; `notices.kind=public.ended` the last item whose `kind` is `public`; `handset.**` (or just `**`) everything below.

use std::fmt;

use serde::Deserialize;
use serde_json::Value as Json;

use crate::source::{Path, Segment};

/// A path with open places.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(from = "String")]
pub struct Pattern(pub Vec<Place>);

/// One place of a [`Pattern`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// This key.
    Key(String),
    /// The item at this index, from 0.
    Index(usize),
    /// `-1`: the last item.
    Last,
    /// `+`: the one item that is appended.
    New,
    /// `++`: however many items are appended.
    More,
    /// `*`: any item, any key.
    Any,
    /// `**`: whatever lies below, however deep.
    Below,
    /// `key=value`: the last item of which `key` is `value`.
    Where(String, String),
}

impl From<String> for Pattern {
    fn from(text: String) -> Self {
        Self::parse(&text)
    }
}

impl From<&Path> for Pattern {
    fn from(path: &Path) -> Self {
        Self(
            path.0
                .iter()
                .map(|segment| match segment {
                    Segment::Key(key) => Place::Key(key.clone()),
                    Segment::Index(index) => Place::Index(*index),
                })
                .collect(),
        )
    }
}

impl Pattern {
    /// Reads a pattern; every text is one.
    pub fn parse(text: &str) -> Self {
        Self(text.split('.').filter(|part| !part.is_empty()).map(Place::parse).collect())
    }

    /// The paths of `document` that this pattern names, whether or not a value stands there: an item to append has
    /// the index behind the last one, a missing key is named all the same. Open places name what exists.
    pub fn resolve(&self, document: &Json) -> Vec<Path> {
        let mut found = vec![(Path::root(), Some(document))];
        for place in &self.0 {
            found = found.into_iter().flat_map(|(path, value)| place.step(&path, value)).collect();
        }
        found.into_iter().map(|(path, _)| path).collect()
    }

    /// The one path it names, if there is one: what `--set` writes to.
    pub fn first(&self, document: &Json) -> Option<Path> {
        self.resolve(document).into_iter().next()
    }

    /// The values that stand where it points.
    pub fn values<'v>(&self, document: &'v Json) -> Vec<&'v Json> {
        let mut found = Vec::new();
        self.look(document, &mut |value| {
            found.push(value);
            false
        });
        found
    }

    /// The first of [`Self::values`].
    pub fn value<'v>(&self, document: &'v Json) -> Option<&'v Json> {
        let mut first = None;
        self.look(document, &mut |value| {
            first = Some(value);
            true
        });
        first
    }

    /// Shows the values that stand where it points, until one is enough.
    fn look<'v>(&self, document: &'v Json, enough: &mut dyn FnMut(&'v Json) -> bool) {
        // A key that looks like a number is still a key: only a path tells which of the two an index is.
        if self.0.iter().any(|place| matches!(place, Place::Index(_) | Place::New | Place::More)) {
            let paths = self.resolve(document);
            let mut values = paths.iter().filter_map(|path| path.find(document));
            let _ = values.any(|value| !value.is_null() && enough(value));
        } else {
            look(&self.0, document, enough);
        }
    }

    /// The first value as text.
    pub fn text<'v>(&self, document: &'v Json) -> Option<&'v str> {
        self.value(document).and_then(Json::as_str)
    }

    /// Whether a change of the node at `path` is a change of something that this pattern covers: the node itself or
    /// anything below it. Lists are judged by `before`: an item counts as new when it was not there.
    pub fn covers(&self, path: &Path, before: &Json, after: &Json) -> bool {
        let (mut before, mut after) = (Some(before), Some(after));
        for (at, place) in self.0.iter().enumerate() {
            if *place == Place::Below {
                return true;
            }
            let Some(segment) = path.0.get(at) else { return false };
            if !place.admits(segment, before, after) {
                return false;
            }
            before = before.and_then(|value| segment.of(value));
            after = after.and_then(|value| segment.of(value));
        }
        true
    }

    /// Whether a field of a schema lies at or below what this covers, or holds some of it; open places meet each other.
    pub fn meets(&self, field: &Pattern) -> bool {
        let open = |place: &Place| !matches!(place, Place::Key(_));
        let meet = |(one, other): (&Place, &Place)| one == other || (open(one) && open(other));
        let below = self.0.iter().position(|place| *place == Place::Below);
        let own = self.0.get(..below.unwrap_or(self.0.len())).unwrap_or_default();
        own.iter().zip(&field.0).all(meet)
    }

    /// Where it points in a document, as people are told: an item to append has its number.
    pub fn told(&self, document: &Json) -> String {
        match (self.0.as_slice(), self.first(document)) {
            ([Place::Below], _) => "any field".to_owned(),
            (_, Some(path)) => format!("`{path}`"),
            (places, None) => {
                let places =
                    places.iter().filter(|place| !matches!(place, Place::Where(..)) && !place.is_several());
                format!("`{}`", Self(places.cloned().collect()))
            }
        }
    }

    /// The pattern with another behind it.
    #[must_use]
    pub fn join(&self, tail: &Pattern) -> Self {
        Self(self.0.iter().chain(&tail.0).cloned().collect())
    }

    /// The pattern with its first place replaced, where that is the key `name`: how `this.…` is bound to an item.
    #[must_use]
    pub fn bind(&self, name: &str, path: &Path) -> Self {
        match self.0.split_first() {
            Some((Place::Key(key), rest)) if key == name => {
                Self(Pattern::from(path).0.into_iter().chain(rest.iter().cloned()).collect())
            }
            _ => self.clone(),
        }
    }
}

impl Place {
    /// Whether it is an item that a step appends.
    pub fn appends(&self) -> bool {
        matches!(self, Self::New | Self::More)
    }

    /// Whether it may be several places at once.
    pub fn is_several(&self) -> bool {
        matches!(self, Self::More | Self::Any | Self::Below)
    }

    fn parse(part: &str) -> Self {
        match part {
            "-1" => Self::Last,
            "+" => Self::New,
            "++" => Self::More,
            "*" => Self::Any,
            "**" => Self::Below,
            _ => match (part.split_once('='), part.parse()) {
                (Some((key, value)), _) => Self::Where(key.to_owned(), value.to_owned()),
                (None, Ok(index)) if part.bytes().all(|byte| byte.is_ascii_digit()) => Self::Index(index),
                _ => Self::Key(part.to_owned()),
            },
        }
    }

    fn step<'v>(&self, path: &Path, value: Option<&'v Json>) -> Vec<(Path, Option<&'v Json>)> {
        let items = value.and_then(Json::as_array);
        let item = |index: usize| (path.index(index), items.and_then(|items| items.get(index)));
        match self {
            Self::Key(key) => vec![(path.key(key), value.and_then(|value| value.get(key)))],
            Self::Index(index) => vec![item(*index)],
            Self::Last => items.and_then(|items| items.len().checked_sub(1)).map(item).into_iter().collect(),
            Self::New | Self::More => vec![item(items.map_or(0, Vec::len))],
            Self::Any | Self::Below => children(path, value),
            Self::Where(key, wanted) => items
                .and_then(|items| items.iter().rposition(|item| is(item, key, wanted)))
                .map(item)
                .into_iter()
                .collect(),
        }
    }

    fn admits(&self, segment: &Segment, before: Option<&Json>, after: Option<&Json>) -> bool {
        let count = |value: Option<&Json>| value.and_then(Json::as_array).map_or(0, Vec::len);
        match (self, segment) {
            (Self::Key(key), Segment::Key(found)) => key == found,
            (Self::Index(index), Segment::Index(found)) => index == found,
            (Self::Last, Segment::Index(found)) => count(before).checked_sub(1) == Some(*found),
            (Self::New, Segment::Index(found)) => *found == count(before),
            (Self::More, Segment::Index(found)) => *found >= count(before),
            (Self::Any, _) => true,
            (Self::Where(key, wanted), Segment::Index(found)) => {
                let last = |value: Option<&Json>| {
                    value
                        .and_then(Json::as_array)
                        .and_then(|items| items.iter().rposition(|item| is(item, key, wanted)))
                };
                last(before).or_else(|| last(after)) == Some(*found)
            }
            _ => false,
        }
    }
}

/// Shows the values below one that stand where places without indices point; whether one was enough.
fn look<'v>(places: &[Place], value: &'v Json, enough: &mut dyn FnMut(&'v Json) -> bool) -> bool {
    let Some((place, rest)) = places.split_first() else { return !value.is_null() && enough(value) };
    let items = value.as_array();
    let one = match place {
        Place::Key(key) => value.get(key),
        Place::Last => items.and_then(|items| items.last()),
        Place::Where(key, wanted) => items.and_then(|items| items.iter().rfind(|item| is(item, key, wanted))),
        Place::Any | Place::Below => {
            return match value {
                Json::Array(items) => items.iter().any(|item| look(rest, item, enough)),
                Json::Object(fields) => fields.values().any(|field| look(rest, field, enough)),
                _ => false,
            };
        }
        Place::Index(_) | Place::New | Place::More => None,
    };
    one.is_some_and(|value| look(rest, value, enough))
}

fn is(item: &Json, key: &str, wanted: &str) -> bool {
    item.get(key).and_then(Json::as_str) == Some(wanted)
}

fn children<'v>(path: &Path, value: Option<&'v Json>) -> Vec<(Path, Option<&'v Json>)> {
    match value {
        Some(Json::Array(items)) => {
            items.iter().enumerate().map(|(index, item)| (path.index(index), Some(item))).collect()
        }
        Some(Json::Object(fields)) => {
            fields.iter().map(|(key, field)| (path.key(key), Some(field))).collect()
        }
        _ => Vec::new(),
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => out.write_str(key),
            Self::Index(index) => write!(out, "{index}"),
            Self::Last => out.write_str("-1"),
            Self::New => out.write_str("+"),
            Self::More => out.write_str("++"),
            Self::Any => out.write_str("*"),
            Self::Below => out.write_str("**"),
            Self::Where(key, value) => write!(out, "{key}={value}"),
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, place) in self.0.iter().enumerate() {
            write!(out, "{}{place}", if at == 0 { "" } else { "." })?;
        }
        Ok(())
    }
}
