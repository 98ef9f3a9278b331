//! `iwcp rebase`: your own commits made anew on top of what the main line has by now.

use super::desk::Desk;
use super::remake::{line, remake};
use super::{CliError, Context, Outcome};
use crate::history::behind;

/// Makes your commits on this branch anew on top of another, signed again by you; refuses to touch anybody else's
///
/// A step on a document that moved meanwhile is made again on the document as it is now, if it is still legal. Commits keep
/// their dates, unless what they stand on is younger. Merges on the branch are left out.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// On top of what; without it, origin's main branch
    #[arg(value_name = "REV")]
    onto: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    let desk = Desk::open(context)?;
    let (name, onto) = line(&desk, args.onto.as_deref())?;
    if behind(&desk.objects, &desk.snapshots, &[desk.tip])?.contains(onto) {
        context.output.note(&format!("nothing to do: the branch stands on top of {name} already"))?;
        return Ok(Outcome::Fine);
    }
    remake(&desk, onto, None, context)
}
