//! A certificate of OpenPGP: a primary key, what it says of itself, and its subkeys. It was checked when it was read
//! (`parts`); each signature then asks one of its keys, at a moment.

use super::{armour, key::Key, packet::packets, parts::Parts};
use crate::signature::{KeyError, SignatureError};

/// An OpenPGP certificate as a participant's document holds it.
#[derive(Clone, Debug)]
pub struct OpenPgpCertificate {
    primary: Key,
    /// What the primary key's newest statement about itself says, or why there is none to go by.
    state: Result<Statement, Refusal>,
    subkeys: Vec<(Key, Result<Statement, Refusal>)>,
}

/// What a key says of itself, taken together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Statement {
    pub(super) signs: bool,
    /// Seconds since 1970.
    pub(super) expires: Option<i64>,
}

/// Why a key does not stand.
#[derive(Clone, Debug)]
pub(super) enum Refusal {
    /// It is revoked: what it is.
    Revoked(&'static str),
    /// GnuPG would say so, too.
    Invalid(String),
    /// GnuPG takes it all the same.
    Profile(String),
}

impl Refusal {
    fn into_error(self) -> SignatureError {
        match self {
            Self::Revoked(what) => SignatureError::NotValid(format!("the {what} is revoked")),
            Self::Invalid(why) => SignatureError::NotValid(why),
            Self::Profile(why) => SignatureError::Profile(why),
        }
    }
}

impl OpenPgpCertificate {
    /// Reads one armoured certificate.
    ///
    /// # Errors
    /// [`KeyError`] for what is none, is a private key, or can sign nothing that is accepted here.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        if text.contains("PRIVATE KEY BLOCK") {
            return Err(KeyError::Private);
        }
        Self::read(&armour::certificate(text).map_err(KeyError::Certificate)?)
    }

    /// Reads the packets of a certificate.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, KeyError> {
        let packets = packets(bytes).ok_or(KeyError::Certificate("its packets are damaged"))?;
        let mut parts = Parts::new(&packets)?;
        for packet in packets.iter().skip(1) {
            parts.take(packet)?;
        }
        Ok(parts.finish())
    }

    /// Puts together what was read.
    pub(super) fn new(
        primary: Key,
        state: Result<Statement, Refusal>,
        subkeys: Vec<(Key, Result<Statement, Refusal>)>,
    ) -> Self {
        Self { primary, state, subkeys }
    }

    /// The primary key's fingerprint, in upper case without blanks.
    pub fn fingerprint(&self) -> &str {
        &self.primary.fingerprint
    }

    /// Why none of its keys can sign anything that is accepted here, whenever it is made; `None` where one can, or
    /// could until it was revoked.
    pub fn unusable(&self) -> Option<String> {
        let mut errors = Vec::new();
        let mut at = 0;
        while let Some(key) = self.key(at) {
            if self.is_revoked(&key.fingerprint) {
                return None;
            }
            errors.push(self.stands(&key.fingerprint, None).err()?.to_string());
            at += 1;
        }
        errors.into_iter().next()
    }

    /// The key at a place: the primary at 0, then the subkeys.
    pub(super) fn key(&self, at: usize) -> Option<&Key> {
        match at.checked_sub(1) {
            None => Some(&self.primary),
            Some(at) => self.subkeys.get(at).map(|(key, _)| key),
        }
    }

    /// Whether the key with this fingerprint may sign data; between `times`, the first and the last moment that
    /// matter, where they are given.
    pub(super) fn stands(&self, fingerprint: &str, times: Option<(i64, i64)>) -> Result<(), SignatureError> {
        let subkey = self.subkeys.iter().find(|(key, _)| key.fingerprint == fingerprint);
        let (key, state) = subkey.map_or((&self.primary, &self.state), |(key, state)| (key, state));
        if let Some(what) = self.primary.unknown().or_else(|| key.unknown()) {
            return Err(SignatureError::Unsupported(format!("OpenPGP with {what}")));
        }
        let stands = |state: &Result<Statement, Refusal>| state.clone().map_err(Refusal::into_error);
        let (primary, statement) = (stands(&self.state)?, stands(state)?);
        if let Some(weakness) = key.weakness().or_else(|| self.primary.weakness()) {
            return Err(SignatureError::Profile(weakness));
        }
        if !statement.signs {
            return Err(SignatureError::NotValid("it is not meant for signing".to_owned()));
        }
        let Some((first, last)) = times else { return Ok(()) };
        if first < key.created.max(self.primary.created) {
            let when = day(key.created.max(self.primary.created));
            return Err(SignatureError::Profile(format!("the OpenPGP key was made later, on {when}")));
        }
        match [primary.expires, statement.expires].into_iter().flatten().min() {
            Some(end) if end <= last => {
                Err(SignatureError::NotValid(format!("the OpenPGP key expired on {}", day(end))))
            }
            _ => Ok(()),
        }
    }

    /// Whether the key with this fingerprint is revoked, or the whole certificate is.
    pub(super) fn is_revoked(&self, fingerprint: &str) -> bool {
        let revoked = |state: &Result<Statement, Refusal>| matches!(state, Err(Refusal::Revoked(_)));
        revoked(&self.state)
            || self.subkeys.iter().any(|(key, state)| key.fingerprint == fingerprint && revoked(state))
    }
}

fn day(seconds: i64) -> String {
    chrono::DateTime::from_timestamp(seconds, 0)
        .map_or_else(String::new, |moment| moment.date_naive().to_string())
}

/// Whether an issuer's fingerprint, its version before it, is that of a key.
pub(super) fn is_print(print: &[u8], key: &Key) -> bool {
    let own = data_encoding::HEXUPPER.decode(key.fingerprint.as_bytes()).unwrap_or_default();
    print.split_first().is_some_and(|(version, print)| *version == key.version && print == own)
}
