//! What may be done with a document now: every step from its status, what it still wants to be given, and what
//! stands in its way.

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::Kind;
use super::ahead::Ahead;
use super::definition::{Elsewhere, Named, Need, Step};
use super::evaluate::{Unmet, is_filled};
use super::input::Input;
use super::pattern::{Pattern, Place};
use super::scene::{Scene, Signer, World};
use crate::diagnostic::Finding;
use crate::source::Path;

/// The words that a definition's `sets` may write with `$` before them: the day of the step, the register's calendar,
/// the signer's participant, the same where the signer is a party, and the person.
pub(super) const WORDS: &[&str] = &["today", "calendar", "signer", "party", "person"];

/// A step that starts from the document's status.
#[derive(Clone, Debug)]
pub struct Prospect {
    /// The step's name.
    pub step: String,
    /// How it may be made; several where a value that has to be given decides what else is needed.
    pub ways: Vec<Way>,
}

/// One way to make a step.
#[derive(Clone, Debug, Default)]
pub struct Way {
    /// The field that decides it, and its values that lead this way, where there are several ways.
    pub choice: Option<(Path, Vec<Json>)>,
    /// What has to be given, the choice with it.
    pub inputs: Vec<Input>,
    /// What may be given in place of some of it.
    pub instead: Vec<(Vec<Input>, Vec<Input>)>,
    /// What has to be otherwise before it is legal.
    pub blocked: Vec<Finding>,
    /// From which day on it is legal, where only the day stands in its way.
    pub from: Option<NaiveDate>,
}

impl Prospect {
    /// Whether it may be made now, in one way at least.
    pub fn is_possible(&self) -> bool {
        self.ways.iter().any(Way::is_possible)
    }
}

/// What the values of `sets` stand for where they are no literals.
pub trait Words {
    /// The value of a word (`$today` and its like, without the `$`); none where it is not known here.
    fn word(&self, word: &str) -> Option<Json>;

    /// What a field of another document holds; none where there is no such document, or nothing stands there.
    fn elsewhere(&self, kind: &str, id: &str, field: &Pattern) -> Option<Json>;
}

/// What is written by itself (a step's `sets`, or a definition's), with what other documents hold, and the words that
/// start with `$`, filled in.
pub fn defaults(sets: &Named<Json>, document: &Json, words: &dyn Words) -> Vec<(Path, Json)> {
    let mut found = Vec::new();
    for (field, value) in sets {
        let filled = match (value.as_str().and_then(|text| text.strip_prefix('$')), Elsewhere::of(value)) {
            (Some(name), _) => words.word(name),
            (None, Some(other)) => {
                let id = other.id().text(document);
                id.and_then(|id| words.elsewhere(other.kind(), id, other.field()))
            }
            (None, None) => Some(value.clone()),
        };
        if let (Some(path), Some(filled)) = (Pattern::parse(field).first(document), filled) {
            found.push((path, filled));
        }
    }
    found
}

/// What a step copies from its own document, once everything else is set: the value at a pattern, or, where it has an
/// open place, the values, each once. A field that has a value by then keeps it.
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
        let open = Pattern::parse(pattern).0.contains(&Place::Any);
        let copied = if open { Some(Json::Array(values)) } else { values.pop() };
        found.extend(copied.filter(is_filled).map(|value| (path, value)));
    }
    found
}

/// Tries steps as they would be made.
pub trait Trial {
    /// Who would sign a step, where that is known.
    fn signer(&self, step: &Step) -> Option<&Signer>;

    /// The document as a step would leave it with nothing given.
    fn start(&self, name: &str, step: &Step) -> Json;

    /// What there is against a step with these inputs, each with the first of its values, in what stands around it.
    fn findings(&self, name: &str, inputs: &[Input], world: &dyn World) -> Vec<Finding>;
}

/// The steps that start from the document's status. `scene` shows the document as it is.
pub fn prospects(kind: &Kind, scene: &Scene<'_>, trial: &dyn Trial) -> Vec<Prospect> {
    let status = scene.status_of(scene.after).map(str::to_owned);
    let steps: &Named<Step> = &kind.definition.steps;
    let prospect = |(name, step): (&String, &Step)| {
        let start = trial.start(name, step);
        let signer = trial.signer(step);
        let ahead = Ahead { kind, name, step, before: scene, signer, start: &start, trial };
        Prospect { step: name.clone(), ways: ahead.ways() }
    };
    steps.iter().filter(|(_, step)| step.starts_at(status.as_deref())).map(prospect).collect()
}

impl Way {
    /// Whether nothing bars it.
    pub fn is_possible(&self) -> bool {
        self.blocked.is_empty()
    }

    /// Notes what one of other ways is given in place of some of what this one is.
    pub(super) fn or_instead(&mut self, others: &[Self]) {
        let without = |one: &[Input], other: &[Input]| {
            one.iter().filter(|input| !other.contains(input)).cloned().collect::<Vec<_>>()
        };
        for other in others.iter().filter(|other| self.is_possible() && other.is_possible()) {
            let (these, those) = (without(&self.inputs, &other.inputs), without(&other.inputs, &self.inputs));
            if self.choice == other.choice && !these.is_empty() && !those.is_empty() {
                self.instead.push((these, those));
                return;
            }
        }
    }
}

impl Scene<'_> {
    /// What a need lacks; `None` where it is met or does not apply.
    pub fn unmet(&self, need: &Need) -> Option<Unmet> {
        if need.when.as_ref().is_some_and(|when| self.holds(when).is_err()) {
            return None;
        }
        self.holds(&need.must).err()
    }
}
