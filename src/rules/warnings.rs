//! The warnings that a definition declares: worth a look, never a bar.

use chrono::NaiveDate;

use super::surroundings::Surroundings;
use crate::diagnostic::{Finding, Rule, Severity};
use crate::document::Document;
use crate::process::{Scene, render};

pub(super) fn check(document: &Document, around: &dyn Surroundings, today: NaiveDate) -> Vec<Finding> {
    let definition = &document.kind.definition;
    let scene =
        Scene { definition, before: None, after: &document.data, signer: None, today, world: around.world() };
    let holding = definition.warnings.iter().filter(|warning| scene.holds(&warning.when).is_ok());
    holding
        .filter_map(|warning| {
            let mut finding = Finding::new(Rule::named(&warning.rule)?, render(&warning.say, &document.data))
                .severity(Severity::Warning);
            finding.clause = warning.clause.clone();
            Some(match warning.at.first(&document.data) {
                Some(path) => finding.at(&document.tree, &path),
                None => finding.in_file(document.path.clone()),
            })
        })
        .collect()
}
