//! The words that definitions may leave to whoever makes a step: today, who signs, the register's calendar.

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::desk::Desk;
use crate::process;

/// The words of definitions, as a step that is made now fills them in.
pub struct Filling<'a> {
    /// The day of the step.
    pub today: NaiveDate,
    /// The register's calendar.
    pub calendar: &'a str,
    /// Who signs, where that is known.
    pub signer: Option<&'a process::Signer>,
    /// The roles that are parties of the document.
    pub parties: &'a process::definition::Named<process::Pattern>,
    /// The register that other documents stand in.
    pub desk: &'a Desk,
}

impl process::Words for Filling<'_> {
    fn word(&self, word: &str) -> Option<Json> {
        let text = match word {
            "today" => self.today.to_string(),
            "calendar" => self.calendar.to_owned(),
            "signer" => self.signer?.participant.clone(),
            "party" => {
                self.signer.filter(|signer| self.parties.contains_key(&signer.role))?.participant.clone()
            }
            "person" => self.signer?.person.clone(),
            _ => return None,
        };
        Some(Json::String(text))
    }

    /// A document that can't be read gives nothing: then the field is asked for.
    fn elsewhere(&self, kind: &str, id: &str, field: &process::Pattern) -> Option<Json> {
        let kind = self.desk.kind(kind).ok()?;
        let document = self.desk.document(&kind, id).ok()??;
        field.value(&document.data).cloned()
    }
}
