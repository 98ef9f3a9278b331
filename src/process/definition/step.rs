//! Steps as a definition declares them: who may sign them, from where they are legal, what they write and need. Only
//! types; whether a step is legal here is the question of `legality`.

use serde::Deserialize;
use serde_json::Value as Json;

use super::{List, Named};
use crate::process::condition::{Condition, Other};
use crate::process::pattern::Pattern;

/// A step: one change of a document, one signed commit.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What it does, as a person would choose it from a list.
    pub title: String,
    /// The rest of the commit's subject behind the id; a template over the document.
    pub subject: String,
    /// Who may sign it.
    pub by: Vec<By>,
    /// From where it is legal.
    pub from: FromStatus,
    /// Where it leads; the same status where it is left out.
    #[serde(default)]
    pub to: Option<String>,
    /// The clauses that allow it.
    pub clause: List<String>,
    /// What it may write.
    pub writes: Vec<Pattern>,
    /// What it leaves as it stands, although `writes` covers it; what it appends is its own.
    #[serde(default)]
    pub spares: Vec<Pattern>,
    /// What it writes by itself where nothing else is given: a field and a value (`$today`, `$calendar`, `$signer`,
    /// `$party`, `$person`, or a literal). `$party` is the signer's participant where `parties` names the signer's
    /// role, and nothing otherwise: a keeper who records for others is no party. `$` and a pattern with a dot
    /// (`$evidence.*.kind`) is the list of the values that stand there once all else is set, each once. An [`Elsewhere`]
    /// is what another document holds.
    #[serde(default)]
    pub sets: Named<Json>,
    /// What must hold for it.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// The field that says, when a keeper signs, on which day the thing recorded came in. The first day stands: the
    /// step taken again does not write it by itself, and another step that changes it corrects it.
    #[serde(default)]
    pub received: Option<Pattern>,
    /// Whether files that belong to the document may come with it.
    #[serde(default)]
    pub attaches: bool,
    /// Something for whoever makes it: not enforced, told by `iwcp steps`.
    #[serde(default)]
    pub note: Option<String>,
    /// The command that makes it where its fields are not for people to write, in place of `iwcp step`; a template over
    /// the document, told by `iwcp steps`.
    #[serde(default)]
    pub command: Option<String>,
}

/// A field of another document, as a value that a step writes by itself: `{document: {kind: …, id: …, field: …}}`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Elsewhere {
    /// The document.
    document: Source,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    kind: String,
    id: Pattern,
    field: Pattern,
}

impl Elsewhere {
    /// What a value of `sets` says, where it says this.
    pub fn of(value: &Json) -> Option<Self> {
        value.get("document").and_then(|_| Self::deserialize(value).ok())
    }

    /// The other document's kind.
    pub fn kind(&self) -> &str {
        &self.document.kind
    }

    /// The field of this document that holds the other one's id.
    pub fn id(&self) -> &Pattern {
        &self.document.id
    }

    /// That the other document is there and holds the field.
    pub fn is_there(&self) -> Condition {
        let Source { kind, id, field } = self.document.clone();
        let fulfils = Some(Box::new(Condition::Present(List(vec![field]))));
        Condition::Document(Other { kind, id, fulfils })
    }

    /// The field of the other document.
    pub fn field(&self) -> &Pattern {
        &self.document.field
    }
}

/// From where a step is legal.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FromStatus {
    /// It creates the document.
    New,
    /// From every status.
    Any,
    /// From every status but these.
    But(Vec<String>),
    /// From these.
    #[serde(untagged)]
    These(List<String>),
}

/// Who may sign a step.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct By {
    /// The role.
    pub role: String,
    /// Only fields that the signer's participant wrote itself.
    #[serde(default)]
    pub own_fields: bool,
}

/// Something that must hold.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// Only where this holds.
    #[serde(default)]
    pub when: Option<Condition>,
    /// What must hold.
    pub must: Condition,
    /// What to say when it does not; a sentence without a full stop, a template over the document.
    #[serde(default)]
    pub say: Option<String>,
    /// What to do about it; a template over the document.
    #[serde(default)]
    pub help: Option<String>,
    /// The clause, where it is not the step's.
    #[serde(default)]
    pub clause: Option<String>,
}
