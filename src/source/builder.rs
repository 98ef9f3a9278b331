//! Builds the tree from the parser's events, and reports what a register refuses of YAML on the way.
//! Holds what is open at the moment on a stack of its own: no recursion, whatever the input.

use std::collections::HashMap;

use granit_parser::{Event, ScalarStyle, Span as Marked, StructureStyle};

use super::characters;
use super::flaw::{Flaw, FlawKind, Flaws, excerpt};
use super::parse::{MAX_DEPTH, too_deep};
use super::scan;
use super::span::Span;
use super::tree::{Entry, Node, Scalar, Style, Value};

/// Mappings with fewer keys are searched one by one: faster than hashing, and still linear.
const FEW: usize = 16;

/// The tree in the making.
pub(super) struct Builder<'t> {
    text: &'t str,
    pub(super) flaws: &'t mut Flaws,
    /// The first document's root, once it is complete.
    pub(super) root: Option<Node>,
    open: Vec<Open>,
    documents: usize,
    /// Where the last scalar or bracket ended.
    last_end: usize,
}

/// A collection whose end has not come yet.
enum Open {
    Sequence {
        start: usize,
        items: Vec<Node>,
    },
    Mapping {
        start: usize,
        entries: Vec<Entry>,
        key: Option<(String, Span)>,
        seen: Option<HashMap<String, Span>>,
    },
}

impl<'t> Builder<'t> {
    pub(super) fn new(text: &'t str, flaws: &'t mut Flaws) -> Self {
        Self { text, flaws, root: None, open: Vec::new(), documents: 0, last_end: 0 }
    }

    /// Takes the next event; `false` when reading must stop.
    pub(super) fn take(&mut self, event: Event<'t>, marked: &Marked) -> bool {
        let span = marked.byte_range().map_or_else(Span::default, |range| Span::new(range.start, range.end));
        if let Some(tag) = marked.tag_span().and_then(|tag| tag.byte_range()) {
            self.tag(Span::new(tag.start, tag.end));
        }
        match event {
            Event::DocumentStart(explicit, _) => self.document(explicit, span),
            Event::Scalar(text, style, ..) => {
                let node = self.scalar(text.into_owned(), style, span);
                self.last_end = node.span.end;
                self.add(node);
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => self.alias(span),
            Event::Anchor(..) => self.anchor(span),
            Event::SequenceStart(style, ..) => {
                let start =
                    if style == StructureStyle::Block { self.first_dash(span.start) } else { span.start };
                return self.descend(span, Open::Sequence { start, items: Vec::new() });
            }
            Event::MappingStart(..) => {
                let entries = Vec::new();
                return self
                    .descend(span, Open::Mapping { start: span.start, entries, key: None, seen: None });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            _ => {}
        }
        true
    }

    fn document(&mut self, explicit: bool, span: Span) {
        self.documents += 1;
        // Without a `---` the parser gives the span of what comes next.
        if explicit {
            self.last_end = span.end;
        }
        if self.documents == 2 {
            let flaw = Flaw::new(FlawKind::SeveralDocuments, span, "a second document begins here");
            self.flaws.push(flaw.help("give each document a file of its own"));
        }
    }

    fn scalar(&mut self, mut text: String, style: ScalarStyle, mut span: Span) -> Node {
        let raw = self.text.get(span.start..span.end).unwrap_or_default();
        let style = match style {
            ScalarStyle::SingleQuoted => Style::Single,
            ScalarStyle::DoubleQuoted => Style::Double,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
            ScalarStyle::Plain => Style::Plain,
        };
        match style {
            // The parser gives an empty value as `~`, before its colon.
            Style::Plain if raw.is_empty() => {
                text.clear();
                let colon = usize::from(self.text.as_bytes().get(span.start) == Some(&b':'));
                span = Span::new(span.start + colon, span.start + colon);
            }
            Style::Double if raw.contains('\\') => characters::scan_escapes(raw, span.start, self.flaws),
            Style::Literal | Style::Folded => {
                span = scan::block_scalar(self.text, self.last_end, span, &text);
            }
            _ => {}
        }
        Node { span, value: Value::Scalar(Scalar { text, style }) }
    }

    /// Where a block list begins; the parser names its first item where the dashes are not indented.
    fn first_dash(&self, start: usize) -> usize {
        if !matches!(self.open.last(), Some(Open::Mapping { key: Some(_), .. })) {
            return start;
        }
        let colon = scan::skip_blank(self.text, self.last_end);
        let dash = scan::skip_blank(self.text, colon + 1);
        let found = self.text.get(colon..).is_some_and(|rest| rest.starts_with(':'))
            && self.text.get(dash..).is_some_and(|rest| rest.starts_with('-'));
        if found { dash } else { start }
    }

    fn descend(&mut self, span: Span, open: Open) -> bool {
        if self.open.len() >= MAX_DEPTH {
            self.flaws.push(too_deep(span));
            return false;
        }
        self.last_end = self.last_end.max(span.end);
        self.open.push(open);
        true
    }

    /// A closing bracket, or (with an empty span) the end of a block collection.
    fn close(&mut self, bracket: Span) {
        let (start, value) = match self.open.pop() {
            Some(Open::Sequence { start, items }) => (start, Value::Sequence(items)),
            Some(Open::Mapping { start, entries, .. }) => (start, Value::Mapping(entries)),
            None => return,
        };
        if bracket.end > bracket.start {
            self.last_end = bracket.end;
        }
        let end = self.last_end.max(start);
        self.add(Node { span: Span::new(start, end), value });
    }

    /// Puts a complete node where it belongs: as item, key or value of what is open, or as root.
    fn add(&mut self, node: Node) {
        match self.open.last_mut() {
            None if self.documents == 1 => self.root = Some(node),
            None => {}
            Some(Open::Sequence { items, .. }) => items.push(node),
            Some(Open::Mapping { entries, key, seen, .. }) => match key.take() {
                Some((key, key_span)) => entries.push(Entry { key, key_span, value: node }),
                None => *key = Some(take_key(node, entries, seen, self.flaws)),
            },
        }
    }

    fn alias(&mut self, span: Span) {
        let message = format!("alias `{}`", excerpt(self.text.get(span.start..span.end).unwrap_or_default()));
        self.flaws.push(Flaw::new(FlawKind::Alias, span, message).help("write out what it stands for"));
        self.last_end = span.end;
        match self.open.last_mut() {
            Some(Open::Mapping { key: key @ None, .. }) => *key = Some((String::new(), span)),
            // Something must stand for it, so that keys and values stay in step.
            _ => self.add(Node { span, value: Value::Sequence(Vec::new()) }),
        }
    }

    fn anchor(&mut self, span: Span) {
        let message =
            format!("anchor `{}`", excerpt(self.text.get(span.start..span.end).unwrap_or_default()));
        self.flaws.push(Flaw::new(FlawKind::Anchor, span, message).help("remove the anchor"));
    }

    fn tag(&mut self, span: Span) {
        let message = format!("tag `{}`", excerpt(self.text.get(span.start..span.end).unwrap_or_default()));
        let flaw = Flaw::new(FlawKind::Tag, span, message);
        self.flaws.push(flaw.help("remove the tag; the schema knows the type"));
    }
}

/// The text of a key, unless it is none that a mapping may have.
fn take_key(
    node: Node,
    entries: &[Entry],
    seen: &mut Option<HashMap<String, Span>>,
    flaws: &mut Flaws,
) -> (String, Span) {
    let span = node.span;
    let Value::Scalar(Scalar { text, style }) = node.value else {
        flaws.push(not_a_key(span, "a list or a mapping as a key"));
        return (String::new(), span);
    };
    if style == Style::Plain && text.is_empty() {
        flaws.push(not_a_key(span, "a value without a key"));
    } else if style == Style::Plain && text == "<<" {
        let flaw = Flaw::new(FlawKind::MergeKey, span, "merge key `<<`");
        flaws.push(flaw.help("write out the fields that it would bring in"));
    } else if let Some(first) = first_place(entries, seen, &text, span) {
        let message = format!("the key `{}` is given twice", excerpt(&text));
        let flaw = Flaw::new(FlawKind::DuplicateKey, span, message);
        flaws.push(flaw.elsewhere(first, "first given here").help("keep one of the two"));
    }
    (text, span)
}

fn not_a_key(span: Span, message: &str) -> Flaw {
    Flaw::new(FlawKind::Syntax, span, message).help("a key is a single word or a quoted text")
}

/// Where a mapping already has that key; if it has not, remembers it.
fn first_place(
    entries: &[Entry],
    seen: &mut Option<HashMap<String, Span>>,
    key: &str,
    span: Span,
) -> Option<Span> {
    if entries.len() < FEW {
        return entries.iter().find(|entry| entry.key == key).map(|entry| entry.key_span);
    }
    let seen = seen.get_or_insert_with(|| {
        entries.iter().rev().map(|entry| (entry.key.clone(), entry.key_span)).collect()
    });
    if let Some(first) = seen.get(key) {
        return Some(*first);
    }
    seen.insert(key.to_owned(), span);
    None
}
