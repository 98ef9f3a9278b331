//! `iwcp participant`: who takes part, and with which keys.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};
use serde_json::json;

use super::desk::Desk;
use super::making::Making;
use super::step::{Given, make};
use super::{CliError, Context, Outcome};
use crate::output::{Cell, Column, Table};
use crate::process::Kind;
use crate::signature::{PublicKey, allowed_signers_line};
use crate::trust::{Holder, Standing};

/// Admits participants, and prints who takes part and with which keys
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Admits a participant, as a signed step
    Add(Box<Add>),
    /// Lists who takes part
    List,
    /// Prints git's allowed-signers file: `git config gpg.ssh.allowedSignersFile FILE`
    Keys,
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
    let desk = Desk::open(context)?.at(context.as_of)?;
    match args.command {
        Command::Add(add) => self::add(&desk, *add, context),
        Command::List => list(&desk, context),
        Command::Keys => keys(&desk, context),
    }
}

fn kind(desk: &Desk) -> Result<Arc<Kind>, CliError> {
    let kind = desk.snapshot.catalogue().and_then(|catalogue| catalogue.participants());
    kind.cloned().ok_or_else(|| CliError::environment("this register's process has no participants"))
}

fn add(desk: &Desk, mut add: Add, context: &Context) -> Result<Outcome, CliError> {
    let kind = kind(desk)?;
    let steps = &kind.definition.steps;
    let Some(step) = steps.iter().find(|(_, step)| step.starts_at(None)).map(|(name, _)| name.clone()) else {
        return Err(CliError::environment("this register's process admits nobody"));
    };
    let name = add.name.clone().unwrap_or_else(|| add.id.clone());
    let mut set = vec![text("name", &name), text("role", &add.role)];
    if let Some(file) = &add.key {
        let key = read_key(file, context)?;
        set.push(text("people.0.name", add.person.as_deref().unwrap_or(&name)));
        set.extend(add.email.as_ref().map(|email| text("people.0.email", email)));
        set.push(text("people.0.keys.0.key", &key.to_openssh()));
    }
    set.extend(add.contact.as_ref().map(|contact| text("contact.name", contact)));
    set.extend(add.contact_email.as_ref().map(|email| text("contact.email", email)));
    set.append(&mut add.given.set);
    add.given.set = set;
    let making = Making::new(desk, context, Arc::clone(&kind), add.id, &step)?;
    make(&making, None, &add.given, context)
}

/// An assignment of text that is never read as anything else.
fn text(field: &str, value: &str) -> String {
    format!("{field}={}", json!(value))
}

fn read_key(file: &std::path::Path, context: &Context) -> Result<PublicKey, CliError> {
    let path = context.directory.join(file);
    let path = if path.exists() { path } else { file.to_path_buf() };
    let read = std::fs::read_to_string(&path)
        .map_err(|error| CliError::caused(&format!("cannot read {}", file.display()), &error))?;
    PublicKey::parse(read.trim()).map_err(|error| {
        CliError::usage(format!("{} holds no public key: {error}", file.display()))
            .hint("give the file that ends in .pub")
    })
}

fn list(desk: &Desk, context: &Context) -> Result<Outcome, CliError> {
    let kind = kind(desk)?;
    let today = desk.today(context);
    let columns = ["id", "role", "person", "key", "stands"].map(|key| Column::new(key, key).shrink(1));
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
            let role = document.data.get("role").and_then(serde_json::Value::as_str).unwrap_or_default();
            table.row([document.id.as_str(), role, "", "", "no key"].map(|cell| Cell::from(cell.to_owned())));
        }
    }
    context.output.table(&table)?;
    Ok(Outcome::Fine)
}

fn standing(holder: &Holder, today: NaiveDate) -> String {
    match holder.standing(today) {
        Standing::Good => "yes".to_owned(),
        Standing::NotYet(from) => format!("from {from}"),
        Standing::Expired(until) => format!("until {until}"),
        Standing::Revoked(since) => format!("revoked {since}"),
        Standing::Retired => "takes part no more".to_owned(),
    }
}

fn keys(desk: &Desk, context: &Context) -> Result<Outcome, CliError> {
    let mut lines = Vec::new();
    for (_, holder) in desk.snapshot.keys.all() {
        // OpenPGP keys have no place in this file, and a revoked key would be good for ever in git's eyes.
        let (Ok(key), None, true) = (PublicKey::parse(&holder.key), holder.revoked, holder.active) else {
            continue;
        };
        let moment = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
        let until = holder.until.and_then(|day| day.succ_opt()).map(moment);
        let principal = holder.email.as_deref().unwrap_or(&holder.signer.participant);
        lines.push(allowed_signers_line(&[principal], &key, holder.from.map(moment), until));
    }
    if context.output.is_json() {
        context.output.json("iwcp/keys/1", json!({"allowed_signers": lines}))?;
        return Ok(Outcome::Fine);
    }
    for line in lines {
        context.output.line(&line)?;
    }
    Ok(Outcome::Fine)
}
