//! What a commit does to the keys that later commits are judged by, whatever step it calls itself: keys are not
//! rewritten, owners replace their own, and somebody can always keep the register.

use std::sync::Arc;

use chrono::NaiveDate;

use super::facts::Facts;
use super::snapshot::Snapshot;
use crate::diagnostic::{Finding, rule};
use crate::document::Document;
use crate::process::Signer;
use crate::signature::{KeyError, fingerprint, read_entry};
use crate::trust::{self, Succession, Unusable, shared};

/// What a commit with one parent does to keys.
pub(super) fn succession(facts: &Facts, signer: Option<&Signer>) -> Vec<Finding> {
    let (before, Some(after)) = (&facts.snapshot, &facts.after) else { return Vec::new() };
    let today = before.zone.date_of(facts.commit.committer.seconds);
    let mut found = placed(facts, after, judge(before, after, signer, today));
    found.extend(lapse(&[before], after, today));
    found
}

/// What a step that leaves a participant's document like this would do to keys.
pub fn trial_of_keys(
    before: &Snapshot,
    document: &Document,
    signer: Option<&Signer>,
    today: NaiveDate,
) -> Vec<Finding> {
    let participants = before.catalogue().and_then(|catalogue| catalogue.participants());
    if participants.is_none_or(|kind| kind.definition.kind != document.kind.definition.kind) {
        return Vec::new();
    }
    let keys = before.keys.with(&document.id, &document.data, document.is_open(), fingerprint);
    let after = Snapshot { keys: Arc::new(keys), ..before.clone() };
    let mut found = check_keys(&[document]);
    let judged = judge(before, &after, signer, today).into_iter();
    found.extend(judged.filter(|(participant, _)| *participant == document.id).map(|(_, finding)| finding));
    found.extend(lapse(&[before], &after, today));
    found.dedup();
    found
}

/// What is wrong with the keys of participants' documents, alone and beside each other.
pub fn check_keys(documents: &[&Document]) -> Vec<Finding> {
    trust::check(documents, |key, certificate| {
        read_entry(key, certificate).map_err(|error| {
            let is_secret = error == KeyError::Private;
            Unusable { why: error.to_string(), is_secret }
        })
    })
}

fn judge(
    before: &Snapshot,
    after: &Snapshot,
    signer: Option<&Signer>,
    today: NaiveDate,
) -> Vec<(String, Finding)> {
    let keeper = signer.is_none_or(|signer| before.is_keeper(&signer.role));
    Succession { before: &before.keys, after: &after.keys, signer, keeper, today }.judge()
}

/// What a merge makes of the keys of its parents: each side may have kept what the other gave up.
pub(super) fn joined(facts: &Facts, parents: &[Snapshot]) -> Vec<Finding> {
    let Some(after) = &facts.after else { return Vec::new() };
    let twice = parents.iter().map(|parent| shared(&parent.keys, &after.keys)).min_by_key(Vec::len);
    let mut found = placed(facts, after, twice.unwrap_or_default());
    let today = after.zone.date_of(facts.commit.committer.seconds);
    found.extend(lapse(&parents.iter().collect::<Vec<_>>(), after, today));
    found
}

/// What a root begins with.
pub(super) fn beginning(facts: &Facts) -> Vec<Finding> {
    let mut found = placed(facts, &facts.snapshot, shared(&Default::default(), &facts.snapshot.keys));
    found.extend(lapse(&[], &facts.snapshot, facts.snapshot.zone.date_of(facts.commit.committer.seconds)));
    found
}

/// Somebody has to be able to keep the register, today and ever after; told of the commit that ends it.
fn lapse(before: &[&Snapshot], after: &Snapshot, today: NaiveDate) -> Option<Finding> {
    let ends = |snapshot: &Snapshot| {
        let wanted = usize::try_from(snapshot.settings.keepers).unwrap_or(usize::MAX).max(1);
        snapshot.catalogue().and_then(|catalogue| snapshot.keys.lapse(catalogue, today, wanted))
    };
    let (day, left) = ends(after)?;
    if before.iter().any(|snapshot| ends(snapshot).is_some_and(|(known, _)| known <= day)) {
        return None;
    }
    let since = if day == today { "after it".to_owned() } else { format!("from {day} on") };
    let wanted = after.settings.keepers.max(1);
    let message = format!("{since} {left} of {wanted} who keep the register would hold a key that stands");
    Some(
        Finding::new(&rule::LAST_KEEPER, message).help(
            "enter the key of another person first: `iwcp participant add-person`, or `rotate` the key",
        ),
    )
}

/// Puts findings on the documents of their participants.
fn placed(facts: &Facts, after: &Snapshot, found: Vec<(String, Finding)>) -> Vec<Finding> {
    let kind = after.catalogue().and_then(|catalogue| catalogue.participants());
    let place = |(participant, finding): (String, Finding)| {
        let Some(kind) = kind else { return finding };
        let path = kind.definition.path_of(&participant);
        let finding = finding.of_document(format!("{} {participant}", kind.definition.kind));
        let touched = facts.touched.iter().find(|touched| touched.change.path == path);
        match touched.and_then(|touched| touched.document.as_ref()) {
            Some(document) if finding.place.path.is_some() => finding.locate(&document.tree),
            _ => finding.in_file(path),
        }
    };
    found.into_iter().map(place).collect()
}
