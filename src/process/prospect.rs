//! What may be done with a document now: every step from its status, what it still wants to be given, and what
//! stands in its way.

use serde_json::Value as Json;

use super::Kind;
use super::definition::{Named, Need, Step};
use super::evaluate::{Lack, Unmet};
use super::legality::judge;
use super::pattern::Pattern;
use super::scene::Scene;
use crate::diagnostic::{Finding, rule};
use crate::source::Path;

/// The words that a definition's `sets` may write with `$` before them: the day of the step, the register's calendar,
/// the signer's participant, the same where the signer is a party, and the person.
pub(super) const WORDS: &[&str] = &["today", "calendar", "signer", "party", "person"];

/// A step that starts from the document's status.
#[derive(Clone, Debug)]
pub struct Prospect {
    /// The step's name.
    pub step: String,
    /// What has to be given with it.
    pub inputs: Vec<Path>,
    /// What has to be otherwise before it is legal.
    pub blocked: Vec<Finding>,
}

/// What is written by itself (a step's `sets`, or a definition's), with the words that start with `$` filled in.
pub fn defaults(
    sets: &Named<Json>,
    document: &Json,
    word: impl Fn(&str) -> Option<Json>,
) -> Vec<(Path, Json)> {
    let mut found = Vec::new();
    for (field, value) in sets {
        let filled = match value.as_str().and_then(|text| text.strip_prefix('$')) {
            Some(name) => word(name),
            None => Some(value.clone()),
        };
        if let (Some(path), Some(filled)) = (Pattern::parse(field).first(document), filled) {
            found.push((path, filled));
        }
    }
    found
}

/// What a step copies from its own document, once everything else is set: the values at a pattern, each once. A field
/// that has a value by then keeps it.
pub fn copies(step: &Step, before: &Json, after: &Json) -> Vec<(Path, Json)> {
    let mut found = Vec::new();
    for (field, value) in &step.sets {
        let pattern =
            value.as_str().and_then(|text| text.strip_prefix('$')).filter(|text| text.contains('.'));
        let path = Pattern::parse(field).first(before).filter(|path| path.find(after).is_none());
        let (Some(pattern), Some(path)) = (pattern, path) else { continue };
        let mut values: Vec<Json> = Vec::new();
        for value in Pattern::parse(pattern).values(after) {
            if !values.contains(value) {
                values.push(value.clone());
            }
        }
        if !values.is_empty() {
            found.push((path, Json::Array(values)));
        }
    }
    found
}

/// The steps that start from the document's status. `scene` shows the document as it is, and `with_defaults` gives,
/// for a step, the document as the step would leave it with nothing given.
pub fn prospects(
    kind: &Kind,
    scene: &Scene<'_>,
    with_defaults: impl Fn(&str, &Step) -> Json,
) -> Vec<Prospect> {
    let status = scene.status_of(scene.after).map(str::to_owned);
    let steps: &Named<Step> = &kind.definition.steps;
    steps
        .iter()
        .filter(|(_, step)| step.starts_at(status.as_deref()))
        .map(|(name, step)| prospect(kind, name, step, scene, &with_defaults(name, step)))
        .collect()
}

fn prospect(kind: &Kind, name: &str, step: &Step, scene: &Scene<'_>, after: &Json) -> Prospect {
    let then = Scene { before: Some(scene.after), after, ..*scene };
    let written = |path: &Path| step.writes.iter().any(|field| field.covers(path, scene.after, after));
    let mut inputs = Vec::new();
    for need in &step.needs {
        for path in then.missing(need).into_iter().filter(|path| written(path)) {
            if !inputs.contains(&path) {
                inputs.push(path);
            }
        }
    }
    let blocked = judge(kind, name, &then)
        .into_iter()
        .filter(|finding| {
            let given =
                finding.rule == &rule::STEP_CONTENT && finding.place.path.as_ref().is_some_and(&written);
            !given && finding.rule != &rule::STEP_STATUS
        })
        .collect();
    Prospect { step: name.to_owned(), inputs, blocked }
}

impl Scene<'_> {
    /// What a need lacks; `None` where it is met or does not apply.
    pub fn unmet(&self, need: &Need) -> Option<Unmet> {
        if need.when.as_ref().is_some_and(|when| self.holds(when).is_err()) {
            return None;
        }
        self.holds(&need.must).err()
    }

    /// The fields that a need asks for and that are empty: all of a list of them, not just the first.
    pub fn missing(&self, need: &Need) -> Vec<Path> {
        use super::condition::Condition;
        let Some(unmet) = self.unmet(need) else { return Vec::new() };
        if unmet.lack != Lack::Content {
            return Vec::new();
        }
        match &need.must {
            Condition::Present(fields) => fields
                .0
                .iter()
                .filter(|field| !field.values(self.after).into_iter().any(super::evaluate::is_filled))
                .filter_map(|field| field.first(self.after))
                .collect(),
            _ => unmet.path.into_iter().collect(),
        }
    }
}
