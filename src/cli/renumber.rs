//! `iwcp renumber`: another id for a document that you logged on this branch, because its id was taken meanwhile.

use super::desk::Desk;
use super::remake::{line, remake};
use super::{CliError, Context, Outcome};
use crate::history::{Renamed, parted};
use crate::register::{entry_at, walk_files};

/// Gives a document that you logged on this branch the next free id, and makes your commits anew on top of the main line
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The document: its id, or KIND/ID where several kinds have it
    #[arg(value_name = "ID")]
    document: String,
    /// On top of what; without it, origin's main branch
    #[arg(long, value_name = "REV")]
    onto: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    let desk = Desk::open(context)?;
    let (name, onto) = line(&desk, args.onto.as_deref())?;
    let document = desk.find(&args.document, None)?;
    let definition = &document.kind.definition;
    let there = desk.objects.commit(onto)?.tree;
    for fork in parted(&desk.objects, &desk.snapshots, desk.tip, onto)? {
        let tree = desk.objects.commit(fork)?.tree;
        if entry_at(&desk.objects, tree, &document.path)?.is_some() {
            return Err(CliError::usage(format!(
                "{} was there before this branch parted from {name}: its id stays",
                document.name()
            ))
            .hint("only a document that the branch itself logs can be renumbered"));
        }
    }
    let mut taken = desk.ids(&document.kind)?;
    for file in walk_files(&desk.objects, there, definition.home()) {
        let (path, _) = file?;
        taken.extend(definition.id_at(&path).map(str::to_owned));
    }
    let day = desk.life(&document.path)?.first().map_or_else(|| desk.today(context), |event| event.date);
    let Some(next) = definition.next_id(day, taken.iter().map(String::as_str)) else {
        return Err(CliError::usage(format!("the ids of a {} are not counted up", definition.title)));
    };
    let renamed = Renamed { kind: definition.kind.clone(), from: document.id.clone(), to: next };
    remake(&desk, onto, Some(renamed), context)
}
