//! What somebody wrote into a file that came back: a form as DOCX or Markdown, or a copy of the document as YAML. What
//! differs from what stands in the register becomes what a step is given; whether it may write it, the step says.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value as Json;

use super::rendering::{Press, faulty};
use super::{CliError, Context};
use crate::document::Document;
use crate::process::Kind;
use crate::render::{Place, Stamp, Words, docx_reading, filled};
use crate::source::parse;

/// No form that people fill in is larger.
const LARGEST: u64 = 8 << 20;

/// How the path of an item ends that is not there yet.
const NEW: &str = ".+";

/// What a file says that is no form: the document itself.
const DATA: &[&str] = &["yaml", "yml", "json"];

/// Whether a file is a form, by its ending.
pub fn is_form(file: &Path) -> bool {
    !DATA.contains(&ending(file).as_str())
}

fn ending(file: &Path) -> String {
    file.extension().map(|end| end.to_string_lossy().to_ascii_lowercase()).unwrap_or_default()
}

/// The assignments, `FIELD=VALUE`, that make of a document what the file says; without a document, of an empty one.
///
/// # Errors
/// Wrong usage: a file of another kind, or one that can't be read as what it is.
pub fn assignments(
    kind: &Arc<Kind>,
    document: Option<&Document>,
    file: &Path,
    context: &Context,
) -> Result<Vec<String>, CliError> {
    let bytes = read(file, context)?;
    let text = || String::from_utf8_lossy(&bytes).into_owned();
    let unreadable = |why: String| CliError::usage(format!("{} can't be read: {why}", file.display()));
    match ending(file).as_str() {
        end if DATA.contains(&end) => {
            let tree = parse(&file.display().to_string(), &bytes).map_err(|refusal| {
                unreadable(refusal.flaws.first().map(|flaw| flaw.message.clone()).unwrap_or_default())
            })?;
            let mut found = Vec::new();
            let empty = Json::Null;
            let before = document.map_or(&empty, |document| &*document.data);
            differences(before, &tree.to_json(), "", &mut found);
            Ok(found)
        }
        "docx" => {
            let all = docx_reading::text(&bytes).map_err(|error| unreadable(error.to_string()))?;
            let written = docx_reading::controls(&bytes).map_err(|error| unreadable(error.to_string()))?;
            given(kind, document, &all, |_| written, context)
        }
        "md" => given(kind, document, &text(), |places| filled(&text(), places), context),
        _ => Err(CliError::usage(format!("{} is no form that is read back", file.display()))
            .hint("a form as .docx or .md, or fields as .yaml")),
    }
}

fn read(file: &Path, context: &Context) -> Result<Vec<u8>, CliError> {
    let cannot = |error| CliError::caused(&format!("cannot read {}", file.display()), &error);
    let opened = File::open(context.directory.join(file)).or_else(|_| File::open(file));
    let mut bytes = Vec::new();
    opened.map_err(cannot)?.take(LARGEST).read_to_end(&mut bytes).map_err(cannot)?;
    Ok(bytes)
}

/// What was written into the fields of a form and differs from what stood there.
fn given(
    kind: &Arc<Kind>,
    document: Option<&Document>,
    text: &str,
    written: impl FnOnce(&[Place]) -> Vec<(String, String)>,
    context: &Context,
) -> Result<Vec<String>, CliError> {
    let stamp = Stamp::find(text);
    // What differs from the form as it was sent is what somebody wrote; the register may have moved on since.
    let sent = stamp.as_ref().and_then(|stamp| Press::open(Some(&stamp.commit), context).ok());
    let press = sent.map_or_else(|| Press::open(None, context), Ok)?;
    let then = document.map(|document| press.desk.document(kind, &document.id)).transpose()?.flatten();
    let places = press.places(kind, then.as_ref().or(document), stamp.as_ref())?;
    let words = Words::read(&press.templates, &press.desk.snapshot.settings.locale).map_err(faulty)?;
    let mut found = Vec::new();
    for (path, text) in written(&places) {
        let stood = places.iter().find(|place| place.path == path);
        // A field that the form does not have is nobody's to fill in.
        if stood.is_none_or(|place| place.text.trim() == text) {
            continue;
        }
        found.push(match path.strip_suffix(NEW) {
            Some(list) => format!("{list}={}", longer(document, list, &text)),
            None => format!("{path}={}", meant(kind, &words, &path, &text)),
        });
    }
    Ok(found)
}

/// A list with further items, one a line.
fn longer(document: Option<&Document>, list: &str, text: &str) -> Json {
    let stood =
        document.and_then(|document| crate::source::Path::parse(list).find(&document.data)?.as_array());
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(Json::from);
    stood.into_iter().flatten().cloned().chain(lines).collect()
}

/// What people wrote, as a document holds it: the name of a value stands for the value, a date for its day.
fn meant(kind: &Kind, words: &Words, path: &str, text: &str) -> String {
    let field = kind.schema.field(&crate::source::Path::parse(&path.replace(".+", ".0")));
    let Some(field) = field else { return quoted(text) };
    let key = path.rsplit('.').next().unwrap_or(path);
    let allowed = field.allowed.iter().find(|value| {
        let name = words.get(&format!("values.{key}.{value}")).unwrap_or(value);
        name.eq_ignore_ascii_case(text) || value.eq_ignore_ascii_case(text)
    });
    if let Some(value) = allowed {
        let is_text = field.types.iter().any(|known| known == "string");
        return if is_text { quoted(value) } else { value.clone() };
    }
    match words.read_date(text).filter(|_| field.format.as_deref() == Some("date")) {
        Some(day) => quoted(&day.to_string()),
        None => quoted(text),
    }
}

/// A text as a value that is taken as it is, whatever it looks like.
fn quoted(text: &str) -> String {
    Json::from(text).to_string()
}

/// What makes of one document another: values that differ, and items behind the last one. What the other does not say
/// stays.
fn differences(before: &Json, after: &Json, path: &str, found: &mut Vec<String>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match (before, after) {
        (_, Json::Object(entries)) if path.is_empty() || before.is_object() => {
            for (key, value) in entries {
                differences(before.get(key).unwrap_or(&Json::Null), value, &below(key), found);
            }
        }
        (Json::Array(items), Json::Array(others)) => {
            for (index, other) in others.iter().enumerate() {
                match items.get(index) {
                    Some(item) => differences(item, other, &below(&index.to_string()), found),
                    None => found.push(format!("{path}.+={other}")),
                }
            }
        }
        _ if before == after => {}
        _ => found.push(format!("{path}={after}")),
    }
}
