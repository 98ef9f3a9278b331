//! Conditions on who signs: with which role, for which participant, and how many distinct persons. Part of working out
//! conditions, `evaluate`.

use std::collections::BTreeSet;

use super::condition::Persons;
use super::evaluate::{Verdict, content, register};
use super::pattern::Pattern;
use super::scene::{Ground, Scene};

impl Scene<'_> {
    pub(super) fn signer_has(&self, roles: &[String]) -> Verdict {
        match self.signer {
            Some(signer) if roles.contains(&signer.role) => Ok(()),
            _ => register(None, format!("only {} may do that", roles.join(" or "))),
        }
    }

    pub(super) fn signer_is(&self, field: &Pattern, ground: Ground<'_>) -> Verdict {
        match (self.signer, field.text(ground.after)) {
            (Some(signer), Some(named)) if signer.participant == named => Ok(()),
            (None, _) => Ok(()),
            (Some(signer), _) => content(
                ground.locate(field),
                format!("`{field}` must be the signer's participant, `{}`", signer.participant),
            ),
        }
    }

    pub(super) fn persons(&self, wanted: &Persons) -> Verdict {
        let Some(signer) = self.signer else { return Ok(()) };
        let life = self.world.life();
        let before = life.iter().filter(|event| wanted.steps.0.contains(&event.step));
        let signers = before.map(|event| &event.signer).chain([signer]);
        let persons: BTreeSet<(&str, &str)> =
            signers.map(|signer| (signer.participant.as_str(), signer.person.as_str())).collect();
        if persons.len() >= wanted.at_least {
            return Ok(());
        }
        let steps: Vec<String> = wanted.steps.0.iter().map(|step| format!("`{step}`")).collect();
        let names: Vec<&str> = persons.iter().map(|(_, person)| *person).collect();
        let steps = steps.join(", ");
        register(
            None,
            format!(
                "{steps} and this are signed by {}, and it takes {} persons",
                names.join(", "),
                wanted.at_least
            ),
        )
    }
}
