//! A key as a participant's document writes it, and the fingerprint that signatures are compared by.
//! Says nothing of whose the key is, nor of whether it stands: that is the question of `trust`.

use super::PublicKey;

/// The prefix of a key entry that names an OpenPGP certificate by its fingerprint.
pub const OPENPGP: &str = "openpgp:";

/// The fingerprint of a key entry: an OpenSSH public key's (`SHA256:…`), or the OpenPGP one that it names (`openpgp:`
/// and its digits in upper case). `None` for what is no key.
pub fn fingerprint(key: &str) -> Option<String> {
    if let Some(digits) = key.strip_prefix(OPENPGP) {
        let digits = digits.replace(' ', "").to_uppercase();
        let valid = matches!(digits.len(), 40 | 64) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        return valid.then(|| format!("{OPENPGP}{digits}"));
    }
    PublicKey::parse(key).ok().map(|key| key.fingerprint())
}
