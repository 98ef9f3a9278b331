//! `iwcp process`: how documents of a kind move, as a table or as a diagram.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::desk::Desk;
use super::{CliError, Context, Outcome};
use crate::output::{Cell, Column, Table};
use crate::process::definition::FromStatus;
use crate::process::{Catalogue, Kind};
use crate::render::diagram::{self, Graph};

/// Shows the process of a kind of document: who may make which step, from where to where, by which clause
///
/// In a register it is the process of that register, elsewhere the one in the program.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The kind of document; the process's first where it is left out
    kind: Option<String>,
    /// The same, by its name
    #[arg(long = "kind", value_name = "KIND", conflicts_with = "kind")]
    named: Option<String>,
    /// The version of the process; the one that new documents run under where it is left out
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,
    /// As a table, or as a diagram: a picture, or for Mermaid or Graphviz
    #[arg(long, value_name = "FORM", default_value = "table", value_parser = ["table", "mermaid", "svg", "dot"])]
    to: String,
}

/// Runs the command.
///
/// # Errors
/// Wrong usage.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    let catalogue = version(Desk::if_any(context)?.as_ref(), args.version.as_deref())?;
    let kind = kind(&catalogue, args.kind.as_ref().or(args.named.as_ref()))?;
    let form = args.to.as_str();
    let drawn = drawn(kind, form);
    if context.output.is_json() {
        let mut members = as_data(kind, &catalogue.shared.process);
        if let (Some(drawn), Some(members)) = (drawn, members.as_object_mut()) {
            members.insert(form.to_owned(), drawn.into());
        }
        context.output.json("iwcp/process/1", members)?;
        return Ok(Outcome::Fine);
    }
    if let Some(drawn) = drawn {
        context.output.verbatim(&drawn)?;
        return Ok(Outcome::Fine);
    }
    let columns = ["step", "by", "from", "to", "clause"];
    let column = |key: &&str| Column::new(*key, *key).shrink(u8::from(*key != "step")).wrap();
    let mut table = Table::new(columns.iter().map(column));
    for (name, step) in &kind.definition.steps {
        let by: Vec<&str> = step.by.iter().map(|by| by.role.as_str()).collect();
        let to = step.to.clone().unwrap_or_else(|| "same".to_owned());
        let row = [name.clone(), by.join(", "), from(&step.from), to, step.clause.0.join(", ")];
        table.row(row.map(Cell::from));
    }
    context.output.table(&table)?;
    Ok(Outcome::Fine)
}

/// The process that commands speak of: the register's, or, where there is none, the one in the program.
///
/// # Errors
/// A register whose process can't be read.
pub(super) fn catalogue(desk: Option<&Desk>) -> Result<Arc<Catalogue>, CliError> {
    version(desk, None)
}

fn version(desk: Option<&Desk>, wanted: Option<&str>) -> Result<Arc<Catalogue>, CliError> {
    let Some(own) = desk.map(|desk| &desk.snapshot) else {
        let builtin =
            Catalogue::builtin().map_err(|_| CliError::environment("the program's own process is faulty"))?;
        return match wanted {
            Some(wanted) if wanted != builtin.shared.process => {
                Err(unknown(wanted, [&*builtin.shared.process]))
            }
            _ => Ok(builtin),
        };
    };
    let wanted = wanted.unwrap_or(&own.settings.process);
    let known = own.library.versions().map(|catalogue| catalogue.shared.process.as_str());
    own.library.version(wanted).cloned().ok_or_else(|| unknown(wanted, known))
}

fn unknown<'n>(wanted: &str, known: impl IntoIterator<Item = &'n str>) -> CliError {
    CliError::usage(format!("there is no process version `{wanted}`")).or_meant(wanted, known)
}

fn kind<'c>(catalogue: &'c Catalogue, wanted: Option<&String>) -> Result<&'c Kind, CliError> {
    let kinds = || catalogue.kinds().iter().map(|kind| kind.definition.kind.as_str());
    let found = match wanted {
        Some(name) => catalogue.kind(name),
        None => catalogue.kinds().first(),
    };
    found.map(|kind| &**kind).ok_or_else(|| {
        let name = wanted.map(String::as_str).unwrap_or_default();
        CliError::usage(format!("there is no kind of document `{name}`")).or_meant(name, kinds())
    })
}

fn from(from: &FromStatus) -> String {
    match from {
        FromStatus::New => "(new)".to_owned(),
        FromStatus::Any => "any".to_owned(),
        FromStatus::But(but) => format!("any but {}", but.join(", ")),
        FromStatus::These(these) => these.0.join(", "),
    }
}

/// The diagram in a form, where it is one.
fn drawn(kind: &Kind, form: &str) -> Option<String> {
    let graph = Graph::of(kind);
    match form {
        "mermaid" => Some(diagram::mermaid(&graph)),
        "svg" => Some(diagram::svg(&graph)),
        "dot" => Some(diagram::dot(&graph)),
        _ => None,
    }
}

fn as_data(kind: &Kind, version: &str) -> Json {
    let definition = &kind.definition;
    let known = || definition.statuses.keys();
    let statuses = definition.statuses.iter().map(|(name, status)| {
        json!({"status": name, "means": status.means, "clauses": status.clause.0, "final": status.is_final})
    });
    let steps = definition.steps.iter().map(|(name, step)| {
        let by: Vec<&str> = step.by.iter().map(|by| by.role.as_str()).collect();
        let from: Vec<&String> = known().filter(|status| step.starts_at(Some(status))).collect();
        let writes: Vec<String> = step.writes.iter().map(ToString::to_string).collect();
        json!({
            "step": name, "title": step.title, "by": by, "new": step.starts_at(None), "from": from, "to": step.to,
            "clauses": step.clause.0, "writes": writes,
        })
    });
    json!({
        "kind": definition.kind, "title": definition.title, "process": version,
        "statuses": statuses.collect::<Vec<_>>(), "steps": steps.collect::<Vec<_>>(),
    })
}
