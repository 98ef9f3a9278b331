//! Tries steps as `iwcp step` would make them, and makes none: with whoever sits here as their signer where that person
//! may sign them, otherwise with a signer that is not known.

use std::cell::RefCell;
use std::collections::HashMap;

use chrono::{NaiveDate, NaiveTime};
use serde_json::Value as Json;

use crate::cli::desk::Desk;
use crate::cli::making::Making;
use crate::cli::{CliError, Context};
use crate::diagnostic::{Finding, rule};
use crate::document::Document;
use crate::process::definition::Step;
use crate::process::{Input, Signer, Trial, World};
use crate::trust;

/// A document whose steps are tried.
pub(super) struct Trying<'a> {
    desk: &'a Desk,
    context: &'a Context,
    pub(super) document: &'a Document,
    person: Option<&'a Signer>,
    /// Why something could not be tried at all: the first thing that failed.
    failure: RefCell<Option<CliError>>,
    /// The roles of participants that were looked up.
    roles: RefCell<HashMap<String, Option<String>>>,
}

impl<'a> Trying<'a> {
    pub(super) fn new(
        desk: &'a Desk,
        context: &'a Context,
        document: &'a Document,
        person: Option<&'a Signer>,
    ) -> Self {
        let (failure, roles) = (RefCell::default(), RefCell::default());
        Self { desk, context, document, person, failure, roles }
    }

    /// What failed, if anything did.
    pub(super) fn failure(&self) -> Option<CliError> {
        self.failure.borrow_mut().take()
    }

    /// Who may sign a step: roles, and for a role that is a party of the document whose it is. A party that is known and
    /// has another role is none.
    pub(super) fn who(&self, step: &Step) -> Vec<(String, Option<String>)> {
        let parties = &self.document.kind.definition.parties;
        let party = |role: &str| parties.get(role).and_then(|field| field.text(&self.document.data));
        let apart = |role: &str| {
            let known = party(role).and_then(|id| self.role_of(id));
            known.is_some_and(|known| known != role)
        };
        let roles = step.by.iter().map(|by| by.role.as_str());
        roles
            .filter(|role| !apart(role))
            .map(|role| (role.to_owned(), party(role).map(str::to_owned)))
            .collect()
    }

    /// Whether whoever sits here may sign it; none where that can't be told.
    pub(super) fn own(&self, step: &Step) -> Option<bool> {
        let person = self.person?;
        let party = self.document.kind.definition.parties.contains_key(&person.role);
        Some(self.who(step).iter().any(|(role, named)| {
            *role == person.role && (!party || named.as_ref() == Some(&person.participant))
        }))
    }

    /// Whether whoever sits here may write with it only what their own participant wrote before.
    pub(super) fn only_own_fields(&self, step: &Step) -> bool {
        let own = |role: &str| step.by.iter().filter(|by| by.role == role).all(|by| by.own_fields);
        self.own(step) == Some(true) && self.person.is_some_and(|person| own(&person.role))
    }

    fn role_of(&self, participant: &str) -> Option<String> {
        if let Some(known) = self.roles.borrow().get(participant) {
            return known.clone();
        }
        let role = self.role_on_file(participant);
        self.roles.borrow_mut().insert(participant.to_owned(), role.clone());
        role
    }

    fn role_on_file(&self, participant: &str) -> Option<String> {
        let kind = self.desk.participants().ok()?;
        let document = self.desk.document(&kind, participant).ok()??;
        document.data.get(trust::ROLE)?.as_str().map(str::to_owned)
    }

    /// The step as it would be made on the day that was asked for.
    pub(super) fn making<'s>(&'s self, name: &'s str) -> Result<Making<'s>, CliError> {
        let mut making = Making::of(self.desk, self.context, self.document.clone(), name)?;
        if let Some(noon) = self.context.as_of.and_then(noon) {
            making.moment = noon.fixed_offset();
        }
        let own = making.definition().and_then(|step| self.own(step));
        making.person = making.person.filter(|_| own == Some(true));
        Ok(making)
    }

    fn kept<T>(&self, result: Result<T, CliError>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.failure.borrow_mut().get_or_insert(error);
                None
            }
        }
    }
}

/// The middle of a day, which is that day in every time zone but the farthest.
fn noon(day: NaiveDate) -> Option<chrono::DateTime<chrono::Utc>> {
    Some(day.and_time(NaiveTime::from_hms_opt(12, 0, 0)?).and_utc())
}

impl Trial for Trying<'_> {
    fn signer(&self, step: &Step) -> Option<&Signer> {
        self.person.filter(|_| self.own(step) == Some(true))
    }

    fn start(&self, name: &str, step: &Step) -> Json {
        let making = self.kept(self.making(name));
        let tree = making.and_then(|making| making.written(&making.draft(step), None).ok());
        tree.map_or_else(|| (*self.document.data).clone(), |tree| tree.to_json())
    }

    fn findings(&self, name: &str, inputs: &[Input], world: &dyn World) -> Vec<Finding> {
        let Some(making) = self.kept(self.making(name)) else { return Vec::new() };
        let Some(step) = making.definition() else { return Vec::new() };
        let mut draft = making.draft(step);
        for input in inputs {
            match input.values.first() {
                Some(value) => draft.set(input.path.clone(), value.clone()),
                None => drop(draft.unset(&input.path.to_string())),
            }
        }
        match making.written(&draft, None) {
            Ok(tree) => making.findings_in(world, &tree),
            Err(error) => vec![Finding::new(&rule::STEP_CONTENT, error.message)],
        }
    }
}
