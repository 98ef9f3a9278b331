//! Lists what the parts of a definition mention, each with its place in the definition, so that an audit can say on
//! which line a name stands that is not there.

use serde_json::Value as Json;

use super::condition::{Among, ClockState, Condition, Digested, Order, Other, Within};
use super::definition::{Clock, List, Moment, Runs, Start, Worked};
use super::pattern::Pattern;
use crate::source::Path;

/// Something that a definition mentions.
#[derive(Clone, Debug)]
pub(super) enum Mention {
    /// A field of the document, items of lists as `list.*.field`.
    Field(Pattern),
    /// A value that a field may have.
    Value(Pattern, Json),
    /// A kind of document.
    Kind(String),
    /// What is mentioned of documents of another kind.
    There(String, Box<Mention>),
    /// A role.
    Role(String),
    /// A clock.
    Clock(String),
    /// A step.
    Step(String),
}

/// What a part of a definition mentions, with the places.
#[derive(Default)]
pub(super) struct Mentions(pub Vec<(Path, Mention)>);

impl Mentions {
    /// What a condition mentions; `at` is where it stands in the definition.
    pub(super) fn of(condition: &Condition, at: &Path) -> Self {
        let mut mentions = Self::default();
        mentions.condition(condition, &Pattern::parse(""), at);
        mentions
    }

    /// What a clock mentions.
    pub(super) fn of_clock(clock: &Clock, at: &Path) -> Self {
        let mut mentions = Self::default();
        mentions.clock(clock, at);
        mentions
    }

    /// Adds what a clock mentions; `at` is where it stands in the definition.
    pub(super) fn clock(&mut self, clock: &Clock, at: &Path) {
        let root = Pattern::parse("");
        self.moments(&clock.stops, &root, &at.key("stops"));
        for (index, start) in clock.starts.iter().enumerate() {
            self.moments(&start.on, &root, &at.key("starts").index(index).key("on"));
        }
        for (index, Start { when, at_latest, at_earliest, .. }) in clock.starts.iter().enumerate() {
            let at = at.key("starts").index(index);
            if let Some(when) = when {
                self.condition(when, &root, &at.key("when"));
            }
            for (key, moment) in [("at_latest", at_latest), ("at_earliest", at_earliest)] {
                moment.iter().for_each(|moment| self.moment(moment, &root, &at.key(key)));
            }
        }
        if let Runs::Until(until) = &clock.runs {
            self.moment(until, &root, &at.key("runs").key("until"));
        }
    }

    /// The clocks that are mentioned.
    pub(super) fn clocks(&self) -> impl Iterator<Item = (&Path, &str)> {
        self.0.iter().filter_map(|(at, mention)| match mention {
            Mention::Clock(name) => Some((at, name.as_str())),
            _ => None,
        })
    }

    pub(super) fn note(&mut self, at: Path, mention: Mention) {
        self.0.push((at, mention));
    }

    /// Adds what a condition mentions; `base` is where its patterns start.
    pub(super) fn condition(&mut self, condition: &Condition, base: &Pattern, at: &Path) {
        match condition {
            Condition::Present(fields) => self.fields(fields, base, &at.key("present")),
            Condition::Absent(fields) => self.fields(fields, base, &at.key("absent")),
            Condition::Changed(fields) => self.fields(fields, base, &at.key("changed")),
            Condition::Same(fields) => self.fields(fields, base, &at.key("same")),
            Condition::Equals(fields) => {
                for (field, wanted) in fields {
                    self.equals(&base.join(&Pattern::parse(field)), wanted, &at.key("equals").key(field));
                }
            }
            Condition::Some(within) => self.within(within, base, &at.key("some")),
            Condition::Every(within) => self.within(within, base, &at.key("every")),
            Condition::None(within) => self.within(within, base, &at.key("none")),
            Condition::Added(within) => self.within(within, base, &at.key("added")),
            Condition::Before(inner) => self.condition(inner, base, &at.key("before")),
            Condition::Not(inner) => self.condition(inner, base, &at.key("not")),
            Condition::All(all) => self.several(all, base, &at.key("all")),
            Condition::Any(any) => self.several(any, base, &at.key("any")),
            Condition::Document(other) => self.document(other, base, &at.key("document")),
            Condition::Clock(ClockState { name, .. }) => {
                self.note(at.key("clock").key("name"), Mention::Clock(name.clone()));
            }
            Condition::Order(Order { earlier, later, .. }) => {
                let at = at.key("order");
                self.moment(earlier, base, &at.key("earlier"));
                self.moment(later, base, &at.key("later"));
            }
            Condition::Signer(roles) => {
                for (index, role) in roles.0.iter().enumerate() {
                    self.note(at.key("signer").index(index), Mention::Role(role.clone()));
                }
            }
            Condition::SignerIs(field) => self.note(at.key("signer-is"), Mention::Field(base.join(field))),
            Condition::Persons(persons) => {
                for (index, step) in persons.steps.0.iter().enumerate() {
                    let at = at.key("persons").key("steps").index(index);
                    self.note(at, Mention::Step(step.clone()));
                }
            }
            Condition::Digest(digested) => self.digest(digested, base, &at.key("digest")),
            Condition::Calendar(field) => self.note(at.key("calendar"), Mention::Field(base.join(field))),
            Condition::NamesChanges(field) => {
                self.note(at.key("names-changes"), Mention::Field(base.join(field)));
            }
            Condition::Removed(fields) => self.fields(fields, base, &at.key("removed")),
            Condition::Among(among) => self.among(among, base, &at.key("among")),
            Condition::Unique(_) => {}
        }
    }

    /// Adds what a moment mentions; `$today` is the day of the step.
    pub(super) fn moment(&mut self, moment: &Moment, base: &Pattern, at: &Path) {
        match moment {
            Moment::Field(field) if field.to_string() == super::clock::TODAY => {}
            Moment::Field(field) => self.note(at.clone(), Mention::Field(base.join(field))),
            Moment::Worked(Worked::Step(step)) => self.note(at.key("step"), Mention::Step(step.clone())),
            Moment::Worked(Worked::Due(clock)) => self.note(at.key("due"), Mention::Clock(clock.clone())),
            Moment::Worked(Worked::Earliest(of)) => self.moments(of, base, &at.key("earliest")),
            Moment::Worked(Worked::Latest(of)) => self.moments(of, base, &at.key("latest")),
            Moment::Worked(Worked::After(after)) => {
                let at = at.key("after");
                self.moment(&after.of, base, &at.key("of"));
                if let Some(field) = &after.calendar {
                    self.note(at.key("calendar"), Mention::Field(base.join(field)));
                }
            }
        }
    }

    fn moments(&mut self, of: &[Moment], base: &Pattern, at: &Path) {
        for (index, moment) in of.iter().enumerate() {
            self.moment(moment, base, &at.index(index));
        }
    }

    fn fields(&mut self, fields: &List<Pattern>, base: &Pattern, at: &Path) {
        for (index, field) in fields.0.iter().enumerate() {
            self.note(at.index(index), Mention::Field(base.join(field)));
        }
    }

    fn equals(&mut self, field: &Pattern, wanted: &List<Json>, at: &Path) {
        self.note(at.clone(), Mention::Field(field.clone()));
        for (index, value) in wanted.0.iter().enumerate() {
            self.note(at.index(index), Mention::Value(field.clone(), value.clone()));
        }
    }

    fn several(&mut self, inner: &[Condition], base: &Pattern, at: &Path) {
        for (index, condition) in inner.iter().enumerate() {
            self.condition(condition, base, &at.index(index));
        }
    }

    fn among(&mut self, Among { these, of }: &Among, base: &Pattern, at: &Path) {
        for (key, field) in [("these", these), ("of", of)] {
            self.note(at.key(key), Mention::Field(base.join(field)));
        }
    }

    fn within(&mut self, within: &Within, base: &Pattern, at: &Path) {
        let list = base.join(&within.list);
        self.note(at.key("in"), Mention::Field(list.clone()));
        if let Some(inner) = &within.fulfils {
            self.condition(inner, &list.join(&Pattern::parse("*")), &at.key("where"));
        }
    }

    fn digest(&mut self, Digested { of, is }: &Digested, base: &Pattern, at: &Path) {
        self.note(at.key("of"), Mention::Field(base.join(of)));
        self.note(at.key("is"), Mention::Field(base.join(is)));
    }

    fn document(&mut self, other: &Other, base: &Pattern, at: &Path) {
        self.note(at.key("kind"), Mention::Kind(other.kind.clone()));
        self.note(at.key("id"), Mention::Field(base.join(&other.id)));
        let Some(inner) = &other.fulfils else { return };
        for (at, mention) in Self::of(inner, &at.key("where")).0 {
            self.note(at, Mention::There(other.kind.clone(), Box::new(mention)));
        }
    }
}
