//! Asks at the terminal for what a step still wants, field by field, with the schema's own words.

use serde_json::Value as Json;

use super::CliError;
use super::making::Making;
use super::prompt::{Question, terminal};
use crate::diagnostic::{Finding, rule};
use crate::document::Draft;
use crate::schema::Field;
use crate::source::{Path, Tree};

/// Asks for the fields that findings say are missing and that were not asked for before; tells whether anything was.
/// Where nobody can be asked, nothing is.
///
/// # Errors
/// Somebody breaks it off, or the terminal fails.
pub fn ask(
    making: &Making<'_>,
    draft: &mut Draft<'_>,
    tree: &Tree,
    findings: &[Finding],
    asked: &mut Vec<Path>,
) -> Result<bool, CliError> {
    let Some(mut person) = terminal() else { return Ok(false) };
    let data = tree.to_json();
    let mut any = false;
    for path in
        findings.iter().filter(|finding| is_missing(finding)).filter_map(|finding| finding.place.path.clone())
    {
        for (path, field) in leaves(making, &path, &data) {
            if asked.contains(&path) {
                continue;
            }
            let answer = answer(&mut person, making, &path, field)?;
            asked.push(path.clone());
            draft.set(path, answer);
            any = true;
        }
    }
    Ok(any)
}

fn is_missing(finding: &Finding) -> bool {
    finding.rule == &rule::STEP_CONTENT || finding.rule == &rule::MISSING_FIELD
}

/// The single values to ask for so that something stands at a path.
fn leaves<'k>(making: &'k Making<'_>, path: &Path, data: &Json) -> Vec<(Path, &'k Field)> {
    let schema = &making.kind.schema;
    let Some(field) = schema.field(path) else { return Vec::new() };
    if path.find(data).is_some_and(|value| !value.is_null() && !value.is_array() && !value.is_object()) {
        return Vec::new();
    }
    let count = path.find(data).and_then(Json::as_array).map_or(0, Vec::len);
    let is = |name: &str| field.types.iter().any(|known| known == name);
    if is("array") {
        let item = path.index(count);
        return match schema.below(&item).is_empty() {
            true => vec![(path.clone(), field)],
            false => required(making, &item),
        };
    }
    if is("object") { required(making, path) } else { vec![(path.clone(), field)] }
}

fn required<'k>(making: &'k Making<'_>, path: &Path) -> Vec<(Path, &'k Field)> {
    let below = making.kind.schema.below(path);
    let single = |field: &&Field| {
        field.required && !field.types.iter().any(|known| known == "object" || known == "array")
    };
    below.into_iter().filter(single).filter_map(|field| Some((path.key(field.key()?), field))).collect()
}

fn answer<R: std::io::BufRead, W: std::io::Write>(
    person: &mut super::prompt::Prompt<R, W>,
    making: &Making<'_>,
    path: &Path,
    field: &Field,
) -> Result<Json, CliError> {
    let label = path.to_string();
    let question = Question { label: &label, description: Some(field.summary()), default: None };
    if !field.allowed.is_empty() {
        let choices: Vec<&str> = field.allowed.iter().map(String::as_str).collect();
        let chosen = person.choice(question, &choices)?;
        return Ok(choices.get(chosen).map_or(Json::Null, |choice| Json::from(*choice)));
    }
    if field.types == ["boolean"] {
        return Ok(Json::Bool(person.yes(&format!("{} ({label})", field.summary()), false)?));
    }
    if field.format.as_deref() == Some("date") {
        return Ok(Json::String(person.day(question, making.today())?.to_string()));
    }
    let text = person.text(question)?;
    match field.types.iter().any(|known| known == "array") {
        true => Ok(text.split(',').map(|part| Json::String(part.trim().to_owned())).collect()),
        false => Ok(Json::String(text.trim().to_owned())),
    }
}
