//! Many cases from standard input: CSV with a column an option, in; the same rows with what came out, out. A faulty
//! row says so in its own place and hides no other.

use std::io;

use csv::{ReaderBuilder, StringRecord, Trim, WriterBuilder};
use serde_json::{Value as Json, json};

use super::options::Clock;
use super::reading::as_data;
use super::survival;
use crate::cli::{CliError, Context, Outcome, bounded};
use crate::process::Reading;
use crate::schema::nearest;
use crate::source::printable;

/// The columns that are added to those that were given.
const ADDED: &[&str] = &["started", "due", "stopped", "state", "days", "error"];

/// No table of cases has more bytes.
const LARGEST: u64 = 64 << 20;

/// The day on which cases are read: an option of every command, and no case's own.
const AS_OF: &str = "as-of";

/// Reads cases from standard input and prints them with their readings, or how long they took together; `same` holds for
/// every case that does not say otherwise.
///
/// # Errors
/// Wrong usage: no CSV, or a column that looks like a misspelled option.
pub(super) fn run(
    clock: &Clock<'_>,
    same: &[(String, String)],
    together: bool,
    context: &Context,
) -> Result<Outcome, CliError> {
    let given = bounded::all(io::stdin().lock(), "standard input", LARGEST)?;
    let mut reader = ReaderBuilder::new().trim(Trim::All).flexible(true).from_reader(given.as_slice());
    let unreadable = |error: csv::Error| CliError::usage(format!("standard input is no CSV: {error}"));
    let headers = reader.headers().map_err(unreadable)?.clone();
    let columns = columns(clock, &headers)?;
    whole(clock, &headers, &columns, same)?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let mut record = record.map_err(unreadable)?;
        if record.len() != headers.len() {
            let error = format!("the row has {} cells, the first line {}", record.len(), headers.len());
            record = record.iter().chain(std::iter::repeat("")).take(headers.len()).collect();
            rows.push((record, Err(error)));
            continue;
        }
        let cells = columns.iter().zip(record.iter());
        let mut given: Vec<(String, String)> =
            cells.filter_map(|(column, cell)| Some((column.clone()?, cell.to_owned()))).collect();
        given.retain(|(_, cell)| !cell.is_empty());
        given.extend(same.iter().cloned());
        rows.push((record, clock.read(&given, context).map_err(|error| error.message)));
    }
    let faulty = rows.iter().any(|(_, read)| read.is_err());
    if together {
        // Nothing else shows the rows themselves.
        let errors =
            rows.iter().zip(2_usize..).filter_map(|((_, read), line)| Some((line, read.as_ref().err()?)));
        for (line, error) in errors {
            context.output.warning(&format!("the case in row {line} is left out: {error}"))?;
        }
    }
    match context.output.is_json() {
        _ if together => survival::tell(&rows, context)?,
        true => context.output.json("iwcp/clock-cases/1", json!({"cases": as_json(&headers, &rows)}))?,
        false => context.output.verbatim(&as_csv(&headers, &rows)?)?,
    }
    Ok(if faulty { Outcome::Findings } else { Outcome::Fine })
}

/// The option that each column is; none for a column that is passed on as it is.
fn columns(clock: &Clock<'_>, headers: &StringRecord) -> Result<Vec<Option<String>>, CliError> {
    let option = |header: &str| header.trim_start_matches('\u{feff}').replace('_', "-");
    let known = |name: &str| clock.asks.iter().any(|ask| ask.name == name);
    let mut columns = Vec::new();
    for header in headers {
        let name = option(header);
        match nearest(&name, clock.asks.iter().map(|ask| ask.name.as_str())) {
            _ if columns.contains(&Some(name.clone())) => {
                return Err(CliError::usage(format!("the column `{header}` stands twice")));
            }
            _ if known(&name) => columns.push(Some(name)),
            _ if name == AS_OF => {
                return Err(CliError::usage("all cases are read on the same day")
                    .hint(format!("`--{AS_OF} DATE` says which; it is no column")));
            }
            Some(near) if !ADDED.contains(&name.as_str()) => {
                return Err(CliError::usage(format!("there is no option for the column `{header}`"))
                    .hint(format!("did you mean `{near}`?")));
            }
            _ => columns.push(None),
        }
    }
    Ok(columns)
}

/// Refuses columns among which one is missing that every case needs: no row could be read.
fn whole(
    clock: &Clock<'_>,
    headers: &StringRecord,
    columns: &[Option<String>],
    same: &[(String, String)],
) -> Result<(), CliError> {
    let given = |name: &str| {
        columns.iter().flatten().any(|column| column == name) || same.iter().any(|(option, _)| option == name)
    };
    let Some(missing) = clock.asks.iter().find(|ask| ask.required && !given(&ask.name)) else {
        return Ok(());
    };
    let error = CliError::usage(format!("there is no column `{}` in the first line", missing.name));
    let other = headers.iter().any(|header| header.contains([';', '\t']));
    Err(if other { error.hint("cells are separated by commas") } else { error })
}

pub(super) type Row = (StringRecord, Result<Reading, String>);

fn as_json(headers: &StringRecord, rows: &[Row]) -> Vec<Json> {
    let given = |record: &StringRecord| -> Json {
        headers.iter().zip(record.iter()).map(|(name, cell)| (name.to_owned(), Json::from(cell))).collect()
    };
    rows.iter()
        .map(|(record, read)| match read {
            Ok(reading) => json!({"given": given(record), "reading": as_data(reading)}),
            Err(error) => json!({"given": given(record), "error": error}),
        })
        .collect()
}

fn as_csv(headers: &StringRecord, rows: &[Row]) -> Result<String, CliError> {
    let unwritable = |error: csv::Error| CliError::environment(format!("cannot write CSV: {error}"));
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    let head = headers.iter().chain(ADDED.iter().copied()).map(printable::lines);
    writer.write_record(head.map(std::borrow::Cow::into_owned)).map_err(unwritable)?;
    for (record, read) in rows {
        let added = added(read);
        // What was given is shown again, and may be anybody's.
        let shown = record.iter().chain(added.iter().map(String::as_str)).map(printable::lines);
        writer.write_record(shown.map(std::borrow::Cow::into_owned)).map_err(unwritable)?;
    }
    let bytes =
        writer.into_inner().map_err(|error| CliError::environment(format!("cannot write CSV: {error}")))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The cells of [`ADDED`].
fn added(read: &Result<Reading, String>) -> [String; 6] {
    let none = String::new;
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    match read {
        Ok(reading) => {
            let days = reading.days.map(|days| days.to_string()).unwrap_or_default();
            let state = reading.state.word().to_owned();
            [day(reading.started), day(reading.due), day(reading.stopped), state, days, none()]
        }
        Err(error) => [none(), none(), none(), none(), none(), error.clone()],
    }
}
