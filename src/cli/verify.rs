//! `iwcp verify`: authenticates and replays the history.

use super::report::tell as tell_report;
use super::standing::ROOT;
use super::stats::recount;
use super::{CliError, Context, Outcome};
use crate::diagnostic::Finding;
use crate::history::{
    Cache, Look, Now, Options, Snapshots, Verification, behind, leave_out, place, spare, verify,
};
use crate::output::Report;
use crate::register::{Oid, Register, short};
use serde_json::json;

/// Authenticates and replays the history: signatures, authority, legality, dates, merges
///
/// Every commit from the root on is judged. Pin the root with --root, IWCP_ROOT or `git config iwcp.root`: unpinned, a
/// forged register would verify as well as the real one.
#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// What to verify: a commit, or A..B for findings of the commits after A only; without it, what is checked out
    #[arg(value_name = "RANGE")]
    range: Option<String>,
    /// Judge what this branch brings in beside REV (`origin/main`): what was wrong before is a warning
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// The root's object id, as the register's keeper told it
    #[arg(long, value_name = "OID", env = ROOT)]
    root: Option<String>,
    /// Judge everything anew, also what was verified here before
    #[arg(long)]
    no_cache: bool,
}

/// Runs the command.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    let register = context.register()?;
    let head = register.head()?;
    let (after, tip) = match args.range.as_deref().map(|range| range.split_once("..").unwrap_or(("", range)))
    {
        None => (None, register.tip()?),
        Some((after, tip)) => {
            let after = if after.is_empty() { None } else { Some(register.resolve(after)?) };
            (after, if tip.is_empty() { register.tip()? } else { register.resolve(tip)? })
        }
    };
    let pinned = pinned(&register, args.root)?;
    // What is remembered is the branch that is checked out: another branch may well lack its commits.
    let own = head.branch.as_deref().filter(|_| head.oid == Some(tip) && after.is_none());
    let remembered = own.map(|branch| register.remembered(branch)).transpose()?.flatten();
    let now = Now { seconds: context.now.timestamp() };
    let cache = if args.no_cache { Cache::Off } else { Cache::Kept };
    let options = Options { remembered, after, ..Options::of(pinned, now, cache) };
    let mut found = verify(&register, tip, &options)?;
    found.findings.extend(counted_again(&register, &found, &options, context)?);
    // Whether the tip may be remembered: what a branch may live with is an error all the same.
    let clean = found.is_clean();
    if let Some(base) = &args.base {
        beside(&register, base, &mut found, now)?;
    }
    if context.output.format().annotates() || context.output.is_json() {
        place(&register.objects()?, &mut found.findings);
    }
    if let (Some(branch), true) = (own, clean) {
        // A medium that can't be written to verifies all the same.
        let _ = register.remember(branch, tip);
    }
    tell(&found, pinned, context)?;
    Ok(Outcome::of(&found.findings))
}

/// What releases of figures say and is not so, but those that stood at `after`.
fn counted_again(
    register: &Register,
    found: &Verification,
    options: &Options,
    context: &Context,
) -> Result<Vec<Finding>, CliError> {
    let mut findings = recount(found, options, context)?;
    if let (Some(after), false) = (options.after, findings.is_empty()) {
        let snapshots = Snapshots::of_register(register);
        leave_out(&mut findings, &behind(&register.objects()?, &snapshots, &[after])?);
    }
    Ok(findings)
}

/// Looks at what is verified as a branch that is to go into `base`: what it collides with there, and whose doing each
/// finding is.
fn beside(register: &Register, base: &str, found: &mut Verification, now: Now) -> Result<(), CliError> {
    let base_tip = register.resolve(base)?;
    // Without its whole history nothing can be said of the branch, which has been said.
    if found.root.is_none() {
        return Ok(());
    }
    let objects = register.objects()?;
    let snapshots = Snapshots::of_register(register);
    spare(&mut found.findings, &behind(&objects, &snapshots, &[base_tip])?);
    let look = Look { objects: &objects, snapshots: &snapshots, base: base_tip, onto: base, now };
    let proposal = look.at(found.tip)?;
    found.findings.extend(proposal.findings);
    found.findings.extend(look.turns(found.tip)?);
    for finding in &mut found.findings {
        let whose = |id: &str| proposal.commits.iter().find(|commit| commit.commit.to_string() == id);
        finding.place.by = finding.place.commit.as_deref().and_then(whose).map(|commit| commit.by.clone());
    }
    found.commits = proposal.commits.len();
    found.steps = proposal.commits.iter().filter(|commit| commit.step.is_some()).count();
    Ok(())
}

/// The root that is pinned: the one that is given, or this clone's own.
///
/// # Errors
/// One that is no object id; the environment's.
pub(super) fn pinned(register: &Register, given: Option<String>) -> Result<Option<Oid>, CliError> {
    let text = match given {
        // A variable that is set to nothing was meant to pin: what it lost is told, not passed over.
        Some(text) if text.is_empty() => {
            return Err(CliError::usage("the root that is given is empty, and pins nothing")
                .hint("set it to the root's object id, or don't set it at all (`unset IWCP_ROOT`)"));
        }
        Some(text) => Some(text),
        None => register.configured_root()?,
    };
    let Some(text) = text else { return Ok(None) };
    match register.parse_oid(&text) {
        Some(oid) => Ok(Some(oid)),
        None => Err(CliError::usage(format!("`{text}` is no full object id of this repository"))
            .hint("a root is pinned by all its digits")),
    }
}

fn tell(found: &Verification, pinned: Option<Oid>, context: &Context) -> Result<(), CliError> {
    let looked_at = [(found.commits, ("commit", "commits")), (found.steps, ("step", "steps"))];
    let about = json!({
        "root": found.root.map(|root| root.to_string()), "tip": found.tip.to_string(),
        "pinned": found.root.is_some() && pinned == found.root,
    });
    tell_report(&Report { findings: &found.findings, looked_at: &looked_at, about: Some(&about) }, context)?;
    if context.output.is_text()
        && let Some(root) = found.root
    {
        let how = match pinned {
            None => "not pinned".to_owned(),
            Some(pinned) if pinned == root => "pinned".to_owned(),
            Some(pinned) => format!("not the pinned {}", short(pinned)),
        };
        context.output.note(&format!("root {} ({how}), tip {}", short(root), short(found.tip)))?;
    }
    Ok(())
}
