//! Tells what `check` and `verify` found, in the format that was asked for; and puts it on the summary page of the job
//! of GitHub Actions that this runs in.

use std::fs::OpenOptions;
use std::io::Write;

use super::Context;
use crate::output::{Format, Report, github};

/// The file that a step's part of the summary page is appended to.
pub(super) const SUMMARY: &str = "GITHUB_STEP_SUMMARY";

/// Prints findings.
///
/// # Errors
/// Only what printing gives; a summary that can't be written is said, the findings are told all the same.
pub fn tell(report: &Report<'_>, context: &Context) -> std::io::Result<()> {
    context.output.findings(report)?;
    let Some(file) = context.step_summary.as_ref().filter(|_| context.output.format() == Format::GitHub)
    else {
        return Ok(());
    };
    let written = OpenOptions::new()
        .append(true)
        .create(true)
        .open(file)
        .and_then(|mut file| file.write_all(github::summary(report).as_bytes()));
    match written {
        Ok(()) => Ok(()),
        Err(error) => {
            context.output.warning(&format!("can't write the summary to {}: {error}", file.display()))
        }
    }
}
