//! Judges a merge: it adds nothing of its own, loses nothing of either side, a document moves on one side only, the
//! register's keeper signs it, and what it brings in is signed by keys that stand where it goes.

use std::collections::{BTreeMap, BTreeSet};

use git2::Oid;

use super::authority::joined;
use super::facts::Facts;
use super::judge::{Ancestor, Now, Verdict, dates, placed};
use super::places::files;
use super::signer::who;
use super::snapshot::{Snapshot, SnapshotError};
use crate::diagnostic::{Finding, rule};
use crate::register::{Change, Entry, ObjectError, Objects, changes, entry_at, short};
use crate::trust::Standing;

/// A commit that a merge brings in, with the key that signed it.
pub(super) struct Brought {
    /// The commit.
    pub commit: Oid,
    /// The key's fingerprint, where it was signed.
    pub fingerprint: Option<String>,
}

/// Judges a merge. `parents` and `snapshots` are those of its parents in order.
///
/// # Errors
/// An object that could not be read.
pub(super) fn merge(
    objects: &Objects,
    facts: &Facts,
    parents: &[Ancestor],
    snapshots: &[Snapshot],
    brought: &[Brought],
    now: Now,
) -> Result<Verdict, SnapshotError> {
    let mut findings = dates(facts, &parents.iter().collect::<Vec<_>>(), now);
    findings.extend(files(facts));
    let (signer, found) = who(facts, &facts.snapshot);
    findings.extend(found);
    for snapshot in snapshots {
        let (signer, _) = who(facts, snapshot);
        if signer.as_ref().is_some_and(|signer| !snapshot.is_keeper(&signer.role)) {
            let person =
                signer.map(|signer| format!("{} ({})", signer.person, signer.role)).unwrap_or_default();
            findings.push(
                Finding::new(&rule::MERGE_SIGNER, format!("the merge is signed by {person}"))
                    .help("only the register's keeper merges: ask them to"),
            );
            break;
        }
    }
    findings.extend(standing(facts, brought));
    findings.extend(joined(facts, snapshots));
    findings.extend(content(objects, facts, parents)?);
    Ok(Verdict { findings: placed(facts, findings), step: None, signer })
}

/// What is brought in was signed by keys that stand on the mainline at the merge.
fn standing(facts: &Facts, brought: &[Brought]) -> Vec<Finding> {
    let day = facts.snapshot.zone.date_of(facts.commit.committer.seconds);
    let mut found = Vec::new();
    for Brought { commit, fingerprint } in brought {
        let Some(fingerprint) = fingerprint else { continue };
        let why = match facts.snapshot.keys.holder(fingerprint).map(|holder| holder.standing(day)) {
            Some(Standing::Good) => continue,
            None => "belongs to nobody on the line that it is merged into",
            Some(Standing::Revoked(_)) => "was revoked before the merge",
            Some(Standing::Expired(_)) => "had ended before the merge",
            Some(Standing::NotYet(_)) => "does not stand yet at the merge",
            Some(Standing::Retired) => "belongs to a participant that has left",
        };
        let message = format!("the merge brings in {}, signed by a key that {why}", short(*commit));
        found.push(
            Finding::new(&rule::KEY_NOT_VALID, message)
                .help("whoever made the commit makes it anew with a key that stands"),
        );
    }
    found
}

type Entries = BTreeMap<String, Option<Entry>>;

/// What a side changed since it parted: its own entry for every path that differs from all merge bases.
struct Side {
    entries: Entries,
}

fn side(objects: &Objects, bases: &[Oid], tree: Oid) -> Result<Side, ObjectError> {
    let mut entries: Option<Entries> = None;
    for base in bases {
        let changed: Entries = changes(objects, Some(*base), tree)?
            .into_iter()
            .map(|change: Change| (change.path, change.new))
            .collect();
        entries = Some(match entries {
            None => changed,
            Some(known) => known.into_iter().filter(|(path, _)| changed.contains_key(path)).collect(),
        });
    }
    Ok(Side { entries: entries.unwrap_or_default() })
}

fn content(objects: &Objects, facts: &Facts, parents: &[Ancestor]) -> Result<Vec<Finding>, SnapshotError> {
    let Some((first, rest)) = facts.commit.parents.split_first() else { return Ok(Vec::new()) };
    let Some(ours) = parents.first() else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut theirs: Vec<(Side, Option<Oid>)> = Vec::new();
    let mut mine: BTreeSet<String> = BTreeSet::new();
    for (oid, parent) in rest.iter().zip(parents.iter().skip(1)) {
        let mut bases = Vec::new();
        for base in objects.merge_bases(*first, *oid)? {
            bases.push(objects.commit(base)?.tree);
        }
        mine.extend(side(objects, &bases, ours.tree)?.entries.into_keys());
        theirs.push((side(objects, &bases, parent.tree)?, bases.first().copied()));
    }
    let result: Entries =
        facts.sides.first().into_iter().flatten().map(|change| (change.path.clone(), change.new)).collect();
    let mut paths: BTreeSet<&String> = result.keys().collect();
    paths.extend(theirs.iter().flat_map(|(side, _)| side.entries.keys()));
    for path in paths {
        let merge = Merge { objects, facts, path, ours: ours.tree, mine: mine.contains(path) };
        found.extend(merge.judge(&theirs, result.get(path))?);
    }
    Ok(found)
}

struct Merge<'a> {
    objects: &'a Objects,
    facts: &'a Facts,
    path: &'a str,
    ours: Oid,
    mine: bool,
}

impl Merge<'_> {
    /// `result` is what the merge made of the path where it differs from the first parent.
    fn judge(
        &self,
        theirs: &[(Side, Option<Oid>)],
        result: Option<&Option<Entry>>,
    ) -> Result<Option<Finding>, ObjectError> {
        let movers: Vec<(&Option<Entry>, Option<Oid>)> =
            theirs.iter().filter_map(|(side, base)| Some((side.entries.get(self.path)?, *base))).collect();
        let ours = entry_at(self.objects, self.ours, self.path)?;
        let result = result.cloned().unwrap_or(ours);
        let sides = movers.len() + usize::from(self.mine);
        let document = self.facts.snapshot.at(self.path);
        if sides > 1
            && let Some((kind, id)) = document
        {
            return Ok(Some(self.both(
                &kind.definition.kind,
                id,
                movers.iter().all(|(_, base)| self.is_new(*base)),
            )));
        }
        let expected = match movers.as_slice() {
            [] => result == ours,
            [(entry, base)] if self.mine => {
                result == **entry && ours == **entry || self.is_clean(*base, &ours, entry, &result)?
            }
            [(entry, _)] => result == **entry,
            several => several.iter().any(|(entry, _)| result == **entry),
        };
        Ok((!expected).then(|| self.own(movers.is_empty(), document.is_some())))
    }

    fn is_new(&self, base: Option<Oid>) -> bool {
        base.is_none_or(|base| matches!(entry_at(self.objects, base, self.path), Ok(None)))
    }

    /// Whether the result is what a three-way merge without conflicts makes of the file.
    fn is_clean(
        &self,
        base: Option<Oid>,
        ours: &Option<Entry>,
        theirs: &Option<Entry>,
        result: &Option<Entry>,
    ) -> Result<bool, ObjectError> {
        let base = base.map(|base| entry_at(self.objects, base, self.path)).transpose()?.flatten();
        let (Some(base), Some(ours), Some(theirs), Some(result)) = (base, ours, theirs, result) else {
            return Ok(false);
        };
        if [ours.mode, theirs.mode, result.mode].iter().any(|mode| *mode != base.mode) {
            return Ok(false);
        }
        let merged = self.objects.merge_blobs(base.oid, ours.oid, theirs.oid)?;
        Ok(match merged {
            Some(bytes) => bytes == self.objects.blob(result.oid, Objects::BLOB_LIMIT)?,
            None => false,
        })
    }

    fn both(&self, kind: &str, id: &str, new: bool) -> Finding {
        let name = format!("{kind} {id}");
        let finding = match new {
            true => Finding::new(&rule::MERGE_BOTH_SIDES, format!("two branches took the same id: {name}"))
                .help("whoever comes later logs it anew under the next id: `iwcp new --from FILE`"),
            false => Finding::new(&rule::MERGE_BOTH_SIDES, format!("both sides of the merge move {name}"))
                .help("whoever comes later makes the step anew on the merged branch: `iwcp step`"),
        };
        finding.of_document(name).in_file(self.path.to_owned())
    }

    fn own(&self, nobody: bool, document: bool) -> Finding {
        let what = if document { "the document" } else { "the file" };
        let message = match nobody {
            true => format!("the merge changes `{}`, which neither side does", self.path),
            false => format!("the merge makes something else of {what} `{}` than what was merged", self.path),
        };
        Finding::new(&rule::MERGE_CHANGES, message)
            .in_file(self.path.to_owned())
            .help("make the merge anew without changing anything in it, and changes in commits of their own")
    }
}
