//! Figures of a verified history, side by side: the period and the four quarters that end with it, or the parts that it
//! is broken down into.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::cli::books::Books;
use crate::cli::{CliError, Context};
use crate::process::Kind;
use crate::process::definition::{Measures, Section};
use crate::register::Oid;
use crate::statistics::{Figures, Group, Period, Window, figures};

/// What every register can be broken down by, whatever its process names.
pub(super) const QUARTER: &str = "quarter";
/// Each quarter is counted by itself; a hundred years of them are read by nobody.
const MOST_QUARTERS: usize = 400;

/// Figures of a kind, side by side.
pub(super) struct Sheet {
    /// The kind.
    pub kind: Arc<Kind>,
    /// What they are about.
    pub period: Period,
    /// The last day that was watched.
    pub watched: NaiveDate,
    /// Whether the period is over by then.
    pub over: bool,
    /// The commit that they are of; none where the register has none yet.
    pub commit: Option<Oid>,
    /// The figures.
    pub columns: Vec<Column>,
}

/// Figures of a period, or of a part.
pub(super) struct Column {
    /// What is in it.
    pub name: String,
    /// The period that it is about.
    pub period: Period,
    /// Whether it is a group of documents.
    pub is_group: bool,
    /// The figures.
    pub group: Group,
}

impl Sheet {
    /// What its kind counts.
    pub(super) fn measures(&self) -> Option<&Measures> {
        self.kind.definition.measures.as_ref()
    }

    /// The sections of what it counts, by name.
    pub(super) fn sections(&self) -> impl Iterator<Item = (&str, &Section)> {
        let sections = self.measures().into_iter().flat_map(|measures| &measures.sections);
        sections.map(|(name, section)| (name.as_str(), section))
    }
}

/// The figures of every kind that has any.
///
/// # Errors
/// Wrong usage: a breakdown that there is none of, a process without statistics; sums that do not come out.
pub(super) fn sheets(
    books: &Books,
    period: &Period,
    by: Option<&str>,
    context: &Context,
) -> Result<Vec<Sheet>, CliError> {
    let kinds: Vec<&Arc<Kind>> =
        books.desk.kinds().iter().filter(|kind| kind.definition.measures.is_some()).collect();
    if kinds.is_empty() {
        return Err(CliError::usage("the process of this register counts nothing")
            .hint("`measures` of a process definition says what is counted"));
    }
    let known =
        by.is_none_or(|by| by == QUARTER || kinds.iter().any(|kind| names(kind).any(|name| name == by)));
    if !known {
        let (by, all) = (by.unwrap_or_default(), kinds.iter().flat_map(|kind| names(kind)));
        let error = CliError::usage(format!("figures can't be broken down by `{by}`"));
        return Err(error.or_meant(by, std::iter::once(QUARTER).chain(all)));
    }
    let quarters = period.quarters().len();
    if by == Some(QUARTER) && quarters > MOST_QUARTERS {
        let message = format!(
            "the period has {quarters} quarters, and no more than {MOST_QUARTERS} are counted one by one"
        );
        return Err(CliError::usage(message).hint("name a shorter period, or leave `--by` out"));
    }
    kinds.into_iter().map(|kind| sheet(books, kind, period, by, context)).collect()
}

fn names(kind: &Kind) -> impl Iterator<Item = &str> {
    kind.definition.measures.iter().flat_map(|measures| measures.by.keys().map(String::as_str))
}

fn sheet(
    books: &Books,
    kind: &Arc<Kind>,
    period: &Period,
    by: Option<&str>,
    context: &Context,
) -> Result<Sheet, CliError> {
    let today = books.desk.today(context);
    let windowed = |period: &Period| books.window(period, context.as_of, today);
    let window = windowed(period)?;
    let mut columns = Vec::new();
    match by {
        Some(QUARTER) => {
            let parts = period.quarters();
            let windows = parts.iter().map(windowed).collect::<Result<Vec<_>, _>>()?;
            for (period, found) in parts.into_iter().zip(counted(books, kind, None, &windows)?) {
                let name = period.to_string();
                columns.push(Column { name, period, is_group: false, group: found.all });
            }
        }
        Some(_) => {
            let column = |(name, group)| Column { name, period: period.clone(), is_group: true, group };
            for found in counted(books, kind, by, std::slice::from_ref(&window))? {
                columns.extend(found.groups.into_iter().map(column));
                columns.push(Column { is_group: false, ..column((period.to_string(), found.all)) });
            }
        }
        None => {
            let rolling = period.rolling().filter(|_| period.is_quarter());
            let named = std::iter::once((period.to_string(), period.clone()))
                .chain(rolling.map(|rolling| ("four quarters".to_owned(), rolling)));
            let named: Vec<(String, Period)> = named.collect();
            let windows = named.iter().map(|(_, period)| windowed(period)).collect::<Result<Vec<_>, _>>()?;
            for ((name, period), found) in named.into_iter().zip(counted(books, kind, None, &windows)?) {
                columns.push(Column { name, period, is_group: false, group: found.all });
            }
        }
    }
    Ok(Sheet {
        kind: Arc::clone(kind),
        period: period.clone(),
        watched: window.watched,
        over: period.to < window.today,
        commit: books.history.commit_of(window.known),
        columns,
    })
}

/// The figures of some windows.
///
/// # Errors
/// Sums that do not come out: a register whose figures can't be right.
pub(super) fn counted(
    books: &Books,
    kind: &Kind,
    by: Option<&str>,
    windows: &[Window],
) -> Result<Vec<Figures>, CliError> {
    let Some(measures) = &kind.definition.measures else {
        return Ok(vec![Figures::default(); windows.len()]);
    };
    let tallies = books.tallies(kind, by, windows)?;
    let added = windows.iter().zip(tallies).map(|(window, tallies)| {
        figures(measures, &tallies).map_err(|broken| {
            CliError::environment(format!("the figures of {} do not hang together: {broken}", window.period))
                .hint("`iwcp verify` and `iwcp check` say what is wrong with the register")
        })
    });
    added.collect()
}

/// The figures of one window, whole.
///
/// # Errors
/// As [`counted`].
pub(super) fn counted_whole(books: &Books, kind: &Kind, window: Window) -> Result<Group, CliError> {
    Ok(counted(books, kind, None, &[window])?.pop().map(|found| found.all).unwrap_or_default())
}
