//! `id-path`: a document's id is the one in its file's name.

use chrono::NaiveDate;

use crate::diagnostic::{Finding, rule};
use crate::document::Document;
use crate::source::Path;

pub(super) fn check(document: &Document, _today: NaiveDate) -> Vec<Finding> {
    let definition = &document.kind.definition;
    let field = &definition.envelope.id;
    match definition.field(&document.data, field) {
        Some(id) if id != document.id => {
            let file = definition.path_of(id);
            let message = format!("`{field}` is `{id}`, but the file is that of `{}`", document.id);
            let finding = Finding::new(&rule::ID_PATH, message)
                .label(format!("the file says `{}`", document.id))
                .help(format!("correct `{field}`, or move the file to `{file}`"));
            vec![finding.at(&document.tree, &Path::root().key(field))]
        }
        _ => Vec::new(),
    }
}
