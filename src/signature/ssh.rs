//! Signatures of `ssh-keygen -Y sign` (OpenSSH's PROTOCOL.sshsig): read strictly, verified in process, no
//! program started. The answer is the key that made the signature, never whether that key is to be trusted.

use ring::digest::{self, SHA256, SHA512};

use super::{
    KeyError, Kind, PublicKey, SignatureError,
    armour::{dearmour, signature_kind},
    verify::{self, Presence},
    wire::{Reader, put_string},
};

const MAGIC: &[u8] = b"SSHSIG";
const VERSION: u32 = 1;
/// The flag that a hardware key sets when somebody touched it (PROTOCOL.u2f).
const USER_PRESENT: u8 = 1;

/// An SSH signature that is well formed; whether it holds, [`SshSignature::verify`] says.
#[derive(Clone, Debug)]
pub struct SshSignature {
    key: PublicKey,
    namespace: Vec<u8>,
    hash: Hash,
    scheme: Scheme,
    signature: Vec<u8>,
    presence: Option<Presence>,
}

#[derive(Clone, Copy, Debug)]
enum Hash {
    Sha256,
    Sha512,
}

/// How the signature was made; for RSA the key alone does not say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    OfTheKey,
    RsaSha256,
    RsaSha512,
}

impl SshSignature {
    /// Reads an armoured signature, as it stands in a commit.
    pub fn parse(armored: &str) -> Result<Self, SignatureError> {
        match signature_kind(armored) {
            kind @ (Kind::OpenPgp | Kind::X509) => Err(SignatureError::Unsupported(kind.name().to_owned())),
            Kind::Ssh | Kind::Unknown => Self::from_blob(&dearmour(armored).map_err(invalid)?),
        }
    }

    fn from_blob(blob: &[u8]) -> Result<Self, SignatureError> {
        let mut reader = Reader::new(blob);
        if reader.take(MAGIC.len()) != Some(MAGIC) {
            return Err(invalid("it lacks the mark of an SSH signature"));
        }
        if reader.uint32().ok_or_else(cut_short)? != VERSION {
            return Err(invalid("it is of another version than 1"));
        }
        let key = embedded_key(reader.string().ok_or_else(cut_short)?)?;
        let namespace = reader.string().ok_or_else(cut_short)?.to_vec();
        if !reader.string().ok_or_else(cut_short)?.is_empty() {
            return Err(invalid("its reserved field is in use"));
        }
        let hash = match reader.string().ok_or_else(cut_short)? {
            b"sha256" => Hash::Sha256,
            b"sha512" => Hash::Sha512,
            _ => return Err(invalid("its hash is neither sha256 nor sha512")),
        };
        let inner = reader.string().ok_or_else(cut_short)?;
        reader.end().ok_or_else(|| invalid("something follows it"))?;
        let (scheme, signature, presence) = inner_signature(&key, inner)?;
        Ok(Self { key, namespace, hash, scheme, signature, presence })
    }

    /// The key that made this signature over `message` in `namespace`: the one it names, after it was
    /// verified with it.
    pub fn verify(&self, message: &[u8], namespace: &str) -> Result<PublicKey, SignatureError> {
        if self.namespace != namespace.as_bytes() {
            return Err(invalid("it was made for another purpose than git (its namespace)"));
        }
        let data = self.signed_data(message);
        if verify::holds(self.key.material(), self.scheme, &data, &self.signature, self.presence) {
            Ok(self.key.clone())
        } else {
            Err(invalid("the key that it names did not sign these bytes"))
        }
    }

    /// The key that the signature names. Proves nothing: only for telling people about a bad signature.
    pub fn claimed_key(&self) -> &PublicKey {
        &self.key
    }

    /// Whether somebody touched the hardware key, once the signature is verified; `None` for other keys.
    pub fn user_present(&self) -> Option<bool> {
        self.presence.map(|presence| presence.flags & USER_PRESENT != 0)
    }

    fn signed_data(&self, message: &[u8]) -> Vec<u8> {
        let (name, algorithm) = match self.hash {
            Hash::Sha256 => ("sha256", &SHA256),
            Hash::Sha512 => ("sha512", &SHA512),
        };
        let mut data = MAGIC.to_vec();
        put_string(&mut data, &self.namespace);
        put_string(&mut data, b"");
        put_string(&mut data, name.as_bytes());
        put_string(&mut data, digest::digest(algorithm, message).as_ref());
        data
    }
}

fn embedded_key(blob: &[u8]) -> Result<PublicKey, SignatureError> {
    PublicKey::from_blob(blob).map_err(|error| match error {
        KeyError::Unsupported(kind) => SignatureError::Unsupported(kind),
        other => SignatureError::Invalid(format!("the key inside it: {other}")),
    })
}

/// The signature proper: its scheme, its bytes, and what a hardware key adds.
fn inner_signature(
    key: &PublicKey,
    blob: &[u8],
) -> Result<(Scheme, Vec<u8>, Option<Presence>), SignatureError> {
    let mut reader = Reader::new(blob);
    let name = reader.name().ok_or_else(cut_short)?;
    let scheme = match (key.algorithm(), name) {
        ("ssh-rsa", "rsa-sha2-256") => Scheme::RsaSha256,
        ("ssh-rsa", "rsa-sha2-512") => Scheme::RsaSha512,
        ("ssh-rsa", "ssh-rsa") => {
            return Err(invalid("it is made with SHA-1, which proves nothing any more"));
        }
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
    Ok((scheme, signature, presence))
}

fn invalid(why: &str) -> SignatureError {
    SignatureError::Invalid(why.to_owned())
}

fn cut_short() -> SignatureError {
    invalid("it is cut short")
}
