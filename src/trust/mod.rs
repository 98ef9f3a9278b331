//! Participants as of a commit: which keys stand on a day, whose they are, and what may become of them. Pure: no
//! cryptography, no git. The field names of participant documents that stand here are the ones trust is made of; what
//! else a participant holds is its schema's business.

mod entries;
mod fields;
mod proof;
mod succession;

pub use entries::{Unusable, check};
pub use fields::{
    CERT_AUTHORITY, CERTIFICATE, EMAIL, FROM, KEY, NAME, PRINCIPALS, Part, ROLE, UNTIL, first_key, next_key,
    next_person, persons, revocation,
};
pub use proof::{Proof, Vouched, Whose};
pub use succession::{Succession, shared};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::process::{Catalogue, Signer};
use crate::source::Path;

/// What a participant document says about who may sign.
#[derive(Clone, Debug, Deserialize)]
struct Participant {
    role: String,
    #[serde(default)]
    people: Vec<Person>,
    #[serde(default)]
    retired: Option<Retired>,
}

#[derive(Clone, Debug, Deserialize)]
struct Retired {
    date: NaiveDate,
}

#[derive(Clone, Debug, Deserialize)]
struct Person {
    name: String,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    keys: Vec<Key>,
}

#[derive(Clone, Debug, Deserialize)]
struct Key {
    key: String,
    #[serde(default)]
    cert_authority: bool,
    #[serde(default)]
    principals: Vec<String>,
    #[serde(default)]
    certificate: Option<String>,
    #[serde(default)]
    from: Option<NaiveDate>,
    #[serde(default)]
    until: Option<NaiveDate>,
    #[serde(default)]
    revoked: Option<Revoked>,
}

#[derive(Clone, Debug, Deserialize)]
struct Revoked {
    date: NaiveDate,
    #[serde(default)]
    signatures_stand: bool,
}

/// A key and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Who signs with it.
    pub signer: Signer,
    /// The person's address, for git's allowed-signers file.
    pub email: Option<String>,
    /// The key as the participant's document has it.
    pub key: String,
    /// Where its entry stands in that document.
    pub path: Path,
    /// For a certificate authority: the patterns of the names under which it vouches for this person's keys.
    pub principals: Option<Vec<String>>,
    /// The OpenPGP certificate that belongs to the key, armoured.
    pub certificate: Option<String>,
    /// The first day on which it stands.
    pub from: Option<NaiveDate>,
    /// The last day on which it stands.
    pub until: Option<NaiveDate>,
    /// Since when it is revoked, and whether what it signed before that day still stands.
    pub revoked: Option<(NaiveDate, bool)>,
    /// Whether its participant still takes part.
    pub active: bool,
    /// The last day on which its participant took part, where that is over.
    pub retired: Option<NaiveDate>,
}

/// Whether a key stands on a day, and why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It stands.
    Good,
    /// It stands from a later day on.
    NotYet(NaiveDate),
    /// It stood until an earlier day.
    Expired(NaiveDate),
    /// It was revoked.
    Revoked(NaiveDate),
    /// Its participant takes part no more.
    Retired,
}

/// All keys of a register at one commit, by fingerprint.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    holders: BTreeMap<String, Vec<Holder>>,
}

impl Holder {
    /// Whether the key stands on a day.
    pub fn standing(&self, day: NaiveDate) -> Standing {
        match (self.from, self.until, self.revoked) {
            _ if !self.active => Standing::Retired,
            (_, _, Some((date, stands))) if !stands || day >= date => Standing::Revoked(date),
            (Some(from), ..) if day < from => Standing::NotYet(from),
            (_, Some(until), _) if day > until => Standing::Expired(until),
            _ => Standing::Good,
        }
    }

    /// Whether the key is revoked and what it signed before fell with it.
    pub fn has_fallen(&self) -> bool {
        self.revoked.is_some_and(|(_, stands)| !stands)
    }

    /// The first day on which the key stands no more, for whatever reason.
    pub fn end(&self) -> Option<NaiveDate> {
        let behind = |day: Option<NaiveDate>| day.and_then(|day| day.succ_opt());
        let revoked = self.revoked.map(|(date, _)| date);
        [behind(self.until), behind(self.retired), revoked].into_iter().flatten().min()
    }
}

impl Keys {
    /// Reads the keys of participant documents, given as id, data and whether the document's status is an open one;
    /// `fingerprint` tells what signatures by a key entry are known by. Entries that are no key (it tells nothing of
    /// them) are left out: `check` says so, and nobody can sign with them.
    pub fn read<'d>(
        documents: impl Iterator<Item = (&'d str, &'d Json, bool)>,
        fingerprint: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let mut keys = Self::default();
        for (id, data, active) in documents {
            let Ok(participant) = Participant::deserialize(data) else { continue };
            for (at, person) in participant.people.iter().enumerate() {
                let signer = Signer {
                    participant: id.to_owned(),
                    role: participant.role.clone(),
                    person: person.name.clone(),
                };
                for (number, key) in person.keys.iter().enumerate() {
                    let Some(fingerprint) = fingerprint(&key.key) else { continue };
                    keys.holders.entry(fingerprint).or_default().push(Holder {
                        signer: signer.clone(),
                        email: person.email.clone(),
                        key: key.key.clone(),
                        path: fields::entry(at, number),
                        principals: key.cert_authority.then(|| key.principals.clone()),
                        certificate: key.certificate.clone(),
                        from: key.from,
                        until: key.until,
                        revoked: key.revoked.as_ref().map(|revoked| (revoked.date, revoked.signatures_stand)),
                        active,
                        retired: participant.retired.as_ref().map(|retired| retired.date),
                    });
                }
            }
        }
        keys
    }

    /// The same keys with those of one participant as another document of it has them.
    #[must_use]
    pub fn with(
        &self,
        id: &str,
        data: &Json,
        active: bool,
        fingerprint: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let mut keys = self.clone();
        for holders in keys.holders.values_mut() {
            holders.retain(|holder| holder.signer.participant != id);
        }
        for (print, holders) in Self::read(std::iter::once((id, data, active)), fingerprint).holders {
            keys.holders.entry(print).or_default().extend(holders);
        }
        keys.holders.retain(|_, holders| !holders.is_empty());
        keys
    }

    /// Who holds the key with this fingerprint (`SHA256:…`, or `openpgp:` and 40 hexadecimal digits). A key that
    /// several people hold is nobody's: it could not be told who signed. A certificate authority signs nothing itself.
    pub fn holder(&self, fingerprint: &str) -> Option<&Holder> {
        match self.whose(&Proof::of_key(fingerprint.to_owned())) {
            Whose::Of(holder) => Some(holder),
            Whose::Shared | Whose::Nobody => None,
        }
    }

    /// Fingerprints that several people hold; an authority may vouch for several people under different names.
    pub fn shared(&self) -> impl Iterator<Item = &str> {
        self.holders
            .iter()
            .filter(|(_, holders)| holders.iter().filter(|holder| holder.principals.is_none()).count() > 1)
            .map(|(fingerprint, _)| fingerprint.as_str())
    }

    /// Every key with its holder, by fingerprint.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Holder)> {
        self.holders
            .iter()
            .flat_map(|(print, holders)| holders.iter().map(move |holder| (print.as_str(), holder)))
    }

    /// The ids of the participants that have a role and somebody who signs, each once.
    pub fn participants(&self, role: &str) -> impl Iterator<Item = &str> {
        let of_role = self.all().filter(move |(_, holder)| holder.signer.role == role && holder.active);
        let ids: BTreeSet<&str> = of_role.map(|(_, holder)| holder.signer.participant.as_str()).collect();
        ids.into_iter()
    }

    /// The distinct persons who hold a key that stands on a day and whose role keeps the register.
    pub fn keepers(&self, catalogue: &Arc<Catalogue>, day: NaiveDate) -> BTreeSet<(&str, &str)> {
        self.all()
            .filter(|(_, holder)| {
                catalogue.is_keeper(&holder.signer.role) && holder.standing(day) == Standing::Good
            })
            .map(|(_, holder)| (holder.signer.participant.as_str(), holder.signer.person.as_str()))
            .collect()
    }

    /// The first day from `day` on which fewer than `wanted` distinct persons could keep the register, as things
    /// stand, and how many those are; none where that day does not come.
    pub fn lapse(
        &self,
        catalogue: &Arc<Catalogue>,
        day: NaiveDate,
        wanted: usize,
    ) -> Option<(NaiveDate, usize)> {
        let keepers = self.all().filter(|(_, holder)| catalogue.is_keeper(&holder.signer.role));
        let ends = keepers.flat_map(|(_, holder)| {
            [holder.until.and_then(|until| until.succ_opt()), holder.revoked.map(|(date, _)| date)]
        });
        let days: BTreeSet<NaiveDate> = ends.flatten().filter(|end| *end > day).chain([day]).collect();
        let count = |day| (day, self.keepers(catalogue, day).len());
        days.into_iter().map(count).find(|(_, count)| *count < wanted)
    }
}

#[cfg(test)]
mod tests;
