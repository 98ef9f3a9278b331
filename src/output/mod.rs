//! Findings and tables for people and machines. One file a format of findings (`full`, `concise`, `json`, `github`, …);
//! a new one implements [`FindingsFormat`] and gets a line in [`Format`].
//! Commands print through [`Output`] and nothing else. Text of documents is hostile until [`printable`] has
//! escaped it. Knows no git, no rules, no processes.

mod agenda;
mod cell;
mod chart;
mod concise;
mod excerpt;
mod full;
pub mod github;
mod gitlab;
mod json;
mod junit;
mod lines;
mod mail;
mod page;
mod report;
mod rows;
mod sarif;
mod spot;
mod stream;
mod table;
mod widths;

use std::io::{self, Write};

pub use crate::source::printable;
pub use agenda::{Entry, agenda};
pub use cell::{Cell, Tone};
pub use chart::{bar, curve};
pub use mail::message;
pub use report::{Noun, Report, Summary};
pub use rows::{Database, Field, Folder, Rows, RowsError, Shape};
pub use stream::{Captured, Colour, Output};
pub use table::{Align, Column, Table};

/// How results are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people: findings with the line they are about, tables that fit the terminal.
    #[default]
    Text,
    /// For people with many findings: one line each.
    Concise,
    /// For programs: JSON, each document with its schema's name.
    Json,
    /// For GitHub Actions: workflow commands.
    GitHub,
    /// For GitLab: a code quality report.
    GitLab,
    /// For code scanning: SARIF 2.1.0.
    Sarif,
    /// For CI servers: a JUnit report.
    JUnit,
    /// For spreadsheets: rows as CSV.
    Csv,
    /// For calendar programs: iCalendar.
    Ics,
}

/// The file that a finding without one stands in, for readers that want one: every register has it.
const NOWHERE: &str = "register.yaml";

impl Format {
    /// All formats, by the name that `--format` takes.
    pub const ALL: &[(&'static str, Format)] = &[
        ("text", Self::Text),
        ("json", Self::Json),
        ("concise", Self::Concise),
        ("github", Self::GitHub),
        ("gitlab", Self::GitLab),
        ("sarif", Self::Sarif),
        ("junit", Self::JUnit),
        ("csv", Self::Csv),
        ("ics", Self::Ics),
    ];

    /// The format of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, format)| *format)
    }

    /// Whether it is a format of findings alone, for what shows them beside the lines of a change.
    pub fn annotates(self) -> bool {
        matches!(self, Self::GitHub | Self::GitLab | Self::Sarif | Self::JUnit)
    }

    /// Whether it is a format of rows alone.
    pub fn is_of_rows(self) -> bool {
        matches!(self, Self::Csv | Self::Ics)
    }

    fn findings(self) -> &'static dyn FindingsFormat {
        match self {
            Self::Text | Self::Csv | Self::Ics => &full::Full,
            Self::Concise => &concise::Concise,
            Self::Json => &json::Json,
            Self::GitHub => &github::GitHub,
            Self::GitLab => &gitlab::GitLab,
            Self::Sarif => &sarif::Sarif,
            Self::JUnit => &junit::JUnit,
        }
    }
}

/// The paper that a format writes on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Paper {
    /// Whether it takes colour (ANSI escape sequences).
    pub colour: bool,
    /// Its width in columns; `None` where nothing may be cut (a pipe, a file).
    pub width: Option<usize>,
}

/// One way to print findings.
pub trait FindingsFormat {
    /// Writes all findings of a run and their summary.
    ///
    /// # Errors
    /// Only what `out` gives.
    fn write(&self, report: &Report<'_>, paper: Paper, out: &mut dyn Write) -> io::Result<()>;
}
