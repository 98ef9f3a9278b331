//! The findings of one run with what was looked at, and what their sum says.

use std::fmt;

use crate::diagnostic::{Finding, Severity};

/// Something that is counted, with its plural (`("file", "files")`).
pub type Noun = (&'static str, &'static str);

/// What a run found.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The findings, in the order in which they are printed.
    pub findings: &'a [Finding],
    /// What was looked at, and how much of it: `(12, ("file", "files"))`.
    pub looked_at: &'a [(usize, Noun)],
    /// What else there is to say to programs of what was looked at: an object.
    pub about: Option<&'a serde_json::Value>,
}

impl<'a> Report<'a> {
    /// Findings of which it isn't said what they were looked for in.
    pub fn new(findings: &'a [Finding]) -> Self {
        Self { findings, looked_at: &[], about: None }
    }

    /// The counts.
    pub fn summary(&self) -> Summary<'a> {
        let of = |severity| self.findings.iter().filter(|finding| finding.severity == severity).count();
        Summary {
            errors: of(Severity::Error),
            unchecked: of(Severity::Unchecked),
            warnings: of(Severity::Warning),
            looked_at: self.looked_at,
        }
    }
}

/// How many findings there are of each severity. Its `Display` is the last line of a run:
/// `3 errors, 1 warning in 12 files`.
#[derive(Clone, Copy, Debug)]
pub struct Summary<'a> {
    /// Findings that say something is wrong.
    pub errors: usize,
    /// Findings that say something could not be checked.
    pub unchecked: usize,
    /// Findings that are worth a look.
    pub warnings: usize,
    /// What was looked at.
    pub looked_at: &'a [(usize, Noun)],
}

impl fmt::Display for Summary<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = [
            (self.errors, ("error", "errors")),
            (self.unchecked, ("unchecked", "unchecked")),
            (self.warnings, ("warning", "warnings")),
        ];
        match counted.iter().all(|(number, _)| *number == 0) {
            true => out.write_str("no findings")?,
            false => list(out, counted.iter().filter(|(number, _)| *number > 0))?,
        }
        if !self.looked_at.is_empty() {
            out.write_str(" in ")?;
            list(out, self.looked_at.iter())?;
        }
        Ok(())
    }
}

fn list<'a>(out: &mut fmt::Formatter<'_>, counts: impl Iterator<Item = &'a (usize, Noun)>) -> fmt::Result {
    for (at, (number, (one, many))) in counts.enumerate() {
        let noun = if *number == 1 { one } else { many };
        write!(out, "{}{number} {noun}", if at == 0 { "" } else { ", " })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::rule;

    #[test]
    fn sums_read_as_a_person_would_say_them() {
        let error = Finding::new(&rule::STEP_FROM, "x");
        let findings = [error.clone(), error, Finding::new(&rule::SAME_AGENT, "y")];
        let files = [(12, ("file", "files")), (1, ("commit", "commits"))];
        let report = Report { findings: &findings, looked_at: &files, about: None };
        assert_eq!(report.summary().to_string(), "2 errors, 1 warning in 12 files, 1 commit");
        assert_eq!(Report::new(&[]).summary().to_string(), "no findings");
    }
}
