//! The way to a node of a document: keys and indices from its root.
//! Written with dots (`rounds.0.notice.contact`), as people give it on the command line.

use std::fmt;

/// One step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Segment {
    /// A key of a mapping.
    Key(String),
    /// A place in a sequence, from 0.
    Index(usize),
}

/// The way from a document's root to one of its nodes; empty for the root itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path(pub Vec<Segment>);

impl Path {
    /// The root.
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads `a.0.b`; a segment of digits alone is an index.
    pub fn parse(text: &str) -> Self {
        Self(text.split('.').filter(|part| !part.is_empty()).map(Segment::parse).collect())
    }

    /// Reads an RFC 6901 JSON pointer (`/rounds/0/notice`), as schema validators report it.
    pub fn from_pointer(pointer: &str) -> Self {
        let unescape = |part: &str| part.replace("~1", "/").replace("~0", "~");
        Self(pointer.split('/').skip(1).map(|part| Segment::parse(&unescape(part))).collect())
    }

    /// This path with a key behind it.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.with(Segment::Key(key.to_owned()))
    }

    /// This path with an index behind it.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.with(Segment::Index(index))
    }

    /// This path with one more segment.
    #[must_use]
    pub fn with(&self, segment: Segment) -> Self {
        let mut segments = self.0.clone();
        segments.push(segment);
        Self(segments)
    }

    /// The path one step up; `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        self.0.split_last().map(|(_, rest)| Self(rest.to_vec()))
    }

    /// The path of the item behind this one; `None` where it is no item of a list.
    pub fn next(&self) -> Option<Self> {
        match (self.0.last(), self.parent()) {
            (Some(Segment::Index(index)), Some(list)) => Some(list.index(index.checked_add(1)?)),
            _ => None,
        }
    }

    /// Whether `self` is `other` or lies below it.
    pub fn is_within(&self, other: &Path) -> bool {
        self.0.starts_with(&other.0)
    }

    /// The value at this path, if the document has one.
    pub fn find<'v>(&self, root: &'v serde_json::Value) -> Option<&'v serde_json::Value> {
        self.0.iter().try_fold(root, |value, segment| segment.of(value))
    }
}

impl Segment {
    /// What stands there in a collection.
    pub fn of<'v>(&self, value: &'v serde_json::Value) -> Option<&'v serde_json::Value> {
        match self {
            Self::Key(key) => value.get(key),
            // A key that looks like a number is still a key.
            Self::Index(index) if value.is_object() => value.get(index.to_string()),
            Self::Index(index) => value.get(index),
        }
    }

    fn parse(part: &str) -> Self {
        match part.parse() {
            Ok(index) if part.bytes().all(|byte| byte.is_ascii_digit()) => Self::Index(index),
            _ => Self::Key(part.to_owned()),
        }
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => out.write_str(key),
            Self::Index(index) => write!(out, "{index}"),
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, segment) in self.0.iter().enumerate() {
            write!(out, "{}{segment}", if at == 0 { "" } else { "." })?;
        }
        Ok(())
    }
}
