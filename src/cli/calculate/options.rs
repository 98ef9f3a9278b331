//! The clocks that can be calculated, each with the options that it takes: those of the process definitions, and the
//! plain span of days.

use std::ffi::OsString;

use chrono::NaiveDate;
use clap::{Arg, ArgAction, ArgMatches, Args as _, Command, FromArgMatches as _};

use super::{calendar, day};
use crate::calendar::add_months;
use crate::cli::{CliError, Context, Global, clock};
use crate::process::calculator::{Given, calculate};
use crate::process::condition::State;
use crate::process::{Catalogue, Cause, Kind, Part, Reading};

/// The plain span: a date and so much time after it.
const SPAN: &str = "span";
const START: &str = "start";
const MONTHS: &str = "months";
const DAYS: &str = "days";
const WORKING_DAYS: &str = "working-days";
const CALENDAR: &str = "calendar";
/// What is said where a calendar does not reach.
const BEYOND: &str = "that lies beyond the years that calendars speak of";
/// Reads cases from standard input.
const CSV: &str = "csv";
/// The option that asks how long cases took together.
const SURVIVAL: &str = "survival";

/// What an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// Nothing.
    Nothing,
    /// A date.
    Day,
    /// A number.
    Number,
    /// A name.
    Name,
}

/// An option of a clock.
#[derive(Clone, Debug)]
pub(super) struct Ask {
    pub(super) name: String,
    help: String,
    takes: Takes,
    pub(super) required: bool,
    /// Whether its day stops the clock.
    stops: bool,
    /// The option without which it changes nothing.
    with: Option<String>,
}

/// A clock that can be calculated.
pub(super) struct Clock<'a> {
    pub(super) name: &'a str,
    pub(super) title: &'a str,
    pub(super) clause: Vec<String>,
    pub(super) asks: Vec<Ask>,
    /// The kind that has it; none for the plain span.
    kind: Option<&'a Kind>,
}

/// What somebody asked of a clock.
pub(super) enum Asked {
    /// One case.
    Case(Vec<(String, String)>, Box<Context>),
    /// Those on standard input, with what is the same for all of them.
    Cases(Vec<(String, String)>, Box<Context>),
    /// How long those took together.
    Together(Vec<(String, String)>, Box<Context>),
}

/// Every clock that asks for something, and the plain span.
pub(super) fn all(catalogue: &Catalogue) -> Vec<Clock<'_>> {
    let mut clocks = vec![span()];
    for kind in catalogue.kinds() {
        for (name, clock) in kind.definition.clocks.iter().filter(|(_, clock)| !clock.asks.is_empty()) {
            let asks = clock.asks.iter().map(|(name, ask)| Ask {
                name: name.clone(),
                help: ask.help.clone(),
                takes: match (ask.is_flag(), ask.name) {
                    (true, _) => Takes::Nothing,
                    (false, true) => Takes::Name,
                    (false, false) => Takes::Day,
                },
                required: ask.required,
                stops: ask.stops(clock),
                with: ask.with.clone(),
            });
            clocks.push(Clock {
                name,
                title: &clock.title,
                clause: clock.clause.0.clone(),
                asks: asks.collect(),
                kind: Some(kind),
            });
        }
    }
    clocks
}

fn span() -> Clock<'static> {
    let ask = |name: &str, help: &str, takes| Ask {
        name: name.to_owned(),
        help: help.to_owned(),
        takes,
        required: name == START,
        stops: false,
        with: None,
    };
    let asks = vec![
        ask(START, "the day from which is counted; it is day 0", Takes::Day),
        ask(MONTHS, "so many calendar months, to the corresponding day or the month's last", Takes::Number),
        ask(DAYS, "so many calendar days", Takes::Number),
        ask(WORKING_DAYS, "so many working days", Takes::Number),
        ask(CALENDAR, "the calendar that working days are counted by", Takes::Name),
    ];
    let title = "some time after a day: months, then days, then working days";
    Clock { name: SPAN, title, clause: Vec::new(), asks, kind: None }
}

impl Clock<'_> {
    /// Reads the options behind the clock's name; those that every command takes may stand among them.
    ///
    /// # Errors
    /// What the parser has to say: help, or what is wrong.
    pub(super) fn parse(&self, rest: &[String], context: &Context) -> Result<Asked, clap::Error> {
        let csv = Arg::new(CSV).long(CSV).action(ArgAction::SetTrue);
        let together = Arg::new(SURVIVAL).long(SURVIVAL).action(ArgAction::SetTrue).requires(CSV);
        let mut command = Command::new(self.name.to_owned())
            .bin_name(format!("iwcp clock {}", self.name))
            .about(self.title.to_owned())
            .arg(csv.help("Read cases from standard input as CSV, a column an option"))
            .arg(
                together
                    .help("With --csv: how long the cases took together, open ones counted (Kaplan-Meier)"),
            );
        for ask in &self.asks {
            let arg = Arg::new(ask.name.clone()).long(ask.name.clone()).help(ask.help.clone());
            let arg = match ask.takes {
                Takes::Nothing => arg.action(ArgAction::SetTrue),
                Takes::Day => arg.value_name("DATE"),
                Takes::Number => arg.value_name("NUMBER"),
                Takes::Name => arg.value_name("NAME"),
            };
            command = command.arg(match ask.required {
                true => arg.required_unless_present(CSV),
                false => arg,
            });
        }
        let arguments = std::iter::once(OsString::from(self.name)).chain(rest.iter().map(OsString::from));
        let matches = Global::augment_args(command).try_get_matches_from(arguments)?;
        let context = Box::new(Global::from_arg_matches(&matches)?.beside(context, &matches));
        let given = self.given(&matches);
        Ok(match (matches.get_flag(CSV), matches.get_flag(SURVIVAL)) {
            (false, _) => Asked::Case(given, context),
            (true, false) => Asked::Cases(given, context),
            (true, true) => Asked::Together(given, context),
        })
    }

    /// What was given and changes nothing, since what it goes with was not.
    pub(super) fn idle(&self, given: &[(String, String)]) -> Vec<String> {
        let is_given = |name: &str| given.iter().any(|(option, _)| option == name);
        let told = |ask: &Ask| {
            let with = ask.with.as_ref().filter(|with| is_given(&ask.name) && !is_given(with))?;
            let help = &self.asks.iter().find(|other| other.name == *with)?.help;
            Some(format!("`--{}` changes nothing without `--{with}` ({help})", ask.name))
        };
        self.asks.iter().filter_map(told).collect()
    }

    fn given(&self, matches: &ArgMatches) -> Vec<(String, String)> {
        let value = |ask: &Ask| match ask.takes {
            Takes::Nothing => matches.get_flag(&ask.name).then(|| "yes".to_owned()),
            _ => matches.get_one::<String>(&ask.name).cloned(),
        };
        self.asks.iter().filter_map(|ask| Some((ask.name.clone(), value(ask)?))).collect()
    }

    /// Reads the clock off a case, given as options with their values.
    ///
    /// # Errors
    /// Wrong usage: an option that is missing or can't be read.
    pub(super) fn read(&self, given: &[(String, String)], context: &Context) -> Result<Reading, CliError> {
        let value =
            |name: &str| given.iter().find(|(option, _)| option == name).map(|(_, text)| text.as_str());
        let mut read = Vec::new();
        let mut stops = Vec::new();
        for ask in &self.asks {
            let Some(text) = value(&ask.name) else {
                if ask.required {
                    return Err(CliError::usage(format!("`{}` is missing", ask.name)).hint(ask.help.clone()));
                }
                continue;
            };
            let given = ask.value(text)?;
            stops.extend(matches!(given, Some(Given::Day(_)) if ask.stops).then_some(given.clone()));
            read.extend(given.map(|given| (ask.name.as_str(), given)));
        }
        let stops = stops.into_iter().flatten().filter_map(|given| match given {
            Given::Day(day) => Some(day),
            Given::Set | Given::Name(_) => None,
        });
        let today = day(stops, context);
        // A calendar that can't be had is said before anything is counted by it.
        let named = value(CALENDAR);
        let calendar = calendar(named, &context.directory)?;
        let Some(kind) = self.kind else { return self.spanned(&value, today, &calendar) };
        let reading = calculate(kind, self.name, &read, today, &|_| Some(calendar.clone()))
            .ok_or_else(|| CliError::environment("the program's own process is faulty"))?;
        // All that is needed was given: what is not known then, the calendar does not know.
        let whole = self.asks.iter().any(|ask| ask.required);
        if whole && (reading.started.is_none() || reading.due.is_none()) {
            return Err(CliError::usage(BEYOND));
        }
        Ok(reading)
    }

    fn spanned<'v>(
        &self,
        value: &impl Fn(&str) -> Option<&'v str>,
        today: NaiveDate,
        calendar: &crate::calendar::Calendar,
    ) -> Result<Reading, CliError> {
        let count = |name: &str| value(name).map_or(Ok(0), |text| number(name, text));
        let start = date(START, value(START).unwrap_or_default())?;
        let (months, days, working) = (count(MONTHS)?, count(DAYS)?, count(WORKING_DAYS)?);
        let due = add_months(start, months)
            .and_then(|day| day.checked_add_days(chrono::Days::new(u64::from(days))))
            .and_then(|day| calendar.add_working_days(day, working))
            .ok_or_else(|| CliError::usage(BEYOND))?;
        let state = match (start > today, today <= due) {
            (true, _) => State::NotStarted,
            (false, true) => State::Running,
            (false, false) => State::Overdue,
        };
        let parts = [(months, "month"), (days, "day"), (working, "working day")];
        let told: Vec<String> = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, noun)| format!("{count} {noun}{}", if *count == 1 { "" } else { "s" }))
            .collect();
        let by = if working > 0 { format!(" ({})", calendar.counted_to(Some(due))) } else { String::new() };
        let from = match told.is_empty() {
            true => "the same day".to_owned(),
            false => format!("{}{by} after {start}", told.join(", ")),
        };
        Ok(Reading {
            clock: self.name.to_owned(),
            item: None,
            started: Some(start),
            due: Some(due),
            stopped: None,
            state,
            days: Some(due.signed_duration_since(today).num_days()),
            causes: vec![Cause { part: Part::Due, date: due, from, commit: None, reason: None }],
        })
    }
}

impl Ask {
    /// Reads what was given; nothing for an empty cell, and for a flag that says no.
    fn value(&self, text: &str) -> Result<Option<Given>, CliError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        match self.takes {
            Takes::Nothing => match text.to_lowercase().as_str() {
                "yes" | "true" | "x" => Ok(Some(Given::Set)),
                "no" | "false" => Ok(None),
                _ => Err(CliError::usage(format!("`{}` is `{text}`: write yes or no", self.name))),
            },
            Takes::Day => date(&self.name, text).map(|day| Some(Given::Day(day))),
            Takes::Number => number(&self.name, text).map(|_| None),
            Takes::Name => Ok(Some(Given::Name(text.to_owned()))),
        }
    }
}

fn date(option: &str, text: &str) -> Result<NaiveDate, CliError> {
    clock::day(text).map_err(|how| CliError::usage(format!("`{option}` is `{text}`: {how}")))
}

fn number(option: &str, text: &str) -> Result<u32, CliError> {
    text.parse().map_err(|_| CliError::usage(format!("`{option}` is `{text}`, which is no number from 0 on")))
}
