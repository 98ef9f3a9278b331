//! Steps whose day of receipt counts, and that somebody other than the register's keeper put straight on the main line:
//! no merge attests when they came in. What bounds their date is the keeper's next commit: where that followed within
//! the register's tolerance it says as much as a merge would; where it did not, whoever reads the clocks is told.

use chrono::NaiveDate;
use git2::Oid;

use super::facts::Facts;
use super::message::STEP;
use super::receipt::receipt;
use crate::diagnostic::{Finding, rule};
use crate::process::{Kind, Signer};
use crate::register::{Links, ObjectError, Objects, changes, message};
use crate::trust::{Proof, Whose};

/// Looks back from a commit of the main line that its keeper made, to the keeper's last one before it.
pub(super) struct Unattested<'a> {
    /// Where objects are read.
    pub objects: &'a Objects,
    /// The keeper's commit.
    pub facts: &'a Facts,
    /// What the signature of a commit proves.
    pub proof: &'a dyn Fn(Oid) -> Option<Proof>,
}

impl Unattested<'_> {
    /// A warning for each such step.
    ///
    /// # Errors
    /// An object that could not be read.
    pub(super) fn warnings(&self) -> Result<Vec<Finding>, ObjectError> {
        let snapshot = &self.facts.snapshot;
        let mut found = Vec::new();
        let by_keeper =
            |proof: &Proof| self.signer(proof).is_some_and(|signer| snapshot.is_keeper(&signer.role));
        if !self.facts.signed.proof().is_some_and(by_keeper) {
            return Ok(found);
        }
        let seen = snapshot.zone.date_of(self.facts.commit.committer.seconds);
        let mut next = self.facts.commit.parents.first().copied();
        while let Some(oid) = next {
            let Some(signer) = (self.proof)(oid).filter(|proof| !by_keeper(proof)) else { break };
            let links = self.objects.links(oid)?;
            next = links.parents.first().copied();
            let date = snapshot.zone.date_of(links.seconds);
            if receipt(snapshot, date, seen, None) != date
                && let Some(signer) = self.signer(&signer)
            {
                found.extend(self.warning(oid, &links, signer, date, seen)?);
            }
        }
        Ok(found)
    }

    fn signer(&self, proof: &Proof) -> Option<&Signer> {
        match self.facts.snapshot.keys.whose(proof) {
            Whose::Of(holder) => Some(&holder.signer),
            Whose::Nobody | Whose::Shared => None,
        }
    }

    fn warning(
        &self,
        oid: Oid,
        links: &Links,
        signer: &Signer,
        date: NaiveDate,
        seen: NaiveDate,
    ) -> Result<Option<Finding>, ObjectError> {
        let Some(parent) = links.parents.first() else { return Ok(None) };
        let message = message::parse(&self.objects.commit(oid)?.message);
        let Some(step) = message.values(STEP).next() else { return Ok(None) };
        let changed = changes(self.objects, Some(self.objects.links(*parent)?.tree), links.tree)?;
        let mut documents = changed.iter().filter_map(|change| self.facts.snapshot.at(&change.path));
        let Some((kind, id)) = documents.next().filter(|(kind, _)| counts(kind, step)) else {
            return Ok(None);
        };
        let name = format!("{} {id}", kind.definition.kind);
        let text = format!(
            "`{step}` on {name} came in without a merge: it counts as received on {date}, for which {} ({}) alone vouches; the keeper went on on {seen}",
            signer.person, signer.participant
        );
        let finding =
            Finding::new(&rule::RECEIPT_UNATTESTED, text).in_commit(oid.to_string()).of_document(name);
        Ok(Some(finding.help("compare the date with when it came in; take such steps in by `iwcp merge`, which attests the day")))
    }
}

/// Whether a step's day of receipt counts.
fn counts(kind: &Kind, step: &str) -> bool {
    kind.definition.steps.get(step).is_some_and(|step| step.received.is_some())
}
