//! `iwcp new`: a new document, under the next free id.

use std::fs::File as Opened;
use std::io::Read;
use std::path::{Path as File, PathBuf};

use super::desk::Desk;
use super::filled;
use super::making::Making;
use super::standing::refuse;
use super::step::{Given, make, nameless};
use super::{CliError, Context, Outcome};
use crate::diagnostic::Finding;
use crate::output::Report;
use crate::process::{Kind, Pattern};
use crate::source::{MAX_BYTES, Tree, parse};

/// What stands in every private key that is kept as text.
const SECRET: &[u8] = b"PRIVATE KEY-----";

/// Logs a new document (a report, unless another kind is named): from flags, from a file, or asked for on a terminal
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The kind of document; without it, the kind that ids are counted up for
    kind: Option<String>,
    /// Take the fields from a YAML file (- for standard input), or from a form that was filled in (`iwcp render --blank`; .docx, .md)
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Its id, for kinds of which ids are given and not counted
    #[arg(long)]
    id: Option<String>,
    /// The step that makes it, where there are several
    #[arg(long)]
    step: Option<String>,
    #[command(flatten)]
    given: Given,
}

/// Runs the command.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    let desk = Desk::open(context)?;
    let kind = match &args.kind {
        Some(name) => desk.kind(name)?,
        None => counted(&desk)?,
    };
    let mut args = args;
    if let Some(file) = args.from.take_if(|file| file.as_path() != File::new("-") && filled::is_form(file)) {
        match filled::filled(&kind, None, &file, context)? {
            Ok(filled) => args.given.take(filled),
            Err(other) => return refuse(&[other], context),
        }
    }
    let base = match &args.from {
        Some(file) => match read(file)? {
            Ok(tree) => Some(tree),
            Err(findings) => {
                context.output.findings(&Report::new(&findings))?;
                return Ok(Outcome::of(&findings));
            }
        },
        None => None,
    };
    let step = first_step(&kind, args.step.as_deref())?;
    let mut making = Making::new(&desk, context, std::sync::Arc::clone(&kind), String::new(), &step)?;
    making.id = match id(&desk, &making, &args, base.as_ref())? {
        Some(id) => id,
        None => {
            making.id = kind.definition.id.example.clone();
            return Err(nameless(&making, base.as_ref(), &args.given)?);
        }
    };
    if let Some(base) = &base {
        agrees(&making, base)?;
    }
    make(&making, base.as_ref(), &args.given, context)
}

/// The kind of which ids are counted up: what commands mean when no kind is named.
pub(super) fn counted(desk: &Desk) -> Result<std::sync::Arc<Kind>, CliError> {
    let mut counted = desk.kinds().iter().filter(|kind| kind.definition.id.next.is_some());
    match (counted.next(), counted.next()) {
        (Some(kind), None) => Ok(std::sync::Arc::clone(kind)),
        _ => {
            let names: Vec<&str> = desk.kinds().iter().map(|kind| kind.definition.kind.as_str()).collect();
            Err(CliError::usage("say which kind of document").hint(format!("kinds: {}", names.join(", "))))
        }
    }
}

/// A file from outside the register, or what comes in; a path is taken from where the user stands.
fn read(file: &File) -> Result<Result<Tree, Vec<Finding>>, CliError> {
    let (name, bytes) = if file == File::new("-") {
        ("standard input".to_owned(), limited(std::io::stdin().lock(), "standard input")?)
    } else {
        let name = file.display().to_string();
        let opened =
            Opened::open(file).map_err(|error| CliError::caused(&format!("cannot read {name}"), &error))?;
        (name.clone(), limited(opened, &name)?)
    };
    // A finding would show a line of it.
    if bytes.windows(SECRET.len()).any(|window| window == SECRET) {
        return Err(CliError::usage(format!("{name} holds a private key, and no document"))
            .hint("name the YAML file with the fields; a private key is for nobody's eyes"));
    }
    Ok(parse(&name, &bytes).map_err(|refusal| Finding::from_refusal(&refusal)))
}

fn limited(from: impl Read, name: &str) -> Result<Vec<u8>, CliError> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let read = from.take(limit).read_to_end(&mut bytes);
    read.map_err(|error| CliError::caused(&format!("cannot read {name}"), &error))?;
    Ok(bytes)
}

/// Refuses a text that says otherwise than the program of what the program itself writes: id, process version, status.
fn agrees(making: &Making<'_>, base: &Tree) -> Result<(), CliError> {
    let definition = &making.kind.definition;
    let envelope = &definition.envelope;
    let status = making.definition().and_then(|step| step.to.as_deref()).unwrap_or_default();
    let own = [
        (&envelope.id, making.id.as_str()),
        (&envelope.process, making.kind.shared.process.as_str()),
        (&envelope.status, status),
    ];
    let data = base.to_json();
    for (key, value) in own {
        let given = definition.field(&data, key);
        if let Some(given) = given.filter(|given| *given != value) {
            let name = &base.source.name;
            let error = CliError::usage(format!("{name} says `{key}: {given}`, and it would be `{value}`"));
            return Err(error.hint(format!("leave `{key}` out: it is written by itself")));
        }
    }
    Ok(())
}

fn first_step(kind: &Kind, wanted: Option<&str>) -> Result<String, CliError> {
    let steps: Vec<&String> =
        kind.definition.steps.iter().filter(|(_, step)| step.starts_at(None)).map(|(name, _)| name).collect();
    match (wanted, steps.as_slice()) {
        (Some(wanted), _) => Ok(wanted.to_owned()),
        (None, [only]) => Ok((*only).clone()),
        (None, _) => {
            let names: Vec<&str> = steps.iter().map(|name| name.as_str()).collect();
            Err(CliError::usage("say which step makes it").hint(format!("--step: {}", names.join(", "))))
        }
    }
}

/// The id of the new document: given, taken from a field, or the next free one; none where nothing tells it.
fn id(
    desk: &Desk,
    making: &Making<'_>,
    args: &Args,
    base: Option<&Tree>,
) -> Result<Option<String>, CliError> {
    let definition = &making.kind.definition;
    if let Some(id) = &args.id {
        return Ok(Some(id.clone()));
    }
    let taken = desk.ids(&making.kind)?;
    if let Some(id) = definition.next_id(making.today(), taken.iter().map(String::as_str)) {
        return Ok(Some(id));
    }
    let own = Pattern::parse(&definition.envelope.id);
    let from_file = base.map(Tree::to_json).and_then(|data| {
        let field = definition.id.from.as_ref().unwrap_or(&own);
        field.text(&data).or_else(|| own.text(&data)).map(str::to_owned)
    });
    // An agreement's id is its party's: whoever signs is the party.
    let party = making.person.as_ref().filter(|person| definition.parties.contains_key(&person.role));
    Ok(from_file.or_else(|| party.map(|person| person.participant.clone())))
}
