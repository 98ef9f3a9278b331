//! What `iwcp check` finds in a work tree or an index: plain files with what they hold, and what is wrong with the rest.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::ground::Found;
use crate::cli::CliError;
use crate::diagnostic::{Finding, rule};
use crate::history::SETTINGS;
use crate::register::{Entry, Objects, Register};
use crate::rules::is_encrypted;
use crate::source::MAX_BYTES;

/// So much of an encrypted file tells that it is one; more would only take room.
const HEAD: u64 = 64;

/// What stands in a work tree or an index.
#[derive(Default)]
pub(super) struct Looked {
    /// The plain files.
    pub files: Vec<Found>,
    /// The paths of files of which no more is known than that they are there.
    pub unreadable: Vec<String>,
    /// What is wrong with what is no file, or can't be read.
    pub findings: Vec<Finding>,
}

impl Looked {
    /// What is staged.
    ///
    /// # Errors
    /// The environment's.
    pub(super) fn staged(register: &Register) -> Result<Self, CliError> {
        let objects = register.objects()?;
        let mut looked = Self::default();
        for (path, entry) in register.staged_files()? {
            match entry.mode {
                Entry::LINK => looked.add_other(path, "a symbolic link"),
                Entry::SUBMODULE => looked.add_other(path, "a submodule"),
                _ => {
                    let bytes =
                        objects.beginning(entry.oid, MAX_BYTES.saturating_add(1), Objects::FILE_LIMIT)?;
                    looked.files.push(Found { path, bytes: kept(bytes), id: Some(entry.oid) });
                }
            }
        }
        Ok(looked)
    }

    /// Everything that git tracks or would add.
    ///
    /// # Errors
    /// The environment's.
    pub(super) fn in_work_tree(register: &Register, root: &Path) -> Result<Self, CliError> {
        let mut looked = Self::default();
        let ignored = register.ignored()?;
        let is_seen = |entry: &DirEntry| {
            let path = inside(root, entry.path()).unwrap_or_default();
            entry.file_name() != ".git" && (path.is_empty() || !ignored.has(&path))
        };
        let walk = WalkDir::new(root).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(is_seen) {
            match entry {
                Ok(entry) => looked.add(root, &entry)?,
                Err(error) => {
                    match error.path().and_then(|path| inside(root, path)).filter(|path| !path.is_empty()) {
                        Some(path) => looked.add_unreadable(path, &error),
                        None => {
                            return Err(CliError::environment(format!("cannot read the work tree: {error}")));
                        }
                    }
                }
            }
        }
        Ok(looked)
    }

    /// Looks at an entry. What is no plain file is not opened: a pipe would never end.
    fn add(&mut self, root: &Path, entry: &DirEntry) -> Result<(), CliError> {
        let Some(path) = inside(root, entry.path()) else { return Ok(()) };
        let kind = entry.file_type();
        if kind.is_symlink() {
            self.add_other(path, "a symbolic link");
        } else if kind.is_file() {
            match read(entry.path()) {
                Ok(bytes) => self.files.push(Found { path, bytes, id: None }),
                // Nothing can be judged without the settings.
                Err(error) if path == SETTINGS => {
                    return Err(CliError::caused(&format!("cannot read {SETTINGS}"), &error));
                }
                Err(error) => self.add_unreadable(path, &error),
            }
        } else if !kind.is_dir() {
            self.add_other(path, "a pipe, a socket or a device");
        }
        Ok(())
    }

    fn add_other(&mut self, path: String, what: &str) {
        let finding = Finding::new(&rule::FILE_MODE, format!("`{path}` is {what}"));
        self.findings.push(
            finding
                .in_file(path)
                .help("take it away, or put a plain file in its place: a register holds nothing else"),
        );
    }

    fn add_unreadable(&mut self, path: String, error: &dyn std::error::Error) {
        let cause = std::iter::successors(Some(error), |error| error.source()).last();
        let why = cause.map(ToString::to_string).unwrap_or_default();
        let finding = Finding::new(&rule::UNREADABLE_FILE, format!("`{path}` can't be read: {why}"));
        self.findings.push(finding.in_file(&path).help(format!("let yourself read it: chmod u+rX '{path}'")));
        self.unreadable.push(path);
    }
}

/// What of a file is kept to be judged.
fn kept(mut bytes: Vec<u8>) -> Vec<u8> {
    if is_encrypted(&bytes) {
        bytes.truncate(usize::try_from(HEAD).unwrap_or(usize::MAX));
        bytes.shrink_to_fit();
    }
    bytes
}

/// A path from the register's root, with `/`.
fn inside(root: &Path, path: &Path) -> Option<String> {
    Some(path.strip_prefix(root).ok()?.to_string_lossy().into_owned())
}

/// A file's bytes, one more than a document may have at the most; of an encrypted one its head.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let (mut file, mut bytes) = (File::open(path)?, Vec::new());
    Read::by_ref(&mut file).take(HEAD).read_to_end(&mut bytes)?;
    if !is_encrypted(&bytes) {
        let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX).saturating_add(1);
        file.take(limit.saturating_sub(HEAD)).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
