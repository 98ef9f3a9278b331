//! The mathematics of OpenPGP: does this signature hold over these bytes with this key? What holds by a hash or a key
//! that is too weak is told apart from what does not hold: others accept it.

use ecdsa_verifier::PrehashVerifier as _;
use p521::ecdsa::signature::hazmat as ecdsa_verifier;
use ring::{
    digest::{self, SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA384, SHA512},
    signature::{self as ring_signature, RsaParameters, RsaPublicKeyComponents},
};

use super::{
    key::{Key, Material},
    signature::{Signature, Value},
};
use crate::signature::number::padded;

/// What the mathematics says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It holds.
    Holds,
    /// It holds, and proves too little: why.
    Weakly(String),
    /// It does not hold.
    Fails,
    /// It can't be checked here: what it is made with.
    Unknown(String),
}

struct Hash {
    algorithm: &'static digest::Algorithm,
    rsa: &'static RsaParameters,
    /// For keys below 2048 bits, where there is one.
    short_rsa: Option<&'static RsaParameters>,
    weak: Option<&'static str>,
}

/// Whether `signature` over `data` was made by the key.
pub(super) fn holds(key: &Key, signature: &Signature, data: &[&[u8]]) -> Verdict {
    if let Some(what) = key.unknown() {
        return Verdict::Unknown(what.to_owned());
    }
    let hash = match hash(signature.hash) {
        Ok(hash) => hash,
        Err(verdict) => return verdict,
    };
    // No key of version 4 makes one of another.
    if signature.version != key.version {
        return Verdict::Fails;
    }
    if !fits(key.algorithm, signature.algorithm) {
        return Verdict::Fails;
    }
    let mut message = Vec::new();
    data.iter().for_each(|part| message.extend_from_slice(part));
    message.extend_from_slice(&signature.trailer);
    let digest = digest::digest(hash.algorithm, &message);
    let digest = digest.as_ref();
    let weakness = key.weakness();
    if !by_algorithm(&key.material, &signature.value, &message, digest, &hash, weakness.is_some()) {
        return Verdict::Fails;
    }
    match (hash.weak, weakness) {
        (Some(name), _) => Verdict::Weakly(format!("it is made with {name}, which proves nothing any more")),
        (None, Some(weakness)) => Verdict::Weakly(weakness),
        (None, None) if digest.get(..2) != Some(&signature.prefix) => {
            Verdict::Weakly("its hint at the hash is wrong".to_owned())
        }
        (None, None) => Verdict::Holds,
    }
}

/// RSA has two numbers for one algorithm; else key and signature name the same.
fn fits(key: u8, signature: u8) -> bool {
    key == signature || matches!((key, signature), (1 | 3, 1 | 3))
}

fn hash(number: u8) -> Result<Hash, Verdict> {
    use ring_signature as ring;
    let hash = |algorithm, rsa, short_rsa, weak| Ok(Hash { algorithm, rsa, short_rsa, weak });
    match number {
        2 => hash(
            &SHA1_FOR_LEGACY_USE_ONLY,
            &ring::RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY,
            Some(&ring::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY),
            Some("SHA-1"),
        ),
        8 => hash(
            &SHA256,
            &ring::RSA_PKCS1_2048_8192_SHA256,
            Some(&ring::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY),
            None,
        ),
        9 => hash(&SHA384, &ring::RSA_PKCS1_2048_8192_SHA384, None, None),
        10 => hash(
            &SHA512,
            &ring::RSA_PKCS1_2048_8192_SHA512,
            Some(&ring::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY),
            None,
        ),
        // GnuPG refuses it, too.
        1 => Err(Verdict::Fails),
        3 => Err(Verdict::Unknown("RIPEMD-160".to_owned())),
        11 => Err(Verdict::Unknown("SHA-224".to_owned())),
        12 | 14 => Err(Verdict::Unknown("SHA-3".to_owned())),
        other => Err(Verdict::Unknown(format!("the hash number {other}"))),
    }
}

fn by_algorithm(
    material: &Material,
    value: &Value,
    message: &[u8],
    digest: &[u8],
    hash: &Hash,
    short: bool,
) -> bool {
    match (material, value) {
        (Material::Rsa { modulus, exponent }, Value::One(number)) => {
            let Some(parameters) = (if short { hash.short_rsa } else { Some(hash.rsa) }) else {
                return false;
            };
            let key = RsaPublicKeyComponents { n: modulus, e: exponent };
            padded(number, modulus.len()).is_some_and(|full| key.verify(parameters, message, &full).is_ok())
        }
        (Material::Ed25519(key), Value::Two(r, s)) => {
            two(r, s, 32).is_some_and(|bytes| ed25519(key, digest, &bytes))
        }
        (Material::P256(key), Value::Two(r, s)) => two(r, s, 32)
            .and_then(|bytes| p256::ecdsa::Signature::from_slice(&bytes).ok())
            .is_some_and(|signature| key.verify_prehash(digest, &signature).is_ok()),
        (Material::P384(key), Value::Two(r, s)) => two(r, s, 48)
            .and_then(|bytes| p384::ecdsa::Signature::from_slice(&bytes).ok())
            .is_some_and(|signature| key.verify_prehash(digest, &signature).is_ok()),
        (Material::P521(point), Value::Two(r, s)) => p521(point, digest, r, s).unwrap_or(false),
        _ => false,
    }
}

/// Strict, as for SSH: no key and no signature of small order.
fn ed25519(key: &ed25519_dalek::VerifyingKey, digest: &[u8], signature: &[u8]) -> bool {
    ed25519_dalek::Signature::from_slice(signature)
        .is_ok_and(|signature| key.verify_strict(digest, &signature).is_ok())
}

fn p521(point: &[u8], digest: &[u8], r: &[u8], s: &[u8]) -> Option<bool> {
    let key = p521::ecdsa::VerifyingKey::from_sec1_bytes(point).ok()?;
    let signature = p521::ecdsa::Signature::from_slice(&two(r, s, 66)?).ok()?;
    Some(key.verify_prehash(digest, &signature).is_ok())
}

fn two(r: &[u8], s: &[u8], width: usize) -> Option<Vec<u8>> {
    let mut both = padded(r, width)?;
    both.extend(padded(s, width)?);
    Some(both)
}
