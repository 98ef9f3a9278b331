//! YAML text in, a tree with a span for every node out; and edits that keep what they do not touch.
//! Reads YAML 1.2, less what a register has no use for (anchors, tags, several documents …).
//! Knows nothing of documents, schemas or processes.

mod path;
mod scalar;
mod span;
mod tree;

pub use path::{Path, Segment};
pub use span::{Position, Source, Span};
pub use tree::{Entry, Node, Scalar, Style, Tree, Value};
