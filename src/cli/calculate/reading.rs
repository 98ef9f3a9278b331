//! A reading of the calculator, for people and for programs.

use serde_json::{Value as Json, json};

use super::options::Clock;
use crate::cli::{CliError, Context};
use crate::process::{Part, Reading};

/// Prints a reading with what set each of its dates.
///
/// # Errors
/// Only what printing gives.
pub(super) fn tell(clock: &Clock<'_>, reading: &Reading, context: &Context) -> Result<(), CliError> {
    if context.output.is_json() {
        context.output.json("iwcp/clock/1", as_data(reading))?;
        return Ok(());
    }
    let clause = match clock.clause.as_slice() {
        [] => String::new(),
        [one] => format!(" (clause {one})"),
        several => format!(" (clauses {})", several.join(", ")),
    };
    context.output.heading(&format!("{}: {}{clause}", clock.name, clock.title))?;
    let dates =
        [(Part::Started, reading.started), (Part::Due, reading.due), (Part::Stopped, reading.stopped)];
    for (part, date) in dates {
        let Some(date) = date else { continue };
        let cause = reading.causes.iter().find(|cause| cause.part == part);
        let from = cause.map(|cause| format!("  {}", cause.from)).unwrap_or_default();
        context.output.line(&format!("  {:<8} {date}{from}", part.word()))?;
        if let Some(reason) = cause.and_then(|cause| cause.reason.as_ref()) {
            context.output.line(&format!("{:23}{reason}", ""))?;
        }
    }
    context.output.line(&format!("  {:<8} {}", "state", state(reading)))?;
    Ok(())
}

/// State and days in words.
fn state(reading: &Reading) -> String {
    format!("{}{}", reading.state.word(), left(reading.days))
}

/// How many days are left or over, behind a comma; nothing where none are counted.
pub(in crate::cli) fn left(days: Option<i64>) -> String {
    match days {
        Some(days) if days < 0 => format!(", {} over", counted(days.unsigned_abs())),
        Some(days) => format!(", {} left", counted(days.unsigned_abs())),
        None => String::new(),
    }
}

fn counted(days: u64) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

/// A reading as JSON has it.
pub(super) fn as_data(reading: &Reading) -> Json {
    let causes: Vec<Json> = reading
        .causes
        .iter()
        .map(|cause| {
            json!({"of": cause.part.word(), "date": cause.date, "from": cause.from, "reason": cause.reason})
        })
        .collect();
    json!({
        "clock": reading.clock, "started": reading.started, "due": reading.due, "stopped": reading.stopped,
        "state": reading.state.word(), "days": reading.days, "why": causes,
    })
}
