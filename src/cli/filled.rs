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
use crate::render::{Form, Stamp, Words, docx_reading};
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
    let bytes = read(file, LARGEST, context)?;
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
        "md" => given(kind, document, &text(), |form| form.filled(&text()), context),
        _ => Err(CliError::usage(format!("{} is no form that is read back", file.display()))
            .hint("a form as .docx or .md, or fields as .yaml")),
    }
}

/// A file that came back, whole.
///
/// # Errors
/// It can't be read, or has more than `largest` bytes.
pub(super) fn read(file: &Path, largest: u64, context: &Context) -> Result<Vec<u8>, CliError> {
    let cannot = |error| CliError::caused(&format!("cannot read {}", file.display()), &error);
    let opened = File::open(context.directory.join(file)).or_else(|_| File::open(file));
    let mut bytes = Vec::new();
    let limit = largest.saturating_add(1);
    opened.map_err(cannot)?.take(limit).read_to_end(&mut bytes).map_err(cannot)?;
    if u64::try_from(bytes.len()).is_ok_and(|size| size <= largest) {
        return Ok(bytes);
    }
    let message =
        format!("{} has more than {} MiB, and no document here is as large", file.display(), largest >> 20);
    Err(CliError::usage(message))
}

/// What was written into the fields of a form and differs from what stood there.
fn given(
    kind: &Arc<Kind>,
    document: Option<&Document>,
    text: &str,
    written: impl FnOnce(&Form) -> Vec<(String, String)>,
    context: &Context,
) -> Result<Vec<String>, CliError> {
    let stamp = Stamp::find(text);
    let press = press(stamp.as_ref(), document.is_none(), context)?;
    let then = document.map(|document| press.desk.document(kind, &document.id)).transpose()?.flatten();
    let form = press.form(kind, then.as_ref().or(document), stamp.as_ref())?;
    let words = Words::read(&press.templates, &press.desk.snapshot.settings.locale).map_err(faulty)?;
    let mut found = Vec::new();
    for (path, text) in written(&form) {
        let stood = form.places.iter().find(|place| place.path == path);
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

/// What makes the form as it was sent: what differs from that is what somebody wrote, and the register may have moved on
/// since. In a blank form nothing stands, so that any commit will do.
fn press(stamp: Option<&Stamp>, is_blank: bool, context: &Context) -> Result<Press, CliError> {
    let Some(stamp) = stamp else { return Press::open(None, context) };
    match Press::open(Some(&stamp.commit), context) {
        Err(_) if is_blank => Press::open(None, context),
        Err(error) => {
            let short: String = stamp.commit.chars().take(12).collect();
            let message =
                format!("the form as it was sent can't be made again (commit {short}): {}", error.message);
            let hint =
                error.hint.unwrap_or_else(|| "fetch the history that it was made of: `git fetch`".to_owned());
            Err(CliError::environment(message).hint(hint))
        }
        press => press,
    }
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
    let is_date = field.format.as_deref() == Some("date");
    match is_date.then(|| words.read_date(text)).flatten() {
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
