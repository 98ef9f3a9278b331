//! What every command is given beside its own arguments.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::clock;
use super::error::CliError;
use super::report::SUMMARY;
use crate::calendar::Zone;
use crate::output::Output;
use crate::register::{Environment, Register, RegisterError, parse_date};
use crate::signature::HeldKey;

/// The environment of one run, read once.
#[derive(Clone)]
pub struct Context {
    /// Where to look for the register (`-C`).
    pub directory: PathBuf,
    /// Where to look for further registers, for commands that read several at once.
    pub further: Vec<PathBuf>,
    /// The day for which things are computed, where another than today was asked for.
    pub as_of: Option<NaiveDate>,
    /// The wall clock when the program started, in the user's own time zone.
    pub now: DateTime<FixedOffset>,
    /// The variables of whoever sits here.
    pub environment: Environment,
    /// The key that they sign with, where it is no other program's to hold.
    pub held: Option<Arc<HeldKey>>,
    /// The file that takes a step's part of the summary page of GitHub Actions.
    pub step_summary: Option<PathBuf>,
    /// Where to print.
    pub output: Output,
}

impl Context {
    /// Reads clock and environment.
    pub(super) fn new(directory: PathBuf, as_of: Option<NaiveDate>, output: Output) -> Self {
        let step_summary = std::env::var_os(SUMMARY).filter(|file| !file.is_empty()).map(PathBuf::from);
        Self {
            directory,
            further: Vec::new(),
            as_of,
            now: clock::now(),
            environment: Environment::default(),
            held: None,
            step_summary,
            output,
        }
    }

    /// The same for each of the registers that the command was pointed at.
    pub fn each(&self) -> Vec<Self> {
        let of =
            |directory: &PathBuf| Self { directory: directory.clone(), further: Vec::new(), ..self.clone() };
        std::iter::once(&self.directory).chain(&self.further).map(of).collect()
    }

    /// The same for another directory, with the format and the paper of this one.
    pub fn at(&self, directory: &Path) -> Self {
        self.played(directory, self.environment.clone(), self.output.clone())
    }

    /// The same for somebody else who sits here, and whose results are printed elsewhere.
    pub(super) fn played(&self, directory: &Path, environment: Environment, output: Output) -> Self {
        Self {
            directory: directory.to_owned(),
            further: Vec::new(),
            as_of: None,
            now: self.now,
            environment,
            held: None,
            step_summary: None,
            output,
        }
    }

    /// Opens the register that the command was pointed at.
    ///
    /// # Errors
    /// No repository, no register, or one that can't be read.
    pub fn register(&self) -> Result<Register, RegisterError> {
        Register::open_as(&self.directory, self.environment.clone())
    }

    /// The day for which things are computed: `--as-of`, or today in the register's time zone.
    pub fn day(&self, zone: &Zone) -> NaiveDate {
        self.as_of.unwrap_or_else(|| zone.date_of(self.now.timestamp()))
    }

    /// The moment that a commit made now is given: `GIT_COMMITTER_DATE`, as with git itself, or the wall clock.
    ///
    /// # Errors
    /// Wrong usage, when `GIT_COMMITTER_DATE` cannot be read.
    pub fn commit_time(&self) -> Result<DateTime<FixedOffset>, CliError> {
        let Some(text) = self.environment.get("GIT_COMMITTER_DATE") else { return Ok(self.now) };
        parse_date(&text).map_err(|error| CliError::usage(format!("GIT_COMMITTER_DATE: {error}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::{Format, Paper};

    #[test]
    fn a_day_is_the_registers_and_a_commit_is_as_git_was_told() {
        let now = DateTime::parse_from_rfc3339("2026-06-30T23:30:00Z").unwrap();
        let (output, ..) = Output::captured(Format::Text, Paper::default());
        let dated = |date: &str| Environment::with([("GIT_COMMITTER_DATE".to_owned(), date.to_owned())]);
        let mut context = Context {
            directory: ".".into(),
            further: Vec::new(),
            as_of: None,
            now,
            environment: dated(""),
            held: None,
            step_summary: None,
            output,
        };
        let london = Zone::parse("Europe/London").unwrap();
        assert_eq!(context.day(&london).to_string(), "2026-07-01");
        assert_eq!(context.commit_time().unwrap(), now);
        context.as_of = NaiveDate::from_ymd_opt(2026, 1, 2);
        context.environment = dated("yesterday");
        assert_eq!(context.day(&london).to_string(), "2026-01-02");
        assert!(context.commit_time().is_err());
    }
}
