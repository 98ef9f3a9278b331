//! The words that definitions may leave to whoever makes a step: today, who signs, the register's calendar.

use chrono::NaiveDate;
use serde_json::Value as Json;

use crate::document::Words;
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
}

impl Words for Filling<'_> {
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
}
