//! Binds what a clock's patterns call `this` to the item that a clock belongs to.

use super::condition::{Among, Condition, Digested, Order, Other, Within};
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
            Self::Digest(given) => Self::Digest(Digested { of: field(&given.of), is: field(&given.is) }),
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
            Self::Calendar(given) => Self::Calendar(field(given)),
            Self::NamesChanges(given) => Self::NamesChanges(field(given)),
            Self::Removed(given) => Self::Removed(fields(given)),
            Self::Among(given) => Self::Among(Among { these: field(&given.these), of: field(&given.of) }),
            Self::Unique(_) | Self::Clock(_) | Self::Signer(_) | Self::Persons(_) => self.clone(),
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
            Self::Worked(Worked::Earliest(of)) => Self::Worked(Worked::Earliest(all(of, name, path))),
            Self::Worked(Worked::Latest(of)) => Self::Worked(Worked::Latest(all(of, name, path))),
            Self::Worked(_) => self.clone(),
        }
    }
}

fn all(of: &[Moment], name: &str, path: &Path) -> Vec<Moment> {
    of.iter().map(|one| one.bind(name, path)).collect()
}
