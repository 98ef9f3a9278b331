//! A branch that somebody proposes for merging, looked at from the line that it would go into: what it would bring in,
//! whose it is, and what of it collides with what happened there since the two parted. The branch's own commits are
//! `verify`'s business.

use chrono::NaiveDate;
use git2::Oid;

use super::before::behind;
use super::change::author;
use super::combine::{Combined, combine};
use super::facts::{Facts, facts};
use super::judge::Now;
use super::merge::{Brought, standing};
use super::message::STEP;
use super::signer::who;
use super::snapshot::{Snapshot, SnapshotError, Snapshots};
use crate::diagnostic::{Finding, Severity, rule};
use crate::process::Signer;
use crate::register::{Objects, ancestry_until, entry_at, short};

/// A commit that a branch would bring in.
#[derive(Clone, Debug)]
pub struct Proposed {
    /// The commit.
    pub commit: Oid,
    /// The first line of its message.
    pub subject: String,
    /// Who signed it, where that is known.
    pub signer: Option<Signer>,
    /// Who it is by, for people: the signer, or whom the commit names as its author.
    pub by: String,
    /// Its day.
    pub date: NaiveDate,
    /// The paths of the documents that it moves.
    pub documents: Vec<String>,
    /// The step that it claims.
    pub step: Option<String>,
}

/// A branch beside the line that it would go into.
#[derive(Debug, Default)]
pub struct Proposal {
    /// What it would bring in, parents first, merges left out.
    pub commits: Vec<Proposed>,
    /// What the line would take over, by path.
    pub combined: Combined,
    /// Why it can't go in as it is.
    pub findings: Vec<Finding>,
}

/// Where a branch is looked at from.
pub struct Look<'a> {
    /// Where objects are read.
    pub objects: &'a Objects,
    /// What stands in trees.
    pub snapshots: &'a Snapshots,
    /// The line that it would go into.
    pub base: Oid,
    /// That line as a person names it (`origin/main`).
    pub onto: &'a str,
    /// The clock.
    pub now: Now,
}

impl Look<'_> {
    /// Looks at the branch whose tip is `tip`.
    ///
    /// # Errors
    /// An object that can't be read, or a line that nothing can be judged by.
    pub fn at(&self, tip: Oid) -> Result<Proposal, SnapshotError> {
        let order = self.since(tip, self.base)?;
        let mut commits = Vec::new();
        let mut brought = Vec::new();
        for oid in order {
            let facts = facts(self.objects, self.snapshots, oid)?;
            brought.push(Brought { commit: oid, proof: facts.signed.proof().cloned() });
            if facts.commit.parents.len() < 2 {
                commits.push(proposed(&facts));
            }
        }
        let combined = combine(self.objects, self.snapshots, self.base, tip)?;
        if !combined.related {
            let message = format!(
                "the branch does not come from this register: it shares no commit with {}",
                self.onto
            );
            let finding = Finding::new(&rule::SECOND_ROOT, message).in_commit(tip.to_string());
            let finding =
                finding.help(format!("make it anew from there: `git switch -c BRANCH {}`", self.onto));
            return Ok(Proposal { commits, combined: Combined::default(), findings: vec![finding] });
        }
        let here = self.snapshots.of(self.objects, self.objects.commit(self.base)?.tree)?;
        let mut findings = self.collisions(&here, tip, &commits, &combined)?;
        findings.extend(self.doubles(&here, tip, &commits)?);
        let day = here.zone.date_of(self.now.seconds);
        let fallen = standing(&here, day, &brought);
        findings.extend(fallen.into_iter().map(|(commit, finding)| finding.in_commit(commit.to_string())));
        Ok(Proposal { commits, combined, findings })
    }

    /// The line as it is called in the clone of whoever has the branch, where the own branch of that name is an old one.
    fn line_of_theirs(&self) -> String {
        match self.onto {
            "HEAD" => "origin/main".to_owned(),
            line if line.contains('/') => line.to_owned(),
            line => format!("origin/{line}"),
        }
    }

    /// Whether the line was merged into the branch: then the branch goes in by a merge alone. In the line's place it would
    /// make what stands there something that a merge brought in.
    ///
    /// # Errors
    /// A commit that can't be read.
    pub fn turns(&self, tip: Oid) -> Result<Option<Finding>, SnapshotError> {
        let before = behind(self.objects, self.snapshots, &[self.base])?;
        let mut next = Some(tip);
        while let Some(oid) = next.filter(|oid| !before.contains(*oid)) {
            next = self.objects.links(oid)?.parents.first().copied();
        }
        if next == Some(self.base) || !self.since(self.base, tip)?.is_empty() {
            return Ok(None);
        }
        let message = format!(
            "{} was merged into the branch: in its place, the branch would turn the main line aside",
            self.onto
        );
        let finding = Finding::new(&rule::MAIN_LINE_TURNED, message).severity(Severity::Warning);
        let help = "the register's keeper takes it in by `iwcp merge`, never by a fast-forward; to put a branch on top of the main line: `iwcp rebase`";
        Ok(Some(finding.in_commit(tip.to_string()).help(help)))
    }

    /// The commits that `tip` has behind it and `other` has not, parents first.
    fn since(&self, tip: Oid, other: Oid) -> Result<Vec<Oid>, SnapshotError> {
        let before = behind(self.objects, self.snapshots, &[other])?;
        Ok(ancestry_until(self.objects, tip, |oid| before.contains(oid))?.commits)
    }

    /// Documents that moved on both sides, and files whose changes do not fit together.
    fn collisions(
        &self,
        here: &Snapshot,
        tip: Oid,
        commits: &[Proposed],
        combined: &Combined,
    ) -> Result<Vec<Finding>, SnapshotError> {
        let mut found = Vec::new();
        for path in &combined.both {
            let conflict = combined.conflicts.contains(path);
            match here.at(path) {
                Some((kind, id)) => {
                    let name = format!("{} {id}", kind.definition.kind);
                    found.push(self.collision(path, &name, id, commits, tip)?);
                }
                None if conflict => found.push(self.conflict(path)),
                None => {}
            }
        }
        Ok(found)
    }

    fn collision(
        &self,
        path: &str,
        name: &str,
        id: &str,
        commits: &[Proposed],
        tip: Oid,
    ) -> Result<Finding, SnapshotError> {
        let theirs = commits.iter().find(|commit| commit.documents.iter().any(|known| known == path));
        let here = self.first_here(path, tip)?;
        let mover = |commit: Option<&Proposed>| {
            commit.map_or_else(|| "somebody".to_owned(), |commit| commit.by.clone())
        };
        let step = |commit: Option<&Proposed>| {
            commit
                .and_then(|commit| commit.step.as_ref())
                .map_or_else(String::new, |step| format!(" by `{step}`"))
        };
        let (they, we) = (mover(theirs), mover(here.as_ref()));
        let at = here.as_ref().map_or_else(String::new, |commit| format!(" in {}", short(commit.commit)));
        let is_new = theirs.is_some_and(|theirs| self.is_new(theirs, path));
        let finding = match is_new {
            true => {
                let message =
                    format!("{name} is taken: {we} logged it on {}{at}, {they} on the branch", self.onto);
                let mend = format!(
                    "{they} gives the one on the branch the next free id: `git fetch`, then `iwcp renumber {id} --onto {}`",
                    self.line_of_theirs()
                );
                Finding::new(&rule::ID_TAKEN, message).help(mend)
            }
            false => {
                let message = format!(
                    "{name} moved on both sides: {we} moved it on {}{at}{}, {they} on the branch{}",
                    self.onto,
                    step(here.as_ref()),
                    step(theirs)
                );
                let mend = format!(
                    "{they} makes the branch's steps anew on top of it: `git fetch`, then `iwcp rebase {}`",
                    self.line_of_theirs()
                );
                Finding::new(&rule::MOVED_MEANWHILE, message).help(mend)
            }
        };
        let finding = finding.of_document(name).in_file(path.to_owned());
        Ok(match theirs {
            Some(theirs) => finding.in_commit(theirs.commit.to_string()),
            None => finding,
        })
    }

    fn is_new(&self, commit: &Proposed, path: &str) -> bool {
        let parent =
            self.objects.commit(commit.commit).ok().and_then(|commit| commit.parents.first().copied());
        let tree = parent.and_then(|parent| self.objects.commit(parent).ok()).map(|parent| parent.tree);
        tree.is_none_or(|tree| matches!(entry_at(self.objects, tree, path), Ok(None)))
    }

    /// The first commit on the line since the two parted that moves a document.
    fn first_here(&self, path: &str, tip: Oid) -> Result<Option<Proposed>, SnapshotError> {
        for oid in self.since(self.base, tip)? {
            let commit = self.objects.commit(oid)?;
            let [parent] = commit.parents.as_slice() else { continue };
            let before = entry_at(self.objects, self.objects.commit(*parent)?.tree, path)?;
            if entry_at(self.objects, commit.tree, path)? != before {
                return Ok(Some(proposed(&facts(self.objects, self.snapshots, oid)?)));
            }
        }
        Ok(None)
    }

    fn conflict(&self, path: &str) -> Finding {
        let message = format!(
            "`{path}` changed on {} and on the branch, and the changes do not fit together",
            self.onto
        );
        Finding::new(&rule::MERGE_CONFLICT, message).in_file(path.to_owned()).help(format!(
            "whoever keeps the register makes the change anew on top of {}, as a commit of its own",
            self.onto
        ))
    }
}

fn proposed(facts: &Facts) -> Proposed {
    let (signer, _) = who(facts, &facts.snapshot);
    Proposed {
        commit: facts.commit.oid,
        subject: facts.message.subject.clone(),
        by: author(facts, signer.as_ref()),
        signer,
        date: facts.snapshot.zone.date_of(facts.commit.committer.seconds),
        documents: facts.touched.iter().map(|touched| touched.change.path.clone()).collect(),
        step: facts.message.values(STEP).next().map(str::to_owned),
    }
}
