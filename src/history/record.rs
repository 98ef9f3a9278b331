//! Records a change as one signed commit: written beside, signed by the user's own signer, judged as `verify` would
//! judge it, and only then does the branch move to it.

use git2::Oid;

use super::judge::Now;
use super::snapshot::{SnapshotError, Snapshots};
use super::trial::Trial;
use crate::diagnostic::{Finding, Severity};
use crate::register::{Objects, Register, RegisterError, StepCommit, Transaction};
use crate::signature::{SignError, Signer};

/// Records commits on the current branch of a register.
pub struct Recorder<'a> {
    /// The repository.
    pub register: &'a Register,
    /// Where its objects are read.
    pub objects: &'a Objects,
    /// What stands in its trees.
    pub snapshots: &'a Snapshots,
    /// Who signs, through git's configuration.
    pub signer: &'a Signer,
    /// The clock.
    pub now: Now,
}

/// A commit that was recorded.
#[derive(Debug)]
pub struct Recorded {
    /// Its object id.
    pub commit: Oid,
    /// Warnings of the rules.
    pub findings: Vec<Finding>,
    /// What of the work tree or the index is still to be brought up to date, where that failed after the branch moved.
    pub unfinished: Vec<String>,
}

/// Why nothing was recorded; then branch, index and work tree are as they were.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The repository does not allow it.
    #[error(transparent)]
    Register(#[from] RegisterError),
    /// The signer failed.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// The register can't be read.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    /// `verify` would not accept the commit.
    #[error("the commit would not stand")]
    Refused(Vec<Finding>),
}

impl Recorder<'_> {
    /// Records a commit on the one that it was drawn up on (`None` for a root).
    ///
    /// # Errors
    /// [`RecordError`]; nothing has changed then.
    pub fn record(&self, commit: &StepCommit, on: Option<Oid>) -> Result<Recorded, RecordError> {
        let transaction = Transaction::begin(self.register)?;
        // What was drawn up beside another step would be judged for what that one changed.
        if transaction.tip() != on {
            return Err(RegisterError::Moved { branch: transaction.branch().to_owned() }.into());
        }
        let mut prepared = transaction.prepare(commit)?;
        let armoured = self.signer.sign(&prepared.payload)?;
        let oid = prepared.seal(&armoured)?;
        let trial = Trial { objects: self.objects, snapshots: self.snapshots, now: self.now };
        let findings = trial.judge(oid)?;
        if findings.iter().any(|finding| finding.severity != Severity::Warning) {
            return Err(RecordError::Refused(findings));
        }
        let subject = commit.message.lines().next().unwrap_or_default();
        let published = prepared.publish(oid, subject)?;
        Ok(Recorded { commit: oid, findings, unfinished: published.warnings })
    }
}
