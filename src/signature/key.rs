//! Public keys of SSH: read from a line of text or from inside a signature, named by fingerprint.
//! Strict, so that one key has exactly one encoding and one fingerprint: whoever revokes it, revokes it whole.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;

use data_encoding::{BASE64, BASE64_NOPAD};
use ed25519_dalek::VerifyingKey;

use super::{
    KeyError,
    number::{LONGEST_RSA, SHORTEST_RSA, bits},
    wire::{Reader, put_string},
};

/// No public key line comes near this many bytes.
const LONGEST_LINE: usize = 16 * 1024;

/// So many keys of one register are read once only.
const KNOWN: usize = 256;

thread_local! {
    /// The good keys read lately, by their bytes: a history has few keys and many signatures, and to find the point that
    /// a key stands for takes a tenth of what a signature takes.
    static READ: RefCell<HashMap<Vec<u8>, PublicKey>> = RefCell::default();
}

/// An OpenSSH public key without its comment. Two are equal when they are the same key.
#[derive(Clone)]
pub struct PublicKey {
    blob: Vec<u8>,
    material: Material,
}

/// What the mathematics needs of a key.
#[derive(Clone)]
pub(super) enum Material {
    Ed25519(VerifyingKey),
    Ecdsa(Curve, Vec<u8>),
    Rsa { modulus: Vec<u8>, exponent: Vec<u8> },
    SkEd25519(VerifyingKey, Vec<u8>),
    SkEcdsa(Vec<u8>, Vec<u8>),
}

/// The curves of RFC 5656 that are required there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Curve {
    P256,
    P384,
    P521,
}

impl Curve {
    /// Bytes of a coordinate, and of each half of a signature.
    pub(super) fn width(self) -> usize {
        match self {
            Curve::P256 => 32,
            Curve::P384 => 48,
            Curve::P521 => 66,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Curve::P256 => "nistp256",
            Curve::P384 => "nistp384",
            Curve::P521 => "nistp521",
        }
    }
}

impl PublicKey {
    /// Reads one public key line, as in `~/.ssh/id_ed25519.pub`: algorithm, base64, optional comment.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        if text.contains("PRIVATE KEY-----") || text.contains("PuTTY-User-Key-File") {
            return Err(KeyError::Private);
        }
        if text.contains("BEGIN PGP") {
            return Err(KeyError::Unsupported("OpenPGP".to_owned()));
        }
        let line = text.trim();
        if line.len() > LONGEST_LINE {
            return Err(KeyError::Malformed("it is too long"));
        }
        if line.contains(['\n', '\r', '\0']) {
            return Err(KeyError::Malformed("it must be one line"));
        }
        let mut words = line.split_ascii_whitespace();
        let (Some(name), Some(base64)) = (words.next(), words.next()) else {
            return Err(KeyError::Malformed("it is `ALGORITHM BASE64 COMMENT`, as in a .pub file"));
        };
        let blob = BASE64
            .decode(base64.as_bytes())
            .map_err(|_| KeyError::Malformed("its second word is no base64, or is cut short"))?;
        if Reader::new(&blob).name() != Some(name) {
            return Err(KeyError::Malformed("its two words name different algorithms"));
        }
        Self::from_blob(&blob)
    }

    /// Reads a key in wire format (RFC 4253 section 6.6, RFC 5656, RFC 8709, PROTOCOL.u2f).
    pub(super) fn from_blob(blob: &[u8]) -> Result<Self, KeyError> {
        match Self::read_blob(blob)? {
            (key, None) => Ok(key),
            (_, Some(weakness)) => Err(weakness),
        }
    }

    /// As [`PublicKey::from_blob`], but also a key that proves too little: with what is wrong with it.
    pub(super) fn read_blob(blob: &[u8]) -> Result<(Self, Option<KeyError>), KeyError> {
        if let Some(known) = READ.with_borrow(|read| read.get(blob).cloned()) {
            return Ok((known, None));
        }
        let (key, weakness) = Self::decode(blob)?;
        if weakness.is_none() {
            READ.with_borrow_mut(|read| {
                if read.len() >= KNOWN {
                    read.clear();
                }
                read.insert(blob.to_vec(), key.clone());
            });
        }
        Ok((key, weakness))
    }

    fn decode(blob: &[u8]) -> Result<(Self, Option<KeyError>), KeyError> {
        let mut reader = Reader::new(blob);
        let name = reader.name().ok_or(KeyError::Malformed("it names no algorithm"))?;
        let (material, weakness) = material(name, &mut reader)?;
        reader.end().ok_or(KeyError::Malformed("something follows the key"))?;
        Ok((Self { blob: blob.to_vec(), material }, weakness))
    }

    /// The key of this algorithm whose fields come next, as they stand inside a certificate.
    pub(super) fn from_fields(
        algorithm: &str,
        reader: &mut Reader<'_>,
    ) -> Result<(Self, Option<KeyError>), KeyError> {
        let start = *reader;
        let (material, weakness) = material(algorithm, reader)?;
        let mut blob = Vec::new();
        put_string(&mut blob, algorithm.as_bytes());
        blob.extend_from_slice(reader.since(start));
        Ok((Self { blob, material }, weakness))
    }

    /// The name of the key's algorithm, the first word of its line.
    pub fn algorithm(&self) -> &'static str {
        match &self.material {
            Material::Ed25519(_) => "ssh-ed25519",
            Material::Ecdsa(Curve::P256, _) => "ecdsa-sha2-nistp256",
            Material::Ecdsa(Curve::P384, _) => "ecdsa-sha2-nistp384",
            Material::Ecdsa(Curve::P521, _) => "ecdsa-sha2-nistp521",
            Material::Rsa { .. } => "ssh-rsa",
            Material::SkEd25519(..) => "sk-ssh-ed25519@openssh.com",
            Material::SkEcdsa(..) => "sk-ecdsa-sha2-nistp256@openssh.com",
        }
    }

    /// `SHA256:` and the unpadded base64 of the key's hash, as `ssh-keygen -l` prints it.
    pub fn fingerprint(&self) -> String {
        let hash = ring::digest::digest(&ring::digest::SHA256, &self.blob);
        format!("SHA256:{}", BASE64_NOPAD.encode(hash.as_ref()))
    }

    /// The key's line, without a comment.
    pub fn to_openssh(&self) -> String {
        format!("{} {}", self.algorithm(), BASE64.encode(&self.blob))
    }

    pub(super) fn material(&self) -> &Material {
        &self.material
    }
}

type Judged = (Material, Option<KeyError>);

/// What stands in a key behind the name of its algorithm.
fn material(algorithm: &str, reader: &mut Reader<'_>) -> Result<Judged, KeyError> {
    match algorithm {
        "ssh-ed25519" => ed25519(reader).map(|(key, weakness)| (Material::Ed25519(key), weakness)),
        "ecdsa-sha2-nistp256" => ecdsa(Curve::P256, reader),
        "ecdsa-sha2-nistp384" => ecdsa(Curve::P384, reader),
        "ecdsa-sha2-nistp521" => ecdsa(Curve::P521, reader),
        "ssh-rsa" => rsa(reader),
        "sk-ssh-ed25519@openssh.com" => {
            let (key, weakness) = ed25519(reader)?;
            Ok((Material::SkEd25519(key, application(reader)?), weakness))
        }
        "sk-ecdsa-sha2-nistp256@openssh.com" => {
            Ok((Material::SkEcdsa(point(Curve::P256, reader)?, application(reader)?), None))
        }
        other => Err(KeyError::Unsupported(other.to_owned())),
    }
}

fn ed25519(reader: &mut Reader<'_>) -> Result<(VerifyingKey, Option<KeyError>), KeyError> {
    let bytes = reader.string().and_then(|bytes| <&[u8; 32]>::try_from(bytes).ok());
    let bytes = bytes.ok_or(KeyError::Malformed("an ed25519 key has 32 bytes"))?;
    let key = VerifyingKey::from_bytes(bytes)
        .map_err(|_| KeyError::Malformed("its bytes are no point of the curve"))?;
    Ok((key, key.is_weak().then_some(KeyError::Weak)))
}

fn ecdsa(curve: Curve, reader: &mut Reader<'_>) -> Result<Judged, KeyError> {
    Ok((Material::Ecdsa(curve, point(curve, reader)?), None))
}

/// A point in the uncompressed form, the only one that OpenSSH writes; whether it lies on the curve is
/// found out when it has to verify something.
fn point(curve: Curve, reader: &mut Reader<'_>) -> Result<Vec<u8>, KeyError> {
    if reader.string() != Some(curve.name().as_bytes()) {
        return Err(KeyError::Malformed("it names two different curves"));
    }
    match reader.string() {
        Some(point @ [4, coordinates @ ..]) if coordinates.len() == 2 * curve.width() => Ok(point.to_vec()),
        _ => Err(KeyError::Malformed("its point has the wrong form")),
    }
}

fn application(reader: &mut Reader<'_>) -> Result<Vec<u8>, KeyError> {
    let application = reader.string().ok_or(KeyError::Malformed("it is cut short"))?;
    Ok(application.to_vec())
}

fn rsa(reader: &mut Reader<'_>) -> Result<Judged, KeyError> {
    let exponent = reader.shortest_number();
    let modulus = reader.shortest_number();
    let (Some(exponent), Some(modulus @ [_, ..])) = (exponent, modulus) else {
        return Err(KeyError::Malformed("its numbers are cut short or not in their shortest form"));
    };
    let weakness = match bits(modulus) {
        bits if bits > LONGEST_RSA => return Err(KeyError::Unsupported(format!("RSA of {bits} bits"))),
        bits => (bits < SHORTEST_RSA).then_some(KeyError::TooShort(bits)),
    };
    Ok((Material::Rsa { modulus: modulus.to_vec(), exponent: exponent.to_vec() }, weakness))
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.blob == other.blob
    }
}

impl Eq for PublicKey {}

impl std::hash::Hash for PublicKey {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.blob.hash(state);
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "PublicKey({} {})", self.algorithm(), self.fingerprint())
    }
}
