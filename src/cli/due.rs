//! `iwcp due`: who owes what by when.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::json;

use super::books::{Books, Placement};
use super::desk::Desk;
use super::mail;
use super::parallel::in_turn;
use super::placing::require_named;
use super::reader::Reader;
use super::standing::{warn_of, warn_unchecked};
use super::{CliError, Context, Outcome};
use crate::clocks::{Owed, Wanted, sort};
use crate::output::{Cell, Column, Entry, Format, Table, Tone, agenda};
use crate::process::{Event, Scene, obligations};
use crate::register::short;

/// Shows who owes what by when, most urgent first
///
/// What F&SD may do, and since when, and what blocks a report stand in the same list. `--as-of` answers as the register
/// stood then; a day to come shows what will be due. `--format csv` is for spreadsheets, `--format ics` an iCalendar file
/// to subscribe to.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only what this participant or role owes (again and again)
    #[arg(long = "for", value_name = "WHO")]
    of: Vec<String>,
    /// Only what is due within so many days (7d) or weeks (2w), or overdue
    #[arg(long, value_name = "DAYS", value_parser = days)]
    within: Option<u32>,
    /// Only what is overdue
    #[arg(long)]
    overdue: bool,
    /// Exit with status 1 when something shown or written about is overdue, for cron
    #[arg(long)]
    exit_code: bool,
    /// Write a message file for each party that owes something into this folder: references and dates, no content
    #[arg(long, value_name = "DIR")]
    mail: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// The environment's; wrong usage.
pub fn run(args: Args, context: &Context) -> Result<Outcome, CliError> {
    args.mail.as_deref().map_or(Ok(()), require_named)?;
    let (books, mut owed) = Books::consult(context.as_of, context, |books| owed(books, context))?;
    let found = &books.history.verification.findings;
    warn_of(found, None, context)?;
    warn_unchecked(found, context)?;
    let desk = &books.desk;
    known(desk, &args.of)?;
    let wanted = Wanted { of: args.of.clone(), within: args.within, overdue: args.overdue };
    owed.retain(|owed| wanted.admits(owed));
    sort(&mut owed);
    match (&args.mail, context.output.format()) {
        (Some(folder), _) => mail::write(desk, &owed, &context.directory.join(folder), context)?,
        (None, Format::Ics) => context.output.verbatim(&subscription(&books, &owed)?)?,
        (None, Format::Csv) => context.output.verbatim(&table(&owed).to_csv()?)?,
        (None, _) => tell(&owed, context)?,
    }
    let late = args.exit_code && owed.iter().any(Owed::is_overdue);
    Ok(if late { Outcome::Findings } else { Outcome::Fine })
}

fn days(text: &str) -> Result<u32, String> {
    let (number, unit) = match text.strip_suffix('w') {
        Some(weeks) => (weeks, 7),
        None => (text.strip_suffix('d').unwrap_or(text), 1),
    };
    let number: u32 = number.parse().map_err(|_| "write 7d, 2w or a number of days".to_owned())?;
    number.checked_mul(unit).ok_or_else(|| "that is too long".to_owned())
}

/// Refuses a name that is neither a participant's nor a role's: a list that is empty for it would look like good news.
fn known(desk: &Desk, names: &[String]) -> Result<(), CliError> {
    if names.is_empty() {
        return Ok(());
    }
    let participants = desk.ids(&*desk.participants()?)?;
    let roles = desk.snapshot.catalogue().map(|catalogue| &catalogue.shared.roles);
    let roles = roles.into_iter().flat_map(|roles| roles.keys());
    let known: BTreeSet<&str> = participants.iter().chain(roles).map(String::as_str).collect();
    match names.iter().find(|name| !known.contains(name.as_str())) {
        Some(name) => {
            let error = CliError::usage(format!("there is no participant and no role `{name}`"));
            Err(error.or_meant(name, known))
        }
        None => Ok(()),
    }
}

/// What all documents of the register wait for.
fn owed(books: &Books, context: &Context) -> Result<Vec<Owed>, CliError> {
    let today = books.desk.today(context);
    let documents = books.owing();
    let readers = Reader::several(books, documents.len())?;
    let one = |reader: &Reader<'_>, (kind, path, id): &Placement<'_>| {
        let life: Arc<[Event]> = reader.steps(path).into_iter().map(|(_, event)| event).collect();
        let Some(document) = life.last().map(|event| Arc::clone(&event.document)) else {
            return Ok(Vec::new());
        };
        let kind = reader.snapshot().versioned(kind, &document);
        let definition = &kind.definition;
        reader.with_life(&life, |world| {
            let scene = Scene { definition, before: None, after: &document, signer: None, today, world };
            let status = scene.status_of(&document).unwrap_or_default();
            let owed = |obligation| Owed {
                kind: definition.kind.clone(),
                document: (*id).to_owned(),
                status: status.to_owned(),
                obligation,
            };
            obligations(kind, &scene).into_iter().map(owed).collect::<Vec<_>>()
        })
    };
    let mut found = Vec::new();
    in_turn(readers, &documents, one, |owed| {
        found.extend(owed?);
        Ok::<_, CliError>(())
    })?;
    Ok(found)
}

fn tell(owed: &[Owed], context: &Context) -> Result<(), CliError> {
    if context.output.is_json() {
        return Ok(context.output.json("iwcp/due/1", json!({"due": table(owed).to_json()}))?);
    }
    if owed.is_empty() {
        return Ok(context.output.note("nothing is owed")?);
    }
    context.output.table(&table(owed).without_empty_columns())?;
    Ok(())
}

fn table(owed: &[Owed]) -> Table {
    let mut table = Table::new([
        Column::new("due", "due"),
        Column::new("days", "days").right(),
        Column::new("who", "who").shrink(1).wrap(),
        Column::new("document", "document"),
        Column::new("status", "status").shrink(3).wrap(),
        Column::new("what", "what").shrink(1).wrap(),
        Column::new("since", "since").shrink(1),
        Column::new("blocks", "blocks").shrink(2),
        Column::new("clause", "clause").shrink(4).wrap(),
    ]);
    for owed in owed {
        let obligation = &owed.obligation;
        let tone = match obligation.days() {
            Some(days) if days < 0 => Tone::Bad,
            Some(days) if days <= 7 => Tone::Notice,
            _ => Tone::Plain,
        };
        let day = |day: Option<chrono::NaiveDate>| Cell::from(day.map(|day| day.to_string()));
        let days = match obligation.days() {
            Some(days) if days < 0 => Cell::new(format!("{} over", days.unsigned_abs()), days),
            Some(days) => Cell::new(format!("{days} left"), days),
            None => Cell::empty(),
        };
        table.row([
            day(obligation.due()).tone(tone),
            days.tone(tone),
            Cell::from(owed.who()),
            Cell::new(owed.document.clone(), format!("{}/{}", owed.kind, owed.document)),
            Cell::from(owed.status.as_str()),
            Cell::from(obligation.what.as_str()),
            day(obligation.since),
            Cell::new(if obligation.blocks { "blocks" } else { "" }, obligation.blocks),
            Cell::new(obligation.clause.join(", "), json!(obligation.clause)),
        ]);
    }
    table
}

/// The dated obligations as an iCalendar file. Its time stamp is the register's tip: the same register gives the same
/// bytes. The register's root stands in the names of its entries: another register has documents of the same ids.
fn subscription(books: &Books, owed: &[Owed]) -> Result<String, CliError> {
    let desk = &books.desk;
    let name = desk.snapshot.settings.name.clone().unwrap_or_else(|| "register".to_owned());
    let register = books.history.verification.root.map(short).unwrap_or_default();
    let stamp = desk.objects.commit(desk.tip)?.committer.seconds;
    let entries = owed.iter().filter_map(|owed| {
        Some(Entry {
            uid: format!("{}@{register}.iwcp", owed.name()),
            day: owed.obligation.due()?,
            summary: format!("{}: {} to {}", owed.document, owed.who(), owed.obligation.what),
            description: format!("{}, clause {}", owed.status, owed.obligation.clause.join(", ")),
        })
    });
    Ok(agenda(&name, stamp, entries))
}
