//! Fills a document's template: its words in the register's language, and what its reader may read. Templates get
//! values only as places in their text, never as text.

use std::sync::{Arc, Mutex, PoisonError};

use minijinja::value::{Kwargs, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, State, Value};

use super::block::{self, Block};
use super::sheet::Sheet;
use super::slot::{self, Slot, mark};
use super::stamp::Stamp;
use super::templates::{TemplateError, Templates};
use super::words::Words;
use crate::process::{TooMuch, require_short_tags};

/// The file of a document's folder that holds its body, and the one that every body extends.
pub(super) const BODY: &str = "body.md";
const BASE: &str = "base.md";

/// How what a path says of an item begins that is not there yet.
const NEW: char = '+';

/// The place of the stamp, which is known when everything else is.
const STAMP: usize = 0;

/// A filled template: what stands above, in and below its body.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Filled {
    /// The page header: marking and reference.
    pub header: Vec<Block>,
    /// The document itself.
    pub body: Vec<Block>,
    /// The page footer: where it comes from.
    pub footer: Vec<Block>,
}

/// The values of one document, in the order in which its template uses them.
type Slots = Arc<Mutex<Vec<Slot>>>;

/// Fills templates, one document after the other.
pub(super) struct Filler<'t> {
    templates: &'t Templates,
    environment: Environment<'t>,
    slots: Slots,
}

impl<'t> Filler<'t> {
    /// Reads the templates.
    ///
    /// # Errors
    /// None of them can be read at all.
    pub(super) fn new(templates: &'t Templates, words: &Arc<Words>) -> Result<Self, TemplateError> {
        let slots = Slots::default();
        let mut environment = templates.environment()?;
        environment.set_auto_escape_callback(|_| AutoEscape::Custom("places".into()));
        // Nothing may say of a value that it is no value.
        environment.remove_filter("safe");
        settle(&mut environment, words, &slots);
        let mut filler = Self { templates, environment, slots };
        for name in templates.names() {
            if let Some(text) = templates.text(name).filter(|_| name.ends_with(".md")) {
                templates.require_short_tags(name, text)?;
                filler.environment.add_template(name, text).map_err(|error| templates.error(name, &error))?;
            }
        }
        Ok(filler)
    }

    /// Fills the template of a document. `stamp` says what stands in the footer, from all that stands there beside it.
    ///
    /// # Errors
    /// A template that is not there, or that names something that it is not given.
    pub(super) fn fill(
        &self,
        name: &str,
        values: Value,
        stamp: impl FnOnce(&Filled) -> Stamp,
    ) -> Result<(Filled, Stamp), TemplateError> {
        *self.locked() = vec![Slot::unknown()];
        let file = format!("{name}/{BODY}");
        let template = self.environment.get_template(&file);
        let markdown = template
            .and_then(|template| template.render(values))
            .map_err(|error| self.templates.error(&file, &error))?;
        let mut filled = self.parted(&file, &markdown, &self.locked())?;
        let stamp = stamp(&filled);
        let (unknown, known) = (Slot::unknown(), Slot::new(&stamp.to_string()));
        for part in [&mut filled.header, &mut filled.body, &mut filled.footer] {
            block::each_value(part, &mut |slot| {
                if *slot == unknown {
                    *slot = known.clone();
                }
            });
        }
        Ok((filled, stamp))
    }

    /// What a document's file is called.
    ///
    /// # Errors
    /// A name that names something that it is not given.
    pub(super) fn name(&self, sheet: &Sheet, values: Value) -> Result<String, TemplateError> {
        *self.locked() = vec![Slot::default()];
        let failed = |message: String| {
            let (file, line) = sheet.line_of(self.templates, "file");
            TemplateError { file, line, message }
        };
        require_short_tags(&sheet.file).map_err(|TooMuch { message, .. }| failed(message))?;
        let text = self.environment.render_str(&sheet.file, values);
        let text = text.map_err(|error| failed(self.templates.error("", &error).message))?;
        let mut line = Vec::new();
        slot::put(&text, &self.locked(), &mut line);
        Ok(block::plain(&line))
    }

    /// The first line across ends the header, the last one begins the footer.
    fn parted(&self, name: &str, markdown: &str, slots: &[Slot]) -> Result<Filled, TemplateError> {
        let blocks = block::read(markdown, slots).map_err(|error| {
            let message = error.to_string();
            TemplateError { file: self.templates.file(name), line: None, message }
        })?;
        let rule = |block: &Block| *block == Block::Rule;
        let ends = blocks.iter().position(rule).zip(blocks.iter().rposition(rule));
        let part = |range: Option<&[Block]>| range.unwrap_or_default().to_vec();
        match ends {
            Some((first, last)) if first < last => Ok(Filled {
                header: part(blocks.get(..first)),
                body: part(blocks.get(first.saturating_add(1)..last)),
                footer: part(blocks.get(last.saturating_add(1)..)),
            }),
            _ => {
                let message = "two lines across (`---`) have to part header, body and footer".to_owned();
                Err(TemplateError { file: self.templates.file(BASE), line: None, message })
            }
        }
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Vec<Slot>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn failed(message: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, message)
}

/// Gives templates their functions: words, fields, dates.
fn settle(environment: &mut Environment<'_>, words: &Arc<Words>, slots: &Slots) {
    environment.add_global("stamp", Value::from_safe_string(mark(STAMP)));
    let (ours, known) = (Arc::clone(slots), Arc::clone(words));
    environment.set_formatter(move |out, _, value| {
        out.write_str(&placed(value, &known, &ours)?).map_err(|error| failed(error.to_string()))
    });
    let (ours, known) = (Arc::clone(slots), Arc::clone(words));
    environment.add_function("t", move |key: String, given: Kwargs| {
        sentence(&known, &key, &given, &ours).map(Value::from_safe_string)
    });
    let known = Arc::clone(words);
    environment.add_function("name", move |section: String, value: String| named(&known, &section, &value));
    let (ours, known) = (Arc::clone(slots), Arc::clone(words));
    environment.add_function("field", move |state: &State<'_, '_>, path: String, shown: Option<String>| {
        let value = walk(state, &path)?;
        let own = || if value.is_none() { String::new() } else { written(&known, &path, &value) };
        let text = shown.unwrap_or_else(own);
        Ok::<_, Error>(Value::from_safe_string(place(Slot::of_field(&text, &path), &ours)))
    });
    let known = Arc::clone(words);
    environment.add_filter("date", move |text: String| known.date(&text));
    let known = Arc::clone(words);
    environment.add_filter("joined", move |items: Vec<String>| known.list(&items));
}

/// A value as a place in the text; what templates and words say stays what it is.
fn placed(value: &Value, words: &Words, slots: &Slots) -> Result<String, Error> {
    if value.is_undefined() {
        return Err(Error::from(ErrorKind::UndefinedError));
    }
    if value.is_none() {
        return Err(failed("there is nothing here to print: ask for it first (`{% if … %}`)".to_owned()));
    }
    if value.is_safe() {
        return Ok(value.to_string());
    }
    let text = if value.is_number() { words.number(&value.to_string()) } else { spelled(value) };
    Ok(place(Slot::new(&text), slots))
}

fn place(slot: Slot, slots: &Slots) -> String {
    let mut slots = slots.lock().unwrap_or_else(PoisonError::into_inner);
    slots.push(slot);
    mark(slots.len().saturating_sub(1))
}

/// A sentence of the language, with values for its `{places}`.
fn sentence(words: &Words, key: &str, given: &Kwargs, slots: &Slots) -> Result<String, Error> {
    let text = words.get(key).ok_or_else(|| failed(format!("{} has no word `{key}`", words.file)))?;
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after
            .split_once('}')
            .ok_or_else(|| failed(format!("{}: `{key}` has a `{{` without its `}}`", words.file)))?;
        let value: Value = given.get(name)?;
        out.push_str(before);
        out.push_str(&placed(&value, words, slots)?);
        rest = behind;
    }
    out.push_str(rest);
    given.assert_all_used()?;
    Ok(out)
}

/// What the language calls a value of the process; the value itself where it has no word for it.
fn named(words: &Words, section: &str, value: &str) -> String {
    words.get(&format!("{section}.{value}")).unwrap_or(value).to_owned()
}

/// A value as documents spell it, whatever a template engine makes of yes and no.
fn spelled(value: &Value) -> String {
    if value.kind() == ValueKind::Bool { value.is_true().to_string() } else { value.to_string() }
}

/// A field of the document as people read it: a value that the language has a name for, a date, any other text.
fn written(words: &Words, path: &str, value: &Value) -> String {
    let key = path.rsplit('.').next().unwrap_or(path);
    let Some(text) = value.as_str() else {
        return match value.is_number() {
            true => words.number(&value.to_string()),
            false => named(words, &format!("values.{key}"), &spelled(value)),
        };
    };
    match words.get(&format!("values.{key}.{text}")) {
        Some(name) => name.to_owned(),
        None => words.date(text),
    }
}

/// The value of a field of the document that the reader may read.
fn walk(state: &State<'_, '_>, path: &str) -> Result<Value, Error> {
    if path.split('.').any(|part| part.starts_with(NEW)) {
        // What is to be written there is not there yet.
        return Ok(Value::from(()));
    }
    let mut value = state.lookup("doc").unwrap_or_default();
    for part in path.split('.') {
        let inner = match part.parse::<usize>() {
            Ok(index) => value.get_item_by_index(index),
            Err(_) => value.get_attr(part),
        };
        value = inner.unwrap_or_default();
    }
    match value.is_undefined() {
        true => {
            Err(Error::new(ErrorKind::UndefinedError, format!("there is no field `{path}` for this reader")))
        }
        false => Ok(value),
    }
}
