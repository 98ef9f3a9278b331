//! The tables of an export, and what they are filled with.

use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::Value as Json;

use crate::cli::books::{Books, Placement};
use crate::cli::parallel::in_turn;
use crate::cli::reader::Reader;
use crate::cli::{CliError, Context};
use crate::output::{Field, Rows, Shape};
use crate::process::clock::readings_of;
use crate::process::{Event, Kind, Reading, Scene};
use crate::register::ObjectError;
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

    /// Adds all documents, kind by kind.
    ///
    /// # Errors
    /// What the medium gives; an object that can't be read.
    pub(super) fn documents(&mut self) -> Result<(), CliError> {
        let (books, today, context) = (self.books, self.today, self.context);
        let documents = books.documents();
        let readers = Reader::several(books, documents.len())?;
        let one = |reader: &Reader<'_>, (kind, path, id): &Placement<'_>| rows(reader, kind, path, id, today);
        let mut left = documents.iter().enumerate();
        in_turn(readers, &documents, one, |rows| {
            if let Some((at, (kind, ..))) = left.next().filter(|(at, _)| at % 256 == 0) {
                let told = format!("{}: {at} of {}", kind.definition.kind, documents.len());
                // Progress is for whoever looks on; that nobody can see it stops nothing.
                let _ = context.output.progress(&told);
            }
            rows?.iter().try_for_each(|(table, fields)| self.row(*table, fields))
        })?;
        let _ = context.output.progress("");
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

/// A row, and the place of its table.
type Row = (usize, Vec<Field>);

/// The rows of a document with its steps and clocks.
fn rows(
    reader: &Reader<'_>,
    kind: &Arc<Kind>,
    path: &str,
    id: &str,
    today: NaiveDate,
) -> Result<Vec<Row>, ObjectError> {
    let life = reader.steps(path);
    let Some((_, last)) = life.last() else { return Ok(Vec::new()) };
    let document = Arc::clone(&last.document);
    let kind = reader.snapshot().versioned(kind, &document);
    let (name, envelope) = (kind.definition.kind.as_str(), &kind.definition.envelope);
    let text = |document: &Json, field: &str| Field::from(document.get(field).and_then(Json::as_str));
    let mut rows = vec![(
        DOCUMENTS,
        vec![
            name.into(),
            id.into(),
            path.into(),
            text(&document, &envelope.status),
            text(&document, &envelope.process),
            masked(&document).to_string().into(),
        ],
    )];
    let (places, life): (Vec<usize>, Vec<Event>) = life.into_iter().unzip();
    rows.extend(places.iter().zip(&life).map(|(place, event)| {
        let fields = vec![
            i64::try_from(*place).unwrap_or(i64::MAX).into(),
            event.commit.as_str().into(),
            name.into(),
            id.into(),
            event.step.as_str().into(),
            text(&event.document, &envelope.status),
            event.signer.participant.as_str().into(),
            event.signer.role.as_str().into(),
            event.signer.person.as_str().into(),
            event.date.to_string().into(),
            event.received.to_string().into(),
        ];
        (EVENTS, fields)
    }));
    rows.extend(clocks(reader, kind, id, &document, &life.into(), today)?);
    Ok(rows)
}

fn clocks(
    reader: &Reader<'_>,
    kind: &Kind,
    id: &str,
    document: &Json,
    life: &Arc<[Event]>,
    today: NaiveDate,
) -> Result<Vec<Row>, ObjectError> {
    let definition = &kind.definition;
    let mut readings: Vec<Reading> = reader.with_life(life, |world| {
        let scene = Scene { definition, before: None, after: document, signer: None, today, world };
        definition.clocks.keys().flat_map(|clock| readings_of(&scene, clock)).collect()
    })?;
    readings.retain(|reading| reading.started.is_some());
    let day = |day: Option<NaiveDate>| Field::from(day.map(|day| day.to_string()));
    let row = |reading: Reading| {
        let fields = vec![
            definition.kind.as_str().into(),
            id.into(),
            reading.clock.as_str().into(),
            reading.item.and_then(|item| i64::try_from(item).ok()).into(),
            day(reading.started),
            day(reading.due),
            day(reading.stopped),
            reading.state.word().into(),
            reading.days.into(),
        ];
        (CLOCKS, fields)
    };
    Ok(readings.into_iter().map(row).collect())
}
