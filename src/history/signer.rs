//! Who signed a commit, by the keys that stand in a tree; and what is wrong with that.

use chrono::NaiveDate;

use super::facts::Facts;
use super::signed::Signed;
use super::snapshot::Snapshot;
use crate::diagnostic::{Finding, rule};
use crate::process::Signer;
use crate::trust::{Holder, Proof, Standing, Whose};

/// The signer of a commit as the keys of a snapshot know them, and what is wrong with the signature.
pub(super) fn who(facts: &Facts, snapshot: &Snapshot) -> (Option<Signer>, Vec<Finding>) {
    let (proof, user_present, quirk) = match &facts.signed {
        Signed::By { proof, user_present, quirk } => (proof, *user_present, quirk),
        other => return (None, vec![unproven(facts, other)]),
    };
    let holder = match snapshot.keys.whose(proof) {
        Whose::Of(holder) => holder,
        Whose::Shared => return (None, vec![shared(proof)]),
        Whose::Nobody => return (None, vec![unknown(facts, snapshot, proof)]),
    };
    let person = format!("{} ({})", holder.signer.person, holder.signer.participant);
    let day = snapshot.zone.date_of(facts.commit.committer.seconds);
    let mut found = Vec::new();
    found.extend(fallen(holder, &person, day));
    if proof.vouched.is_some()
        && let Some(since) = snapshot.keys.holder(&proof.fingerprint).and_then(|known| known.revoked)
    {
        let message = format!("the key of {person} inside the certificate is revoked since {}", since.0);
        // Git's list of revoked keys holds those whose signatures fell, and no others.
        found.push(if since.1 { profile(&message) } else { not_valid(message) });
    }
    if !found.is_empty() {
        return (Some(holder.signer.clone()), found);
    }
    found.extend(quirk.as_deref().map(profile));
    found.extend(in_the_name(facts, snapshot, holder));
    if !user_present && snapshot.settings.touch_required {
        let message = format!("the security key of {person} was not touched");
        found.push(profile(&message).help(
            "sign again and touch it; a register allows it otherwise by `touch_required: false` in register.yaml",
        ));
    }
    (Some(holder.signer.clone()), found)
}

/// Why a signature proves nothing.
fn unproven(facts: &Facts, signed: &Signed) -> Finding {
    match signed {
        Signed::Unsupported(what) => Finding::new(
            &rule::UNSUPPORTED_SIGNATURE,
            format!("a signature of the kind {what} can't be checked by this version"),
        ),
        Signed::Stranger(key) => {
            let finding =
                Finding::new(&rule::UNKNOWN_KEY, format!("the key {key} belongs to nobody who takes part"));
            stands_elsewhere(facts, finding, key)
        }
        Signed::NotValid(why) => not_valid(why.clone()),
        Signed::Profile(why) => profile(why),
        Signed::Invalid(why) => {
            Finding::new(&rule::BAD_SIGNATURE, format!("the signature is not valid: {why}"))
        }
        Signed::Unsigned | Signed::By { .. } => {
            Finding::new(&rule::UNSIGNED_COMMIT, "the commit is not signed").help(
                "sign it: `iwcp step` does; for other commits `git commit -S`, for the last one `git commit --amend -S --no-edit`",
            )
        }
    }
}

/// The names in a commit are shown by plain git, and nobody vouches for them: they are not another participant's.
fn in_the_name(facts: &Facts, snapshot: &Snapshot, signer: &Holder) -> Option<Finding> {
    let claimed = facts.commit.committer.email.as_str();
    let named = |holder: &Holder| holder.email.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(claimed));
    if named(signer) {
        return None;
    }
    let mut others = snapshot.keys.all().map(|(_, holder)| holder).filter(|holder| named(holder));
    let other = others.next()?;
    if [other].into_iter().chain(others).any(|holder| holder.signer == signer.signer) {
        return None;
    }
    let message = format!(
        "signed by {} ({}) in the name of {} ({})",
        signer.signer.person, signer.signer.participant, other.signer.person, other.signer.participant
    );
    Some(Finding::new(&rule::NAME_OF_ANOTHER, message).help(format!(
        "the signature counts; whoever signed says in git who they are: `git config user.email`, and not {claimed}",
    )))
}

fn profile(why: &str) -> Finding {
    Finding::new(&rule::SIGNATURE_PROFILE, format!("git accepts this, the profile does not: {why}"))
}

fn not_valid(message: String) -> Finding {
    Finding::new(&rule::KEY_NOT_VALID, message).help("sign with a key that stands: `iwcp participant list`")
}

fn fallen(holder: &Holder, person: &str, day: NaiveDate) -> Option<Finding> {
    let message = match holder.standing(day) {
        Standing::Good => return None,
        Standing::NotYet(from) => {
            format!("the key of {person} stands from {from} on, the commit is of {day}")
        }
        Standing::Expired(until) => {
            format!("the key of {person} stood until {until}, the commit is of {day}")
        }
        Standing::Revoked(since) => format!("the key of {person} is revoked since {since}"),
        Standing::Retired => format!("{} takes no part any more", holder.signer.participant),
    };
    Some(not_valid(message))
}

fn shared(proof: &Proof) -> Finding {
    let message = match &proof.vouched {
        None => {
            format!("the key {} is held by several people: it can't be told who signed", proof.fingerprint)
        }
        Some(vouched) => format!(
            "the authority {} vouches for several people under the names {}: it can't be told who signed",
            vouched.authority,
            vouched.principals.join(", ")
        ),
    };
    Finding::new(&rule::UNKNOWN_KEY, message).help("the keys that stand: `iwcp participant keys`")
}

fn unknown(facts: &Facts, snapshot: &Snapshot, proof: &Proof) -> Finding {
    let trusted = proof.trusted();
    let known = snapshot.keys.all().any(|(print, _)| print == trusted);
    let message = match &proof.vouched {
        Some(vouched) if known => format!(
            "the authority {trusted} vouches for nobody here under the names {}",
            vouched.principals.join(", ")
        ),
        Some(_) => format!("the authority {trusted} is nobody's who takes part"),
        None if known => {
            format!("the key {trusted} stands here as an authority, which signs nothing by itself")
        }
        None => format!("the key {trusted} belongs to nobody who takes part"),
    };
    stands_elsewhere(facts, Finding::new(&rule::UNKNOWN_KEY, message), trusted)
}

/// Says so where the commit itself adds the key.
fn stands_elsewhere(facts: &Facts, finding: Finding, fingerprint: &str) -> Finding {
    let adds = facts.touched.iter().any(|touched| {
        let added = touched.document.as_ref().map(|document| document.tree.source.text.clone());
        added.is_some_and(|text| text.lines().any(|line| adds_key(line, fingerprint)))
    });
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
