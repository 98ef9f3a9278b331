//! What is wrong with `register.yaml`: its shape, and names that nothing around it answers to. The same for what stands
//! in a work tree and for what a commit leaves.

use super::snapshot::SETTINGS;
use crate::calendar::{Calendars, Zone};
use crate::diagnostic::{Finding, rule};
use crate::process::{Library, check_settings};
use crate::register::Settings;
use crate::rules;
use crate::source::{Path, Tree, parse};

/// What settings name: the process versions and the calendars that can be read.
pub struct Named<'a> {
    /// The process versions.
    pub library: &'a Library,
    /// The calendars.
    pub calendars: &'a Calendars,
    /// Whether a process version can't be read: then an unknown one may be that.
    pub is_partial: bool,
}

impl Named<'_> {
    /// All that is wrong with settings, given as bytes.
    pub fn faults(&self, bytes: &[u8]) -> Vec<Finding> {
        match parse(SETTINGS, bytes) {
            Ok(tree) => self.judge(&tree, Settings::parse(bytes).ok().as_ref()),
            Err(refusal) => Finding::from_refusal(&refusal),
        }
    }

    fn judge(&self, tree: &Tree, settings: Option<&Settings>) -> Vec<Finding> {
        let mut found = check_settings(tree);
        found.extend(rules::unknown_calendar(tree, Settings::CALENDAR, self.calendars));
        let Some(settings) = settings else {
            if found.is_empty() {
                found.push(
                    Finding::new(&rule::MALFORMED_VALUE, "the settings can't be read").in_file(SETTINGS),
                );
            }
            return found;
        };
        let at = |finding: Finding, key: &str| finding.at(tree, &Path::root().key(key));
        if self.library.version(&settings.process).is_none() && !self.is_partial {
            let known: Vec<&str> =
                self.library.versions().map(|version| version.shared.process.as_str()).collect();
            let message = format!("this register knows no process version `{}`", settings.process);
            let finding =
                Finding::new(&rule::UNKNOWN_PROCESS, message).label(format!("known: {}", known.join(", ")));
            found.push(at(finding, "process"));
        }
        if let Err(error) = Zone::parse(&settings.timezone) {
            found.push(at(Finding::new(&rule::MALFORMED_VALUE, error.to_string()), "timezone"));
        }
        found
    }
}
