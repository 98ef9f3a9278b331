//! `iwcp steps`: what may be done with a document now, by whom, and what stands in the way of the rest. Every way that is
//! offered was tried first, up to the commit.

mod told;
mod trying;

use serde_json::{Value as Json, json};

use super::desk::Desk;
use super::registers::holding;
use super::{CliError, Context, Outcome};
use crate::process::definition::Step;
use crate::process::{Prospect, Scene, prospects};
use told::View;
use trying::Trying;

/// Shows what may be done now, by whom, what it needs, and what is not possible yet
///
/// What stands for a value says what it may be: the values themselves (`weak|strong`), `YYYY-MM-DD`, `'…'` for text,
/// `'[…]'` for a list. `FIELD` stands for whichever field is meant.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The document: its id, or KIND/ID where several kinds have it
    #[arg(value_name = "ID")]
    document: String,
}

/// Runs the command.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    let (desk, document) = holding(&args.document, context)?;
    let person = desk.person()?;
    let trying = Trying::new(&desk, context, &document, person.as_ref());
    let found = found(&desk, &trying, context)?;
    if let Some(error) = trying.failure() {
        return Err(error);
    }
    let status = document.status().unwrap_or_default();
    let view = View { name: &args.document, program: context.output.program(), trying: &trying };
    let steps = &document.kind.definition.steps;
    let listed: Vec<(&Prospect, &Step)> =
        found.iter().filter_map(|prospect| Some((prospect, steps.get(&prospect.step)?))).collect();
    if context.output.is_json() {
        let rows: Vec<Json> = listed.iter().map(|(prospect, step)| view.as_data(prospect, step)).collect();
        let members = json!({"document": document.id, "status": document.status(), "steps": rows});
        context.output.json("iwcp/steps/1", members)?;
        return Ok(Outcome::Fine);
    }
    context.output.heading(&format!("{}: {status}", document.name()))?;
    for (title, possible) in [("possible now", true), ("not yet", false)] {
        let mut rows = listed.iter().filter(|(prospect, _)| prospect.is_possible() == possible).peekable();
        if rows.peek().is_some() {
            context.output.heading(title)?;
        }
        for (prospect, step) in rows {
            context.output.line(&view.told(prospect, step))?;
        }
    }
    Ok(Outcome::Fine)
}

fn found(desk: &Desk, trying: &Trying<'_>, context: &Context) -> Result<Vec<Prospect>, CliError> {
    let document = trying.document;
    desk.with_world(&document.path, |world| {
        let scene = Scene {
            definition: &document.kind.definition,
            before: None,
            after: &document.data,
            signer: None,
            today: desk.today(context),
            world,
        };
        prospects(&document.kind, &scene, trying)
    })
}
