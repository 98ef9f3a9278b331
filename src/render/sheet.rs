//! Which documents a register sends out, as data: `templates/NAME/document.yaml` says of which kind of document one is
//! made, for whom, when, and what its file is called. Its wording stands beside it in `body.md`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::templates::{TemplateError, Templates};
use crate::process::condition::Condition;
use crate::process::definition::List;
use crate::schema::Schema;
use crate::source::Path;

/// The file that describes a document.
const FILE: &str = "/document.yaml";

/// The shape of such a file.
const SHAPE: &str = include_str!("../../schemas/document.schema.json");

/// That shape, ready to check them.
fn shape() -> Result<&'static Schema, String> {
    static READY: LazyLock<Result<Schema, String>> =
        LazyLock::new(|| Schema::compile("document.schema.json", SHAPE).map_err(|faulty| faulty.to_string()));
    READY.as_ref().map_err(Clone::clone)
}

/// A document that a register sends out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    /// Its name: the folder of its templates.
    #[serde(skip)]
    pub name: String,
    /// The kind of document that it is made of.
    pub kind: String,
    /// The clauses that ask for it.
    pub clause: List<String>,
    /// Whom it may be made for; the first is whom it is meant for.
    pub audiences: Vec<String>,
    /// The party of the document that it is addressed to, by its role.
    #[serde(default)]
    pub to: Option<String>,
    /// Only of a document of which this holds.
    #[serde(default)]
    pub when: Option<Condition>,
    /// Of whom it is kept, where every document is made at once, while this does not hold: what is not to be sent yet.
    #[serde(default)]
    pub sent_when: BTreeMap<String, Condition>,
    /// What its file is called, without its ending, from what the reader may read.
    pub file: String,
    /// Whether it is the one that is meant where none is named.
    #[serde(default)]
    pub main: bool,
}

impl Sheet {
    /// The document of that name.
    ///
    /// # Errors
    /// There is none, or its description can't be read.
    pub fn read(templates: &Templates, name: &str) -> Result<Self, TemplateError> {
        let path = format!("{name}{FILE}");
        let text = templates.text(&path).ok_or_else(|| templates.missing(&path))?;
        let file = templates.file(&path);
        let error = |line, message| TemplateError { file: file.clone(), line, message };
        let tree = templates.tree(&path, text)?;
        let data = tree.to_json();
        let shape = shape().map_err(|faulty| error(None, faulty))?;
        if let Some(finding) = shape.check(&tree, &data).first() {
            let line = finding.place.span.map(|span| tree.source.position(span.start).line);
            return Err(error(line, finding.message.clone()));
        }
        let sheet: Self = serde_json::from_value(data).map_err(|faulty| error(None, faulty.to_string()))?;
        Ok(Self { name: name.to_owned(), ..sheet })
    }

    /// All documents that there are templates for, in the order of their names.
    ///
    /// # Errors
    /// A description that can't be read.
    pub fn all(templates: &Templates) -> Result<Vec<Self>, TemplateError> {
        let names = templates.names().into_iter().filter_map(|name| name.strip_suffix(FILE));
        names.map(|name| Self::read(templates, name)).collect()
    }

    /// The line of a key in its description, for messages.
    pub fn line_of(&self, templates: &Templates, key: &str) -> (String, Option<usize>) {
        let path = format!("{}{FILE}", self.name);
        let file = templates.file(&path);
        let tree = templates.text(&path).and_then(|text| templates.tree(&path, text).ok());
        let line = tree.map(|tree| tree.source.position(tree.key_span(&Path::root().key(key)).start).line);
        (file, line)
    }
}
