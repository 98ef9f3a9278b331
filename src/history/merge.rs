//! Judges a merge: it adds nothing of its own, loses nothing of either side, a document moves on one side only, the
//! register's keeper signs it, and what it brings together is signed by keys that stand where it goes.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use git2::Oid;

use super::authority::joined;
use super::facts::Facts;
use super::judge::{Ancestor, Now, Verdict, dates, illegible, placed};
use super::lost::signed_by;
use super::order::Order;
use super::parting::parting;
use super::places::files;
use super::receipt::trailers;
use super::signer::who;
use super::snapshot::{Snapshot, SnapshotError};
use super::weave::{Stand, Weaver};
use crate::diagnostic::{Finding, rule};
use crate::process::Kind;
use crate::register::{Change, ObjectError, Objects, changes, entry_at, short};
use crate::trust::{Proof, Standing, Whose};

/// A commit that a merge brings in, with the key that signed it.
pub(super) struct Brought {
    /// The commit.
    pub commit: Oid,
    /// What its signature proves, where it is signed.
    pub proof: Option<Proof>,
}

/// What a merge is judged by.
pub(super) struct Joint<'a> {
    /// Where objects are read.
    pub objects: &'a Objects,
    /// The commits of the history.
    pub order: &'a Order,
    /// The merge.
    pub facts: &'a Facts,
    /// Its parents, in order.
    pub parents: &'a [Ancestor],
    /// What stands in their trees.
    pub snapshots: &'a [Snapshot],
    /// What it brings into the main line.
    pub brought: &'a [Brought],
    /// The day of the last step among it that the register's keeper did not make.
    pub last: Option<NaiveDate>,
    /// What the signature of a commit proves.
    pub proof: &'a dyn Fn(Oid) -> Option<Proof>,
}

/// Judges a merge.
///
/// # Errors
/// An object that could not be read.
pub(super) fn merge(joint: &Joint<'_>, now: Now) -> Result<Verdict, SnapshotError> {
    let facts = joint.facts;
    let mut findings = dates(facts, &joint.parents.iter().collect::<Vec<_>>(), now);
    findings.extend(files(facts));
    findings.extend(facts.belongings.iter().cloned());
    findings.extend(illegible(facts));
    findings.extend(trailers(facts, joint.last));
    let (signer, found) = signed_by(facts, &facts.snapshot);
    findings.extend(found);
    findings.extend(joint.signed());
    findings.extend(joint.standing());
    findings.extend(joint.given_up()?);
    findings.extend(joined(facts, joint.snapshots));
    findings.extend(joint.content()?);
    // Each parent may have the same against it.
    let mut told = BTreeSet::new();
    findings.retain(|finding| told.insert((finding.rule.slug, finding.message.clone())));
    Ok(Verdict { findings: placed(facts, findings), step: None, signer })
}

/// What comes in was signed by keys that stand on the main line on the day of the merge: each commit of which that is
/// not so, with what is wrong.
pub(super) fn standing(mainline: &Snapshot, day: NaiveDate, brought: &[Brought]) -> Vec<(Oid, Finding)> {
    let mut found = Vec::new();
    for Brought { commit, proof } in brought {
        let Some(proof) = proof else { continue };
        let why = match standing_of(mainline, proof, day) {
            _ if mainline.is_revoked(proof) => "was revoked before the merge",
            Some(Standing::Good) => continue,
            None => "belongs to nobody on the line that it is merged into",
            Some(Standing::Revoked(_)) => "was revoked before the merge",
            Some(Standing::Expired(_)) => "had ended before the merge",
            Some(Standing::NotYet(_)) => "does not stand yet at the merge",
            Some(Standing::Retired) => "belongs to a participant that has left",
        };
        let message = format!("the merge brings in {}, signed by a key that {why}", short(*commit));
        let finding = Finding::new(&rule::KEY_NOT_VALID, message)
            .help("whoever made the commit makes it anew with a key that stands");
        found.push((*commit, finding));
    }
    found
}

/// Whether what made a signature stands on a day; none where it is nobody's, or can't be told whose.
fn standing_of(snapshot: &Snapshot, proof: &Proof, day: NaiveDate) -> Option<Standing> {
    match snapshot.keys.whose(proof) {
        Whose::Of(holder) => Some(holder.standing(day)),
        Whose::Nobody | Whose::Shared => None,
    }
}

impl Joint<'_> {
    /// Each parent has its say of who signs: what one of them does not allow is not allowed. One that is older than
    /// the signer's key has nothing to say.
    fn signed(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        for (at, snapshot) in self.snapshots.iter().enumerate() {
            let (Some(signer), wrong) = who(self.facts, snapshot) else { continue };
            if at > 0 {
                found.extend(wrong);
            }
            if !snapshot.is_keeper(&signer.role) {
                let person = format!("{} ({})", signer.person, signer.role);
                found.push(
                    Finding::new(&rule::MERGE_SIGNER, format!("the merge is signed by {person}"))
                        .help("only the register's keeper merges: ask them to"),
                );
            }
        }
        found
    }

    /// What is brought in was signed by keys that stand on the main line at the merge.
    fn standing(&self) -> Vec<Finding> {
        let facts = self.facts;
        let day = facts.snapshot.zone.date_of(facts.commit.committer.seconds);
        standing(&facts.snapshot, day, self.brought).into_iter().map(|(_, finding)| finding).collect()
    }

    /// A key that one side revoked has signed nothing on the first parent's side since they parted: whoever turns the
    /// parents round, so that a branch is the main line, wins nothing by it.
    fn given_up(&self) -> Result<Vec<Finding>, ObjectError> {
        let facts = self.facts;
        let Some(first) = facts.commit.parents.first() else { return Ok(Vec::new()) };
        let day = facts.snapshot.zone.date_of(facts.commit.committer.seconds);
        let mut found = Vec::new();
        for (other, snapshot) in facts.commit.parents.iter().zip(self.snapshots).skip(1) {
            if Arc::ptr_eq(&snapshot.keys, &facts.snapshot.keys) {
                continue;
            }
            let gone = |proof: &Proof| {
                let by_entry = matches!(standing_of(snapshot, proof, day), Some(Standing::Revoked(_)))
                    && standing_of(&facts.snapshot, proof, day) == Some(Standing::Good);
                by_entry || (snapshot.is_revoked(proof) && !facts.snapshot.is_revoked(proof))
            };
            for commit in parting(self.objects, self.order, *first, &[*other])?.own {
                let print = (self.proof)(commit).filter(gone);
                found.extend(print.map(|_| {
                    let message = format!(
                        "the merge keeps {}, signed by a key that was revoked on the line that it merges",
                        short(commit)
                    );
                    Finding::new(&rule::KEY_NOT_VALID, message).help(
                        "merge into the main line, not the main line into a branch; the commit is made anew with a key that stands",
                    )
                }));
            }
        }
        Ok(found)
    }

    /// What the merge makes of the files.
    fn content(&self) -> Result<Vec<Finding>, SnapshotError> {
        let facts = self.facts;
        let commits = &facts.commit.parents;
        let weaver = Weaver::new(self.objects, self.order);
        let mut paths: BTreeSet<String> = BTreeSet::new();
        let own = facts.sides.first().into_iter().flatten();
        paths.extend(own.map(|change: &Change| change.path.clone()));
        let mut arms = Vec::new();
        for (at, (oid, parent)) in commits.iter().zip(self.parents).enumerate().skip(1) {
            let bases = weaver.parted(*oid, commits.get(..at).unwrap_or_default())?;
            let mut trees = Vec::new();
            for base in &bases {
                trees.push(Some(self.objects.links(*base)?.tree));
            }
            if trees.is_empty() {
                trees.push(None);
            }
            for tree in trees {
                let changed = changes(self.objects, tree, parent.tree)?;
                paths.extend(changed.into_iter().map(|change| change.path));
            }
            arms.push(Arm { tree: parent.tree, bases });
        }
        let mut found = Vec::new();
        for path in &paths {
            let seam = Seam { joint: self, weaver: &weaver, arms: &arms, path };
            found.extend(seam.judge()?);
        }
        Ok(found)
    }
}

/// A parent behind the first, and where it parted from those before it.
struct Arm {
    tree: Oid,
    bases: Vec<Oid>,
}

/// One path of a merge.
struct Seam<'a> {
    joint: &'a Joint<'a>,
    weaver: &'a Weaver<'a>,
    arms: &'a [Arm],
    path: &'a str,
}

impl Seam<'_> {
    /// Git merges one parent after the other into the first.
    fn judge(&self) -> Result<Option<Finding>, ObjectError> {
        let facts = self.joint.facts;
        let at = |tree| entry_at(self.joint.objects, tree, self.path);
        let result = at(facts.commit.tree)?;
        let Some(first) = self.joint.parents.first() else { return Ok(None) };
        let mut standing: Stand = at(first.tree)?;
        let (mut moved, mut clean) = (false, true);
        let document = facts.snapshot.at(self.path);
        for arm in self.arms {
            let base = self.weaver.base(&arm.bases, self.path)?;
            let theirs = at(arm.tree)?;
            if theirs == base {
                continue;
            }
            moved = true;
            if let (Some((kind, id)), true) = (document, standing != base) {
                return Ok(Some(self.both(kind, id, base.is_none())));
            }
            let ways = self.weaver.merged(base, standing, theirs)?;
            match ways.iter().find(|way| **way == result).or(ways.first()) {
                Some(way) => standing = *way,
                None => clean = false,
            }
        }
        if clean && standing == result {
            return Ok(None);
        }
        if document.is_none() && self.follows(result)? {
            return Ok(None);
        }
        Ok(Some(self.own(!moved, document.is_some())))
    }

    /// Whether the path is what git makes of it because it follows a file that one side renamed.
    fn follows(&self, result: Stand) -> Result<bool, ObjectError> {
        let ([arm], Some(ours)) = (self.arms, self.joint.parents.first()) else { return Ok(false) };
        let [base] = arm.bases.as_slice() else { return Ok(false) };
        let objects = self.joint.objects;
        let base = objects.links(*base)?.tree;
        Ok(objects.merge_following(base, ours.tree, arm.tree, self.path)? == Some(result))
    }

    fn both(&self, kind: &Kind, id: &str, new: bool) -> Finding {
        let name = format!("{} {id}", kind.definition.kind);
        let finding = match new {
            true => Finding::new(&rule::MERGE_BOTH_SIDES, format!("two branches took the same id: {name}"))
                .help(format!("take the merge back; whoever comes later gives theirs the next id, on the branch as it was: `iwcp renumber {id} --onto MAIN`, MAIN being the line that it goes into")),
            false => Finding::new(&rule::MERGE_BOTH_SIDES, format!("both sides of the merge move {name}"))
                .help("take the merge back; whoever comes later makes their steps anew, on the branch as it was: `iwcp rebase MAIN`, MAIN being the line that it goes into"),
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
