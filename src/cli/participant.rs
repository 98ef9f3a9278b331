//! `iwcp participant`: who takes part, and with which keys.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::{Value as Json, json};

use super::desk::Desk;
use super::key_steps::{self, AddKey, AddPerson, Retire, Revoke, Rotate, key_fields, read_key};
use super::making::Making;
use super::signers::{Keys, keys};
use super::standing::warn;
use super::step::{Given, make};
use super::{CliError, Context, Outcome};
use crate::document::Document;
use crate::output::{Cell, Column, Table};
use crate::trust::{self, Holder, Standing};

/// Admits participants, keeps their people and keys, and prints who takes part
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Admits a participant, as a signed step
    Add(Box<Add>),
    /// Enters a further person with their key, as a signed step
    AddPerson(Box<AddPerson>),
    /// Enters a further key of a person, as a signed step
    AddKey(Box<AddKey>),
    /// Replaces a key by a new one of the same person, as a signed step: each person may do it for themselves
    Rotate(Box<Rotate>),
    /// Revokes a key, as a signed step
    Revoke(Box<Revoke>),
    /// Retires a participant, as a signed step
    Retire(Box<Retire>),
    /// Lists who takes part, with the state of each key
    List,
    /// Prints git's allowed-signers file: `git config gpg.ssh.allowedSignersFile FILE`
    Keys(Keys),
}

#[derive(Debug, clap::Args)]
struct Add {
    /// The participant's id
    id: String,
    /// Its role
    #[arg(long)]
    role: String,
    /// Its name; the id where it is left out
    #[arg(long)]
    name: Option<String>,
    /// The person who holds the key; the participant's name where it is left out
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// The person's address
    #[arg(long)]
    email: Option<String>,
    /// A public key file
    #[arg(long, value_name = "FILE.pub")]
    key: Option<PathBuf>,
    /// The single point of contact
    #[arg(long, value_name = "NAME")]
    contact: Option<String>,
    /// The contact's address
    #[arg(long, value_name = "EMAIL", requires = "contact")]
    contact_email: Option<String>,
    #[command(flatten)]
    given: Given,
}

/// Runs the command.
///
/// # Errors
/// Wrong usage, or the environment's.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    let desk = Desk::open(context)?;
    match args.command {
        Command::Add(add) => self::add(&desk, *add, context),
        Command::AddPerson(args) => key_steps::add_person(&desk, *args, context),
        Command::AddKey(args) => key_steps::add_key(&desk, *args, context),
        Command::Rotate(args) => key_steps::rotate(&desk, *args, context),
        Command::Revoke(args) => key_steps::revoke(&desk, *args, context),
        Command::Retire(args) => key_steps::retire(&desk, *args, context),
        Command::List => {
            warn(&desk.register, None, context)?;
            list(&desk.at(context.as_of)?, context)
        }
        Command::Keys(args) => {
            warn(&desk.register, None, context)?;
            keys(desk.at(context.as_of)?, &args, context)
        }
    }
}

fn add(desk: &Desk, mut add: Add, context: &Context) -> Result<Outcome, CliError> {
    let kind = desk.participants()?;
    let steps = &kind.definition.steps;
    let Some(step) = steps.iter().find(|(_, step)| step.starts_at(None)).map(|(name, _)| name.clone()) else {
        return Err(CliError::environment("this register's process admits nobody"));
    };
    let name = add.name.clone().unwrap_or_else(|| add.id.clone());
    let mut set = vec![text(&trust::NAME, &name), text(&trust::ROLE, &add.role)];
    if let Some(file) = &add.key {
        let key = read_key(file)?;
        let person = trust::next_person(&json!({}));
        set.push(text(&person.key(trust::NAME), add.person.as_deref().unwrap_or(&name)));
        set.extend(add.email.as_ref().map(|email| text(&person.key(trust::EMAIL), email)));
        let entry = trust::first_key(&person);
        for (field, value) in key_fields(&entry, &key) {
            set.push(text(&field, value.as_str().unwrap_or_default()));
        }
        let from = entry.key(trust::FROM);
        // A process of somebody's own may keep no days.
        if kind.schema.field(&from).is_some() {
            let today = desk.snapshot.zone.date_of(context.commit_time()?.timestamp());
            set.push(text(&from, &today.to_string()));
        }
    }
    set.extend(add.contact.as_ref().map(|contact| text(&"contact.name", contact)));
    set.extend(add.contact_email.as_ref().map(|email| text(&"contact.email", email)));
    add.given.preset = set;
    let making = Making::new(desk, context, Arc::clone(&kind), add.id, &step)?;
    make(&making, None, &add.given, context)
}

/// An assignment of text that is never read as anything else.
fn text(field: &dyn std::fmt::Display, value: &str) -> String {
    format!("{field}={}", json!(value))
}

fn list(desk: &Desk, context: &Context) -> Result<Outcome, CliError> {
    let kind = desk.participants()?;
    let today = desk.today(context);
    if context.output.is_json() {
        let rows: Vec<Json> =
            desk.documents(&kind)?.iter().map(|document| as_data(desk, document, today)).collect();
        context.output.json("iwcp/participants/1", json!({"participants": rows}))?;
        return Ok(Outcome::Fine);
    }
    let columns = ["id", "role", "person", "key", "stands"]
        .map(|key| Column::new(key, key).shrink(u8::from(key != "id")).wrap());
    let mut table = Table::new(columns);
    for document in desk.documents(&kind)? {
        let mut any = false;
        for (print, holder) in desk.snapshot.keys.all() {
            if holder.signer.participant == document.id {
                any = true;
                let stands = standing(holder, today);
                let cells =
                    [&document.id, &holder.signer.role, &holder.signer.person, &print.to_owned(), &stands];
                table.row(cells.map(|cell| Cell::from(cell.clone())));
            }
        }
        if !any {
            let role = document.data.get(trust::ROLE).and_then(Json::as_str).unwrap_or_default();
            table.row([document.id.as_str(), role, "", "", "no key"].map(|cell| Cell::from(cell.to_owned())));
        }
    }
    context.output.table(&table)?;
    Ok(Outcome::Fine)
}

fn as_data(desk: &Desk, document: &Document, today: NaiveDate) -> Json {
    let own = desk.snapshot.keys.all().filter(|(_, holder)| holder.signer.participant == document.id);
    let keys = own.map(|(fingerprint, holder)| {
        json!({
            "fingerprint": fingerprint, "person": holder.signer.person, "email": holder.email, "from": holder.from,
            "until": holder.until, "revoked": holder.revoked.map(|(day, _)| day), "fallen": holder.has_fallen(),
            "good": holder.standing(today) == Standing::Good,
        })
    });
    json!({
        "id": document.id, "path": document.path, "status": document.status(),
        "name": document.data.get(trust::NAME), "role": document.data.get(trust::ROLE), "keys": keys.collect::<Vec<_>>(),
    })
}

fn standing(holder: &Holder, today: NaiveDate) -> String {
    let earlier =
        if holder.has_fallen() { "what it signed before does not" } else { "what it signed before does" };
    match (holder.standing(today), holder.until) {
        (Standing::Good, None) => "yes".to_owned(),
        (Standing::Good, Some(until)) => format!("yes, until {until}"),
        (Standing::NotYet(from), _) => format!("from {from}"),
        (Standing::Expired(until), _) => format!("until {until}"),
        (Standing::Revoked(since), _) => format!("revoked {since}; {earlier}"),
        (Standing::Retired, _) => "takes part no more".to_owned(),
    }
}
