//! YAML text in, a tree with a span for every node out; and edits that keep what they do not touch.
//! Reads YAML 1.2, less what a register has no use for (anchors, tags, several documents …).
//! Knows nothing of documents, schemas or processes.

mod builder;
mod characters;
mod edit;
mod flaw;
mod parse;
mod path;
pub mod printable;
mod render;
mod scalar;
mod scan;
mod slot;
mod span;
mod splice;
mod tree;

#[cfg(test)]
mod tests;

pub use edit::{Change, Edit, EditError, Order, apply, edit};
pub use flaw::{Flaw, FlawKind, Refusal};
pub use parse::{MAX_BYTES, MAX_DEPTH, parse};
pub use path::{Path, Segment};
pub use render::render;
pub use span::{Position, Source, Span};
pub use tree::{Entry, Node, Scalar, Style, Tree, Value};
