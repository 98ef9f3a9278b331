//! The sentences of schema findings. Values are quoted only where they are short and no serial number can be in them.

use std::collections::HashSet;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value as Json;

use super::field::{Field, plain, summary};
use super::format::why_no_date;
use crate::source::Path;

/// How a help begins that offers another spelling.
pub(super) const DID_YOU_MEAN: &str = "did you mean `";
/// Longer values are not repeated in a message.
const SHOWN: usize = 40;
/// So many names of fields are listed.
const LISTED: usize = 12;
/// A number of this many digits may be an IMEI, which ends in a subscriber's serial number.
const IMEI_DIGITS: usize = 14;

/// What a part of a schema wants of a value.
pub(super) struct Wanted {
    /// Names of JSON types.
    pub(super) types: Vec<String>,
    /// The format, where there is one.
    pub(super) format: Option<String>,
}

/// What is wrong with a malformed value.
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) label: Option<String>,
    pub(super) help: Option<String>,
}

/// A path as the subject of a sentence.
pub(super) fn name(path: &Path) -> String {
    if path.0.is_empty() { "the document".to_owned() } else { format!("`{path}`") }
}

/// A value that may be repeated in a message.
pub(super) fn shown(value: &Json) -> Option<String> {
    let text = plain(value);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let fine =
        !value.is_array() && !value.is_object() && text.chars().count() <= SHOWN && digits < IMEI_DIGITS;
    fine.then_some(text)
}

/// Several words as a list: `` `a`, `b` or `c` ``.
pub(super) fn listed(lead: &str, words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{lead}{} or {last}", rest.join(", ")),
        Some((last, _)) => format!("{lead}{last}"),
        None => lead.trim_end().to_owned(),
    }
}

pub(super) fn missing(field: &Path, description: Option<&str>) -> String {
    match description.map(summary).filter(|text| !text.is_empty()) {
        Some(description) => format!("`{field}` is missing: {}", lower_first(description)),
        None => format!("`{field}` is missing"),
    }
}

/// The line to add for a missing field.
pub(super) fn add(name: &str, field: Option<&Field>) -> String {
    let value = field.map_or_else(|| "…".to_owned(), placeholder);
    format!("add `{name}: {value}`")
}

fn placeholder(field: &Field) -> String {
    if let Some(first) = field.allowed.first().filter(|_| field.allowed.len() == 1) {
        return first.clone();
    }
    match field.format.as_deref() {
        Some("date") => "YYYY-MM-DD".to_owned(),
        _ if field.types.iter().any(|name| name == "array") => "[…]".to_owned(),
        _ if field.types.iter().any(|name| name == "object") => "{…}".to_owned(),
        _ => "…".to_owned(),
    }
}

pub(super) fn unknown(path: &Path, key: &str) -> String {
    let key: String = key.chars().take(SHOWN).collect();
    match path.0.is_empty() {
        true => format!("`{key}` is not a field of this document"),
        false => format!("`{key}` is not a field of `{path}`"),
    }
}

/// The fields that may still be added where an unknown one stands.
pub(super) fn fields(names: &[&str]) -> String {
    let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut seen = HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    let more = names.len().saturating_sub(LISTED);
    names.truncate(LISTED);
    match more {
        0 => listed("fields to add here: ", &names),
        _ => format!("{} and {more} more", listed("fields to add here: ", &names).replace(" or ", ", ")),
    }
}

pub(super) fn type_names(types: &Json) -> Vec<String> {
    match types {
        Json::Array(names) => names.iter().map(plain).collect(),
        name => vec![plain(name)],
    }
}

fn type_word(name: &str) -> &str {
    match name {
        "string" => "text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        "array" => "a list",
        "object" => "fields of its own",
        "null" => "nothing",
        other => other,
    }
}

/// What is wanted, in words.
pub(super) fn expected(wanted: &[Wanted]) -> String {
    let mut words: Vec<&str> = Vec::new();
    for one in wanted {
        for name in &one.types {
            let word = match (name.as_str(), one.format.as_deref()) {
                ("string", Some("date")) => "a date (YYYY-MM-DD)",
                (name, _) => type_word(name),
            };
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }
    words.join(" or ")
}

pub(super) fn mistyped(path: &Path, value: &Json, wanted: &[Wanted]) -> String {
    let is = match value {
        Json::Null => return format!("{} has no value", name(path)),
        Json::Bool(_) => "true or false",
        Json::Number(_) => "a number",
        Json::String(_) => "text",
        Json::Array(_) => "a list",
        Json::Object(_) => "a block of fields",
    };
    format!("{} is {is}, not {}", name(path), expected(wanted))
}

/// How to make a value of the type that is wanted.
pub(super) fn retype(path: &Path, value: &Json, written: Option<&str>, wanted: &[Wanted]) -> Option<String> {
    let wants = |name: &str| wanted.iter().any(|one| one.types.iter().any(|kind| kind == name));
    let quotable = written.filter(|text| shown(&Json::from(*text)).is_some() && !text.is_empty());
    match value {
        Json::Null if path.0.is_empty() => None,
        Json::Null => Some("write a value behind it, or take the line out".to_owned()),
        Json::Number(_) | Json::Bool(_) if wants("string") => Some(match quotable {
            Some(text) => format!("put quotes around it: \"{text}\""),
            None => "put quotes around it".to_owned(),
        }),
        Json::String(text) if wants("number") && text.parse::<f64>().is_ok() => {
            Some("take the quotes away".to_owned())
        }
        Json::String(text) if wants("integer") && text.parse::<i64>().is_ok() => {
            Some("take the quotes away".to_owned())
        }
        Json::String(_) if wants("boolean") => Some("write `true` or `false`, without quotes".to_owned()),
        Json::Array(_) | Json::Object(_) => None,
        _ if wants("array") => Some(match quotable {
            Some(text) if text.len() <= SHOWN => format!("write it as a list: [{}]", in_flow(text)),
            _ => "write it as a list, each item behind a `- `".to_owned(),
        }),
        _ => None,
    }
}

/// A text as an item of a list in brackets: a number among texts needs quotes.
fn in_flow(text: &str) -> String {
    let simple = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' '));
    if simple && text.parse::<f64>().is_err() { text.to_owned() } else { Json::from(text).to_string() }
}

/// What is wrong with a value whose type is right.
pub(super) fn malformed(
    error: &ValidationError<'_>,
    path: &Path,
    field: Option<&Field>,
    node: Option<&Json>,
) -> Fault {
    let value = error.instance();
    let this = name(path);
    let fault = |message: String| Fault { message, label: None, help: None };
    match error.kind() {
        Kind::Format { format } if format == "date" => {
            let text = value.as_str().unwrap_or_default();
            let subject = shown(value).map_or(this, |shown| format!("`{shown}`"));
            Fault {
                label: Some("YYYY-MM-DD".to_owned()),
                ..fault(format!("{subject} {}", why_no_date(text)))
            }
        }
        Kind::Format { format } if format == "email" => fault(format!("{this} is not a mail address")),
        Kind::Format { format } => fault(format!("{this} is not of the format `{format}`")),
        Kind::Pattern { pattern } => Fault {
            message: format!("{this} does not have the form it must have"),
            label: Some(form(field, pattern)),
            help: None,
        },
        Kind::MinLength { limit: 1 } | Kind::MinItems { limit: 1 } | Kind::MinProperties { limit: 1 } => {
            Fault {
                help: field.map(Field::summary).filter(|text| !text.is_empty()).map(str::to_owned),
                ..fault(format!("{this} is empty"))
            }
        }
        Kind::UniqueItems => fault(format!("{this} has an item twice")),
        Kind::Not { .. } => {
            fault(wording_of(node, "not").unwrap_or(format!("{this} has a value that is not allowed")))
        }
        Kind::OneOfMultipleValid { .. } => fault(several(&this, node)),
        kind => fault(limits(&this, kind)),
    }
}

fn limits(this: &str, kind: &Kind) -> String {
    match kind {
        Kind::MinLength { limit } => format!("{this} is too short: at least {limit} characters"),
        Kind::MaxLength { limit } => format!("{this} is too long: at most {limit} characters"),
        Kind::MinItems { limit } => format!("{this} has too few items: at least {limit}"),
        Kind::MaxItems { limit } => format!("{this} has too many items: at most {limit}"),
        Kind::AdditionalItems { limit } => format!("{this} has too many items: at most {limit}"),
        Kind::MinProperties { limit } => format!("{this} has too few fields: at least {limit}"),
        Kind::MaxProperties { limit } => format!("{this} has too many fields: at most {limit}"),
        Kind::Minimum { limit } => format!("{this} is too small: at least {limit}"),
        Kind::Maximum { limit } => format!("{this} is too large: at most {limit}"),
        Kind::ExclusiveMinimum { limit } => format!("{this} is too small: more than {limit}"),
        Kind::ExclusiveMaximum { limit } => format!("{this} is too large: less than {limit}"),
        Kind::Contains => format!("{this} has no item of the kind that it must have"),
        other => format!("{this} breaks the schema's `{}`", other.keyword()),
    }
}

/// The form that a pattern asks for: an example, where the schema has one.
fn form(field: Option<&Field>, pattern: &str) -> String {
    match field.and_then(|field| field.example.as_deref()) {
        Some(example) => format!("for example `{example}`"),
        None => format!("must match `{pattern}`"),
    }
}

/// The schema's own words about a keyword's part.
fn wording_of(node: Option<&Json>, keyword: &str) -> Option<String> {
    node?.get(keyword)?.get("description")?.as_str().map(|text| summary(text).to_owned())
}

/// What to say where more than one of exclusive alternatives is there.
fn several(this: &str, node: Option<&Json>) -> String {
    let branches = node.and_then(|node| node.get("oneOf")).and_then(Json::as_array);
    let names: Option<Vec<String>> = branches.and_then(|branches| {
        branches.iter().map(|branch| branch.get("required")?.get(0)?.as_str().map(str::to_owned)).collect()
    });
    match names {
        Some(names) => format!("{this} may have only one of {}", listed("", &names)),
        None => format!("{this} fits more than one of the forms that exclude each other"),
    }
}

/// A description as the rest of a sentence; a name of several words, such as a field of a form, stays as it is.
fn lower_first(text: &str) -> String {
    if text.split(' ').nth(1).is_some_and(|word| word.starts_with(char::is_uppercase)) {
        return text.to_owned();
    }
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(text.chars().skip(1)).collect()
        }
        _ => text.to_owned(),
    }
}
