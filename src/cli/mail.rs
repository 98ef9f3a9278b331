//! `iwcp due --mail`: a message file for each party that owes something. A message holds references and dates; of the
//! documents themselves a template is given nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use minijinja::context;
use minijinja::value::Serde;
use serde_json::{Value as Json, json};

use super::desk::Desk;
use super::rendering::faulty;
use super::{CliError, Context};
use crate::clocks::Owed;
use crate::output::message;
use crate::register::{Objects, walk_files};
use crate::render::{FOLDER, Templates, Words};

const TEMPLATE: &str = "due.eml";

/// Writes the messages into a folder, which is made where it is not there; no message is overwritten.
///
/// # Errors
/// A participant without an address, a template that does not work, a folder that can't be written.
pub fn write(desk: &Desk, owed: &[Owed], folder: &Path, context: &Context) -> Result<(), CliError> {
    let templates = templates(desk)?;
    let today = desk.today(context);
    let date = context
        .as_of
        .map_or(context.now.timestamp(), |day| day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp());
    let mut parties: BTreeMap<String, Vec<Json>> = BTreeMap::new();
    for owed in owed {
        for party in recipients(desk, owed) {
            parties.entry(party).or_default().push(item(owed));
        }
    }
    let (keeper, keeping) = (keeping(desk)?, keeper(desk)?);
    let register = on_one_line(&called(desk, &templates)?);
    let mut messages = Vec::new();
    for (party, items) in &parties {
        let values = context! {
            register => register.as_str(),
            today => today.to_string(),
            keeper => Serde(&keeping),
            party => Serde(&participant(desk, party)?),
            owed => Serde(items),
        };
        let text = templates.fill(TEMPLATE, values).map_err(|error| {
            let lacks = format!("it needs an address that `{party}` or `{keeper}` does not have on file");
            CliError::environment(format!("the message to `{party}` can't be made: {lacks} ({error})"))
                .hint("an address is put on file by `iwcp step PARTICIPANT contact --set contact.email=…`")
        })?;
        let id = format!("due-{party}-{today}-{}@iwcp", crate::register::short(desk.tip));
        let bytes = message(&text, &id, date).map_err(|error| {
            CliError::environment(format!("the message to {party} can't be made: {error}"))
        })?;
        messages.push((format!("{party}-{today}.eml"), bytes));
    }
    fs::create_dir_all(folder)
        .map_err(|error| CliError::caused(&format!("cannot make {}", folder.display()), &error))?;
    for (name, bytes) in messages {
        let path = folder.join(&name);
        put(&path, &bytes)
            .map_err(|error| CliError::caused(&format!("cannot write {}", path.display()), &error))?;
        context.output.line(&path.display().to_string())?;
    }
    Ok(())
}

/// What the register is called.
fn called(desk: &Desk, templates: &Templates) -> Result<String, CliError> {
    let settings = &desk.snapshot.settings;
    match &settings.name {
        Some(name) => Ok(name.clone()),
        None => {
            let words = Words::read(templates, &settings.locale).map_err(faulty)?;
            Ok(words.nameless().map_err(faulty)?.to_owned())
        }
    }
}

/// A new file, whole or not at all.
fn put(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let mut file = fs::File::create_new(path)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).inspect_err(|_| {
        // What is half written says less than nothing.
        let _ = fs::remove_file(path);
    })
}

/// Who is told: the participant that owes it, or every participant of the role.
fn recipients(desk: &Desk, owed: &Owed) -> Vec<String> {
    match &owed.obligation.party {
        Some(party) => vec![party.clone()],
        None => desk.snapshot.keys.participants(&owed.obligation.role).map(str::to_owned).collect(),
    }
}

/// The participant in whose name messages go out.
///
/// # Errors
/// Nobody keeps the register, or an object that can't be read.
pub(super) fn keeper(desk: &Desk) -> Result<Json, CliError> {
    participant(desk, &keeping(desk)?)
}

/// The first participant that keeps the register.
fn keeping(desk: &Desk) -> Result<String, CliError> {
    let mut roles = desk.snapshot.catalogue().into_iter().flat_map(|catalogue| catalogue.shared.roles.iter());
    let role = roles.find(|(_, role)| role.keeper).map(|(name, _)| name.as_str()).unwrap_or_default();
    let first = desk.snapshot.keys.participants(role).next().map(str::to_owned);
    first.ok_or_else(|| CliError::environment("nobody keeps this register"))
}

pub(super) fn participant(desk: &Desk, id: &str) -> Result<Json, CliError> {
    let kind = desk.snapshot.catalogue().and_then(|catalogue| catalogue.participants());
    let document = match kind {
        Some(kind) => desk.document(kind, id)?,
        None => None,
    };
    document
        .map(|document| in_lines(&document.data))
        .ok_or_else(|| CliError::environment(format!("there is no participant `{id}`")))
}

/// A text in which no line ends: in front of the body it would begin a header of its own.
fn on_one_line(text: &str) -> String {
    text.split(char::is_control).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A document's data with every text on one line.
fn in_lines(data: &Json) -> Json {
    match data {
        Json::String(text) => Json::String(on_one_line(text)),
        Json::Array(items) => items.iter().map(in_lines).collect(),
        Json::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), in_lines(value))).collect(),
        plain => plain.clone(),
    }
}

/// What a message may say of an obligation.
fn item(owed: &Owed) -> Json {
    let obligation = &owed.obligation;
    json!({
        "document": owed.document, "what": obligation.what, "due": obligation.due(), "days": obligation.days(),
        "since": obligation.since, "clause": obligation.clause,
    })
}

/// The program's templates, and the register's own over them.
pub(super) fn templates(desk: &Desk) -> Result<Templates, CliError> {
    let mut templates = Templates::default();
    for file in walk_files(&desk.objects, desk.tree, FOLDER) {
        let (path, entry) = file?;
        let name = path.strip_prefix(FOLDER).and_then(|rest| rest.strip_prefix('/'));
        if let (Some(name), true) = (name, entry.is_file()) {
            let bytes = desk.objects.blob(entry.oid, Objects::BLOB_LIMIT)?;
            templates.add(name, String::from_utf8_lossy(&bytes));
        }
    }
    Ok(templates)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_begins_no_header() {
        let data =
            json!({"contact": {"name": "Max\r\nCc: Eve <e@e.example>\u{85}x"}, "people": ["a\nb"], "n": 1});
        let wanted = json!({"contact": {"name": "Max Cc: Eve <e@e.example> x"}, "people": ["a b"], "n": 1});
        assert_eq!(in_lines(&data), wanted);
    }
}
