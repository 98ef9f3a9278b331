//! The words of one language, one file (`templates/words/LANGUAGE.yaml`): every sentence of the documents, the names
//! of statuses and values, and how dates and numbers are written. A register's own file goes over the program's, word
//! by word.

use chrono::{Datelike, NaiveDate};
use serde_json::Value as Json;

use super::templates::{TemplateError, Templates};

/// The folder of words below the templates.
const FOLDER: &str = "words";

/// What a register is called that has no name.
const NAMELESS: &str = "base.nameless";

/// Where dates, numbers and lists say how they are written.
const DATE: &str = "format.date";
const MONTHS: &str = "format.months";
const DECIMAL: &str = "format.decimal";
const GROUP: &str = "format.group";
const AND: &str = "format.and";

/// The words of one language.
#[derive(Clone, Debug)]
pub struct Words {
    /// The language, as the register's `locale` names it.
    pub language: String,
    /// The file, as messages name it.
    pub file: String,
    words: Json,
}

impl Words {
    /// The words of a language.
    ///
    /// # Errors
    /// There is no file of that language, or it can't be read.
    pub fn read(templates: &Templates, language: &str) -> Result<Self, TemplateError> {
        let name = format!("{FOLDER}/{language}.yaml");
        let file = templates.file(&name);
        let builtin = Templates::builtin(&name);
        let own = templates.text(&name).filter(|_| templates.is_own(&name));
        if builtin.or(own).is_none() {
            let known = Self::languages(templates).join(", ");
            let message = format!("there are no words of the language `{language}` (known: {known})");
            return Err(TemplateError { file, line: None, message });
        }
        let mut words = Json::Null;
        for text in [builtin, own].into_iter().flatten() {
            over(&mut words, templates.tree(&name, text)?.to_json());
        }
        Ok(Self { language: language.to_owned(), file, words })
    }

    /// The languages that there are words of.
    fn languages(templates: &Templates) -> Vec<&str> {
        let names = templates.names().into_iter();
        names.filter_map(|name| name.strip_prefix("words/")?.strip_suffix(".yaml")).collect()
    }

    /// What a register is called that has no name.
    ///
    /// # Errors
    /// The language has no word for it.
    pub fn nameless(&self) -> Result<&str, TemplateError> {
        let message = format!("there is no word `{NAMELESS}`");
        self.get(NAMELESS).ok_or_else(|| TemplateError { file: self.file.clone(), line: None, message })
    }

    /// A word by its dotted name.
    pub fn get(&self, key: &str) -> Option<&str> {
        key.split('.').try_fold(&self.words, |words, part| words.get(part))?.as_str()
    }

    /// A date as people of the language write it; what is no date stays as it is.
    pub fn date(&self, text: &str) -> String {
        let Ok(day) = text.parse::<NaiveDate>() else { return text.to_owned() };
        let months = self.words.pointer(&pointer(MONTHS)).and_then(Json::as_array);
        let month = months.and_then(|months| months.get(day.month0() as usize)).and_then(Json::as_str);
        let Some((form, month)) = self.get(DATE).zip(month) else { return text.to_owned() };
        let (number, year) = (day.day().to_string(), day.year().to_string());
        form.replace("{day}", &number).replace("{month}", month).replace("{year}", &year)
    }

    /// The date that people of the language write so, or that stands there as in a file.
    pub fn read_date(&self, text: &str) -> Option<NaiveDate> {
        let text = text.trim();
        text.parse().ok().or_else(|| {
            let year = text.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 4)?;
            let mut day = NaiveDate::from_ymd_opt(year.parse().ok()?, 1, 1)?;
            // A year has few enough days to try them.
            while day.year().to_string() == year {
                if self.date(&day.to_string()) == text {
                    return Some(day);
                }
                day = day.succ_opt()?;
            }
            None
        })
    }

    /// A number with the separators of the language.
    pub fn number(&self, text: &str) -> String {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
        let mut out = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && digits.len().saturating_sub(at).is_multiple_of(3) {
                out.push_str(self.get(GROUP).unwrap_or_default());
            }
            out.push(digit);
        }
        let decimal = if part.is_empty() { "" } else { self.get(DECIMAL).unwrap_or(".") };
        format!("{sign}{out}{decimal}{part}")
    }

    /// Items in a row: `a, b and c`.
    pub fn list(&self, items: &[String]) -> String {
        match items.split_last() {
            Some((last, rest)) if !rest.is_empty() => {
                format!("{}{}{last}", rest.join(", "), self.get(AND).unwrap_or(", "))
            }
            _ => items.concat(),
        }
    }
}

fn pointer(key: &str) -> String {
    format!("/{}", key.replace('.', "/"))
}

/// Puts words over others.
fn over(words: &mut Json, own: Json) {
    match (words, own) {
        (Json::Object(words), Json::Object(own)) => {
            for (key, value) in own {
                over(words.entry(key).or_insert(Json::Null), value);
            }
        }
        (words, own) => *words = own,
    }
}
