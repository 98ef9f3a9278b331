//! `iwcp init`: a new register, by a root commit that vouches for its own keeper.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde_json::{Value as Json, json};

use super::pipeline::Pipeline;
use super::signing::signer;
use super::{CliError, Context, Outcome};
use crate::calendar::Zone;
use crate::diagnostic::Finding;
use crate::history::{Now, PROCESSES, RecordError, Recorder, SETTINGS, Snapshots};
use crate::output::{Report, printable};
use crate::process::Catalogue;
use crate::register::{Oid, Person, Register, Settings, StepCommit};
use crate::schema::is_email;
use crate::signature::{HeldKey, SignError};
use crate::source::render;
use crate::trust;

/// Makes a new register, with you as its first keeper
///
/// The first commit holds `register.yaml` and your participant, with the key that git is configured to sign with, and
/// is signed by that key.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where; made where it is missing
    #[arg(value_name = "DIR", default_value = ".")]
    at: PathBuf,
    /// The id of the organisation that keeps the register
    #[arg(long, value_name = "ID", default_value = "gsma")]
    keeper: String,
    /// Its name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// A pipeline that judges pull requests on a server; in a register that is there already, put into the work tree
    #[arg(long, value_name = "SERVER")]
    ci: Option<Pipeline>,
    /// A process of your own: a folder with a catalogue, definitions and schemas
    #[arg(long, value_name = "DIR")]
    process: Option<PathBuf>,
    /// How git names the objects of the new repository; else as GIT_DEFAULT_HASH says, or sha1
    #[arg(long, value_name = "FORM", value_parser = ["sha1", "sha256"])]
    object_format: Option<String>,
}

/// What a new register is made of.
pub struct Founding<'a> {
    /// Where it stands.
    pub directory: &'a Path,
    /// The keeper's id.
    pub keeper: &'a str,
    /// The keeper's name.
    pub name: &'a str,
    /// The files of a process of its own, where it has one: name and text.
    pub process: Vec<(String, String)>,
    /// A pipeline that judges it, where it is to have one.
    pub pipeline: Option<Pipeline>,
    /// How its objects are named, where it is to be said.
    pub object_format: Option<&'a str>,
    /// The moment of the first commit.
    pub moment: DateTime<FixedOffset>,
    /// The wall clock.
    pub now: Now,
    /// The key that signs it, where it is no other program's to hold.
    pub held: Option<&'a Arc<HeldKey>>,
}

/// Runs the command.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    let directory = plain(&context.directory.join(&args.at));
    if let Some(pipeline) = args.ci
        && let Some(added) = pipeline.add(&directory, context)?
    {
        return Ok(added);
    }
    let process = match &args.process {
        Some(folder) => definition_files(&context.directory.join(folder))?,
        None => Vec::new(),
    };
    let founding = Founding {
        directory: &directory,
        keeper: &args.keeper,
        name: args.name.as_deref().unwrap_or(&args.keeper),
        process,
        pipeline: args.ci,
        object_format: args.object_format.as_deref(),
        moment: context.commit_time()?,
        now: Now { seconds: context.now.timestamp() },
        held: context.held.as_ref(),
    };
    let root = found(&founding, context)?;
    let Some(root) = root else { return Ok(Outcome::Findings) };
    if context.output.is_json() {
        context.output.json("iwcp/init/1", json!({"root": root.to_string(), "directory": directory}))?;
        return Ok(Outcome::Fine);
    }
    context.output.line(&format!("a register in {}", directory.display()))?;
    context.output.line(&format!("  root {root}: tell it to everybody who verifies"))?;
    let elsewhere = directory != Path::new(".");
    let output = context.output.clone();
    let output = if elsewhere { output.working_in(&directory) } else { output };
    output.note("next: `iwcp participant add ID --role ROLE --name NAME --person NAME --key FILE.pub`")?;
    Ok(Outcome::Fine)
}

/// A path without its `.` parts, as a person would write it.
fn plain(path: &Path) -> PathBuf {
    let parts: PathBuf = path.components().filter(|part| *part != std::path::Component::CurDir).collect();
    if parts.as_os_str().is_empty() { PathBuf::from(".") } else { parts }
}

fn definition_files(folder: &Path) -> Result<Vec<(String, String)>, CliError> {
    let cannot = |error| CliError::caused(&format!("cannot read {}", folder.display()), &error);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(cannot)? {
        let entry = entry.map_err(cannot)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type().map_err(cannot)?.is_file()
            && (name.ends_with(".yaml") || name.ends_with(".json"))
        {
            files.push((name, std::fs::read_to_string(entry.path()).map_err(cannot)?));
        }
    }
    if files.is_empty() {
        let message = format!("{} holds no definition of a process (.yaml, .json)", folder.display());
        return Err(
            CliError::usage(message).hint("name the folder with its catalogue, definitions and schemas")
        );
    }
    files.sort();
    Ok(files)
}

/// Makes a register; `None` where its process is faulty, which has been said.
///
/// # Errors
/// The environment's: a register that is there already, a signer that fails.
pub fn found(founding: &Founding<'_>, context: &Context) -> Result<Option<Oid>, CliError> {
    let named: Vec<(String, &[u8])> =
        founding.process.iter().map(|(name, text)| (name.clone(), text.as_bytes())).collect();
    let read = match founding.process.is_empty() {
        true => Catalogue::builtin(),
        false => Catalogue::read(&named).map(Arc::new),
    };
    let catalogue = match read {
        Ok(catalogue) => catalogue,
        Err(findings) => {
            context.output.findings(&Report::new(&findings))?;
            return Ok(None);
        }
    };
    if founding.directory.exists() && !founding.directory.is_dir() {
        return Err(CliError::usage(format!("{} is not a folder", founding.directory.display()))
            .hint("give a new folder: `iwcp init DIR`"));
    }
    let fresh = Fresh::watch(founding.directory);
    let register = Register::init(founding.directory, "main", founding.object_format)?;
    let register = register.within(context.environment.clone());
    if register.head()?.oid.is_some() {
        return Err(CliError::environment(format!("{} has commits already", founding.directory.display()))
            .hint("give a new folder: `iwcp init DIR`"));
    }
    let root = first_commit(founding, &catalogue, &register)?;
    match root {
        Ok(root) => {
            fresh.keep();
            register.set_config("iwcp.root", &root.to_string())?;
            Ok(Some(root))
        }
        Err(findings) => {
            context.output.findings(&Report::new(&findings))?;
            Ok(None)
        }
    }
}

/// Makes the commit that vouches for its own keeper, or gives what keeps it from standing.
fn first_commit(
    founding: &Founding<'_>,
    catalogue: &Catalogue,
    register: &Register,
) -> Result<Result<Oid, Vec<Finding>>, CliError> {
    let signer = signer(register, founding.held)?;
    if let Some(path) = signer.missing_key() {
        return Err(SignError::NoFile(path).into());
    }
    let key = signer.public_key().ok_or_else(|| {
        CliError::environment("it can't be told which key git signs with here").hint(
            "git config --global gpg.format ssh && git config --global user.signingkey ~/.ssh/id_ed25519.pub",
        )
    })?;
    let author = register.identity(Person::Author, founding.moment)?;
    if !is_email(&author.email) {
        return Err(CliError::environment(format!(
            "git's user.email is `{}`, which is not a mail address",
            printable::lines(&author.email)
        ))
        .hint("git config --global user.email you@example.com"));
    }
    // A process of somebody's own may keep no days.
    let key = match keeps_days(catalogue) {
        true => json!({trust::KEY: key.to_openssh(), trust::FROM: today(founding)?.to_string()}),
        false => json!({trust::KEY: key.to_openssh()}),
    };
    let person = json!({trust::NAME: author.name, trust::EMAIL: author.email, "keys": [key]});
    let commit = StepCommit {
        changes: files(founding, catalogue, &person)?,
        message: format!("Register of {}\n", founding.name),
        committer: register.identity(Person::Committer, founding.moment)?,
        author,
    };
    let (objects, snapshots) = (register.objects()?, Snapshots::default());
    let recorder =
        Recorder { register, objects: &objects, snapshots: &snapshots, signer: &signer, now: founding.now };
    match recorder.record(&commit, None) {
        Ok(recorded) => Ok(Ok(recorded.commit)),
        Err(RecordError::Refused(findings)) => Ok(Err(findings)),
        Err(error) => Err(error.into()),
    }
}

fn keeps_days(catalogue: &Catalogue) -> bool {
    let from = trust::first_key(&trust::next_person(&json!({}))).key(trust::FROM);
    catalogue.participants().is_some_and(|kind| kind.schema.field(&from).is_some())
}

/// The day of the first commit, where the new register will be.
fn today(founding: &Founding<'_>) -> Result<NaiveDate, CliError> {
    let zone =
        Zone::parse(&Settings::of("").timezone).map_err(|error| CliError::environment(error.to_string()))?;
    Ok(zone.date_of(founding.moment.timestamp()))
}

/// What a command made itself, and takes away again where nothing comes of it: the first whole, of the others the
/// folder.
pub(super) struct Fresh {
    made: Vec<PathBuf>,
}

impl Fresh {
    fn watch(directory: &Path) -> Self {
        let git = directory.join(".git");
        let folders = directory.ancestors().take_while(|folder| !folder.exists());
        let mut made: Vec<PathBuf> = folders.map(Path::to_path_buf).collect();
        if !git.exists() {
            made.insert(0, git);
        }
        Self { made }
    }

    /// Of a folder that is not there yet: with all that is in it then.
    pub(super) fn whole(directory: &Path) -> Self {
        let folders = directory.ancestors().take_while(|folder| !folder.exists());
        Self { made: folders.map(Path::to_path_buf).collect() }
    }

    pub(super) fn keep(mut self) {
        self.made.clear();
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        // Nothing better can be done about what will not go.
        if let Some((git, folders)) = self.made.split_first() {
            let _ = std::fs::remove_dir_all(git);
            folders.iter().for_each(|folder| drop(std::fs::remove_dir(folder)));
        }
    }
}

type Files = Vec<(String, Option<Vec<u8>>)>;

fn files(founding: &Founding<'_>, catalogue: &Catalogue, person: &Json) -> Result<Files, CliError> {
    let lacks = || CliError::environment("the process has no kind of participant or no keeper");
    let kind = catalogue.participants().ok_or_else(lacks)?;
    let keeper = catalogue.keepers().first().copied().ok_or_else(lacks)?;
    let definition = &kind.definition;
    let first = definition.steps.values().find(|step| step.starts_at(None)).and_then(|step| step.to.clone());
    let version = &catalogue.shared.process;
    let participant = json!({
        definition.envelope.id.as_str(): founding.keeper,
        definition.envelope.process.as_str(): version,
        definition.envelope.status.as_str(): first.ok_or_else(lacks)?,
        trust::NAME: founding.name, trust::ROLE: keeper, "people": [person],
    });
    let Settings { timezone, calendar, .. } = Settings::of(version);
    let settings =
        json!({"process": version, "name": founding.name, "timezone": timezone, "calendar": calendar});
    let text = |value: &Json| Some(render(value).into_bytes());
    let mut files: Files = vec![
        (SETTINGS.to_owned(), text(&settings)),
        (definition.path_of(founding.keeper), text(&participant)),
    ];
    if let Some((name, content)) = founding.pipeline.map(Pipeline::file) {
        files.push((name.to_owned(), Some(content.as_bytes().to_vec())));
    }
    for (name, content) in &founding.process {
        files.push((format!("{PROCESSES}/{version}/{name}"), Some(content.clone().into_bytes())));
    }
    Ok(files)
}
