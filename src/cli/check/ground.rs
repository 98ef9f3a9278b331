//! What documents are judged by, as the files of a work tree (or of what is staged) say, committed or not: settings,
//! process versions, calendars. What keeps one of them from being read is a finding, and hides no other.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::calendar::{Calendars, Zone};
use crate::cli::CliError;
use crate::diagnostic::{Finding, rule};
use crate::history::{Named, PROCESSES, SETTINGS};
use crate::process::{CATALOGUE, Catalogue, Library};
use crate::register::{Oid, Settings};

/// A file with its path from the register's root.
pub(super) struct Found {
    /// Its path, with `/`.
    pub path: String,
    /// What it holds; of a large one no more than tells that it is too large, of an encrypted one no more than its head.
    pub bytes: Vec<u8>,
    /// What git calls its content, where that is known.
    pub id: Option<Oid>,
}

/// What documents are judged by.
pub(super) struct Ground {
    /// The settings; where they can't be read, those of a register that says nothing.
    pub settings: Settings,
    /// The process versions that can be read.
    pub library: Library,
    /// The calendars that can be read.
    pub calendars: Arc<Calendars>,
    /// The time zone.
    pub zone: Zone,
    /// What is wrong with any of them.
    pub findings: Vec<Finding>,
    /// Whether a process version can't be read, so that what runs under it can't be judged.
    pub is_partial: bool,
}

impl Ground {
    /// Reads it from the files of a register.
    ///
    /// # Errors
    /// No settings at all: it is no register.
    pub(super) fn read(files: &[Found]) -> Result<Self, CliError> {
        let Some(file) = files.iter().find(|file| file.path == SETTINGS) else {
            let error = CliError::environment(format!("there is no `{SETTINGS}` here"));
            return Err(error.hint("`iwcp init` makes a register"));
        };
        let (library, mut findings, is_partial) = versions(files)?;
        let calendars = calendars(files);
        let named = Named { library: &library, calendars: &calendars, is_partial };
        findings.extend(named.faults(&file.bytes));
        let settings = Settings::parse(&file.bytes).ok();
        let settings = settings.filter(|settings| library.version(&settings.process).is_some());
        let settings = settings.unwrap_or_else(|| Settings::of(newest(&library)));
        let zone = Zone::parse(&settings.timezone).or_else(|_| Zone::parse(&Settings::of("").timezone));
        let zone = zone.map_err(|error| CliError::environment(error.to_string()))?;
        Ok(Self { settings, library, calendars: Arc::new(calendars), zone, findings, is_partial })
    }

    /// The catalogue of the version that new documents run under.
    pub(super) fn catalogue(&self) -> Option<&Arc<Catalogue>> {
        self.library.version(&self.settings.process)
    }
}

fn newest(library: &Library) -> &str {
    library.versions().last().map_or("", |catalogue| catalogue.shared.process.as_str())
}

/// The version in the program and the register's own, what is wrong with these, and whether one can't be read.
fn versions(files: &[Found]) -> Result<(Library, Vec<Finding>, bool), CliError> {
    let mut library =
        Library::builtin().map_err(|_| CliError::environment("the program's own process is faulty"))?;
    let mut folders: BTreeMap<&str, Vec<(String, &[u8])>> = BTreeMap::new();
    let inside = |path: &str| path.strip_prefix(PROCESSES).is_some_and(|rest| rest.starts_with('/'));
    for file in files.iter().filter(|file| inside(&file.path)) {
        if let Some((folder, _)) = file.path.rsplit_once('/') {
            folders.entry(folder).or_default().push((file.path.clone(), &file.bytes));
        }
    }
    let mut found = Vec::new();
    let mut is_partial = false;
    for (folder, files) in &folders {
        match Catalogue::read(files) {
            Ok(catalogue) => {
                found.extend(in_another_folder(folder, &catalogue.shared.process));
                library.add(Arc::new(catalogue));
            }
            Err(findings) => {
                is_partial = true;
                found.extend(findings);
            }
        }
    }
    Ok((library, found, is_partial))
}

/// A version stands in the folder that is called like it: that is where people look for it.
fn in_another_folder(folder: &str, version: &str) -> Option<Finding> {
    let own = format!("{PROCESSES}/{version}");
    let message = format!("`{folder}` holds the version `{version}`");
    let finding = Finding::new(&rule::MISPLACED_FILE, message).in_file(format!("{folder}/{CATALOGUE}"));
    (folder != own).then(|| finding.help(format!("it belongs in `{own}`")))
}

fn calendars(files: &[Found]) -> Calendars {
    let mut calendars = Calendars::default();
    for file in files {
        if let Ok(calendar) = Calendars::read(&file.path, &file.bytes) {
            calendars.add(calendar);
        }
    }
    calendars
}
