//! Between a register and the documents that are made of it: what a document is made of, as it stood at a commit. The
//! day of a document is the day of that commit: the same commit gives the same bytes for ever.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::desk::Desk;
use super::mail::{keeper, participant, templates};
use super::{CliError, Context};
use crate::document::Document;
use crate::process::{Kind, Reading, Scene, readings};
use crate::render::{Form, Made, Renderer, Sheet, Stamp, Subject, TemplateError, Templates, file_name};
use crate::source::parse;

/// Where it is told which documents there are.
const LISTED: &str = "`iwcp template list` shows what there is";

/// What makes documents of a register as it stood at a commit.
pub struct Press {
    /// The register.
    pub desk: Desk,
    /// Its templates.
    pub templates: Templates,
    /// The documents that there are templates for.
    pub sheets: Vec<Sheet>,
    keeper: Json,
    participants: Arc<Kind>,
    commit: String,
    today: NaiveDate,
    moment: i64,
}

/// A document of the register, with all that others are made of it with.
pub struct Source {
    /// The document.
    pub document: Document,
    clocks: Vec<Reading>,
}

impl Press {
    /// Opens the register that the command was pointed at, as it stood at a commit or on a day where one is named.
    ///
    /// # Errors
    /// The environment's: no register, a template that can't be read; wrong usage: no such commit.
    pub fn open(at: Option<&str>, context: &Context) -> Result<Self, CliError> {
        let mut desk = Desk::open(context)?.at(context.as_of)?;
        if let Some(at) = at {
            desk = match at.parse() {
                Ok(day) => desk.at(Some(day))?,
                Err(_) => {
                    let commit = desk.register.resolve(at)?;
                    desk.at_commit(commit)?
                }
            };
        }
        let templates = templates(&desk)?;
        let sheets = Sheet::all(&templates).map_err(faulty)?;
        let (keeper, participants) = (keeper(&desk)?, desk.participants()?);
        let moment = desk.objects.commit(desk.tip)?.committer.seconds;
        let (today, commit) = (desk.snapshot.zone.date_of(moment), desk.tip.to_string());
        Ok(Self { templates, sheets, keeper, participants, commit, today, moment, desk })
    }

    /// What makes documents in the register's language.
    ///
    /// # Errors
    /// A template that can't be read.
    pub fn renderer(&self) -> Result<Renderer<'_>, CliError> {
        Renderer::new(&self.templates, &self.desk.snapshot.settings.locale).map_err(faulty)
    }

    /// What documents are made of that concern this one.
    ///
    /// # Errors
    /// An object that can't be read.
    pub fn source(&self, document: Document) -> Result<Source, CliError> {
        let clocks = self.with_scene(&document, readings)?;
        Ok(Source { document, clocks })
    }

    fn with_scene<T>(
        &self,
        document: &Document,
        use_it: impl FnOnce(&Scene<'_>) -> T,
    ) -> Result<T, CliError> {
        self.desk.with_world(&document.path, |world| {
            use_it(&Scene {
                definition: &document.kind.definition,
                before: None,
                after: &document.data,
                signer: None,
                today: self.today,
                world,
            })
        })
    }

    /// Whether a document of that name is made of this one as it stands.
    ///
    /// # Errors
    /// An object that can't be read.
    pub fn applies(&self, sheet: &Sheet, source: &Source) -> Result<bool, CliError> {
        if sheet.kind != source.document.kind.definition.kind {
            return Ok(false);
        }
        match &sheet.when {
            Some(when) => self.with_scene(&source.document, |scene| scene.holds(when).is_ok()),
            None => Ok(true),
        }
    }

    /// Whether this document, as it stands, is sent to an audience.
    ///
    /// # Errors
    /// An object that can't be read.
    pub fn sends(&self, sheet: &Sheet, audience: &str, source: &Source) -> Result<bool, CliError> {
        match sheet.sent_when.get(audience) {
            Some(when) => self.with_scene(&source.document, |scene| scene.holds(when).is_ok()),
            None => Ok(true),
        }
    }

    /// The folder of a reader's documents: papers of one party never lie among those of another. A party that is not on
    /// file has one for each document.
    pub fn folder(&self, audience: &str, source: &Source) -> PathBuf {
        let Document { kind, data, id, .. } = &source.document;
        let role = kind.shared.audiences.get(audience).and_then(|reader| reader.party.as_ref());
        let Some(role) = role else { return PathBuf::from(audience) };
        let party = kind.definition.parties.get(role).and_then(|field| field.text(data));
        Path::new(audience).join(file_name(party.unwrap_or(id)))
    }

    /// The document of that name, or the main one of its kind, to be made of this one.
    ///
    /// # Errors
    /// Wrong usage: there is none of that name, or it is not made of this document as it stands.
    pub fn sheet(&self, named: Option<&str>, source: &Source) -> Result<&Sheet, CliError> {
        let kind = &source.document.kind.definition.kind;
        let of_kind = |sheet: &&Sheet| sheet.kind == *kind;
        let name = match named {
            Some(name) => name,
            None => &self.main(kind)?.name,
        };
        let known = || self.sheets.iter().filter(of_kind).map(|sheet| sheet.name.as_str());
        let Some(sheet) = self.sheets.iter().filter(of_kind).find(|sheet| sheet.name == name) else {
            let error = CliError::usage(format!("there is no document `{name}` of a {kind}"));
            return Err(error.or_meant(name, known()));
        };
        if self.applies(sheet, source)? {
            return Ok(sheet);
        }
        let mut fitting = Vec::new();
        for other in self.sheets.iter().filter(of_kind) {
            if self.applies(other, source)? {
                fitting.push(other.name.as_str());
            }
        }
        let document = source.document.name();
        let error = CliError::usage(format!("there is no `{name}` of {document} as it stands"));
        Err(match fitting.is_empty() {
            true => error,
            false => error.hint(format!("there is: {}", fitting.join(", "))),
        })
    }

    /// The document that is meant where none is named: the main one of a kind, or the only one.
    fn main(&self, kind: &str) -> Result<&Sheet, CliError> {
        let of_kind = || self.sheets.iter().filter(|sheet| sheet.kind == kind);
        let only = || of_kind().next().filter(|_| of_kind().count() == 1);
        of_kind().find(|sheet| sheet.main).or_else(only).ok_or_else(|| {
            let message = match of_kind().next() {
                Some(_) => format!("name the document that is to be made of a {kind}: `--document NAME`"),
                None => format!("no document is made of a {kind}"),
            };
            CliError::usage(message).hint(LISTED)
        })
    }

    /// That there are documents of that name, and some for that audience, where they are named.
    ///
    /// # Errors
    /// Wrong usage: there are none.
    pub fn knows(&self, document: Option<&str>, audience: Option<&str>) -> Result<(), CliError> {
        let names = || self.sheets.iter().map(|sheet| sheet.name.as_str());
        let unknown = |message: String, word: &str, known: Vec<&str>| {
            let error = CliError::usage(message).or_meant(word, known);
            let hint =
                error.hint.clone().map_or_else(|| LISTED.to_owned(), |hint| format!("{hint} {LISTED}"));
            Err(error.hint(hint))
        };
        if let Some(name) = document
            && !names().any(|known| known == name)
        {
            return unknown(format!("there is no document `{name}`"), name, names().collect());
        }
        let sheets = self.sheets.iter().filter(|sheet| document.is_none_or(|name| *name == sheet.name));
        let audiences: Vec<&str> = sheets.flat_map(|sheet| &sheet.audiences).map(String::as_str).collect();
        match audience {
            Some(name) if !audiences.contains(&name) => {
                unknown(format!("no document is made for `{name}`"), name, audiences)
            }
            _ => Ok(()),
        }
    }

    /// Makes a document for an audience.
    ///
    /// # Errors
    /// The environment's: a template that does not work.
    pub fn make(
        &self,
        renderer: &Renderer<'_>,
        sheet: &Sheet,
        audience: &str,
        source: &Source,
    ) -> Result<Made, CliError> {
        let document = &source.document;
        let mut parties = BTreeMap::new();
        for (role, field) in &document.kind.definition.parties {
            match field.text(&document.data).map(|id| participant(&self.desk, id)).transpose() {
                Ok(Some(party)) => drop(parties.insert(role.clone(), party)),
                // Whoever is not on file can't be written to; that they are named is another matter.
                Err(error) if sheet.to.as_ref() == Some(role) => return Err(error),
                Ok(None) | Err(_) => {}
            }
        }
        let subject = Subject {
            kind: &document.kind,
            data: &document.data,
            clocks: &source.clocks,
            parties: &parties,
            keeper: &self.keeper,
            participants: &self.participants,
            register: self.desk.snapshot.settings.name.as_deref(),
            commit: &self.commit,
            today: self.today,
            moment: self.moment,
        };
        renderer.make(sheet, audience, &subject).map_err(faulty)
    }

    /// The form of a document and its name, as a stamp says it was sent, or as the main one of its kind is made; the
    /// blank form where there is no document.
    ///
    /// # Errors
    /// Wrong usage: there is no form of this kind; the environment's.
    pub fn form(
        &self,
        kind: &Arc<Kind>,
        document: Option<&Document>,
        stamp: Option<&Stamp>,
    ) -> Result<(&str, Form), CliError> {
        let name = &kind.definition.kind;
        let named = stamp.and_then(|stamp| self.sheets.iter().find(|sheet| sheet.name == stamp.document));
        let main = self.sheets.iter().find(|sheet| sheet.kind == *name && sheet.main);
        let sheet = named.filter(|sheet| sheet.kind == *name).or(main);
        let sheet =
            sheet.ok_or_else(|| CliError::usage(format!("there is no form of a {name}")).hint(LISTED))?;
        let audience = stamp.map(|stamp| stamp.audience.as_str());
        let audience = audience.filter(|name| sheet.audiences.iter().any(|known| known == name));
        let audience = match document {
            None => self.reader_of_blank(audience, sheet, kind)?,
            Some(_) => self.audience(audience, sheet)?,
        };
        let source = match document {
            Some(document) => self.source(document.clone())?,
            None => Self::blank(kind)?,
        };
        Ok((&sheet.name, self.make(&self.renderer()?, sheet, audience, &source)?.form()))
    }

    /// A document in which nothing stands, for forms that are filled in.
    ///
    /// # Errors
    /// None that a test has not found.
    pub fn blank(kind: &Arc<Kind>) -> Result<Source, CliError> {
        let tree = parse("", b"{}").map_err(|_| CliError::environment("an empty document can't be read"))?;
        let document = Document::new(String::new(), String::new(), Arc::clone(kind), tree);
        Ok(Source { document, clocks: Vec::new() })
    }

    /// The audience of that name, or the one that a blank form goes to once it is filled in: whoever keeps the register.
    ///
    /// # Errors
    /// Wrong usage: the document is not made for it.
    pub fn reader_of_blank<'s>(
        &self,
        named: Option<&str>,
        sheet: &'s Sheet,
        kind: &Kind,
    ) -> Result<&'s str, CliError> {
        let keeps = |name: &&String| kind.shared.audiences.get(*name).is_some_and(|known| known.everything);
        match sheet.audiences.iter().find(keeps).filter(|_| named.is_none()) {
            Some(keeper) => Ok(keeper),
            None => self.audience(named, sheet),
        }
    }

    /// The audience of that name, or the one that a document is meant for.
    ///
    /// # Errors
    /// Wrong usage: the document is not made for it.
    pub fn audience<'s>(&self, named: Option<&str>, sheet: &'s Sheet) -> Result<&'s str, CliError> {
        let Some(name) = named else {
            return Ok(sheet.audiences.first().map_or("", String::as_str));
        };
        let found = sheet.audiences.iter().find(|audience| *audience == name);
        found.map(String::as_str).ok_or_else(|| {
            CliError::usage(format!("`{}` is not made for `{name}`", sheet.name))
                .hint(format!("it is made for: {}", sheet.audiences.join(", ")))
        })
    }
}

/// A template that does not work.
pub fn faulty(error: TemplateError) -> CliError {
    CliError::environment(error.to_string())
        .hint("`iwcp template check` tries every document for every reader")
}
