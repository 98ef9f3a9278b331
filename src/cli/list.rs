//! `iwcp list`: the documents of a kind as a table.

use serde_json::Value as Json;

use super::desk::Desk;
use super::new::counted;
use super::{CliError, Context, Outcome};
use crate::output::{Cell, Column, Table};

/// Lists the documents of a kind (reports, unless another kind is named)
#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// The kind of document
    kind: Option<String>,
    /// Only those in one of these statuses
    #[arg(long, value_name = "STATUS")]
    status: Vec<String>,
    /// Only those that are open
    #[arg(long)]
    open: bool,
}

/// Runs the command.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    let desk = Desk::open(context)?.at(context.as_of)?;
    let kind = match &args.kind {
        Some(name) => desk.kind(name)?,
        None => counted(&desk)?,
    };
    let columns = &kind.definition.columns;
    let mut table =
        Table::new(columns.keys().map(|heading| Column::new(heading.to_lowercase(), heading).shrink(1)));
    for document in desk.documents(&kind)? {
        let status = document.status().unwrap_or_default();
        let shown = args.status.is_empty() || args.status.iter().any(|wanted| wanted == status);
        if shown && (!args.open || document.is_open()) {
            table.row(columns.values().map(|field| cell(field.value(&document.data))));
        }
    }
    context.output.table(&table)?;
    Ok(Outcome::Fine)
}

fn cell(value: Option<&Json>) -> Cell {
    match value {
        None => Cell::empty(),
        Some(Json::String(text)) => Cell::from(text.clone()),
        Some(other) => Cell::new(other.to_string(), other.clone()),
    }
}
