//! Figures of a verified history, side by side: the period and the four quarters that end with it, or the parts that it
//! is broken down into.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::cli::books::Books;
use crate::cli::{CliError, Context};
use crate::process::Kind;
use crate::process::definition::{Measures, Section};
use crate::register::Oid;
use crate::statistics::{Figures, Group, Period, Subject, Window, figures};

/// What every register can be broken down by, whatever its process names.
pub(super) const QUARTER: &str = "quarter";

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
    let subjects = books.subjects(kind);
    let today = books.desk.today(context);
    let windowed = |period: &Period| books.window(period, context.as_of, today);
    let window = windowed(period)?;
    let mut columns = Vec::new();
    match by {
        Some(QUARTER) => {
            let parts = period.quarters().into_iter().map(|part| (part.to_string(), part));
            for (name, period) in parts {
                let group = counted(books, kind, &subjects, None, &windowed(&period)?)?.all;
                columns.push(Column { name, period, is_group: false, group });
            }
        }
        Some(_) => {
            let found = counted(books, kind, &subjects, by, &window)?;
            let column = |(name, group)| Column { name, period: period.clone(), is_group: true, group };
            columns.extend(found.groups.into_iter().map(column));
            columns.push(Column { is_group: false, ..column((period.to_string(), found.all)) });
        }
        None => {
            let group = counted(books, kind, &subjects, None, &window)?.all;
            columns.push(Column { name: period.to_string(), period: period.clone(), is_group: false, group });
            if let Some(rolling) = period.rolling().filter(|_| period.is_quarter()) {
                let group = counted(books, kind, &subjects, None, &windowed(&rolling)?)?.all;
                let name = "four quarters".to_owned();
                columns.push(Column { name, period: rolling, is_group: false, group });
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

/// The figures of a window.
///
/// # Errors
/// Sums that do not come out: a register whose figures can't be right.
pub(super) fn counted(
    books: &Books,
    kind: &Kind,
    subjects: &[Subject<'_>],
    by: Option<&str>,
    window: &Window,
) -> Result<Figures, CliError> {
    let Some(measures) = &kind.definition.measures else { return Ok(Figures::default()) };
    figures(measures, &books.tallies(subjects, by, window)).map_err(|broken| {
        CliError::environment(format!("the figures of {} do not hang together: {broken}", window.period))
            .hint("`iwcp verify` and `iwcp check` say what is wrong with the register")
    })
}
