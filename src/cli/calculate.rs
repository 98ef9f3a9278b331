//! `iwcp clock`: the calculator. What a clock asks for stands in the process definitions; the options of
//! `iwcp clock NAME` are made from it.

mod cases;
mod options;
mod reading;

mod survival;

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::json;

use super::{CliError, Context, Outcome, tell_usage};
use crate::calendar::{Calendar, Zone};
use crate::output::{Cell, Column, Table};
use crate::process::Catalogue;
use crate::register::Settings;
use crate::schema::nearest;
use options::{Asked, Clock};

/// Works out a clock or a span of days, without a register
///
/// `iwcp clock` lists the clocks, `iwcp clock NAME --help` what one asks for. With --csv, cases are read from standard
/// input, a column an option.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: iwcp clock response --furnished 2026-12-14 --handset --calendar ireland")]
pub struct Args {
    /// The clock and what is known of the case
    #[arg(value_name = "CLOCK [OPTIONS]", trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// Runs the command.
///
/// # Errors
/// Wrong usage.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    let catalogue =
        Catalogue::builtin().map_err(|_| CliError::environment("the program's own process is faulty"))?;
    let clocks = options::all(&catalogue);
    let Some((name, rest)) = args.rest.split_first() else { return list(&clocks, context) };
    let Some(clock) = clocks.iter().find(|clock| clock.name == *name) else {
        let error = CliError::usage(format!("there is no clock `{name}`"));
        return Err(match nearest(name, clocks.iter().map(|clock| clock.name)) {
            Some(near) => error.hint(format!("did you mean `iwcp clock {near}`?")),
            None => error.hint("`iwcp clock` lists them"),
        });
    };
    let asked = match clock.parse(rest, context) {
        Ok(asked) => asked,
        Err(told) => return Ok(tell_usage(&told)),
    };
    match asked {
        Asked::Case(given, context) => {
            let reading = clock.read(&given, &context)?;
            reading::tell(clock, &reading, &context)?;
            clock.idle(&given).iter().try_for_each(|idle| context.output.warning(idle))?;
            Ok(Outcome::Fine)
        }
        Asked::Cases(same, context) => cases::run(clock, &same, false, &context),
        Asked::Together(same, context) => cases::run(clock, &same, true, &context),
    }
}

fn list(clocks: &[Clock<'_>], context: &Context) -> Result<Outcome, CliError> {
    if context.output.is_json() {
        let rows = clocks.iter().map(|clock| {
            let asks: Vec<&str> = clock.asks.iter().map(|ask| ask.name.as_str()).collect();
            json!({"clock": clock.name, "title": clock.title, "clauses": clock.clause, "asks": asks})
        });
        context.output.json("iwcp/clocks/1", json!({"clocks": rows.collect::<Vec<_>>()}))?;
        return Ok(Outcome::Fine);
    }
    let mut table = Table::new([
        Column::new("clock", "clock"),
        Column::new("times", "what it times").shrink(2).wrap(),
        Column::new("clause", "clause").shrink(1).wrap(),
        Column::new("asks", "asks for").shrink(1).wrap(),
    ]);
    for clock in clocks {
        let asks: Vec<String> = clock.asks.iter().map(|ask| format!("--{}", ask.name)).collect();
        let row = [clock.name.to_owned(), clock.title.to_owned(), clock.clause.join(", "), asks.join(" ")];
        table.row(row.map(Cell::from));
    }
    context.output.table(&table)?;
    Ok(Outcome::Fine)
}

/// A calendar by name, or read from a file that the name is the path of.
fn calendar(name: Option<&str>, directory: &Path) -> Result<Arc<Calendar>, CliError> {
    let settings = Settings::of("");
    let name = name.unwrap_or(&settings.calendar);
    if let Some(known) = Calendar::named(name) {
        return Ok(known);
    }
    let path = directory.join(name);
    if !path.is_file() {
        let names: Vec<&str> = Calendar::names().collect();
        let error = CliError::usage(format!("there is no calendar `{name}`"));
        return Err(match nearest(name, names.iter().copied()) {
            Some(near) => error.hint(format!("did you mean `{near}`?")),
            None => error.hint(format!("{}, or a file: YAML or iCalendar", names.join(", "))),
        });
    }
    let bytes = std::fs::read(&path)
        .map_err(|error| CliError::caused(&format!("cannot read {}", path.display()), &error))?;
    let calendar = Calendar::read(name, &bytes).map_err(|error| CliError::usage(error.to_string()))?;
    Ok(Arc::new(calendar))
}

/// The day on which a clock is read: `--as-of`; or today, or a later day on which the case says that it stopped.
fn day(stops: impl Iterator<Item = NaiveDate>, context: &Context) -> NaiveDate {
    let zone = Zone::parse(&Settings::of("").timezone);
    let today = zone.map_or_else(|_| context.now.date_naive(), |zone| zone.date_of(context.now.timestamp()));
    context.as_of.unwrap_or_else(|| stops.fold(today, NaiveDate::max))
}
