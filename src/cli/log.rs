//! `iwcp log`: the steps of a document, in order.

use serde_json::{Value as Json, json};

use super::desk::Desk;
use super::{CliError, Context, Outcome};
use crate::diagnostic::Finding;
use crate::output::{Cell, Column, Report, Table};
use crate::process::Event;
use crate::rules::{Backdated, backdated};

/// Shows the steps of a document: when, which, and who signed
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
    let desk = Desk::open(context)?.at(context.as_of)?;
    let document = desk.find(&args.document, None)?;
    let events = desk.life(&document.path)?;
    let settings = &desk.snapshot.settings;
    let calendar = desk.snapshot.calendars.named(&settings.calendar);
    let late = |event: &Event| match &calendar {
        Some(calendar) => backdated(&document.kind, event, calendar, settings.backdate_tolerance),
        None => Vec::new(),
    };
    let status = |data: &Json| document.kind.definition.status_of(data).unwrap_or_default().to_owned();
    if context.output.is_json() {
        let steps: Vec<Json> = events
            .iter()
            .map(|event| {
                json!({
                    "commit": event.commit, "step": event.step, "date": event.date, "received": event.received,
                    "participant": event.signer.participant, "role": event.signer.role, "person": event.signer.person,
                    "status": status(&event.document),
                    "backdated": late(event).iter().map(as_data).collect::<Vec<_>>(),
                })
            })
            .collect();
        context.output.json("iwcp/log/1", json!({"document": document.id, "steps": steps}))?;
        return Ok(Outcome::Fine);
    }
    let columns = ["date", "step", "status", "signed by", "commit"];
    let mut table = Table::new(columns.map(|key| Column::new(key, key).shrink(1)));
    for event in events.iter() {
        let day = match event.received == event.date {
            true => event.date.to_string(),
            false => format!("{} (received {})", event.date, event.received),
        };
        let who = format!("{} ({})", event.signer.person, event.signer.participant);
        let commit: String = event.commit.chars().take(7).collect();
        table.row([day, event.step.clone(), status(&event.document), who, commit].map(Cell::from));
    }
    context.output.table(&table)?;
    let late: Vec<Finding> = events
        .iter()
        .flat_map(|event| late(event).into_iter().map(|late| late.finding(event)))
        .map(|finding| finding.of_document(document.name()))
        .collect();
    if !late.is_empty() {
        context.output.line("")?;
        context.output.findings(&Report::new(&late))?;
    }
    Ok(Outcome::Fine)
}

fn as_data(late: &Backdated) -> Json {
    json!({"path": late.path.to_string(), "date": late.date, "working_days": late.working_days})
}
