//! What `rebase` and `renumber` have in common: your own commits made anew on top of another commit.

use serde_json::{Value as Json, json};

use super::check::require_whole;
use super::desk::Desk;
use super::standing::{refuse, refused};
use super::{CliError, Context, Outcome};
use crate::history::{Now, RecordError, Remade, Remaking, Renamed, behind, parted};
use crate::output::Report;
use crate::register::{Oid, Person, RegisterError, short};

/// Makes the branch that is checked out anew on top of `onto`, and tells.
///
/// # Errors
/// Wrong usage, or the environment's.
pub(super) fn remake(
    desk: &Desk,
    onto: Oid,
    renamed: Option<Renamed>,
    context: &Context,
) -> Result<Outcome, CliError> {
    // Whoever has a new key by now signs with that.
    let line = desk.snapshots.of(&desk.objects, desk.objects.commit(onto)?.tree)?;
    let Some(own) = desk.person_in(&line)? else {
        return Err(CliError::environment("it can't be told who signs here: the key that git is configured for belongs to nobody who takes part")
            .hint("`iwcp participant list` shows whose keys stand; `git config user.signingkey` names yours"));
    };
    if let Some(outcome) = refused(desk, onto, None, context)? {
        return Ok(outcome);
    }
    let signer = desk.signer()?;
    let now = Now { seconds: context.now.timestamp() };
    let remaking = Remaking {
        tip: desk.tip,
        onto,
        renamed,
        own: &own,
        committer: desk.register.identity(Person::Committer, context.commit_time()?)?,
    };
    match desk.recorder(&signer, now).remake(&remaking) {
        Ok(remade) => {
            forget(desk, onto)?;
            tell(&remaking, &remade, context)?;
            Ok(Outcome::Fine)
        }
        Err(RecordError::Refused(findings)) => refuse(&findings, context),
        Err(error) => Err(error.into()),
    }
}

/// What was verified of the branch before was its old commits: from here on it is the commit at which the two parted,
/// which was behind them.
fn forget(desk: &Desk, onto: Oid) -> Result<(), CliError> {
    let Some(branch) = desk.register.head()?.branch else { return Ok(()) };
    let Some(remembered) = desk.register.remembered(&branch)? else { return Ok(()) };
    if behind(&desk.objects, &desk.snapshots, &[onto])?.contains(remembered) {
        return Ok(());
    }
    if let Some(fork) = parted(&desk.objects, &desk.snapshots, onto, remembered)?.first() {
        desk.register.remember(&branch, *fork)?;
    }
    Ok(())
}

fn tell(remaking: &Remaking<'_>, remade: &Remade, context: &Context) -> Result<(), CliError> {
    let out = &context.output;
    if out.is_json() {
        let row = |(old, new, subject): &(Oid, Option<Oid>, String)| json!({"old": old.to_string(), "new": new.map(|new| new.to_string()), "subject": subject});
        let commits: Vec<Json> = remade.commits.iter().map(row).collect();
        let renamed = remaking.renamed.as_ref();
        let members = json!({
            "onto": remaking.onto.to_string(), "tip": remade.tip.to_string(), "commits": commits,
            "renumbered": renamed.map(|renamed| json!({"kind": renamed.kind, "from": renamed.from, "to": renamed.to})),
        });
        return Ok(out.json("iwcp/remake/1", members)?);
    }
    if let Some(Renamed { kind, from, to }) = &remaking.renamed {
        out.line(&format!("{kind} {from} is {to} now"))?;
    }
    for (old, new, subject) in &remade.commits {
        let became = new.map_or_else(|| "is there already".to_owned(), |new| format!("-> {}", short(new)));
        out.line(&format!("  {} {became} {subject}", short(*old)))?;
    }
    if !remade.findings.is_empty() {
        out.findings(&Report::new(&remade.findings))?;
    }
    for warning in &remade.unfinished {
        out.warning(warning)?;
    }
    out.note(&format!(
        "on top of {}; where the branch was pushed before: `git push --force-with-lease`",
        short(remaking.onto)
    ))?;
    Ok(())
}

/// The line that branches go into, as it is called here: the server's main branch.
///
/// # Errors
/// Wrong usage, where none is known.
pub(super) fn line(desk: &Desk, given: Option<&str>) -> Result<(String, Oid), CliError> {
    require_whole(&desk.register)?;
    if let Some(name) = given {
        return Ok((name.to_owned(), desk.register.resolve(name)?));
    }
    for name in ["origin/HEAD", "origin/main"] {
        match desk.register.resolve(name) {
            Ok(oid) => return Ok((name.to_owned(), oid)),
            Err(error @ RegisterError::Ambiguous { .. }) => return Err(error.into()),
            Err(_) => {}
        }
    }
    Err(CliError::usage("say on top of what: there is no origin/main here").hint("`iwcp rebase main`"))
}
