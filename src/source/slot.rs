//! The places of a document that hold values, with what an edit needs to know of each: what it follows on
//! its line, how deep it stands, and whether it is inside braces or brackets.

use super::path::{Path, Segment};
use super::render::{DEFAULT, Head, Layout};
use super::scan;
use super::tree::{Node, Style, Tree, Value};

/// A value's place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot<'t> {
    /// The value.
    pub(super) node: &'t Node,
    /// What it follows: the offset behind the colon or the dash, and its column. `None` for the root, for what
    /// stands in brackets, and for a key in braces that has no colon.
    pub(super) head: Option<(usize, Head)>,
    /// Whether it stands inside braces or brackets.
    pub(super) in_flow: bool,
}

impl<'t> Slot<'t> {
    /// The root's place.
    pub(super) fn root(tree: &'t Tree) -> Self {
        Self { node: &tree.root, head: None, in_flow: false }
    }

    /// The deepest existing value on the way to `path`, and how many of its segments lead there.
    pub(super) fn deepest(tree: &'t Tree, path: &Path) -> (Self, usize) {
        let mut slot = Self::root(tree);
        for (depth, segment) in path.0.iter().enumerate() {
            match slot.child(&tree.source.text, segment) {
                Some(child) => slot = child,
                None => return (slot, depth),
            }
        }
        (slot, path.0.len())
    }

    /// Whether the value is itself written with braces or brackets, or stands inside some.
    pub(super) fn is_flow(&self, text: &str) -> bool {
        self.in_flow || bracketed(text, self.node)
    }

    fn child(&self, text: &str, segment: &Segment) -> Option<Self> {
        let in_flow = self.is_flow(text);
        match &self.node.value {
            Value::Mapping(entries) => {
                let key = segment.to_string();
                let entry = entries.iter().find(|entry| entry.key == key)?;
                let colon = scan::skip_blank(text, entry.key_span.end);
                let has_colon = text.as_bytes().get(colon) == Some(&b':');
                let column = scan::column(text, entry.key_span.start);
                let head = has_colon.then_some((colon + 1, Head::Key(column)));
                Some(Self { node: &entry.value, head, in_flow })
            }
            Value::Sequence(items) => {
                let Segment::Index(index) = *segment else { return None };
                let node = items.get(index)?;
                let head = match in_flow {
                    true => None,
                    false => dash(text, self.node, items, index),
                };
                Some(Self { node, head, in_flow })
            }
            Value::Scalar(_) => None,
        }
    }
}

/// The dash of a block list's item: the offset behind it, and its column.
pub(super) fn dash(text: &str, list: &Node, items: &[Node], index: usize) -> Option<(usize, Head)> {
    let at = match index.checked_sub(1) {
        None => list.span.start,
        Some(before) => scan::skip_blank(text, items.get(before)?.span.end),
    };
    let is_dash = text.as_bytes().get(at) == Some(&b'-');
    is_dash.then(|| (at + 1, Head::Dash(scan::column(text, at))))
}

/// Whether a collection is written with braces or brackets.
pub(super) fn bracketed(text: &str, node: &Node) -> bool {
    !matches!(node.value, Value::Scalar(_))
        && matches!(text.as_bytes().get(node.span.start), Some(b'{' | b'['))
}

/// How an old scalar was written, to write the new one alike.
pub(super) fn style(node: &Node) -> Option<Style> {
    match &node.value {
        Value::Scalar(scalar) => Some(scalar.style),
        _ => None,
    }
}

/// The layout of a document, from the first of its collections that shows it.
pub(super) fn layout(tree: &Tree) -> Layout {
    let text = &tree.source.text;
    let (mut step, mut dash) = (None, None);
    measure(text, &tree.root, &mut step, &mut dash);
    let crlf = text.find('\n').is_some_and(|at| text.get(..at).is_some_and(|line| line.ends_with('\r')));
    Layout {
        step: step.unwrap_or(DEFAULT.step),
        dash: dash.or(step).unwrap_or(DEFAULT.dash),
        line_break: if crlf { "\r\n" } else { "\n" },
        ..DEFAULT
    }
}

fn measure(text: &str, node: &Node, step: &mut Option<usize>, dash: &mut Option<usize>) {
    if (step.is_some() && dash.is_some()) || bracketed(text, node) {
        return;
    }
    match &node.value {
        Value::Scalar(_) => {}
        Value::Sequence(items) => items.iter().for_each(|item| measure(text, item, step, dash)),
        Value::Mapping(entries) => {
            for entry in entries {
                let child = &entry.value;
                if !bracketed(text, child) {
                    let below = scan::column(text, child.span.start)
                        .checked_sub(scan::column(text, entry.key_span.start));
                    match child.value {
                        Value::Mapping(_) if step.is_none() => *step = below.filter(|below| *below > 0),
                        Value::Sequence(_) if dash.is_none() => *dash = below,
                        _ => {}
                    }
                }
                measure(text, child, step, dash);
            }
        }
    }
}
