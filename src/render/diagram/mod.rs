//! Diagrams of how documents of a kind move, from their definition: statuses as boxes, steps as arrows with their
//! clauses. One graph, three ways to write it.

mod dot;
mod mermaid;
mod svg;
mod timeline;

pub use dot::dot;
pub use mermaid::mermaid;
pub use svg::svg;
pub use timeline::timeline;

use crate::process::Kind;
use crate::process::definition::Step;

/// Statuses and the steps between them.
#[derive(Clone, Debug)]
pub struct Graph {
    /// What it shows.
    pub title: String,
    /// The statuses, in the definition's order.
    pub statuses: Vec<Status>,
    /// The steps that lead somewhere, those of the same way together.
    pub ways: Vec<Way>,
}

/// A status.
#[derive(Clone, Debug)]
pub struct Status {
    /// Its name.
    pub name: String,
    /// Whether nothing is owed any more.
    pub is_final: bool,
    /// The steps that are made in it and lead nowhere else, with their clauses.
    pub staying: Vec<String>,
}

/// A way from one status to another.
#[derive(Clone, Debug)]
pub struct Way {
    /// The status it starts in, by its place; none where it makes a document.
    pub from: Option<usize>,
    /// The status it leads to.
    pub to: usize,
    /// The steps that go it, with their clauses.
    pub steps: Vec<String>,
}

impl Graph {
    /// The graph of a kind.
    pub fn of(kind: &Kind) -> Self {
        let definition = &kind.definition;
        let names: Vec<&String> = definition.statuses.keys().collect();
        let mut ways: Vec<Way> = Vec::new();
        for (name, step) in &definition.steps {
            let to = step.to.as_ref().and_then(|to| names.iter().position(|known| *known == to));
            let Some(to) = to else { continue };
            let starts = step.starts_at(None).then_some(None).into_iter();
            let places =
                (0..names.len()).filter(|at| names.get(*at).is_some_and(|name| step.starts_at(Some(name))));
            for from in starts.chain(places.map(Some)) {
                let label = label(name, step);
                match ways.iter_mut().find(|way| way.from == from && way.to == to) {
                    Some(way) => way.steps.push(label),
                    None => ways.push(Way { from, to, steps: vec![label] }),
                }
            }
        }
        let staying = |status: &str| {
            let here =
                definition.steps.iter().filter(|(_, step)| step.to.is_none() && step.starts_at(Some(status)));
            here.map(|(name, step)| label(name, step)).collect()
        };
        let status = |(name, status): (&String, &crate::process::definition::Status)| Status {
            name: name.clone(),
            is_final: status.is_final,
            staying: staying(name),
        };
        Self {
            title: definition.title.clone(),
            statuses: definition.statuses.iter().map(status).collect(),
            ways,
        }
    }
}

/// A step and the clauses it comes from.
fn label(name: &str, step: &Step) -> String {
    match step.clause.0.is_empty() {
        true => name.to_owned(),
        false => format!("{name} ({})", step.clause.0.join(", ")),
    }
}
