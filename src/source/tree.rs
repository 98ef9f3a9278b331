//! A YAML document as a tree in which every node knows where it stands in the text.

use super::path::{Path, Segment};
use super::span::{Source, Span};

/// A value with its place. For a block collection the span covers its entries.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where the value stands.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A single value.
    Scalar(Scalar),
    /// An ordered list.
    Sequence(Vec<Node>),
    /// Keys with values, in the author's order.
    Mapping(Vec<Entry>),
}

/// One line of a mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key's text.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value; an empty value has an empty span behind the colon.
    pub value: Node,
}

/// A scalar: its text after unescaping, and how it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The text, unescaped, exactly as the author wrote it otherwise.
    pub text: String,
    /// How it was written; only a plain scalar can be anything but a string.
    pub style: Style,
}

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// `'…'`
    Single,
    /// `"…"`
    Double,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

/// A whole document: its text and its root.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// The text.
    pub source: Source,
    /// Its root node.
    pub root: Node,
}

impl Tree {
    /// The node at a path.
    pub fn node(&self, path: &Path) -> Option<&Node> {
        path.0.iter().try_fold(&self.root, |node, segment| node.child(segment))
    }

    /// The span of the value at `path`; for a path that does not exist, that of the nearest parent's key
    /// (or of the document's first key), so that a missing field points at where it belongs.
    pub fn span_of(&self, path: &Path) -> Span {
        match self.node(path) {
            Some(node) => node.span,
            None => match path.parent() {
                Some(parent) => self.key_span(&parent),
                None => self.root.span,
            },
        }
    }

    /// The span of the key (or, in a sequence, of the item) that a path ends with; falls back as [`Self::span_of`].
    pub fn key_span(&self, path: &Path) -> Span {
        let Some((Segment::Key(last), _)) = path.0.split_last() else {
            return match path.0.is_empty() {
                true => self.first_key(),
                false => self.span_of(path),
            };
        };
        let parent = path.parent().unwrap_or_default();
        match self.node(&parent).map(|node| &node.value) {
            Some(Value::Mapping(entries)) => match entries.iter().find(|entry| entry.key == *last) {
                Some(entry) => entry.key_span,
                None => self.key_span(&parent),
            },
            _ => self.key_span(&parent),
        }
    }

    fn first_key(&self) -> Span {
        match &self.root.value {
            Value::Mapping(entries) => entries.first().map_or(self.root.span, |entry| entry.key_span),
            _ => self.root.span,
        }
    }

    /// The data without places: the YAML 1.2 core schema's null, booleans, integers and floats; dates stay text.
    pub fn to_json(&self) -> serde_json::Value {
        self.root.to_json()
    }
}

impl Node {
    fn child(&self, segment: &Segment) -> Option<&Node> {
        match (&self.value, segment) {
            (Value::Mapping(entries), Segment::Key(key)) => {
                entries.iter().find(|entry| entry.key == *key).map(|entry| &entry.value)
            }
            // A key that looks like a number is still a key.
            (Value::Mapping(entries), Segment::Index(index)) => {
                let key = index.to_string();
                entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
            }
            (Value::Sequence(items), Segment::Index(index)) => items.get(*index),
            _ => None,
        }
    }

    fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Scalar(scalar) => scalar.to_json(),
            Value::Sequence(items) => items.iter().map(Node::to_json).collect(),
            Value::Mapping(entries) => {
                entries.iter().map(|entry| (entry.key.clone(), entry.value.to_json())).collect()
            }
        }
    }
}
