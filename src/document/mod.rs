//! A tree that is a document of a kind: which kind its path says, which definition it runs under, and its envelope.
//! Knows nothing of git; bytes come in with the path they stood at.

mod draft;
mod naming;
mod unset;
mod value;

pub use draft::Draft;
pub use unset::DraftError;
pub use value::field_of;

use std::sync::Arc;

use serde_json::Value as Json;

use crate::diagnostic::{Finding, rule};
use crate::process::{Kind, Library};
use crate::schema::nearest;
use crate::source::{Path, Tree, parse};

/// A document of a kind.
#[derive(Clone, Debug)]
pub struct Document {
    /// Where it stands, relative to the register's root.
    pub path: String,
    /// The id that its path gives it.
    pub id: String,
    /// Its kind, in the process version that it runs under.
    pub kind: Arc<Kind>,
    /// Its text.
    pub tree: Arc<Tree>,
    /// Its data.
    pub data: Arc<Json>,
}

impl Document {
    /// Reads the document at `path`; `preferred` is the process version that decides which paths are documents.
    /// `None` where no kind has documents there.
    ///
    /// # Errors
    /// What keeps the text from being a document at all: faulty YAML, an unknown process version.
    pub fn read(
        library: &Library,
        preferred: &str,
        path: &str,
        bytes: &[u8],
    ) -> Option<Result<Self, Vec<Finding>>> {
        let (kind, id) = library.at(preferred, path)?;
        let tree = match parse(path, bytes) {
            Ok(tree) => tree,
            Err(refusal) => return Some(Err(Finding::from_refusal(&refusal))),
        };
        Some(Self::of(library, kind, path, id, tree))
    }

    /// A document of a kind from its text.
    pub fn new(path: String, id: String, kind: Arc<Kind>, tree: Tree) -> Self {
        let data = Arc::new(tree.to_json());
        Self { path, id, kind, tree: Arc::new(tree), data }
    }

    fn of(
        library: &Library,
        kind: &Arc<Kind>,
        path: &str,
        id: &str,
        tree: Tree,
    ) -> Result<Self, Vec<Finding>> {
        let data = tree.to_json();
        let kind = versioned(library, kind, &tree, &data)?;
        Ok(Self {
            path: path.to_owned(),
            id: id.to_owned(),
            kind,
            tree: Arc::new(tree),
            data: Arc::new(data),
        })
    }

    /// The status that it says it has.
    pub fn status(&self) -> Option<&str> {
        self.kind.definition.status_of(&self.data)
    }

    /// Whether its status is an open one; a document without a status is open.
    pub fn is_open(&self) -> bool {
        self.status().is_none_or(|status| self.kind.definition.is_open(status))
    }

    /// Kind and id, as findings name it.
    pub fn name(&self) -> String {
        format!("{} {}", self.kind.definition.kind, self.id)
    }

    /// What its schema has against it.
    pub fn check_schema(&self) -> Vec<Finding> {
        let name = self.name();
        self.kind
            .schema
            .check(&self.tree, &self.data)
            .into_iter()
            .map(|finding| finding.of_document(&name))
            .collect()
    }
}

/// The kind in the process version that the document names; the version that its path was found in, where it names none.
fn versioned(
    library: &Library,
    kind: &Arc<Kind>,
    tree: &Tree,
    data: &Json,
) -> Result<Arc<Kind>, Vec<Finding>> {
    let definition = &kind.definition;
    let Some(version) = definition.field(data, &definition.envelope.process) else {
        return Ok(Arc::clone(kind));
    };
    if let Some(found) = library.version(version).and_then(|catalogue| catalogue.kind(&definition.kind)) {
        return Ok(Arc::clone(found));
    }
    let known: Vec<&str> = library.versions().map(|catalogue| catalogue.shared.process.as_str()).collect();
    let path = Path::root().key(&definition.envelope.process);
    let mut finding =
        Finding::new(&rule::UNKNOWN_PROCESS, format!("this register knows no process version `{version}`"))
            .at(tree, &path)
            .label(format!("known: {}", known.join(", ")));
    if let Some(near) = nearest(version, known) {
        finding = finding.help(format!("did you mean `{near}`?"));
    }
    Err(vec![finding])
}
