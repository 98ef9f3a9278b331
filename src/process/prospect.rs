//! What may be done with a document now: every step from its status, what it still wants to be given, and what
//! stands in its way.

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::Kind;
use super::definition::{Elsewhere, Named, Need, Step};
use super::evaluate::{Lack, Unmet, is_filled};
use super::legality::judge;
use super::pattern::{Pattern, Place};
use super::scene::Scene;
use crate::diagnostic::{Finding, rule};
use crate::source::{Path, Segment};

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
    /// The field and the value that decide it, where there are several ways.
    pub choice: Option<(Path, String)>,
    /// What else has to be given.
    pub inputs: Vec<Path>,
    /// What has to be otherwise before it is legal.
    pub blocked: Vec<Finding>,
    /// From which day on it is legal, where only the day stands in its way.
    pub from: Option<NaiveDate>,
}

impl Prospect {
    /// Whether it may be made now, in one way at least.
    pub fn is_possible(&self) -> bool {
        self.ways.iter().any(|way| way.blocked.is_empty())
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
    let ahead = Ahead { kind, name, step, before: scene };
    let plain = ahead.way(after);
    for path in &plain.inputs {
        let values = kind.schema.field(path).map_or(&[][..], |field| &field.allowed);
        let ways: Vec<Way> = values.iter().filter_map(|value| ahead.choosing(after, path, value)).collect();
        // A value that changes nothing is one input among others.
        if ways.iter().any(|way| way.differs(&plain, path)) {
            return Prospect { step: name.to_owned(), ways };
        }
    }
    Prospect { step: name.to_owned(), ways: vec![plain] }
}

/// A step that is looked ahead to.
struct Ahead<'a> {
    kind: &'a Kind,
    name: &'a str,
    step: &'a Step,
    /// The document as it is.
    before: &'a Scene<'a>,
}

impl Ahead<'_> {
    /// The step with a value chosen.
    fn choosing(&self, after: &Json, path: &Path, value: &str) -> Option<Way> {
        let mut chosen = after.clone();
        *place_of(&mut chosen, path)? = Json::String(value.to_owned());
        Some(Way { choice: Some((path.clone(), value.to_owned())), ..self.way(&chosen) })
    }

    /// The step as it would leave the document like this.
    fn way(&self, after: &Json) -> Way {
        let then = Scene { before: Some(self.before.after), after, ..*self.before };
        let mut way = Way::default();
        for need in &self.step.needs {
            for path in then.missing(need).into_iter().flat_map(|path| self.asked_for(&path, after)) {
                if !way.inputs.contains(&path) {
                    way.inputs.push(path);
                }
            }
            if let Some(Lack::Early(Some(day))) = then.unmet(need).map(|unmet| unmet.lack) {
                way.from = way.from.max(Some(day));
            }
        }
        let given = |path: &Path| !self.asked_for(path, after).is_empty();
        let mut blocked = judge(self.kind, self.name, &then);
        blocked.retain(|finding| {
            let given = finding.rule == &rule::STEP_CONTENT && finding.place.path.as_ref().is_some_and(given);
            !given && finding.rule != &rule::STEP_STATUS
        });
        // What has to be there before comes first: what else would be needed then is another day's question.
        if blocked.iter().any(|finding| finding.rule != &rule::STEP_CONTENT) {
            blocked.retain(|finding| finding.rule != &rule::STEP_CONTENT);
        }
        way.from = way.from.filter(|_| blocked.iter().all(|finding| finding.rule == &rule::STEP_TOO_EARLY));
        way.blocked = blocked;
        way
    }

    /// What to give so that something stands at a path: the path itself, what an item must have where the step adds
    /// one to the list there, and nothing where the step does not write there.
    fn asked_for(&self, path: &Path, after: &Json) -> Vec<Path> {
        let writes = &self.step.writes;
        if writes.iter().any(|field| field.covers(path, self.before.after, after)) {
            return vec![path.clone()];
        }
        let adds = |field: &&Pattern| {
            let list = field.0.split_last().filter(|(last, _)| last.appends()).map(|(_, list)| list);
            list.and_then(|list| Pattern(list.to_vec()).first(self.before.after)).as_ref() == Some(path)
        };
        let Some(item) = writes.iter().find(adds).and_then(|field| field.first(self.before.after)) else {
            return Vec::new();
        };
        let fields = self.kind.schema.below(&item).into_iter().filter(|field| field.required);
        fields.filter_map(|field| Some(item.key(field.key()?))).collect()
    }
}

impl Way {
    /// Whether it asks for anything else, or is barred by anything else, than the way without the choice.
    fn differs(&self, plain: &Self, path: &Path) -> bool {
        let inputs =
            |way: &Self| way.inputs.iter().filter(|input| *input != path).cloned().collect::<Vec<_>>();
        let barred =
            |way: &Self| way.blocked.iter().map(|finding| finding.message.clone()).collect::<Vec<_>>();
        inputs(self) != inputs(plain) || barred(self) != barred(plain)
    }
}

/// The place of a value, made where it is not there yet; none where something else stands in the way.
fn place_of<'v>(root: &'v mut Json, path: &Path) -> Option<&'v mut Json> {
    path.0.iter().try_fold(root, |at, segment| {
        if at.is_null() {
            *at = match segment {
                Segment::Key(_) => Json::Object(serde_json::Map::new()),
                Segment::Index(_) => Json::Array(Vec::new()),
            };
        }
        match (at, segment) {
            (Json::Object(fields), Segment::Key(key)) => {
                Some(fields.entry(key.clone()).or_insert(Json::Null))
            }
            (Json::Array(items), Segment::Index(index)) => {
                if *index == items.len() {
                    items.push(Json::Null);
                }
                items.get_mut(*index)
            }
            _ => None,
        }
    })
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
