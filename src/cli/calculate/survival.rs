//! How long cases took, all together: the estimate of Kaplan and Meier over the cases that were read, open ones
//! counted as long as they were watched.

use serde_json::{Value as Json, json};

use super::cases::Row;
use crate::cli::{CliError, Context};
use crate::output::{Cell, Column, Table};
use crate::process::Reading;
use crate::statistics::{Case, Quantile, Survival};

/// Prints the estimate over cases that started; `watched` is the last day of those that nothing stopped.
///
/// # Errors
/// What the output gives.
pub(super) fn tell(rows: &[Row], context: &Context) -> Result<(), CliError> {
    let read = rows.iter().filter_map(|(_, read)| read.as_ref().ok());
    let cases: Vec<Case> = read.filter_map(case).collect();
    let survival = Survival::of(&cases);
    if context.output.is_json() {
        return Ok(context.output.json("iwcp/survival/1", as_json(&survival))?);
    }
    let names = ["days", "at_risk", "ended", "censored", "open"];
    let mut table = Table::new(names.map(|name| Column::new(name, name)));
    for point in &survival.points {
        table.row([
            Cell::new(String::new(), point.days),
            point.at_risk.into(),
            point.ended.into(),
            point.censored.into(),
            Cell::new(String::new(), point.open),
        ]);
    }
    Ok(context.output.verbatim(&table.to_csv()?)?)
}

/// How long a case took, or has taken by the day it is read on.
fn case(reading: &Reading) -> Option<Case> {
    let started = reading.started?;
    let until = match (reading.stopped, reading.due, reading.days) {
        (Some(stopped), ..) => stopped,
        // Days are counted from the day of reading to the day it is due.
        (None, Some(due), Some(days)) => due.checked_sub_signed(chrono::Duration::days(days))?,
        _ => return None,
    };
    let days = until.signed_duration_since(started).num_days();
    (days >= 0).then_some(Case { days, over: reading.stopped.is_some() })
}

fn as_json(survival: &Survival) -> Json {
    let points = survival.points.iter().map(|point| {
        json!({
            "days": point.days, "at_risk": point.at_risk, "ended": point.ended, "censored": point.censored,
            "open": point.open,
        })
    });
    let quantile =
        |found: Option<Quantile>| found.map(|found| json!({"days": found.days, "at_risk": found.at_risk}));
    json!({
        "cases": survival.cases(), "ended": survival.ended(),
        "median": quantile(survival.median()), "ninetieth": quantile(survival.ninetieth()),
        "curve": points.collect::<Vec<_>>(),
    })
}
