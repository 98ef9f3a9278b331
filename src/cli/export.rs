//! `iwcp export`: documents, steps and clocks as tables, for people who ask their own questions.

mod tables;
mod views;

use std::path::PathBuf;

use serde_json::json;

use super::books::Books;
use super::placing::require_named;
use super::{CliError, Context, Outcome};
use crate::output::{Database, Folder, Format, Rows};
use tables::{Filling, TABLES};
use views::views;

/// Writes documents, steps and clocks as tables into one SQLite file, or with --format csv into a folder of CSV files
///
/// docs/export.md describes the tables. What is written is confidential as the register is; serial numbers of phones are
/// masked. Nothing that is there is overwritten.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file, or the folder, to write
    #[arg(value_name = "PATH")]
    path: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    require_named(&args.path)?;
    let books = Books::open(context.as_of, context)?;
    let clean = books.is_clean(context)?;
    let path = context.directory.join(&args.path);
    let kinds = books.desk.kinds().to_vec();
    let rows: Box<dyn Rows> = match context.output.format() {
        Format::Csv => Box::new(Folder::create(&path, TABLES)?),
        _ => Box::new(Database::create(&path, TABLES, &views(&kinds))?),
    };
    let mut filling = Filling::new(&books, rows, context)?;
    filling.documents()?;
    let counts = filling.finish()?;
    if context.output.is_json() {
        let tables =
            TABLES.iter().zip(&counts).map(|(table, rows)| json!({"table": table.name, "rows": rows}));
        let members = json!({"path": args.path.display().to_string(), "tables": tables.collect::<Vec<_>>()});
        context.output.json("iwcp/export/1", members)?;
    } else {
        let told = TABLES.iter().zip(&counts).map(|(table, rows)| format!("{} {rows}", table.name));
        context.output.note(&format!("rows: {}", told.collect::<Vec<_>>().join(", ")))?;
    }
    Ok(if clean { Outcome::Fine } else { Outcome::Findings })
}
