//! The steps of a participant's life that concern people and keys: each command finds the step by what it writes, works
//! out the fields, and has it made like any other.

use std::path::{Path as File, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::{Value as Json, json};

use super::bounded;
use super::clock;
use super::desk::Desk;
use super::making::Making;
use super::step::{Given, make};
use super::{CliError, Context, Outcome};
use crate::document::Document;
use crate::process::Kind;
use crate::process::definition::Step;
use crate::signature::{KeyText, fingerprint};
use crate::source::Path;
use crate::trust::{self, Holder, Part, Standing};

/// A person and a first key of theirs
#[derive(Debug, clap::Args)]
pub struct AddPerson {
    /// The participant's id
    id: String,
    /// The person's name
    #[arg(long, value_name = "NAME")]
    person: String,
    /// The person's address
    #[arg(long)]
    email: Option<String>,
    #[command(flatten)]
    entry: Entry,
    #[command(flatten)]
    given: Given,
}

/// A further key of a person
#[derive(Debug, clap::Args)]
pub struct AddKey {
    /// The participant's id
    id: String,
    /// Whose key it is; may be left out where the participant has one person
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    #[command(flatten)]
    entry: Entry,
    #[command(flatten)]
    given: Given,
}

/// A key to enter.
#[derive(Debug, clap::Args)]
pub struct Entry {
    /// A public key file: of OpenSSH (.pub), or an OpenPGP certificate (.asc)
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// That the key is a certificate authority of OpenSSH, which vouches for this person under these names, or under
    /// names that match these patterns (* and ?)
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    principals: Vec<String>,
    /// The first day on which it counts; today
    #[arg(long, value_name = "DATE", value_parser = clock::day)]
    from: Option<NaiveDate>,
    /// The last day on which it counts
    #[arg(long, value_name = "DATE", value_parser = clock::day)]
    until: Option<NaiveDate>,
}

/// A new key in the place of an old one of the same person
#[derive(Debug, clap::Args)]
pub struct Rotate {
    /// The participant's id
    id: String,
    /// The new public key
    #[arg(long, value_name = "FILE.pub")]
    key: PathBuf,
    /// The old key (a file, or a fingerprint); the one that git signs with, or the only one that stands
    #[arg(long, value_name = "KEY")]
    old: Option<String>,
    /// The last day of the old key, and the first of the new one; today
    #[arg(long, value_name = "DATE", value_parser = clock::day)]
    until: Option<NaiveDate>,
    #[command(flatten)]
    given: Given,
}

/// A key that counts no more
#[derive(Debug, clap::Args)]
pub struct Revoke {
    /// The participant's id
    id: String,
    /// The key: a file, or a fingerprint as `iwcp participant list` shows it
    #[arg(value_name = "KEY")]
    key: String,
    /// Whose entry of the key it is, where an authority vouches for several people
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// What becomes of what it signed before: `stand` for a key that was replaced, `fall` for one that was stolen
    #[arg(long, value_name = "WHAT", value_enum)]
    signatures: Earlier,
    /// The day from which nothing it signs counts; today
    #[arg(long, value_name = "DATE", value_parser = clock::day)]
    date: Option<NaiveDate>,
    #[command(flatten)]
    given: Given,
}

/// What becomes of signatures that were made before a revocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Earlier {
    /// They stand.
    Stand,
    /// Nobody can tell who made them.
    Fall,
}

/// A participant that takes part no more
#[derive(Debug, clap::Args)]
pub struct Retire {
    /// The participant's id
    id: String,
    #[command(flatten)]
    given: Given,
}

/// A participant as it stands, and the kind of its document.
struct Subject<'a> {
    desk: &'a Desk,
    context: &'a Context,
    kind: Arc<Kind>,
    document: Document,
}

/// Enters a person.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn add_person(desk: &Desk, args: AddPerson, context: &Context) -> Result<Outcome, CliError> {
    let subject = Subject::find(desk, &args.id, context)?;
    let person = trust::next_person(&subject.document.data);
    let mut fields = vec![(person.key(trust::NAME), json!(args.person))];
    fields.extend(args.email.map(|email| (person.key(trust::EMAIL), json!(email))));
    fields.extend(subject.entry(&trust::first_key(&person), &args.entry)?);
    subject.make(subject.writing(&[Part::Person])?, fields, args.given)
}

/// Enters a further key of a person.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn add_key(desk: &Desk, args: AddKey, context: &Context) -> Result<Outcome, CliError> {
    let subject = Subject::find(desk, &args.id, context)?;
    let person = subject.person(args.person.as_deref())?;
    let fields = subject.entry(&trust::next_key(&subject.document.data, person), &args.entry)?;
    subject.make(subject.writing(&[Part::Key])?, fields, args.given)
}

/// Replaces a key.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn rotate(desk: &Desk, args: Rotate, context: &Context) -> Result<Outcome, CliError> {
    let subject = Subject::find(desk, &args.id, context)?;
    let old = match &args.old {
        Some(named) => subject.key(named, None)?,
        None => subject.present_key()?,
    };
    let person = trust::persons(&subject.document.data).iter().position(|name| *name == old.signer.person);
    let today = subject.today()?;
    let until = args.until.unwrap_or(today);
    let entry = Entry { key: args.key, principals: Vec::new(), from: Some(until.max(today)), until: None };
    let next = trust::next_key(&subject.document.data, person.unwrap_or_default());
    let mut fields = subject.entry(&next, &entry)?;
    if read_key(&entry.key)?.fingerprint().is_some_and(|print| fingerprint(&old.key) == Some(print)) {
        return Err(CliError::usage("the new key is the one that it would replace")
            .hint("make a new pair first: `ssh-keygen -t ed25519 -f NEW`, and give NEW.pub"));
    }
    fields.push((old.path.key(trust::UNTIL), json!(until.to_string())));
    let silent = args.given.dry_run || context.output.is_json();
    let outcome = subject.make(subject.writing(&[Part::Key, Part::End])?, fields, args.given)?;
    if outcome == Outcome::Fine && !silent {
        let file = entry.key.display();
        context.output.note(&format!("next: sign with the new key, `git config user.signingkey {file}`"))?;
    }
    Ok(outcome)
}

/// Revokes a key.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn revoke(desk: &Desk, args: Revoke, context: &Context) -> Result<Outcome, CliError> {
    let subject = Subject::find(desk, &args.id, context)?;
    let holder = subject.key(&args.key, args.person.as_deref())?;
    let date = args.date.unwrap_or(subject.today()?).to_string();
    let fields = trust::revocation(holder, &date, &args.reason, args.signatures == Earlier::Stand);
    subject.make(subject.writing(&[Part::Revocation])?, fields, args.given)
}

/// Retires a participant.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn retire(desk: &Desk, args: Retire, context: &Context) -> Result<Outcome, CliError> {
    let subject = Subject::find(desk, &args.id, context)?;
    let definition = &subject.kind.definition;
    let ends = |to: &String| !definition.is_open(to);
    let step =
        definition.steps.iter().find(|(_, step)| !step.starts_at(None) && step.to.as_ref().is_some_and(ends));
    let step = step.map(|(name, _)| name.clone()).ok_or_else(|| lacks("ends a participation"))?;
    subject.make(step, Vec::new(), args.given)
}

fn lacks(what: &str) -> CliError {
    CliError::environment(format!("this register's process has no step that {what}"))
}

impl<'a> Subject<'a> {
    fn find(desk: &'a Desk, id: &str, context: &'a Context) -> Result<Self, CliError> {
        let kind = desk.participants()?;
        let document = desk.find(&format!("{}/{id}", kind.definition.kind), None)?;
        Ok(Self { desk, context, kind, document })
    }

    /// The step that writes these parts and nothing else.
    fn writing(&self, parts: &[Part]) -> Result<String, CliError> {
        let mut wanted: Vec<&str> = parts.iter().map(|part| part.pattern()).collect();
        wanted.sort_unstable();
        let writes = |step: &Step| {
            let mut writes: Vec<String> = step.writes.iter().map(ToString::to_string).collect();
            writes.sort_unstable();
            writes == wanted
        };
        let step = self.kind.definition.steps.iter().find(|(_, step)| writes(step));
        step.map(|(name, _)| name.clone()).ok_or_else(|| {
            lacks(&format!("writes {}", wanted.join(" and ")))
                .hint(format!("`iwcp process {}` shows what there is", self.kind.definition.kind))
        })
    }

    fn today(&self) -> Result<NaiveDate, CliError> {
        Ok(self.desk.snapshot.zone.date_of(self.context.commit_time()?.timestamp()))
    }

    /// The fields of a new key's entry.
    fn entry(&self, at: &Path, entry: &Entry) -> Result<Vec<(Path, Json)>, CliError> {
        let key = read_key(&entry.key)?;
        let from = entry.from.unwrap_or(self.today()?);
        let mut fields = key_fields(at, &key);
        if !entry.principals.is_empty() {
            if key.certificate.is_some() {
                return Err(CliError::usage("an OpenPGP key is no certificate authority of OpenSSH"));
            }
            fields.push((at.key(trust::CERT_AUTHORITY), json!(true)));
            fields.push((at.key(trust::PRINCIPALS), json!(entry.principals)));
        }
        let days = [(trust::FROM, Some(from)), (trust::UNTIL, entry.until)];
        for (name, day) in days {
            fields.extend(day.map(|day| (at.key(name), json!(day.to_string()))));
        }
        Ok(fields)
    }

    /// The place of a person among the participant's people.
    fn person(&self, named: Option<&str>) -> Result<usize, CliError> {
        let persons = trust::persons(&self.document.data);
        let choice = || format!("its people: {}", persons.join(", "));
        match named {
            Some(name) => persons.iter().position(|person| *person == name).ok_or_else(|| {
                CliError::usage(format!("{} has no person `{name}`", self.document.id)).hint(choice())
            }),
            None if persons.len() == 1 => Ok(0),
            None => Err(CliError::usage("whose key is it? give --person NAME").hint(choice())),
        }
    }

    fn holders(&self) -> impl Iterator<Item = (&str, &Holder)> {
        self.desk.snapshot.keys.all().filter(|(_, holder)| holder.signer.participant == self.document.id)
    }

    /// A key of the participant by its file or (the beginning of) its fingerprint, and by whose it is.
    fn key(&self, named: &str, person: Option<&str>) -> Result<&Holder, CliError> {
        let file = read_key(File::new(named)).ok();
        let wanted = file.and_then(|key| key.fingerprint()).unwrap_or_else(|| named.to_owned());
        let of_person = |holder: &Holder| person.is_none_or(|person| holder.signer.person == person);
        let found: Vec<(&str, &Holder)> =
            self.holders().filter(|(print, holder)| tells(print, &wanted) && of_person(holder)).collect();
        if let [(_, holder)] = found.as_slice() {
            return Ok(holder);
        }
        let several = match found.as_slice() {
            [] => "no key",
            _ => "several keys",
        };
        let whose = person.map(|person| format!(" of {person}")).unwrap_or_default();
        let error = CliError::usage(format!("{} has {several} `{named}`{whose}", self.document.id));
        let first = found.first().map(|(print, _)| print);
        let one_key = first.is_some() && found.iter().all(|(print, _)| Some(print) == first);
        Err(match one_key && person.is_none() {
            true => {
                let people: Vec<&str> =
                    found.iter().map(|(_, holder)| holder.signer.person.as_str()).collect();
                error.hint(format!(
                    "it vouches for several people: give --person, one of {}",
                    people.join(", ")
                ))
            }
            false => {
                let known: Vec<&str> = self.holders().map(|(print, _)| print).collect();
                error.hint(format!("its keys: {}", known.join(", ")))
            }
        })
    }

    /// The key that is replaced where none is named: the one that git signs with, or the only one that stands.
    fn present_key(&self) -> Result<&Holder, CliError> {
        let signing = self.desk.key()?.and_then(|key| fingerprint(&key.to_openssh()));
        let today = self.today()?;
        let standing: Vec<(&str, &Holder)> =
            self.holders().filter(|(_, holder)| holder.standing(today) == Standing::Good).collect();
        let own = standing.iter().find(|(print, _)| Some(*print) == signing.as_deref());
        match (own, standing.as_slice()) {
            (Some((_, holder)), _) | (None, [(_, holder)]) => Ok(holder),
            _ => {
                let known: Vec<&str> = standing.iter().map(|(print, _)| *print).collect();
                Err(CliError::usage("which key is replaced? give --old KEY")
                    .hint(format!("keys that stand: {}", known.join(", "))))
            }
        }
    }

    fn make(&self, step: String, fields: Vec<(Path, Json)>, mut given: Given) -> Result<Outcome, CliError> {
        given.preset = fields.iter().map(|(path, value)| format!("{path}={value}")).collect();
        let making = Making::of(self.desk, self.context, self.document.clone(), &step)?;
        make(&making, None, &given, self.context)
    }
}

/// How much of a fingerprint tells a key, behind what says which form it has.
const TELLING: usize = 8;

/// Whether a text is a fingerprint or the beginning of one that tells it from others.
fn tells(fingerprint: &str, text: &str) -> bool {
    let form = fingerprint.split_once(':').map_or(0, |(form, _)| form.len().saturating_add(1));
    fingerprint.starts_with(text) && text.len() >= form.saturating_add(TELLING)
}

/// No public key, and no certificate, is larger.
const LARGEST_KEY: u64 = 1 << 20;

/// Reads a public key file; a path is taken from where the user stands, whichever register is worked on.
///
/// # Errors
/// A file that can't be read; wrong usage where it holds no public key.
pub fn read_key(file: &File) -> Result<KeyText, CliError> {
    let read = bounded::text(file, LARGEST_KEY)?;
    KeyText::read(read.trim()).map_err(|error| {
        CliError::usage(format!("{} holds no public key that serves: {error}", file.display()))
            .hint("give the file that ends in .pub, or what `gpg --armor --export-options export-minimal --export KEY` prints")
    })
}

/// The fields of an entry that hold the key itself.
pub fn key_fields(at: &Path, key: &KeyText) -> Vec<(Path, Json)> {
    let mut fields = vec![(at.key(trust::KEY), json!(key.key))];
    fields.extend(key.certificate.as_ref().map(|text| (at.key(trust::CERTIFICATE), json!(text))));
    fields
}
