//! Findings: what is wrong, where, by which rule and clause, and what mends it.
//! A finding is a value; how and where it is printed is the business of `output`.
//! A rule names a *path* in a document, [`Finding::at`] finds its span: rules never count bytes.

mod flaw;
pub mod rule;

pub use rule::Rule;

use crate::source::{Path, Source, Span, Tree};

/// How much a finding matters, most severe first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A document, a step or a history is wrong (exit status 1).
    Error,
    /// Something could not be checked, so nothing can be said of it (exit status 3).
    Unchecked,
    /// Worth a look; nothing is refused for it.
    Warning,
}

impl Severity {
    /// The word that findings print.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Unchecked => "unchecked",
            Self::Warning => "warning",
        }
    }
}

/// A span of a file with something to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Which bytes of the finding's source.
    pub span: Span,
    /// What to say about them.
    pub text: String,
}

/// Where a finding stands. All parts are optional: a finding may be about a commit, a file, a node, or several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The text it stands in.
    pub source: Option<Source>,
    /// The bytes it is about.
    pub span: Option<Span>,
    /// The path of the node it is about.
    pub path: Option<Path>,
    /// A file without a text (deleted, a link, not UTF-8): its name.
    pub file: Option<String>,
    /// The commit, as a full hexadecimal object id.
    pub commit: Option<String>,
    /// Whose doing it is, for people: `Mei Ming (acme)`.
    pub by: Option<String>,
    /// The document, as its kind and id (`report 2026-0007`).
    pub document: Option<String>,
}

/// One thing that is wrong (or could not be checked).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// How severe it is here.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where.
    pub place: Box<Place>,
    /// What the caret under the value says (allowed values, the expected form).
    pub label: Option<String>,
    /// Further places of the same text.
    pub labels: Vec<Label>,
    /// The clause it comes from, as cited (`3`, `A2.9`, `Fig. 1 box 2`), with its words where they are known.
    pub clause: Option<String>,
    /// What mends it: a command where there is one.
    pub help: Option<String>,
}

impl Finding {
    /// A finding of a rule, without a place yet.
    pub fn new(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            message: message.into(),
            place: Box::default(),
            label: None,
            labels: Vec::new(),
            clause: None,
            help: None,
        }
    }

    /// Puts it on the value at `path` of a document; where there is none, on what should hold it.
    #[must_use]
    pub fn at(mut self, tree: &Tree, path: &Path) -> Self {
        self.place.span = Some(tree.span_of(path));
        self.place.source = Some(tree.source.clone());
        self.place.path = Some(path.clone());
        self
    }

    /// Says which path it is about, for somebody who knows the text to [`Self::locate`] it.
    #[must_use]
    pub fn about(mut self, path: &Path) -> Self {
        self.place.path = Some(path.clone());
        self
    }

    /// Puts a finding that says which path it is about on that path's place in a document.
    #[must_use]
    pub fn locate(self, tree: &Tree) -> Self {
        match self.place.path.clone() {
            Some(path) if self.place.source.is_none() => self.at(tree, &path),
            _ => self,
        }
    }

    /// Puts it on the key at `path` of a document.
    #[must_use]
    pub fn at_key(mut self, tree: &Tree, path: &Path) -> Self {
        self = self.at(tree, path);
        self.place.span = Some(tree.key_span(path));
        self
    }

    /// Puts it on bytes of a text.
    #[must_use]
    pub fn at_span(mut self, source: &Source, span: Span) -> Self {
        self.place.source = Some(source.clone());
        self.place.span = Some(span);
        self
    }

    /// Puts it on a file that has no readable text.
    #[must_use]
    pub fn in_file(mut self, name: impl Into<String>) -> Self {
        self.place.file = Some(name.into());
        self
    }

    /// Puts it on a commit.
    #[must_use]
    pub fn in_commit(mut self, commit: impl Into<String>) -> Self {
        self.place.commit = Some(commit.into());
        self
    }

    /// Names the document, as kind and id.
    #[must_use]
    pub fn of_document(mut self, document: impl Into<String>) -> Self {
        self.place.document = Some(document.into());
        self
    }

    /// Says what the caret says.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Says what mends it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says which clause it comes from.
    #[must_use]
    pub fn clause(mut self, clause: impl Into<String>) -> Self {
        self.clause = Some(clause.into());
        self
    }

    /// Gives it another severity than its rule's.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The name of the file it stands in, where there is one.
    pub fn file(&self) -> Option<&str> {
        self.place.source.as_ref().map(|source| &*source.name).or(self.place.file.as_deref())
    }
}
