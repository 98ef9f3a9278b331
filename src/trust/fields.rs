//! Where in a participant's document the parts of trust stand: paths to edit, and the patterns by which a step that
//! writes them is known. Names no step: what steps there are is the definition's business.

use serde_json::Value as Json;

use super::Holder;
use crate::source::Path;

const PEOPLE: &str = "people";
/// A person's keys.
pub(super) const KEYS: &str = "keys";
/// A participant's role.
pub const ROLE: &str = "role";
/// A person's name, and a participant's.
pub const NAME: &str = "name";
/// A person's address.
pub const EMAIL: &str = "email";
/// The key itself, in its entry.
pub const KEY: &str = "key";
/// The OpenPGP certificate of a key, in its entry.
pub const CERTIFICATE: &str = "certificate";
/// That a key is a certificate authority, in its entry.
pub const CERT_AUTHORITY: &str = "cert_authority";
/// The names under which an authority vouches for a person, in its entry.
pub const PRINCIPALS: &str = "principals";
/// The first day of a key, in its entry.
pub const FROM: &str = "from";
/// The last day of a key, in its entry.
pub const UNTIL: &str = "until";

/// A part of trust that steps write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A further person.
    Person,
    /// A further key of a person.
    Key,
    /// The last day of a key.
    End,
    /// That a key is revoked.
    Revocation,
}

impl Part {
    /// How a definition's `writes` names it.
    pub fn pattern(self) -> &'static str {
        match self {
            Self::Person => "people.+",
            Self::Key => "people.*.keys.+",
            Self::End => "people.*.keys.*.until",
            Self::Revocation => "people.*.keys.*.revoked",
        }
    }
}

/// The people of a participant's document, in its order.
pub(super) fn people_of(document: &Json) -> impl Iterator<Item = &Json> {
    document.get(PEOPLE).and_then(Json::as_array).into_iter().flatten()
}

/// The path of a key's entry: the person's place and the key's among that person's, both from 0.
pub(super) fn entry(person: usize, key: usize) -> Path {
    Path::root().key(PEOPLE).index(person).key(KEYS).index(key)
}

/// The names of the people of a participant's document, in its order.
pub fn persons(document: &Json) -> Vec<&str> {
    people_of(document).map(|person| person.get(NAME).and_then(Json::as_str).unwrap_or_default()).collect()
}

/// Where a further person is entered.
pub fn next_person(document: &Json) -> Path {
    Path::root().key(PEOPLE).index(people_of(document).count())
}

/// Where the first key of a person is entered.
pub fn first_key(person: &Path) -> Path {
    person.key(KEYS).index(0)
}

/// Where a further key of the person at a place is entered.
pub fn next_key(document: &Json, person: usize) -> Path {
    let keys = people_of(document).nth(person).and_then(|person| person.get(KEYS)).and_then(Json::as_array);
    entry(person, keys.map_or(0, Vec::len))
}

/// The fields of a revocation, with what they hold: since when, why, and whether earlier signatures stand.
pub fn revocation(holder: &Holder, date: &str, reason: &str, stand: bool) -> Vec<(Path, Json)> {
    let revoked = holder.path.key("revoked");
    vec![
        (revoked.key("date"), Json::from(date)),
        (revoked.key("reason"), Json::from(reason)),
        (revoked.key("signatures_stand"), Json::from(stand)),
    ]
}
