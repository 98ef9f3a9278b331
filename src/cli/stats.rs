//! `iwcp stats`: the figures of a period.

mod data;
mod gather;
mod picture;
mod recount;
mod release;
mod text;

use chrono::NaiveDate;
pub(super) use recount::recount;
use serde_json::json;

use super::books::Books;
use super::step::Given;
use super::{CliError, Context, Outcome, clock};
use crate::output::Format;
use crate::statistics::{Period, quarter_of};

/// Shows the figures of a quarter: how much there was, how quickly it was answered, and what came of it
///
/// Figures are those of the register as it stood at the period's end; `--as-of` looks at the same period from another
/// day. Without a period it is the quarter so far. Every figure stands with its definition, every share with both of
/// its numbers, and what is still open counts as open, never as nothing.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A calendar quarter, as 2026-Q3
    #[arg(long, value_name = "QUARTER", value_parser = Period::quarter, conflicts_with_all = ["year", "from"])]
    quarter: Option<Period>,
    /// A calendar year
    #[arg(long, value_name = "YEAR", value_parser = Period::year, conflicts_with = "from")]
    year: Option<Period>,
    /// From this day on
    #[arg(long, value_name = "DATE", value_parser = clock::day)]
    from: Option<NaiveDate>,
    /// Up to and including this day; or how figures are written: html, svg, json or csv
    #[arg(long, value_name = "DATE|FORMAT", value_parser = To::parse)]
    to: Vec<To>,
    /// Break figures down: by quarter, or by what the process of the register names
    #[arg(long, value_name = "WHAT")]
    by: Option<String>,
    /// Draft the release of a quarter for third parties: without names, and without what is small or gives it away
    #[arg(long, value_name = "QUARTER", value_parser = Period::quarter)]
    #[arg(conflicts_with_all = ["quarter", "year", "from", "to", "by"])]
    release: Option<Period>,
    /// Say something in the message of a release's commit
    #[arg(short, long, value_name = "TEXT", requires = "release")]
    message: Option<String>,
    /// Show the release, and make nothing
    #[arg(long, requires = "release")]
    dry_run: bool,
}

/// What `--to` takes: a day or a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum To {
    Day(NaiveDate),
    Html,
    Svg,
    Json,
    Csv,
}

impl To {
    fn parse(text: &str) -> Result<Self, String> {
        match text {
            "html" => Ok(Self::Html),
            "svg" => Ok(Self::Svg),
            "json" => Ok(Self::Json),
            "csv" => Ok(Self::Csv),
            day => clock::day(day)
                .map(Self::Day)
                .map_err(|_| "write a day as 2026-05-04, or html, svg, json or csv".to_owned()),
        }
    }
}

/// Runs the command.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    if let Some(quarter) = &args.release {
        if context.as_of.is_some() {
            return Err(CliError::usage("a release is of the register as it stood at the quarter's end")
                .hint("`--as-of` goes with figures that are looked at, and with no release"));
        }
        let given = Given { message: args.message.clone(), dry_run: args.dry_run, ..Given::default() };
        return release::run(quarter, given, context);
    }
    let format = args.format(context)?;
    let (books, sheets) = Books::consult(context.as_of, context, |books| {
        let (period, day) = (args.period(books, context)?, books.desk.today(context));
        if period.from > day {
            let error = CliError::usage(format!("{period} has not begun on {day}"));
            return Err(error.hint("name a period that has, or a later day: `--as-of DATE`"));
        }
        gather::sheets(books, &period, args.by.as_deref(), context)
    })?;
    let clean = books.is_clean(context)?;
    match format {
        Some(To::Csv) => context.output.verbatim(&data::csv(&sheets)?)?,
        Some(To::Html) => context.output.verbatim(&picture::html(&books.desk, &sheets)?)?,
        Some(To::Svg) => context.output.verbatim(&picture::svg(&books.desk, &sheets)?)?,
        Some(To::Json) => context.output.json(data::SHAPE, json!({"sheets": data::json(&sheets)}))?,
        _ => sheets.iter().try_for_each(|sheet| text::tell(sheet, context))?,
    }
    Ok(if clean { Outcome::Fine } else { Outcome::Findings })
}

impl Args {
    /// How figures are to be written, where `--to` says so.
    fn format(&self, context: &Context) -> Result<Option<To>, CliError> {
        let mut formats = self.to.iter().filter(|to| !matches!(to, To::Day(_)));
        let global = match context.output.format() {
            Format::Csv => Some(To::Csv),
            _ => context.output.is_json().then_some(To::Json),
        };
        match (formats.next(), formats.next()) {
            (None, _) => Ok(global),
            (format, None) => Ok(format.copied()),
            _ => Err(CliError::usage("figures are written in one format: `--to` names two")),
        }
    }

    fn period(&self, books: &Books, context: &Context) -> Result<Period, CliError> {
        let mut days = self.to.iter().filter_map(|to| match to {
            To::Day(day) => Some(*day),
            _ => None,
        });
        let named = self.quarter.clone().or_else(|| self.year.clone());
        match (self.from, days.next(), days.next(), named) {
            (None, None, None, Some(period)) => Ok(period),
            (None, None, None, None) => quarter_of(books.desk.today(context))
                .ok_or_else(|| CliError::usage("that day lies in no quarter")),
            (Some(from), Some(to), None, None) if from <= to => Ok(Period { from, to }),
            (Some(_), Some(_), None, None) => Err(CliError::usage("the period ends before it begins")),
            _ => Err(CliError::usage(
                "a period is one of --quarter, --year, or --from and --to with a day each",
            )),
        }
    }
}
