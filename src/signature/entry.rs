//! A key as a participant's document writes it, and the fingerprint that signatures are compared by.
//! Says nothing of whose the key is, nor of whether it stands: that is the question of `trust`.

use super::{KeyError, PublicKey};

/// The prefix of a key entry that names an OpenPGP certificate by its fingerprint.
pub const OPENPGP: &str = "openpgp:";

/// The fingerprint of a key entry: an OpenSSH public key's (`SHA256:…`), or the OpenPGP one that it names (`openpgp:`
/// and its digits in upper case). `None` for what is no key.
pub fn fingerprint(key: &str) -> Option<String> {
    read_entry(key).ok()
}

/// The fingerprint of a key entry, or why it is none.
///
/// # Errors
/// A [`KeyError`], which does not repeat the entry.
pub fn read_entry(key: &str) -> Result<String, KeyError> {
    if let Some(digits) = key.strip_prefix(OPENPGP) {
        let digits = digits.replace(' ', "").to_uppercase();
        let valid = matches!(digits.len(), 40 | 64) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        return match valid {
            true => Ok(format!("{OPENPGP}{digits}")),
            false => Err(KeyError::Malformed("an OpenPGP fingerprint has 40 or 64 hexadecimal digits")),
        };
    }
    PublicKey::parse(key).map(|key| key.fingerprint())
}
