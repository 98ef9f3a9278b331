//! The signature proper, as it stands inside an SSHSIG and inside a certificate: its scheme, its bytes, and what a
//! hardware key adds. Reads it; whether it holds, `verify` says.

use super::{PublicKey, SignatureError, ssh::cut_short, ssh::invalid, wire::Reader};

/// The flag that a hardware key sets when somebody touched it (PROTOCOL.u2f).
const USER_PRESENT: u8 = 1;

/// A signature by a key that is known.
#[derive(Clone, Debug)]
pub(super) struct Inner {
    pub(super) scheme: Scheme,
    pub(super) signature: Vec<u8>,
    pub(super) presence: Option<Presence>,
}

/// How a signature was made; for RSA the key alone does not say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    OfTheKey,
    /// Of authorities that are still set up so; proves nothing any more.
    RsaSha1,
    RsaSha256,
    RsaSha512,
}

/// What a hardware key signs besides the message (PROTOCOL.u2f).
#[derive(Clone, Copy, Debug)]
pub(super) struct Presence {
    pub(super) flags: u8,
    pub(super) counter: u32,
}

impl Presence {
    /// Whether somebody touched the key.
    pub(super) fn touched(self) -> bool {
        self.flags & USER_PRESENT != 0
    }
}

impl Inner {
    /// Reads the signature that `key` is said to have made.
    pub(super) fn read(key: &PublicKey, blob: &[u8]) -> Result<Self, SignatureError> {
        let mut reader = Reader::new(blob);
        let name = reader.name().ok_or_else(cut_short)?;
        let scheme = match (key.algorithm(), name) {
            ("ssh-rsa", "rsa-sha2-256") => Scheme::RsaSha256,
            ("ssh-rsa", "rsa-sha2-512") => Scheme::RsaSha512,
            ("ssh-rsa", "ssh-rsa") => Scheme::RsaSha1,
            (_, name) if name.starts_with("webauthn-sk-") => {
                return Err(SignatureError::Unsupported(name.to_owned()));
            }
            (of_key, name) if of_key == name => Scheme::OfTheKey,
            _ => return Err(invalid("it is of another algorithm than the key that it names")),
        };
        let signature = reader.string().ok_or_else(cut_short)?.to_vec();
        let presence = if name.starts_with("sk-") {
            let flags = reader.byte().ok_or_else(cut_short)?;
            Some(Presence { flags, counter: reader.uint32().ok_or_else(cut_short)? })
        } else {
            None
        };
        reader.end().ok_or_else(|| invalid("something follows it"))?;
        Ok(Self { scheme, signature, presence })
    }
}
