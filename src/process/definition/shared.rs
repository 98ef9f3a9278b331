//! What the kinds of one process version share: `schemas/catalogue.yaml` holds it, `schemas/catalogue.schema.json` says
//! the same to editors. Only types.

use serde::Deserialize;

use super::Named;

/// What the kinds of one process version share.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shared {
    /// The version that documents name.
    pub process: String,
    /// The process's name.
    pub title: String,
    /// Who signs steps.
    pub roles: Named<Role>,
    /// Who reads fields.
    pub audiences: Named<Audience>,
    /// What steps, statuses and clocks cite.
    pub clauses: Named<Clause>,
    /// The kind whose documents say who takes part and with which keys.
    pub participants: String,
}

/// A role that a participant may have.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// What it is called in a sentence.
    pub title: String,
    /// Keeps the register: signs the root, merges and housekeeping.
    #[serde(default)]
    pub keeper: bool,
}

/// A group of readers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    /// What it is called in a sentence.
    pub title: String,
    /// The role of the party of a document that it is; none for readers who are no party.
    #[serde(default)]
    pub party: Option<String>,
    /// Reads every field, named or not.
    #[serde(default)]
    pub everything: bool,
}

/// A clause of the process document.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// What it is about, in a few words.
    pub title: String,
    /// What it says, quoted or shortened.
    pub text: String,
}
