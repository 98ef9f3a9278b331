//! What makes a text no readable document: one kind for each refusal, each with its place.
//! A flaw is to this room what a finding is to the rooms below; `diagnostic` turns the one into the other.

use super::span::{Source, Span};

/// How many flaws of one kind a text reports; beyond that they are only counted.
const REPORTED: usize = 100;

/// Why a text is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FlawKind {
    /// Not YAML 1.2, or YAML that stands for nothing a register holds (no data, a key that is no scalar).
    Syntax,
    /// `&name`
    Anchor,
    /// `*name`
    Alias,
    /// `!name`
    Tag,
    /// `<<:`
    MergeKey,
    /// A key that its mapping already has.
    DuplicateKey,
    /// A second document in the same file.
    SeveralDocuments,
    /// U+FEFF, anywhere.
    ByteOrderMark,
    /// Bytes that are no UTF-8.
    InvalidUtf8,
    /// C0 but for tab and line ends, DEL, C1; as themselves or escaped.
    ControlCharacter,
    /// U+202A to U+202E and U+2066 to U+2069, as themselves or escaped.
    BidiOverride,
    /// More collections inside each other than [`super::MAX_DEPTH`].
    NestedTooDeep,
    /// More bytes than [`super::MAX_BYTES`].
    FileTooLarge,
}

/// One reason to refuse a text, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Why.
    pub kind: FlawKind,
    /// The bytes it is about, of the refused [`Source`].
    pub span: Span,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Another place that belongs to it, with what to say there.
    pub elsewhere: Option<(Span, &'static str)>,
    /// What mends it.
    pub help: Option<&'static str>,
}

impl Flaw {
    pub(super) fn new(kind: FlawKind, span: Span, message: impl Into<String>) -> Self {
        Self { kind, span, message: message.into(), elsewhere: None, help: None }
    }

    #[must_use]
    pub(super) fn help(mut self, help: &'static str) -> Self {
        self.help = Some(help);
        self
    }

    #[must_use]
    pub(super) fn elsewhere(mut self, span: Span, text: &'static str) -> Self {
        self.elsewhere = Some((span, text));
        self
    }
}

/// A text that is no document, with all that is wrong with it; at least one flaw, in the order of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The text that the spans count in: bytes that are no UTF-8 stand as U+FFFD in it. Empty for a file
    /// that was not read as text at all (too large, UTF-16).
    pub source: Source,
    /// What is wrong.
    pub flaws: Vec<Flaw>,
}

/// The flaws found so far; bounded, so that a hostile file cannot fill the memory with them.
#[derive(Debug, Default)]
pub(super) struct Flaws {
    found: Vec<Flaw>,
    counts: Vec<(FlawKind, usize)>,
}

impl Flaws {
    pub(super) fn push(&mut self, flaw: Flaw) {
        let count = match self.counts.iter_mut().find(|(kind, _)| *kind == flaw.kind) {
            Some((_, count)) => {
                *count += 1;
                *count
            }
            None => {
                self.counts.push((flaw.kind, 1));
                1
            }
        };
        if count <= REPORTED {
            self.found.push(flaw);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Whether a flaw of that kind starts there.
    pub(super) fn has(&self, kind: FlawKind, start: usize) -> bool {
        self.found.iter().any(|flaw| flaw.kind == kind && flaw.span.start == start)
    }

    /// All of them in the order of the text; the last of a kind says how many more there are.
    pub(super) fn finish(mut self) -> Vec<Flaw> {
        self.found.sort_by_key(|flaw| flaw.span.start);
        for (kind, count) in self.counts.into_iter().filter(|(_, count)| *count > REPORTED) {
            if let Some(last) = self.found.iter_mut().rfind(|flaw| flaw.kind == kind) {
                last.message.push_str(&format!(" (and {} more in this file)", count - REPORTED));
            }
        }
        self.found
    }
}

/// A short, printable piece of the text for a message.
pub(super) fn excerpt(text: &str) -> String {
    const SHOWN: usize = 40;
    let mut short = String::new();
    for (at, character) in text.chars().enumerate() {
        if at == SHOWN {
            short.push('…');
            break;
        }
        match character.is_control() || super::characters::kind(character).is_some() {
            true => short.extend(character.escape_unicode()),
            false => short.push(character),
        }
    }
    short
}
