//! `iwcp demo`: a complete example register with throw-away keys. Its story is data (`templates/demo.txt`), and every
//! line of it is this program, run as the person it names would run it.

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;

use super::init::Fresh;
use super::{CliError, Context, Outcome, list, play, verify};
use crate::history::{self, Cache, Now, Options};
use crate::output::{Format, Output, Paper};
use crate::register::{Environment, Register};
use crate::signature::HeldKey;

/// The story: who acts in it, then line by line a day, who acts, and what they run.
const STORY: &str = include_str!("../../templates/demo.txt");

/// The word that introduces somebody who acts in the story.
const PERSON: &str = "person";

/// What prints the keys for plain git.
const KEYS: &[&str] = &["participant", "keys"];

/// What is worth trying next, and what it shows.
const NEXT: &[(&str, &str)] = &[
    ("{iwcp} -C {at} log 2025-0005", "how a report went: who did what, when, by which clause"),
    ("{iwcp} -C {at} steps 2025-0010", "what may be done now, by whom, and what has to wait"),
    ("git -C {at} log --show-signature -3", "the same history, as plain git sees it"),
];

/// Builds a complete example register with throw-away keys, and shows it: the first thing to run
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where; it must not be there yet
    #[arg(value_name = "DIR", default_value = "iwcp-demo")]
    at: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// The environment's: a folder that is there already, or can't be made.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    let directory = context.directory.join(&args.at);
    // A link that leads nowhere is there, too.
    if directory.symlink_metadata().is_ok() {
        return Err(CliError::environment(format!("{} is there already", directory.display()))
            .hint("give another folder: `iwcp demo DIR`"));
    }
    let fresh = Fresh::whole(&directory);
    let stage = Stage::new(&directory)?;
    context
        .output
        .note("building an example register: every line of its year is this program, run and signed")?;
    for line in story().filter(|line| line.first().is_some_and(|word| word != PERSON)) {
        let [day, who, command @ ..] = line.as_slice() else { continue };
        stage.act(day, who, command, context)?;
    }
    stage.introduce(context)?;
    fresh.keep();
    show(&args.at, &stage, context)
}

/// Shows what was built: where it is, what it holds, that it verifies, and what to try next.
fn show(at: &Path, stage: &Stage, context: &Context) -> Result<Outcome, CliError> {
    if context.output.is_json() {
        return summary(stage, context);
    }
    let there = context.played(&stage.directory, stage.plain(), context.output.clone());
    context.output.line(&format!("{}\n", stage.directory.display()))?;
    list::run(list::Args::default(), &there)?;
    context.output.line("")?;
    let outcome = verify::run(verify::Args::default(), &there)?;
    let program = stage.called();
    context.output.line("\nTry next:")?;
    for (command, what) in NEXT {
        let command = command.replace("{iwcp}", &program).replace("{at}", &at.display().to_string());
        context.output.line(&format!("  {command}\n      {what}"))?;
    }
    Ok(outcome)
}

/// The same for a program.
fn summary(stage: &Stage, context: &Context) -> Result<Outcome, CliError> {
    let register = &stage.register;
    let (tip, now) = (register.tip()?, Now { seconds: context.now.timestamp() });
    let found = history::verify(register, tip, &Options::of(None, now, Cache::Kept))?;
    let members = json!({
        "directory": stage.directory, "keys": stage.keys, "root": found.root.map(|root| root.to_string()),
        "tip": tip.to_string(), "commits": found.commits, "steps": found.steps,
    });
    context.output.json("iwcp/demo/1", members)?;
    Ok(Outcome::of(&found.findings))
}

/// The story's lines, in words.
fn story() -> impl Iterator<Item = Vec<String>> {
    STORY.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(words)
}

/// Somebody who acts in the story.
struct Actor {
    /// What their key is called.
    key: String,
    /// What they are called.
    name: String,
    /// What they sign with.
    held: Arc<HeldKey>,
}

impl Actor {
    /// Somebody with a new key, which is there for plain git, too.
    fn new(keys: &Path, key: String, name: String) -> Result<Self, CliError> {
        let held = HeldKey::generate(&name)
            .ok_or_else(|| CliError::environment("the system has no randomness to make a key of"))?;
        let file = keys.join(&key);
        let cannot = |error| CliError::caused(&format!("cannot write {}", file.display()), &error);
        let mut private =
            OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file).map_err(cannot)?;
        private.write_all(held.private_file().as_bytes()).map_err(cannot)?;
        std::fs::write(file.with_extension("pub"), held.public_line()).map_err(cannot)?;
        Ok(Self { key, name, held: Arc::new(held) })
    }
}

/// Where the story is played: a folder, the keys in its git directory, and whose they are.
struct Stage {
    register: Register,
    directory: PathBuf,
    keys: PathBuf,
    program: PathBuf,
    actors: Vec<Actor>,
}

impl Stage {
    fn new(directory: &Path) -> Result<Self, CliError> {
        let cannot = |error| CliError::caused(&format!("cannot make {}", directory.display()), &error);
        let register = Register::init(directory, "main", None)?;
        let directory = directory.canonicalize().map_err(cannot)?;
        let keys = directory.join(".git").join("demo-keys");
        std::fs::create_dir_all(&keys).map_err(cannot)?;
        let people = story().filter_map(|line| match line.as_slice() {
            [word, key, name] if word == PERSON => Some((key.clone(), name.clone())),
            _ => None,
        });
        let actors = people.map(|(key, name)| Actor::new(&keys, key, name)).collect::<Result<Vec<_>, _>>()?;
        let program = std::env::current_exe().and_then(|program| program.canonicalize()).map_err(cannot)?;
        let stage = Self { register, directory, keys, program, actors };
        stage.settle()?;
        Ok(stage)
    }

    /// Whoever tries the register afterwards acts as the first person of the story, who keeps it.
    fn settle(&self) -> Result<(), CliError> {
        let keeper = self.actors.first();
        keeper
            .into_iter()
            .flat_map(|keeper| self.identity(keeper))
            .try_for_each(|(name, value)| self.register.set_config(name, &value))
            .map_err(CliError::from)
    }

    /// Git's settings for whoever acts.
    fn identity(&self, actor: &Actor) -> [(&'static str, String); 4] {
        let key = self.keys.join(format!("{}.pub", actor.key));
        [
            ("user.name", actor.name.clone()),
            ("user.email", format!("{}@demo.example", actor.key)),
            ("gpg.format", "ssh".to_owned()),
            ("user.signingkey", key.display().to_string()),
        ]
    }

    /// Tells plain git whose the keys are.
    fn introduce(&self, context: &Context) -> Result<(), CliError> {
        let signers = self.keys.join("allowed-signers");
        let lines = self.run(KEYS.iter().map(OsString::from).collect(), self.plain(), None, context)?;
        std::fs::write(&signers, lines)
            .map_err(|error| CliError::caused(&format!("cannot write {}", signers.display()), &error))?;
        Ok(self.register.set_config("gpg.ssh.allowedSignersFile", &signers.display().to_string())?)
    }

    /// The user's own variables, but for what they say of another repository.
    fn plain(&self) -> Environment {
        Environment::with([("GIT_DIR".to_owned(), String::new())])
    }

    /// Has somebody run a command on a day.
    fn act(&self, day: &str, who: &str, arguments: &[String], context: &Context) -> Result<(), CliError> {
        let actor = self.actors.iter().find(|actor| actor.key == who);
        let date = format!("{day}T10:00:00+00:00");
        let mut variables =
            vec![("GIT_AUTHOR_DATE".to_owned(), date.clone()), ("GIT_COMMITTER_DATE".to_owned(), date)];
        // Whatever the user's own environment says of names: nothing here is the user's doing.
        let unset = ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"];
        variables.extend(unset.map(|name| (name.to_owned(), String::new())));
        let settings = actor.into_iter().flat_map(|actor| self.identity(actor));
        for (at, (name, value)) in settings.enumerate() {
            variables.push((format!("GIT_CONFIG_KEY_{at}"), name.to_owned()));
            variables.push((format!("GIT_CONFIG_VALUE_{at}"), value));
            variables.push(("GIT_CONFIG_COUNT".to_owned(), at.saturating_add(1).to_string()));
        }
        let words = arguments.iter().map(|argument| match argument.ends_with(".pub") {
            true => self.keys.join(argument).into_os_string(),
            false => OsString::from(argument),
        });
        let held = actor.map(|actor| Arc::clone(&actor.held));
        self.run(words.collect(), Environment::with(variables), held, context).map(drop)
    }

    /// Runs a command line of this program in the example register, and gives what it prints.
    fn run(
        &self,
        words: Vec<OsString>,
        environment: Environment,
        held: Option<Arc<HeldKey>>,
        context: &Context,
    ) -> Result<String, CliError> {
        let (output, results, remarks) = Output::captured(Format::Text, Paper::default());
        let there = Context { held, ..context.played(&self.directory, environment, output) };
        let why = match play(&words, &there) {
            Ok(Outcome::Fine) => return Ok(results.text()),
            Ok(_) => format!("{}{}", results.text(), remarks.text()),
            Err(error) => error.message,
        };
        let line: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
        Err(CliError::environment(format!(
            "the example could not be built, at `{}`: {}",
            line.join(" "),
            why.trim()
        )))
    }

    /// How this program is called from here: by its name where that finds it, else by its path.
    fn called(&self) -> String {
        let name = env!("CARGO_PKG_NAME");
        let search = std::env::var_os("PATH").unwrap_or_default();
        let found =
            std::env::split_paths(&search).map(|folder| folder.join(name)).find(|path| path.is_file());
        if found.and_then(|path| path.canonicalize().ok()).is_some_and(|path| path == self.program) {
            return name.to_owned();
        }
        let here = std::env::current_dir().unwrap_or_default();
        self.program.strip_prefix(&here).unwrap_or(&self.program).display().to_string()
    }
}

/// The words of a line; `"` keeps blanks together.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            other => words.last_mut().into_iter().for_each(|word| word.push(other)),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
