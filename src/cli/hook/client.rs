//! What git runs in a clone: before a commit, with its message, before a push. Each can be passed by (`--no-verify`):
//! they spare people a refusal later on, they do not keep anybody out.

use std::path::Path;

use super::{object_id, tell, told};
use crate::cli::bounded;
use crate::cli::check::staged_change;
use crate::cli::desk::Desk;
use crate::cli::standing::ROOT;
use crate::cli::verify::pinned;
use crate::cli::{CliError, Context, Outcome};
use crate::diagnostic::{Finding, Severity, rule};
use crate::history::{Cache, Now, Options, Snapshots, Trial, behind, leave_out, verify};
use crate::register::{Oid, Person, Register, Uncommitted};

/// What stands behind the comment character on the line below which git shows what is committed; nothing of that is in
/// the message.
const SCISSORS: &str = " ------------------------ >8 ------------------------";
/// The comment characters that git chooses from by itself.
const COMMENTS: &[&str] = &["#", ";", "@", "!", "$", "%", "^", "&", "|", ":"];

/// Checks what is staged; what was wrong before is a warning.
///
/// # Errors
/// The environment's.
pub(super) fn pre_commit(context: &Context) -> Result<Outcome, CliError> {
    let findings = staged_change(context)?;
    tell(&findings, "nothing was committed; `iwcp explain RULE` says more", context)
}

/// No message that somebody writes is larger.
const LARGEST_MESSAGE: u64 = 1 << 20;

/// Checks a message against what is staged, as `verify` will once it is signed.
///
/// # Errors
/// The environment's.
pub(super) fn commit_msg(file: &Path, context: &Context) -> Result<Outcome, CliError> {
    let desk = Desk::open(context)?;
    // A merge is judged when it is pushed: it has no step of its own.
    if desk.register.git_dir().join("MERGE_HEAD").exists() {
        return Ok(Outcome::Fine);
    }
    let opened = std::fs::File::open(file)
        .or_else(|_| std::fs::File::open(context.directory.join(file)))
        .map_err(|error| CliError::caused(&format!("cannot read {}", file.display()), &error))?;
    let bytes = bounded::all(opened, &file.display().to_string(), LARGEST_MESSAGE)?;
    let text = String::from_utf8_lossy(&bytes);
    let comments = comments(&desk.register)?;
    let message: Vec<&str> = text.lines().take_while(|line| !is_scissors(line, &comments)).collect();
    let message = message.join("\n");
    let found = judged(&desk, desk.tip, &message, context)?;
    if Outcome::of(&found) == Outcome::Fine {
        return Ok(Outcome::Fine);
    }
    // A commit that is amended stands on its parent; git does not say which it is going to be.
    if let [parent] = desk.objects.commit(desk.tip)?.parents.as_slice()
        && Outcome::of(&judged(&desk, *parent, &message, context)?) == Outcome::Fine
    {
        return Ok(Outcome::Fine);
    }
    tell(&found, "nothing was committed; `iwcp step` makes a step whole", context)
}

/// What begins a comment in a message here.
fn comments(register: &Register) -> Result<Vec<String>, CliError> {
    let set = match register.config_string("core.commentString")? {
        None => register.config_string("core.commentChar")?,
        set => set,
    };
    Ok(match set.as_deref() {
        None | Some("") => vec!["#".to_owned()],
        Some("auto") => COMMENTS.iter().map(|comment| (*comment).to_owned()).collect(),
        Some(own) => vec![own.to_owned()],
    })
}

fn is_scissors(line: &str, comments: &[String]) -> bool {
    line.strip_suffix(SCISSORS).is_some_and(|begin| comments.iter().any(|comment| comment == begin))
}

fn judged(desk: &Desk, parent: Oid, message: &str, context: &Context) -> Result<Vec<Finding>, CliError> {
    let moment = context.commit_time()?;
    let draft = Uncommitted {
        parent,
        message,
        author: desk.register.identity(Person::Author, moment)?,
        committer: desk.register.identity(Person::Committer, moment)?,
    };
    let commit = desk.register.staged_commit(&draft)?;
    let now = Now { seconds: context.now.timestamp() };
    let trial = Trial { objects: &desk.objects, snapshots: &desk.snapshots, now };
    let mut found = trial.judge_commit(commit)?;
    // It will be signed after this; and it has no name yet.
    found.retain(|finding| finding.rule != &rule::UNSIGNED_COMMIT);
    found.iter_mut().for_each(|finding| finding.place.commit = None);
    Ok(found)
}

/// Verifies every branch that is pushed; what the remote has already is not looked at again.
///
/// # Errors
/// The environment's.
pub(super) fn pre_push(remote: Option<&str>, context: &Context) -> Result<Outcome, CliError> {
    let register = context.register()?;
    let root = pinned(&register, context.environment.given(ROOT))?;
    let objects = register.objects()?;
    let remote = remote.map_or_else(|| "refs/remotes/".to_owned(), |name| format!("refs/remotes/{name}/"));
    let mut known: Vec<Oid> =
        register.references(&remote)?.into_iter().filter_map(|(_, commit)| commit).collect();
    let mut tips = Vec::new();
    for line in told()?.lines().filter(|line| !line.trim().is_empty()) {
        let [_, local, _, there] = line.split(' ').collect::<Vec<_>>()[..] else {
            return Err(CliError::environment(format!("git says `{line}`, which can't be read")));
        };
        tips.extend(object_id(local)?.map(|local| register.resolve(&local.to_string())).transpose()?);
        known.extend(object_id(there)?.filter(|there| objects.commit(*there).is_ok()));
    }
    let before = behind(&objects, &Snapshots::of_register(&register), &known)?;
    let mut findings: Vec<Finding> = Vec::new();
    for tip in tips.iter().filter(|tip| !before.contains(**tip)) {
        let now = Now { seconds: context.now.timestamp() };
        let options = Options::of(root, now, Cache::Read);
        let mut found = verify(&register, *tip, &options)?.findings;
        leave_out(&mut found, &before);
        findings.extend(found.into_iter().filter(|finding| finding.severity != Severity::Warning));
    }
    findings.dedup();
    tell(&findings, "nothing was pushed", context)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_git_s_own_line_cuts_a_message() {
        let own = ["#".to_owned()];
        assert!(is_scissors("# ------------------------ >8 ------------------------", &own));
        for line in [
            "; ------------------------ >8 ------------------------",
            "------------------------ >8 ------------------------",
            "# -- >8 ---",
            "a >8 --- b",
        ] {
            assert!(!is_scissors(line, &own), "{line}");
        }
    }
}
