//! Definition files that nobody has checked yet, a register's own: every fault of every file, each on its line, and
//! what one bad file keeps from being read is not held against the others.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::audit;
use super::catalogue::{CATALOGUE, Catalogue, Kind, PROCESS, SCHEMA, base, shaped, typed};
use super::definition::{Definition, Shared};
use crate::diagnostic::{Finding, rule};
use crate::schema::Schema;
use crate::source::{Source, Span, Tree, parse};

impl Catalogue {
    /// Reads definition files, given with their names, and checks all there is to check of them.
    ///
    /// # Errors
    /// Every fault of every file, with its place.
    pub fn read(files: &[(String, &[u8])]) -> Result<Self, Vec<Finding>> {
        let mut inspection = Inspection::default();
        // What stands beside a process, a note for its readers say, is no part of it.
        let is_part =
            |name: &str| base(name) == CATALOGUE || name.ends_with(PROCESS) || name.ends_with(SCHEMA);
        for (name, bytes) in files.iter().filter(|(name, _)| is_part(name)) {
            inspection.open(name, bytes);
        }
        match inspection.read(files) {
            Some(catalogue) if inspection.found.is_empty() => Ok(catalogue),
            _ => Err(inspection.found),
        }
    }
}

#[derive(Default)]
struct Inspection {
    /// The texts that could be read, by the names of their files.
    trees: BTreeMap<String, Tree>,
    found: Vec<Finding>,
}

impl Inspection {
    /// Reads one text and holds it against its shape.
    fn open(&mut self, name: &str, bytes: &[u8]) {
        let own = base(name).to_owned();
        let read = match own.ends_with(SCHEMA) {
            true => json(name, bytes),
            false => parse(name, bytes).map_err(|refusal| Finding::from_refusal(&refusal)),
        };
        let faults = match &read {
            Ok(tree) if own == CATALOGUE => shaped("catalogue.schema.json", tree),
            Ok(tree) if own.ends_with(PROCESS) => shaped("process.schema.json", tree),
            _ => Vec::new(),
        };
        match read {
            Ok(tree) if faults.is_empty() => {
                self.trees.insert(own, tree);
            }
            Ok(_) => self.found.extend(faults),
            Err(found) => self.found.extend(found),
        }
    }

    fn read(&mut self, files: &[(String, &[u8])]) -> Option<Catalogue> {
        let has = |wanted: &str| files.iter().any(|(name, _)| base(name) == wanted);
        if !has(CATALOGUE) {
            let folder = files.first().and_then(|(name, _)| name.rsplit_once('/')).map(|(folder, _)| folder);
            let place = folder.map_or_else(|| CATALOGUE.to_owned(), |folder| format!("{folder}/{CATALOGUE}"));
            let message = format!("a process needs a file `{CATALOGUE}`");
            self.found.push(Finding::new(&rule::MISSING_FIELD, message).in_file(place));
        }
        let names: Vec<String> = files.iter().filter_map(|(name, _)| kind_of(name)).collect();
        let mut kinds = Vec::new();
        let shared = self.trees.get(CATALOGUE).cloned();
        let shared: Option<(Tree, Arc<Shared>)> =
            shared.and_then(|tree| Some((tree.clone(), Arc::new(self.keep(typed(&tree))?))));
        for name in &names {
            kinds.extend(self.kind(name, shared.as_ref().map(|(_, shared)| shared), &has));
        }
        let (tree, shared) = shared?;
        let catalogue = Catalogue::of(shared, kinds);
        self.found.extend(audit::shared(&catalogue, &names, &tree));
        for (at, kind) in catalogue.kinds().iter().enumerate() {
            let before: Vec<&Kind> = catalogue.kinds().iter().take(at).map(|kind| &**kind).collect();
            if let Some((definition, schema)) = self.texts(kind) {
                self.found.extend(audit::clash(kind, &before, &definition));
                self.found.extend(audit::audit(kind, &catalogue, &names, &definition, &schema));
            }
        }
        Some(catalogue)
    }

    fn keep<T>(&mut self, read: Result<T, Vec<Finding>>) -> Option<T> {
        read.map_err(|found| self.found.extend(found)).ok()
    }

    /// Reads a kind: its definition, and the schema that goes with it.
    fn kind(
        &mut self,
        file: &str,
        shared: Option<&Arc<Shared>>,
        has: &dyn Fn(&str) -> bool,
    ) -> Option<Arc<Kind>> {
        let tree = self.trees.get(&format!("{file}{PROCESS}")).cloned()?;
        let definition: Definition = self.keep(typed(&tree))?;
        let wanted = format!("{}{SCHEMA}", definition.kind);
        if !has(&wanted) {
            let message = format!("the kind `{}` needs a file `{wanted}`", definition.kind);
            let place = crate::source::Path::root().key("kind");
            self.found.push(Finding::new(&rule::MISSING_FIELD, message).at(&tree, &place));
        }
        let text = self.trees.get(&wanted).cloned()?;
        let schema = self.keep(Schema::inspect(&text))?;
        Some(Arc::new(Kind { definition, schema, shared: Arc::clone(shared?) }))
    }

    fn texts(&self, kind: &Kind) -> Option<(Tree, Tree)> {
        let name = &kind.definition.kind;
        let definition = self.trees.iter().find(|(file, tree)| {
            file.ends_with(PROCESS) && tree.to_json().get("kind").and_then(|kind| kind.as_str()) == Some(name)
        });
        Some((definition?.1.clone(), self.trees.get(&format!("{name}{SCHEMA}"))?.clone()))
    }
}

/// The name that a definition's file gives its kind.
fn kind_of(file: &str) -> Option<String> {
    base(file).strip_suffix(PROCESS).map(str::to_owned)
}

/// A schema's text as a tree; what is no JSON is told with its line.
fn json(name: &str, bytes: &[u8]) -> Result<Tree, Vec<Finding>> {
    let refused = |bytes| parse(name, bytes).map_err(|refusal| Finding::from_refusal(&refusal));
    let Ok(text) = std::str::from_utf8(bytes) else { return refused(bytes) };
    match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Ok(_) => refused(bytes),
        Err(error) => {
            let line =
                text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
            let start = (line + error.column().saturating_sub(1)).min(text.len());
            let finding = Finding::new(&rule::MALFORMED_VALUE, format!("it is not JSON: {error}"));
            Err(vec![finding.at_span(&Source::new(name, text), Span::new(start, start))])
        }
    }
}
