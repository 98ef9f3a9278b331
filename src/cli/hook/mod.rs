//! `iwcp hook`: what git runs before a commit, before a push, and on a server before it takes a push.

mod client;
mod install;
mod receive;

use std::io::Read;
use std::path::PathBuf;

use super::{CliError, Context, Outcome};
use crate::diagnostic::Finding;
use crate::output::Report;
use crate::register::{Oid, full_id};

/// More than any push or hook has to say.
const MOST_BYTES: u64 = 16 << 20;

/// Checks what is committed, pushed and received: hooks of git
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Installs the hooks, beside those that are there: in a clone pre-commit, commit-msg and pre-push, on a server (in a
    /// bare repository) pre-receive
    Install,
    /// Takes them away again
    Uninstall,
    /// Shows which hooks are installed
    List,
    /// Checks what is staged
    PreCommit,
    /// Checks a commit's message against what is staged
    CommitMsg {
        /// The file that holds the message
        file: PathBuf,
    },
    /// Verifies what is pushed; reads what git tells it from standard input
    PrePush {
        /// The remote's name
        remote: Option<String>,
        /// Where it is
        url: Option<String>,
    },
    /// Takes or refuses a push, on the server; reads what git tells it from standard input
    PreReceive,
}

/// Runs the command.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    match args.command {
        Command::Install => install::install(context),
        Command::Uninstall => install::uninstall(context),
        Command::List => install::list(context),
        Command::PreCommit => client::pre_commit(context),
        Command::CommitMsg { file } => client::commit_msg(&file, context),
        Command::PrePush { remote, url } => client::pre_push(remote.as_deref().or(url.as_deref()), context),
        Command::PreReceive => receive::pre_receive(context),
    }
}

/// Tells findings where there are some; a hook that finds nothing says nothing.
fn tell(findings: &[Finding], refused: &str, context: &Context) -> Result<Outcome, CliError> {
    if !findings.is_empty() {
        context.output.findings(&Report::new(findings))?;
    }
    let outcome = Outcome::of(findings);
    if outcome != Outcome::Fine {
        context.output.note(refused)?;
    }
    Ok(outcome)
}

/// What git tells a hook on standard input.
fn told() -> Result<String, CliError> {
    let mut text = String::new();
    let read = std::io::stdin().take(MOST_BYTES + 1).read_to_string(&mut text);
    read.map_err(|error| CliError::caused("cannot read what git says", &error))?;
    match u64::try_from(text.len()) {
        Ok(length) if length <= MOST_BYTES => Ok(text),
        _ => Err(CliError::environment("git says more than can be read")),
    }
}

/// An object id as git tells it to hooks; `None` for zeros, where there is nothing.
fn object_id(text: &str) -> Result<Option<Oid>, CliError> {
    let id = full_id(text);
    match id {
        Some(id) => Ok((!id.is_zero()).then_some(id)),
        None => Err(CliError::environment(format!("git says `{text}` for an object id"))),
    }
}
