//! `iwcp check`: every document of the work tree (or of what is staged) against schema and rules, all findings at once.

mod beside;
mod gone;
mod ground;
mod judging;
mod looked;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::report::tell;
use super::{CliError, Context, Outcome};
use crate::diagnostic::{Finding, rule};
use crate::history::clashing;
use crate::output::Report;
use crate::register::Register;
pub(super) use beside::require_whole;
use beside::spare;
use gone::gone;
use ground::Ground;
use judging::judge;
use looked::Looked;

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
    let report = Report { findings: &findings, looked_at: &[(looked_at, ("file", "files"))], about: None };
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
        true => Looked::staged(register)?,
        false => Looked::in_work_tree(register, &root)?,
    };
    let looked_at = files.iter().filter(|file| is_wanted(&wanted, &file.path)).count();
    let ground = Ground::read(&files)?;
    let named: Vec<String> = findings.iter().filter_map(Finding::file).map(str::to_owned).collect();
    let there = files.iter().map(|file| &file.path).chain(&unreadable).chain(&named);
    let there: BTreeSet<&str> = there.map(String::as_str).collect();
    let version = &ground.settings.process;
    findings.extend(clashing(there.iter().copied(), |path| ground.library.at(version, path).is_some()));
    findings.extend(gone(register, &ground, &there)?);
    let today = context.day(&ground.zone);
    findings.extend(judge(ground, &files, &unreadable, today));
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
