//! `iwcp render`: documents that can be sent, each for one audience.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::placing::{put, require_named, require_own_folder};
use super::proving;
use super::rendering::{Press, Source, faulty};
use super::standing::warn_at;
use super::{CliError, Context, Outcome};
use crate::render::{Made, Writer, writer};

/// The one form that is no format of a document.
const DATA: &str = "json";

/// Makes the documents that are sent: the form of each kind and every letter, each for one audience
///
/// A document shows what its audience may read and nothing else. It is made of the register as it stood at a commit: the
/// same commit gives the same bytes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The document of the register: its id, or KIND/ID where several kinds have it
    #[arg(value_name = "ID")]
    of: Option<String>,
    /// Which document to make (`iwcp template list`); the form of its kind where it is left out
    #[arg(long, value_name = "NAME")]
    document: Option<String>,
    /// As Markdown, HTML, plain text, DOCX or PDF, or as data for programs
    #[arg(long, value_name = "FORM", default_value = "md", value_parser = ["md", "html", "txt", "docx", "pdf", DATA])]
    to: String,
    /// For whom; whom the document is meant for where it is left out
    #[arg(long, value_name = "AUDIENCE")]
    audience: Option<String>,
    /// Of the register as it stood at this commit, or at the end of this day
    #[arg(long, value_name = "COMMIT|DATE")]
    at: Option<String>,
    /// Into this file; with --all, into this folder, a folder for each audience below it, and in that one for each party
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Every document that there is of everything, for every audience that it is sent to
    #[arg(long, conflicts_with = "of", requires = "out")]
    all: bool,
    /// The blank form of a kind of document, to be filled in and read back (`iwcp new --from FILE`)
    #[arg(long, value_name = "KIND", conflicts_with_all = ["of", "all"])]
    blank: Option<String>,
    /// Say which commit a file came from that was made here, and whether it is unchanged
    #[arg(long, value_name = "FILE", conflicts_with_all = ["of", "document", "audience", "at", "out", "all", "blank"])]
    verify: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    if let Some(file) = &args.verify {
        return proving::verify(file, context);
    }
    if args.to != DATA && writer(&args.to).is_none() {
        return Err(built_without(CliError::usage, &args.to));
    }
    args.out.as_deref().map_or(Ok(()), require_named)?;
    let press = Press::open(args.at.as_deref(), context)?;
    warn_at(&press.desk.register, press.desk.tip, None, context)?;
    if let Some(kind) = &args.blank {
        let source = Press::blank(&press.desk.kind(kind)?)?;
        return one(&press, kind, &source, &args, context);
    }
    match (&args.of, &args.out) {
        (Some(of), _) => {
            let source = press.source(press.desk.find(of, None)?)?;
            one(&press, of, &source, &args, context)
        }
        (None, Some(folder)) if args.all => all(&press, &context.directory.join(folder), &args, context),
        (None, _) => Err(CliError::usage("which document is to be made?").hint(
            "`iwcp render ID`, everything with `--all --out DIR`, a blank form with `--blank KIND`, or check one with `--verify FILE`",
        )),
    }
}

/// A format that this program does not know, since it was built without it.
pub(super) fn built_without(error: fn(String) -> CliError, format: &str) -> CliError {
    error(format!("this iwcp was built without {format}"))
        .hint(format!("build it with: `cargo build --release --locked --features {format}`"))
}

fn one(
    press: &Press,
    of: &str,
    source: &Source,
    args: &Args,
    context: &Context,
) -> Result<Outcome, CliError> {
    let sheet = press.sheet(args.document.as_deref(), source)?;
    let named = args.audience.as_deref();
    let audience = match &args.blank {
        Some(_) => press.reader_of_blank(named, sheet, &source.document.kind)?,
        None => press.audience(named, sheet)?,
    };
    let made = press.make(&press.renderer()?, sheet, audience, source)?;
    match (args.out.as_deref(), writer(&args.to).filter(|_| !context.output.is_json())) {
        (Some(file), _) => {
            put(&context.directory.join(file), &bytes(&made, writer(&args.to))?)?;
            told(&[file.to_owned()], context)?;
        }
        (None, Some(writer)) if !writer.is_text() => {
            let error = CliError::usage(format!("a file of this format ({}) is not printed", writer.name()));
            return Err(error.hint(format!("write it: `--out {of}.{}`", writer.name())));
        }
        (None, Some(writer)) => context.output.verbatim(&String::from_utf8_lossy(&made.write(writer)))?,
        (None, None) => context.output.json("iwcp/document/1", made.as_data())?,
    }
    Ok(Outcome::Fine)
}

/// The bytes of a file; without a format, data.
pub(super) fn bytes(made: &Made, writer: Option<&dyn Writer>) -> Result<Vec<u8>, CliError> {
    match writer {
        Some(writer) => Ok(made.write(writer)),
        None => serde_json::to_vec_pretty(&made.as_data())
            .map_err(|error| CliError::caused("cannot write JSON", &error)),
    }
}

/// Every document of everything that is to be sent into a folder, a folder for each reader.
fn all(press: &Press, folder: &Path, args: &Args, context: &Context) -> Result<Outcome, CliError> {
    press.knows(args.document.as_deref(), args.audience.as_deref())?;
    let renderer = press.renderer()?;
    let mut taken: BTreeMap<PathBuf, usize> = BTreeMap::new();
    let mut written = Vec::new();
    for kind in press.desk.kinds() {
        for document in press.desk.documents(kind)? {
            let source = press.source(document)?;
            for (sheet, audience) in wanted(press, &source, args)? {
                let made = press.make(&renderer, sheet, audience, &source)?;
                let name = made.name.clone().map_err(faulty)?;
                let home = press.folder(audience, &source);
                let count = taken.entry(home.join(&name)).or_default();
                *count = count.saturating_add(1);
                // Two documents whose readers may not tell them apart have names that differ all the same.
                let name = if *count > 1 { format!("{name}-{count}") } else { name };
                let file = folder.join(home).join(format!("{name}.{}", args.to));
                require_own_folder(&folder.join(audience))?;
                put(&file, &bytes(&made, writer(&args.to))?)?;
                written.push(file);
            }
        }
    }
    told(&written, context)?;
    Ok(Outcome::Fine)
}

/// What is to be made of a document, and for whom.
fn wanted<'p>(
    press: &'p Press,
    source: &Source,
    args: &Args,
) -> Result<Vec<(&'p crate::render::Sheet, &'p str)>, CliError> {
    let mut found = Vec::new();
    for sheet in &press.sheets {
        let named = args.document.as_ref().is_none_or(|name| *name == sheet.name);
        if named && press.applies(sheet, source)? {
            let meant = |audience: &&String| args.audience.as_ref().is_none_or(|name| name == *audience);
            for audience in sheet.audiences.iter().filter(meant) {
                if press.sends(sheet, audience, source)? {
                    found.push((sheet, audience.as_str()));
                }
            }
        }
    }
    Ok(found)
}

fn told(files: &[PathBuf], context: &Context) -> Result<(), CliError> {
    if context.output.is_json() {
        return Ok(context.output.json("iwcp/documents/1", json!({"files": files}))?);
    }
    files.iter().try_for_each(|file| Ok(context.output.line(&file.display().to_string())?))
}
