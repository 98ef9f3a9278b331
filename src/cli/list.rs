//! `iwcp list`: the documents of a kind as a table, of one register or of several.

use std::cmp::Ordering;
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::filter::{Filter, Sorting};
use super::listed::{Asked, Known, Listed, listed};
use super::new::counted;
use super::registers::all;
use super::{CliError, Context, Outcome};
use crate::output::{Cell, Column, Table};
use crate::process::Kind;

/// Lists the documents of a kind (reports, unless another kind is named)
///
/// Fields are named by their paths (`handset.manufacturer`), by a column's heading, or by the end of a path
/// (`manufacturer`). With `-C` given more than once, the documents of several registers stand in one table.
#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// The kind of document
    kind: Option<String>,
    /// The same, by its name
    #[arg(long = "kind", value_name = "KIND", conflicts_with = "kind")]
    named: Option<String>,
    /// Only those in one of these statuses
    #[arg(long, value_name = "STATUS")]
    status: Vec<String>,
    /// Only those that are open
    #[arg(long)]
    open: bool,
    /// Only those whose field has this value; an empty value: those that lack it
    #[arg(long = "where", value_name = "FIELD=VALUE")]
    filters: Vec<String>,
    /// Sorted by a field, from the last to the first with a - before it; by id where it is left out
    #[arg(long, value_name = "FIELD", allow_hyphen_values = true)]
    sort: Option<String>,
}

impl Args {
    /// Says why nothing is listed.
    fn nothing(&self, kind: &Kind) -> String {
        let title = &kind.definition.title;
        match self.status.is_empty() && self.filters.is_empty() && !self.open {
            true => format!("the register holds no {title}"),
            false => format!("no {title} of the register is like that"),
        }
    }
}

/// A document and the register that it stands in, where there are several.
type Row = (Option<String>, Listed);

/// Runs the command.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    let mut rows: Vec<Row> = Vec::new();
    let mut shown: Option<Arc<Kind>> = None;
    for register in all(context)? {
        let kind = match args.kind.as_ref().or(args.named.as_ref()) {
            Some(name) => register.desk.kind(name)?,
            None => counted(&register.desk)?,
        };
        let wanted = Wanted::read(&args, &kind)?;
        let sorting = args.sort.as_ref().map(|field| Sorting::read(&kind, field)).transpose()?;
        let fields = wanted.filters.iter().map(Filter::field).chain(sorting.iter().map(Sorting::field));
        let fields: Vec<_> = fields.collect();
        // Documents of several registers stand under the columns of the first.
        let own_columns = fields.is_empty() && context.further.is_empty();
        let asked = Asked { fields: &fields, own_columns, now: context.as_of.is_none() };
        let documents = listed(&register.desk, &kind, asked)?.into_iter();
        rows.extend(
            documents
                .filter(|document| wanted.has(document))
                .map(|document| (register.name.clone(), document)),
        );
        shown.get_or_insert(kind);
    }
    let Some(kind) = shown else { return Ok(Outcome::Fine) };
    if let Some(field) = &args.sort {
        let sorting = Sorting::read(&kind, field)?;
        rows.sort_by(|(_, one), (_, other)| match (&one.known, &other.known) {
            (Known::Data(one), Known::Data(other)) => sorting.compare(one, other),
            // Of those that are sorted the data is known.
            _ => Ordering::Equal,
        });
    }
    print(&kind, &rows, context)?;
    if rows.is_empty() && !context.output.is_json() {
        context.output.note(&args.nothing(&kind))?;
    }
    Ok(Outcome::Fine)
}

fn print(kind: &Kind, rows: &[Row], context: &Context) -> Result<(), CliError> {
    if context.output.is_json() {
        let rows: Vec<Json> = rows.iter().map(as_data).collect();
        context.output.json("iwcp/list/1", json!({"kind": kind.definition.kind, "documents": rows}))?;
        return Ok(());
    }
    let several = !context.further.is_empty();
    let columns = &kind.definition.columns;
    let register = several.then(|| Column::new("register", "Register").shrink(2).wrap());
    let headings = columns.keys().enumerate().map(|(at, heading)| {
        // What a document is called gives way last.
        Column::new(heading.to_lowercase(), heading).shrink(u8::from(at > 0)).wrap()
    });
    let mut table = Table::new(register.into_iter().chain(headings));
    for (register, document) in rows {
        let cells = document.values(columns).into_iter().map(cell);
        table.row(register.iter().map(|name| Cell::from(name.clone())).chain(cells));
    }
    context.output.table(&table)?;
    Ok(())
}

/// What is asked of a document to be shown.
struct Wanted<'a> {
    status: &'a [String],
    open: bool,
    filters: Vec<Filter>,
}

impl<'a> Wanted<'a> {
    fn read(args: &'a Args, kind: &Kind) -> Result<Self, CliError> {
        let known = &kind.definition.statuses;
        if let Some(status) = args.status.iter().find(|status| !known.contains_key(status.as_str())) {
            let error = CliError::usage(format!("a {} has no status `{status}`", kind.definition.title));
            return Err(error.or_meant(status, known.keys().map(String::as_str)));
        }
        let filters =
            args.filters.iter().map(|filter| Filter::read(kind, filter)).collect::<Result<_, _>>()?;
        Ok(Self { status: &args.status, open: args.open, filters })
    }

    fn has(&self, document: &Listed) -> bool {
        let status = document.status().unwrap_or_default();
        (self.status.is_empty() || self.status.iter().any(|wanted| wanted == status))
            && (!self.open || document.is_open())
            && self.filters.iter().all(|filter| document.fits(|data| filter.fits(data)))
    }
}

fn cell(value: Option<&Json>) -> Cell {
    match value {
        None => Cell::empty(),
        Some(Json::String(text)) => Cell::from(text.clone()),
        Some(other) => Cell::new(other.to_string(), other.clone()),
    }
}

/// A document with the fields of its kind's columns, by their paths.
fn as_data((register, document): &Row) -> Json {
    let columns = &document.kind.definition.columns;
    let values = document.values(columns).into_iter().map(|value| value.cloned().unwrap_or_default());
    let fields: Map<String, Json> = columns.values().map(ToString::to_string).zip(values).collect();
    let mut row = json!({
        "id": document.id, "path": document.path, "status": document.status(), "open": document.is_open(),
        "fields": fields,
    });
    if let (Some(register), Some(row)) = (register, row.as_object_mut()) {
        row.insert("register".to_owned(), Json::from(register.clone()));
    }
    row
}
