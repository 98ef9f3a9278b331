//! A view of a document for one audience, and a template, make a document that can be sent: Markdown, HTML, text, data.
//! Templates get what the audience may read and nothing else (`view`); values come into what a template says after it
//! was read, so that none of them is ever markup (`slot`, `block`). Knows no git and no wall clock.

mod answers;
mod block;
pub mod diagram;
mod docx;
mod embedded;
mod fill;
mod form;
mod html;
mod markdown;
mod markup;
mod page;
#[cfg(feature = "pdf")]
mod pdf;
mod sheet;
mod slot;
mod sparse;
mod specimen;
mod stamp;
mod templates;
mod text;
mod trial;
mod view;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::value::Serde;
use minijinja::{Value, context};
use serde_json::{Value as Json, json};

pub use answers::{Answer, Answers, Unread};
pub use docx::reading as docx_reading;
pub use form::{Form, Place};
pub use page::{Page, WRITERS, Writer, writer};
pub use sheet::Sheet;
pub use specimen::{example, specimen};
pub use stamp::Stamp;
pub use templates::{FOLDER, TemplateError, Templates};
pub use trial::trial;
pub use view::View;
pub use words::Words;

use crate::process::{Kind, Reading};
use fill::{Filled, Filler};

/// What a document is made of.
#[derive(Clone, Debug)]
pub struct Subject<'d> {
    /// The kind of document.
    pub kind: &'d Kind,
    /// The document, whole: what of it is shown is decided here.
    pub data: &'d Json,
    /// Its clocks.
    pub clocks: &'d [Reading],
    /// The parties that it names and that are on file, whole, by their roles.
    pub parties: &'d BTreeMap<String, Json>,
    /// Who keeps the register, whole.
    pub keeper: &'d Json,
    /// The kind of both of these.
    pub participants: &'d Kind,
    /// What the register is called, where it has a name.
    pub register: Option<&'d str>,
    /// The commit that it is made of, as a full hexadecimal object id.
    pub commit: &'d str,
    /// The day of the commit.
    pub today: chrono::NaiveDate,
    /// The moment of the commit, in seconds since 1970.
    pub moment: i64,
}

/// A document, made for one audience.
#[derive(Clone, Debug)]
pub struct Made {
    /// Where it comes from.
    pub stamp: Stamp,
    /// What its file is called, without the ending: from what its audience may read. A blank form may have no name, and
    /// a template's may ask for more than that.
    pub name: Result<String, TemplateError>,
    /// What the audience may read of what it is made of.
    pub data: Json,
    language: String,
    filled: Filled,
    moment: i64,
}

impl Made {
    /// The bytes of its file in a format.
    pub fn write(&self, writer: &dyn Writer) -> Vec<u8> {
        let page = Page { language: &self.language, filled: &self.filled, moment: self.moment };
        writer.write(&page)
    }

    /// The form that it is.
    pub fn form(&self) -> Form {
        Form::of(&self.filled)
    }

    /// The same for programs: what the audience may read, and where it comes from.
    pub fn as_data(&self) -> Json {
        json!({
            "document": self.stamp.document, "audience": self.stamp.audience, "commit": self.stamp.commit,
            "digest": self.stamp.digest, "stamp": self.stamp.to_string(), "data": self.data,
        })
    }
}

/// Makes documents, one after the other, in one language.
pub struct Renderer<'t> {
    words: Arc<Words>,
    filler: Filler<'t>,
}

impl<'t> Renderer<'t> {
    /// Reads templates and words.
    ///
    /// # Errors
    /// A template that can't be read, a language without words.
    pub fn new(templates: &'t Templates, language: &str) -> Result<Self, TemplateError> {
        let words = Arc::new(Words::read(templates, language)?);
        let filler = Filler::new(templates, &words)?;
        Ok(Self { words, filler })
    }

    /// Makes a document for an audience.
    ///
    /// # Errors
    /// A template that names what this audience may not read, or what is nowhere.
    pub fn make(&self, sheet: &Sheet, audience: &str, subject: &Subject<'_>) -> Result<Made, TemplateError> {
        let data = View::new(subject.kind, audience).of(subject.data);
        let people = View::new(subject.participants, audience);
        let clocks = clocks(subject, audience);
        let to = sheet.to.as_ref().and_then(|role| subject.parties.get(role));
        let doc = Value::from(Serde(&data));
        let named = context! { doc => doc.clone(), audience => audience };
        let values = context! {
            document => sheet.name.as_str(),
            audience => audience,
            doc => doc,
            clock => Serde(&clocks),
            keeper => Serde(&people.of(subject.keeper)),
            party => Serde(&parties(subject, &people, &data)),
            to => to.map_or(Value::UNDEFINED, |to| Value::from(Serde(people.of(to)))),
            register => subject.register.map_or_else(|| self.words.nameless(), Ok)?,
            commit => subject.commit,
            today => subject.today.to_string(),
        };
        let name = self.filler.name(sheet, named).map(|name| file_name(&name));
        let (filled, stamp) = self
            .filler
            .fill(&sheet.name, values, |filled| Stamp::of(&sheet.name, audience, subject.commit, filled))?;
        Ok(Made {
            stamp,
            name,
            data: json!({"document": data, "clocks": clocks}),
            language: self.words.language.clone(),
            filled,
            moment: subject.moment,
        })
    }
}

/// A name as every file system takes it.
pub fn file_name(name: &str) -> String {
    let plain =
        |letter: char| if letter.is_ascii_alphanumeric() || "-_.".contains(letter) { letter } else { '-' };
    let name: String = name.chars().map(plain).collect();
    name.trim_matches(['-', '.']).to_owned()
}

/// The parties that the reader is told of, by their roles; one that is not on file is empty.
fn parties(subject: &Subject<'_>, people: &View<'_>, shown: &Json) -> Json {
    let named = subject.kind.definition.parties.iter().filter(|(_, field)| field.text(shown).is_some());
    let party = |role: &String| people.of(subject.parties.get(role).unwrap_or(&Json::Null));
    Json::Object(named.map(|(role, _)| (role.clone(), party(role))).collect())
}

/// The clocks that an audience may read: by name, the last one where there is one for each item of a list.
fn clocks(subject: &Subject<'_>, audience: &str) -> Json {
    let everything = subject.kind.shared.audiences.get(audience).is_some_and(|known| known.everything);
    let mut shown = serde_json::Map::new();
    for (name, clock) in &subject.kind.definition.clocks {
        if !everything && !clock.audience.iter().any(|reader| reader == audience) {
            continue;
        }
        let last = subject.clocks.iter().rfind(|reading| reading.clock == *name);
        let told = last.map(|reading| {
            json!({
                "started": reading.started, "due": reading.due, "stopped": reading.stopped,
                "state": reading.state.word(),
            })
        });
        shown.insert(name.clone(), told.unwrap_or(Json::Null));
    }
    Json::Object(shown)
}

#[cfg(test)]
mod tests;
