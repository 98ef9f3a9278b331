//! `iwcp template`: the templates that documents are made with, the program's and the register's own.

use serde_json::json;

use super::process::catalogue;
use super::rendering::faulty;
use super::{CliError, Context, Outcome};
use crate::cli::desk::Desk;
use crate::diagnostic::{Finding, rule};
use crate::output::{Cell, Column, Report, Table};
use crate::register::Settings;
use crate::render::{FOLDER, Sheet, TemplateError, Templates, trial};
use crate::source::{Source, Span};

/// Shows the templates of documents, and tries them
///
/// A register overrides a template by a file of the same name under `templates/`: `templates/notice/body.md`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Lists the documents that can be made, of what, for whom, and whose template it is
    List,
    /// Tries every document for every reader: names that are not there, words that are missing, what a reader may not
    /// read
    Check,
    /// Prints a template, the register's own where it has one: `notice`, or a file such as `words/en.yaml`
    Show {
        /// The document, or the file
        name: String,
    },
}

/// Runs the command.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    let desk = Desk::if_any(context)?;
    // The register's templates go over the program's; outside of a register there are the program's.
    let templates = desk.as_ref().map(super::mail::templates).transpose()?.unwrap_or_default();
    match args.command {
        Command::List => list(&templates, context),
        Command::Check => check(desk.as_ref(), &templates, context),
        Command::Show { name } => show(&templates, &name, context),
    }
}

fn list(templates: &Templates, context: &Context) -> Result<Outcome, CliError> {
    let mut table = Table::new([
        Column::new("document", "document"),
        Column::new("kind", "of"),
        Column::new("audiences", "for").shrink(1).wrap(),
        Column::new("clause", "clause").shrink(2).wrap(),
        Column::new("own", "whose"),
    ]);
    for sheet in Sheet::all(templates).map_err(faulty)? {
        let own = templates.names().into_iter().any(|name| {
            name.strip_prefix(&sheet.name).is_some_and(|rest| rest.starts_with('/')) && templates.is_own(name)
        });
        table.row([
            Cell::from(sheet.name.as_str()),
            Cell::from(sheet.kind.as_str()),
            Cell::new(sheet.audiences.join(", "), json!(sheet.audiences)),
            Cell::new(sheet.clause.0.join(", "), json!(sheet.clause.0)),
            Cell::new(if own { "the register's" } else { "the program's" }, own),
        ]);
    }
    match context.output.is_json() {
        true => context.output.json("iwcp/templates/1", json!({"templates": table.to_json()}))?,
        false => context.output.table(&table)?,
    }
    Ok(Outcome::Fine)
}

/// Every document for every reader, made of documents in which every field is filled.
fn check(desk: Option<&Desk>, templates: &Templates, context: &Context) -> Result<Outcome, CliError> {
    let catalogue = catalogue(desk)?;
    let language = desk.map_or_else(|| Settings::of("").locale, |desk| desk.snapshot.settings.locale.clone());
    let errors = trial(templates, &catalogue, &language);
    let findings: Vec<Finding> = errors.iter().map(|error| as_finding(templates, error)).collect();
    context.output.findings(&Report::new(&findings))?;
    Ok(Outcome::of(&findings))
}

/// An error of a template, at its line.
fn as_finding(templates: &Templates, error: &TemplateError) -> Finding {
    let finding = Finding::new(&rule::TEMPLATE, error.message.clone())
        .help("`iwcp template show NAME` prints what is there");
    let name = error.file.strip_prefix(FOLDER).and_then(|rest| rest.strip_prefix('/')).unwrap_or(&error.file);
    let Some((text, line)) = templates.text(name).zip(error.line) else {
        return finding.in_file(error.file.clone());
    };
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let length = text.get(start..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
    let source = Source::new(error.file.clone(), text);
    finding.at_span(&source, Span::new(start, start.saturating_add(length)))
}

fn show(templates: &Templates, name: &str, context: &Context) -> Result<Outcome, CliError> {
    let file = match templates.text(name) {
        Some(_) => name.to_owned(),
        None => format!("{name}/body.md"),
    };
    let Some(text) = templates.text(&file) else {
        return Err(CliError::usage(format!("there is no template `{name}`"))
            .hint("`iwcp template list` shows the documents"));
    };
    match context.output.is_json() {
        true => context.output.json(
            "iwcp/template/1",
            json!({"file": templates.file(&file), "own": templates.is_own(&file), "text": text}),
        )?,
        false => context.output.verbatim(text)?,
    }
    Ok(Outcome::Fine)
}
