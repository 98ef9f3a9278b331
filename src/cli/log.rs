//! `iwcp log`: the steps of a document, in order.

use serde_json::{Value as Json, json};

use super::desk::Desk;
use super::registers::holding;
use super::{CliError, Context, Outcome};
use crate::document::Document;
use crate::output::{Cell, Column, Report, Table};
use crate::process::Event;
use crate::register::SHORT;
use crate::rules::{Backdated, backdated};

/// Shows the steps of a document: when, which, by which clause, and who signed
///
/// A date that a step wrote down long after the fact (`backdate_tolerance` in `register.yaml`) is marked so.
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
    let events = desk.life(&document.path)?;
    let told: Vec<Told<'_>> = events.iter().map(|event| Told::of(event, &document, &desk)).collect();
    if context.output.is_json() {
        let steps: Vec<Json> = told.iter().map(Told::as_data).collect();
        context.output.json("iwcp/log/1", json!({"document": document.id, "steps": steps}))?;
        return Ok(Outcome::Fine);
    }
    let columns = [("date", 0), ("step", 1), ("status", 1), ("clause", 2), ("signed by", 1), ("commit", 1)];
    let mut table = Table::new(columns.map(|(key, shrink)| Column::new(key, key).shrink(shrink).wrap()));
    told.iter().for_each(|told| table.row(told.row()));
    context.output.table(&table)?;
    let late = told.iter().flat_map(|told| {
        told.late.iter().map(|late| late.finding(told.event.date).in_commit(&*told.event.commit))
    });
    let late: Vec<_> = late.map(|finding| finding.of_document(document.name())).collect();
    if !late.is_empty() {
        context.output.line("")?;
        context.output.findings(&Report::new(&late))?;
    }
    Ok(Outcome::Fine)
}

/// A step as the timeline tells it.
struct Told<'a> {
    event: &'a Event,
    status: String,
    clause: String,
    late: Vec<Backdated>,
}

impl<'a> Told<'a> {
    fn of(event: &'a Event, document: &Document, desk: &Desk) -> Self {
        let definition = &document.kind.definition;
        let settings = &desk.snapshot.settings;
        let clause = definition.steps.get(&event.step).map(|step| step.clause.0.join(", "));
        let calendar = desk.snapshot.calendars.named(&settings.calendar);
        let (kind, tolerance) = (&document.kind, settings.backdate_tolerance);
        let late = calendar.map(|calendar| {
            backdated(kind, event.changed(), &event.document, event.date, &calendar, tolerance)
        });
        Self {
            event,
            status: definition.status_of(&event.document).unwrap_or_default().to_owned(),
            clause: clause.unwrap_or_default(),
            late: late.unwrap_or_default(),
        }
    }

    fn row(&self) -> [Cell; 6] {
        let event = self.event;
        let day = match event.received == event.date {
            true => event.date.to_string(),
            false => format!("{} (received {})", event.date, event.received),
        };
        let who = format!("{} ({})", event.signer.person, event.signer.participant);
        let commit: String = event.commit.chars().take(SHORT).collect();
        [day, event.step.clone(), self.status.clone(), self.clause.clone(), who, commit].map(Cell::from)
    }

    fn as_data(&self) -> Json {
        let event = self.event;
        json!({
            "commit": event.commit, "step": event.step, "date": event.date, "received": event.received,
            "participant": event.signer.participant, "role": event.signer.role, "person": event.signer.person,
            "status": self.status, "clause": self.clause,
            "backdated": self.late.iter().map(as_data).collect::<Vec<_>>(),
        })
    }
}

fn as_data(late: &Backdated) -> Json {
    json!({"path": late.path.to_string(), "date": late.date, "working_days": late.working_days})
}
