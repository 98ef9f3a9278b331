//! `status-content`: a document holds what its status says it holds, as the definition's `holds` has it.

use chrono::NaiveDate;

use super::surroundings::Nowhere;
use crate::diagnostic::{Finding, Label, rule};
use crate::document::Document;
use crate::process::definition::{Need, Status};
use crate::process::{Lack, Scene, Unmet, render};
use crate::source::Path;

pub(super) fn check(document: &Document, today: NaiveDate) -> Vec<Finding> {
    let definition = &document.kind.definition;
    let Some(status) = document.status().and_then(|name| definition.statuses.get(name)) else {
        return Vec::new();
    };
    let scene =
        Scene { definition, before: None, after: &document.data, signer: None, today, world: &Nowhere };
    let applies = |need: &&Need| need.when.as_ref().is_none_or(|when| scene.holds(when).is_ok());
    let unmet = |need: &Need| match scene.holds(&need.must) {
        Err(unmet) if matches!(unmet.lack, Lack::Content) => Some(finding(document, status, need, unmet)),
        _ => None,
    };
    status.holds.iter().filter(applies).filter_map(unmet).collect()
}

fn finding(document: &Document, status: &Status, need: &Need, unmet: Unmet) -> Finding {
    let place = Path::root().key(&document.kind.definition.envelope.status);
    let name = document.status().unwrap_or_default();
    let message = match &need.say {
        Some(say) => render(say, &document.data),
        None => format!("the status is `{name}`, but {}", unmet.detail),
    };
    let mut finding = Finding::new(&rule::STATUS_CONTENT, message)
        .at(&document.tree, unmet.path.as_ref().unwrap_or(&place))
        .clause(need.clause.clone().unwrap_or_else(|| status.clause.0.join(", ")));
    if let Some(help) = &need.help {
        finding = finding.help(render(help, &document.data));
    }
    let label = format!("`{name}`: {}", status.means);
    let span = document.tree.span_of(&place);
    if finding.place.span == Some(span) {
        return finding.label(label);
    }
    finding.labels.push(Label { span, text: label });
    finding
}
