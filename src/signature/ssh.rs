//! Signatures of `ssh-keygen -Y sign` (OpenSSH's PROTOCOL.sshsig): read strictly, verified in process, no
//! program started. The answer is the key that made the signature, never whether that key is to be trusted.
//! What OpenSSH would accept and this program does not is told apart from what is simply wrong.

use ring::digest::{self, SHA256, SHA512};

use super::{
    Certificate, KeyError, Kind, PublicKey, SignatureError,
    armour::{dearmour, signature_kind},
    certificate::certified_algorithm,
    inner::{Inner, Scheme},
    verify::{self, Rigour},
    wire::{Reader, put_string},
};

pub(super) const MAGIC: &[u8] = b"SSHSIG";
pub(super) const VERSION: u32 = 1;

/// An SSH signature that can be read; whether it holds, [`SshSignature::verify`] says.
#[derive(Clone, Debug)]
pub struct SshSignature {
    key: PublicKey,
    certificate: Option<Certificate>,
    namespace: Vec<u8>,
    hash: Hash,
    inner: Inner,
    /// Why it is refused even where OpenSSH finds it good.
    quirk: Option<String>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Hash {
    Sha256,
    Sha512,
}

impl SshSignature {
    /// Reads an armoured signature, as it stands in a commit.
    pub fn parse(armored: &str) -> Result<Self, SignatureError> {
        match signature_kind(armored) {
            kind @ (Kind::OpenPgp | Kind::X509) => Err(SignatureError::Unsupported(kind.name().to_owned())),
            Kind::Ssh | Kind::Unknown => {
                let (blob, quirk) = dearmour(armored).map_err(invalid)?;
                let mut signature = Self::from_blob(&blob)?;
                signature.quirk = quirk.map(str::to_owned).or(signature.quirk);
                Ok(signature)
            }
        }
    }

    fn from_blob(blob: &[u8]) -> Result<Self, SignatureError> {
        let mut reader = Reader::new(blob);
        if reader.take(MAGIC.len()) != Some(MAGIC) {
            return Err(invalid("it lacks the mark of an SSH signature"));
        }
        let mut quirk = None;
        match reader.uint32().ok_or_else(cut_short)? {
            VERSION => {}
            0 => quirk = Some("it is of another version than 1".to_owned()),
            _ => return Err(invalid("it is of another version than 1")),
        }
        let (key, certificate, of_the_key) = embedded_key(reader.string().ok_or_else(cut_short)?)?;
        let namespace = reader.string().ok_or_else(cut_short)?.to_vec();
        if !reader.string().ok_or_else(cut_short)?.is_empty() {
            quirk = Some("its reserved field is in use".to_owned());
        }
        let hash = match reader.string().ok_or_else(cut_short)? {
            b"sha256" => Hash::Sha256,
            b"sha512" => Hash::Sha512,
            _ => return Err(invalid("its hash is neither sha256 nor sha512")),
        };
        let inner = reader.string().ok_or_else(cut_short)?;
        reader.end().ok_or_else(|| invalid("something follows it"))?;
        let inner = Inner::read(&key, inner)?;
        if inner.scheme == Scheme::RsaSha1 {
            return Err(invalid("it is made with SHA-1, which proves nothing any more"));
        }
        Ok(Self { key, certificate, namespace, hash, inner, quirk: quirk.or(of_the_key) })
    }

    /// The key that made this signature over `message` in `namespace`: the one it names, after it was
    /// verified with it.
    ///
    /// # Errors
    /// [`SignatureError::Profile`] for a signature that OpenSSH accepts and this program does not.
    pub fn verify(&self, message: &[u8], namespace: &str) -> Result<PublicKey, SignatureError> {
        if self.namespace != namespace.as_bytes() {
            return Err(invalid("it was made for another purpose than git (its namespace)"));
        }
        let data = signed_data(&self.namespace, self.hash, message);
        let holds = |rigour| verify::holds(self.key.material(), &self.inner, &data, rigour);
        match &self.quirk {
            None if holds(Rigour::Strict) => Ok(self.key.clone()),
            None if !holds(Rigour::AsOpenSsh) => {
                Err(invalid("the key that it names did not sign these bytes"))
            }
            None => Err(SignatureError::Profile("it holds for more than one key or message".to_owned())),
            Some(quirk) if holds(Rigour::AsOpenSsh) => Err(SignatureError::Profile(quirk.clone())),
            Some(quirk) => Err(invalid(quirk)),
        }
    }

    /// The key that the signature names. Proves nothing: only for telling people about a bad signature.
    pub fn claimed_key(&self) -> &PublicKey {
        &self.key
    }

    /// The certificate that the signature was made with, where there is one; what it says counts once the signature
    /// is verified.
    pub fn certificate(&self) -> Option<&Certificate> {
        self.certificate.as_ref()
    }

    /// Whether somebody touched the hardware key, once the signature is verified; `None` for other keys.
    pub fn user_present(&self) -> Option<bool> {
        self.inner.presence.map(|presence| presence.touched())
    }
}

impl Hash {
    pub(super) fn name(self) -> &'static str {
        match self {
            Hash::Sha256 => "sha256",
            Hash::Sha512 => "sha512",
        }
    }

    fn algorithm(self) -> &'static digest::Algorithm {
        match self {
            Hash::Sha256 => &SHA256,
            Hash::Sha512 => &SHA512,
        }
    }
}

/// What is really signed for a message.
pub(super) fn signed_data(namespace: &[u8], hash: Hash, message: &[u8]) -> Vec<u8> {
    let mut data = MAGIC.to_vec();
    put_string(&mut data, namespace);
    put_string(&mut data, b"");
    put_string(&mut data, hash.name().as_bytes());
    put_string(&mut data, digest::digest(hash.algorithm(), message).as_ref());
    data
}

type Embedded = (PublicKey, Option<Certificate>, Option<String>);

fn embedded_key(blob: &[u8]) -> Result<Embedded, SignatureError> {
    if Reader::new(blob).name().and_then(certified_algorithm).is_some() {
        let (certificate, quirk) = Certificate::read(blob)?;
        return Ok((certificate.key.clone(), Some(certificate), quirk));
    }
    let (key, weakness) = PublicKey::read_blob(blob).map_err(|error| match error {
        KeyError::Unsupported(kind) => SignatureError::Unsupported(kind),
        other => SignatureError::Invalid(format!("the key inside it: {other}")),
    })?;
    Ok((key, None, weakness.map(|weakness| format!("the key inside it: {weakness}"))))
}

pub(super) fn invalid(why: &str) -> SignatureError {
    SignatureError::Invalid(why.to_owned())
}

pub(super) fn cut_short() -> SignatureError {
    invalid("it is cut short")
}
