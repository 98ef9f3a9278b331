//! Cuts an edit into a text: replaces, inserts and removes values, and touches no other byte.
//! What it makes is a proposal; `edit` proves that it means what was asked.

use std::ops::Range;

use serde_json::{Map, Value as Json};

use super::edit::{Change, Edit, Order};
use super::path::{Path, Segment};
use super::render::{self, Head, Layout};
use super::scan;
use super::slot::{self, Slot};
use super::span::Span;
use super::tree::{Entry, Style, Tree, Value};

/// Bytes to be replaced.
type Cut = (Range<usize>, String);

/// The text with the edit made; `None` where the layout does not allow it. Without `literals` no new literal
/// block is written: behind one, an indented comment would become text.
pub(super) fn edited(tree: &Tree, edit: &Edit, order: Order<'_>, literals: bool) -> Option<String> {
    let Edit { path, change } = edit;
    let splicer = Splicer { text: &tree.source.text, layout: Layout { literals, ..slot::layout(tree) } };
    let cuts = match change {
        Change::Set(value) => splicer.set(tree, path, value, order)?,
        Change::Remove => splicer.remove(tree, path)?,
    };
    apply(splicer.text, cuts)
}

fn apply(text: &str, mut cuts: Vec<Cut>) -> Option<String> {
    cuts.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (range, new) in cuts {
        out.push_str(text.get(copied..range.start)?);
        out.push_str(&new);
        copied = range.end;
    }
    out.push_str(text.get(copied..)?);
    Some(out)
}

struct Splicer<'t> {
    text: &'t str,
    layout: Layout,
}

impl Splicer<'_> {
    fn set(&self, tree: &Tree, path: &Path, value: &Json, order: Order<'_>) -> Option<Vec<Cut>> {
        let (slot, depth) = Slot::deepest(tree, path);
        let Some((next, below)) = path.0.get(depth..)?.split_first() else {
            return self.replace(slot, value);
        };
        let value = wrap(below, value);
        match &slot.node.value {
            Value::Scalar(_) => self.replace(slot, &wrap(std::slice::from_ref(next), &value)),
            Value::Mapping(entries) => {
                let key = next.to_string();
                if entries.is_empty() && !self.fits_brackets(slot, &value) {
                    return self.replace(slot, &wrap(&[Segment::Key(key)], &value));
                }
                let holder = Path(path.0.get(..depth)?.to_vec());
                let after = place(entries, &key, &|key| order(&holder, key));
                self.insert_entry(slot, entries, after, &key, &value)
            }
            Value::Sequence(items) => {
                if items.is_empty() && !self.fits_brackets(slot, &value) {
                    return self.replace(slot, &wrap(std::slice::from_ref(next), &value));
                }
                self.append(slot, items.last().map(|item| item.span.end), &value)
            }
        }
    }

    /// Whether a first value may go into the braces or brackets that stand there already.
    fn fits_brackets(&self, slot: Slot<'_>, value: &Json) -> bool {
        slot.in_flow || slot.head.is_some() && is_one_line(value) && !is_collection(value)
    }

    fn replace(&self, slot: Slot<'_>, value: &Json) -> Option<Vec<Cut>> {
        let span = slot.node.span;
        let old = slot::style(slot.node);
        if slot.in_flow {
            return Some(vec![match (slot.head, span.start == span.end) {
                (Some((head, _)), true) => (head..head, format!(" {}", render::flow(value, None))),
                (None, true) => (span.start..span.end, format!(": {}", render::flow(value, None))),
                _ => (span.start..span.end, render::flow(value, old)),
            }]);
        }
        let Some((at, head)) = slot.head else {
            return self.replace_root(span, value);
        };
        let was_bracketed = slot::bracketed(self.text, slot.node) && span.end - span.start > 2;
        let new = match was_bracketed && is_collection(value) && is_one_line(value) {
            true => format!(" {}", render::flow(value, None)),
            false => render::block(value, head, self.layout, old),
        };
        Some(self.replace_block(slot, at, &new))
    }

    fn replace_root(&self, span: Span, value: &Json) -> Option<Vec<Cut>> {
        let new = render::render(value).trim_end_matches('\n').replace('\n', self.layout.line_break);
        let end = scan::line_end(self.text, span.end);
        let lead = self.text.get(scan::line_start(self.text, span.start)..span.start)?;
        let tail = self.text.get(span.end..end)?;
        // Lines cannot share a line with a `---` or a comment.
        if is_collection(value) && !(lead.trim().is_empty() && tail.trim().is_empty()) {
            let below = format!("{}{new}", self.layout.line_break);
            return Some(vec![(span.start..span.end, String::new()), (end..end, below)]);
        }
        Some(vec![(span.start..span.end, new)])
    }

    /// Puts `new` behind the colon or dash at `at`: its first line there, the others below, so that a comment
    /// on the line of the key stays on it.
    fn replace_block(&self, slot: Slot<'_>, at: usize, new: &str) -> Vec<Cut> {
        let span = slot.node.span;
        let (first, below) = new.split_at(new.find(self.layout.line_break).unwrap_or(new.len()));
        let line = scan::line_end(self.text, at);
        let is_below = line < span.start;
        let old_is_block =
            !matches!(slot.node.value, Value::Scalar(_)) && !slot::bracketed(self.text, slot.node);
        let old_is_lines = matches!(slot::style(slot.node), Some(Style::Literal | Style::Folded));
        if span.start == span.end {
            return vec![(at..at, first.to_owned()), (line..line, below.to_owned())];
        }
        if old_is_lines {
            let header = self.text.get(span.start..span.end).map_or(0, scan::header_length);
            let header_end = scan::line_end(self.text, span.start);
            let old_header = at..span.start + header;
            return vec![
                (old_header, first.to_owned()),
                (header_end..span.end.max(header_end), below.to_owned()),
            ];
        }
        if old_is_block {
            let end = scan::line_end(self.text, span.end);
            return match is_below {
                false => vec![(at..end, new.to_owned())],
                // What stands between the key and its value are comments: a literal block would swallow them.
                true if !first.is_empty() && !below.is_empty() => {
                    vec![(at..at, first.to_owned()), (line..end, below.to_owned())]
                }
                true => {
                    let before = self.line_break_before(span.start);
                    vec![(at..at, first.to_owned()), (before..end, below.to_owned())]
                }
            };
        }
        if below.is_empty() && !first.is_empty() {
            return vec![(span.start..span.end, first.trim_start().to_owned())];
        }
        let end = scan::line_end(self.text, span.end);
        let old = if is_below { self.line_break_before(span.start)..span.end } else { at..span.end };
        match is_below {
            true => vec![(at..at, first.to_owned()), (old, String::new()), (end..end, below.to_owned())],
            false => vec![(old, first.to_owned()), (end..end, below.to_owned())],
        }
    }

    fn line_break_before(&self, at: usize) -> usize {
        let start = scan::line_start(self.text, at);
        let before = self.text.get(..start).unwrap_or_default();
        let before = before.strip_suffix('\n').unwrap_or(before);
        before.strip_suffix('\r').unwrap_or(before).len()
    }

    fn insert_entry(
        &self,
        slot: Slot<'_>,
        entries: &[Entry],
        after: Option<usize>,
        key: &str,
        value: &Json,
    ) -> Option<Vec<Cut>> {
        let first = entries.first().map(|entry| entry.key_span.start);
        if slot.is_flow(self.text) {
            let anchor = match after {
                Some(index) => Anchor::Behind(end_of(entries.get(index)?)),
                None => first.map_or(Anchor::Empty, Anchor::Before),
            };
            return self.insert_flow(slot, anchor, &render::flow_entry(key, value));
        }
        let first = first?;
        let column = scan::column(self.text, first);
        let mut entry = format!("{}:", render::key(key));
        entry.push_str(&render::block(value, Head::Key(column), self.layout, None));
        Some(vec![match after {
            Some(index) => self.line_behind(end_of(entries.get(index)?), column, &entry),
            None => {
                render::new_line(&mut entry, column, self.layout);
                (first..first, entry)
            }
        }])
    }

    fn append(&self, slot: Slot<'_>, last: Option<usize>, value: &Json) -> Option<Vec<Cut>> {
        if slot.is_flow(self.text) {
            let anchor = last.map_or(Anchor::Empty, Anchor::Behind);
            return self.insert_flow(slot, anchor, &render::flow(value, None));
        }
        let column = scan::column(self.text, slot.node.span.start);
        let item = format!("-{}", render::block(value, Head::Dash(column), self.layout, None));
        Some(vec![self.line_behind(last?, column, &item)])
    }

    /// New lines behind the line in which something ends.
    fn line_behind(&self, end: usize, column: usize, lines: &str) -> Cut {
        let at = scan::line_end(self.text, end);
        let mut new = String::new();
        render::new_line(&mut new, column, self.layout);
        new.push_str(lines);
        (at..at, new)
    }

    fn insert_flow(&self, slot: Slot<'_>, anchor: Anchor, new: &str) -> Option<Vec<Cut>> {
        let span = slot.node.span;
        // A single pair in brackets, `[a: 1]`, is a mapping without braces.
        if !slot::bracketed(self.text, slot.node) {
            return Some(vec![
                (span.start..span.start, "{".into()),
                (span.end..span.end, format!(", {new}}}")),
            ]);
        }
        Some(vec![match anchor {
            Anchor::Empty => (span.start + 1..span.end.checked_sub(1)?, new.to_owned()),
            Anchor::Behind(end) => (end..end, format!("{}, {new}", self.behind_colon(end))),
            Anchor::Before(start) => (start..start, format!("{new}, ")),
        }])
    }

    fn remove(&self, tree: &Tree, path: &Path) -> Option<Vec<Cut>> {
        let (slot, depth) = Slot::deepest(tree, &path.parent()?);
        let last = path.0.last()?;
        if depth + 1 != path.0.len() {
            return None;
        }
        let (index, spans, empty) = match (&slot.node.value, last) {
            (Value::Mapping(entries), segment) => {
                let key = segment.to_string();
                let index = entries.iter().position(|entry| entry.key == key)?;
                let spans =
                    entries.iter().map(|entry| entry.key_span.start..end_of(entry)).collect::<Vec<_>>();
                (index, spans, Json::Object(Map::new()))
            }
            (Value::Sequence(items), Segment::Index(index)) => {
                let spans =
                    (0..items.len()).map(|at| self.item(slot, items, at)).collect::<Option<Vec<_>>>()?;
                (*index, spans, Json::Array(Vec::new()))
            }
            _ => return None,
        };
        match (spans.len(), slot.is_flow(self.text)) {
            (1, _) => self.replace(slot, &empty),
            (_, true) => self.remove_flow(&spans, index),
            (_, false) => Some(vec![self.remove_lines(spans.get(index)?.clone(), index == 0)]),
        }
    }

    /// An item with its dash.
    fn item(&self, slot: Slot<'_>, items: &[super::tree::Node], index: usize) -> Option<Range<usize>> {
        let span = items.get(index)?.span;
        match slot.is_flow(self.text) {
            true => Some(span.start..span.end),
            false => slot::dash(self.text, slot.node, items, index).map(|(at, _)| at - 1..span.end),
        }
    }

    fn remove_flow(&self, spans: &[Range<usize>], index: usize) -> Option<Vec<Cut>> {
        let span = spans.get(index)?.clone();
        if let Some(next) = spans.get(index + 1) {
            return Some(vec![(span.start..next.start, String::new())]);
        }
        let before = spans.get(index.checked_sub(1)?)?;
        match self.text.get(before.end..span.start)?.contains('#') {
            false => Some(vec![(before.end..span.end, self.behind_colon(before.end).to_owned())]),
            true => {
                let comma = scan::skip_blank(self.text, before.end);
                Some(vec![(comma..comma + 1, String::new()), (span.start..span.end, String::new())])
            }
        }
    }

    /// What keeps a colon apart from a comma or brace: not all readers take `{a:}`.
    fn behind_colon(&self, at: usize) -> &'static str {
        if self.text.get(..at).is_some_and(|before| before.ends_with(':')) { " " } else { "" }
    }

    /// Removes the lines of an entry or item; where it stands behind a dash on its line, what follows moves up.
    fn remove_lines(&self, span: Range<usize>, is_first: bool) -> Cut {
        let start = scan::line_start(self.text, span.start);
        let end = scan::line_end(self.text, span.end);
        let next = scan::next_line(self.text, end);
        let stands_alone = self.text.get(start..span.start).is_some_and(|lead| lead.trim_start().is_empty());
        if !stands_alone && is_first {
            let rest = self.text.get(next..).unwrap_or_default();
            let blank = rest.len() - rest.trim_start().len();
            return (span.start..next + blank, String::new());
        }
        match next == end {
            true => (self.line_break_before(span.start)..end, String::new()),
            false => (start..next, String::new()),
        }
    }
}

/// Where a new item of a collection in brackets goes.
enum Anchor {
    Empty,
    Before(usize),
    Behind(usize),
}

fn end_of(entry: &Entry) -> usize {
    entry.key_span.end.max(entry.value.span.end)
}

/// The value inside the mappings and lists that its path still lacks.
fn wrap(path: &[Segment], value: &Json) -> Json {
    path.iter().rev().fold(value.clone(), |inner, segment| match segment {
        Segment::Key(key) => Json::Object(Map::from_iter([(key.clone(), inner)])),
        Segment::Index(_) => Json::Array(vec![inner]),
    })
}

/// The index of the entry behind which a new key goes; `None`: before all of them.
fn place(entries: &[Entry], key: &str, order: &dyn Fn(&str) -> Option<usize>) -> Option<usize> {
    let end = entries.len().checked_sub(1);
    let Some(rank) = order(key) else { return end };
    let ranks: Vec<_> = entries.iter().map(|entry| order(&entry.key)).collect();
    match ranks.iter().rposition(|other| other.is_some_and(|other| other < rank)) {
        None if ranks.iter().all(Option::is_none) => end,
        found => found,
    }
}

fn is_collection(value: &Json) -> bool {
    value.is_object() || value.is_array()
}

/// Whether no text in a value has several lines.
fn is_one_line(value: &Json) -> bool {
    match value {
        Json::String(text) => !text.contains('\n'),
        Json::Array(items) => items.iter().all(is_one_line),
        Json::Object(map) => map.values().all(is_one_line),
        _ => true,
    }
}
