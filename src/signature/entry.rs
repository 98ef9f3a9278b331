//! A key as a participant's document writes it, and the fingerprint that signatures are compared by.
//! Says nothing of whose the key is, nor of whether it stands: that is the question of `trust`.

use super::{KeyError, OpenPgpCertificate, PublicKey};

/// The prefix of a key entry that names an OpenPGP certificate by its fingerprint.
pub const OPENPGP: &str = "openpgp:";

/// The fingerprint of a key entry: an OpenSSH public key's (`SHA256:…`), or the OpenPGP one that it names (`openpgp:`
/// and its digits in upper case). `None` for what is no key.
pub fn fingerprint(key: &str) -> Option<String> {
    match key.strip_prefix(OPENPGP) {
        Some(digits) => named(digits),
        None => PublicKey::parse(key).ok().map(|key| key.fingerprint()),
    }
}

/// The fingerprint of a key entry with the certificate that stands beside it, or why it can vouch for nobody.
///
/// # Errors
/// A [`KeyError`], which does not repeat the entry.
pub fn read_entry(key: &str, certificate: Option<&str>) -> Result<String, KeyError> {
    let Some(digits) = key.strip_prefix(OPENPGP) else {
        return match certificate {
            Some(_) => Err(KeyError::Entry("a certificate stands beside OpenPGP keys only")),
            None => PublicKey::parse(key).map(|key| key.fingerprint()),
        };
    };
    let named =
        named(digits).ok_or(KeyError::Entry("an OpenPGP fingerprint has 40 or 64 hexadecimal digits"))?;
    let text = certificate.ok_or(KeyError::Certificate(
        "it is missing, and without it nothing can be checked that the key signs",
    ))?;
    let certificate = OpenPgpCertificate::parse(text)?;
    if format!("{OPENPGP}{}", certificate.fingerprint()) != named {
        return Err(KeyError::Certificate("it is that of another key than the entry names"));
    }
    match certificate.unusable() {
        Some(why) => Err(KeyError::Unusable(why)),
        None => Ok(named),
    }
}

fn named(digits: &str) -> Option<String> {
    let digits = digits.replace(' ', "").to_uppercase();
    let valid = matches!(digits.len(), 40 | 64) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    valid.then(|| format!("{OPENPGP}{digits}"))
}

/// A key as a file holds it, in the form in which a participant's document writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyText {
    /// The entry's key.
    pub key: String,
    /// The certificate that goes with it, for an OpenPGP key.
    pub certificate: Option<String>,
}

impl KeyText {
    /// Reads a public key file: a line of OpenSSH, or an armoured OpenPGP certificate.
    ///
    /// # Errors
    /// A [`KeyError`], which does not repeat the file.
    pub fn read(text: &str) -> Result<Self, KeyError> {
        if !text.contains("BEGIN PGP") {
            return Ok(Self { key: PublicKey::parse(text)?.to_openssh(), certificate: None });
        }
        let certificate = OpenPgpCertificate::parse(text)?;
        let key = format!("{OPENPGP}{}", certificate.fingerprint());
        let text = text.trim().replace("\r\n", "\n") + "\n";
        read_entry(&key, Some(&text))?;
        Ok(Self { key, certificate: Some(text) })
    }

    /// What signatures by it are known by.
    pub fn fingerprint(&self) -> Option<String> {
        fingerprint(&self.key)
    }
}
