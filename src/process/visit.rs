//! Walks over the parts of a condition: to bind what it calls `this`, and to list the fields and names it mentions.

use super::condition::{ClockState, Condition, Order, Other, Within};
use super::definition::{After, List, Moment, Named, Worked};
use super::pattern::Pattern;
use crate::source::Path;

impl Condition {
    /// The condition with `name.…` read as the item at `path`.
    #[must_use]
    pub fn bind(&self, name: &str, path: &Path) -> Self {
        let field = |field: &Pattern| field.bind(name, path);
        let fields = |fields: &List<Pattern>| List(fields.0.iter().map(field).collect());
        let inner = |inner: &Condition| inner.bind(name, path);
        let within = |within: &Within| Within { list: field(&within.list), fulfils: within.fulfils.clone() };
        match self {
            Self::Present(given) => Self::Present(fields(given)),
            Self::Absent(given) => Self::Absent(fields(given)),
            Self::Changed(given) => Self::Changed(fields(given)),
            Self::Same(given) => Self::Same(fields(given)),
            Self::Equals(given) => Self::Equals(
                given
                    .iter()
                    .map(|(key, wanted)| (field(&Pattern::parse(key)).to_string(), wanted.clone()))
                    .collect::<Named<_>>(),
            ),
            Self::Some(given) => Self::Some(within(given)),
            Self::Every(given) => Self::Every(within(given)),
            Self::None(given) => Self::None(within(given)),
            Self::Added(given) => Self::Added(within(given)),
            Self::Before(given) => Self::Before(Box::new(inner(given))),
            Self::Not(given) => Self::Not(Box::new(inner(given))),
            Self::All(given) => Self::All(given.iter().map(inner).collect()),
            Self::Any(given) => Self::Any(given.iter().map(inner).collect()),
            Self::Document(given) => Self::Document(Other { id: field(&given.id), ..given.clone() }),
            Self::Order(given) => Self::Order(Order {
                earlier: given.earlier.bind(name, path),
                later: given.later.bind(name, path),
                strictly: given.strictly,
            }),
            Self::SignerIs(given) => Self::SignerIs(field(given)),
            Self::NamesDates(given) => Self::NamesDates(field(given)),
            Self::Unique(_) | Self::Clock(_) | Self::Signer(_) => self.clone(),
        }
    }
}

impl Moment {
    fn bind(&self, name: &str, path: &Path) -> Self {
        match self {
            Self::Field(field) => Self::Field(field.bind(name, path)),
            Self::Worked(Worked::After(after)) => Self::Worked(Worked::After(After {
                of: Box::new(after.of.bind(name, path)),
                calendar: after.calendar.as_ref().map(|field| field.bind(name, path)),
                ..after.clone()
            })),
            Self::Worked(_) => self.clone(),
        }
    }
}

/// What a condition mentions.
#[derive(Default)]
pub(super) struct Mentions {
    /// Fields of the document itself, items of lists as `list.*.field`.
    pub fields: Vec<Pattern>,
    /// Fields of documents of other kinds: kind and field.
    pub elsewhere: Vec<(String, Pattern)>,
    /// Roles.
    pub roles: Vec<String>,
    /// Clocks.
    pub clocks: Vec<String>,
    /// Steps.
    pub steps: Vec<String>,
}

impl Mentions {
    /// Adds what a condition mentions; `base` is where its patterns start.
    pub(super) fn condition(&mut self, condition: &Condition, base: &Pattern) {
        match condition {
            Condition::Present(fields)
            | Condition::Absent(fields)
            | Condition::Changed(fields)
            | Condition::Same(fields) => {
                self.fields.extend(fields.0.iter().map(|field| base.join(field)));
            }
            Condition::Equals(fields) => {
                self.fields.extend(fields.keys().map(|field| base.join(&Pattern::parse(field))));
            }
            Condition::Some(within)
            | Condition::Every(within)
            | Condition::None(within)
            | Condition::Added(within) => {
                let list = base.join(&within.list);
                self.fields.push(list.clone());
                if let Some(inner) = &within.fulfils {
                    self.condition(inner, &list.join(&Pattern::parse("*")));
                }
            }
            Condition::Before(inner) | Condition::Not(inner) => self.condition(inner, base),
            Condition::All(all) | Condition::Any(all) => {
                all.iter().for_each(|inner| self.condition(inner, base))
            }
            Condition::Document(other) => self.document(other, base),
            Condition::Clock(ClockState { name, .. }) => self.clocks.push(name.clone()),
            Condition::Order(order) => {
                self.moment(&order.earlier, base);
                self.moment(&order.later, base);
            }
            Condition::Signer(roles) => self.roles.extend(roles.0.iter().cloned()),
            Condition::SignerIs(field) | Condition::NamesDates(field) => self.fields.push(base.join(field)),
            Condition::Unique(_) => {}
        }
    }

    /// Adds what a moment mentions.
    pub(super) fn moment(&mut self, moment: &Moment, base: &Pattern) {
        match moment {
            Moment::Field(field) if field.to_string().starts_with('$') => {}
            Moment::Field(field) => self.fields.push(base.join(field)),
            Moment::Worked(Worked::Step(step)) => self.steps.push(step.clone()),
            Moment::Worked(Worked::Due(clock)) => self.clocks.push(clock.clone()),
            Moment::Worked(Worked::After(after)) => {
                self.moment(&after.of, base);
                self.fields.extend(after.calendar.iter().map(|field| base.join(field)));
            }
        }
    }

    fn document(&mut self, other: &Other, base: &Pattern) {
        self.fields.push(base.join(&other.id));
        let Some(inner) = &other.fulfils else { return };
        let mut there = Mentions::default();
        there.condition(inner, &Pattern::parse(""));
        self.elsewhere.extend(there.fields.into_iter().map(|field| (other.kind.clone(), field)));
        self.elsewhere.extend(there.elsewhere);
    }
}
