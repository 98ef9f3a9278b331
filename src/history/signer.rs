//! Who signed a commit, by the keys that stand in a tree; and what is wrong with that.

use super::facts::Facts;
use super::signed::Signed;
use super::snapshot::Snapshot;
use crate::diagnostic::{Finding, rule};
use crate::process::Signer;
use crate::trust::Standing;

/// The signer of a commit as the keys of a snapshot know them, and what is wrong with the signature.
pub(super) fn who(facts: &Facts, snapshot: &Snapshot) -> (Option<Signer>, Vec<Finding>) {
    let (fingerprint, user_present) = match &facts.signed {
        Signed::By { fingerprint, user_present } => (fingerprint, *user_present),
        Signed::Unsigned => {
            let finding = Finding::new(&rule::UNSIGNED_COMMIT, "the commit is not signed");
            return (
                None,
                vec![finding.help("sign it: `iwcp step` does; for other commits `git commit -S`")],
            );
        }
        Signed::Invalid(why) => {
            return (
                None,
                vec![Finding::new(&rule::BAD_SIGNATURE, format!("the signature is not valid: {why}"))],
            );
        }
        Signed::Unsupported(what) => {
            let message = format!("a signature of the kind {what} can't be checked by this version");
            return (None, vec![Finding::new(&rule::UNSUPPORTED_SIGNATURE, message)]);
        }
    };
    let Some(holder) = snapshot.keys.holder(fingerprint) else {
        return (None, vec![unknown(facts, snapshot, fingerprint)]);
    };
    let day = snapshot.zone.date_of(facts.commit.committer.seconds);
    let mut found = Vec::new();
    let person = format!("{} ({})", holder.signer.person, holder.signer.participant);
    let wrong = match holder.standing(day) {
        Standing::Good => None,
        Standing::NotYet(from) => {
            Some(format!("the key of {person} stands from {from} on, the commit is of {day}"))
        }
        Standing::Expired(until) => {
            Some(format!("the key of {person} stood until {until}, the commit is of {day}"))
        }
        Standing::Revoked(since) => Some(format!("the key of {person} is revoked since {since}")),
        Standing::Retired => Some(format!("{} takes no part any more", holder.signer.participant)),
    };
    if let Some(message) = wrong {
        found.push(
            Finding::new(&rule::KEY_NOT_VALID, message)
                .help("sign with a key that stands: `iwcp participant list`"),
        );
    }
    if !user_present {
        found.push(Finding::new(
            &rule::BAD_SIGNATURE,
            format!("the security key of {person} was not touched"),
        ));
    }
    (Some(holder.signer.clone()), found)
}

fn unknown(facts: &Facts, snapshot: &Snapshot, fingerprint: &str) -> Finding {
    let shared = snapshot.keys.shared().any(|known| known == fingerprint);
    let message = match shared {
        true => format!("the key {fingerprint} is held by several people: it can't be told who signed"),
        false => format!("the key {fingerprint} belongs to nobody who takes part"),
    };
    let adds = facts.touched.iter().any(|touched| {
        let added = touched.document.as_ref().map(|document| document.tree.source.text.clone());
        added.is_some_and(|text| text.lines().any(|line| adds_key(line, fingerprint)))
    });
    let finding = Finding::new(&rule::UNKNOWN_KEY, message);
    match adds {
        true => finding.help("the commit adds the key it is signed with: a commit can't authorise itself"),
        false => finding.help("the keys that stand: `iwcp participant keys`"),
    }
}

/// Whether a line of a document holds the key with this fingerprint.
fn adds_key(line: &str, fingerprint: &str) -> bool {
    let text = line.split_once(':').map_or(line, |(_, value)| value);
    let text = text.trim().trim_matches(['"', '\'']);
    crate::signature::fingerprint(text).is_some_and(|print| print == fingerprint)
}
