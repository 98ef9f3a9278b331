//! Who signed a commit, as far as cryptography tells: a key's fingerprint, or why there is none.

use crate::signature::{GIT_NAMESPACE, Kind, SignatureError, SshSignature, signature_kind};

/// The signature of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Signed {
    /// There is none.
    Unsigned,
    /// A key made it.
    By {
        /// The key's fingerprint.
        fingerprint: String,
        /// For a security key: whether somebody touched it; always true for other keys.
        user_present: bool,
    },
    /// It does not hold.
    Invalid(String),
    /// It is of a kind that is not supported.
    Unsupported(String),
}

impl Signed {
    /// The fingerprint of the key that made it.
    pub(super) fn fingerprint(&self) -> Option<&str> {
        match self {
            Self::By { fingerprint, .. } => Some(fingerprint),
            _ => None,
        }
    }
}

/// Checks the signature that a commit carries over the rest of it.
pub(super) fn signed(armoured: Option<&str>, payload: &[u8]) -> Signed {
    let Some(armoured) = armoured else { return Signed::Unsigned };
    match signature_kind(armoured) {
        Kind::Ssh => {}
        Kind::OpenPgp => return Signed::Unsupported("OpenPGP".to_owned()),
        Kind::X509 => return Signed::Unsupported("X.509".to_owned()),
        Kind::Unknown => return Signed::Invalid("it is of no known kind".to_owned()),
    }
    let verified = SshSignature::parse(armoured).and_then(|signature| {
        let key = signature.verify(payload, GIT_NAMESPACE)?;
        Ok((key, signature.user_present().unwrap_or(true)))
    });
    match verified {
        Ok((key, user_present)) => Signed::By { fingerprint: key.fingerprint(), user_present },
        Err(SignatureError::Unsupported(what)) => Signed::Unsupported(what),
        Err(error) => Signed::Invalid(error.to_string()),
    }
}
