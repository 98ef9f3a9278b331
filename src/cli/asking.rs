//! Asks at the terminal for what a step still wants, field by field, with the schema's own words.

use serde_json::Value as Json;

use super::CliError;
use super::making::{Made, Making};
use super::placeholder::placeholder;
use super::prompt::{Question, terminal};
use crate::diagnostic::{Finding, Severity, rule};
use crate::document::Draft;
use crate::rules::without_serials;
use crate::schema::Field;
use crate::source::{Path, Tree};

/// Asks for the fields that findings say are missing, and again for those whose answer will not do; tells whether
/// anything was asked. Where nobody can be asked, nothing is.
///
/// # Errors
/// Somebody breaks it off, or the terminal fails.
pub fn ask(
    making: &Making<'_>,
    base: Option<&Tree>,
    draft: &mut Draft<'_>,
    tree: &Tree,
    findings: &[Finding],
    asked: &mut Vec<Path>,
) -> Result<bool, CliError> {
    let Some(mut person) = terminal() else { return Ok(false) };
    let wanted = wanted(making, &tree.to_json(), findings, asked);
    for (path, field, complaint) in &wanted {
        let mut complaint = complaint.clone();
        loop {
            complaint.iter().try_for_each(|complaint| person.say(complaint))?;
            draft.set(path.clone(), answer(&mut person, making, path, field)?);
            complaint = complaint_of(making, base, draft, path)?;
            if complaint.is_none() {
                break;
            }
        }
    }
    asked.extend(wanted.iter().map(|(path, ..)| path.clone()));
    Ok(!wanted.is_empty())
}

/// Why what was just answered will not do, whatever else is answered.
fn complaint_of(
    making: &Making<'_>,
    base: Option<&Tree>,
    draft: &Draft<'_>,
    path: &Path,
) -> Result<Option<String>, CliError> {
    let findings = making.findings(&making.written(draft, base)?)?;
    let faulty = |finding: &&Finding| {
        finding.severity == Severity::Error
            && !is_missing(finding)
            && finding.place.path.as_ref() == Some(path)
    };
    Ok(findings.iter().find(faulty).map(|finding| finding.message.clone()))
}

/// Shows whoever was asked what is about to be signed, and breaks off where they don't agree.
///
/// # Errors
/// Somebody breaks it off, or the terminal fails.
pub fn agree(making: &Making<'_>, made: &Made) -> Result<(), CliError> {
    let Some(mut person) = terminal() else { return Ok(()) };
    person.say(&without_serials(&making.patch(made)?))?;
    match person.yes("sign this", true)? {
        true => Ok(()),
        false => Err(CliError::cancelled()),
    }
}

/// What is to be set so that a step has what findings say is missing, as a command line says it: the way for whoever
/// is not asked.
pub fn wanting(making: &Making<'_>, tree: &Tree, findings: &[Finding]) -> Vec<String> {
    let Some(step) = making.definition() else { return Vec::new() };
    let draft = making.draft(step);
    let wanted = wanted(making, &tree.to_json(), findings, &[]).into_iter();
    wanted.map(|(path, field, _)| format!("--set {}={}", draft.name_of(&path), placeholder(field))).collect()
}

/// A field to ask for, and what is the matter with the answer that was given before.
type Wanted<'k> = (Path, &'k Field, Option<String>);

/// What to ask for, in the order of the form: what is missing and was not asked for before, and what will not do.
fn wanted<'k>(making: &'k Making<'_>, data: &Json, findings: &[Finding], asked: &[Path]) -> Vec<Wanted<'k>> {
    let mut found: Vec<Wanted<'k>> = Vec::new();
    for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
        let Some(path) = &finding.place.path else { continue };
        let (fields, complaint) = match is_missing(finding) {
            true => (leaves(making, path, data), None),
            false => (wrong(making, path, asked), Some(&finding.message)),
        };
        for (path, field) in fields {
            let known = found.iter().any(|(other, ..)| *other == path);
            if !known && asked.contains(&path) == complaint.is_some() {
                found.push((path, field, complaint.cloned()));
            }
        }
    }
    found.sort_by_key(|(_, field, _)| field.order);
    found
}

/// A value that was asked for and will not do.
fn wrong<'k>(making: &'k Making<'_>, path: &Path, asked: &[Path]) -> Vec<(Path, &'k Field)> {
    let field = making.kind.schema.field(path).filter(|_| asked.contains(path));
    field.map(|field| (path.clone(), field)).into_iter().collect()
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
