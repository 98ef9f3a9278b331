//! What only later commits show of earlier ones: signatures by keys that were revoked since, and a main line that was
//! turned aside. What was accepted stays accepted; an auditor is told what to ask about.

use std::collections::HashMap;
use std::ptr;

use chrono::NaiveDate;
use git2::Oid;

use super::order::Order;
use super::replay::Replay;
use super::snapshot::{Snapshot, SnapshotError, Snapshots};
use crate::diagnostic::{Finding, Severity, rule};
use crate::register::{Objects, short};
use crate::trust::{Holder, Proof, Whose};

/// Looks back from the tip of a history that was replayed.
pub(super) struct Hindsight<'a> {
    /// Where objects are read.
    pub objects: &'a Objects,
    /// What stands in trees.
    pub snapshots: &'a Snapshots,
    /// The commits.
    pub order: &'a Order,
    /// What became of them.
    pub replay: &'a Replay<'a>,
}

impl Hindsight<'_> {
    /// Commits whose signatures do not stand by what is known of their keys at the tip, each with its position.
    ///
    /// # Errors
    /// An object that could not be read.
    pub(super) fn in_doubt(&self, tip: Oid) -> Result<Vec<(usize, Finding)>, SnapshotError> {
        let Some(snapshot) = self.at(tip)? else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        let revoked = snapshot.keys.all().any(|(_, holder)| holder.revoked.is_some());
        if !revoked && snapshot.certificates.is_empty() {
            return Ok(found);
        }
        // A million commits are signed by few keys: only what a doubtful one signed is read, for its day. What
        // signatures prove stands in one place each as long as the replay does.
        let mut doubts: HashMap<*const Proof, Option<Doubt<'_>>> = HashMap::new();
        for at in 0..self.order.len() {
            let Some(proof) = self.replay.proof_at(at) else { continue };
            let doubt = *doubts.entry(ptr::from_ref(proof)).or_insert_with(|| Doubt::of(&snapshot, proof));
            let (Some(doubt), Some(oid)) = (doubt, self.order.at(at)) else { continue };
            let day = snapshot.zone.date_of(self.objects.links(oid)?.seconds);
            found.extend(doubt.finding(day).map(|finding| (at, finding.in_commit(oid.to_string()))));
        }
        Ok(found)
    }

    /// Whether the line of first parents no longer passes through where the keeper had it before. A commit of somebody
    /// else may well have come in by a merge since.
    ///
    /// # Errors
    /// An object that could not be read.
    pub(super) fn turned_aside(&self, stood: Oid) -> Result<Option<Finding>, SnapshotError> {
        if self.order.position(stood).is_none() || self.order.is_own(stood) {
            return Ok(None);
        }
        let Some(snapshot) = self.at(stood)? else { return Ok(None) };
        let keeper = self.replay.proof(stood).is_some_and(|proof| match snapshot.keys.whose(&proof) {
            Whose::Of(holder) => snapshot.is_keeper(&holder.signer.role),
            Whose::Nobody | Whose::Shared => false,
        });
        if !keeper {
            return Ok(None);
        }
        let message =
            format!("the main line no longer passes through {}, which was its tip here before", short(stood));
        Ok(Some(
            Finding::new(&rule::MAIN_LINE_TURNED, message)
                // It may have been a branch of the keeper's, which was merged since.
                .severity(Severity::Warning)
                .in_commit(stood.to_string())
                .help("merge branches into the main line, never the main line into a branch that takes its place"),
        ))
    }

    fn at(&self, commit: Oid) -> Result<Option<Snapshot>, SnapshotError> {
        match self.snapshots.of(self.objects, self.objects.links(commit)?.tree) {
            Ok(snapshot) => Ok(Some(snapshot)),
            Err(SnapshotError::Faulty(_) | SnapshotError::Definitions(_) | SnapshotError::Unjudged(_)) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

/// Whose entry it is that is revoked by now: that of whom the signature is, or of the key inside a certificate. One
/// authority may vouch for several people, and be revoked for one of them.
fn revoked_holder<'s>(snapshot: &'s Snapshot, proof: &Proof) -> Option<&'s Holder> {
    let signer = match snapshot.keys.whose(proof) {
        Whose::Of(holder) => Some(holder),
        Whose::Nobody | Whose::Shared => None,
    };
    let inside = proof.vouched.as_ref().and_then(|_| snapshot.keys.holder(&proof.fingerprint));
    [signer, inside].into_iter().flatten().find(|holder| holder.revoked.is_some())
}

/// Why a signature may not stand by what is known of its key now.
#[derive(Clone, Copy)]
enum Doubt<'s> {
    /// The key's entry has been revoked since.
    ByEntry(&'s Holder),
    /// The OpenPGP key of this person was revoked by its own certificate.
    ByItself(&'s Holder),
}

impl<'s> Doubt<'s> {
    fn of(snapshot: &'s Snapshot, proof: &Proof) -> Option<Self> {
        if let Some(holder) = revoked_holder(snapshot, proof) {
            return Some(Self::ByEntry(holder));
        }
        let Whose::Of(holder) = snapshot.keys.whose(proof) else { return None };
        (proof.subkey.is_some() && snapshot.is_revoked(proof)).then_some(Self::ByItself(holder))
    }

    /// What is told of a commit of a day; nothing where a revocation lets stand what was signed before it.
    fn finding(self, day: NaiveDate) -> Option<Finding> {
        let (Self::ByEntry(holder) | Self::ByItself(holder)) = self;
        let person = format!("{} ({})", holder.signer.person, holder.signer.participant);
        let message = match (self, holder.revoked) {
            (Self::ByEntry(_), Some((date, true))) if day < date => return None,
            (Self::ByEntry(_), Some((date, stands))) => {
                let why = if stands { "" } else { ", with everything it had signed" };
                format!("of {day}, signed by a key of {person} that is revoked since {date}{why}")
            }
            _ => format!("of {day}, signed by a key of {person} that its own certificate has revoked since"),
        };
        let help = format!("ask {} whether they made it", holder.signer.person);
        Some(Finding::new(&rule::SIGNATURE_IN_DOUBT, message).help(help))
    }
}
