//! The tables of an export, and what they are filled with.

use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::Value as Json;

use crate::cli::books::Books;
use crate::cli::{CliError, Context};
use crate::output::{Field, Rows, Shape};
use crate::process::clock::readings_of;
use crate::process::{Event, Kind, Reading, Scene};
use crate::rules::masked;

const META: usize = 0;
const DOCUMENTS: usize = 1;
const EVENTS: usize = 2;
const CLOCKS: usize = 3;

/// The tables, in the order in which rows name them. docs/export.md describes them; a new version of either changes
/// [`VERSION`].
pub(super) const TABLES: &[Shape] = &[
    Shape { name: "meta", columns: &[("key", "TEXT"), ("value", "TEXT")], key: "PRIMARY KEY (key)" },
    Shape {
        name: "documents",
        columns: &[
            ("kind", "TEXT"),
            ("id", "TEXT"),
            ("path", "TEXT"),
            ("status", "TEXT"),
            ("process", "TEXT"),
            ("data", "TEXT"),
        ],
        key: "PRIMARY KEY (kind, id)",
    },
    Shape {
        name: "events",
        columns: &[
            ("place", "INTEGER PRIMARY KEY"),
            ("commit_id", "TEXT"),
            ("kind", "TEXT"),
            ("document", "TEXT"),
            ("step", "TEXT"),
            ("status", "TEXT"),
            ("participant", "TEXT"),
            ("role", "TEXT"),
            ("person", "TEXT"),
            ("date", "TEXT"),
            ("received", "TEXT"),
        ],
        key: "",
    },
    Shape {
        name: "clocks",
        columns: &[
            ("kind", "TEXT"),
            ("document", "TEXT"),
            ("clock", "TEXT"),
            ("item", "INTEGER"),
            ("started", "TEXT"),
            ("due", "TEXT"),
            ("stopped", "TEXT"),
            ("state", "TEXT"),
            ("days", "INTEGER"),
        ],
        key: "",
    },
];

/// The version of the tables.
const VERSION: u32 = 1;

/// Tables that are being filled.
pub(super) struct Filling<'a> {
    books: &'a Books,
    rows: Box<dyn Rows>,
    counts: Vec<u64>,
    today: NaiveDate,
    context: &'a Context,
}

impl<'a> Filling<'a> {
    /// Begins with what the register is.
    ///
    /// # Errors
    /// What the medium gives; a commit that can't be read.
    pub(super) fn new(books: &'a Books, rows: Box<dyn Rows>, context: &'a Context) -> Result<Self, CliError> {
        let today = books.desk.today(context);
        let counts = vec![0; TABLES.len()];
        let mut filling = Self { books, rows, counts, today, context };
        let desk = &books.desk;
        let root = books.history.verification.root.map(|root| root.to_string());
        let meta = [
            ("version", Some(VERSION.to_string())),
            ("program", Some(env!("CARGO_PKG_VERSION").to_owned())),
            ("register", desk.snapshot.settings.name.clone()),
            ("root", root),
            ("tip", Some(desk.tip.to_string())),
            ("as_of", Some(today.to_string())),
        ];
        for (key, value) in meta {
            let row = [Field::from(key), value.into()];
            filling.row(META, &row)?;
        }
        Ok(filling)
    }

    fn row(&mut self, table: usize, fields: &[Field]) -> Result<(), CliError> {
        if let Some(count) = self.counts.get_mut(table) {
            *count += 1;
        }
        Ok(self.rows.row(table, fields)?)
    }

    /// Adds all documents of a kind.
    ///
    /// # Errors
    /// What the medium gives; an object that can't be read.
    pub(super) fn kind(&mut self, kind: &Arc<Kind>) -> Result<(), CliError> {
        let books = self.books;
        let paths: Vec<(&str, &str)> = books.paths_of(kind).collect();
        let total = paths.len();
        for (at, (path, id)) in paths.into_iter().enumerate() {
            if at % 256 == 0 {
                // Progress is for whoever looks on; that nobody can see it stops nothing.
                let _ = self.context.output.progress(&format!("{}: {at} of {total}", kind.definition.kind));
            }
            self.document(kind, path, id, books.steps(path))?;
        }
        let _ = self.context.output.progress("");
        Ok(())
    }

    fn document(
        &mut self,
        kind: &Arc<Kind>,
        path: &str,
        id: &str,
        life: Vec<(usize, Event)>,
    ) -> Result<(), CliError> {
        let Some((_, last)) = life.last() else { return Ok(()) };
        let document = Arc::clone(&last.document);
        let kind = self.books.desk.snapshot.versioned(kind, &document);
        let (name, envelope) = (kind.definition.kind.as_str(), &kind.definition.envelope);
        let text =
            |document: &Json, field: &str| document.get(field).and_then(Json::as_str).map(str::to_owned);
        self.row(
            DOCUMENTS,
            &[
                name.into(),
                id.into(),
                path.into(),
                text(&document, &envelope.status).into(),
                text(&document, &envelope.process).into(),
                masked(&document).to_string().into(),
            ],
        )?;
        for (place, event) in &life {
            self.row(
                EVENTS,
                &[
                    i64::try_from(*place).unwrap_or(i64::MAX).into(),
                    event.commit.as_str().into(),
                    name.into(),
                    id.into(),
                    event.step.as_str().into(),
                    text(&event.document, &envelope.status).into(),
                    event.signer.participant.as_str().into(),
                    event.signer.role.as_str().into(),
                    event.signer.person.as_str().into(),
                    event.date.to_string().into(),
                    event.received.to_string().into(),
                ],
            )?;
        }
        let life: Arc<[Event]> = life.into_iter().map(|(_, event)| event).collect();
        self.clocks(kind, id, &document, life)
    }

    fn clocks(&mut self, kind: &Kind, id: &str, document: &Json, life: Arc<[Event]>) -> Result<(), CliError> {
        let (definition, today) = (&kind.definition, self.today);
        let readings: Vec<Reading> = self.books.desk.with_life(life, |world| {
            let scene = Scene { definition, before: None, after: document, signer: None, today, world };
            definition.clocks.keys().flat_map(|clock| readings_of(&scene, clock)).collect()
        })?;
        for reading in readings.iter().filter(|reading| reading.started.is_some()) {
            let day = |day: Option<NaiveDate>| Field::from(day.map(|day| day.to_string()));
            self.row(
                CLOCKS,
                &[
                    definition.kind.as_str().into(),
                    id.into(),
                    reading.clock.as_str().into(),
                    reading.item.and_then(|item| i64::try_from(item).ok()).into(),
                    day(reading.started),
                    day(reading.due),
                    day(reading.stopped),
                    reading.state.word().into(),
                    reading.days.into(),
                ],
            )?;
        }
        Ok(())
    }

    /// Makes the tables whole; how many rows each has.
    ///
    /// # Errors
    /// What the medium gives.
    pub(super) fn finish(self) -> Result<Vec<u64>, CliError> {
        self.rows.finish()?;
        Ok(self.counts)
    }
}
