//! A file that came back: a form as DOCX or Markdown (`answered`), or a copy of the document as YAML. What differs from
//! what stands in the register becomes what a step is given; whether it may write it, the step says.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value as Json;

use super::answered::{Answered, Returned};
use super::{CliError, Context, bounded};
use crate::diagnostic::Finding;
use crate::document::Document;
use crate::process::Kind;
use crate::render::docx_reading;
use crate::source::{Source, parse};

/// No form that people fill in is larger.
const LARGEST: u64 = 8 << 20;

/// What a file gives to a step.
#[derive(Debug, Default)]
pub struct Filled {
    /// Assignments, `FIELD=VALUE`.
    pub set: Vec<String>,
    /// Where they stand, in a form.
    pub answered: Answered,
}

/// What a file says that is no form: the document itself.
const DATA: &[&str] = &["yaml", "yml", "json"];

/// Whether a file is a form, by its ending.
pub fn is_form(file: &Path) -> bool {
    !DATA.contains(&ending(file).as_str())
}

fn ending(file: &Path) -> String {
    file.extension().map(|end| end.to_string_lossy().to_ascii_lowercase()).unwrap_or_default()
}

/// What makes of a document what the file says; without a document, of an empty one. Or why the file can't be meant: it
/// is the form of another document.
///
/// # Errors
/// Wrong usage: a file of another kind, or one that can't be read as what it is.
pub fn filled(
    kind: &Arc<Kind>,
    document: Option<&Document>,
    file: &Path,
    context: &Context,
) -> Result<Result<Filled, Finding>, CliError> {
    let bytes = read(file, LARGEST, context)?;
    let name = file.display().to_string();
    let unreadable = |why: String| CliError::usage(format!("{name} can't be read: {why}"));
    let text = || String::from_utf8_lossy(&bytes).into_owned();
    let returned = match ending(file).as_str() {
        end if DATA.contains(&end) => {
            let tree = parse(&name, &bytes).map_err(|refusal| {
                unreadable(refusal.flaws.first().map(|flaw| flaw.message.clone()).unwrap_or_default())
            })?;
            let mut set = Vec::new();
            let empty = Json::Null;
            let before = document.map_or(&empty, |document| &*document.data);
            differences(before, &tree.to_json(), "", &mut set);
            return Ok(Ok(Filled { set, ..Filled::default() }));
        }
        "docx" => {
            let failed = |error: docx_reading::ReadError| unreadable(error.to_string());
            Returned::Docx {
                text: docx_reading::text(&bytes).map_err(failed)?,
                fields: docx_reading::controls(&bytes).map_err(failed)?,
                beside: docx_reading::beside(&bytes).map_err(failed)?,
                name,
            }
        }
        "md" => Returned::Markdown(Source::new(name, text())),
        _ => {
            return Err(CliError::usage(format!("{name} is no form that is read back"))
                .hint("a form as .docx or .md, or fields as .yaml"));
        }
    };
    returned.answers(kind, document, context)
}

/// A file that came back, whole.
///
/// # Errors
/// It can't be read, or has more than `largest` bytes.
pub(super) fn read(file: &Path, largest: u64, context: &Context) -> Result<Vec<u8>, CliError> {
    let cannot = |error| CliError::caused(&format!("cannot read {}", file.display()), &error);
    let opened = File::open(context.directory.join(file)).or_else(|_| File::open(file));
    bounded::all(opened.map_err(cannot)?, &file.display().to_string(), largest)
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
