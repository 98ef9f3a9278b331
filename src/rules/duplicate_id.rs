//! `duplicate-id`: no two files of a register hold the same document.

use chrono::NaiveDate;

use super::surroundings::Surroundings;
use crate::diagnostic::{Finding, rule};
use crate::document::Document;
use crate::source::Path;

pub(super) fn check(document: &Document, around: &dyn Surroundings, _today: NaiveDate) -> Vec<Finding> {
    let definition = &document.kind.definition;
    let field = &definition.envelope.id;
    let Some(id) = definition.field(&document.data, field) else { return Vec::new() };
    let files = around.files(&definition.kind, id);
    // The file that the id belongs to may keep it; where there is none, the first.
    let home = definition.path_of(id);
    let owner = files.iter().copied().find(|file| *file == home).or(files.first().copied());
    match owner {
        Some(owner) if owner != document.path => {
            let finding = Finding::new(&rule::DUPLICATE_ID, format!("`{id}` is already the id of `{owner}`"))
                .help("give one of the two an id of its own");
            vec![finding.at(&document.tree, &Path::root().key(field))]
        }
        _ => Vec::new(),
    }
}
