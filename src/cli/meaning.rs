//! What people write into a form, as a document holds it: the name of a value stands for the value, that of a
//! participant for its id, a date for its day; and the fields of a form that lists grow by.

use serde_json::{Map, Value as Json};

use super::CliError;
use super::desk::Desk;
use crate::diagnostic::{Finding, rule};
use crate::process::Kind;
use crate::render::Words;
use crate::rules::without_serials;
use crate::schema::Field;
use crate::source::{Path, printable};
use crate::trust;

/// So many participants are named at most.
const NAMED: usize = 12;

/// The word for whatever says that there is nothing to list.
const NOTHING: &str = "nothing";

/// What answers mean in documents of a kind.
pub struct Meaning<'a> {
    /// The kind.
    pub kind: &'a Kind,
    /// The words of the form.
    pub words: &'a Words,
    /// The register that it names others of.
    pub desk: &'a Desk,
}

impl Meaning<'_> {
    /// Whether somebody wrote that there is nothing to list.
    pub fn is_nothing(&self, text: &str) -> bool {
        let known = self.words.get(NOTHING).unwrap_or_default();
        known.split(',').any(|word| word.trim().to_lowercase() == text.trim().to_lowercase())
    }

    /// Whether a value says no where only yes is ever written down.
    pub fn says_nothing(&self, path: &str, value: &str) -> bool {
        let field = self.kind.schema.field(&Path::parse(path));
        value == "false" && field.is_some_and(|field| field.allowed == ["true"])
    }

    /// An answer as the value of an assignment, or why there is none like it.
    ///
    /// # Errors
    /// A document that can't be read.
    pub fn of(&self, path: &str, text: &str) -> Result<Result<String, Finding>, CliError> {
        let Some(field) = self.kind.schema.field(&Path::parse(path)) else { return Ok(Ok(quoted(text))) };
        let is = |word: &str| field.types.iter().any(|known| known == word);
        let key = path.rsplit('.').next().unwrap_or(path);
        let choices: Vec<&str> = match is("boolean") {
            true => vec!["true", "false"],
            false => field.allowed.iter().map(String::as_str).collect(),
        };
        let chosen = choices.into_iter().find(|value| {
            let name = self.words.get(&format!("values.{key}.{value}")).unwrap_or(value);
            same(name, text) || same(value, text)
        });
        if let Some(value) = chosen {
            return Ok(Ok(if is("string") { quoted(value) } else { value.to_owned() }));
        }
        if field.refers_to.is_some() {
            return self.referred(field, text);
        }
        let is_date = field.format.as_deref() == Some("date");
        let day = is_date.then(|| self.words.read_date(text)).flatten();
        Ok(Ok(quoted(&day.map_or_else(|| text.to_owned(), |day| day.to_string()))))
    }

    /// Whom an answer names, by id or by name.
    fn referred(&self, field: &Field, text: &str) -> Result<Result<String, Finding>, CliError> {
        let participants = self.desk.participants()?;
        if field.refers_to.as_ref() != Some(&participants.definition.kind) {
            return Ok(Ok(quoted(text)));
        }
        let mut known = Vec::new();
        for document in self.desk.documents(&participants)? {
            let of = |key: &str| document.data.get(key).and_then(Json::as_str).unwrap_or_default();
            let role = of(trust::ROLE);
            if field.refers_to_role.is_empty() || field.refers_to_role.iter().any(|wanted| wanted == role) {
                known.push((document.id.clone(), of(trust::NAME).to_owned()));
            }
        }
        let mut named = known.iter().filter(|(id, name)| same(id, text) || same(name, text));
        if let (Some((id, _)), None) = (named.next(), named.next()) {
            return Ok(Ok(quoted(id)));
        }
        let shown = without_serials(text);
        let message = format!("`{}` is none of those on file", printable::one_line(&shown));
        let listed: Vec<String> = known
            .iter()
            .take(NAMED)
            .map(|(id, name)| format!("{} ({id})", printable::one_line(name)))
            .collect();
        let more = known.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let help = format!("on file, by name and id: {}{more}", listed.join(", "));
        Ok(Err(Finding::new(&rule::UNKNOWN_PARTICIPANT, message).help(help)))
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// A text as a value that is taken as it is, whatever it looks like.
fn quoted(text: &str) -> String {
    Json::from(text).to_string()
}

/// A field of a form that a list grows by: `LIST.+`, an item a line; `LIST.+,`, with commas between them too;
/// `LIST.+KEY=VALUE.FIELD`, the field of items that have that value besides.
pub struct Open {
    /// The list.
    pub list: String,
    has_commas: bool,
    beside: Option<(String, String)>,
    field: Option<String>,
}

impl Open {
    /// The list that a field of a form makes longer, if it does.
    pub fn of(path: &str) -> Option<Self> {
        let (list, rest) = path.split_once(".+")?;
        let (item, field) = rest.split_once('.').map_or((rest, None), |(item, field)| (item, Some(field)));
        let beside = item.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned()));
        Some(Self { list: list.to_owned(), has_commas: item == ",", beside, field: field.map(str::to_owned) })
    }

    /// The items of a line.
    pub fn items<'l>(&self, line: &'l str) -> impl Iterator<Item = &'l str> + use<'l> {
        let has_commas = self.has_commas;
        let parts = line.split(move |letter| has_commas && [',', ';'].contains(&letter));
        parts.map(str::trim).filter(|item| !item.is_empty())
    }

    /// How the path of an item goes on to what stands in the form.
    pub fn below(&self) -> String {
        self.field.as_ref().map(|field| format!(".{field}")).unwrap_or_default()
    }

    /// An item.
    pub fn item(&self, text: &str) -> Json {
        let Some(field) = &self.field else { return Json::from(text) };
        let mut item = Map::new();
        item.extend(self.beside.iter().map(|(key, value)| (key.clone(), Json::from(value.as_str()))));
        item.insert(field.clone(), Json::from(text));
        Json::Object(item)
    }
}
