//! The kinds of one process version, read from their definition files: the ones in the program, or a register's own
//! under `process/<version>/`. A faulty definition is a list of findings, each with its place.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use std::thread;

use serde::de::DeserializeOwned;

use super::definition::{Definition, Shared};
use crate::diagnostic::{Finding, rule};
use crate::schema::Schema;
use crate::source::{Path, Tree, parse};

/// What the definition files are called, in the program and in a register.
pub const CATALOGUE: &str = "catalogue.yaml";
pub(super) const PROCESS: &str = ".process.yaml";
pub(super) const SCHEMA: &str = ".schema.json";

macro_rules! embedded {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!(concat!("../../schemas/", $name)))),*] };
}

/// The files of the process version that is in the program.
pub const EMBEDDED: &[(&str, &str)] = embedded![
    "catalogue.yaml",
    "report.process.yaml",
    "report.schema.json",
    "participant.process.yaml",
    "participant.schema.json",
    "declaration.process.yaml",
    "declaration.schema.json",
    "nda.process.yaml",
    "nda.schema.json",
    "statistics.process.yaml",
    "statistics.schema.json",
];

/// The shapes of the definition files themselves, and of a register's settings.
pub const SHAPES: &[(&str, &str)] =
    embedded!["catalogue.schema.json", "process.schema.json", "register.schema.json"];

/// A kind: its definition, its schema, and what it shares with the other kinds of its version.
#[derive(Debug)]
pub struct Kind {
    /// How documents of the kind move.
    pub definition: Definition,
    /// What they may hold.
    pub schema: Schema,
    /// Roles, audiences and clauses.
    pub shared: Arc<Shared>,
}

/// All kinds of one process version.
#[derive(Debug)]
pub struct Catalogue {
    /// Roles, audiences and clauses.
    pub shared: Arc<Shared>,
    kinds: Vec<Arc<Kind>>,
}

impl Catalogue {
    /// The process version that is in the program, read once.
    ///
    /// # Errors
    /// Findings, which a test keeps from ever being there.
    pub fn builtin() -> Result<Arc<Self>, Vec<Finding>> {
        static BUILTIN: OnceLock<Result<Arc<Catalogue>, Vec<Finding>>> = OnceLock::new();
        let read = || {
            let files: Vec<_> =
                EMBEDDED.iter().map(|(name, text)| (format!("schemas/{name}"), text.as_bytes())).collect();
            Self::trusted(&files).map(Arc::new)
        };
        BUILTIN.get_or_init(read).clone()
    }

    /// A catalogue of kinds that were read one by one.
    pub(super) fn of(shared: Arc<Shared>, kinds: Vec<Arc<Kind>>) -> Self {
        Self { shared, kinds }
    }

    /// Reads files that were checked before.
    fn trusted(files: &[(String, &[u8])]) -> Result<Self, Vec<Finding>> {
        let find = |wanted: &str| files.iter().find(|(name, _)| base(name) == wanted);
        let Some((name, bytes)) = find(CATALOGUE) else {
            return Err(vec![Finding::new(
                &rule::MISSING_FIELD,
                format!("a process needs a file `{CATALOGUE}`"),
            )]);
        };
        let shared: Arc<Shared> = Arc::new(typed(&tree(name, bytes)?)?);
        let definitions = files.iter().filter(|(name, _)| name.ends_with(PROCESS));
        // Each command reads all kinds before it does anything: side by side that takes half as long.
        let kinds: Result<Vec<_>, Vec<Finding>> = thread::scope(|scope| {
            let reading: Vec<_> = definitions
                .map(|(name, bytes)| {
                    let shared = Arc::clone(&shared);
                    scope.spawn(move || kind(name, bytes, files, shared))
                })
                .collect();
            reading.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Err(Vec::new()))).collect()
        });
        let kinds = kinds?;
        Ok(Self { shared, kinds })
    }

    /// The kinds, in the order of their files.
    pub fn kinds(&self) -> &[Arc<Kind>] {
        &self.kinds
    }

    /// The kind of that name.
    pub fn kind(&self, name: &str) -> Option<&Arc<Kind>> {
        self.kinds.iter().find(|kind| kind.definition.kind == name)
    }

    /// The kind of which a document stands at `path`, and the document's id.
    pub fn at<'p>(&self, path: &'p str) -> Option<(&Arc<Kind>, &'p str)> {
        self.kinds.iter().find_map(|kind| kind.definition.id_at(path).map(|id| (kind, id)))
    }

    /// The kind whose documents are participants.
    pub fn participants(&self) -> Option<&Arc<Kind>> {
        self.kind(&self.shared.participants)
    }

    /// Whether a role keeps the register.
    pub fn is_keeper(&self, role: &str) -> bool {
        self.shared.roles.get(role).is_some_and(|role| role.keeper)
    }

    /// The names of the keeper's roles.
    pub fn keepers(&self) -> Vec<&str> {
        self.shared.roles.iter().filter(|(_, role)| role.keeper).map(|(name, _)| name.as_str()).collect()
    }
}

/// The process versions that a register knows: the one in the program and its own.
#[derive(Clone, Debug, Default)]
pub struct Library {
    versions: BTreeMap<String, Arc<Catalogue>>,
}

impl Library {
    /// The version in the program alone.
    ///
    /// # Errors
    /// As [`Catalogue::builtin`].
    pub fn builtin() -> Result<Self, Vec<Finding>> {
        let catalogue = Catalogue::builtin()?;
        Ok(Self { versions: BTreeMap::from([(catalogue.shared.process.clone(), catalogue)]) })
    }

    /// Adds a register's own version; the one in the program stays what it is.
    pub fn add(&mut self, catalogue: Arc<Catalogue>) {
        self.versions.entry(catalogue.shared.process.clone()).or_insert(catalogue);
    }

    /// The catalogue of a version.
    pub fn version(&self, version: &str) -> Option<&Arc<Catalogue>> {
        self.versions.get(version)
    }

    /// All versions, in the order of their names.
    pub fn versions(&self) -> impl Iterator<Item = &Arc<Catalogue>> {
        self.versions.values()
    }

    /// The kind of which a document stands at `path`, in `preferred` or else in any version, and the document's id.
    pub fn at<'l, 'p>(&'l self, preferred: &str, path: &'p str) -> Option<(&'l Arc<Kind>, &'p str)> {
        let first = self.versions.get(preferred).and_then(|catalogue| catalogue.at(path));
        first.or_else(|| self.versions.values().find_map(|catalogue| catalogue.at(path)))
    }
}

/// Reads one kind: its definition and the schema that goes with it.
fn kind(
    name: &str,
    bytes: &[u8],
    files: &[(String, &[u8])],
    shared: Arc<Shared>,
) -> Result<Arc<Kind>, Vec<Finding>> {
    let definition: Definition = typed(&tree(name, bytes)?)?;
    let wanted = format!("{}{SCHEMA}", definition.kind);
    let Some((schema_name, schema)) = files.iter().find(|(name, _)| base(name) == wanted) else {
        let message = format!("the kind `{}` needs a file `{wanted}`", definition.kind);
        return Err(vec![Finding::new(&rule::MISSING_FIELD, message).in_file(name)]);
    };
    let schema = Schema::compile(schema_name, &String::from_utf8_lossy(schema)).map_err(|error| {
        vec![Finding::new(&rule::MALFORMED_VALUE, error.to_string()).in_file(schema_name.clone())]
    })?;
    Ok(Arc::new(Kind { definition, schema, shared }))
}

/// The name of a file without its folders.
pub(super) fn base(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

fn tree(name: &str, bytes: &[u8]) -> Result<Tree, Vec<Finding>> {
    parse(name, bytes).map_err(|refusal| Finding::from_refusal(&refusal))
}

/// What the shape of such a file has against one.
pub(super) fn shaped(shape: &str, tree: &Tree) -> Vec<Finding> {
    let Some((name, text)) = SHAPES.iter().find(|(name, _)| *name == shape) else { return Vec::new() };
    match Schema::compile(name, text) {
        Ok(schema) => schema.check(tree, &tree.to_json()),
        Err(error) => vec![Finding::new(&rule::MALFORMED_VALUE, error.to_string()).in_file(*name)],
    }
}

/// A text as what it describes.
pub(super) fn typed<T: DeserializeOwned>(tree: &Tree) -> Result<T, Vec<Finding>> {
    serde_json::from_value(tree.to_json()).map_err(|error| {
        vec![Finding::new(&rule::MALFORMED_VALUE, error.to_string()).at(tree, &Path::root())]
    })
}

/// A check of settings files against their shape, for whoever reads them.
pub fn check_settings(tree: &Tree) -> Vec<Finding> {
    shaped("register.schema.json", tree)
}
