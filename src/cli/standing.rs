//! How the history stands that a command works on: no step is made on one that `iwcp verify` refuses, and whoever reads
//! from one is told. What was verified before is remembered, so only what is new is judged here.

use super::desk::Desk;
use super::verify::pinned;
use super::{CliError, Context, Outcome};
use crate::diagnostic::{Finding, Severity, rule};
use crate::history::{Cache, Now, Options, behind, leave_out, verify};
use crate::output::Report;
use crate::register::{Oid, Register, full_id, short};

/// The variable that pins the root.
pub(super) const ROOT: &str = "IWCP_ROOT";

/// Tells that no step can be made on the history of `tip`, where it is at fault: beside what this clone accepted. By the
/// root that is given, where one is.
///
/// # Errors
/// The environment's; a setting that can't be read.
pub(super) fn refused(
    desk: &Desk,
    tip: Oid,
    root: Option<Oid>,
    context: &Context,
) -> Result<Option<Outcome>, CliError> {
    let mut options = options(&desk.register, tip, context)?;
    options.root = root.or(options.root);
    let found = unaccepted(desk, tip, &options, context)?;
    let Some((first, errors)) = first(&found) else { return Ok(None) };
    let message = format!("no step is made on a history that does not verify: {}", told(first));
    let finding = Finding::new(&rule::HISTORY_AT_FAULT, message).help(format!(
        "`iwcp verify` shows {}; `iwcp explain {}` says how to go on",
        counted(errors),
        rule::HISTORY_AT_FAULT.slug
    ));
    Ok(Some(refuse(&[finding], context)?))
}

/// Why nothing that stands at a commit is the register's: it does not stand in the history that is checked out, or does
/// not verify.
///
/// # Errors
/// The environment's; a setting that can't be read.
pub(super) fn disowned(desk: &Desk, commit: Oid, context: &Context) -> Result<Option<String>, CliError> {
    let head = desk.register.tip()?;
    if !behind(&desk.objects, &desk.snapshots, &[head])?.contains(commit) {
        return Ok(Some("which does not stand in the history that is checked out here".to_owned()));
    }
    let found = unaccepted(desk, commit, &options(&desk.register, commit, context)?, context)?;
    Ok(first(&found).map(|(first, _)| format!("whose history does not verify: {}", told(first))))
}

/// What is found in the history of a commit, beside the faults that this clone accepted; warns where nothing is wrong but
/// not all of it could be checked.
fn unaccepted(desk: &Desk, tip: Oid, options: &Options, context: &Context) -> Result<Vec<Finding>, CliError> {
    let mut found = verify(&desk.register, tip, options)?.findings;
    if let Some(accepted) = accepted(&desk.register)? {
        leave_out(&mut found, &behind(&desk.objects, &desk.snapshots, &[accepted])?);
    }
    if first(&found).is_none() {
        warn_unchecked(&found, context)?;
    }
    Ok(found)
}

/// Tells findings that keep something from being done, and that nothing was.
pub(super) fn refuse(findings: &[Finding], context: &Context) -> Result<Outcome, CliError> {
    context.output.findings(&Report::new(findings))?;
    if !context.output.is_json() {
        context.output.note("nothing was changed")?;
    }
    Ok(Outcome::of(findings))
}

/// Warns whoever reads from a history that is at fault; `name` is what the register is called beside others. What can't be verified at all is `iwcp verify`'s to tell.
///
/// # Errors
/// A pin that can't be read, and what printing gives.
pub(super) fn warn(register: &Register, name: Option<&str>, context: &Context) -> Result<(), CliError> {
    warn_at(register, register.tip()?, name, context)
}

/// The same of the history of another commit.
///
/// # Errors
/// A pin that can't be read, and what printing gives.
pub(super) fn warn_at(
    register: &Register,
    tip: Oid,
    name: Option<&str>,
    context: &Context,
) -> Result<(), CliError> {
    // A pin that can't be read is told: without it nothing would be warned of.
    let options = options(register, tip, context)?;
    match verify(register, tip, &options) {
        Ok(found) => warn_of(&found.findings, name, context),
        Err(_) => Ok(()),
    }
}

/// The same of what was found already.
///
/// # Errors
/// Only what printing gives.
pub(super) fn warn_of(found: &[Finding], name: Option<&str>, context: &Context) -> Result<(), CliError> {
    let Some((first, errors)) = first(found) else { return Ok(()) };
    let of = name.map(|name| format!(" of {name}")).unwrap_or_default();
    let (told, counted) = (told(first), counted(errors));
    Ok(context
        .output
        .warning(&format!("the history{of} does not verify: {told}; `iwcp verify` shows {counted}"))?)
}

/// Warns where not all of a history could be checked.
///
/// # Errors
/// Only what printing gives.
pub(super) fn warn_unchecked(found: &[Finding], context: &Context) -> Result<(), CliError> {
    if found.iter().any(|finding| finding.severity == Severity::Unchecked) {
        context.output.warning("not all of the history could be checked: `iwcp verify` says why")?;
    }
    Ok(())
}

/// How the history of a tip is verified: by the root that is pinned, and beside what was verified here before.
///
/// # Errors
/// The environment's; a root that is no object id.
pub(super) fn options(register: &Register, tip: Oid, context: &Context) -> Result<Options, CliError> {
    let head = register.head()?;
    let own = head.branch.as_deref().filter(|_| head.oid == Some(tip));
    let remembered = own.map(|branch| register.remembered(branch)).transpose()?.flatten();
    let root = pinned(register, context.environment.given(ROOT))?;
    let now = Now { seconds: context.now.timestamp() };
    Ok(Options { remembered, ..Options::of(root, now, Cache::Kept) })
}

/// The commit up to which the faults of this history were accepted in this clone.
fn accepted(register: &Register) -> Result<Option<Oid>, CliError> {
    let Some(text) = register.accepted_faults()? else { return Ok(None) };
    match register.parse_oid(&text) {
        Some(oid) => Ok(Some(oid)),
        None => Err(CliError::usage(format!(
            "`iwcp.accepted` is `{text}`, which is no full object id of this repository"
        ))
        .hint("name the commit by all its digits: `git config iwcp.accepted OID`")),
    }
}

/// The first error, and how many there are.
fn first(found: &[Finding]) -> Option<(&Finding, usize)> {
    let mut errors = found.iter().filter(|finding| finding.severity == Severity::Error);
    let first = errors.next()?;
    Some((first, errors.count().saturating_add(1)))
}

/// A finding in one line: where, and what.
fn told(finding: &Finding) -> String {
    let commit = finding.place.commit.as_deref().and_then(full_id);
    let place = commit.map(|commit| format!("commit {}: ", short(commit))).unwrap_or_default();
    format!("{place}{} ({})", finding.message, finding.rule.slug)
}

fn counted(errors: usize) -> String {
    match errors {
        1 => "it".to_owned(),
        more => format!("all {more} errors"),
    }
}
