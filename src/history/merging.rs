//! Merges a branch into the one that is checked out: written beside, signed by the user's own signer, the whole history
//! with the merge on top verified as an auditor would, and only then does the branch move.

use git2::Oid;

use super::before::behind;
use super::change::leave_out;
use super::combine::Combined;
use super::record::{RecordError, Recorded, Recorder};
use super::verify::{Cache, Options, verify};
use crate::diagnostic::Severity;
use crate::register::{Identity, Link, RegisterError, Transaction};

/// A merge that is to be made.
pub struct Merging {
    /// The tip that it was worked out for.
    pub ours: Oid,
    /// The tip of the branch that goes in.
    pub theirs: Oid,
    /// What it changes of ours.
    pub combined: Combined,
    /// The message.
    pub message: String,
    /// Who merges.
    pub author: Identity,
    /// Who commits the merge.
    pub committer: Identity,
    /// The root that is pinned, where one is.
    pub root: Option<Oid>,
}

impl Recorder<'_> {
    /// Makes a merge.
    ///
    /// # Errors
    /// [`RecordError`]; nothing has changed then.
    pub fn merge(&self, merging: &Merging) -> Result<Recorded, RecordError> {
        let transaction = Transaction::begin(self.register)?;
        if transaction.tip() != Some(merging.ours) {
            return Err(RegisterError::Moved { branch: transaction.branch().to_owned() }.into());
        }
        let mut series = transaction.series(merging.ours);
        let link = Link {
            changes: merging.combined.changes.clone(),
            message: merging.message.clone(),
            author: merging.author.clone(),
            committer: merging.committer.clone(),
            merged: Some(merging.theirs),
        };
        let payload = series.draft(&link)?;
        let oid = series.seal(&payload, &self.signer.sign(&payload)?)?;
        let options = Options::of(merging.root, self.now, Cache::Read);
        let mut findings = verify(self.register, oid, &options)?.findings;
        let before = behind(self.objects, self.snapshots, &[merging.ours]).map_err(RegisterError::from)?;
        leave_out(&mut findings, &before);
        if findings.iter().any(|finding| finding.severity != Severity::Warning) {
            return Err(RecordError::Refused(findings));
        }
        let subject = merging.message.lines().next().unwrap_or_default();
        let published = series.publish(&merging.committer, subject)?;
        Ok(Recorded { commit: oid, findings, unfinished: published.warnings })
    }
}
