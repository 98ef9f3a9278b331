//! A branch's own commits made anew on top of another commit, signed again by the one who signed them: after a rename of
//! a document whose id was taken meanwhile, or on a document that moved meanwhile. Somebody else's commits are never
//! touched; each new one is judged as `verify` would, and only then does the branch move.

use git2::Oid;

use super::before::behind;
use super::carry::{Carried, Carry, Renamed};
use super::change::author;
use super::facts::{Facts, facts};
use super::record::{RecordError, Recorder};
use super::signer::who;
use super::snapshot::{Snapshot, SnapshotError};
use super::trial::Trial;
use crate::diagnostic::{Finding, Severity, rule};
use crate::process::Signer;
use crate::register::{Identity, Link, RegisterError, Series, Transaction, ancestry_until, short};
use crate::trust::{Proof, Whose};

/// How a branch is to be made anew.
pub struct Remaking<'a> {
    /// The tip that it was worked out for.
    pub tip: Oid,
    /// The commit on which its first own commit will stand.
    pub onto: Oid,
    /// The document that gets another id.
    pub renamed: Option<Renamed>,
    /// Who signs, and whose commits they therefore have to be.
    pub own: &'a Signer,
    /// Who commits; the moment is each commit's own, or its parent's where that is later.
    pub committer: Identity,
}

/// A branch that was made anew.
#[derive(Debug)]
pub struct Remade {
    /// Its new tip.
    pub tip: Oid,
    /// Each commit that was made anew: the old one, the new one (none where all of it stands there already), and the
    /// first line of its message.
    pub commits: Vec<(Oid, Option<Oid>, String)>,
    /// Warnings.
    pub findings: Vec<Finding>,
    /// What of work tree and index is still to be brought up to date.
    pub unfinished: Vec<String>,
}

impl Recorder<'_> {
    /// Makes the branch that is checked out anew.
    ///
    /// # Errors
    /// [`RecordError`]; nothing has changed then.
    pub fn remake(&self, remaking: &Remaking<'_>) -> Result<Remade, RecordError> {
        let transaction = Transaction::begin(self.register)?;
        if transaction.tip() != Some(remaking.tip) {
            return Err(RegisterError::Moved { branch: transaction.branch().to_owned() }.into());
        }
        let commits = self.own_commits(remaking)?;
        let mut series = transaction.series(remaking.onto);
        let mut remade =
            Remade { tip: remaking.onto, commits: Vec::new(), findings: Vec::new(), unfinished: Vec::new() };
        let mut last = None;
        for facts in &commits {
            let made = self.remake_one(facts, remaking, &mut series)?;
            let subject = facts.message.subject.clone();
            last = made.as_ref().map(|made| made.2.clone()).or(last);
            remade.findings.extend(made.as_ref().map(|made| made.1.clone()).unwrap_or_default());
            remade.commits.push((facts.commit.oid, made.map(|made| made.0), subject));
        }
        remade.tip = series.last();
        let committer = last.unwrap_or_else(|| remaking.committer.clone());
        let subject = format!("iwcp: on top of {}", short(remaking.onto));
        remade.unfinished = series.publish(&committer, &subject)?.warnings;
        Ok(remade)
    }

    /// The branch's commits that are no merges, parents first; all of them are the caller's own.
    fn own_commits(&self, remaking: &Remaking<'_>) -> Result<Vec<Facts>, RecordError> {
        let before = behind(self.objects, self.snapshots, &[remaking.onto]).map_err(SnapshotError::from)?;
        let order = ancestry_until(self.objects, remaking.tip, |oid| before.contains(oid))
            .map_err(SnapshotError::from)?;
        let onto = self.objects.links(remaking.onto).map_err(SnapshotError::from)?.tree;
        let line = self.snapshots.of(self.objects, onto)?;
        let mut commits = Vec::new();
        let mut refused = Vec::new();
        for oid in order.commits {
            let facts = facts(self.objects, self.snapshots, oid)?;
            if facts.commit.parents.len() != 1 {
                continue;
            }
            let (signer, _) = who(&facts, &facts.snapshot);
            let is_own = signer.as_ref().is_some_and(|signer| {
                signer.participant == remaking.own.participant && signer.person == remaking.own.person
            });
            if !is_own {
                let whose = author(&facts, signer.as_ref());
                let message = format!("{} is {whose}'s commit: nobody else can sign it anew", short(oid));
                let finding = Finding::new(&rule::OTHERS_COMMIT, message).in_commit(oid.to_string());
                refused.push(finding.help(format!("ask {whose} to do it, on the branch as it is")));
            } else if facts.signed.proof().is_some_and(|proof| is_revoked(&line, proof)) {
                refused.push(in_doubt(oid));
            }
            commits.push(facts);
        }
        if refused.is_empty() { Ok(commits) } else { Err(RecordError::Refused(refused)) }
    }

    /// Makes one commit anew on the last of the series; `None` where there is nothing left to do.
    fn remake_one(
        &self,
        facts: &Facts,
        remaking: &Remaking<'_>,
        series: &mut Series<'_>,
    ) -> Result<Option<(Oid, Vec<Finding>, Identity)>, RecordError> {
        let parent = self.objects.commit(series.last()).map_err(SnapshotError::from)?;
        let snapshot = self.snapshots.of(self.objects, parent.tree)?;
        let carry = Carry {
            objects: self.objects,
            snapshot: &snapshot,
            tree: parent.tree,
            renamed: remaking.renamed.as_ref(),
        };
        let Carried { changes, message } = match carry.over(facts)? {
            Ok(carried) => carried,
            Err(findings) => return Err(RecordError::Refused(findings)),
        };
        if changes.is_empty() && !(facts.touched.is_empty() && facts.other.is_empty()) {
            return Ok(None);
        }
        let committer = Identity {
            seconds: facts.commit.committer.seconds.max(parent.committer.seconds),
            ..remaking.committer.clone()
        };
        let link = Link {
            changes,
            message,
            author: facts.commit.author.clone(),
            committer: committer.clone(),
            merged: None,
        };
        let payload = series.draft(&link)?;
        let oid = series.seal(&payload, &self.signer.sign(&payload)?)?;
        let trial = Trial { objects: self.objects, snapshots: self.snapshots, now: self.now };
        let findings = trial.judge(oid)?;
        // The new commit is nowhere to be seen yet: what is wrong is said of the one that people know.
        let old = facts.commit.oid.to_string();
        let findings: Vec<Finding> = findings.into_iter().map(|finding| finding.in_commit(&old)).collect();
        if findings.iter().any(|finding| finding.severity != Severity::Warning) {
            return Err(RecordError::Refused(findings));
        }
        Ok(Some((oid, findings, committer)))
    }
}

/// Whether the key of a signature is revoked by now on the line that the branch goes into.
fn is_revoked(line: &Snapshot, proof: &Proof) -> bool {
    let by_entry = match line.keys.whose(proof) {
        Whose::Of(holder) => holder.revoked.is_some(),
        Whose::Nobody | Whose::Shared => false,
    };
    by_entry || line.is_revoked(proof)
}

/// Somebody else may have had the key: what they signed is not signed again unseen.
fn in_doubt(oid: Oid) -> Finding {
    let message = format!("{} is signed by a key of yours that is revoked: it may not be yours", short(oid));
    Finding::new(&rule::KEY_NOT_VALID, message)
        .in_commit(oid.to_string())
        .help("look at it; if you want what it says, say it again in a step of your own: `iwcp step`")
}
