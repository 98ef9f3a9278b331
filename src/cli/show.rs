//! `iwcp show`: a document as it stands, with its clocks.

use serde_json::{Value as Json, json};

use super::desk::Desk;
use super::registers::holding;
use super::{CliError, Context, Outcome};
use crate::document::Document;
use crate::process::condition::State;
use crate::process::{Cause, Reading, Scene, readings};
use crate::render::diagram::timeline;
use crate::rules::{masked, without_serials};

/// How much of a commit's id is shown.
const SHOWN: usize = 7;

/// Shows a document as it stands, with its clocks
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The document: its id, or KIND/ID where several kinds have it
    #[arg(value_name = "ID")]
    document: String,
    /// Its life as a picture: its steps on a line of days, with its clocks
    #[arg(long, value_name = "FORM", value_parser = ["svg"])]
    to: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    let (desk, document) = holding(&args.document, context)?;
    let clocks = clocks(&desk, &document, context)?;
    let status = document.status().unwrap_or_default();
    if args.to.is_some() {
        return picture(&desk, &document, &clocks, context);
    }
    if context.output.is_json() {
        let clocks: Vec<Json> = clocks.iter().map(as_data).collect();
        let members = json!({
            "kind": document.kind.definition.kind, "id": document.id, "path": document.path, "status": status,
            "data": masked(&document.data), "clocks": clocks,
        });
        context.output.json("iwcp/show/1", members)?;
        return Ok(Outcome::Fine);
    }
    let means = document.kind.definition.statuses.get(status).map_or("", |known| known.means.as_str());
    context.output.heading(&format!("{}: {status}", document.name()))?;
    context.output.line(&format!("{means}\n"))?;
    context.output.line(&without_serials(&document.tree.source.text))?;
    for clock in clocks.iter().filter(|clock| clock.started.is_some()) {
        context.output.line(&told(clock))?;
        for cause in &clock.causes {
            context.output.line(&because(cause))?;
        }
    }
    Ok(Outcome::Fine)
}

/// The document's life as a picture.
fn picture(
    desk: &Desk,
    document: &Document,
    clocks: &[Reading],
    context: &Context,
) -> Result<Outcome, CliError> {
    let events = desk.life(&document.path)?;
    let drawn = timeline(&document.name(), &events, clocks, desk.today(context));
    match context.output.is_json() {
        true => context.output.json(
            "iwcp/picture/1",
            json!({"kind": document.kind.definition.kind, "id": document.id, "svg": drawn}),
        )?,
        false => context.output.verbatim(&drawn)?,
    }
    Ok(Outcome::Fine)
}

fn clocks(desk: &Desk, document: &Document, context: &Context) -> Result<Vec<Reading>, CliError> {
    desk.with_world(&document.path, |world| {
        readings(&Scene {
            definition: &document.kind.definition,
            before: None,
            after: &document.data,
            signer: None,
            today: desk.today(context),
            world,
        })
    })
}

fn told(clock: &Reading) -> String {
    let day = |name: &str, day: Option<chrono::NaiveDate>| {
        day.map(|day| format!(", {name} {day}")).unwrap_or_default()
    };
    let round = clock.item.map(|item| format!(" (round {})", item.saturating_add(1))).unwrap_or_default();
    let days = clock.days.map(|days| {
        let number = days.unsigned_abs();
        let unit = if number == 1 { "day" } else { "days" };
        let what = match (clock.stopped.is_some(), days < 0) {
            (false, false) => "left",
            (true, false) => "to spare",
            (false, true) => "over",
            (true, true) => "late",
        };
        format!(", {number} {unit} {what}")
    });
    let days = days.unwrap_or_default();
    let dates = format!(
        "{}{}{}",
        day(if clock.state == State::NotStarted { "starts" } else { "started" }, clock.started),
        day("due", clock.due),
        day("stopped", clock.stopped)
    );
    format!("clock {}{round}: {}{dates}{days}", clock.clock, clock.state.word())
}

/// Which event with which date set it.
fn because(cause: &Cause) -> String {
    let commit = cause.commit.as_deref().and_then(|id| id.get(..SHOWN));
    let commit = commit.map(|id| format!(", in {id}")).unwrap_or_default();
    let reason = cause.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
    format!("  {} {} by {}{commit}{reason}", cause.part.word(), cause.date, cause.from)
}

fn as_data(clock: &Reading) -> Json {
    let why: Vec<Json> = clock
        .causes
        .iter()
        .map(|cause| {
            json!({
                "of": cause.part.word(), "date": cause.date, "from": cause.from, "commit": cause.commit,
                "reason": cause.reason,
            })
        })
        .collect();
    json!({
        "clock": clock.clock, "item": clock.item, "started": clock.started, "due": clock.due,
        "stopped": clock.stopped, "state": clock.state.word(), "days": clock.days,
        "why": why,
    })
}
