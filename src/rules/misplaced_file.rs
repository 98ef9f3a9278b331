//! `misplaced-file`: what stands in a kind's folder is one of its documents, under its own name.

use crate::diagnostic::{Finding, rule};
use crate::process::{Catalogue, Kind};

/// A file of a kind's folder that is not where a document of the kind would be.
pub fn misplaced_file(catalogue: &Catalogue, path: &str) -> Option<Finding> {
    if catalogue.at(path).is_some() {
        return None;
    }
    let kind = catalogue.kinds().iter().find(|kind| kind.definition.is_home_of(path))?;
    Some(misplaced_in(kind, path))
}

/// Of a file in a kind's folder, that it is not where a document of the kind would be.
pub fn misplaced_in(kind: &Kind, path: &str) -> Finding {
    let definition = &kind.definition;
    let message = format!("`{path}` is not where a {} stands", definition.title);
    let finding = Finding::new(&rule::MISPLACED_FILE, message).in_file(path);
    match proper(kind, path) {
        Some(file) => finding.help(format!("move it to `{file}`")),
        None => {
            let example = definition.path_of(&definition.id.example);
            finding.help(format!(
                "its place is like `{example}`; other files belong outside `{}/`",
                definition.home()
            ))
        }
    }
}

/// Where a file with this name would belong.
fn proper(kind: &Kind, path: &str) -> Option<String> {
    let name = path.rsplit('/').next()?;
    let (id, ending) = name.rsplit_once('.')?;
    let file = kind.definition.path_of(id);
    (matches!(ending, "yaml" | "yml") && kind.definition.id_at(&file).is_some() && file != path)
        .then_some(file)
}
