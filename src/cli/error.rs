//! Why a command could not do its work, in words; what might help; and the exit status. Every error of a room
//! becomes a [`CliError`] here, by a `From` of its own, so that wording and statuses stay in one place.
//! A faulty document, step or history is no error: it is a finding, and an [`Outcome`].

use std::io;

use crate::diagnostic::{Finding, Severity};
use crate::document::DraftError;
use crate::history::{RecordError, SnapshotError};
use crate::output::{Output, RowsError};
use crate::register::{ObjectError, RegisterError};
use crate::signature::SignError;

/// Exit status: all is well.
pub const FINE: u8 = 0;
/// Exit status: a document, a step or a history is wrong.
pub const FINDINGS: u8 = 1;
/// Exit status: the command cannot be understood or lacks something.
pub const USAGE: u8 = 2;
/// Exit status: nothing can be said (no register, I/O, a signature of a kind that can't be read).
pub const UNCHECKED: u8 = 3;

/// How a command ended that did its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All is well.
    Fine,
    /// Something is wrong, and it has been said what.
    Findings,
    /// Nothing wrong was found, but not everything could be checked.
    Unchecked,
    /// The command line was wrong, and the parser has said what.
    Usage,
}

impl Outcome {
    /// What these findings amount to; warnings amount to nothing.
    pub fn of(findings: &[Finding]) -> Self {
        match findings.iter().map(|finding| finding.severity).min() {
            Some(Severity::Error) => Self::Findings,
            Some(Severity::Unchecked) => Self::Unchecked,
            Some(Severity::Warning) | None => Self::Fine,
        }
    }
}

/// Whose move it is after an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The command line is wrong or incomplete.
    Usage,
    /// The user broke a prompt or the editor off; nothing was changed.
    Cancelled,
    /// The environment does not allow it: no register, I/O, a signer that fails.
    Environment,
}

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct CliError {
    /// Whose move it is.
    pub kind: Kind,
    /// What happened, in one sentence without a full stop; never a secret.
    pub message: String,
    /// What might help: a command where there is one.
    pub hint: Option<String>,
}

impl CliError {
    /// The command line is wrong or incomplete.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { kind: Kind::Usage, message: message.into(), hint: None }
    }

    /// The environment does not allow it.
    pub fn environment(message: impl Into<String>) -> Self {
        Self { kind: Kind::Environment, message: message.into(), hint: None }
    }

    /// The user broke it off.
    pub fn cancelled() -> Self {
        Self { kind: Kind::Cancelled, message: "cancelled, nothing was changed".into(), hint: None }
    }

    /// Says what it is about, in front: the part of the command line that is wrong.
    #[must_use]
    pub fn of(mut self, what: &str) -> Self {
        self.message = format!("`{what}`: {}", self.message);
        self
    }

    /// Names what might help.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// An environment's error with all its causes, behind what was being done (`cannot read participants`).
    pub fn caused(doing: &str, error: &dyn std::error::Error) -> Self {
        let causes = std::iter::successors(error.source(), |cause| cause.source());
        let message =
            causes.fold(format!("{doing}: {error}"), |message, cause| format!("{message}: {cause}"));
        Self::environment(message)
    }
}

impl From<io::Error> for CliError {
    /// Rooms have errors of their own: what arrives here plainly comes from printing.
    fn from(error: io::Error) -> Self {
        Self::caused("cannot print the result", &error)
    }
}

impl From<RegisterError> for CliError {
    fn from(error: RegisterError) -> Self {
        let told = Self::environment(error.to_string());
        match error.advice() {
            Some(advice) => told.hint(advice),
            None => told,
        }
    }
}

impl From<ObjectError> for CliError {
    fn from(error: ObjectError) -> Self {
        RegisterError::from(error).into()
    }
}

impl From<SnapshotError> for CliError {
    fn from(error: SnapshotError) -> Self {
        match error {
            SnapshotError::Object(error) => error.into(),
            SnapshotError::Unjudged(_) => Self::environment(error.to_string()),
            SnapshotError::Definitions(_) => {
                Self::environment(error.to_string()).hint("`iwcp check` tells every fault, with its line")
            }
            SnapshotError::Faulty(why) => Self::environment(format!("the register can't be read: {why}")),
        }
    }
}

impl From<DraftError> for CliError {
    fn from(error: DraftError) -> Self {
        let told = Self::usage(error.to_string());
        match error.help() {
            Some(help) => told.hint(help),
            None => told,
        }
    }
}

impl From<SignError> for CliError {
    fn from(error: SignError) -> Self {
        Self::environment(error.to_string()).hint(error.help())
    }
}

impl From<RecordError> for CliError {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::Register(error) => error.into(),
            RecordError::Sign(error) => error.into(),
            RecordError::Snapshot(error) => error.into(),
            RecordError::Refused(_) => Self::environment(error.to_string()),
        }
    }
}

impl From<RowsError> for CliError {
    fn from(error: RowsError) -> Self {
        match error {
            RowsError::Exists(_) => {
                Self::usage(error.to_string()).hint("name another, or take it away first")
            }
            _ => Self::environment(error.to_string()),
        }
    }
}

impl From<minijinja::Error> for CliError {
    fn from(error: minijinja::Error) -> Self {
        Self::environment(format!("a template does not work: {error}"))
    }
}

/// Says what went wrong, if anything, and gives the exit status.
pub(super) fn finish(result: Result<Outcome, CliError>, output: &Output) -> u8 {
    let result = result.and_then(|outcome| Ok(output.flush().map(|()| outcome)?));
    match result {
        Ok(Outcome::Fine) => FINE,
        Ok(Outcome::Findings) => FINDINGS,
        Ok(Outcome::Unchecked) => UNCHECKED,
        Ok(Outcome::Usage) => USAGE,
        Err(error) => {
            // Nobody is left to be told that standard error is gone.
            let _ = output.failure(&error.message, error.hint.as_deref());
            match error.kind {
                Kind::Usage | Kind::Cancelled => USAGE,
                Kind::Environment => UNCHECKED,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::rule;
    use crate::output::{Format, Paper};

    #[test]
    fn the_worst_finding_decides() {
        let [error, unchecked, warning] =
            [&rule::STEP_FROM, &rule::MISSING_OBJECT, &rule::BACKDATED].map(|rule| Finding::new(rule, "x"));
        assert_eq!(Outcome::of(&[]), Outcome::Fine);
        assert_eq!(Outcome::of(std::slice::from_ref(&warning)), Outcome::Fine);
        assert_eq!(Outcome::of(&[warning.clone(), unchecked.clone()]), Outcome::Unchecked);
        assert_eq!(Outcome::of(&[warning, unchecked, error]), Outcome::Findings);
    }

    #[test]
    fn an_error_is_said_with_its_causes_and_its_hint() {
        let (output, results, remarks) = Output::captured(Format::Text, Paper::default());
        let cause = io::Error::other(CliError::usage("inner"));
        let error = CliError::caused("cannot read", &cause).hint("try `iwcp init`");
        assert_eq!(finish(Err(error), &output), UNCHECKED);
        assert_eq!(finish(Err(CliError::cancelled()), &output), USAGE);
        assert_eq!(results.text(), "");
        assert_eq!(
            remarks.text(),
            "error: cannot read: inner\nhelp: try `iwcp init`\nerror: cancelled, nothing was changed\n"
        );
    }
}
