//! `iwcp process`: the process, as a table and as a diagram.

use std::fmt::Write as _;

use super::{CliError, Context, Outcome};
use crate::output::{Cell, Column, Table};
use crate::process::definition::FromStatus;
use crate::process::{Catalogue, Kind};

/// Shows the process of a kind of document: who may make which step, from where to where, by which clause
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The kind of document; the process's first where it is left out
    kind: Option<String>,
    /// As a Mermaid state diagram
    #[arg(long)]
    mermaid: bool,
}

/// Runs the command.
///
/// # Errors
/// Wrong usage.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    let catalogue =
        Catalogue::builtin().map_err(|_| CliError::environment("the program's own process is faulty"))?;
    let kind = match &args.kind {
        Some(name) => catalogue.kind(name),
        None => catalogue.kinds().first(),
    };
    let kind = kind.ok_or_else(|| {
        let names: Vec<&str> = catalogue.kinds().iter().map(|kind| kind.definition.kind.as_str()).collect();
        let asked = args.kind.as_deref().unwrap_or_default();
        CliError::usage(format!("there is no kind of document `{asked}`")).hint(names.join(", "))
    })?;
    if args.mermaid {
        context.output.verbatim(&mermaid(kind))?;
        return Ok(Outcome::Fine);
    }
    let mut table =
        Table::new(["step", "by", "from", "to", "clause"].map(|key| Column::new(key, key).shrink(1).wrap()));
    for (name, step) in &kind.definition.steps {
        let by: Vec<&str> = step.by.iter().map(|by| by.role.as_str()).collect();
        let to = step.to.clone().unwrap_or_else(|| "same".to_owned());
        let row = [name.clone(), by.join(", "), from(&step.from), to, step.clause.0.join(", ")];
        table.row(row.map(Cell::from));
    }
    context.output.table(&table)?;
    Ok(Outcome::Fine)
}

fn from(from: &FromStatus) -> String {
    match from {
        FromStatus::New => "(new)".to_owned(),
        FromStatus::Any => "any".to_owned(),
        FromStatus::But(but) => format!("any but {}", but.join(", ")),
        FromStatus::These(these) => these.0.join(", "),
    }
}

fn mermaid(kind: &Kind) -> String {
    let mut text = "stateDiagram-v2\n".to_owned();
    for (name, step) in &kind.definition.steps {
        let clause = step.clause.0.join(", ");
        let Some(to) = &step.to else { continue };
        if step.starts_at(None) {
            let _ = writeln!(text, "    [*] --> {to}: {name} ({clause})");
        }
        for status in kind.definition.statuses.keys().filter(|status| step.starts_at(Some(status))) {
            let _ = writeln!(text, "    {status} --> {to}: {name} ({clause})");
        }
    }
    for (name, _) in kind.definition.statuses.iter().filter(|(_, status)| status.is_final) {
        let _ = writeln!(text, "    {name} --> [*]");
    }
    text
}
