//! A change beside where it parted from the line that it is to go into: what was wrong there before is a warning.

use std::collections::HashSet;
use std::fs::File;
use std::io::Read;

use super::ground::Found;
use crate::cli::CliError;
use crate::diagnostic::{Finding, Severity};
use crate::history::{Snapshots, parted};
use crate::register::{Objects, Oid, Register, entry_at};

/// Refuses a clone that does not hold the whole history: nothing can be said of what it lacks.
///
/// # Errors
/// The environment's.
pub(in crate::cli) fn require_whole(register: &Register) -> Result<(), CliError> {
    match register.is_shallow() {
        false => Ok(()),
        true => Err(CliError::environment("this clone does not hold the whole history (it is shallow)")
            .hint("fetch it: `git fetch --unshallow`")),
    }
}

/// Makes warnings of what is wrong with files that are as they were where this branch parted from `base`.
///
/// # Errors
/// The environment's: no such line, or none that shares a commit with what is checked out.
pub(super) fn spare(
    register: &Register,
    base: &str,
    files: &[Found],
    findings: &mut [Finding],
) -> Result<(), CliError> {
    let objects = register.objects()?;
    let tree = objects.commit(fork(register, &objects, base)?)?.tree;
    let accused = findings.iter().filter(|finding| finding.severity == Severity::Error);
    let accused: HashSet<String> = accused.filter_map(Finding::file).map(str::to_owned).collect();
    let mut as_before = HashSet::new();
    for file in files.iter().filter(|file| accused.contains(&file.path)) {
        let there = entry_at(&objects, tree, &file.path)?;
        if there.is_some_and(|there| id(register, &objects, file) == Some(there.oid)) {
            as_before.insert(file.path.as_str());
        }
    }
    for finding in findings.iter_mut().filter(|finding| finding.severity == Severity::Error) {
        if finding.file().is_some_and(|file| as_before.contains(file)) {
            finding.severity = Severity::Warning;
        }
    }
    Ok(())
}

/// What git calls a file's content. Of a large or an encrypted one only the head was kept, so that it is read again.
fn id(register: &Register, objects: &Objects, file: &Found) -> Option<Oid> {
    if file.id.is_some() {
        return file.id;
    }
    let limit = u64::try_from(Objects::FILE_LIMIT).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    File::open(register.root_dir()?.join(&file.path)).ok()?.take(limit).read_to_end(&mut bytes).ok()?;
    objects.hash(&bytes).ok()
}

/// The commit at which what is checked out parted from another line.
fn fork(register: &Register, objects: &Objects, base: &str) -> Result<Oid, CliError> {
    let (base, tip) = (register.resolve(base)?, register.tip()?);
    if base == tip {
        return Ok(base);
    }
    require_whole(register)?;
    parted(objects, &Snapshots::of_register(register), base, tip)?
        .first()
        .copied()
        .ok_or_else(|| CliError::environment("this branch and the one that it is to go into share no commit"))
}
