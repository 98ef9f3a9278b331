//! `iwcp check`: every document of the work tree (or of what is staged) against schema and rules, all findings at once.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use super::beside::spare;
use super::gone::gone;
use super::ground::{Found, Ground};
use super::report::tell;
use super::{CliError, Context, Outcome};
use crate::diagnostic::{Finding, rule};
use crate::document::Document;
use crate::history::{SETTINGS, check_keys};
use crate::output::Report;
use crate::process::Catalogue;
use crate::register::{Entry, Objects, Register};
use crate::rules::{self, Holdings};
use crate::source::MAX_BYTES;

/// How many findings of one rule are told of one file.
const FEW: usize = 10;

/// The same of what is no text.
const FEW_BYTES: usize = 3;

/// Validates documents: schema and rules, all findings of all files
///
/// It reads the files as they stand in the work tree, committed or not; every other command reads the current commit.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files or folders; without any, everything
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Judge what differs from where this branch parted from REV (`origin/main`): the rest is a warning
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// What is staged, not what stands in the work tree
    #[arg(long)]
    staged: bool,
}

/// Runs the command.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    let register = context.register()?;
    let (findings, looked_at) = find(&args, &register, context)?;
    let report = Report { findings: &findings, looked_at: &[(looked_at, ("file", "files"))] };
    tell(&report, context)?;
    Ok(Outcome::of(&findings))
}

/// What is wrong with what is staged: as errors in files that differ from the current commit, else as warnings.
///
/// # Errors
/// The environment's.
pub(super) fn staged_change(context: &Context) -> Result<Vec<Finding>, CliError> {
    let args = Args { paths: Vec::new(), base: Some("HEAD".to_owned()), staged: true };
    Ok(find(&args, &context.register()?, context)?.0)
}

/// All findings, and how many files were looked at.
fn find(args: &Args, register: &Register, context: &Context) -> Result<(Vec<Finding>, usize), CliError> {
    let root = register
        .root_dir()
        .ok_or_else(|| CliError::environment("a bare repository has no files to check"))?;
    let root = root.canonicalize().map_err(|error| CliError::caused("cannot find the work tree", &error))?;
    let wanted = wanted(args, &root, context)?;
    let Looked { files, unreadable, mut findings } = match args.staged {
        true => staged(register)?,
        false => in_work_tree(register, &root)?,
    };
    let looked_at = files.iter().filter(|file| is_wanted(&wanted, &file.path)).count();
    let ground = Ground::read(&files)?;
    let named: Vec<String> = findings.iter().filter_map(Finding::file).map(str::to_owned).collect();
    let there = files.iter().map(|file| &file.path).chain(&unreadable).chain(&named);
    findings.extend(gone(register, &ground, &there.map(String::as_str).collect())?);
    findings.extend(judge(ground, &files, &unreadable, context));
    if let Some(base) = &args.base {
        spare(register, base, &files, &mut findings)?;
    }
    findings.retain(|finding| finding.file().is_none_or(|file| is_wanted(&wanted, file)));
    findings.sort_by_cached_key(|finding| {
        (finding.file().unwrap_or_default().to_owned(), finding.place.span.map_or(0, |span| span.start))
    });
    Ok((few(findings), looked_at))
}

/// Of one rule and one file no more than a few findings: who mends those mends the others, and who gives a file that is
/// no document at all wants to hear it once.
fn few(findings: Vec<Finding>) -> Vec<Finding> {
    let key = |finding: &Finding| (finding.file().map(str::to_owned), finding.rule.slug);
    let mut counts: HashMap<_, usize> = HashMap::new();
    for finding in &findings {
        *counts.entry(key(finding)).or_default() += 1;
    }
    // A binary file is full of them.
    let binary = [&rule::INVALID_UTF8, &rule::CONTROL_CHARACTER];
    let mut told: HashMap<_, usize> = HashMap::new();
    let mut kept = Vec::new();
    for mut finding in findings {
        let at = told.entry(key(&finding)).or_default();
        *at = at.saturating_add(1);
        let few = if binary.contains(&finding.rule) { FEW_BYTES } else { FEW };
        let more = counts.get(&key(&finding)).map_or(0, |count| count.saturating_sub(few));
        if *at == few && more > 0 && finding.file().is_some() {
            finding.message = format!("{} (and {more} more of this rule in this file)", finding.message);
        }
        if *at <= few || finding.file().is_none() {
            kept.push(finding);
        }
    }
    kept
}

/// What stands in a work tree or an index.
#[derive(Default)]
struct Looked {
    files: Vec<Found>,
    /// The paths of files of which no more is known than that they are there.
    unreadable: Vec<String>,
    /// What is wrong with what is no file, or can't be read.
    findings: Vec<Finding>,
}

fn judge(ground: Ground, files: &[Found], unreadable: &[String], context: &Context) -> Vec<Finding> {
    let (library, settings) = (&ground.library, &ground.settings);
    let today = context.day(&ground.zone);
    let mut found = Vec::new();
    let mut documents = Vec::new();
    let mut holdings = Holdings::new(settings.calendar.clone(), Arc::clone(&ground.calendars));
    for (kind, id) in unreadable.iter().filter_map(|path| library.at(&settings.process, path)) {
        holdings.add_unreadable(&kind.definition.kind, id);
    }
    for file in files {
        match Document::read(library, &settings.process, &file.path, &file.bytes) {
            Some(Ok(document)) => {
                holdings.add(&document);
                documents.push(document);
            }
            Some(Err(findings)) => {
                found.extend(findings);
                if let Some((kind, id)) = library.at(&settings.process, &file.path) {
                    holdings.add_unreadable(&kind.definition.kind, id);
                }
            }
            None => found.extend(ground.catalogue().into_iter().flat_map(|catalogue| other(catalogue, file))),
        }
    }
    let kind = ground.catalogue().map(|catalogue| catalogue.shared.participants.as_str());
    let participants =
        documents.iter().filter(|document| Some(document.kind.definition.kind.as_str()) == kind);
    found.extend(check_keys(&participants.collect::<Vec<_>>()));
    found.extend(documents.iter().flat_map(|document| rules::check(document, &holdings, today)));
    // A version that can't be read is not unknown: its own findings tell.
    found.retain(|finding| !ground.is_partial || finding.rule != &rule::UNKNOWN_PROCESS);
    found.extend(ground.findings);
    found
}

/// A file that is no document.
fn other(catalogue: &Catalogue, file: &Found) -> Vec<Finding> {
    let misplaced = rules::misplaced_file(catalogue, &file.path);
    let clear = rules::clear_evidence(catalogue, &file.path, &file.bytes);
    misplaced.into_iter().chain(clear).chain(rules::calendar_file(&file.path, &file.bytes)).collect()
}

fn staged(register: &Register) -> Result<Looked, CliError> {
    let objects = register.objects()?;
    let mut looked = Looked::default();
    for (path, entry) in register.staged_files()? {
        match entry.mode {
            Entry::LINK => looked.add_other(path, "a symbolic link"),
            Entry::SUBMODULE => looked.add_other(path, "a submodule"),
            _ => {
                let bytes = objects.beginning(entry.oid, MAX_BYTES.saturating_add(1), Objects::FILE_LIMIT)?;
                looked.files.push(Found { path, bytes });
            }
        }
    }
    Ok(looked)
}

/// Everything that git tracks or would add.
fn in_work_tree(register: &Register, root: &Path) -> Result<Looked, CliError> {
    let mut looked = Looked::default();
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

/// A path from the register's root, with `/`.
fn inside(root: &Path, path: &Path) -> Option<String> {
    Some(path.strip_prefix(root).ok()?.to_string_lossy().into_owned())
}

impl Looked {
    /// Looks at an entry. What is no plain file is not opened: a pipe would never end.
    fn add(&mut self, root: &Path, entry: &DirEntry) -> Result<(), CliError> {
        let Some(path) = inside(root, entry.path()) else { return Ok(()) };
        let kind = entry.file_type();
        if kind.is_symlink() {
            self.add_other(path, "a symbolic link");
        } else if kind.is_file() {
            match read(entry.path()) {
                Ok(bytes) => self.files.push(Found { path, bytes }),
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

/// A file's bytes, one more than a document may have at the most.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn wanted(args: &Args, root: &Path, context: &Context) -> Result<Vec<String>, CliError> {
    let mut wanted = Vec::new();
    for given in &args.paths {
        let path = context.directory.join(given);
        let path = path.canonicalize().map_err(|error| {
            CliError::usage(format!("{}: {error}", given.display()))
                .hint("paths are files or folders of the register")
        })?;
        let inside = path
            .strip_prefix(root)
            .map_err(|_| CliError::usage(format!("{} lies outside the register", given.display())))?;
        wanted.push(inside.to_string_lossy().into_owned());
    }
    Ok(wanted)
}

fn is_wanted(wanted: &[String], path: &str) -> bool {
    let below =
        |folder: &String| folder.is_empty() || path == folder || path.starts_with(&format!("{folder}/"));
    wanted.is_empty() || wanted.iter().any(below)
}
